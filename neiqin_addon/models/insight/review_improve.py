"""What should go better next time: typed by people, followed as somebody's task."""

from odoo import api, fields, models
from odoo.exceptions import UserError


class NeiqinOrderReview(models.Model):
    _inherit = "neiqin.order.review"

    improvement = fields.Text(
        string="What to Improve",
        tracking=True,
        help="One thing that would have made this order go better.",
    )
    improvement_user_id = fields.Many2one(
        comodel_name="res.users",
        string="Who Sees to It",
        domain="[('share', '=', False), ('company_ids', 'in', company_id)]",
        tracking=True,
    )
    improvement_date = fields.Date(string="Until", tracking=True)
    improvement_activity_id = fields.Many2one(
        comodel_name="mail.activity",
        string="Task",
        readonly=True,
        copy=False,
        ondelete="set null",
    )
    improvement_is_running = fields.Boolean(
        string="Task Is Running", compute="_compute_improvement_is_running"
    )

    @api.model
    def _neiqin_typed_fields(self):
        typed = {"improvement", "improvement_user_id", "improvement_date"}
        return super()._neiqin_typed_fields() | typed

    @api.depends("improvement_activity_id.active")
    def _compute_improvement_is_running(self):
        for review in self:
            review.improvement_is_running = bool(
                review.sudo().improvement_activity_id.active
            )

    def action_neiqin_improve(self):
        """Give what is to be improved to a person, as a task with a day."""
        self.ensure_one()
        self.check_access("write")
        if not (self.improvement or "").strip():
            raise UserError(self.env._("Say first what should be improved."))
        if self.improvement_is_running:
            raise UserError(self.env._("The task is with somebody already."))
        person = self.improvement_user_id or self.env.user
        if self.company_id not in person.company_ids:
            raise UserError(
                self.env._(
                    "%(person)s does not work for %(company)s.",
                    person=person.name,
                    company=self.company_id.name,
                )
            )
        first_line = self.improvement.strip().splitlines()[0]
        activity = self.activity_schedule(
            "mail.mail_activity_data_todo",
            date_deadline=self.improvement_date or fields.Date.context_today(self),
            user_id=person.id,
            summary=first_line[:120],
            note=self.improvement,
        )
        self._neiqin_as_server().write({"improvement_activity_id": activity.id})
        return True
