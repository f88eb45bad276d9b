"""How a company rates its customers. Published once, a version stays as it is."""

from odoo import api, fields, models
from odoo.exceptions import ValidationError

from ...tools.credit_limit import AT_LEAST, AT_MOST, IGNORE

STATES = [("draft", "Draft"), ("active", "In Force"), ("retired", "Retired")]
INSURED = [
    (IGNORE, "Leave them aside"),
    (AT_LEAST, "Suggest at least the insured limit"),
    (AT_MOST, "Never suggest more than the insured limit"),
]
#: What a version says. Changing it makes another version.
CONTENT = (
    "name",
    "company_id",
    "currency_id",
    "version",
    "is_built_in",
    "window_months",
    "recent_months",
    "grace_days",
    "ignore_below",
    "min_invoices",
    "min_months",
    "band_a",
    "band_b",
    "band_c",
    "limit_months_a",
    "limit_months_b",
    "limit_months_c",
    "limit_months_d",
    "limit_ceiling",
    "limit_step",
    "insured_use",
    "override_days",
    "sets_trust",
)
LETTERS = "abcd"


class NeiqinCreditPolicy(models.Model):
    _name = "neiqin.credit.policy"
    _description = "Credit Policy"
    _inherit = ["neiqin.frozen.mixin", "neiqin.protected.mixin"]
    _order = "company_id, version desc, id desc"

    _neiqin_frozen_when = "old.state <> 'draft'"
    _neiqin_frozen_columns = CONTENT
    _neiqin_frozen_once = ("published_on", "published_by_id", "retired_on")
    _neiqin_frozen_forward = {"state": ("draft", "active", "retired")}

    name = fields.Char(required=True, default=lambda self: self.env._("Credit policy"))
    company_id = fields.Many2one(
        comodel_name="res.company",
        index=True,
        default=lambda self: self.env.company,
        ondelete="restrict",
    )
    currency_id = fields.Many2one(
        comodel_name="res.currency",
        required=True,
        default=lambda self: self.env.company.currency_id,
        ondelete="restrict",
        help="The currency of the amounts below.",
    )
    version = fields.Integer(readonly=True, default=1, copy=False)
    is_built_in = fields.Boolean(
        string="Built In",
        readonly=True,
        copy=False,
        help="Counts for companies that have published none of their own.",
    )
    state = fields.Selection(
        selection=STATES,
        string="Status",
        required=True,
        readonly=True,
        default="draft",
        copy=False,
    )
    published_on = fields.Datetime(readonly=True, copy=False)
    published_by_id = fields.Many2one(
        comodel_name="res.users",
        string="Published By",
        readonly=True,
        copy=False,
        ondelete="restrict",
    )
    retired_on = fields.Datetime(readonly=True, copy=False)
    editor_ids = fields.Many2many(
        comodel_name="res.users",
        relation="neiqin_credit_policy_editor_rel",
        string="Who May Change It",
        domain="[('share', '=', False)]",
        help="Managers who may publish the next version. Empty: every manager.",
    )
    reason = fields.Text(
        string="Why This Version",
        copy=False,
        help="What is different from the last version, and why.",
    )

    window_months = fields.Integer(
        string="Months Looked Back",
        default=12,
        required=True,
        help="Older payments are forgotten.",
    )
    recent_months = fields.Integer(
        default=3,
        required=True,
        help="The trend compares these with the time before them.",
    )
    grace_days = fields.Integer(
        string="Days of Grace",
        default=3,
        required=True,
        help="Payments up to so many days late are on time: banks and holidays.",
    )
    ignore_below = fields.Monetary(
        string="Ignore up to",
        default=100,
        help="What is left of an invoice, up to this amount, is bank charges and "
        "rounding, not a debt.",
    )
    min_invoices = fields.Integer(
        string="Least Invoices",
        default=3,
        required=True,
        help="Customers of whom fewer invoices were paid or fell due are not rated.",
    )
    min_months = fields.Integer(
        string="Least Months",
        default=3,
        required=True,
        help="Customers whose first invoice is younger are not rated.",
    )
    band_a = fields.Float(string="A from", default=80, digits=(4, 1), required=True)
    band_b = fields.Float(string="B from", default=60, digits=(4, 1), required=True)
    band_c = fields.Float(string="C from", default=40, digits=(4, 1), required=True)
    limit_months_a = fields.Float(string="Months of Sales for A", default=3)
    limit_months_b = fields.Float(string="Months of Sales for B", default=2)
    limit_months_c = fields.Float(string="Months of Sales for C", default=1)
    limit_months_d = fields.Float(string="Months of Sales for D", default=0)
    limit_ceiling = fields.Monetary(
        string="Never More Than", help="The highest limit suggested; 0 for no ceiling."
    )
    limit_step = fields.Monetary(
        string="Rounded Down to",
        default=1000,
        help="Suggested limits are multiples of this.",
    )
    insured_use = fields.Selection(
        selection=INSURED, string="Insured Limits", required=True, default=IGNORE
    )
    override_days = fields.Integer(
        string="Longest Override (Days)",
        default=180,
        required=True,
        help="A grade set by hand ends after so many days at the latest.",
    )
    sets_trust = fields.Boolean(
        string="Trust Follows the Grade",
        help="Every rating also sets Odoo's degree of trust: A is good, D is bad, B and "
        "C are normal.",
    )
    factor_ids = fields.One2many(
        comodel_name="neiqin.credit.policy.factor",
        inverse_name="policy_id",
        string="Factors",
        copy=True,
    )
    weight_sum = fields.Float(string="Sum of Weights", compute="_compute_weight_sum")

    _ranges = models.Constraint(
        "CHECK (window_months BETWEEN 1 AND 120 AND recent_months BETWEEN 1 AND"
        " window_months - 1 AND grace_days BETWEEN 0 AND 365 AND min_invoices >= 1"
        " AND min_months >= 0 AND override_days BETWEEN 1 AND 3650)",
        "Look back at least two months, with a shorter recent part; days of grace and "
        "months are not negative; an override lasts a day at least.",
    )
    _amounts = models.Constraint(
        "CHECK (ignore_below >= 0 AND limit_ceiling >= 0 AND limit_step >= 0"
        " AND limit_months_a >= limit_months_b AND limit_months_b >= limit_months_c"
        " AND limit_months_c >= limit_months_d AND limit_months_d >= 0)",
        "Amounts are not negative, and a better grade gives no smaller limit.",
    )
    _bands = models.Constraint(
        "CHECK (band_a <= 100 AND band_a > band_b AND band_b > band_c AND band_c > 0)",
        "The grades need falling scores between 0 and 100, such as 80, 60 and 40.",
    )
    _has_company = models.Constraint(
        "CHECK (company_id IS NOT NULL OR is_built_in IS TRUE)",
        "A policy belongs to a company.",
    )
    _one_active = models.UniqueIndex(
        "(COALESCE(company_id, 0)) WHERE state = 'active'",
        "Another policy is in force in this company.",
    )

    @api.model
    def _neiqin_protected_fields(self):
        return super()._neiqin_protected_fields() | {
            "version",
            "is_built_in",
            "state",
            "published_on",
            "published_by_id",
            "retired_on",
        }

    def _neiqin_frozen(self):
        """Answer from the fields: a policy is read more often than it is written."""
        return self.filtered(
            lambda policy: policy.id and policy._origin.state != "draft"
        )

    def _neiqin_check_frozen(self, vals):
        """Who may change a version, and why it is, is part of it as well."""
        touched = {"editor_ids", "reason", "factor_ids"}.intersection(vals)
        frozen = self._neiqin_frozen() if touched else self.browse()
        if frozen and not self._neiqin_is_server():
            frozen[:1]._neiqin_refuse_frozen(touched)
        return super()._neiqin_check_frozen(vals)

    @api.depends("factor_ids.weight")
    def _compute_weight_sum(self):
        for policy in self:
            policy.weight_sum = sum(policy.factor_ids.mapped("weight"))

    @api.depends("name", "version", "is_built_in")
    def _compute_display_name(self):
        for policy in self:
            name = self.env._("Standard") if policy.is_built_in else policy.name
            policy.display_name = f"{name} v{policy.version}"

    @api.constrains("limit_months_a", "band_a", "factor_ids")
    def _check_factors(self):
        for policy in self:
            codes = policy.factor_ids.mapped("code")
            if len(codes) != len(set(codes)):
                raise ValidationError(
                    self.env._("Each factor stands once in a policy.")
                )
