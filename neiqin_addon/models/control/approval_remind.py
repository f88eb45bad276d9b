"""Approvals come to people: to-dos, one reminder, the manager, an end."""

from collections import Counter
from datetime import timedelta

from markupsafe import Markup

from odoo import api, fields, models

ACTIVITY = "neiqin_addon.mail_activity_type_approval"


class NeiqinApproval(models.Model):
    _inherit = "neiqin.approval"

    @api.model
    def _neiqin_clock(self, remind_hours, overdue_hours, lapse_days):
        """Return the moments of a round that begins now."""
        now = fields.Datetime.now()
        return {
            "remind_at": now + timedelta(hours=remind_hours),
            "overdue_at": now + timedelta(hours=overdue_hours),
            "lapse_at": now + timedelta(days=lapse_days),
            "is_reminded": False,
            "is_overdue": False,
        }

    # --- to-dos

    def _neiqin_activities(self):
        kind = self.env.ref(ACTIVITY)
        return (
            self.env["mail.activity"]
            .sudo()
            .search(
                [
                    ("res_model", "=", self._name),
                    ("res_id", "in", self.ids),
                    ("activity_type_id", "=", kind.id),
                ]
            )
        )

    def _neiqin_sync_activities(self, seatings=None):
        """Give each missing confirmation to one person, the one with the least to do.

        Everybody entitled finds the request in the list; one to-do each keeps the
        others free of what a colleague does.

        :param seatings: of the pending ones, where the caller knows them already
        """
        if not self:
            return
        existing = self._neiqin_activities()
        at = existing.grouped("res_id")
        pending = self.filtered(lambda approval: approval.state == "pending")
        if seatings is None:
            seatings = pending._neiqin_seatings(pending._neiqin_questions())
        load = self._neiqin_load() if pending else Counter()
        kept, wanted = existing.browse(), []
        for approval in pending:
            mine = at.get(approval.id, existing.browse())
            for seating in seatings[approval.id].values():
                fit = (mine - kept).filtered(
                    lambda todo, seating=seating: todo.user_id.id in seating
                )[:1]
                kept |= fit
                if not fit and seating:
                    person = min(seating, key=lambda user: (load[user], user))
                    load[person] += 1
                    wanted.append((approval, person))
        (existing - kept).with_context(mail_activity_quick_update=True).unlink()
        self._neiqin_add_activities(wanted)

    def _neiqin_load(self):
        """Return a Counter of open approval to-dos by user id."""
        rows = (
            self.env["mail.activity"]
            .sudo()
            ._read_group(
                [("activity_type_id", "=", self.env.ref(ACTIVITY).id)],
                ["user_id"],
                ["__count"],
            )
        )
        return Counter({user.id: count for user, count in rows})

    def _neiqin_add_activities(self, wanted, summary=None):
        """Create to-dos. :param wanted: ``[(request, user id), ...]``"""
        if not wanted:
            return
        # quick update: no mail for each, the reminder is one mail for all
        activities = self.env["mail.activity"].sudo()
        kind = self.env.ref(ACTIVITY)  # once: it is looked up in the database
        model_id = self.env["ir.model"]._get_id(self._name)
        activities.with_context(mail_activity_quick_update=True).create(
            [
                {
                    "res_model_id": model_id,
                    "res_id": approval.id,
                    "activity_type_id": kind.id,
                    # not what it is about: a to-do's words are not sealed
                    "summary": summary or approval.sudo().record_name,
                    "date_deadline": approval.sudo().overdue_at.date(),
                    "user_id": user_id,
                }
                for approval, user_id in wanted
            ]
        )

    def _neiqin_call_requesters(self, reason):
        """Put a refusal on the desk of the one who asked."""
        approvals = self.sudo().filtered(lambda a: a.followed_by_id.active)
        self._neiqin_add_activities(
            [(approval, approval.followed_by_id.id) for approval in approvals],
            self.env._("Refused: %(reason)s", reason=reason),
        )

    def _neiqin_tell_requesters(self):
        """Send one message per requester about all that was approved."""
        for requester, approvals in self.sudo().grouped("followed_by_id").items():
            if requester != self.env.user:
                approvals._neiqin_message(requester, self.env._("Approved"))

    def _neiqin_message(self, user, subject):
        """Send one message to one user that lists these requests with their links."""
        items = Markup().join(
            Markup('<li><a href="/odoo/{model}/{id}">{name}</a></li>').format(
                model=self._name, id=approval.id, name=approval.display_name
            )
            for approval in self.sudo()
        )
        self.env["mail.thread"].sudo().message_notify(
            partner_ids=user.sudo().partner_id.ids,
            subject=f"{subject} ({len(self)})",
            body=Markup("<ul>%s</ul>") % items,
        )

    # --- the clock

    @api.model
    def _cron_neiqin_watch(self):
        """End, escalate and remind, in slices; one bad row stops no other."""
        now = fields.Datetime.now()
        for due, turn in (
            ([("lapse_at", "<=", now)], "_neiqin_lapse"),
            (
                [("overdue_at", "<=", now), ("is_overdue", "=", False)],
                "_neiqin_escalate",
            ),
            ([("remind_at", "<=", now), ("is_reminded", "=", False)], "_neiqin_remind"),
        ):
            if not self._neiqin_work_off(turn, [("state", "=", "pending"), *due]):
                return

    def _neiqin_failure_user(self):
        return self._neiqin_boss()

    def _neiqin_lapse(self):
        self._neiqin_end("lapsed", self.env._("Nobody decided in time."))
        self._neiqin_call_requesters(self.env._("nobody decided in time."))

    def _neiqin_escalate(self):
        self._neiqin_set({"is_overdue": True})
        wanted = [
            (approval, boss.id)
            for approval in self.sudo()
            if (boss := approval._neiqin_boss())
        ]
        self._neiqin_add_activities(wanted, self.env._("Overdue approval"))

    def _neiqin_boss(self):
        """Return who hears of what nobody decides."""
        self.ensure_one()
        group = self.env.ref("neiqin_addon.group_neiqin_manager")
        managers = (
            self.env["res.users"]
            .sudo()
            .browse(sorted(self._neiqin_members(group, self.company_id)))
        )
        return self.overdue_user_id.filtered("active") or managers[:1]

    def _neiqin_remind(self):
        self._neiqin_set({"is_reminded": True})
        waiting = self._neiqin_activities().grouped("user_id")
        for user, activities in waiting.items():
            self.browse(activities.mapped("res_id"))._neiqin_message(
                user, self.env._("Approvals wait for you")
            )
