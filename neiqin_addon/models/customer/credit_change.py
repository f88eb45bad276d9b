"""A request for another grade or limit of a customer, and what became of it."""

from odoo import api, fields, models

from .credit_sight import SEES_AMOUNTS
from .res_partner_credit_terms import GRADES

OPERATION = "credit_change"
STATES = [("draft", "Draft"), ("in_force", "In Force"), ("ended", "Ended")]
RATED = "rated"
LIMITS = [
    ("keep", "Leave as it is"),
    ("amount", "A limit of"),
    ("no_credit", "No credit, payment in advance"),
    ("none", "No limit"),
]
ENDS = [
    ("lapsed", "Its time was up"),
    ("followed", "Another change followed"),
    ("by_hand", "Changed by hand meanwhile"),
    ("merged", "The customer was merged"),
]
#: What is asked for. It stays as it was once it is sent.
ASKED = ("partner_id", "company_id", "grade", "limit_kind", "new_limit", "valid_until")


class NeiqinCreditChange(models.Model):
    _name = "neiqin.credit.change"
    _description = "Credit Change"
    _inherit = ["neiqin.customer.change.mixin", "neiqin.schedule.mixin"]

    _neiqin_change_operation = OPERATION
    _neiqin_approval_fields = ASKED
    # a merge of two contacts moves their changes
    _neiqin_frozen_columns = (
        "company_id",
        "grade",
        "limit_kind",
        "new_limit",
        "valid_until",
        "reason",
        "before",
        "applied",
        "applied_on",
    )
    _neiqin_frozen_once = ("ended_on", "end_why")
    _neiqin_frozen_forward = {"state": ("draft", "in_force", "ended")}

    currency_id = fields.Many2one(related="company_id.currency_id")
    user_id = fields.Many2one(help="Hears when it ends.")
    grade = fields.Selection(
        selection=[*GRADES, (RATED, "As rated")],
        string="New Grade",
        help="Empty: the grade stays. As rated: a grade set by hand ends.",
    )
    limit_kind = fields.Selection(
        selection=LIMITS, string="New Limit", required=True, default="keep"
    )
    new_limit = fields.Monetary(string="Amount")
    valid_until = fields.Date(
        help="After this day the customer goes back to what he had before. Grades set "
        "by hand always end; a limit may stay until it is changed again.",
    )
    state = fields.Selection(
        selection=STATES, required=True, default="draft", readonly=True, copy=False
    )
    stage = fields.Selection(
        selection_add=[("in_force", "In Force"), ("ended", "Ended")]
    )
    holds_grade = fields.Boolean(readonly=True, copy=False)
    holds_limit = fields.Boolean(readonly=True, copy=False)
    before = fields.Json(readonly=True, copy=False, groups=SEES_AMOUNTS)
    applied = fields.Json(readonly=True, copy=False, groups=SEES_AMOUNTS)
    applied_on = fields.Datetime(string="In Force Since")
    ended_on = fields.Datetime(readonly=True, copy=False)
    end_why = fields.Selection(
        selection=ENDS, string="Ended Because", readonly=True, copy=False
    )
    is_reminded = fields.Boolean(readonly=True, copy=False)

    _limit_positive = models.Constraint(
        "CHECK (limit_kind <> 'amount' OR new_limit > 0)",
        "Give an amount above 0. For nought, choose between no credit and no limit.",
    )
    _in_force_idx = models.Index("(company_id, partner_id) WHERE state = 'in_force'")

    @api.model
    def _neiqin_protected_fields(self):
        return super()._neiqin_protected_fields() | {
            "holds_grade",
            "holds_limit",
            "before",
            "applied",
            "ended_on",
            "end_why",
            "is_reminded",
        }

    @api.depends("partner_id", "grade", "limit_kind")
    def _compute_display_name(self):
        for change in self:
            what = []
            if change.grade:
                what.append(self.env._("grade"))
            if change.limit_kind != "keep":
                what.append(self.env._("limit"))
            name = change.partner_id.sudo().name or ""
            change.display_name = f"{name} · {' + '.join(what)}" if what else name

    @api.onchange("grade")
    def _onchange_grade(self):
        """Propose the longest time that the policy allows."""
        if self.grade and self.grade != RATED and not self.valid_until:
            self.valid_until = self._neiqin_latest_end()

    def _neiqin_latest_end(self):
        company = self.company_id or self.env.company
        policy = self.env["neiqin.credit.policy"]._neiqin_active(company)
        return fields.Date.add(company._neiqin_today(), days=policy.override_days)

    # --- what can be asked for

    def _neiqin_problem(self):
        problem = super()._neiqin_problem()
        if problem:
            return problem
        if not self.grade and self.limit_kind == "keep":
            return self.env._("Say what is to change: the grade, the limit or both.")
        if self.valid_until and self.valid_until < self.company_id._neiqin_today():
            return self.env._("It would end before it begins.")
        if self.grade in dict(GRADES):
            last = self._neiqin_latest_end()
            if not self.valid_until or self.valid_until > last:
                return self.env._(
                    "A grade set by hand ends by itself: choose a day up to %(last)s.",
                    last=fields.Date.to_string(last),
                )
        return ""
