"""People, a customer and orders for tests about approvals and grants."""

from odoo.exceptions import UserError
from odoo.tests import TransactionCase, new_test_user, tagged


@tagged("post_install", "-at_install")
class ApprovalCase(TransactionCase):
    """One clerk per part of the four eyes; the rule asks for clerk and supervisor."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company = cls.env.company
        cls.company.neiqin_gate_approval = "enforce"
        cls.clerk = cls.person("ap_clerk", "clerk")
        cls.second_clerk = cls.person("ap_clerk2", "clerk")
        cls.boss = cls.person("ap_boss", "supervisor")
        cls.other_boss = cls.person("ap_boss2", "supervisor")
        cls.manager = cls.person("ap_manager", "manager")
        cls.partner = cls.env["res.partner"].create({"name": "杭州精工减速机有限公司"})
        cls.product = cls.env["product.product"].create(
            {
                "name": "深沟球轴承",
                "type": "service",
                "list_price": 100.0,
                "taxes_id": False,
            }
        )
        cls.rule = cls.new_rule("order_confirm")

    @classmethod
    def person(cls, login, role):
        return new_test_user(cls.env, login, f"neiqin_addon.group_neiqin_{role}")

    @classmethod
    def new_rule(cls, operation, **values):
        return cls.env["neiqin.approval.rule"].create(
            {"name": operation, "operation": operation, **values}
        )

    @classmethod
    def new_order(cls, user=None, price=100.0, quantity=2, **values):
        line = {
            "product_id": cls.product.id,
            "product_uom_qty": quantity,
            "price_unit": price,
        }
        orders = cls.env["sale.order"].with_user(user or cls.clerk)
        return orders.create(
            {
                "partner_id": cls.partner.id,
                "user_id": (user or cls.clerk).id,
                "order_line": [(0, 0, line)],
                **values,
            }
        )

    def ask(self, order, user=None, operation="order_confirm"):
        return order.with_user(user or self.clerk)._neiqin_ask_approval(
            operation, "请复核"
        )

    def approve(self, approval, *users):
        for user in users or (self.second_clerk, self.boss):
            approval.with_user(user).action_approve()
        return approval

    def refused(self):
        return self.assertRaises(UserError)  # an AccessError is one
