"""The demo company tells a story that holds together."""

from ..browser import BrowserCase
from .demo_archive import ArchiveStory
from .demo_backups import BackupStory
from .demo_collection import CollectionStory
from .demo_credit import CreditStory
from .demo_exceptions import ExceptionStory
from .demo_files import FilesStory
from .demo_health import HealthStory
from .demo_meetings import MeetingStory
from .demo_occasions import OccasionStory
from .demo_period import PeriodStory
from .demo_reviews import ReviewStory
from .demo_scorecards import ScorecardStory
from .demo_service import ServiceStory
from .demo_urgent import UrgentStory

STORIES = (
    ArchiveStory,
    BackupStory,
    CollectionStory,
    CreditStory,
    ExceptionStory,
    FilesStory,
    HealthStory,
    MeetingStory,
    OccasionStory,
    PeriodStory,
    ReviewStory,
    ScorecardStory,
    ServiceStory,
    UrgentStory,
)


class TestDemo(*STORIES, BrowserCase):
    """The whole story is loaded once: its parts' tests are mixins in files of their own."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.mails = cls.env["mail.mail"].search_count([])
        cls.demo = cls.env["neiqin.demo"]
        cls.demo._load()
        cls.company = cls.demo._company()
        cls.here = [("company_id", "=", cls.company.id)]
        cls.orders = cls.env["sale.order"].search(cls.here)

    def test_a_second_load_changes_nothing(self):
        models = ["sale.order", "res.partner", "account.move", "stock.picking"]
        before = {name: self.env[name].search_count([]) for name in models}
        self.demo._load()
        after = {name: self.env[name].search_count([]) for name in models}
        self.assertEqual(before, after)

    def test_a_company_in_use_is_left_alone(self):
        """The database under test has another company: the demo opened its own."""
        self.assertNotEqual(self.company, self.env.ref("base.main_company"))
        self.assertEqual(self.company.currency_id.name, "CNY")
        self.assertEqual(self.orders.company_id, self.company)

    def test_dates_follow_each_other(self):
        done = self.orders.filtered("effective_date")
        self.assertGreater(len(done), 60)
        for order in done:
            self.assertGreaterEqual(
                order.effective_date.date(), order.date_order.date()
            )
            for invoice in order.invoice_ids.filtered("invoice_date"):
                self.assertGreaterEqual(
                    invoice.invoice_date, order.effective_date.date()
                )
        planned = self.demo._remembered("order_", "sale.order")
        self.assertEqual(planned.mapped("date_order"), planned.mapped("create_date"))

    def test_every_state_has_something_to_show(self):
        states = self.orders.grouped("state")
        self.assertEqual(set(states), {"draft", "sent", "sale", "cancel"})
        self.assertGreaterEqual(len(states["draft"]), 8)
        paid = self.orders.invoice_ids.grouped("payment_state")
        self.assertTrue(paid["paid"] and paid["not_paid"])
        self.assertIn("partial", self.orders.mapped("delivery_status"))

    def test_something_waits_for_everybody(self):
        """To verify, to correct, to send, to answer: each room has work today."""
        waiting = self.orders.filtered(lambda order: order.state in ("draft", "sent"))
        verified = waiting.grouped("neiqin_verification_state")
        self.assertEqual(set(verified), {"todo", "verified", "mismatch"})
        self.assertTrue(all(order.neiqin_paper_ids for order in verified["todo"]))
        intakes = self.env["neiqin.order.intake"].search(
            [("company_id", "=", self.company.id)]
        )
        self.assertEqual(intakes.mapped("bad_count"), [1, 4, 0])
        self.assertEqual(intakes.mapped("state"), ["partly", "checked", "checked"])
        letters = set(waiting.mapped("neiqin_letter_state"))
        self.assertLessEqual({"none", "draft"}, letters)
        if self.demo._may_print():
            self.assertLessEqual({"sent", "disputed", "acknowledged"}, letters)

    def test_two_persons_have_something_to_decide(self):
        approvals = self.env["neiqin.approval"].search(self.here)
        pending = approvals.filtered(lambda approval: approval.state == "pending")
        waiting = {
            model: len(rows) for model, rows in pending.grouped("res_model").items()
        }
        self.assertEqual(waiting, {"sale.order": 6, "neiqin.credit.change": 1})
        self.assertEqual(len(pending.filtered("is_overdue")), 1)
        self.assertEqual(len(pending.filtered("first_user_id")), 1)
        decided = (approvals - pending).mapped(lambda one: (one.res_model, one.state))
        self.assertEqual(
            sorted(decided),
            [("neiqin.credit.change", "approved"), ("sale.order", "refused")],
        )
        grants = self.env["neiqin.grant"].search(self.here)
        self.assertEqual(set(grants.mapped("state")), {"open", "used"})
        prices = self.env["neiqin.price.agreement"].search(self.here)
        self.assertEqual(len(prices.partner_id), 3)
        self.assertEqual(self.company.neiqin_gate_approval, "advise")

    def test_nobody_verified_his_own_order(self):
        checks = self.env["neiqin.verification"].search(self.here)
        self.assertGreater(len(checks), 50)
        for check in checks:
            self.assertNotEqual(check.user_id, check.order_id.create_uid)
        wrong = sum(check.mismatch_count for check in checks)
        self.assertTrue(3 <= wrong <= 30, wrong)

    def test_the_screens_in_a_browser(self):
        """What a clerk sees in the morning; these pictures are in the manual."""
        clerk = self.demo._known("user_clerk2")
        places = {
            "orders": "back-office-orders",
            "orders-to-verify": "orders-to-verify",
            "order-files": "order-intake",
            "letters": "confirmation-letters",
        }
        for width, item in ((1366, ".o_data_row"), (390, ".o_kanban_record")):
            with self.browse("/odoo", clerk, width) as page:
                for name, path in places.items():
                    page.open(f"/odoo/{path}")
                    page.wait(item)
                    page.assert_fits()
                    page.screenshot(name)

    def test_verifying_in_a_browser(self):
        clerk = self.demo._known("user_clerk2")
        with self.browse("/odoo/orders-to-verify", clerk) as page:
            page.click(".o_data_row .o_data_cell")
            page.click("button[name=action_neiqin_verify]")
            page.wait(".o_neiqin_verification, .o_neiqin_verify")
            page.screenshot("verification")

    def test_nothing_is_sent(self):
        self.assertEqual(self.env["mail.mail"].search_count([]), self.mails)
        if "sms.sms" in self.env:
            self.assertFalse(self.env["sms.sms"].search([]))

    def test_everybody_can_sign_in(self):
        for _role, login, password in self.demo._logins():
            user = self.env["res.users"].search([("login", "=", login)])
            self.assertTrue(user, login)
            if login != "admin":
                credential = {"login": login, "password": password, "type": "password"}
                user.with_user(user)._check_credentials(
                    credential, {"interactive": True}
                )
