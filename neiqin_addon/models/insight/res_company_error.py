"""What a company decides about measuring how well orders are entered."""

from odoo import api, fields, models


class ResCompany(models.Model):
    _inherit = "res.company"

    neiqin_reentry = fields.Boolean(
        string="Blind Second Entry",
        help="Some orders, drawn by lot after the day is over, are typed once more from "
        "the customer's paper by a clerk who does not see the first entry.",
    )
    neiqin_reentry_share = fields.Float(
        string="Share Typed Again",
        default=1.0,
        digits=(5, 2),
        help="Of the orders of a day that have a paper, in percent.",
    )
    neiqin_reentry_days = fields.Integer(
        string="Days for the Second Entry",
        default=2,
        help="Working days from the draw until the second entry is due.",
    )
    neiqin_error_target = fields.Float(
        string="Target of Wrong Fields",
        default=0.5,
        digits=(5, 2),
        help="Highest share of wrong fields among those checked, in percent.",
    )

    _neiqin_reentry_ranges = models.Constraint(
        "CHECK (neiqin_reentry_share BETWEEN 0 AND 100"
        " AND neiqin_reentry_days BETWEEN 0 AND 60"
        " AND neiqin_error_target BETWEEN 0 AND 100)",
        "Shares lie between 0 and 100 %, days between 0 and 60.",
    )

    @api.model
    def _neiqin_policy_fields(self):
        return super()._neiqin_policy_fields() | {
            "neiqin_reentry",
            "neiqin_reentry_share",
            "neiqin_reentry_days",
            "neiqin_error_target",
        }
