"""What the verification screen shows of an order."""

from odoo import api, models
from odoo.fields import Domain

from ...tools.paper_value import folded
from .sale_order_cells import PRECISIONS


class SaleOrder(models.Model):
    _inherit = "sale.order"

    @api.model
    def _neiqin_to_verify_domain(self):
        """Return the domain of orders that wait for a verification."""
        return (
            Domain("neiqin_verification_state", "!=", "verified")
            & (
                Domain("state", "in", ("draft", "sent"))
                | Domain("state", "=", "sale")
                & Domain("neiqin_verification_id", "!=", False)
            )
            & Domain("order_line", "!=", False)
            & (
                Domain("neiqin_source", "not in", ("website", "portal"))
                | Domain("neiqin_content_uid", "!=", False)
                | Domain("company_id.neiqin_verify_online_orders", "=", True)
            )
        )

    def _neiqin_screen_head(self):
        return {
            "id": self.id,
            "name": self.name,
            "customer": self.partner_id.display_name,
            "reference": self.client_order_ref or "",
            "currency": self.currency_id.symbol or "",
            "total": self._neiqin_total_text(),
        }

    def _neiqin_total_text(self):
        return self.currency_id.format(self.amount_total)

    def _neiqin_screen_cell(self, cell, earlier):
        labels = dict(
            self.env["neiqin.verification.line"]
            ._fields["field"]
            ._description_selection(self.env)
        )
        before = earlier.get(cell.key)
        vouched = bool(before) and before._neiqin_vouches(cell)
        asked = self._neiqin_requested(cell)
        return {
            "key": cell.key,
            "field": cell.field,
            "label": labels[cell.field],
            "kind": self._neiqin_cell_kind(cell),
            "entered": cell.entered,
            "text": self._neiqin_cell_text(cell),
            "wording": self._neiqin_cell_wording(cell),
            "asked": self._neiqin_cell_text(cell._replace(entered=asked))
            if asked and asked != cell.entered
            else "",
            "carried": vouched and before.verified_by.name,
            "was_wrong": before.on_paper_text
            if before and before.verdict == "mismatch"
            else "",
            "unmended": bool(before) and before._neiqin_unmended(cell),
        }

    def _neiqin_cell_kind(self, cell):
        if cell.field in PRECISIONS:
            return "number"
        return "day" if cell.field == "promised_date" else "name"

    def _neiqin_cell_wording(self, cell):
        """Return a line's own wording where the product's name does not say it."""
        if cell.field != "product_id":
            return ""
        said = folded(self._neiqin_cell_text(cell))
        rest = [part for part in cell.note.splitlines() if folded(part) not in said]
        return "\n".join(rest)[:300]
