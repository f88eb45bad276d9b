"""Who sees which complaints, and what of them."""

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import new_test_user

from .complaint_case import ComplaintCase

HIDDEN = (
    "amount",
    "cost",
    "contact_phone",
    "contact_email",
    "contact_ids",
    "compensation_ids",
    "tier_reason",
)
PHONE = "call 13800000000"
INSIDE = ("cause", "task_ids", "clock_ids", "event_ids", "tier_id", "department_id")


class TestAccess(ComplaintCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.other = cls.env["res.partner"].create({"name": "Other customer"})
        cls.seller = new_test_user(
            cls.env, "c_seller", "sales_team.group_sale_salesman"
        )
        cls.customer = new_test_user(
            cls.env, "c_customer", "base.group_portal", email="lin@gears.example.com"
        )
        cls.customer.partner_id.parent_id = cls.partner

    def setUp(self):
        super().setUp()
        self.mine = self.complain(
            department_id=self.warehouse.id,
            amount=100.0,
            contact_phone="13800000000",
        )
        self.theirs = self.complain(
            partner_id=self.other.id,
            department_id=self.department("Elsewhere", self.manager).id,
        )

    def seen(self, user):
        return (
            self.env["neiqin.complaint"]
            .with_user(user)
            .search([("id", "in", (self.mine | self.theirs).ids)])
        )

    def test_the_office_sees_all(self):
        for user in (self.clerk, self.supervisor, self.manager, self.person("auditor")):
            self.assertEqual(self.seen(user), self.mine | self.theirs)

    def test_collaborators_see_their_department_s_without_money_and_contacts(self):
        self.assertEqual(self.seen(self.worker), self.mine)
        record = self.mine.with_user(self.worker)
        record.read(
            ["name", "subject", "partner_id", "task_ids", "first_response_deadline"]
        )
        for name in HIDDEN:
            with self.subTest(name=name), self.assertRaises(AccessError):
                record.read([name])
        with self.assertRaises(AccessError):
            record.write({"subject": "x"})

    def test_collaborators_read_no_mails(self):
        message = self.mine.message_post(body=PHONE, message_type="comment")
        with self.assertRaises(AccessError):
            message.with_user(self.worker).read(["body"])
        self.assertTrue(message.with_user(self.supervisor).read(["body"]))
        found = (
            self.env["mail.message"]
            .with_user(self.worker)
            .search([("model", "=", "neiqin.complaint"), ("res_id", "=", self.mine.id)])
        )
        self.assertFalse(found)

    def test_sales_representatives_see_their_customers(self):
        self.assertFalse(self.seen(self.seller))
        self.partner.user_id = self.seller
        self.assertEqual(self.seen(self.seller), self.mine)
        with self.assertRaises(AccessError):
            self.mine.with_user(self.seller).write({"subject": "x"})

    def test_customers_see_their_own_and_nothing_inside(self):
        self.assertEqual(self.seen(self.customer), self.mine)
        record = self.mine.with_user(self.customer)
        record.read(["name", "subject", "state", "solution_deadline"])
        for name in (*HIDDEN, *INSIDE):
            with self.subTest(name=name), self.assertRaises(AccessError):
                record.read([name])
        for model in ("neiqin.complaint.task", "neiqin.complaint.clock"):
            with self.assertRaises(AccessError):
                self.env[model].with_user(self.customer).search([])

    def test_others_see_nothing(self):
        nobody = new_test_user(self.env, "c_nobody", "base.group_user")
        with self.assertRaises(AccessError):
            self.seen(nobody)

    def test_companies_are_apart(self):
        other = self.env["res.company"].create({"name": "Other company"})
        user = new_test_user(
            self.env,
            "c_other",
            "neiqin_addon.group_neiqin_clerk",
            company_id=other.id,
            company_ids=[(6, 0, other.ids)],
        )
        self.assertFalse(self.seen(user))
        for model in (
            "neiqin.complaint.clock",
            "neiqin.complaint.clock.event",
            "neiqin.complaint.task",
            "neiqin.complaint.digest",
        ):
            self.assertFalse(self.env[model].with_user(user).search([]))
        complaint = (
            self.env["neiqin.complaint"]
            .with_user(user)
            .create({"partner_id": self.partner.id, "type_id": self.types["other"].id})
        )
        self.assertEqual(complaint.company_id, other)

    def test_nothing_is_deleted_or_copied(self):
        for record in (self.mine, self.mine.with_user(self.manager), self.mine.sudo()):
            with self.assertRaises(UserError):
                record.unlink()
        with self.assertRaises(UserError):
            self.mine.copy()

    def test_defaults_open_no_door(self):
        for key in ("first_response_at", "solved_at"):
            self.env["ir.default"].with_user(self.clerk).set(
                "neiqin.complaint", key, "2026-01-01 00:00:00", user_id=True
            )
        complaint = self.complain()
        self.assertFalse(complaint.first_response_at)
        self.assertFalse(complaint.solved_at)
        context = {"default_response_state": "met", "default_state": "closed"}
        complaint = (
            self.env["neiqin.complaint"]
            .with_user(self.clerk)
            .with_context(**context)
            .create({"partner_id": self.partner.id, "type_id": self.types["other"].id})
        )
        self.assertEqual(complaint.state, "new")
        self.assertEqual(complaint.response_state, "running")

    def test_filing_in_the_future_or_for_another_s_order(self):
        with self.assertRaises(ValidationError):
            self.complain(received_at="2999-01-01 00:00:00")
        order = self.env["sale.order"].create({"partner_id": self.other.id})
        with self.assertRaises(ValidationError):
            self.complain(order_id=order.id)
        with self.assertRaises(UserError):
            self.mine.received_at = "2020-01-01 00:00:00"

    def test_withdrawing_is_a_supervisor_s(self):
        with self.assertRaises(AccessError):
            self.mine._neiqin_void("a mistake")
        self.mine.with_user(self.supervisor)._neiqin_void("filed twice")
        self.assertEqual(self.mine.state, "void")
        self.assertFalse(self.mine.response_state)
        self.assertEqual(self.clock(self.mine).state, "stopped")

    def test_the_board_shows_what_one_may_read(self):
        def numbers(user):
            board = self.env["neiqin.complaint.clock"].with_user(user).neiqin_board()
            return {card["number"] for card in board["cards"]}

        self.assertLessEqual({self.mine.name, self.theirs.name}, numbers(self.clerk))
        self.assertIn(self.mine.name, numbers(self.worker))
        self.assertNotIn(self.theirs.name, numbers(self.worker))
