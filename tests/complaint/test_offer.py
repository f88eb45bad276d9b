"""What to offer beside a complaint or an order, and what came of it."""

from datetime import timedelta

from odoo import fields
from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import new_test_user

from .complaint_case import ComplaintCase


class TestOffer(ComplaintCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        names = ("Bearing", "Housing", "Grease", "Seal", "Assembly")
        cls.products = {
            name: cls.env["product.product"].create(
                {
                    "name": name,
                    "list_price": 10,
                    "type": "service" if name == "Assembly" else "consu",
                    "is_storable": name != "Assembly",
                }
            )
            for name in names
        }
        cls.others = cls.env["res.partner"].create({"name": "Others"})
        for name in ("Housing", "Grease"):
            cls.stock(name, 50)
        # beside a bearing: housing three times, assembly twice, grease and seal once
        for names in (
            ("Bearing", "Housing", "Assembly"),
            ("Bearing", "Housing", "Assembly", "Seal"),
            ("Bearing", "Housing", "Grease"),
            ("Grease", "Seal"),
        ):
            cls.buy(*names)
        cls.mine = cls.buy("Bearing", partner=cls.partner)

    @classmethod
    def stock(cls, name, quantity):
        location = cls.env["stock.warehouse"].search(
            [("company_id", "=", cls.company.id)], limit=1
        )
        cls.env["stock.quant"]._update_available_quantity(
            cls.products[name], location.lot_stock_id, quantity
        )

    @classmethod
    def buy(cls, *names, partner=None, state="sale", days=5):
        order = cls.env["sale.order"].create(
            {
                "partner_id": (partner or cls.others).id,
                "order_line": [
                    Command.create({"product_id": cls.products[name].id})
                    for name in names
                ],
            }
        )
        if state == "sale":
            order.action_confirm()
        order.date_order = fields.Datetime.now() - timedelta(days=days)
        return order

    def hints(self, record, user=None):
        record.invalidate_recordset()
        found = record.with_user(user or self.clerk)
        return found.neiqin_hint_ids.mapped("name")

    def offer(self, record, name):
        product = self.products[name].with_user(self.clerk)
        product.with_context(
            neiqin_offer_for=[record._name, record.id]
        ).action_neiqin_offer()
        return record.neiqin_offer_ids.filtered(
            lambda offer: offer.product_id == self.products[name]
        )

    def test_what_is_bought_together_and_can_be_delivered(self):
        """The seal was bought together too, but there is none."""
        self.assertEqual(self.hints(self.mine), ["Housing", "Assembly", "Grease"])
        self.assertIn("3", self.mine.with_user(self.clerk).neiqin_hint_text)

    def test_beside_a_complaint_about_the_order_or_its_line(self):
        complaint = self.complain(order_id=self.mine.id)
        self.assertEqual(self.hints(complaint), ["Housing", "Assembly", "Grease"])
        line = self.buy("Grease", "Bearing", partner=self.partner).order_line[0]
        complaint = self.complain(order_line_id=line.id)
        # beside grease there were bearings and seals too, but none is in stock
        self.assertEqual(self.hints(complaint), ["Housing"])

    def test_quotations_old_orders_and_other_companies_do_not_count(self):
        self.buy("Seal", "Grease", state="draft")
        self.buy("Seal", "Bearing", days=400)
        self.stock("Seal", 5)
        beside = self.mine._neiqin_together()[self.mine]
        self.assertEqual(beside[self.products["Seal"].id], 1)
        self.assertNotIn(self.products["Bearing"].id, beside)

    def test_accessories_of_the_shop_come_after(self):
        self.products["Bearing"].optional_product_ids = self.products[
            "Seal"
        ].product_tmpl_id
        self.stock("Seal", 5)
        self.env["sale.order"].search([("partner_id", "=", self.others.id)]).write(
            {"date_order": "2020-01-01"}
        )
        self.assertEqual(self.hints(self.mine), ["Seal"])

    def test_accepted_on_a_quotation(self):
        quotation = self.buy("Bearing", partner=self.partner, state="draft")
        offer = self.offer(quotation, "Housing")
        self.assertEqual((offer.state, offer.together), ("offered", 3))
        self.assertEqual(offer.user_id, self.clerk)
        self.assertNotIn("Housing", self.hints(quotation))
        offer.with_user(self.clerk).action_neiqin_accept()
        self.assertEqual(offer.state, "accepted")
        self.assertEqual(offer.line_id.order_id, quotation)
        self.assertEqual(offer.line_id.product_id, self.products["Housing"])
        self.assertEqual(offer.amount, 10)

    def test_accepted_beside_a_complaint_makes_a_quotation(self):
        complaint = self.complain(order_id=self.mine.id)
        offer = self.offer(complaint, "Assembly")
        offer.with_user(self.clerk).action_neiqin_accept()
        order = offer.accepted_order_id
        self.assertNotEqual(order, self.mine)
        self.assertEqual((order.partner_id, order.state), (self.partner, "draft"))

    def test_declined(self):
        offer = self.offer(self.mine, "Housing")
        offer.with_user(self.clerk).action_neiqin_decline()
        self.assertEqual(offer.state, "declined")
        self.assertFalse(offer.line_id)
        # nor beside anything else of this customer for a while
        complaint = self.complain(order_id=self.mine.id)
        self.assertEqual(self.hints(complaint), ["Assembly", "Grease"])
        with self.assertRaises(UserError):
            offer.with_user(self.clerk).action_neiqin_accept()

    def test_it_is_countable(self):
        for name in ("Housing", "Assembly", "Grease"):
            self.offer(self.mine, name)
        self.mine.neiqin_offer_ids[0].with_user(self.clerk).action_neiqin_accept()
        self.mine.neiqin_offer_ids[1].with_user(self.clerk).action_neiqin_decline()
        counted = self.env["neiqin.offer"]._read_group(
            [("partner_id", "=", self.partner.id)], ["state"], ["__count"]
        )
        self.assertEqual(dict(counted), {"accepted": 1, "declined": 1, "offered": 1})

    def test_pressing_twice_offers_once(self):
        self.offer(self.mine, "Housing")
        self.assertEqual(len(self.offer(self.mine, "Housing")), 1)

    def test_nobody_writes_offers_himself(self):
        offer = self.offer(self.mine, "Housing")
        for values in ({"state": "accepted"}, {"amount": 9}, {"user_id": 1}):
            with self.assertRaises(AccessError):
                offer.sudo().write(values)
        with self.assertRaises(AccessError):
            offer.with_user(self.manager).unlink()

    def test_others_do_not_offer(self):
        product = self.products["Housing"]
        stranger = new_test_user(self.env, "o_user", "base.group_user")
        for user in (self.worker, stranger, self.person("auditor")):
            asked = product.with_user(user).with_context(
                neiqin_offer_for=["sale.order", self.mine.id]
            )
            with self.assertRaises(AccessError):
                asked.action_neiqin_offer()
        for junk in (None, 7, ["res.users", 1], ["sale.order", "1"], ["sale.order"]):
            asked = product.with_user(self.clerk).with_context(neiqin_offer_for=junk)
            with self.assertRaises(UserError):
                asked.action_neiqin_offer()
        gone = ["sale.order", 10**9]
        with self.assertRaises(UserError):
            product.with_user(self.clerk).with_context(
                neiqin_offer_for=gone
            ).action_neiqin_offer()

    def test_eighty_documents_cost_what_one_does(self):
        orders = self.env["sale.order"].union(
            *(self.buy("Bearing", partner=self.partner) for _each in range(20))
        )

        def queries(records):
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            records.with_user(self.clerk).mapped("neiqin_hint_ids.name")
            return self.env.cr.sql_log_count - before

        queries(orders)
        self.assertLessEqual(queries(orders), queries(orders[:1]) + 1)
