"""A clerk asks somebody entitled to waive one rule for one order, once."""

from odoo import api, fields, models
from odoo.exceptions import UserError


class NeiqinGrantAsk(models.TransientModel):
    _name = "neiqin.grant.ask"
    _description = "Ask for a Grant"

    order_id = fields.Many2one(comodel_name="sale.order", required=True, readonly=True)
    rule = fields.Selection(selection="_selection_rule", required=True)
    reason = fields.Char(required=True)

    @api.model
    def _selection_rule(self):
        return self.env["neiqin.grant"]._selection_rule()

    @api.model
    def default_get(self, fields):
        """Propose the first gate that blocks."""
        values = super().default_get(fields)
        order = self.env["sale.order"].browse(
            self.env.context.get("neiqin_order_id") or ()
        )
        if order:
            order.check_access("read")
            gates = order._neiqin_confirmation_gates()[order.id]
            blocking = [gate.code for gate in gates if gate.blocks]
            values.update(order_id=order.id, rule=blocking[0] if blocking else False)
        return values

    def action_ask(self):
        """Send the request to somebody entitled."""
        self.ensure_one()
        order = self.order_id
        gates = order._neiqin_confirmation_gates()[order.id]
        if self.rule not in {gate.code for gate in gates}:
            raise UserError(
                self.env._("This does not block the order: nothing to waive.")
            )
        requests = self.env["neiqin.grant.request"]
        requests._neiqin_ask(self.rule, order, self.reason)
        return {"type": "ir.actions.act_window_close"}
