"""The policy of archiving."""

from odoo import api, fields, models


class ResCompany(models.Model):
    _inherit = "res.company"

    neiqin_archive_auto = fields.Boolean(
        string="Archive by Itself",
        help="Orders that nothing is missing for are archived every night.",
    )
    neiqin_archive_amount_tolerance = fields.Float(
        string="Amount Tolerance",
        default=0.01,
        digits=(16, 2),
        help="How far the invoices may be from the order's total, in its currency.",
    )
    neiqin_archive_quantity_tolerance = fields.Float(
        string="Quantity Tolerance (%)",
        default=0.0,
        digits=(16, 2),
        help="How far what is invoiced may be from what was delivered.",
    )

    _neiqin_archive_tolerances = models.Constraint(
        "CHECK (neiqin_archive_amount_tolerance >= 0"
        " AND neiqin_archive_quantity_tolerance >= 0)",
        "A tolerance cannot be negative.",
    )

    @api.model
    def _neiqin_policy_fields(self):
        return super()._neiqin_policy_fields() | {
            "neiqin_archive_auto",
            "neiqin_archive_amount_tolerance",
            "neiqin_archive_quantity_tolerance",
        }
