"""The cooperation record: rhythm, turnover, returns, and what to propose."""

from datetime import datetime, timedelta

from freezegun import freeze_time

from odoo.exceptions import AccessError
from odoo.fields import Command
from odoo.tests import tagged

from .file_case import FileCase

#: Noon in Hangzhou.
NOW = "2026-06-30 04:00:00"


@tagged("post_install", "-at_install")
class TestCustomerRecord(FileCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.products = cls.env["product.product"].create(
            [
                {"name": name, "type": "service", "taxes_id": [Command.clear()]}
                for name in ("轴承 6204", "轴承 6205", "润滑脂")
            ]
        )

    def order(self, days_ago, lines, partner=None, **values):
        """Confirm an order so many days before the day of the tests."""
        order = self.env["sale.order"].create(
            {
                "partner_id": (partner or self.customer).id,
                "order_line": [
                    Command.create(
                        {
                            "product_id": self.products[index].id,
                            "product_uom_qty": quantity,
                            "price_unit": 10,
                        }
                    )
                    for index, quantity in lines
                ],
                **values,
            }
        )
        order._neiqin_as_server().write(
            {
                "state": "sale",
                "date_order": datetime.fromisoformat(NOW) - timedelta(days=days_ago),
            }
        )
        return order

    def record(self, partner=None, now=NOW):
        with freeze_time(now):
            self.env["res.partner"]._neiqin_files_at_once()
        return self.env["neiqin.customer.record"].search(
            [
                ("partner_id", "=", (partner or self.customer).id),
                ("company_id", "=", self.company.id),
            ]
        )

    def every_fortnight(self, partner=None):
        """Order 70, 56, 42, 28 and 14 days ago, 10 pieces at 10 each."""
        for days in (70, 56, 42, 28, 14):
            self.order(days, [(0, 10)], partner)

    def test_rhythm(self):
        self.every_fortnight()
        record = self.record()
        self.assertEqual(record.order_count, 5)
        self.assertEqual((record.usual_days, record.mostly_days), (14, 14))
        self.assertEqual(str(record.last_order_on), "2026-06-16")
        self.assertEqual(str(record.next_order_on), "2026-06-30")
        # 14 days after the last one it is still as usual, on the 15th not
        self.assertEqual(record.state, "regular")
        self.assertEqual(self.record(now="2026-07-01 04:00:00").state, "due")
        self.assertEqual(self.record(now="2026-07-14 04:00:00").state, "due")
        self.assertEqual(self.record(now="2026-07-15 04:00:00").state, "silent")
        self.order(-15, [(0, 1)])
        self.assertEqual(self.record(now="2026-07-15 05:00:00").state, "regular")

    def test_days_are_the_companys(self):
        """23:30 in Hangzhou and half past midnight there are two days."""
        order = self.order(0, [(0, 1)])
        order.date_order = "2026-06-29 15:30:00"
        self.assertEqual(str(self.record().last_order_on), "2026-06-29")
        order.date_order = "2026-06-29 16:30:00"
        self.assertEqual(str(self.record().last_order_on), "2026-06-30")

    def test_turnover_and_cancelled_orders(self):
        for days in (10, 364, 366, 700, 800):
            self.order(days, [(0, 10)])
        self.order(5, [(0, 99)]).action_cancel()
        record = self.record()
        # 100 each: two within a year, two in the year before, one earlier
        self.assertEqual((record.turnover, record.turnover_before), (200, 200))
        # pauses of 100, 334, 2 and 354 days: the last order is 10 days old
        self.assertEqual((record.order_count, record.state), (5, "regular"))
        self.assertEqual((record.usual_days, record.mostly_days), (217, 334))

    def test_too_few_orders(self):
        self.order(20, [(0, 1)])
        self.assertEqual(self.record().state, "few")
        self.assertEqual(self.record().rhythm_text, "Too few orders for a rhythm.")

    def test_whose_orders_are_gone_has_no_record(self):
        order = self.order(20, [(0, 1)])
        self.assertTrue(self.record())
        order.action_cancel()
        self.assertFalse(self.record())

    def test_credit_notes_and_complaints(self):
        self.order(20, [(0, 1)])
        move = self.env["account.move"].create(
            {
                "move_type": "out_refund",
                "partner_id": self.customer.id,
                "invoice_date": "2026-06-01",
                "invoice_line_ids": [
                    Command.create({"name": "-", "price_unit": 70, "tax_ids": False})
                ],
            }
        )
        move.action_post()
        with freeze_time("2026-06-02 04:00:00"):
            self.env["neiqin.complaint"].create(
                {
                    "partner_id": self.customer.id,
                    "type_id": self.env.ref("neiqin_addon.complaint_type_quality").id,
                    "subject": "生锈",
                }
            )
        record = self.record()
        self.assertEqual((record.refunded, record.complaint_count), (70, 1))

    def test_proposals(self):
        self.order(60, [(0, 100), (1, 5)])
        self.order(40, [(0, 200), (1, 7), (2, 1)])
        self.order(20, [(0, 300)])
        record = self.record()
        with freeze_time(NOW):
            rows = record._neiqin_proposals()[self.customer.id, self.company.id]
            action = self.rpc(self.clerk, record, "action_neiqin_quote")
        # three times and twice; the grease only once
        self.assertEqual(rows, [(self.products[0], 300.0), (self.products[1], 7.0)])
        self.assertEqual(len(action["context"]["default_order_line"]), 2)
        self.products[0].active = False
        with freeze_time(NOW):
            rows = record._neiqin_proposals()[self.customer.id, self.company.id]
        self.assertEqual(rows, [(self.products[1], 7.0)])

    def test_proposals_are_in_the_products_own_unit(self):
        """Two dozen are 24 pieces in the quotation."""
        orders = self.env["sale.order"].concat(
            *(self.order(days, [(0, 2)]) for days in (40, 20))
        )
        lines = orders.order_line
        self.assertEqual(lines.product_id, self.products[0])
        lines.product_uom_id = self.env.ref("uom.product_uom_dozen")
        self.assertEqual(set(lines.mapped("product_uom_qty")), {2.0})
        record = self.record()
        with freeze_time(NOW):
            rows = record._neiqin_proposals()[self.customer.id, self.company.id]
        self.assertEqual(rows, [(self.products[0], 24.0)])

    def test_as_many_queries_for_many_as_for_one(self):
        partners = self.env["res.partner"].create(
            [{"name": f"客户 {n}", "customer_rank": 1} for n in range(40)]
        )
        for partner in partners:
            self.order(20, [(0, 1)], partner)
        self.order(20, [(0, 1)])
        self.env.flush_all()
        records = self.env["neiqin.customer.record"]
        records._neiqin_refresh(self.customer.ids)  # what is asked once and kept
        counts = []
        for customers in (partners[:1], partners[1:]):
            start = self.env.cr.sql_log_count
            records._neiqin_refresh(customers.ids)
            counts.append(self.env.cr.sql_log_count - start)
        self.assertEqual(counts[0], counts[1])

    def test_salespeople_see_their_own_customers(self):
        other = self.new_customer("宁波恒达机械有限公司", user_id=self.boss.id)
        self.customer.user_id = self.rep
        self.every_fortnight()
        self.order(20, [(0, 1)], other)
        mine, theirs = self.record(), self.record(other)
        self.assertTrue(self.rpc(self.rep, mine, "read", ["turnover"]))
        with self.assertRaises(AccessError):
            self.rpc(self.rep, theirs, "read", ["turnover"])
        self.assertTrue(self.rpc(self.clerk, theirs, "read", ["turnover"]))
        for user in (self.clerk, self.boss):
            with self.assertRaises(AccessError):
                self.rpc(user, mine, "write", {"turnover": 1})
            with self.assertRaises(AccessError):
                self.rpc(user, mine, "unlink")

    def test_merged_customers_have_one_record(self):
        twin = self.new_customer("杭州精工减速机")
        self.order(20, [(0, 1)])
        self.order(10, [(0, 1)], twin)
        self.assertEqual(
            (self.record().order_count, self.record(twin).order_count), (1, 1)
        )
        wizard = self.env["base.partner.merge.automatic.wizard"].create({})
        wizard._merge((self.customer | twin).ids, self.customer)
        self.assertEqual(self.record().order_count, 2)
