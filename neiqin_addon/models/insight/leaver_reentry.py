"""A leaver's second entries go to whoever may type them, not simply to the successor."""

from odoo import models
from odoo.fields import Domain


class NeiqinLeaver(models.Model):
    _inherit = "neiqin.leaver"

    def _neiqin_freeze(self):
        """Move the tasks first: the successor may have entered these very orders."""
        lines = self._neiqin_move_reentries()
        res = super()._neiqin_freeze()
        self.env["neiqin.leaver.line"]._neiqin_as_server().create(lines)
        return res

    def _neiqin_move_reentries(self):
        self.ensure_one()
        tasks = self.env["neiqin.reentry"].sudo()
        mine, user = Domain("user_id", "=", self.user_id.id), self.user_id.id
        typing = tasks.search(mine & Domain("state", "=", "open"))
        settling = tasks.search(
            Domain("settler_id", "=", user) & Domain("state", "=", "differs")
        )
        moved = typing | settling
        moved._neiqin_move_on(self.reason)
        for task in typing:
            if task._neiqin_typists():
                task._neiqin_assign()
        for task in settling:
            if task._neiqin_settlers():
                task._neiqin_ask_settler()
        label = self.env["ir.model"]._get("neiqin.reentry").name
        return [
            {
                "leaver_id": self.id,
                "kind": label,
                "res_model": task._name,
                "res_id": task.id,
                "res_name": task.display_name,
            }
            for task in moved
        ]
