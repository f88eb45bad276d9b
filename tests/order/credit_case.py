"""A customer with a limit, people who confirm, and orders of round amounts."""

from contextlib import contextmanager
from datetime import timedelta

from odoo import fields
from odoo.exceptions import UserError
from odoo.service.model import call_kw
from odoo.tests import TransactionCase, new_test_user, tagged

ROLE = "neiqin_addon.group_neiqin_"


@tagged("post_install", "-at_install")
class CreditCase(TransactionCase):
    """The gate is enforced; the customer may owe 1,000. No taxes: sums are round."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company = cls.env.company
        cls.company.write(
            {
                "neiqin_gate_credit": "enforce",
                "neiqin_credit_overdue_days": 30,
                "neiqin_credit_overdue_amount": 100,
                "neiqin_credit_amber_percent": 80,
            }
        )
        cls.clerk = cls.person("credit_clerk", f"{ROLE}clerk")
        cls.boss = cls.person("credit_boss", f"{ROLE}supervisor")
        cls.rep = cls.person("credit_rep", "sales_team.group_sale_salesman")
        cls.porter = cls.person("credit_porter", "stock.group_stock_user")
        cls.books = cls.person("credit_books", "account.group_account_invoice")
        cls.service = cls.env["product.product"].create(
            {"name": "安装调试", "type": "service", "taxes_id": False, "list_price": 1}
        )
        cls.goods = cls.env["product.product"].create(
            {
                "name": "深沟球轴承",
                "type": "consu",
                "is_storable": True,
                "taxes_id": False,
                "list_price": 1,
            }
        )
        cls.customer = cls.new_customer("杭州精工减速机有限公司", limit=1000)

    @classmethod
    def person(cls, login, group):
        return new_test_user(cls.env, login, group)

    @classmethod
    def new_customer(cls, name, limit=None, grade=None):
        partner = cls.env["res.partner"].create({"name": name, "is_company": True})
        if limit is not None:
            partner.credit_limit = limit
        terms = {"neiqin_no_credit": limit == 0, "neiqin_grade": grade}
        partner._neiqin_as_server().write(terms)
        return partner

    @classmethod
    def new_order(
        cls, amount, customer=None, user=None, product=None, pieces=1, **values
    ):
        """Return a quotation of one line, pieces at ``amount`` each."""
        line = {
            "product_id": (product or cls.service).id,
            "product_uom_qty": pieces,
            "price_unit": amount,
            "tax_ids": False,
        }
        user = user or cls.clerk
        orders = cls.env["sale.order"].with_user(user)
        return orders.create(
            {
                "partner_id": (customer or cls.customer).id,
                "user_id": user.id,
                "order_line": [(0, 0, line)],
                **values,
            }
        )

    @classmethod
    def sold(cls, amount, customer=None, company=None, **values):
        """Return an order that was confirmed before anybody looked at credit."""
        company = company or cls.company
        mode, company.neiqin_gate_credit = company.neiqin_gate_credit, "off"
        order = cls.new_order(
            amount, customer, cls.env.user, company_id=company.id, **values
        )
        order.action_confirm()
        company.neiqin_gate_credit = mode
        return order

    @classmethod
    def foreign(cls):
        """Set up a currency worth two of the company's."""
        cls.q = cls.env["res.currency"].create({"name": "QQQ", "symbol": "q"})
        cls.rate = cls.env["res.currency.rate"].create(
            {"currency_id": cls.q.id, "rate": 0.5, "name": "2020-01-01"}
        )
        cls.q_list = cls.env["product.pricelist"].create(
            {"name": "q", "currency_id": cls.q.id}
        )

    @classmethod
    def owes(
        cls, amount, days_late=0, customer=None, move_type="out_invoice", **values
    ):
        """Post an invoice that has been due for so many days."""
        due = fields.Date.context_today(cls.env.user) - timedelta(days=days_late)
        line = {
            "product_id": cls.service.id,
            "quantity": 1,
            "price_unit": amount,
            "tax_ids": False,
        }
        invoice = cls.env["account.move"].create(
            {
                "move_type": move_type,
                "partner_id": (customer or cls.customer).id,
                "invoice_date": due,
                "invoice_date_due": due,
                "invoice_payment_term_id": False,
                "invoice_line_ids": [(0, 0, line)],
                **values,
            }
        )
        invoice.action_post()
        return invoice

    @classmethod
    def pays(cls, amount, customer=None, currency=None):
        """Post money of a customer that is not matched with anything."""
        partner = customer or cls.customer
        bank = cls.env["account.journal"].search(
            [("type", "=", "bank"), ("company_id", "=", cls.company.id)], limit=1
        )
        worth = amount
        money = {}
        if currency:
            worth = currency._convert(amount, cls.company.currency_id, cls.company)
            money = {"currency_id": currency.id}
        received = {
            **money,
            "account_id": bank.default_account_id.id,
            "debit": worth,
            "amount_currency": amount,
        }
        owed_less = {
            **money,
            "account_id": partner.property_account_receivable_id.id,
            "partner_id": partner.id,
            "credit": worth,
            "amount_currency": -amount,
        }
        lines = [(0, 0, received), (0, 0, owed_less)]
        entry = cls.env["account.move"].create(
            {"journal_id": bank.id, "line_ids": lines}
        )
        entry.action_post()
        return entry

    def light(self, order, user=None):
        self.env.invalidate_all()
        return order.with_user(user or self.clerk).neiqin_credit_light

    def give(self, order, amount, days=1, giver=None):
        return (
            self.env["neiqin.grant"]
            .with_user(giver or self.boss)
            ._neiqin_give(
                "credit",
                order,
                "客户停线",
                fields.Datetime.now() + timedelta(days=days),
                self.clerk,
                amount,
            )
        )

    @contextmanager
    def refused(self, words="Credit"):
        """What happens inside is refused with these words, and undone."""
        with self.assertRaises(UserError) as caught:
            yield
        self.assertRegex(str(caught.exception), words)

    def rpc(self, user, records, method, *args, **kwargs):
        """Call a method as it comes over RPC: by name, with values of JSON."""
        model = self.env[records._name].with_user(user)
        if not hasattr(getattr(type(model), method), "_api_model"):
            args = (records.ids, *args)
        return call_kw(model, method, list(args), kwargs)

    def forbidden(self):
        return self.assertRaises(UserError)  # an AccessError is one
