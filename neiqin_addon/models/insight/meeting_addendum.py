"""What was forgotten or wrong in the minutes of a meeting that was held."""

from odoo import api, fields, models
from odoo.exceptions import UserError


class NeiqinMeetingAddendum(models.Model):
    """The minutes stay; what is to be put right is written below them, and stays too."""

    _name = "neiqin.meeting.addendum"
    _description = "Addendum to the Minutes"
    _inherit = ["neiqin.protected.mixin", "neiqin.frozen.mixin"]
    _order = "id"
    _rec_name = "user_id"
    _log_access = False
    _neiqin_frozen_when = "TRUE"
    _neiqin_frozen_columns = ("meeting_id", "user_id", "at", "text")

    meeting_id = fields.Many2one(
        comodel_name="neiqin.meeting",
        string="Meeting",
        required=True,
        index=True,
        ondelete="restrict",
    )
    company_id = fields.Many2one(related="meeting_id.company_id")
    user_id = fields.Many2one(
        comodel_name="res.users",
        string="By",
        required=True,
        readonly=True,
        default=lambda self: self.env.user,
        ondelete="restrict",
    )
    at = fields.Datetime(
        string="On", required=True, readonly=True, default=fields.Datetime.now
    )
    text = fields.Text(string="Addendum", required=True)

    @api.model
    def _neiqin_protected_fields(self):
        return super()._neiqin_protected_fields() | {"user_id", "at"}

    @api.model_create_multi
    def create(self, vals_list):
        rows = super().create(vals_list)
        if rows.meeting_id - rows.meeting_id._neiqin_frozen():
            raise UserError(
                self.env._("The meeting is in preparation: change its minutes.")
            )
        return rows
