"""Decisions from one meeting to the next, and as to-dos of those who carry them out."""

from odoo import models

from .meeting_decision import ACTIVITY


class NeiqinMeetingDecision(models.Model):
    _inherit = "neiqin.meeting.decision"

    # ------------------------------------------------------------ carried over

    def _neiqin_carry(self):
        """Count one more meeting for those that were still to do in it."""
        for decision in self.filtered(lambda one: one.state == "open"):
            decision._neiqin_as_server().write(
                {"carried_count": decision.carried_count + 1}
            )

    def _neiqin_snapshot(self, more=0):
        """Return these as plain values, as they are now.

        :param int more: added to the number of times they were carried over
        """
        return [
            {
                "id": one.id,
                "name": one.name,
                "who": one.user_id.name,
                "user": one.user_id.id,
                "department": one.department_id.id or 0,
                "department_name": one.department_id.name or "",
                "until": one.date_due.isoformat(),
                "late": one.is_late,
                "state": one.state,
                "week": one.week,
                "times": one.carried_count + (more if one.state == "open" else 0),
            }
            for one in self.sudo()
        ]

    # -------------------------------------------------------------- activities

    def _neiqin_todos(self):
        kind = self.env.ref(ACTIVITY)
        return self.sudo().activity_ids.filtered(
            lambda todo: todo.activity_type_id == kind
        )

    def _neiqin_plan_activities(self):
        """Have a to-do for whoever does it, and only that one."""
        for decision in self.sudo().filtered(lambda one: one.state == "open"):
            todo = decision._neiqin_todos()[:1]
            values = {
                "user_id": decision.user_id.id,
                "date_deadline": decision.date_due,
            }
            if todo:
                todo.write(values)
            else:
                decision.activity_schedule(ACTIVITY, summary=decision.name, **values)


class MailActivity(models.Model):
    _inherit = "mail.activity"

    def _action_done(self, feedback=False, attachment_ids=None):
        """Whoever ticks off the to-do of a decision has done what was decided."""
        kind = self.env.ref(ACTIVITY, raise_if_not_found=False)
        mine = self.filtered(
            lambda todo: (
                todo.activity_type_id == kind
                and todo.res_model == "neiqin.meeting.decision"
            )
        )
        decisions = self.env["neiqin.meeting.decision"].browse(mine.mapped("res_id"))
        if decisions:
            decisions.exists()._neiqin_check_mine()
        res = super()._action_done(feedback=feedback, attachment_ids=attachment_ids)
        if decisions:
            decisions.exists()._neiqin_finish("done", result=feedback)
        return res
