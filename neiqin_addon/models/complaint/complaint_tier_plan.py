"""The ladder of a tier, and the tasks it gives to departments."""

from odoo import api, fields, models

from ..control.trail_call import leave_trail
from .complaint_tier import CLOCKS


class NeiqinComplaintTierStep(models.Model):
    _name = "neiqin.complaint.tier.step"
    _description = "Step of a Complaint Ladder"
    _order = "percent, id"
    _rec_name = "percent"

    tier_id = fields.Many2one(
        comodel_name="neiqin.complaint.tier",
        required=True,
        index=True,
        ondelete="cascade",
    )
    percent = fields.Integer(
        string="At %",
        required=True,
        default=100,
        help="Part of the target that is used when people are told. 100 is the deadline.",
    )
    on_response = fields.Boolean(string="First Response", default=True)
    on_solution = fields.Boolean(string="Solution", default=True)
    on_task = fields.Boolean(string="Tasks", default=True)
    tell_owner = fields.Boolean(string="Person in Charge", default=True)
    tell_department = fields.Boolean(string="Head of Department")
    tell_supervisor = fields.Boolean(string="Supervisor")
    tell_manager = fields.Boolean(string="Manager")
    user_ids = fields.Many2many(
        comodel_name="res.users",
        string="Others",
        domain="[('share', '=', False)]",
    )

    _percent_range = models.Constraint(
        "CHECK (percent > 0 AND percent <= 1000)",
        "The percentage lies between 1 and 1000.",
    )

    @api.model_create_multi
    def create(self, vals_list):
        steps = super().create(vals_list)
        steps._neiqin_reladder()
        return steps

    def write(self, vals):
        res = super().write(vals)
        self._neiqin_reladder(vals)
        return res

    # not @api.ondelete: a context key switches those off
    def unlink(self):
        tiers = self.tier_id
        leave_trail(tiers, "policy", reason=self.env._("Ladder changed"))
        res = super().unlink()
        tiers._neiqin_retime(self.env._("The tier's ladder changed"))
        return res

    def _neiqin_reladder(self, values=None):
        shown = {name: str(value) for name, value in (values or {}).items()}
        leave_trail(self.tier_id, "policy", shown, reason=self.env._("Ladder changed"))
        self.tier_id._neiqin_retime(self.env._("The tier's ladder changed"))

    def _neiqin_of(self, kind):
        """Return the steps that concern clocks of a kind."""
        return self.filtered(f"on_{kind}")


class NeiqinComplaintTierTask(models.Model):
    _name = "neiqin.complaint.tier.task"
    _description = "Planned Task of a Complaint Tier"
    _order = "sequence, id"

    tier_id = fields.Many2one(
        comodel_name="neiqin.complaint.tier",
        required=True,
        index=True,
        ondelete="cascade",
    )
    company_id = fields.Many2one(related="tier_id.company_id")
    sequence = fields.Integer(default=10)
    name = fields.Char(string="Task", required=True, translate=True)
    department_id = fields.Many2one(
        comodel_name="neiqin.department",
        index=True,
        ondelete="restrict",
        check_company=True,
        help="Empty: the department that handles the complaint.",
    )
    type_ids = fields.Many2many(
        comodel_name="neiqin.complaint.type",
        string="Only for Types",
    )
    minutes = fields.Integer(string="Within (Minutes)", required=True, default=480)
    clock_type = fields.Selection(
        selection=CLOCKS, string="Clock", required=True, default="working"
    )

    _minutes_positive = models.Constraint(
        "CHECK (minutes > 0)", "A task takes one minute at least."
    )
