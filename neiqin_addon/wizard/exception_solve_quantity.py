"""The usual quantity of each solution, from the order, the stock, and the books."""

from odoo import api, models

from ..tools.solution_quantity import Line, usual_quantity


class NeiqinExceptionSolve(models.TransientModel):
    _inherit = "neiqin.exception.solve"

    @api.depends("case_id", "solution")
    def _compute_quantity(self):
        for wizard in self:
            wizard.quantity = wizard._neiqin_usual() if wizard.line_id else 0

    def _neiqin_usual(self):
        usual = usual_quantity(self.solution, self._neiqin_known())
        if self.solution == "purchase" and usual:
            seller = self.sudo()._neiqin_seller()
            usual = max(usual, self._neiqin_least(seller.partner_id) if seller else 0)
        return self.line_id.product_uom_id.round(usual)

    def _neiqin_known(self):
        """Return what is known of the case's line, in the line's unit."""
        case, line = self.case_id, self.line_id
        invoiced, credited = line._neiqin_invoiced()
        return Line(
            ordered=line.product_uom_qty,
            delivered=line.qty_delivered,
            ready=self._neiqin_ready(),
            missing=self._neiqin_in_line_unit(case.measure)
            if case.type_id.code == "shortage"
            else None,
            bought=self._neiqin_in_line_unit(
                sum(row._neiqin_expected() for row in self._neiqin_bought())
            ),
            invoiced=invoiced,
            credited=credited,
            returned=case.measure if case.type_id.code == "returned" else 0,
        )

    def _neiqin_in_line_unit(self, quantity):
        product, unit = self.line_id.product_id, self.line_id.product_uom_id
        return product.uom_id._compute_quantity(quantity, unit, round=False)

    def _neiqin_ready(self):
        """Return what is reserved for the line or free in its warehouse."""
        line = self.line_id
        reserved = sum(
            move.product_uom._compute_quantity(
                move.quantity, line.product_uom_id, round=False
            )
            for move in line._neiqin_open_moves()
        )
        product = line.product_id.sudo().with_context(
            warehouse_id=line.order_id.warehouse_id.id
        )
        free = product.free_qty if product.is_storable else 0
        return reserved + self._neiqin_in_line_unit(max(free, 0))
