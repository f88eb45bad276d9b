"""A leaver's part in approvals and grants: asked for, to decide, standing in."""

from psycopg2 import IntegrityError

from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.fields import Domain
from odoo.tools import mute_logger

from .trail_call import leave_trail


class NeiqinLeaver(models.Model):
    _inherit = "neiqin.leaver"

    @api.model
    def _neiqin_leaver_models(self):
        """Who asked stays as it was; who hears the answer is somebody still here."""
        pending = Domain("state", "=", "pending")
        return [
            *super()._neiqin_leaver_models(),
            ("neiqin.approval", "followed_by_id", pending),
            ("neiqin.approval", "overdue_user_id", pending),
            ("neiqin.approval.rule", "overdue_user_id", Domain.TRUE),
            ("neiqin.grant.request", "followed_by_id", Domain("state", "=", "open")),
        ]

    def _neiqin_freeze(self):
        res = super()._neiqin_freeze()
        # only now: whoever is archived sits in no group's seat any more
        self.env["neiqin.approval"]._neiqin_reseat(self.successor_id)
        return res

    def _neiqin_hand_over(self):
        return super()._neiqin_hand_over() + self._neiqin_hand_over_substitutes()

    def _neiqin_hand_over_substitutes(self):
        """End the leaver's own absences; the successor stands in for the others."""
        today = fields.Date.today()
        rows = self.env["neiqin.approval.substitute"].sudo()
        rows = rows.search(
            Domain("date_to", ">=", today)
            & (
                Domain("user_id", "=", self.user_id.id)
                | Domain("substitute_id", "=", self.user_id.id)
            )
        )
        lines = [
            {
                "leaver_id": self.id,
                "kind": self.env["ir.model"]._get(rows._name).name,
                "res_model": rows._name,
                "res_id": row.id,
                "res_name": f"{row.user_id.name} → {row.substitute_id.name}",
            }
            for row in rows
        ]
        for row in rows:
            if row.user_id == self.user_id or not self._neiqin_stands_in(row):
                row.unlink()
        return lines

    def _neiqin_stands_in(self, row):
        """Put the successor in the leaver's place; return whether that is allowed."""
        try:
            with self.env.cr.savepoint(), mute_logger("odoo.sql_db"):
                row.substitute_id = self.successor_id
        except (ValidationError, IntegrityError):
            row.invalidate_recordset()
            return False
        return True


class NeiqinApproval(models.Model):
    _inherit = "neiqin.approval"

    @api.model
    def _neiqin_reseat(self, user):
        """Move approvals' to-dos from somebody who cannot decide to those who can.

        None is added and none is lost: where nobody can, the to-do stays.

        :param user: who has them since a leaver was frozen
        """
        todos = self.env["mail.activity"].sudo()
        todos = todos.search(
            [("res_model", "=", self._name), ("user_id", "=", user.id)]
        )
        pending = self.sudo().browse(todos.mapped("res_id")).exists()
        pending = pending.filtered(lambda approval: approval.state == "pending")
        seatings = pending._neiqin_seatings(pending._neiqin_questions())
        load = self._neiqin_load() if pending else {}
        at = pending._neiqin_activities().grouped("res_id")
        for approval in pending:
            free, missing = at[approval.id], []
            for seating in seatings[approval.id].values():
                fit = free.filtered(
                    lambda todo, seats=seating: todo.user_id.id in seats
                )
                free -= fit[:1]
                if seating and not fit:
                    missing.append(seating)
            free = free.filtered(lambda todo: todo.user_id == user)
            for todo, seating in zip(free, missing, strict=False):
                person = min(seating, key=lambda uid: (load[uid], uid))
                load[person] += 1
                todo.with_context(mail_activity_quick_update=True).user_id = person
                leave_trail(
                    approval,
                    "hand_over",
                    {"user_id": {"old": user.name, "new": todo.user_id.name}},
                )
