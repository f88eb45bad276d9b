"""A third person says who of the two was wrong."""

from odoo import fields, models
from odoo.exceptions import AccessError, UserError

from .reentry_line import WRONG


class NeiqinReentry(models.Model):
    _inherit = "neiqin.reentry"

    def _neiqin_ask_settlers(self):
        for task in self.sudo():
            task._neiqin_ask_settler()

    def _neiqin_ask_settler(self):
        """Ask the third person with the fewest such tasks."""
        self.ensure_one()
        people = self._neiqin_settlers()
        if not people:
            raise UserError(
                self.env._("There is no third person who could settle differences.")
            )
        settler = self._neiqin_next_of(people, "settler_id")
        self._neiqin_as_server().write(
            {
                "settler_id": settler.id,
                "date_due": self._neiqin_due(),
                "reminded_on": False,
            }
        )
        self._neiqin_tell(
            settler, self.env._("Settle what two clerks typed differently")
        )

    def _neiqin_may_settle(self):
        """Return whether the user may: the one asked, or any supervisor, never one of
        the two."""
        self.ensure_one()
        task, user = self.sudo(), self.env.user
        if user == task.user_id or user in task.line_ids.first_by:
            return False
        return user == task.settler_id or (
            user.has_group("neiqin_addon.group_neiqin_supervisor")
            and task.company_id in user.company_ids
        )

    def _neiqin_check_may_settle(self):
        for task in self:
            if task.sudo().state != "differs" or not task._neiqin_may_settle():
                raise AccessError(
                    self.env._(
                        "Differences are settled by a third person: neither by who "
                        "entered the order nor by who typed it again."
                    )
                )

    def action_neiqin_settle(self):
        """Close the task: from now on its values count and stay."""
        self.ensure_one()
        self._neiqin_check_may_settle()
        task = self.sudo()
        task.lock_for_update()
        self._neiqin_check_may_settle()
        if not all(task.line_ids.mapped("decision")):
            raise UserError(
                self.env._("Say for each difference who was wrong, then settle.")
            )
        task._neiqin_as_server().write({"settler_id": self.env.uid})
        task._neiqin_settled()
        return True

    def _neiqin_settled(self):
        now = fields.Datetime.now()
        self._neiqin_untell()
        self.line_ids._neiqin_as_server().write({"is_settled": True, "settled_at": now})
        wrong = self.line_ids.filtered(lambda line: line.decision in WRONG)
        self._neiqin_as_server().write(
            {"state": "done", "done_at": now, "wrong_count": len(wrong)}
        )
        self.env["neiqin.trail.entry"]._neiqin_log(
            "verify", self, {"checked": self.checked_count, "wrong": len(wrong)}
        )

    def _neiqin_void(self, reason):
        """End a task without a result: its values never count."""
        for task in self.sudo():
            task._neiqin_untell()
            task.order_id._neiqin_open_to(task.user_id)
            task.line_ids._neiqin_as_server().unlink()
            task._neiqin_as_server().write({"state": "void", "void_reason": reason})
            task.env["neiqin.trail.entry"]._neiqin_log("override", task, {}, reason)
