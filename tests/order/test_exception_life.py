"""A case from its opening to its closing: who, when, and what must be true before."""

from datetime import datetime

import psycopg2
from freezegun import freeze_time

from odoo import fields
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import tagged
from odoo.tools import mute_logger

from .exception_case import ExceptionCase

#: A Tuesday; the company works 8 to 12 and 13 to 17 in its own time zone, UTC here.
TUESDAY = "2031-03-04 15:00:00"


@tagged("post_install", "-at_install")
class TestExceptionLife(ExceptionCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env.company.resource_calendar_id.tz = "UTC"

    @freeze_time(TUESDAY)
    def test_a_new_case_knows_who_answers_until_when(self):
        order = self.make_order(user_id=self.people["clerk"].id)
        line = order.order_line[0]
        case = self.open_case("shortage", order=order, order_line_id=line.id)
        self.assertRegex(case.name, r"^EX\d{5}$")
        self.assertEqual(case.state, "open")
        self.assertEqual(case.owner_id, self.people["clerk"])
        self.assertEqual(case.department_id, self.purchasing)
        self.assertEqual(case.department, "purchasing")
        self.assertEqual(case.product_id, line.product_id)
        self.assertEqual(case.partner_id, order.partner_id)
        # eight working hours: two today, six tomorrow with a lunch of one
        self.assertEqual(case.deadline, datetime(2031, 3, 5, 15))

    def test_the_departments_own_hours_and_a_companys_own_department(self):
        company = self.env.company
        calendar = self.env["resource.calendar"].create(
            {"name": "夜班", "tz": "UTC", "company_id": company.id}
        )
        own = self.env["neiqin.department"].create(
            {
                "name": "采购二部",
                "code": "purchasing",
                "company_id": company.id,
                "calendar_id": calendar.id,
            }
        )
        self.kind("shortage").hours = 1
        with freeze_time("2031-03-04 08:00:00"):
            case = self.open_case("shortage")
        self.assertEqual(case.department_id, own)
        self.assertEqual(case.deadline, datetime(2031, 3, 4, 9))

    def test_the_steps_stamp_who_and_when(self):
        case = self.open_case("other")
        clerk = self.people["clerk"]
        moments = {
            "plan": ("planned", datetime(2031, 3, 4, 8)),
            "told": ("told", datetime(2031, 3, 4, 9)),
            "agreed": ("agreed", datetime(2031, 3, 4, 10)),
            "solve": ("solved", datetime(2031, 3, 4, 11)),
            "close": ("closed", datetime(2031, 3, 4, 12)),
        }
        for step, (state, moment) in moments.items():
            with freeze_time(moment):
                getattr(case, f"action_{step}")()
            self.assertEqual(case.state, state)
            self.assertEqual(case[f"{state}_at"], moment)
            self.assertEqual(case[f"{state}_by_id"], clerk)

    def test_steps_go_forward_only(self):
        case = self.open_case()
        case.action_agreed()
        stamped = case.agreed_at
        case.action_told()
        self.assertEqual(case.state, "agreed")
        self.assertFalse(case.told_at)
        case.action_agreed()
        self.assertEqual(case.agreed_at, stamped)

    def test_no_closing_without_a_root_cause(self):
        case = self.open_case()
        case.root_cause = False
        with self.assertRaises(UserError):
            case.action_close()
        case.root_cause = "supplier"
        case.action_close()
        self.assertEqual(case.state, "closed")
        self.assertTrue(case.solved_at and case.closed_at)

    def test_reopening_starts_over_and_is_counted(self):
        with freeze_time("2031-03-04 08:00:00"):
            case = self.open_case(root_cause="other")
            case.action_agreed()
            case.action_close()
        with freeze_time("2031-03-06 08:00:00"):
            case.action_reopen()
        self.assertEqual((case.state, case.reopened), ("open", 1))
        self.assertEqual(case.opened_at, datetime(2031, 3, 4, 8))
        # the lunch hour does not count
        self.assertEqual(case.deadline, datetime(2031, 3, 6, 17))
        self.assertFalse(case.agreed_at or case.closed_at or case.closed_by_id)

    def test_nobody_writes_the_steps_or_what_it_is_about(self):
        case = self.open_case("dispute")
        values = {
            "state": "closed",
            "deadline": "2099-01-01",
            "agreed_at": "2031-01-01",
            "department_id": self.warehouse.id,
            "department_ids": [fields.Command.clear()],
            "type_id": self.kind("other").id,
            "order_id": self.make_order().id,
            "merged_into_id": case.id,
            "line_key": 7,
        }
        for person in ("clerk", "manager"):
            mine = case.with_user(self.people[person])
            for name, value in values.items():
                with self.subTest(person=person, field=name):
                    with self.assertRaises(AccessError):
                        mine.write({name: value})
        with self.assertRaises(AccessError):
            self.open_case("dispute", state="closed")
        clerk = self.cases.with_user(self.people["clerk"])
        sly = clerk.with_context(default_state="closed").create(
            {"type_id": self.kind("other").id}
        )
        self.assertEqual(sly.state, "open")
        with self.assertRaises(AccessError):
            case.copy()

    def test_one_open_case_per_order_kind_and_line(self):
        order = self.make_order()
        first = self.open_case("shortage", order=order, root_cause="supplier")
        self.open_case("date", order=order)
        line = order.order_line[0]
        self.open_case("shortage", order=order, order_line_id=line.id)
        with mute_logger("odoo.sql_db"), self.assertRaises(psycopg2.IntegrityError):
            with self.env.cr.savepoint():
                self.open_case("shortage", order=order)
        first.action_close()
        self.open_case("shortage", order=order)

    def test_a_line_of_another_order(self):
        with self.assertRaises(ValidationError):
            self.open_case(order_line_id=self.make_order().order_line[0].id)

    def test_a_deleted_line_leaves_its_cases_apart(self):
        order = self.make_order()
        cases = self.cases.browse()
        for line in order.order_line:
            cases |= self.open_case("shortage", order=order, order_line_id=line.id)
        order.order_line.unlink()
        self.assertEqual(len(cases.exists()), 2)
        self.assertFalse(cases.order_line_id)

    def test_duplicates_join(self):
        order = self.make_order()
        one = self.open_case("other", order=order, cost=10)
        two = self.open_case(
            "other", order=order, order_line_id=order.order_line[0].id, cost=5
        )
        words = "来自客户的电话"
        two.message_post(body=words)
        paper = self.env["ir.attachment"].create(
            {"name": "单据.pdf", "res_model": two._name, "res_id": one.id}
        )
        (one | two).action_merge()
        # the one about a line stays: it says more
        self.assertEqual(one.state, "closed")
        self.assertEqual(one.merged_into_id, two)
        self.assertEqual(two.state, "open")
        self.assertEqual(two.cost, 15)
        self.assertEqual(paper.res_id, two.id)
        self.assertIn("来自客户的电话", "".join(two.message_ids.mapped("body")))
        with self.assertRaises(UserError):
            one.action_reopen()

    def test_joining_frees_no_order(self):
        order = self.make_order()
        holding = self.open_case("dispute", order=order)
        other = self.open_case("other", order=order)
        (holding | other).action_merge()
        self.assertEqual((holding.state, other.state), ("open", "closed"))
        second = self.open_case("terms", order=order)
        with self.assertRaises(UserError):
            (holding | second).action_merge()
        with self.assertRaises(UserError):
            (holding | self.open_case("dispute")).action_merge()

    def test_a_leavers_cases_change_hands(self):
        case = self.open_case(owner_id=self.people["clerk"].id)
        self.env["neiqin.leaver"].with_user(self.people["manager"]).create(
            {
                "user_id": self.people["clerk"].id,
                "successor_id": self.people["supervisor"].id,
            }
        ).action_freeze()
        self.assertEqual(case.owner_id, self.people["supervisor"])

    def test_many_at_once_cost_few_queries(self):
        order = self.make_order(lines=40)
        vals = [
            {"type_id": self.kind("shortage").id, "order_line_id": line.id}
            for line in order.order_line
        ]
        clerk = self.cases.with_user(self.people["clerk"])
        clerk.create(vals[:1])
        self.env.flush_all()
        start = self.env.cr.sql_log_count
        clerk.create(vals[1:2])
        self.env.flush_all()
        one = self.env.cr.sql_log_count - start
        start = self.env.cr.sql_log_count
        clerk.create(vals[2:])
        self.env.flush_all()
        many = self.env.cr.sql_log_count - start
        # each number is drawn by itself; all else is the same for one and for 38
        self.assertLess(many, one + 38 * 4)
