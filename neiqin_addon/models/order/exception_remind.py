"""Reminders at 50, 80 and 100 % of a case's time: one digest per person, not a storm."""

from collections import defaultdict

from markupsafe import Markup

from odoo import api, fields, models
from odoo.tools import format_datetime

ACTIVITY = "neiqin_addon.mail_activity_type_exception"
#: Part of the time in percent, and the field with the moment it is reached.
STEPS = ((50, "half_at"), (80, "most_at"), (100, "deadline"))
ENDED = ("solved", "closed")
#: Cases that one digest takes together.
TOGETHER = 1000


class NeiqinException(models.Model):
    _name = "neiqin.exception"
    _inherit = ["neiqin.exception", "neiqin.schedule.mixin"]

    half_at = fields.Datetime(string="Half the Time", readonly=True, copy=False)
    most_at = fields.Datetime(string="80 % of the Time", readonly=True, copy=False)
    reminded = fields.Integer(
        string="Reminded At (%)", readonly=True, copy=False, aggregator=None
    )
    next_reminder_at = fields.Datetime(
        string="Next Reminder", readonly=True, copy=False, index="btree_not_null"
    )

    @api.model
    def _neiqin_dates(self, calendar, hours):
        dates = super()._neiqin_dates(calendar, hours)
        now = dates["opened_at"]
        half = self._neiqin_after(calendar, now, hours * 0.5)
        return {
            **dates,
            "half_at": half,
            "most_at": self._neiqin_after(calendar, now, hours * 0.8),
            "reminded": 0,
            "next_reminder_at": half,
        }

    @api.model
    def _cron_remind(self):
        """Remind of what runs out of time."""
        self.sudo()._neiqin_work_off(
            "_neiqin_remind",
            [
                ("next_reminder_at", "<=", fields.Datetime.now()),
                ("state", "not in", ENDED),
            ],
            limit=TOGETHER,
        )

    def _neiqin_remind(self):
        """Tell each person once of all that is due for him in these cases.

        Steps that were passed over at once, after an outage, are one step.
        """
        now = fields.Datetime.now()
        digests = defaultdict(lambda: defaultdict(self.browse))
        for case in self:
            reached = [step for step, name in STEPS if case[name] and case[name] <= now]
            step = max(reached, default=0)
            ahead = [case[name] for part, name in STEPS if part > step and case[name]]
            for person in case._neiqin_reminded_people(step) if step else ():
                digests[person][step] |= case
            if step == 100 > case.reminded:
                case._neiqin_escalate()
            case._neiqin_as_server().write(
                {"reminded": step, "next_reminder_at": min(ahead, default=False)}
            )
        for person, by_step in digests.items():
            self._neiqin_send_digest(person, by_step)

    def _neiqin_reminded_people(self, step):
        """Return who hears of a step: the clerk, then the department, then above."""
        self.ensure_one()
        people = self.owner_id
        if step >= 80:
            people |= self.department_id._neiqin_person(self.company_id)
        if step >= 100:
            people |= self._neiqin_above()
        return people.filtered(lambda user: user.active and not user.share)

    def _neiqin_above(self):
        """Return the supervisor, or the manager, who hears of what is late."""
        supervisors = (
            self.env.ref("neiqin_addon.group_neiqin_supervisor").sudo().all_user_ids
        )
        robot = self.env.ref("base.user_root")
        managers = self.env.ref("neiqin_addon.group_neiqin_manager").sudo().all_user_ids
        fitting = supervisors.filtered(
            lambda user: user.active
            and not user.share
            and user not in robot | self.owner_id
            and self.company_id in user.company_ids
        )
        # a plain supervisor before a manager, who is one as well
        return fitting.sorted(lambda user: (user in managers, user.id))[:1]

    def _neiqin_escalate(self):
        """Give what is late to the supervisor, once."""
        above = self._neiqin_above()
        if above:
            case = self.with_context(lang=above.lang)
            case.with_context(mail_activity_quick_update=True).activity_schedule(
                ACTIVITY,
                summary=case.env._("Late: %(case)s", case=case.display_name),
                user_id=above.id,
            )

    @api.model
    def _neiqin_send_digest(self, person, by_step):
        """Send one message with all cases, the latest first, in the reader's language."""
        self = self.with_context(lang=person.lang)
        count = sum(len(cases) for cases in by_step.values())
        parts = []
        for step in sorted(by_step, reverse=True):
            title = (
                self.env._("Late")
                if step == 100
                else self.env._("%(step)s %% of the time is used", step=step)
            )
            rows = Markup("").join(
                Markup("<li>%s</li>") % case._neiqin_digest_row(person)
                for case in by_step[step].with_env(self.env)
            )
            parts.append(Markup("<p><b>%s</b></p><ul>%s</ul>") % (title, rows))
        self.env["mail.thread"].message_notify(
            partner_ids=person.partner_id.ids,
            subject=self.env._("Exception cases to look after: %(count)s", count=count),
            body=Markup("").join(parts),
        )

    def _neiqin_digest_row(self, person):
        """Return a case as a line of a digest: neither customer nor price."""
        due = format_datetime(self.env, self.deadline, tz=person.tz or "UTC")
        words = " · ".join(filter(None, [self.order_name, self.summary]))
        return Markup('<a href="/odoo/exceptions/%s">%s</a> %s %s') % (
            self.id,
            self.display_name,
            words,
            due,
        )
