"""What the people of a product group can do in a week, as the supervisor knows it."""

from odoo import api, fields, models


class NeiqinMeetingCapacity(models.Model):
    _name = "neiqin.meeting.capacity"
    _description = "Weekly Capacity"
    _order = "company_id, categ_id"
    _rec_name = "categ_id"

    company_id = fields.Many2one(
        comodel_name="res.company",
        required=True,
        default=lambda self: self.env.company,
        ondelete="cascade",
    )
    categ_id = fields.Many2one(
        comodel_name="product.category",
        string="Product Group",
        required=True,
        index=True,
        ondelete="cascade",
    )
    quantity = fields.Float(
        string="Per Week",
        required=True,
        digits="Product Unit",
        help="Pieces, or whatever unit the products of the group are counted in, that can"
        " be made, packed or shipped in a week.",
    )
    note = fields.Char(help="What holds it up: people, machines, trucks.")

    _one_per_group = models.Constraint(
        "UNIQUE (company_id, categ_id)", "A group has one capacity in a company."
    )
    _positive = models.Constraint(
        "CHECK (quantity >= 0)", "A capacity cannot be negative."
    )

    @api.model
    def _neiqin_of(self, company):
        """Return ``{category id: quantity per week}`` of a company."""
        rows = self.sudo().search_fetch(
            [("company_id", "=", company.id)], ["categ_id", "quantity"]
        )
        return {row.categ_id.id: row.quantity for row in rows}
