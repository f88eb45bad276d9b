"""What a company measures its clerks by. Published once, a version stays as it is."""

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Command, Domain

from ...tools.scorecard import MEASURES

MANAGER = "neiqin_addon.group_neiqin_manager"
STATES = [("draft", "Draft"), ("active", "In Force"), ("retired", "Retired")]
CODES = [
    ("verify", "Verified in Time"),
    ("letter", "Letter Sent in Time"),
    ("errors", "Error Rate"),
    ("response", "First Response in Time"),
    ("solution", "Complaints Solved in Time"),
    ("cases", "Cases Solved in Time"),
    ("promises", "Promised Days Kept"),
    ("collection", "Collected of What Fell Due"),
    ("satisfaction", "Customers' Marks"),
    ("files", "Files Verified in Time"),
]
ORDER = {code: number for number, (code, _label) in enumerate(CODES)}


class NeiqinScorecardPolicy(models.Model):
    _name = "neiqin.scorecard.policy"
    _description = "Scorecard Policy"
    _inherit = ["neiqin.frozen.mixin", "neiqin.protected.mixin"]
    _order = "company_id, version desc, id desc"

    _neiqin_frozen_when = "OLD.state <> 'draft'"
    _neiqin_frozen_columns = ("name", "company_id", "version", "reason")
    _neiqin_frozen_once = ("published_on", "published_by_id")
    _neiqin_frozen_forward = {"state": ("draft", "active", "retired")}

    name = fields.Char(
        required=True, default=lambda self: self.env._("Scorecard policy")
    )
    company_id = fields.Many2one(
        comodel_name="res.company",
        index=True,
        default=lambda self: self.env.company,
        ondelete="restrict",
        help="Empty: the standard, for companies that have published none.",
    )
    version = fields.Integer(readonly=True, default=1, copy=False)
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
        comodel_name="res.users", string="Published By", readonly=True, copy=False
    )
    reason = fields.Text(string="Why This Version", copy=False)
    measure_ids = fields.One2many(
        comodel_name="neiqin.scorecard.policy.measure",
        inverse_name="policy_id",
        string="Measures",
        copy=True,
    )

    _one_active = models.UniqueIndex(
        "(COALESCE(company_id, 0)) WHERE state = 'active'",
        "Another scorecard policy is in force in this company.",
    )

    @api.model
    def _neiqin_protected_fields(self):
        return super()._neiqin_protected_fields() | {
            "version",
            "state",
            "published_on",
            "published_by_id",
        }

    def _neiqin_frozen(self):
        return self.filtered(
            lambda policy: policy.id and policy._origin.state != "draft"
        )

    @api.depends("name", "version", "company_id")
    @api.depends_context("lang")
    def _compute_display_name(self):
        for policy in self:
            name = policy.name if policy.company_id else self.env._("Standard")
            policy.display_name = f"{name} v{policy.version}"

    @api.model_create_multi
    def create(self, vals_list):
        policies = super().create(vals_list)
        for policy in policies:
            if not policy.measure_ids:
                policy.measure_ids = [
                    Command.create(
                        {k: v for k, v in one._asdict().items() if k != "unit"}
                    )
                    for one in MEASURES
                ]
            rows = self.sudo()._read_group(
                Domain("company_id", "=", policy.company_id.id)
                & Domain("id", "!=", policy.id),
                [],
                ["version:max"],
            )
            policy._neiqin_as_server().write({"version": (rows[0][0] or 0) + 1})
        return policies

    @api.model
    def _neiqin_active(self, company):
        """Return the policy in force: the company's own, else the standard."""
        found = self.sudo().search(
            Domain("state", "=", "active")
            & Domain("company_id", "in", [company.id, False])
        )
        return found.sorted(lambda policy: not policy.company_id)[:1]

    def _neiqin_check_draft(self):
        """No measure joins a published version, and none is published twice."""
        if any(policy.state != "draft" for policy in self):
            raise UserError(
                self.env._("This version was published already. Make a new one.")
            )

    @api.model
    def _neiqin_install_standard(self):
        """Publish the standard once; called whenever the data is loaded."""
        if not self._neiqin_active(self.env["res.company"]):
            standard = self.create({"name": "Standard", "company_id": False})
            standard.action_publish()

    def action_new_version(self):
        """Copy this version into a draft of the present company, and open it."""
        self.ensure_one()
        company = self.company_id or self.env.company
        return self.copy({"company_id": company.id})._get_records_action()

    def action_publish(self):
        """Put a draft in force in place of the version before; both stay on record."""
        self.ensure_one()
        self.env["neiqin.trail.entry"]._neiqin_require(
            self,
            [MANAGER],
            self.env._("Only managers of the sales back office change scorecards."),
        )
        self.check_access("write")
        self.lock_for_update()
        self._neiqin_check_draft()
        if not sum(self.measure_ids.mapped("weight")):
            raise UserError(self.env._("Give a weight to one measure at least."))
        before = self.sudo().search(
            Domain("state", "=", "active")
            & Domain("company_id", "=", self.company_id.id)
        )
        before._neiqin_as_server().write({"state": "retired"})
        self.env.flush_all()
        measures = self.sudo().measure_ids
        measures._neiqin_as_server().write({"is_published": True})
        self.sudo()._neiqin_as_server().write(
            {
                "state": "active",
                "published_on": fields.Datetime.now(),
                "published_by_id": self.env.uid,
            }
        )
        values = {
            one.code: [one.weight, one.full_at, one.zero_at, one.minimum, one.hours]
            for one in measures
        }
        self.env["neiqin.trail.entry"]._neiqin_log(
            "policy", self, values, self.reason, masks=dict.fromkeys(values)
        )
        return True


