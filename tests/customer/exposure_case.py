"""Customers, orders, invoices and money of round amounts."""

from datetime import timedelta

from odoo.fields import Command
from odoo.tests import TransactionCase, tagged


@tagged("post_install", "-at_install")
class ExposureCase(TransactionCase):
    """A company with a 10 % tax, a service, and goods invoiced as delivered."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company = cls.env.company
        cls.tax = cls.env["account.tax"].create(
            {"name": "增值税 10%", "amount": 10, "type_tax_use": "sale"}
        )
        cls.service, cls.goods = cls.env["product.product"].create(
            [
                {
                    "name": "安装调试",
                    "type": "service",
                    "invoice_policy": "order",
                    "taxes_id": False,
                },
                {
                    "name": "减速机",
                    "type": "consu",
                    "is_storable": True,
                    "invoice_policy": "delivery",
                    "taxes_id": False,
                },
            ]
        )
        cls.customer = cls.new_customer("杭州精工减速机有限公司")

    @classmethod
    def new_customer(cls, name, **values):
        return cls.env["res.partner"].create(
            {"name": name, "is_company": True, **values}
        )

    @classmethod
    def new_order(cls, price, quantity=1, confirm=True, **values):
        """Return an order of one line.

        :param values: of the order, besides ``product`` and ``taxes`` of the line
        """
        line = {
            "product_id": values.pop("product", cls.service).id,
            "product_uom_qty": quantity,
            "price_unit": price,
            "tax_ids": [Command.set(values.pop("taxes", cls.tax.browse()).ids)],
        }
        order = cls.env["sale.order"].create(
            {
                "partner_id": cls.customer.id,
                "order_line": [Command.create(line)],
                **values,
            }
        )
        if confirm:
            order.action_confirm()
        return order

    @classmethod
    def today(cls):
        return cls.env["neiqin.credit.exposure"]._neiqin_today(cls.company)

    @classmethod
    def new_invoice(cls, amount, days_late=0, post=True, **values):
        due = cls.today() - timedelta(days=days_late)
        company = values.pop("company", cls.company)
        line = {
            "name": "货款",
            "quantity": 1,
            "price_unit": amount,
            "tax_ids": [Command.clear()],
        }
        invoice = (
            cls.env["account.move"]
            .with_company(company)
            .create(
                {
                    "move_type": "out_invoice",
                    "partner_id": cls.customer.id,
                    "invoice_date": due,
                    "invoice_date_due": due,
                    "invoice_payment_term_id": False,
                    "invoice_line_ids": [Command.create(line)],
                    **values,
                }
            )
        )
        if post:
            invoice.action_post()
        return invoice

    @classmethod
    def pay(cls, invoices, amount=None, **values):
        """Register a payment on invoices."""
        wizard = cls.env["account.payment.register"].with_context(
            active_model="account.move", active_ids=invoices.ids
        )
        if amount is not None:
            values["amount"] = amount
        return wizard.create(values)._create_payments()

    @classmethod
    def pay_on_account(cls, amount, customer=None):
        """Post money of a customer that is matched with nothing."""
        partner = customer or cls.customer
        bank = cls.env["account.journal"].search(
            [("type", "=", "bank"), ("company_id", "=", cls.company.id)], limit=1
        )
        receivable = partner.property_account_receivable_id
        entry = cls.env["account.move"].create(
            {
                "journal_id": bank.id,
                "line_ids": [
                    Command.create(
                        {"account_id": bank.default_account_id.id, "debit": amount}
                    ),
                    Command.create(
                        {
                            "account_id": receivable.id,
                            "partner_id": partner.id,
                            "credit": amount,
                        }
                    ),
                ],
            }
        )
        entry.action_post()
        return entry

    @classmethod
    def new_currency(cls, name, rate):
        currency = cls.env["res.currency"].create({"name": name, "symbol": name})
        cls.env["res.currency.rate"].create(
            {"currency_id": currency.id, "rate": rate, "name": "2020-01-01"}
        )
        return currency

    def exposure(self, customer=None, company=None):
        customer = customer or self.customer
        exposures = self.env["neiqin.credit.exposure"]._neiqin_exposures(
            customer, company or self.company
        )
        self.assertEqual(list(exposures), customer.commercial_partner_id.ids)
        return exposures[customer.commercial_partner_id.id]

    def assert_owes(self, customer=None, company=None, **expected):
        """Compare the parts, those not named with nothing."""
        found = self.exposure(customer, company)
        self.assertEqual(found, type(found)(**expected))
