"""One customer's rating on one day: kept as it was, with all that led to it."""

from odoo import api, fields, models

from .credit_policy_factor import CODES
from .credit_sight import SEES_AMOUNTS
from .res_partner_credit_terms import GRADES

#: Why there is no grade.
WHY = [
    ("invoices", "Too few invoices"),
    ("months", "Too new"),
    ("facts", "Nothing known"),
]


class NeiqinCreditRating(models.Model):
    _name = "neiqin.credit.rating"
    _description = "Credit Rating"
    _inherit = ["neiqin.frozen.mixin", "neiqin.protected.mixin"]
    _order = "date desc, id desc"

    _neiqin_frozen_when = "true"
    # a merge of two contacts moves their ratings: the name stays what it was
    _neiqin_frozen_columns = (
        "partner_name",
        "company_id",
        "date",
        "policy_id",
        "score",
        "grade",
        "why",
        "suggested_limit",
        "invoices",
        "months",
        "previous_score",
        "previous_grade",
        "signature",
    )

    partner_id = fields.Many2one(
        comodel_name="res.partner",
        string="Customer",
        required=True,
        index=True,
        ondelete="restrict",
    )
    partner_name = fields.Char(string="Rated as")
    user_id = fields.Many2one(related="partner_id.user_id", string="Salesperson")
    company_id = fields.Many2one(
        comodel_name="res.company", required=True, index=True, ondelete="restrict"
    )
    currency_id = fields.Many2one(related="company_id.currency_id")
    date = fields.Date(string="As of", required=True)
    confirmed_on = fields.Date(
        string="Holds Until",
        help="The last day on which rating the customer again gave the same.",
    )
    is_current = fields.Boolean(string="Latest", default=True)
    policy_id = fields.Many2one(
        comodel_name="neiqin.credit.policy",
        required=True,
        index=True,
        ondelete="restrict",
    )
    score = fields.Float(digits=(4, 1), aggregator="avg")
    grade = fields.Selection(selection=GRADES, string="Rated Grade")
    why = fields.Selection(selection=WHY, string="Not Rated Because")
    previous_score = fields.Float(digits=(4, 1), aggregator="avg")
    previous_grade = fields.Selection(selection=GRADES)
    suggested_limit = fields.Monetary(groups=SEES_AMOUNTS)
    invoices = fields.Integer(
        help="Invoices that were paid or fell due in the time looked back on."
    )
    months = fields.Integer(help="Full months since the first invoice.")
    signature = fields.Char(readonly=True)
    factor_ids = fields.One2many(
        comodel_name="neiqin.credit.factor", inverse_name="rating_id"
    )
    move = fields.Selection(
        selection=[("up", "Better"), ("down", "Worse"), ("same", "Same")],
        string="Change",
        compute="_compute_move",
        store=True,
    )

    # the customer's page and the nightly run look for the latest one
    _current_idx = models.Index("(company_id, partner_id) WHERE is_current")
    _history_idx = models.Index("(partner_id, company_id, date)")

    @api.model
    def _neiqin_protected_fields(self):
        return super()._neiqin_protected_fields() | self._neiqin_fields_but()

    @api.depends("grade", "previous_grade")
    def _compute_move(self):
        for rating in self:
            rating.move = rating._neiqin_move()

    def _neiqin_move(self):
        if not self.grade or not self.previous_grade:
            return False
        if self.grade == self.previous_grade:
            return "same"
        return "up" if self.grade < self.previous_grade else "down"

    @api.depends("partner_id", "grade", "score")
    def _compute_display_name(self):
        for rating in self:
            name = rating.partner_id.sudo().name or rating.partner_name
            grade = rating.grade or self.env._("not rated")
            rating.display_name = f"{name} · {grade}"


class NeiqinCreditFactor(models.Model):
    _name = "neiqin.credit.factor"
    _description = "Factor of a Credit Rating"
    _inherit = ["neiqin.frozen.mixin", "neiqin.protected.mixin"]
    _order = "id"
    _rec_name = "code"
    # some hundred thousand rows: who wrote them and when is in their rating
    _log_access = False

    _neiqin_frozen_when = "true"
    _neiqin_frozen_columns = (
        "rating_id",
        "code",
        "figure",
        "is_known",
        "points",
        "maximum",
        "full_at",
        "zero_at",
    )

    rating_id = fields.Many2one(
        comodel_name="neiqin.credit.rating",
        required=True,
        index=True,
        ondelete="restrict",
    )
    code = fields.Selection(selection=CODES, string="Factor", required=True)
    is_known = fields.Boolean(string="Known")
    figure = fields.Float(groups=SEES_AMOUNTS)
    points = fields.Float(digits=(4, 1))
    maximum = fields.Float(string="of", digits=(4, 1))
    full_at = fields.Float(string="Full Points at", groups=SEES_AMOUNTS)
    zero_at = fields.Float(string="No Points at", groups=SEES_AMOUNTS)

    @api.model
    def _neiqin_protected_fields(self):
        return super()._neiqin_protected_fields() | self._neiqin_fields_but()
