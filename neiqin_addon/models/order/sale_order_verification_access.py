"""Who may verify which order."""

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError


class SaleOrder(models.Model):
    _inherit = "sale.order"

    neiqin_may_verify = fields.Boolean(
        string="May Be Verified by Me",
        compute="_compute_neiqin_may_verify",
    )
    neiqin_verify_hint = fields.Char(
        string="Why Not by Me",
        compute="_compute_neiqin_may_verify",
    )

    @api.depends("state", "neiqin_verification_state", "neiqin_content_uid")
    @api.depends_context("uid")
    def _compute_neiqin_may_verify(self):
        clerk = self.env.user.has_group("neiqin_addon.group_neiqin_clerk")
        due = self.filtered(
            lambda order: clerk and order.neiqin_verification_state != "verified"
        )
        refusals = due._neiqin_verification_refusals()
        for order in self:
            asked = order in due and order._neiqin_content_lines()
            order.neiqin_may_verify = order in due and order.id not in refusals
            order.neiqin_verify_hint = refusals.get(order.id, "") if asked else ""

    def _neiqin_verification_refusals(self):
        """Return ``{order id: sentence}`` for orders the user cannot verify now."""
        refusals = {}
        for order in self:
            if not order.id or not order._neiqin_content_lines():
                refusals[order.id] = self.env._("There is no line to verify yet.")
            elif not order._neiqin_verification_open():
                refusals[order.id] = self.env._(
                    "%(order)s is neither a quotation nor an order that changed after "
                    "its verification.",
                    order=order.display_name,
                )
            elif self.env.user in order._neiqin_entered_by():
                refusals[order.id] = self.env._(
                    "You entered or changed this order: somebody else verifies it."
                )
        return refusals

    def _neiqin_verification_open(self):
        """Return whether there is something to verify: a quotation, or an order
        that changed after its verification."""
        self.ensure_one()
        order = self.sudo()
        reopened = (
            order.neiqin_verification_id
            and order.neiqin_verification_state != "verified"
        )
        return order.state in ("draft", "sent") or order.state == "sale" and reopened

    def _neiqin_entered_by(self):
        """Return the users who may not verify the order because it is their work."""
        self.ensure_one()
        order = self.sudo()
        if not order.company_id.neiqin_verify_by_other:
            return self.env["res.users"]
        users = order.create_uid | order.neiqin_content_uid
        for line in order._neiqin_content_lines():
            users |= line._neiqin_enterer()
        return users

    def _neiqin_check_may_verify(self):
        """Refuse whoever may not verify these orders.

        :raise AccessError: no clerk, or no access to the orders
        :raise UserError: nothing to verify, or the user's own work
        """
        if not self.env.user.has_group("neiqin_addon.group_neiqin_clerk"):
            raise AccessError(self.env._("Only the sales back office verifies orders."))
        self.check_access("write")
        refusals = self._neiqin_verification_refusals()
        if refusals:
            raise UserError("\n".join(dict.fromkeys(refusals.values())))
