"""One line of the paper, as the second clerk typed it."""

from odoo import api, fields, models

#: Typed texts by the value of the order line that they stand for.
TYPED = {
    "product": "product_id",
    "quantity": "product_uom_qty",
    "unit": "product_uom_id",
    "price": "price_unit",
    "discount": "discount",
    "day": "promised_date",
}


class NeiqinReentryRow(models.Model):
    _name = "neiqin.reentry.row"
    _description = "Typed Line of a Second Entry"
    _order = "sequence, id"
    _rec_name = "product"

    reentry_id = fields.Many2one(
        comodel_name="neiqin.reentry", required=True, index=True, ondelete="cascade"
    )
    company_id = fields.Many2one(related="reentry_id.company_id", store=True)
    sequence = fields.Integer(default=10)
    product = fields.Char(required=True, help="Number or name, as the paper says.")
    quantity = fields.Char(required=True)
    unit = fields.Char()
    price = fields.Char()
    discount = fields.Char(string="Discount (%)")
    day = fields.Char(string="Wished Day")

    @api.model_create_multi
    def create(self, vals_list):
        rows = super().create(vals_list)
        rows.reentry_id._neiqin_check_mine()
        return rows

    def write(self, vals):
        self.reentry_id._neiqin_check_mine()
        res = super().write(vals)
        self.reentry_id._neiqin_check_mine()
        return res

    # not @api.ondelete: a context key switches those off
    def unlink(self):
        self.reentry_id._neiqin_check_mine()
        return super().unlink()
