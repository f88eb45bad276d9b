"""What a person is to do for a customer, and the contact that it becomes."""

from odoo import api, fields, models


class NeiqinCareTaskMixin(models.AbstractModel):
    """One customer of one company and the to-do about him, written by the night alone."""

    _name = "neiqin.care.task.mixin"
    _inherit = ["neiqin.protected.mixin", "neiqin.schedule.mixin"]
    _description = "To-do about a customer"

    partner_id = fields.Many2one(
        comodel_name="res.partner",
        string="Customer",
        required=True,
        index=True,
        ondelete="cascade",
    )
    company_id = fields.Many2one(
        comodel_name="res.company", required=True, index=True, ondelete="cascade"
    )
    user_id = fields.Many2one(related="partner_id.user_id", string="Salesperson")
    activity_id = fields.Many2one(
        comodel_name="mail.activity",
        string="To-Do",
        index="btree_not_null",
        ondelete="set null",
    )

    @api.model
    def _neiqin_protected_fields(self):
        return super()._neiqin_protected_fields() | self._neiqin_fields_but()

    def _neiqin_failure_user(self):
        return self.partner_id._neiqin_file_keeper()

    def _neiqin_contact(self):
        """Return ``(channel, what it was about)`` of what is to be done, None for no
        contact."""
        raise NotImplementedError

    def _neiqin_contacted(self, feedback):
        """It was done: a contact in the log; the next day of each customer is set."""
        if not self:
            return  # most activities that are done are about no care
        self._neiqin_as_server().write({"activity_id": False})
        made = {task: task._neiqin_contact() for task in self}
        made = {task: contact for task, contact in made.items() if contact}
        self.env["neiqin.service.log"]._neiqin_note(
            [
                {
                    "partner_id": task.partner_id.id,
                    "company_id": task.company_id.id,
                    "channel": channel,
                    "direction": "out",
                    "summary": (feedback or words)[:200],
                }
                for task, (channel, words) in made.items()
            ]
        )
        for company in self.filtered(made.get).company_id:
            self.env["neiqin.care"]._neiqin_set_days(company)
