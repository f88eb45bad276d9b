"""The small dialogs of a complaint: each asks what a step needs, then takes it.

They check nothing themselves: the complaint's own methods do.
"""

from odoo import fields, models

from ..models.complaint.complaint_solution import EFFECTS

DONE = {"type": "ir.actions.act_window_close"}


class NeiqinComplaintWait(models.TransientModel):
    _name = "neiqin.complaint.wait"
    _description = "Wait for the Customer"

    complaint_ids = fields.Many2many(comodel_name="neiqin.complaint", required=True)
    reason = fields.Char(string="We Wait For", required=True)
    until = fields.Datetime(
        string="At Most Until", help="Empty: the company's number of days."
    )

    def action_wait(self):
        """Pause the clocks."""
        self.ensure_one()
        self.complaint_ids._neiqin_wait(self.reason, self.until or None)
        return DONE


class NeiqinComplaintWhy(models.TransientModel):
    _name = "neiqin.complaint.why"
    _description = "Reopen or Withdraw a Complaint"

    complaint_ids = fields.Many2many(comodel_name="neiqin.complaint", required=True)
    step = fields.Selection(
        selection=[("reopen", "Reopen"), ("void", "Withdraw")], required=True
    )
    reason = fields.Char(required=True)

    def action_do(self):
        """Reopen or withdraw."""
        self.ensure_one()
        if self.step == "void":
            self.complaint_ids._neiqin_void(self.reason)
        else:
            self.complaint_ids._neiqin_reopen(self.reason)
        return DONE


class NeiqinComplaintTierChange(models.TransientModel):
    _name = "neiqin.complaint.tier.change"
    _description = "Change the Tier of a Complaint"

    complaint_ids = fields.Many2many(comodel_name="neiqin.complaint", required=True)
    tier_id = fields.Many2one(comodel_name="neiqin.complaint.tier", required=True)
    reason = fields.Char(required=True)

    def action_change(self):
        """Set the tier; the trail keeps who and why."""
        self.ensure_one()
        self.complaint_ids._neiqin_change_tier(self.tier_id, self.reason)
        return DONE


class NeiqinComplaintEffect(models.TransientModel):
    _name = "neiqin.complaint.effect"
    _description = "Check a Corrective Action"

    complaint_id = fields.Many2one(comodel_name="neiqin.complaint", required=True)
    corrective_action = fields.Text(related="complaint_id.corrective_action")
    effect = fields.Selection(selection=EFFECTS, required=True, default="works")
    note = fields.Char(string="How Do You Know", required=True)

    def action_note(self):
        """Note the effect."""
        self.ensure_one()
        self.complaint_id._neiqin_note_effect(self.effect, self.note)
        return DONE


class NeiqinComplaintTaskHandover(models.TransientModel):
    _name = "neiqin.complaint.task.handover"
    _description = "Hand a Complaint Task Over"

    task_ids = fields.Many2many(comodel_name="neiqin.complaint.task", required=True)
    department_id = fields.Many2one(
        comodel_name="neiqin.department", help="Empty: the department stays."
    )
    user_id = fields.Many2one(
        comodel_name="res.users",
        string="Person",
        domain="[('share', '=', False)]",
        help="Empty: the head of the department.",
    )
    note = fields.Char(string="Why", required=True)

    def action_hand_over(self):
        """Give the tasks to somebody else."""
        self.ensure_one()
        self.task_ids._neiqin_hand_over(self.department_id, self.user_id, self.note)
        return DONE
