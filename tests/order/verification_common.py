"""An office of two clerks, and calls as they come over RPC."""

from odoo.fields import Command
from odoo.service.model import call_kw
from odoo.tests import TransactionCase, new_test_user, tagged

CLERK = "neiqin_addon.group_neiqin_clerk"
MANAGER = "neiqin_addon.group_neiqin_manager"


class OfficeMixin:
    """Ready users and products, and one factory of orders."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company = cls.env.company
        cls.company.neiqin_gate_letter = "off"
        cls.wang = new_test_user(cls.env, "wang", CLERK, name="王敏")
        cls.li = new_test_user(cls.env, "li", CLERK, name="李强")
        cls.zhao = new_test_user(cls.env, "zhao", CLERK, name="赵丽")
        cls.boss = new_test_user(cls.env, "boss", MANAGER, name="陈主管")
        cls.rep = new_test_user(
            cls.env, "rep", "sales_team.group_sale_salesman_all_leads"
        )
        cls.customer = cls.env["res.partner"].create({"name": "杭州精工减速机有限公司"})
        cls.products = cls.env["product.product"].create(
            [
                {
                    "name": f"深沟球轴承 {code}",
                    "default_code": code,
                    "type": "service",
                    "list_price": price,
                    "taxes_id": [Command.clear()],
                }
                for code, price in (("6204", 12.5), ("6205", 15.0), ("6206", 18.0))
            ]
        )
        cls.terms = cls.env["account.payment.term"].create({"name": "月结30天"})
        cls.customer.property_payment_term_id = cls.terms

    def make_order(self, user=None, lines=3, **values):
        """Return an order that ``user`` (default 王敏) entered."""
        user = user or self.wang
        products = [self.products[i % len(self.products)] for i in range(lines)]
        return (
            self.env["sale.order"]
            .with_user(user)
            .create(
                {
                    "partner_id": self.customer.id,
                    "payment_term_id": self.terms.id,
                    "commitment_date": "2026-12-20 04:00:00",
                    "order_line": [
                        Command.create(
                            {"product_id": product.id, "product_uom_qty": i + 1}
                        )
                        for i, product in enumerate(products)
                    ],
                    **values,
                }
            )
        )

    def rpc(self, user, records, method, *args, **kwargs):
        """Call a method as the user's browser does; nothing private is reachable."""
        model = self.env[records._name].with_user(user)
        if not hasattr(getattr(type(model), method), "_api_model"):
            args = (records.ids, *args)
        return call_kw(model, method, list(args), kwargs)

    def open(self, order, user=None):
        """Return the screen of a check that ``user`` (default 李强) begins."""
        return self.rpc(
            user or self.li, self.env["neiqin.verification"], "open_order", order.id
        )

    def keys(self, screen):
        return [cell["key"] for group in screen["groups"] for cell in group["cells"]]

    def complete(self, screen, user=None, **on_paper):
        """Finish a check; ``on_paper`` maps ``<field>_<position>`` to a text."""
        answers = dict.fromkeys(self.keys(screen))
        for name, text in on_paper.items():
            field, _sep, position = name.rpartition("_")
            line = screen["groups"][int(position)]["line"]
            answers[f"{line}:{field}"] = text
        check = self.env["neiqin.verification"].browse(screen["id"])
        return self.rpc(user or self.li, check, "complete", answers)

    def verify(self, order, user=None, **on_paper):
        """Open and finish in one go; return the order's last verification."""
        answer = self.complete(self.open(order, user), user, **on_paper)
        self.assertTrue(answer["done"], answer.get("message"))
        return order.sudo().neiqin_verification_id


@tagged("post_install", "-at_install")
class OfficeCase(OfficeMixin, TransactionCase):
    """Base of the tests of verification and gates."""
