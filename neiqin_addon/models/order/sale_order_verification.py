"""Whether an order was compared with the customer's paper, and still is as it was."""

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

VERIFICATION_STATES = [
    ("todo", "To verify"),
    ("verified", "Verified"),
    ("mismatch", "Mismatch"),
]
#: Sources of orders that the customers themselves typed in.
ONLINE = ("website", "portal")


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
    neiqin_may_verify = fields.Boolean(
        string="May Be Verified by Me",
        compute="_compute_neiqin_may_verify",
    )
    neiqin_verify_hint = fields.Char(
        string="Why Not by Me",
        compute="_compute_neiqin_may_verify",
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

    # --- who may verify what

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
            order.neiqin_verification_id and order.neiqin_verification_state != "verified"
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
        return {**action, "domain": [("order_id", "=", self.id), ("state", "=", "done")]}

    # --- the state follows the content

    def _neiqin_content_changed(self):
        super()._neiqin_content_changed()
        checked = self.sudo().filtered("neiqin_verification_id")
        if checked:
            checked._neiqin_refresh_verification()

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

    # --- gate

    @api.model
    def _neiqin_gate_codes(self):
        return ["verification", *super()._neiqin_gate_codes()]

    @api.depends(
        "neiqin_verification_state",
        "neiqin_source",
        "neiqin_content_uid",
        "company_id.neiqin_verify_online_orders",
        "partner_id",
        "partner_shipping_id",
        "payment_term_id",
        "commitment_date",
        "order_line.product_uom_qty",
        "order_line.price_unit",
    )
    def _compute_neiqin_gate_message(self):
        return super()._compute_neiqin_gate_message()

    def _neiqin_gate_verification(self):
        """Return what is missing. The state is not trusted, the content is."""
        due = self.filtered(lambda order: not order._neiqin_verification_waived())
        passed = due.filtered(
            lambda order: order.neiqin_verification_id.result == "verified"
        )
        holds = passed._neiqin_verification_holds()
        return {
            order.id: order._neiqin_verification_missing()
            for order in due
            if not holds.get(order.id)
        }

    def _neiqin_verification_missing(self):
        self.ensure_one()
        last = self.neiqin_verification_id
        if not last:
            return self.env._(
                "Not verified yet: compare the order with the customer's paper (Verify)."
            )
        if last.result == "mismatch" and self.neiqin_verification_state == "mismatch":
            return self.env._(
                "%(count)s values differ from the customer's paper: correct them, then "
                "verify again.",
                count=last.mismatch_count,
            )
        return self.env._(
            "Changed since %(user)s verified it: verify what changed.",
            user=last.user_id.name,
        )

    def _neiqin_verification_waived(self):
        """Return whether the order is as the customer typed it in online."""
        self.ensure_one()
        return (
            self.neiqin_source in ONLINE
            and not self.neiqin_content_uid
            and not self.company_id.neiqin_verify_online_orders
        )

    @api.ondelete(at_uninstall=False)
    def _unlink_except_neiqin_verified(self):
        """Keep what was checked: only checks that nobody finished go with the order."""
        checks = self.env["neiqin.verification"].sudo().search(
            [("order_id", "in", self.ids)]
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
