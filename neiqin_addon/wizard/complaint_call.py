"""Notes a call with the customer; one that reached them is a first response."""

from odoo import fields, models

from ..models.complaint.complaint_contact import DIRECTIONS


class NeiqinComplaintCall(models.TransientModel):
    _name = "neiqin.complaint.call"
    _description = "Log a Call"

    complaint_ids = fields.Many2many(comodel_name="neiqin.complaint", required=True)
    channel = fields.Selection(
        selection=[("phone", "Phone"), ("visit", "Visit"), ("wechat", "WeChat")],
        required=True,
        default="phone",
    )
    direction = fields.Selection(selection=DIRECTIONS, required=True, default="out")
    reached = fields.Boolean(
        string="Customer Reached",
        default=True,
        help="Nobody answered: the first response still runs.",
    )
    moment = fields.Datetime(required=True, default=fields.Datetime.now)
    minutes = fields.Integer(default=5)
    summary = fields.Char(string="What Was Said", required=True)
    next_step = fields.Char()
    next_date = fields.Date(string="Next Step On")

    def action_log(self):
        """Note the call."""
        self.ensure_one()
        self.complaint_ids._neiqin_log_contact(
            self.channel,
            self.direction,
            self.reached,
            self.minutes,
            self.moment,
            self.summary,
            next_step=self.next_step,
            next_date=self.next_date,
        )
        return {"type": "ir.actions.act_window_close"}
