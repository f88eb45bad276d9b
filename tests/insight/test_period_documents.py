"""Whoever follows a figure of a report finds the documents that add up to it."""

from odoo import Command
from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from odoo.addons.neiqin_addon.models.insight.period_documents import BEHIND
from odoo.addons.neiqin_addon.tools.period_rows import CODES

from .period_case import PeriodCase

MARCH = "2024-03-05 04:00:00"


@tagged("post_install", "-at_install")
class TestPeriodDocuments(PeriodCase):
    def behind(self, report, code, key=0):
        action = report.action_neiqin_open(code, key)
        return self.env[action["res_model"]].search(action["domain"])

    def at(self, record, **moments):
        """Say when something happened, as a document of the past says it."""
        self.env.flush_all()
        for name, moment in moments.items():
            self.env.cr.execute(
                f"UPDATE {record._table} SET {name} = %s WHERE id IN %s",
                (moment, tuple(record.ids)),
            )
        self.env.invalidate_all()
        return record

    def billed(self, amount, date, due, paid=0, paid_on=None):
        move = self.sold(MARCH, price=amount)._create_invoices()
        move.write({"invoice_date": date, "invoice_date_due": due})
        move.action_post()
        if paid:
            self.env["account.payment.register"].with_context(
                active_model="account.move", active_ids=move.ids
            ).create({"amount": paid, "payment_date": paid_on})._create_payments()
        return move

    def test_every_figure_has_a_way(self):
        self.assertLessEqual(set(CODES), set(BEHIND))

    def test_orders(self):
        self.sold("2024-02-20 04:00:00", price=500)
        sold = self.sold(MARCH, price=60) + self.sold(MARCH, price=40)
        offer = self.order((self.goods, 1), confirm=False)
        self.at(offer, create_date="2024-03-09 00:00:00")
        promised = self.order((self.goods, 5), commitment_date="2024-03-20 04:00:00")
        self.order((self.more, 2), commitment_date="2024-04-20 04:00:00")
        report = self.report("2024-03-01")
        for code in ("order_count", "order_amount", "order_customers"):
            self.assertEqual(self.behind(report, code), sold.sorted())
        self.assertEqual(self.value(report, "order_amount"), 100)
        made = self.behind(report, "quotation_count")
        self.assertEqual(made.sorted("id"), (sold + offer).sorted("id"))
        self.assertEqual(self.behind(report, "promise_late"), promised)
        self.assertEqual(self.behind(report, "promise_rate"), promised)
        # a suggestion leads to what it speaks of
        [late] = report.advice_ids.filtered(lambda line: line.code == "late")
        action = late.action_neiqin_open()
        self.assertEqual(self.env["sale.order"].search(action["domain"]), promised)

    def test_money(self):
        paid = self.billed(100, "2024-03-05", "2024-03-10", 100, "2024-03-20")
        part = self.billed(50, "2024-02-15", "2024-03-01", 20, "2024-03-31")
        self.billed(30, "2024-02-15", "2024-02-20", 30, "2024-02-28")
        later = self.billed(70, "2024-03-30", "2024-04-30", 70, "2024-04-01")
        self.billed(9, "2024-04-01", "2024-04-10")
        report = self.report("2024-03-01")
        found = {
            code: self.behind(report, code) for code in CODES if "case" not in code
        }
        self.assertEqual(found["invoiced"], paid + later)
        self.assertEqual(sum(found["invoiced"].mapped("amount_total")), 170)
        self.assertEqual(self.value(report, "invoiced"), 170)
        # the money itself: 100 and 20 of March
        self.assertEqual(sum(found["collected"].mapped("amount_total")), 120)
        self.assertEqual(self.value(report, "collected"), 120)
        self.assertEqual(found["collection_rate"].sorted("id"), paid + part + later)
        # open at the end of March, whatever was paid since
        self.assertEqual(found["open"].sorted("id"), part + later)
        self.assertEqual(self.value(report, "open"), 30 + 70)
        self.assertEqual(found["overdue"], part)
        self.assertEqual(found["outstanding_days"], found["open"])
        self.assertEqual(found["margin"], paid + later)
        self.assertEqual(self.behind(report, "margin", self.goods.id), found["margin"])
        self.assertFalse(self.behind(report, "margin", self.more.id))

    def test_troubles(self):
        kind = self.env.ref("neiqin_addon.exception_type_other")
        cases = self.env["neiqin.exception"].create(
            [{"type_id": kind.id, "product_id": self.goods.id} for _one in range(3)]
        )
        old, late, next_month = cases
        self.at(old, opened_at="2024-02-10", solved_at="2024-03-04", deadline=None)
        self.at(late, opened_at="2024-03-02", deadline="2024-03-03", solved_at=None)
        self.at(next_month, opened_at="2024-03-31 16:00:00")  # April in Shanghai
        complaints = self.env["neiqin.complaint"].create(
            [
                {
                    "partner_id": self.customer.id,
                    "subject": "少货",
                    "type_id": self.env.ref("neiqin_addon.complaint_type_quality").id,
                }
                for _one in range(2)
            ]
        )
        here, before = complaints
        self.at(
            here,
            received_at="2024-03-02",
            first_response_deadline="2024-03-02 01:00:00",
            first_response_at="2024-03-02 02:00:00",
            solution_deadline="2024-03-05",
            solved_at="2024-04-02",
        )
        self.at(before, received_at="2024-02-02", solved_at="2024-02-03")
        report = self.report("2024-03-01")
        expected = {
            "case_opened": late,
            "case_solved": old,
            "case_open": late,
            "case_late": late,
            "complaint_received": here,
            "complaint_open": here,
            "answer_rate": here,
            "solution_rate": here,
        }
        for code, records in expected.items():
            with self.subTest(code):
                self.assertEqual(self.behind(report, code), records)
                if report.row_ids.filtered(lambda row, c=code: row.code == c).unit == (
                    "count"
                ):
                    self.assertEqual(self.value(report, code), len(records))
        for row in report._neiqin_content()["troubles"]:
            self.assertEqual(
                len(self.behind(report, row["kind"], row["id"])), row["count"]
            )

    def test_rankings_and_stock(self):
        zhejiang = self.env.ref("base.state_cn_ZJ")
        lost = self.env["res.partner"].create({"name": "流失", "state_id": zhejiang.id})
        self.sold("2024-02-05 04:00:00", price=900, partner_id=lost.id)
        sold = self.sold(MARCH, quantity=3, price=10)
        self.counted(self.goods, 40).date = "2023-10-01 04:00:00"
        report = self.report("2024-03-01")
        content = report._neiqin_content()
        for name in ("regions", "customers", "products"):
            for row in content[name]:
                found = self.behind(report, name, row["id"])
                amount = "price_subtotal" if name == "products" else "amount_untaxed"
                # who bought nothing this month leads to what he bought before
                kept = row["amount"] if float(row["amount"]) else row["before"]
                self.assertEqual(sum(found.mapped(amount)), float(kept), row)
        self.assertEqual(self.behind(report, "customers", self.customer.id), sold)
        self.assertEqual(self.behind(report, "stock", self.goods.id).quantity, 40)
        self.assertIn('data-neiqin-open="order_amount"', report.page)
        self.assertIn(f'data-neiqin-open="customers,{lost.id}"', report.page)
        self.assertNotIn("data-neiqin-open", report._neiqin_html(True))

    def test_scope(self):
        mine = self.sold(MARCH, user_id=self.seller.id)
        self.sold(MARCH, user_id=False)
        report = self.report(
            "2024-03-01", scope="representative", user_id=self.seller.id
        )
        self.assertEqual(self.behind(report, "order_count"), mine)

    def test_who_may(self):
        self.sold(MARCH)
        readers = [Command.set(self.clerk.ids)]
        report = self.report("2024-03-01", user_ids=readers)
        for code, key in (
            ("nothing", 0),
            ("payload", 0),
            ("open", "1"),
            ("open", None),
            ([], 0),
            ("customers", 2**40),
        ):
            with self.assertRaises(UserError):
                report.action_neiqin_open(code, key)
        clerk = report.with_user(self.clerk)
        self.assertTrue(clerk.action_neiqin_open("order_count")["domain"])
        with self.assertRaises(AccessError):
            clerk.action_neiqin_open("margin")
        with self.assertRaises(AccessError):
            clerk.action_neiqin_open("planned_rate")
        stranger = self.person("period_stranger", "base.group_user")
        with self.assertRaises(AccessError):
            report.with_user(stranger).action_neiqin_open("order_count")
        [row] = report.row_ids.filtered(lambda row: row.code == "order_count")
        self.assertEqual(
            row.action_neiqin_open()["domain"],
            report.action_neiqin_open("order_count")["domain"],
        )
