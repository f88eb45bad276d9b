"""How often a customer wants to hear how the orders stand."""

from odoo import api, fields, models

CADENCES = [
    ("never", "Never"),
    ("milestones", "When something is reached"),
    ("daily", "Daily, when there is news"),
    ("weekly", "Weekly"),
]


class ResPartner(models.Model):
    _inherit = "res.partner"

    neiqin_cadence = fields.Selection(
        selection=CADENCES,
        string="Progress Mails",
        tracking=True,
        help="How often the customer is told how the open orders stand. Empty: as the "
        "company's settings say.",
    )

    def _neiqin_cadence(self, company):
        """Return ``{commercial partner id: cadence}``."""
        return {
            customer.id: customer.neiqin_cadence or company.neiqin_cadence
            for customer in self.commercial_partner_id
        }


class ResCompany(models.Model):
    _inherit = "res.company"

    neiqin_feedback = fields.Boolean(
        string="Tell Customers of Progress",
        help="Mails that tell customers how their orders stand, and drafts of notices "
        "when a promised date moves.",
    )
    neiqin_cadence = fields.Selection(
        selection=CADENCES,
        string="Progress Mails Unless Agreed Otherwise",
        default="milestones",
        required=True,
    )
    neiqin_feedback_hour = fields.Float(
        string="Progress Mails Leave At",
        default=9.0,
        help="Daily and weekly mails leave from this hour on.",
    )

    _neiqin_feedback_hour_range = models.Constraint(
        "CHECK (neiqin_feedback_hour >= 0 AND neiqin_feedback_hour < 24)",
        "The hour of the progress mails lies between 0:00 and 24:00.",
    )

    @api.model
    def _neiqin_policy_fields(self):
        return super()._neiqin_policy_fields() | {
            "neiqin_feedback",
            "neiqin_cadence",
            "neiqin_feedback_hour",
        }
