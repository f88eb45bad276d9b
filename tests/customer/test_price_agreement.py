"""An agreed price goes into the order line, and stays hidden in the list of prices."""

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import tagged

from ..control.sealed_case import SealedCase


@tagged("post_install", "-at_install")
class TestPriceAgreement(SealedCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.product = cls.env["product.product"].create(
            {"name": "深沟球轴承 6204", "list_price": 20.0, "taxes_id": False}
        )
        cls.agreement = cls.agree(12.5)
        cls.contact = cls.env["res.partner"].create(
            {"name": "王工", "parent_id": cls.customer.id}
        )

    @classmethod
    def agree(cls, price, **values):
        return cls.env["neiqin.price.agreement"].create(
            {
                "partner_id": cls.customer.id,
                "product_id": cls.product.id,
                "price": price,
                **values,
            }
        )

    def price(self, quantity=1, partner=None, user=None, **order):
        values = {"partner_id": (partner or self.customer).id, **order}
        order = self.env["sale.order"].with_user(user or self.clerk).create(values)
        line = (
            self.env["sale.order.line"]
            .with_user(user or self.clerk)
            .create(
                {
                    "order_id": order.id,
                    "product_id": self.product.id,
                    "product_uom_qty": quantity,
                }
            )
        )
        return line.price_unit

    def test_the_line_takes_the_agreed_price(self):
        other = self.env["res.partner"].create({"name": "别家"})
        self.assertEqual(self.price(), 12.5)
        self.assertEqual(self.price(partner=self.contact), 12.5)
        self.assertEqual(self.price(partner=other), 20.0)
        self.seal()
        self.assertEqual(self.price(), 12.5)
        self.assertEqual(self.price(user=self.rep), 12.5)

    def test_steps_dates_and_the_contacts_own(self):
        self.agree(11.0, min_qty=100)
        self.agree(1.0, date_end="2020-01-01")
        self.agree(2.0, date_start="2099-01-01")
        self.assertEqual(self.price(99), 12.5)
        self.assertEqual(self.price(100), 11.0)
        self.agree(13.0, partner_id=self.contact.id)
        self.assertEqual(self.price(100, partner=self.contact), 13.0)
        self.assertEqual(self.price(date_order="2019-12-31 20:00:00"), 1.0)

    def test_units_and_currencies_are_converted(self):
        dozen = self.env.ref("uom.product_uom_dozen")
        order = self.env["sale.order"].create({"partner_id": self.customer.id})
        line = self.env["sale.order.line"].create(
            {
                "order_id": order.id,
                "product_id": self.product.id,
                "product_uom_id": dozen.id,
                "product_uom_qty": 1,
            }
        )
        self.assertEqual(line.price_unit, 150.0)
        euro = self.env.ref("base.EUR")
        euro.active = True
        self.env["res.currency.rate"].create(
            {
                "currency_id": euro.id,
                "rate": 0.125,
                "name": "2020-01-01",
                "company_id": self.env.company.id,
            }
        )
        self.agreement.write({"currency_id": euro.id, "price": 2.0})
        self.assertEqual(self.price(), 16.0)

    def test_another_companys_agreement_is_not_used(self):
        company = self.env["res.company"].create({"name": "二厂"})
        self.agreement.company_id = company
        self.assertEqual(self.price(), 20.0)

    def test_the_list_of_prices_is_hidden(self):
        self.seal()
        self.assertEqual(self.column(self.agreement, "price_text"), "••••••••")
        hidden = self.as_user(self.rep, self.agreement)
        self.assertEqual(hidden.read(["price", "is_masked"])[0]["price"], 0.0)
        self.assertTrue(hidden.is_masked)
        self.assertNotIn("12.5", str(hidden.read()))
        shown = self.as_user(self.reader, self.agreement)
        self.assertEqual((shown.price, shown.is_masked), (12.5, False))
        self.customer.user_id = self.rep
        self.assertEqual(self.as_user(self.rep, self.agreement).price, 12.5)

    def test_who_writes_and_what_is_refused(self):
        with self.assertRaises(AccessError):
            self.as_user(self.clerk, self.agreement).write({"price": 1})
        with self.refused(ValidationError, "negative"):
            self.agreement.write({"price": -1})
        with self.refused(ValidationError, "negative"):
            self.agreement.write({"price_text": "-3"})
        with self.refused(ValidationError, "number"):
            self.agreement.write({"price_text": "便宜"})
        self.seal()
        with self.refused(UserError, "stands for"):
            self.agreement.write({"price_text": "••••••••"})
        self.as_user(self.manager, self.agreement).write({"min_qty": 5})
        self.assertEqual(self.as_user(self.reader, self.agreement).price, 12.5)

    def test_queries_do_not_grow_with_the_lines(self):
        def cost(number):
            order = self.env["sale.order"].create({"partner_id": self.customer.id})
            lines = self.env["sale.order.line"].create(
                [{"order_id": order.id, "product_id": self.product.id}] * number
            )
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            lines.mapped("neiqin_agreement_id")
            return self.env.cr.sql_log_count - before

        cost(2)
        self.assertEqual(cost(1), cost(80))
