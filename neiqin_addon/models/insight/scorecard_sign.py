"""A clerk sees and comments a card, a supervisor closes it: one after the other."""

from odoo import fields, models
from odoo.exceptions import UserError

from ...tools.digest import digest

SUPERVISOR = "neiqin_addon.group_neiqin_supervisor"


class NeiqinScorecard(models.Model):
    _inherit = "neiqin.scorecard"

    def _neiqin_refuse_closed(self):
        if self.state == "closed":
            raise UserError(
                self.env._(
                    "%(user)s has signed off %(card)s: it stays as it is.",
                    user=self.closed_by_id.name,
                    card=self.display_name,
                )
            )

    def action_neiqin_seen(self, comment=""):
        """Note that the clerk the card is about has seen it, with a comment.

        :param str comment: what the clerk has to say, may be empty
        """
        self.ensure_one()
        self.check_access("read")
        card = self.sudo()
        card._neiqin_lock_or_say()
        if card.user_id != self.env.user:
            raise self.env["neiqin.trail.entry"]._neiqin_denial(
                self, self.env._("Only the clerk a card is about comments it.")
            )
        card._neiqin_refuse_closed()
        card._neiqin_as_server().write(
            {
                "state": "seen",
                "comment": str(comment or "").strip(),
                "seen_at": fields.Datetime.now(),
            }
        )
        return True

    def action_neiqin_close(self, verdict=""):
        """Close a card for good: a supervisor, never one's own.

        :param str verdict: the supervisor's words, may be empty
        """
        self.ensure_one()
        trail = self.env["neiqin.trail.entry"]
        trail._neiqin_require(
            self, [SUPERVISOR], self.env._("Only supervisors close scorecards.")
        )
        self.check_access("read")
        card = self.sudo()
        card._neiqin_lock_or_say()
        if card.user_id == self.env.user:
            raise trail._neiqin_denial(
                self, self.env._("Nobody closes the card about himself.")
            )
        card._neiqin_refuse_closed()
        if card.user_id.active and card.state != "seen":
            raise UserError(self.env._("The clerk has not seen this card yet."))
        values = {
            "verdict": str(verdict or "").strip(),
            "closed_at": fields.Datetime.now(),
            "closed_by_id": self.env.uid,
        }
        card._neiqin_as_server().write(values)
        card.line_ids._neiqin_as_server().write({"is_closed": True})
        # the digest is of what the database keeps, rounded as it keeps it
        self.env.flush_all()
        self.env.invalidate_all()
        card._neiqin_as_server().write(
            {"state": "closed", "digest": digest(card._neiqin_content())}
        )
        trail._neiqin_log("approve", card, {"digest": card.digest, "score": card.score})
        return True

    def _neiqin_content(self):
        """Return what the digest is taken of."""
        self.ensure_one()
        names = ("month", "score", "comment", "seen_at", "verdict", "closed_at")
        return {
            **{name: self[name] or None for name in names},
            "company": self.company_id.id,
            "user": self.user_id.id,
            "team": self.team_id.id,
            "policy": self.policy_id.id,
            "closed_by": self.closed_by_id.id,
            "lines": {
                line.code: [
                    line.numerator,
                    line.denominator,
                    line.weight,
                    line.points,
                    line.status,
                    line.numbers or [],
                ]
                for line in self.line_ids
            },
        }

    def action_neiqin_verify(self):
        """Say whether closed cards are as they were closed."""
        self.check_access("read")
        cards = self.sudo()
        # what is not closed yet is nothing to vouch for
        open_ = [
            {"ok": False, "message": card._neiqin_fault_words()}
            for card in cards - cards._neiqin_frozen()
        ]
        return self._neiqin_say_checked(
            [*cards._neiqin_verify(), *open_],
            self.env._("Digest"),
            self.env._("The card is as it was closed."),
        )

    def _neiqin_verify(self):
        """Compare each closed card with its digest, and that with the trail's."""
        closed = self._neiqin_frozen()
        told = self.env["neiqin.trail.entry"]._neiqin_digests("approve", closed)
        results = []
        for card in closed:
            now = digest(card._neiqin_content())
            same = now == card.digest == told.get(card.id)
            message = "" if same else card._neiqin_fault_words()
            results.append({"id": card.id, "ok": same, "message": message})
            card._neiqin_note_check(message)
        return results

    def _neiqin_fault_words(self):
        return self.env._("%(card)s is not as it was closed.", card=self.display_name)
