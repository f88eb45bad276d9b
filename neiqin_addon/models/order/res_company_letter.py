"""How a company handles its confirmation letters."""

from odoo import api, fields, models


class ResCompany(models.Model):
    _inherit = "res.company"

    neiqin_seal = fields.Image(
        string="Company Seal",
        max_width=512,
        max_height=512,
        help="Picture of the seal, printed on confirmation letters. "
        "Best with a transparent background.",
    )
    neiqin_letter_reminder_days = fields.Integer(
        string="Days Between Reminders",
        default=2,
        help="A customer who does not answer the letter is reminded after so many "
        "days. 0: never.",
    )
    neiqin_letter_reminder_max = fields.Integer(
        string="Number of Reminders",
        default=2,
        help="After so many reminders the clerk is asked to call.",
    )
    neiqin_letter_link_days = fields.Integer(
        string="Days the Link Works",
        default=30,
        help="How long the customer can answer with the link in the mail.",
    )
    neiqin_letter_waive_portal = fields.Boolean(
        string="Own Orders Need No Letter",
        default=True,
        help="Orders that customers entered themselves on the website or the portal "
        "pass the letter gate.",
    )

    _neiqin_letter_days_positive = models.Constraint(
        "CHECK (neiqin_letter_reminder_days >= 0 AND neiqin_letter_reminder_max >= 0"
        " AND neiqin_letter_link_days >= 1)",
        "Days and reminders cannot be negative, and a link works one day at least.",
    )

    @api.model
    def _neiqin_policy_fields(self):
        return super()._neiqin_policy_fields() | {
            "neiqin_seal",
            "neiqin_letter_reminder_days",
            "neiqin_letter_reminder_max",
            "neiqin_letter_link_days",
            "neiqin_letter_waive_portal",
        }