class NeiqinScorecardPolicyMeasure(models.Model):
    _name = "neiqin.scorecard.policy.measure"
    _description = "Measure of a Scorecard Policy"
    _inherit = ["neiqin.frozen.mixin", "neiqin.protected.mixin"]
    _order = "sequence, id"
    _rec_name = "code"

    # the policy's own state is out of a trigger's sight
    _neiqin_frozen_when = "OLD.is_published"
    _neiqin_frozen_columns = (
        "policy_id",
        "code",
        "weight",
        "full_at",
        "zero_at",
        "minimum",
        "hours",
        "is_published",
    )

    policy_id = fields.Many2one(
        comodel_name="neiqin.scorecard.policy",
        required=True,
        index=True,
        ondelete="cascade",
    )
    is_published = fields.Boolean(readonly=True, copy=False)
    sequence = fields.Integer(compute="_compute_sequence", store=True)
    code = fields.Selection(selection=CODES, string="Scorecard Measure", required=True)
    weight = fields.Float(required=True, digits=(5, 1), help="0 leaves it out.")
    full_at = fields.Float(string="Goal", required=True, digits=(16, 2))
    zero_at = fields.Float(string="No Points at", required=True, digits=(16, 2))
    minimum = fields.Integer(
        string="Least Documents",
        required=True,
        default=1,
        help="With fewer there is not enough to judge: no points, and the weight goes to "
        "the other measures.",
    )
    hours = fields.Float(
        string="Working Hours Allowed", help="For verification and letter."
    )

    _code_once = models.UniqueIndex(
        "(policy_id, code)", "Each measure stands once in a policy."
    )
    _sound = models.Constraint(
        "CHECK (weight BETWEEN 0 AND 1000 AND full_at <> zero_at AND minimum >= 1"
        " AND hours >= 0)",
        "Weights lie between 0 and 1000, target and zero differ, and one document is "
        "the least.",
    )

    @api.model
    def _neiqin_protected_fields(self):
        return super()._neiqin_protected_fields() | {"is_published"}

    def _neiqin_frozen(self):
        return self.filtered(lambda one: one.id and one._origin.is_published)

    @api.depends("code")
    def _compute_sequence(self):
        for one in self:
            one.sequence = ORDER.get(one.code, 0)

    @api.model_create_multi
    def create(self, vals_list):
        policies = {vals.get("policy_id") for vals in vals_list} - {None, False}
        self.policy_id.browse(policies)._neiqin_check_draft()
        return super().create(vals_list)

    def write(self, vals):
        res = super().write(vals)
        if "policy_id" in vals:
            self.policy_id._neiqin_check_draft()
        return res
