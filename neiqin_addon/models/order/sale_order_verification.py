"""Whether an order was compared with the customer's paper, and still is as it was."""

from odoo import api, fields, models
from odoo.exceptions import UserError

VERIFICATION_STATES = [
    ("todo", "To verify"),
    ("verified", "Verified"),
    ("mismatch", "Mismatch"),
]


class SaleOrder(models.Model):
    _inherit = "sale.order"

    neiqin_verification_state = fields.Selection(
        selection=VERIFICATION_STATES,
        string="Verification",
        default="todo",
        required=True,
        copy=False,
        readonly=True,
        help="Whether somebody compared the order as it is now with the customer's "
        "paper. Any later change of a compared value sets it back.",
    )
    neiqin_verification_id = fields.Many2one(
        comodel_name="neiqin.verification",
        string="Last Verification",
        copy=False,
        readonly=True,
        ondelete="restrict",
        index="btree_not_null",
        groups="neiqin_addon.group_neiqin_clerk,neiqin_addon.group_neiqin_auditor",
    )
    neiqin_verification_ids = fields.One2many(
        comodel_name="neiqin.verification",
        inverse_name="order_id",
        string="Verifications",
        domain=[("state", "=", "done")],
        readonly=True,
        groups="neiqin_addon.group_neiqin_clerk,neiqin_addon.group_neiqin_auditor",
    )

    _neiqin_to_verify_idx = models.Index(
        "(company_id, neiqin_verification_state) WHERE state IN ('draft', 'sent')"
    )

    def _neiqin_protected_fields(self):
        return super()._neiqin_protected_fields() | {
            "neiqin_verification_state",
            "neiqin_verification_id",
            "neiqin_verification_ids",
        }

    def action_neiqin_verify(self):
        """Open the first of these orders beside the customer's paper, then the others."""
        ready = self or self._neiqin_next_to_verify()
        if len(ready) > 1:
            refusals = ready._neiqin_verification_refusals()
            ready = ready.filtered(lambda order: order.id not in refusals) or ready
        ready[:1]._neiqin_check_may_verify()
        action = self.env["ir.actions.actions"]._for_xml_id(
            "neiqin_addon.neiqin_verification_action_screen"
        )
        return {**action, "params": {"order_id": ready[:1].id, "queue": ready[1:].ids}}

    def _neiqin_next_to_verify(self):
        """Return the order that the user verifies next.

        :raise UserError: when none waits
        """
        order_id = self.env["neiqin.verification"].next_order()
        if not order_id:
            raise UserError(self.env._("No order waits for your verification."))
        return self.browse(order_id)

    def action_neiqin_verifications(self):
        """Open the completed verifications of one order."""
        self.ensure_one()
        action = self.env["ir.actions.actions"]._for_xml_id(
            "neiqin_addon.neiqin_verification_action"
        )
        return {
            **action,
            "domain": [("order_id", "=", self.id), ("state", "=", "done")],
        }

    def _neiqin_content_changed(self):
        res = super()._neiqin_content_changed()
        checked = self.sudo().filtered("neiqin_verification_id")
        if checked:
            checked._neiqin_refresh_verification()
        return res

    def _neiqin_refresh_verification(self):
        """Set the state that the last verification still vouches for."""
        holds = self._neiqin_verification_holds()
        for order in self:
            state = order.neiqin_verification_id.result if holds[order.id] else "todo"
            if order.neiqin_verification_state != state:
                order._neiqin_as_server().write({"neiqin_verification_state": state})

    def _neiqin_verification_holds(self):
        """Return ``{order id: whether its values are those last verified}``."""
        digests = self._neiqin_cells_digest()
        return {
            order.id: order.neiqin_verification_id.digest == digests[order.id]
            for order in self
        }

    @api.ondelete(at_uninstall=False)
    def _unlink_except_neiqin_verified(self):
        """Keep what was checked: only checks that nobody finished go with the order."""
        checks = (
            self.env["neiqin.verification"]
            .sudo()
            .search([("order_id", "in", self.ids)])
        )
        for check in checks:
            if check.state == "done":
                raise UserError(
                    self.env._(
                        "%(order)s was verified and stays on record. Cancel it instead.",
                        order=check.order_id.display_name,
                    )
                )
        checks.unlink()
