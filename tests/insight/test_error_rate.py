"""Error rates against a count by hand, month ends, alarms, who sees what."""

from datetime import timedelta
from itertools import count

from freezegun import freeze_time

from odoo import fields
from odoo.exceptions import AccessError, UserError
from odoo.tests import new_test_user, tagged

from .reentry_case import ReentryCase

NUMBERS = count(1)


@tagged("post_install", "-at_install")
class TestErrorRate(ReentryCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company.resource_calendar_id.tz = "Asia/Shanghai"
        cls.order = cls.env["sale.order"].create({"partner_id": cls.customer.id})
        cls.months = cls.env["neiqin.error.month"]

    def compared(
        self, user, checked, wrong, moment="2026-03-10 04:00", field="price_unit"
    ):
        """Write a verification of so many values, so many of them wrong."""
        check = self.env["neiqin.verification"].create(
            {
                "order_id": self.order.id,
                "company_id": self.company.id,
                "user_id": self.li.id,
            }
        )
        self.env["neiqin.verification.line"].create(
            [
                {
                    "verification_id": check.id,
                    "order_id": self.order.id,
                    "company_id": self.company.id,
                    "line_ref": next(NUMBERS),
                    "field": field,
                    "entered": "1",
                    "verdict": "mismatch" if number < wrong else "ok",
                    "entered_by": user.id,
                    "verified_by": self.li.id,
                    "verified_at": moment,
                }
                for number in range(checked)
            ]
        )
        check.write({"state": "done"})
        self.env.flush_all()
        return check

    def month(self, user, month="2026-03-01"):
        self.months._neiqin_count(self.company, fields.Date.to_date(month))
        row = self.months.search([("user_id", "=", user.id), ("month", "=", month)])
        row._neiqin_judge()
        return row

    def test_one_of_200_is_green_two_are_red(self):
        self.compared(self.wang, 200, 1)
        row = self.month(self.wang)
        self.assertEqual((row.rate, row.light, row.is_alarm), (0.5, "green", False))
        self.compared(self.zhao, 200, 2)
        row = self.month(self.zhao)
        self.assertEqual((row.rate, row.light, row.is_alarm), (1.0, "red", False))
        self.assertFalse(row.activity_ids)

    def test_alarm_where_chance_explains_nothing(self):
        """9 of 200 at 0.5 %: P(X >= 9) is about 1 in 150,000."""
        self.compared(self.wang, 200, 9)
        row = self.month(self.wang)
        self.assertTrue(row.is_alarm)
        self.assertEqual(row.activity_ids.user_id, self.lead)
        self.month(self.wang)
        self.assertEqual(len(row.activity_ids), 1)

    def test_supervisor_is_not_told_of_himself(self):
        self.compared(self.lead, 200, 9)
        told = self.month(self.lead).activity_ids.user_id
        self.assertNotEqual(told, self.lead)
        self.assertTrue(told.has_group("neiqin_addon.group_neiqin_manager"))

    def test_surer_while_the_month_runs(self):
        """4 of 200: 1.9 % at the target; enough in the end, not while asked daily."""
        self.compared(self.wang, 200, 4)
        with freeze_time("2026-03-20"):
            self.assertFalse(self.month(self.wang).is_alarm)
        self.compared(self.wang, 1, 0)
        with freeze_time("2026-04-02"):
            self.assertTrue(self.month(self.wang).is_alarm)

    def test_month_ends_by_the_company_clock(self):
        """31 March 16:30 UTC is 1 April in Shanghai."""
        self.compared(self.wang, 10, 1, "2026-03-31 15:30")
        self.compared(self.wang, 20, 2, "2026-03-31 16:30")
        march, april = self.month(self.wang), self.month(self.wang, "2026-04-01")
        self.assertEqual((march.checked, march.wrong), (10, 1))
        self.assertEqual((april.checked, april.wrong), (20, 2))

    def test_carried_and_repeated_values_count_once(self):
        order = self.make_order(lines=1)
        self.verify(order, product_uom_qty_1="9")
        self.verify(order, product_uom_qty_1="9")  # nobody mended it
        rows = self.env["neiqin.error.report"].search([("order_id", "=", order.id)])
        # customer, address, terms; product, quantity, unit, price, day
        self.assertEqual(len(rows), 8)
        self.assertEqual(sum(rows.mapped("wrong")), 1)
        self.assertEqual(rows.filtered("wrong").field, "product_uom_qty")
        self.assertEqual(rows.user_id, self.wang)

    def test_second_entries_count_for_the_first_clerk(self):
        task = self.drawn()
        self.type(
            task, self.rows_of(task.sudo().order_id, quantity_0="5", price_1="99")
        )
        decisions = {"product_uom_qty": "first", "price_unit": "second"}
        for line in task.line_ids.filtered(lambda one: not one.decision):
            self.rpc(self.lead, line, "write", {"decision": decisions[line.field]})
        self.rpc(self.lead, task, "action_neiqin_settle")
        rows = self.env["neiqin.error.report"].search([("source", "=", "reentry")])
        rows = rows.filtered(lambda row: row.order_id == task.sudo().order_id)
        self.assertEqual((len(rows), sum(rows.mapped("wrong"))), (9, 1))
        self.assertEqual(rows.user_id, self.wang)

    def test_groups_come_from_sums(self):
        self.compared(self.wang, 190, 1)
        self.compared(self.wang, 10, 1, field="discount")
        report = self.env["neiqin.error.report"]
        ours = [("order_id", "=", self.order.id)]
        names = ["checked:sum", "wrong:sum", "rate:avg", "low:avg", "high:avg"]
        [(checked, wrong, rate, low, high)] = report._read_group(ours, [], names)
        self.assertEqual((checked, wrong, rate), (200, 2, 1.0))
        # Clopper-Pearson of 2 of 200, from a table: 0.12 to 3.57 %
        self.assertEqual((round(low, 2), round(high, 2)), (0.12, 3.57))
        by_field = dict(report._read_group(ours, ["field"], ["rate:avg"]))
        self.assertEqual(by_field["discount"], 10.0)
        groups = self.rpc(
            self.lead,
            report,
            "formatted_read_grouping_sets",
            ours,
            [["user_id"], ["user_id", "date:month"], []],
            names,
        )
        self.assertEqual(groups[2][0]["rate:avg"], 1.0)
        [(empty,)] = report._read_group([("id", "=", 0)], [], ["high:avg"])
        self.assertEqual(empty, 100.0)

    def test_who_sees_what(self):
        self.compared(self.wang, 10, 1)
        self.compared(self.zhao, 10, 2)
        self.month(self.wang)
        for model in ("neiqin.error.report", "neiqin.error.month"):
            seen = {
                user: self.env[model].with_user(user).search([]).user_id
                for user in (self.wang, self.lead)
            }
            self.assertEqual(seen[self.wang], self.wang, model)
            self.assertIn(self.zhao, seen[self.lead], model)
        row = self.months.search([("user_id", "=", self.wang.id)])
        for user in (self.wang, self.lead, self.boss):
            for call in (("write", {"wrong": 0}), ("unlink",)):
                with self.assertRaises(UserError):
                    self.rpc(user, row, *call)

    def test_other_companies(self):
        other = self.env["res.company"].create({"name": "分公司"})
        outsider = new_test_user(
            self.env,
            "outsider",
            "neiqin_addon.group_neiqin_manager",
            company_id=other.id,
            company_ids=[(6, 0, other.ids)],
        )
        self.compared(self.wang, 10, 1)
        row = self.month(self.wang)
        for model in ("neiqin.error.report", "neiqin.error.month"):
            self.assertFalse(self.env[model].with_user(outsider).search([]))
        with self.assertRaises(AccessError):
            self.rpc(outsider, row, "action_neiqin_open_fields")

    def test_schedule_and_the_cost_of_many(self):
        now = fields.Datetime.now()
        for user in (self.wang, self.zhao, self.lead):
            self.compared(user, 5, 0, now - timedelta(hours=1))
        self.cron("ir_cron_error_month", days=0)
        rows = self.months.search([("user_id", "in", (self.wang | self.zhao).ids)])
        self.assertFalse(any(rows.mapped("is_new")))
        self.assertEqual(set(rows.mapped("light")), {"green"})
        month = fields.Date.to_date("2026-03-01")
        self.compared(self.wang, 5, 0)
        self.env.flush_all()
        with self.assertQueryCount(4):
            self.months._neiqin_count(self.company, month)
        for user in (self.li, self.boss):
            self.compared(user, 80, 1)
        self.env.flush_all()
        with self.assertQueryCount(4):
            self.months._neiqin_count(self.company, month)

    def test_rows_lead_to_their_fields(self):
        self.compared(self.wang, 10, 3)
        row = self.month(self.wang)
        action = self.rpc(self.wang, row, "action_neiqin_open_fields")
        found = self.env["neiqin.error.report"].search(action["domain"])
        self.assertEqual((len(found), sum(found.mapped("wrong"))), (10, 3))
