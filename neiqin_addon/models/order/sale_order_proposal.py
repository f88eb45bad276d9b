"""A confirmed order's prices and terms change by a proposal."""

from odoo import api, fields, models
from odoo.exceptions import UserError


class SaleOrder(models.Model):
    _inherit = "sale.order"

    neiqin_may_propose = fields.Boolean(compute="_compute_neiqin_may_propose")

    @api.depends("state", "company_id.neiqin_gate_approval")
    def _compute_neiqin_may_propose(self):
        confirmed = self._origin.filtered(lambda order: order.state == "sale")
        guarded = confirmed._neiqin_enforced() if confirmed else confirmed
        for order in self:
            order.neiqin_may_propose = order._origin.id in guarded.ids

    def action_neiqin_propose_change(self):
        """Open the dialog that proposes other prices, discounts or terms."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Propose Change"),
            "res_model": "neiqin.price.proposal",
            "view_mode": "form",
            "target": "new",
            "context": {"neiqin_order_id": self.id},
        }

    def _neiqin_propose_change(self, payload, reason):
        """Ask two persons for a change; return the request.

        :param payload: ``{"payment_term_id": id, "lines": {str(line id):
            {"price_unit": float, "discount": float}}}``, only what changes
        :raise UserError: not confirmed, foreign lines, no rule, nobody to decide
        """
        self.ensure_one()
        if self.state != "sale":
            raise UserError(
                self.env._("Only confirmed orders need a proposal: change it directly.")
            )
        self._neiqin_check_payload(payload)
        return self._neiqin_ask_approval("order_change", reason, payload)

    def _neiqin_check_payload(self, payload):
        own = {str(line.id) for line in self._neiqin_content_lines()}
        lines = payload.get("lines", {})
        allowed = {"price_unit", "discount"}
        if (
            set(payload) - {"payment_term_id", "lines"}
            or set(lines) - own
            or any(set(values) - allowed for values in lines.values())
        ):
            raise UserError(
                self.env._("A proposal changes prices, discounts and terms only.")
            )
        if any(not 0 <= values.get("discount", 0) <= 100 for values in lines.values()):
            raise UserError(self.env._("A discount lies between 0 and 100 percent."))
        if any(values.get("price_unit", 0) < 0 for values in lines.values()):
            raise UserError(self.env._("A price cannot be negative."))
        term = self.env["account.payment.term"].browse(
            payload.get("payment_term_id") or ()
        )
        term.check_access("read")
        if term.company_id and term.company_id != self.company_id:
            raise UserError(
                self.env._("These payment terms belong to another company.")
            )
