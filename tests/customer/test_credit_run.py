"""The nightly run and rating chosen customers."""

from unittest.mock import patch

from odoo.exceptions import AccessError
from odoo.tools import mute_logger

from odoo.addons.neiqin_addon.models.customer.credit_rating_run import Failed

from .credit_case import TODAY, CreditCase


class TestCreditRun(CreditCase):
    """The nightly run, and rating chosen customers."""

    def setUp(self):
        super().setUp()
        self.new_policy()
        self.ratings = self.env["neiqin.credit.rating"]
        self.startPatcher(
            patch.object(type(self.company), "_neiqin_today", lambda company: TODAY)
        )

    def run_cron(self):
        with self.enter_registry_test_mode():
            self.env.ref("neiqin_addon.credit_rating_cron").method_direct_trigger()
        self.env.invalidate_all()

    def test_all_customers_once_a_day(self):
        other = self.new_customer("苏州昆仑")
        self.history()
        self.history(other, late=30)
        self.run_cron()
        # 30 days late: 60 - 27 x 1.5 = 19.5, and 40: C
        self.assertEqual((self.customer.neiqin_grade, other.neiqin_grade), ("A", "C"))
        self.assertEqual(self.ratings._neiqin_to_rate(self.company), [])
        count = self.ratings.search_count([])
        self.run_cron()
        self.assertEqual(self.ratings.search_count([]), count)

    def test_one_bad_customer_stops_no_other(self):
        bad = self.new_customer("坏数据")
        more = self.new_customer("苏州昆仑")
        for partner in (self.customer, bad, more):
            self.history(partner)
        rate = type(self.policies)._neiqin_rate

        def failing(policy, company, ids, date):
            if bad.id in ids:
                raise ValueError("broken")
            return rate(policy, company, ids, date)

        with patch.object(type(self.policies), "_neiqin_rate", failing):
            with mute_logger(
                "odoo.addons.neiqin_addon.models.customer.credit_rating_run"
            ):
                self.run_cron()
        self.assertEqual((self.customer.neiqin_grade, more.neiqin_grade), ("A", "A"))
        self.assertFalse(bad.neiqin_grade)
        policy = self.policies._neiqin_active(self.company)
        failure = self.env["neiqin.failure"].search(
            [("res_model", "=", policy._name), ("res_id", "=", policy.id)]
        )
        self.assertIn("坏数据", failure.error)
        self.assertIn(failure.activity_id, policy.activity_ids)
        self.assertEqual(self.ratings._neiqin_to_rate(self.company), [bad.id])
        self.run_cron()
        self.assertEqual((bad.neiqin_grade, failure.state), ("A", "solved"))
        self.assertFalse(policy.activity_ids)

    def test_a_failure_of_all_is_told_once_and_soon(self):
        partners = self.env["res.partner"].create(
            [{"name": f"客户{i}", "is_company": True} for i in range(200)]
        )
        tried = []

        def failing(ratings, company, ids, date=None):
            tried.append(len(ids))
            raise ValueError("broken")

        failed = Failed()
        with patch.object(type(self.ratings), "_neiqin_rate_now", failing):
            with mute_logger(
                "odoo.addons.neiqin_addon.models.customer.credit_rating_run"
            ):
                self.ratings._neiqin_rate_apart(self.company, partners.ids, failed)
        self.assertEqual(set(failed), set(partners.ids))
        self.assertLess(len(tried), 120)

    def test_rate_chosen_customers(self):
        self.history()
        contact = self.env["res.partner"].create(
            {"name": "王工", "parent_id": self.customer.id}
        )
        clerk = self.person("run_clerk", "clerk")
        action = contact.with_user(clerk).action_neiqin_rate()
        self.assertEqual(action["res_id"], self.customer.neiqin_rating_id.id)
        self.assertEqual((self.customer.neiqin_grade, contact.neiqin_grade), ("A", "A"))
        self.assertEqual(contact.with_user(clerk).neiqin_rating_id.grade, "A")
        salesman = self.env["res.users"].create(
            {
                "name": "s",
                "login": "cr_sales",
                "group_ids": [(4, self.env.ref("sales_team.group_sale_salesman").id)],
            }
        )
        with self.assertRaises(AccessError):
            contact.with_user(salesman).action_neiqin_rate()

    def test_the_marked_customers_of_a_list(self):
        """The action of the list of customers, as a clerk runs it."""
        others = self.new_customer("苏州昆仑") | self.new_customer("没有发票")
        self.history()
        self.history(others[0], late=30)
        clerk = self.person("run_clerk", "clerk")
        server_action = self.env.ref("neiqin_addon.credit_rating_server_action")
        marked = self.customer | others
        action = (
            server_action.with_user(clerk)
            .with_context(active_model="res.partner", active_ids=marked.ids)
            .with_company(self.company)
            .run()
        )
        shown = self.ratings.search(action["domain"])
        self.assertEqual(
            {rating.partner_id.name: rating.grade for rating in shown},
            {self.customer.name: "A", "苏州昆仑": "C"},
        )

    def test_contacts_follow_their_company_and_begin_anew_alone(self):
        self.history()
        self.rate()
        contact = self.env["res.partner"].create(
            {"name": "王工", "parent_id": self.customer.id}
        )
        self.assertEqual(contact.neiqin_grade, "A")
        contact.parent_id = False
        self.assertFalse(contact.neiqin_grade)
        contact.parent_id = self.customer
        self.assertEqual(contact.neiqin_grade, "A")

    def test_trust_follows_only_where_the_policy_says_so(self):
        self.history()
        self.customer.trust = "bad"
        self.rate()
        self.assertEqual(self.customer.trust, "bad")
        self.new_policy(sets_trust=True)
        self.rate()
        self.assertEqual(self.customer.trust, "good")

    def test_whoever_judges_is_told_of_changed_grades_only(self):
        told = []
        self.history()
        with patch.object(
            type(self.customer),
            "_neiqin_credit_terms_changed",
            lambda partners: told.append((partners.ids, partners.env.company)),
        ):
            self.rate()
            self.rate()
        self.assertEqual(told, [(self.customer.ids, self.company)])

    def test_merged_customers_have_one_history_and_are_rated_anew(self):
        twin = self.new_customer("杭州精工")
        self.history()
        self.history(twin, late=40)  # 60 - 37 x 1.5 = 4.5, and 40: C
        self.rate()
        self.rate(twin)
        self.assertEqual(twin.neiqin_grade, "C")
        wizard = self.env["base.partner.merge.automatic.wizard"].create({})
        wizard._merge((self.customer | twin).ids, self.customer)
        # half at 0 and half at 40 days: 20 days, 60 - 17 x 1.5 = 34.5, and 40
        self.assertEqual(self.customer.neiqin_score, 74.5)
        self.assertEqual(self.customer.neiqin_grade, "B")
        ratings = self.ratings.search([("partner_id", "=", self.customer.id)])
        self.assertEqual(len(ratings), 3)
        self.assertEqual(len(ratings.filtered("is_current")), 1)
        self.assertIn("杭州精工", ratings.mapped("partner_name"))

    def test_an_archived_customer_is_rated_on(self):
        """He still owes: who pays no more is worth knowing when he comes back."""
        self.history(late=13)
        self.customer.active = False
        self.run_cron()
        self.assertEqual(self.customer.neiqin_grade, "A")
        self.assertIn(self.customer, self.ratings.search([]).partner_id)
