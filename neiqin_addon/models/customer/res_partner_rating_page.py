"""What the customer's page shows of his rating: words, factors and history."""

from odoo import api, fields, models

from .res_partner_credit_rating import SEES_RATING


class ResPartner(models.Model):
    _inherit = "res.partner"

    neiqin_rating_date = fields.Date(
        string="Rated As Of",
        compute="_compute_neiqin_rating_page",
        compute_sudo=True,
        groups=SEES_RATING,
    )
    neiqin_rated_grade = fields.Char(
        string="Grade by Rating",
        compute="_compute_neiqin_rating_page",
        compute_sudo=True,
        groups=SEES_RATING,
    )
    neiqin_rating_words = fields.Char(
        string="Rating in Words",
        compute="_compute_neiqin_rating_page",
        compute_sudo=True,
        groups=SEES_RATING,
    )
    neiqin_rating_factors = fields.Html(
        string="Factors of the Rating",
        compute="_compute_neiqin_rating_page",
        compute_sudo=True,
        sanitize=False,
        groups=SEES_RATING,
    )
    neiqin_rating_history = fields.Html(
        string="History of the Ratings",
        compute="_compute_neiqin_rating_page",
        compute_sudo=True,
        sanitize=False,
        groups=SEES_RATING,
    )
    neiqin_override_words = fields.Char(
        string="Set by Hand",
        compute="_compute_neiqin_override_words",
        compute_sudo=True,
        groups=SEES_RATING,
        help="Until when a grade or limit holds that two persons decided on.",
    )

    @api.depends("commercial_partner_id")
    @api.depends_context("company", "lang", "uid")
    def _compute_neiqin_rating_page(self):
        for partner in self:
            rating = partner.neiqin_rating_id
            partner.neiqin_rating_date = rating.confirmed_on or rating.date
            partner.neiqin_rated_grade = rating.grade
            partner.neiqin_rating_words = rating.summary or self.env._(
                "Not rated yet: there is no invoice of this customer."
            )
            partner.neiqin_rating_factors = rating.factors_html
            partner.neiqin_rating_history = rating.history_html

    @api.depends("commercial_partner_id")
    @api.depends_context("company", "lang")
    def _compute_neiqin_override_words(self):
        held = self.env["neiqin.credit.change"]._neiqin_in_force_of(
            self.env.company, self.commercial_partner_id._origin.ids
        )
        for partner in self:
            changes = held.filtered(
                lambda change, partner=partner: (
                    change.partner_id == partner.commercial_partner_id._origin
                )
            )
            partner.neiqin_override_words = " ".join(
                change._neiqin_held_words() for change in changes
            )
