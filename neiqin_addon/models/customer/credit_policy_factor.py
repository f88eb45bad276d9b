"""What one factor weighs in a credit policy, and where it is good or bad."""

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools.misc import formatLang

from ...tools.credit_factors import AMOUNT, DAYS, KINDS, MONTHS, PERCENT, TIMES, UNITS

CODES = [
    ("days_late", "Days late"),
    ("worst", "Worst delay"),
    ("trend", "Payment Trend"),
    ("overdue", "Overdue share"),
    ("promises", "Broken promises"),
    ("disputes", "Disputes"),
    ("complaints", "Complaints made"),
    ("tenure", "Customer since"),
    ("volume", "Sales Volume"),
    ("limit_use", "Use of the limit"),
]
COLUMNS = ("policy_id", "code", "weight", "full_at", "zero_at")
ORDER = {kind.code: index for index, kind in enumerate(KINDS)}


class NeiqinCreditPolicyFactor(models.Model):
    _name = "neiqin.credit.policy.factor"
    _description = "Factor of a Credit Policy"
    _inherit = ["neiqin.frozen.mixin", "neiqin.protected.mixin"]
    _order = "sequence, id"
    _rec_name = "code"

    # the policy's own state is out of a trigger's sight
    _neiqin_frozen_when = "old.is_published"
    _neiqin_frozen_columns = (*COLUMNS, "is_published")

    policy_id = fields.Many2one(
        comodel_name="neiqin.credit.policy",
        required=True,
        index=True,
        ondelete="cascade",
    )
    currency_id = fields.Many2one(related="policy_id.currency_id")
    is_published = fields.Boolean(readonly=True, copy=False)
    sequence = fields.Integer(compute="_compute_sequence", store=True)
    code = fields.Selection(selection=CODES, string="Factor", required=True)
    weight = fields.Float(
        required=True,
        digits=(5, 1),
        help="Points for a perfect figure, when all factors are known. 0 leaves it out.",
    )
    full_at = fields.Float(
        string="Full Points at",
        required=True,
        digits=(16, 2),
        help="The figure that earns all points; better ones earn no more.",
    )
    zero_at = fields.Float(
        string="No Points at",
        required=True,
        digits=(16, 2),
        help="The figure that earns none; between the two the points fall evenly.",
    )
    unit = fields.Char(compute="_compute_words")
    words = fields.Char(string="In Words", compute="_compute_words")

    _weight_positive = models.Constraint(
        "CHECK (weight >= 0 AND weight <= 1000)", "A weight lies between 0 and 1000."
    )
    _two_thresholds = models.Constraint(
        "CHECK (full_at <> zero_at)", "The two thresholds of a factor differ."
    )

    @api.model
    def _neiqin_protected_fields(self):
        return super()._neiqin_protected_fields() | {"is_published"}

    def _neiqin_frozen(self):
        return self.filtered(lambda factor: factor.id and factor._origin.is_published)

    @api.depends("code")
    def _compute_sequence(self):
        for factor in self:
            factor.sequence = ORDER.get(factor.code, 0)

    @api.depends("code", "weight", "full_at", "zero_at", "currency_id")
    @api.depends_context("lang")
    def _compute_words(self):
        units = self._neiqin_unit_names()
        for factor in self:
            kind = UNITS.get(factor.code)
            factor.unit = (
                factor.currency_id.symbol if kind == AMOUNT else units.get(kind, "")
            )
            factor.words = factor._neiqin_words() if kind else ""

    @api.model
    def _neiqin_unit_names(self):
        return {
            DAYS: self.env._("days"),
            PERCENT: "%",
            TIMES: self.env._("times"),
            MONTHS: self.env._("months"),
        }

    def _neiqin_words(self):
        """Return one sentence: what earns the points."""
        self.ensure_one()
        values = {
            "weight": formatLang(self.env, self.weight, digits=1),
            "full": self._neiqin_number(self.full_at),
            "zero": self._neiqin_number(self.zero_at),
            "unit": self.unit,
        }
        if not self.weight:
            return self.env._("Left out.")
        if self.full_at < self.zero_at:
            return self.env._(
                "%(weight)s points up to %(full)s %(unit)s, none from %(zero)s %(unit)s "
                "on.",
                **values,
            )
        return self.env._(
            "%(weight)s points from %(full)s %(unit)s on, none up to %(zero)s %(unit)s.",
            **values,
        )

    def _neiqin_number(self, value):
        digits = 0 if value == round(value) else 2
        return formatLang(self.env, value, digits=digits)

    @api.model_create_multi
    def create(self, vals_list):
        factors = super().create(vals_list)
        factors._neiqin_check_draft()
        return factors

    def write(self, vals):
        res = super().write(vals)
        if "policy_id" in vals:
            self._neiqin_check_draft()
        return res

    def _neiqin_check_draft(self):
        """No factor joins a published version."""
        published = self.policy_id.filtered(lambda policy: policy.state != "draft")
        if published:
            raise UserError(
                self.env._(
                    "%(policy)s is published and stays as it is: make a new version.",
                    policy=published[:1].display_name,
                )
            )
