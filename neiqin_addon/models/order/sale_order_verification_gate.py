"""The gate that waits for a verification."""

from odoo import api, models

#: Sources of orders that the customers themselves typed in.
ONLINE = ("website", "portal")


class SaleOrder(models.Model):
    _inherit = "sale.order"

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
                "Values that differ from the customer's paper: %(count)s (%(values)s). "
                "Correct them, then verify again.",
                count=last.mismatch_count,
                values=last._neiqin_mismatches_text(),
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
