"""Deciding many requests at once: what cannot be decided stops no other."""

from odoo import models
from odoo.exceptions import UserError


class NeiqinApproval(models.Model):
    _inherit = "neiqin.approval"

    def _neiqin_decide_many(self, verdict, reason, seen):
        """Decide what the user may decide.

        :return: the requests decided, sentences about the others, and the notice
            about values that changed meanwhile or None
        """
        self.check_access("read")
        self.env.flush_all()
        free = (
            self.sudo().try_lock_for_update(allow_referencing=True).with_env(self.env)
        )
        free.invalidate_recordset()
        problems = [
            self.env._("%(name)s: somebody else is at it.", name=approval.display_name)
            for approval in self - free
        ]
        refusals, seatings = free._neiqin_judge()
        problems += free._neiqin_problems(refusals)
        todo = free.filtered(lambda approval: approval.id not in refusals)
        # what is carried out can fail on its own; the others share their queries
        single = todo.sudo().filtered("payload").with_env(self.env)
        done = unseen = self.browse()
        for batch in filter(None, [todo - single, *single]):
            try:
                with self.env.cr.savepoint():
                    left = batch._neiqin_decide_now(verdict, reason, seen, seatings)
            except UserError as error:
                problems.append(str(error))
            else:
                unseen |= left
                done |= batch - left
        return done, problems, unseen._neiqin_unseen_notice() if unseen else None

    def action_neiqin_decide(self):
        """Open the dialog that shows the values and takes a yes or no."""
        if not self:
            raise UserError(self.env._("Nothing here waits for your decision."))
        return {
            "type": "ir.actions.act_window",
            "name": self.display_name if len(self) == 1 else self.env._("Decide"),
            "res_model": "neiqin.approval.decide",
            "view_mode": "form",
            "target": "new",
            "context": {"neiqin_approval_ids": self.ids},
        }
