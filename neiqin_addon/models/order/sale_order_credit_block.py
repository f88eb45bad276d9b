"""An order's blocks: what waits for the customer's credit."""

from odoo import fields, models


class SaleOrder(models.Model):
    _inherit = "sale.order"

    neiqin_credit_blocked = fields.Boolean(
        string="Credit Block",
        copy=False,
        readonly=True,
        groups="base.group_user",
        help="The confirmation, a growth or the delivery was refused and waits for the "
        "customer's credit.",
    )
    neiqin_credit_block_ids = fields.One2many(
        comodel_name="neiqin.credit.block",
        inverse_name="order_id",
        string="Credit Blocks",
        readonly=True,
        copy=False,
        groups="sales_team.group_sale_salesman,neiqin_addon.group_neiqin_auditor",
    )

    _neiqin_credit_blocked_idx = models.Index("(id) WHERE neiqin_credit_blocked")

    def _neiqin_protected_fields(self):
        return super()._neiqin_protected_fields() | {
            "neiqin_credit_blocked",
            "neiqin_credit_block_ids",
        }

    def _neiqin_open_credit_blocks(self, step, rises=None):
        """Keep the refusal as work to be done, whatever becomes of this transaction."""
        if self:
            blocks = self.env["neiqin.credit.block"].sudo()
            blocks._neiqin_open_later(self.ids, step, rises)

    def _neiqin_credit_waits(self, step):
        """Return whether a step that was refused can still be taken."""
        self.ensure_one()
        if step == "confirm":
            return self.state in ("draft", "sent")
        if step == "change":
            return self.state == "sale"
        return self.state == "sale" and any(
            picking.state not in ("done", "cancel") for picking in self.picking_ids
        )

    def _neiqin_open_credit_steps(self, steps=None):
        """Return the open blocks of the orders, none without a query where none is."""
        blocked = self.sudo().filtered("neiqin_credit_blocked")
        blocks = blocked.neiqin_credit_block_ids
        return blocks.filtered(
            lambda block: not block.closed_at and (not steps or block.step in steps)
        )

    def _neiqin_credit_confirmed(self):
        self._neiqin_open_credit_steps(("confirm",))._neiqin_close("passed")

    def _neiqin_credit_blocks_granted(self, grant):
        amount = self.sudo()._neiqin_credit_covered()
        blocks = self._neiqin_open_credit_steps().filtered(
            lambda block: grant._neiqin_covers(amount + block.rise)
        )
        blocks._neiqin_close("grant", grant)

    def _neiqin_hold_blocked(self):
        """What a customer accepted and the credit holds back is work as well."""
        held = super()._neiqin_hold_blocked()
        held._neiqin_open_credit_blocks("confirm")
        return held
