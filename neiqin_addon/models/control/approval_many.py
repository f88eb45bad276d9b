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
        refusals = self._neiqin_refusals()
        problems = [
            f"{approval.display_name}: {refusals[approval.id]}"
            for approval in self
            if approval.id in refusals
        ]
        todo = self.filtered(lambda approval: approval.id not in refusals)
        # what is carried out can fail on its own; the others share their queries
        done, notices = self.browse(), []
        single = todo.sudo().filtered("payload").with_env(self.env)
        for batch in [todo - single, *single]:
            if not batch:
                continue
            try:
                with self.env.cr.savepoint():
                    result = batch._neiqin_decide(verdict, reason, seen)
            except UserError as error:
                problems.append(str(error))
                continue
            done |= batch.filtered(lambda a: a._neiqin_decided_by(self.env.user))
            notices += [result] if result is not True else []
        return done, problems, self._neiqin_join_notices(notices)

    def _neiqin_decided_by(self, user):
        self.ensure_one()
        return self.state == "refused" or user in self.first_user_id | self.second_user_id

    def _neiqin_join_notices(self, notices):
        if not notices:
            return None
        first = notices[0]
        messages = [notice["params"]["message"] for notice in notices]
        return {**first, "params": {**first["params"], "message": "\n".join(messages)}}

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
