"""Production proposal: a draft manufacturing order for what a line lacks, never twice."""

from datetime import timedelta

from odoo import fields, models
from odoo.exceptions import UserError
from odoo.tools import format_date

from ..models.exception_solve_production import PRODUCTION


class NeiqinExceptionSolve(models.TransientModel):
    _inherit = "neiqin.exception.solve"

    solution = fields.Selection(
        selection_add=PRODUCTION, ondelete={"production": "cascade"}
    )

    def _neiqin_bom(self):
        """Return the bill of materials that Odoo's own rules would take."""
        product = self.line_id.product_id
        found = (
            self.env["mrp.bom"]
            .sudo()
            ._bom_find(product, company_id=self.company_id.id, bom_type="normal")
        )
        return found[product]

    def _neiqin_in_making(self):
        """Return the manufacturing orders for the line, and what they still give."""
        line = self.line_id
        found = line.sudo().neiqin_production_ids.filtered(
            lambda mo: (
                mo.state not in ("done", "cancel") and mo.product_id == line.product_id
            )
        )
        return found, sum(
            mo.product_uom_id._compute_quantity(
                mo.product_qty, line.product_uom_id, round=False
            )
            for mo in found
        )

    def _neiqin_to_make(self):
        """Return what the line lacks and nobody makes, in its unit."""
        known = self._neiqin_known()
        lacking = known.left if known.missing is None else known.missing
        drafts = self._neiqin_in_making()[0].filtered(lambda mo: mo.state == "draft")
        asked = sum(
            mo.product_uom_id._compute_quantity(
                mo.product_qty, self.line_id.product_uom_id, round=False
            )
            for mo in drafts
        )
        return max(min(lacking - asked, known.left - self._neiqin_in_making()[1]), 0)

    def _neiqin_usual(self):
        if self.solution != "production":
            return super()._neiqin_usual()
        return self.line_id.product_uom_id.round(self._neiqin_to_make())

    def _neiqin_words(self):
        before, after = super()._neiqin_words()
        if self.solution != "production":
            return before, after
        text = self.env._(
            "Make %(quantity)s of %(product)s",
            quantity=self._neiqin_number(self.quantity),
            product=self.line_id.product_id.display_name,
        )
        day = self.new_date or self.line_id._neiqin_promise()
        return before, [f"{text} · {format_date(self.env, day)}" if day else text]

    def _neiqin_check_production(self):
        self._neiqin_check_left()
        unit = self.line_id.product_uom_id
        room = self._neiqin_known().left - self._neiqin_in_making()[1]
        if unit.compare(self.quantity, 0) <= 0:
            raise UserError(self.env._("Say how much is made."))
        if unit.compare(self.quantity, room) > 0:
            orders = self._neiqin_in_making()[0].mapped("name")
            raise UserError(
                self.env._(
                    "The line lacks %(room)s that nobody makes yet. Manufacturing "
                    "orders for it: %(orders)s",
                    room=self._neiqin_number(max(room, 0)),
                    orders=", ".join(orders) or "–",
                )
            )

    def _neiqin_do_production(self):
        """Ask the workshop by a draft; a later day moves the promise."""
        line, promise = self.line_id, self.line_id._neiqin_promise()
        day = self.new_date or promise or fields.Date.context_today(self)
        productions = self.env["mrp.production"].sudo().with_company(self.company_id)
        production = productions.create(self._neiqin_production_values(day))
        if self.new_date and self.new_date != promise:
            self._neiqin_change(
                line, (line.product_id, line.product_uom_qty, self.new_date)
            )
        return production

    def _neiqin_production_values(self, day):
        line, company, bom = self.line_id, self.company_id, self._neiqin_bom()
        unit = bom.product_uom_id
        workshop = self.env["neiqin.department"]._neiqin_by_code("production", company)
        person = workshop and workshop._neiqin_person(company)
        makes = person and person.has_group("mrp.group_mrp_user")
        end = self.order_id._neiqin_moment(day)
        kind = bom.picking_type_id or self.order_id.warehouse_id.sudo().manu_type_id
        return {
            "product_id": line.product_id.id,
            "product_qty": line.product_uom_id._compute_quantity(self.quantity, unit),
            "product_uom_id": unit.id,
            "bom_id": bom.id,
            "company_id": company.id,
            "picking_type_id": kind.id,
            "origin": self.order_id.name,
            "sale_line_id": line.id,
            "date_deadline": end,
            "date_start": end - timedelta(days=bom.produce_delay, hours=1),
            "date_finished": end,
            "user_id": person.id if makes else False,
        }
