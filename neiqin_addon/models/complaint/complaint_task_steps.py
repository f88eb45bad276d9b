"""What people do with a task: begin, finish, drop, hand over."""

from odoo import fields, models
from odoo.exceptions import AccessError, UserError
from odoo.fields import Domain

from .complaint_task import OPEN

CLERK = "neiqin_addon.group_neiqin_clerk"


class NeiqinComplaintTask(models.Model):
    _inherit = "neiqin.complaint.task"

    def _neiqin_tell_given(self):
        """Whoever got a task hears of it, unless they took it themselves."""
        self.env["neiqin.complaint.notice"]._neiqin_tell(
            [
                (
                    task.user_id,
                    task.company_id,
                    "assigned",
                    task.complaint_id.id,
                    task.id,
                    None,
                    None,
                )
                for task in self
                if task.user_id != self.env.user
            ]
        )

    def _neiqin_check_mine(self):
        """Refuse who is neither responsible, nor head of the department, nor a clerk."""
        self.check_access("write")
        user = self.env.user
        if self.env.su or user.has_group(CLERK):
            return
        for task in self.sudo():
            if user not in task.user_id | task.department_id.responsible_id:
                reason = self.env._(
                    "%(task)s is %(person)s's task.",
                    task=task.name,
                    person=task.user_id.name,
                )
                self.env["neiqin.trail.entry"]._neiqin_log_denied(self, reason)
                raise AccessError(reason)

    def action_neiqin_start(self):
        """Say that somebody is at it. The clock does not care."""
        self._neiqin_check_mine()
        todo = self.sudo().filtered(lambda task: task.state == "todo")
        todo._neiqin_as_server().write({"state": "doing"})
        return True

    def action_neiqin_done(self):
        """Finish tasks: what was found or done is written down first."""
        self._neiqin_check_mine()
        open_tasks = self.sudo().filtered(lambda task: task.state in OPEN)
        for task in open_tasks:
            if not (task.result or "").strip():
                raise UserError(
                    self.env._("%(task)s: write down the result first.", task=task.name)
                )
        stopped = open_tasks._neiqin_clocks()._neiqin_turn(
            "stop", fields.Datetime.now()
        )
        open_tasks._neiqin_as_server().write({"state": "done"})
        self.env["neiqin.complaint.notice"]._neiqin_close(stopped)
        open_tasks._neiqin_close_notices()
        return True

    def action_neiqin_drop(self):
        """Drop tasks that nobody needs to do; a supervisor decides that."""
        self.complaint_id._neiqin_require_supervisor(
            self.env._("Only a supervisor drops a task.")
        )
        self.check_access("write")
        self.sudo()._neiqin_drop()
        self.env["neiqin.trail.entry"]._neiqin_log("change", self, {"state": "dropped"})
        return True

    def _neiqin_drop(self):
        todo = self.filtered(lambda task: task.state in OPEN)
        todo._neiqin_clocks()._neiqin_turn("stop", fields.Datetime.now())
        todo._neiqin_as_server().write({"state": "dropped"})
        todo._neiqin_close_notices()

    def _neiqin_close_notices(self):
        """The persons need not look at these any more."""
        notices = self.env["neiqin.complaint.notice"].sudo()
        notices = notices.search(
            Domain("task_id", "in", self.ids) & Domain("is_open", "=", True)
        )
        notices._neiqin_as_server().write({"is_open": False})
        notices.digest_id._neiqin_finish()

    def _neiqin_hand_over(self, department, user, note):
        """Give tasks to another person; the time used stays with the one before.

        :param user: the new person, the head of the department if empty
        """
        self._neiqin_check_mine()
        if not (note or "").strip():
            raise UserError(self.env._("Say why you hand the task over."))
        if any(task.state not in OPEN for task in self):
            raise UserError(self.env._("This task is finished."))
        for task in self.sudo():
            there = department or task.department_id
            person = user or self._neiqin_person(there, task.complaint_id, {})
            if person.share or task.company_id not in person.sudo().company_ids:
                raise UserError(self.env._("Choose a colleague of this company."))
            task._neiqin_as_server().write(
                {"department_id": there.id, "user_id": person.id, "state": "todo"}
            )
            task._message_log(body=note)
        self.sudo()._neiqin_close_notices()
        self.sudo()._neiqin_tell_given()

    def action_neiqin_hand_over(self):
        """Open the dialog that asks to whom and why."""
        self._neiqin_check_mine()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Hand Over"),
            "res_model": "neiqin.complaint.task.handover",
            "view_mode": "form",
            "target": "new",
            "context": {"default_task_ids": self.ids},
        }
