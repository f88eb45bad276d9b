"""Proposes another price, discount or payment term for a confirmed order.

Nothing changes until the second person says yes.
"""

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Command


class NeiqinPriceProposal(models.TransientModel):
    _name = "neiqin.price.proposal"
    _description = "Propose a Change of Price or Terms"

    order_id = fields.Many2one(comodel_name="sale.order", required=True, readonly=True)
    currency_id = fields.Many2one(related="order_id.currency_id")
    company_id = fields.Many2one(related="order_id.company_id")
    payment_term_id = fields.Many2one(
        comodel_name="account.payment.term", check_company=True
    )
    line_ids = fields.One2many(
        comodel_name="neiqin.price.proposal.line",
        inverse_name="proposal_id",
        string="Lines",
    )
    reason = fields.Char(required=True, help="What the approvers should know.")

    @api.model
    def default_get(self, fields):
        values = super().default_get(fields)
        order = self.env["sale.order"].browse(
            self.env.context.get("neiqin_order_id") or values.get("order_id") or ()
        )
        if not order:
            return values
        order.check_access("read")
        return {
            **values,
            "order_id": order.id,
            "payment_term_id": order.payment_term_id.id,
            "line_ids": [
                Command.create(
                    {
                        "order_line_id": line.id,
                        "price_unit": line.price_unit,
                        "discount": line.discount,
                    }
                )
                for line in order._neiqin_content_lines()
            ],
        }

    def action_propose(self):
        """Send the change to two persons; the order stays as it is until then."""
        self.ensure_one()
        payload = self._neiqin_payload()
        self.order_id._neiqin_propose_change(payload, self.reason)
        self.sudo().unlink()  # what is proposed stays in the request alone
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {
                "type": "success",
                "title": self.env._("Proposed"),
                "message": self.env._(
                    "The order changes when two persons have confirmed it."
                ),
                "next": {"type": "ir.actions.act_window_close"},
            },
        }

    def _neiqin_payload(self):
        """Return what differs from the order.

        :raise UserError: when nothing does
        """
        payload, lines = {}, {}
        if self.payment_term_id != self.order_id.payment_term_id:
            payload["payment_term_id"] = self.payment_term_id.id
        for row in self.line_ids:
            changed = row._neiqin_changed()
            if changed:
                lines[str(row.order_line_id.id)] = changed
        if lines:
            payload["lines"] = lines
        if not payload:
            raise UserError(
                self.env._("Change a price, a discount or the terms first.")
            )
        return payload


class NeiqinPriceProposalLine(models.TransientModel):
    _name = "neiqin.price.proposal.line"
    _description = "Line of a Proposed Change"

    proposal_id = fields.Many2one(
        comodel_name="neiqin.price.proposal", required=True, ondelete="cascade"
    )
    currency_id = fields.Many2one(related="proposal_id.currency_id")
    order_line_id = fields.Many2one(comodel_name="sale.order.line", required=True)
    name = fields.Char(string="Product", compute="_compute_now")
    price_now = fields.Float(compute="_compute_now", digits="Product Price")
    discount_now = fields.Float(compute="_compute_now")
    price_unit = fields.Float(string="New Price", digits="Product Price")
    discount = fields.Float(string="New Discount (%)", digits="Discount")

    @api.depends("order_line_id")
    def _compute_now(self):
        for row in self:
            line = row.order_line_id
            row.name = line.product_id.display_name or line.name
            row.price_now = line.price_unit
            row.discount_now = line.discount

    def _neiqin_changed(self):
        """Return the values that differ from the order's line."""
        line = self.order_line_id
        return {
            name: self[name]
            for name in ("price_unit", "discount")
            if round(self[name] - line[name], 6)
        }
