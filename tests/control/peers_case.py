"""An office attacked from outside: the probes that get round other add-ons."""

from odoo.tests import new_test_user

from .rpc_case import CLEAR, RpcCase

#: Keys by which other add-ons are switched off.
BYPASSES = {
    "bypass_risk": True,
    "ignore_exception": True,
    "skip_validation_check": True,
    "neiqin_server": True,
    "neiqin_applying": [1, 2, 3, 4, 5],
    "install_mode": True,
    "import_file": True,
    "tracking_disable": True,
    "uid": 1,
    "su": True,
}


class PeersCase(RpcCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        group = "neiqin_addon.group_neiqin_"
        people = {
            "clerk2": new_test_user(cls.env, "rpc_clerk2", f"{group}clerk"),
            "boss2": new_test_user(cls.env, "rpc_boss2", f"{group}supervisor"),
            "admin": cls.env.ref("base.user_admin"),
        }
        cls.users.update(people)
        cls.keys.update({name: cls.new_key(user) for name, user in people.items()})
        cls.company = cls.env.company
        cls.company.neiqin_gate_approval = "enforce"
        cls.rule = cls.env["neiqin.approval.rule"].create(
            {"name": "合同双人复核", "operation": "order_confirm"}
        )
        cls.partner = cls.env["res.partner"].create(
            {"name": "杭州精工减速机有限公司", "phone": "13800138000"}
        )
        cls.product = cls.env["product.product"].create(
            {"name": "深沟球轴承", "type": "service", "taxes_id": False}
        )

    def refused(self, *args, **kwargs):
        """Make a call that must be refused in a sentence; return the sentence."""
        answer = self.call(*args, **kwargs)
        self.assertIn(answer.error, CLEAR, f"{args} {kwargs}: {answer}")
        self.env.invalidate_all()
        return answer.message

    def done(self, *args, **kwargs):
        """Make a call that must work; return its value."""
        answer = self.call(*args, **kwargs)
        self.assertFalse(answer.error, f"{args} {kwargs}: {answer}")
        self.env.invalidate_all()
        return answer.value

    def new_order(self, role="clerk", price=100.0, **values):
        """Return an order that a role enters from outside."""
        line = {
            "product_id": self.product.id,
            "product_uom_qty": 2,
            "price_unit": price,
        }
        vals = {
            "partner_id": self.partner.id,
            "user_id": self.users[role].id,
            "order_line": [[0, 0, line]],
            **values,
        }
        (order_id,) = self.done(role, "sale.order", "create", vals_list=[vals])
        return self.env["sale.order"].browse(order_id)

    def ask(self, order, role="clerk"):
        """Ask for approval by the dialog, as the list's action does."""
        context = {"active_model": "sale.order", "active_ids": order.ids}
        dialog = "neiqin.approval.ask"
        ids = self.done(role, dialog, "create", vals_list=[{}], context=context)
        self.done(role, dialog, "action_ask", ids=ids)
        return order.sudo().neiqin_approval_ids.sorted("id")[-1:]

    def approve(self, approval, *roles):
        for role in roles or ("clerk2", "supervisor"):
            self.done(role, "neiqin.approval", "action_approve", ids=approval.ids)
        return approval
