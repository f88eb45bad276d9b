"""Who sees a case, and what of it; who moves it on. As over RPC: nothing is hidden only."""

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .exception_case import ExceptionCase

PHONE, DONE = "请打 13800138000 联系张经理", "已办"
#: What tells who the customer is, or what something costs.
SECRET = (
    "partner_id",
    "order_id",
    "order_line_id",
    "salesman_id",
    "description",
    "cost",
)


@tagged("post_install", "-at_install")
class TestExceptionAccess(ExceptionCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.order = cls.make_order(user_id=cls.people["clerk"].id)

    def as_(self, person, case):
        case.invalidate_recordset()
        return case.with_user(self.people[person])

    def found(self, person, case):
        cases = self.cases.with_user(self.people[person])
        return case.id in cases.search([]).ids

    def test_a_collaborator_sees_the_cases_of_his_departments(self):
        case = self.open_case("quantity", order=self.order)
        self.assertTrue(self.found("packer", case))
        self.assertFalse(self.found("buyer", case))
        with self.assertRaises(AccessError):
            self.as_("buyer", case).read(["summary"])
        self.warehouse.member_ids |= self.people["buyer"]
        self.assertTrue(self.found("buyer", case))

    def test_a_plan_lets_the_departments_it_involves_see_the_case(self):
        case = self.open_case("shortage", order=self.order)
        self.assertTrue(self.found("buyer", case))
        self.assertFalse(self.found("packer", case))
        case.action_plan()
        self.assertTrue(self.found("packer", case))
        mine = self.as_("packer", case).activity_ids
        self.assertEqual(len(mine.read(["summary"])), 3)
        tasks = {task.user_id: task for task in case.activity_ids}
        self.assertEqual(
            set(tasks),
            {self.people["buyer"], self.people["packer"], self.people["clerk"]},
        )

    def test_a_collaborator_gets_neither_customer_nor_price(self):
        case = self.open_case(
            "quantity",
            order=self.order,
            cost=99,
            summary="少发两件",
            description="内部",
        )
        mine = self.as_("packer", case)
        got = mine.read(["summary", "order_name", "state"])[0]
        self.assertEqual(got["summary"], "少发两件")
        self.assertEqual(got["order_name"], self.order.name)
        for name in SECRET:
            with self.subTest(field=name):
                with self.assertRaises(AccessError):
                    mine.read([name])
                with self.assertRaises(AccessError):
                    mine.search([(name, "!=", False)])
                self.assertNotIn(name, mine.fields_get())
        for path in ("order_id.amount_total", "partner_id.phone"):
            with self.assertRaises(AccessError):
                mine.search([(path, "!=", False)])
        with self.assertRaises(AccessError):
            mine._read_group([], ["partner_id"], ["cost:sum"])
        with self.assertRaises(UserError):
            mine.export_data(["cost"])
        with self.assertRaises(AccessError):
            self.order.with_user(self.people["packer"]).read(["amount_total"])

    def test_a_collaborator_reads_no_mails_of_the_customer(self):
        case = self.open_case("quantity", order=self.order)
        secret = case.sudo().message_post(
            body=PHONE,
            message_type="email",
            email_from="buyer@customer.example",
        )
        mine = self.as_("packer", case)
        self.assertFalse(mine.env["mail.message"].search([("id", "=", secret.id)]))
        with self.assertRaises(AccessError):
            secret.with_user(self.people["packer"]).read(["body", "email_from"])
        sly = secret.with_user(self.people["packer"]).with_context(neiqin_tasks=True)
        with self.assertRaises(AccessError):
            sly.read(["body"])
        case.message_subscribe([self.people["packer"].partner_id.id])
        self.assertNotIn(self.people["packer"].partner_id, case.message_partner_ids)

    def test_a_collaborator_hands_in_his_task_and_mails_nobody(self):
        case = self.open_case("shortage", order=self.order)
        case.action_plan()
        task = case.activity_ids.filtered(lambda x: x.user_id == self.people["packer"])
        task.with_user(self.people["packer"]).action_feedback(feedback="盘点 8 件")
        self.assertFalse(task.exists() and task.active)
        bodies = "".join(case.sudo().message_ids.mapped("body"))
        self.assertIn("盘点 8 件", bodies)
        self.assertFalse(self.partner in case.message_partner_ids)
        note = self.as_("packer", case).message_post(
            body=DONE, partner_ids=self.partner.ids, subtype_xmlid="mail.mt_comment"
        )
        self.assertEqual(note.sudo().subtype_id, self.env.ref("mail.mt_note"))
        self.assertFalse(note.sudo().partner_ids)

    def test_only_clerks_move_a_case(self):
        case = self.open_case("shortage", order=self.order)
        for person in ("packer", "buyer", "salesman", "auditor"):
            for step in ("plan", "told", "agreed", "solve", "close", "reopen"):
                with self.subTest(person=person, step=step):
                    with self.assertRaises(AccessError):
                        getattr(self.as_(person, case), f"action_{step}")()
            with self.assertRaises(AccessError):
                self.as_(person, case).write({"summary": "x"})
            with self.assertRaises(AccessError):
                self.open_case(person=person, order=self.order)
        self.assertEqual(case.state, "open")
        with self.assertRaises(AccessError):
            case.unlink()

    def test_a_salesperson_sees_his_own(self):
        case = self.open_case(order=self.order)
        self.assertFalse(self.found("salesman", case))
        self.order.user_id = self.people["salesman"]
        self.assertTrue(self.found("salesman", case))
        loose = self.cases.with_user(self.people["clerk"]).create(
            {"type_id": self.kind("other").id, "partner_id": self.partner.id}
        )
        self.assertFalse(self.found("salesman", loose))
        self.assertTrue(self.found("auditor", loose))

    def test_other_companies(self):
        case = self.open_case(order=self.order)
        other = self.env["res.company"].create({"name": "另一家公司"})
        stranger = self.people["supervisor"].copy(
            {"login": "case.stranger", "company_id": other.id, "company_ids": other.ids}
        )
        self.assertFalse(self.cases.with_user(stranger).search([("id", "=", case.id)]))
        with self.assertRaises(AccessError):
            self.cases.with_user(stranger).create(
                {"type_id": self.kind("other").id, "order_id": self.order.id}
            )

    def test_kinds_are_the_managers(self):
        kind = self.kind("dispute")
        with self.assertRaises(AccessError):
            kind.with_user(self.people["supervisor"]).blocking = False
        kind.with_user(self.people["manager"]).blocking = False
        entry = self.env["neiqin.trail.entry"].search(
            [("res_model", "=", kind._name), ("res_id", "=", kind.id)], limit=1
        )
        self.assertEqual(entry.action, "policy")
        plan = kind.plan_id.with_user(self.people["manager"])
        plan.template_ids[0].summary = "先打电话"
        with self.assertRaises(AccessError):
            kind.plan_id.with_user(self.people["supervisor"]).name = "x"
