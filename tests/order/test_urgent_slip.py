"""Whose promise slips behind an urgent order, worked out by hand and by real goods."""

from odoo.fields import Command
from odoo.tests import tagged

from .urgent_case import UrgentCase


@tagged("post_install", "-at_install")
class TestUrgentSlip(UrgentCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.chain = cls.goods("滚子链 08B")
        cls.env.company.neiqin_feedback = True
        cls.vendor = cls.env["res.partner"].create({"name": "宁波链条厂"})

    def coming(self, quantity, day, product=None):
        """A confirmed purchase that comes in on a day."""
        purchase = self.env["purchase.order"].create(
            {
                "partner_id": self.vendor.id,
                "order_line": [
                    Command.create(
                        {
                            "product_id": (product or self.chain).id,
                            "product_qty": quantity,
                            "price_unit": 1,
                            "date_planned": f"{day} 12:00:00",
                        }
                    )
                ],
            }
        )
        purchase.button_confirm()
        return purchase

    def sold(self, quantity, day, **values):
        return self.sell(quantity, product=self.chain, day=day, **values)

    def slips(self, order):
        return {
            slip.order_id: (str(slip.promised), slip.expected and str(slip.expected))
            for slip in order._neiqin_slips()
        }

    def test_who_is_behind_and_who_is_not(self):
        """10 in stock, 10 more on 20 March. First 6, second 4, third 5, urgent 7.

        As the queue is: 6, 4 from stock, 5 and 5 of the 7 from the purchase. With the
        urgent order in front: 3 are left, the first waits for the 20th and takes 3 of
        its 10, the second 4 of them (13 + 4 = 17), and the third finds 3 for its 5.
        """
        self.stock(self.chain, 10)
        self.coming(10, "2031-03-20")
        first = self.sold(6, "2031-03-05")
        second = self.sold(4, "2031-03-20")
        third = self.sold(5, "2031-03-25")
        urgent = self.sold(7, "2031-03-28")
        self.assertEqual(
            self.slips(urgent),
            {
                first.id: ("2031-03-05", "2031-03-20"),
                third.id: ("2031-03-25", None),
            },
            "the second is covered on its very day",
        )
        self.assertNotIn(second.id, self.slips(urgent))

    def test_enough_for_all_slips_nobody(self):
        self.stock(self.chain, 30)
        self.sold(6, "2031-03-05")
        self.assertEqual(self.slips(self.sold(7, "2031-03-28")), {})

    def test_an_order_that_is_first_anyway_slips_nobody(self):
        self.stock(self.chain, 7)
        urgent = self.sold(7, "2031-03-01")
        self.sold(6, "2031-03-05")
        self.assertEqual(self.slips(urgent), {})

    def test_what_is_reserved_is_out_of_reach(self):
        self.stock(self.chain, 6)
        safe = self.sold(6, "2031-03-05")
        safe.picking_ids.action_assign()
        self.assertEqual(safe.picking_ids.state, "assigned")
        self.assertEqual(self.slips(self.sold(7, "2031-03-28")), {})

    def test_a_quotation_would_queue_once_confirmed(self):
        self.stock(self.chain, 10)
        first = self.sold(6, "2031-03-05")
        quotation = self.sold(7, "2031-03-28", confirm=False)
        self.assertEqual(self.slips(quotation), {first.id: ("2031-03-05", None)})

    def test_other_units_and_other_goods(self):
        """A dozen in front takes twelve pieces; the bearings' queue is another."""
        self.stock(self.chain, 12)
        first = self.sold(1, "2031-03-05")
        self.sell(5, day="2031-03-05")
        urgent = self.sold(1, "2031-03-28", confirm=False)
        urgent.order_line.product_uom_id = self.env.ref("uom.product_uom_dozen")
        self.assertEqual(set(self.slips(urgent)), {first.id})

    def test_another_companys_orders_are_not_looked_at(self):
        other = self.env["res.company"].create({"name": "Andere"})
        house = self.env["stock.warehouse"].search([("company_id", "=", other.id)])
        self.stock(self.chain, 10)
        self.env["stock.quant"]._update_available_quantity(
            self.chain, house.lot_stock_id, 5
        )
        theirs = self.sold(
            6, "2031-03-05", company_id=other.id, warehouse_id=house.id, confirm=False
        )
        theirs.with_company(other).action_confirm()
        self.assertEqual(self.slips(self.sold(10, "2031-03-28")), {})

    def test_two_statements_however_many_wait(self):
        urgent = self.sold(7, "2031-03-28")
        counts = []
        for number in (1, 8):
            for _turn in range(number):
                self.sold(6, "2031-03-05")
            urgent._neiqin_slips()
            self.env.flush_all()
            before = self.env.cr.sql_log_count
            urgent._neiqin_slips()
            counts.append(self.env.cr.sql_log_count - before)
        self.assertEqual(counts[0], counts[1])

    # -------------------------------------------------------------- notices

    def test_the_dialog_shows_them_and_drafts_notices(self):
        self.stock(self.chain, 10)
        self.coming(10, "2031-03-20")
        first = self.sold(6, "2031-03-05", client_order_ref="PO-88")
        urgent = self.sold(7, "2031-03-28")
        dialog = (
            self.env["neiqin.urgent.start"]
            .with_user(self.people["clerk"])
            .create({"order_id": urgent.id, "reason": "客户产线停了"})
        )
        self.assertIn(first.name, dialog.slips_html)
        self.assertIn("03/20/2031", dialog.slips_html)
        dialog.action_start()
        response = urgent.neiqin_urgent_id
        self.assertEqual(response.slipped_order_ids, first)
        notice = response.notice_ids
        self.assertEqual(notice.order_ids, first)
        self.assertEqual((notice.kind, notice.mail_state), ("slip", "draft"))
        self.assertIn("PO-88", notice.note)
        self.assertIn("03/20/2031", notice.note)
        self.assertNotIn(urgent.name, notice.note + notice._neiqin_body())

    def test_one_notice_per_customer_and_none_twice(self):
        self.stock(self.chain, 10)
        one, two = self.sold(5, "2031-03-05"), self.sold(5, "2031-03-06")
        self.mark(self.sold(10, "2031-03-28"), drafts_notices=True)
        notices = self.env["neiqin.progress.notice"].search([("kind", "=", "slip")])
        self.assertEqual(notices.order_ids, one | two)
        self.assertEqual(len(notices), 1)
        self.mark(self.sold(10, "2031-03-29"), drafts_notices=True)
        again = self.env["neiqin.progress.notice"].search([("kind", "=", "slip")])
        self.assertEqual(again - notices, again - notices.browse(notices.ids))
        self.assertNotIn(one, (again - notices).order_ids)

    def test_no_notice_where_the_clerk_wants_none(self):
        self.stock(self.chain, 10)
        self.sold(5, "2031-03-05")
        response = self.mark(self.sold(10, "2031-03-28"), drafts_notices=False)
        self.assertTrue(response.slipped_order_ids)
        self.assertFalse(response.notice_ids)

    def test_ended_by_hand_the_drafts_are_dropped(self):
        self.stock(self.chain, 10)
        self.sold(5, "2031-03-05")
        response = self.mark(self.sold(10, "2031-03-28"))
        response._neiqin_end("hand", "不急了")
        self.assertEqual(response.notice_ids.mail_state, "dropped")

    # -------------------------------------------------------- key customers

    def proposed(self):
        orders = self.env["sale.order"].search([("neiqin_is_key", "=", True)])
        computed = self.env["sale.order"].search([]).filtered("neiqin_is_key")
        self.assertEqual(orders, computed)
        return orders

    def test_key_customers_are_proposed_and_not_marked(self):
        company = self.env.company
        self.env["sale.order"].search([]).neiqin_urgent_ids.unlink()
        self.assertFalse(self.proposed())
        tag = self.env["res.partner.category"].create({"name": "战略客户"})
        key = self.env["res.partner"].create(
            {"name": "中车", "is_company": True, "category_id": tag.ids}
        )
        person = self.env["res.partner"].create({"name": "王工", "parent_id": key.id})
        order = self.sold(1, "2031-03-05", partner_id=person.id)
        company.neiqin_urgent_category_ids = tag
        self.assertEqual(self.proposed(), order)
        self.assertIn("战略客户", order.neiqin_key_text)
        self.assertFalse(order.neiqin_is_urgent)
        graded = self.env["res.partner"].create({"name": "徐工"})
        graded._neiqin_set_grades(company, {graded.id: ("B", 70)})
        second = self.sold(1, "2031-03-05", partner_id=graded.id)
        company.neiqin_urgent_grades = "A"
        self.assertEqual(self.proposed(), order)
        company.neiqin_urgent_grades = "AB"
        self.assertEqual(self.proposed(), order | second)
        self.chain.list_price = 1000
        large = self.sold(1000, "2031-03-05")
        company.neiqin_urgent_amount = 500000
        self.assertEqual(self.proposed(), order | second | large)
        self.mark(second)
        self.assertEqual(self.proposed(), order | large)
