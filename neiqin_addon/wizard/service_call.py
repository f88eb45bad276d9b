"""Notes a call or visit on an order or a customer: three taps on the phone."""

from odoo import fields, models
from odoo.exceptions import ValidationError

from ..models.complaint.complaint_contact import DIRECTIONS


class NeiqinServiceCall(models.TransientModel):
    _name = "neiqin.service.call"
    _description = "Log a Contact"

    partner_id = fields.Many2one(
        comodel_name="res.partner", string="Customer", required=True
    )
    order_id = fields.Many2one(comodel_name="sale.order", string="Order")
    channel = fields.Selection(
        selection=[("phone", "Phone"), ("visit", "Visit"), ("wechat", "WeChat")],
        required=True,
        default="phone",
    )
    direction = fields.Selection(selection=DIRECTIONS, required=True, default="out")
    reached = fields.Boolean(string="Customer Reached", default=True)
    moment = fields.Datetime(required=True, default=fields.Datetime.now)
    minutes = fields.Integer(default=5)
    summary = fields.Char(string="What Was Said", required=True)
    next_step = fields.Char()
    next_date = fields.Date(string="Next Step On")

    def action_log(self):
        """Note the contact; a next step with a day becomes a to-do."""
        self.ensure_one()
        record = self.order_id or self.partner_id
        record.check_access("read")
        if self.order_id and self.partner_id.commercial_partner_id != (
            self.order_id.partner_id.commercial_partner_id
        ):
            raise ValidationError(self.env._("This is another customer's order."))
        if self.moment > fields.Datetime.now():
            raise ValidationError(self.env._("A contact cannot be in the future."))
        names = ("channel", "direction", "reached", "moment", "summary", "next_step")
        self.env["neiqin.service.log"]._neiqin_note(
            [
                {
                    **record.sudo()._neiqin_service_values(),
                    **{name: self[name] for name in names},
                    "minutes": max(self.minutes, 0),
                    "next_date": self.next_date,
                }
            ]
        )
        if self.next_step and self.next_date:
            record.sudo().activity_schedule(
                "mail.mail_activity_data_todo",
                date_deadline=self.next_date,
                summary=self.next_step,
                user_id=self.env.uid,
            )
        return {"type": "ir.actions.act_window_close"}
