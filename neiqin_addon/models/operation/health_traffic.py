"""Schedules and mails: what should run by itself, and does it."""

from odoo import api, fields, models
from odoo.tools import SQL, config

from ...tools import health
from .health import Found
from .health_schedule import OWN

#: Odoo sends its queue every hour.
QUEUE_AMBER, QUEUE_RED = 2 * health.HOUR, 6 * health.HOUR
#: What was not delivered longer ago is history.
RECENT = 7 * health.DAY
#: So many within a day are no wrong addresses any more.
MANY = 10


class NeiqinHealth(models.AbstractModel):
    _inherit = "neiqin.health"

    @api.model
    def _neiqin_health_schedules(self, _companies):
        now, rows = fields.Datetime.now(), self._neiqin_schedules()
        runs = {row[0]: _run(row) for row in rows}
        found = {key: health.judge_run(run, now) for key, run in runs.items()}
        bad = {key: verdict for key, verdict in found.items() if verdict[1]}
        last = max((row[5] for row in rows if row[1] and row[5]), default=None)
        codes = [code for _light, code in bad.values()]
        figures = {
            name: codes.count(name)
            for name in ("late", "overdue", "failing", "stopped")
        }
        figures["active"] = sum(run.active for run in runs.values())
        details = self._neiqin_schedule_lines(rows, bad)
        if health.stands_still(runs.values(), last, now):
            return Found(
                health.RED,
                "still",
                self.env._("Schedules are due and none has run lately."),
                last,
                figures,
                details,
                self.env._(
                    "Your administrator looks whether the server runs schedules at all "
                    "(max_cron_threads) and whether an update hangs."
                ),
            )
        if not bad:
            return Found(
                health.GREEN,
                "ok",
                self.env._(
                    "All %(count)s schedules run as planned.", count=figures["active"]
                ),
                last,
                figures,
            )
        since = [self._neiqin_schedule_since(row) for row in rows if row[0] in bad]
        return Found(
            health.worst(light for light, _code in bad.values()),
            "trouble",
            self.env._(
                "%(bad)s of %(count)s schedules do not run as planned.",
                bad=len(bad),
                count=len(rows),
            ),
            min(filter(None, since), default=None),
            figures,
            details,
            self.env._("Your administrator starts them again under Scheduled Actions."),
        )

    @api.model
    def _neiqin_schedules(self):
        """Return one row per schedule, see the statement; the add-on's are its own."""
        return self.env.execute_query(
            SQL(
                """
                SELECT cron.id, cron.active, cron.interval_number, cron.interval_type,
                       cron.nextcall, cron.lastcall, cron.failure_count,
                       cron.first_failure_date,
                       %s AS own
                  FROM ir_cron cron
                 ORDER BY cron.id
                """,
                OWN,
            )
        )

    @api.model
    def _neiqin_schedule_since(self, row):
        # a schedule that was switched off does not say when
        return row[7] or (row[4] if row[1] else None)

    @api.model
    def _neiqin_schedule_lines(self, rows, bad):
        crons = self.env["ir.cron"].browse(bad)
        names = dict(zip(crons.ids, crons.mapped("name"), strict=True)) if bad else {}
        words = self.env["neiqin.health.schedule"]._neiqin_words()
        return tuple(
            (bad[row[0]][0], self._neiqin_line(names[row[0]], words[bad[row[0]][1]]))
            for row in rows
            if row[0] in bad
        )

    # -- mail

    @api.model
    def _neiqin_mails(self, state, companies, recent=None):
        """Return ``[(kind of failure, count, oldest, count of a day)]`` of such mails.

        Mails of other companies do not count; those of none do.
        """
        moment = SQL("GREATEST(mail.create_date, mail.scheduled_date)")
        if recent:
            moment = SQL("COALESCE(mail.write_date, mail.create_date)")
        now = fields.Datetime.now()
        return self.env.execute_query(
            SQL(
                """
                SELECT COALESCE(mail.failure_type, 'unknown'), count(*), min(%(moment)s),
                       count(*) FILTER (WHERE %(moment)s > %(day)s)
                  FROM mail_mail mail
                  JOIN mail_message message ON message.id = mail.mail_message_id
                 WHERE mail.state = %(state)s
                   AND (message.record_company_id IS NULL
                        OR message.record_company_id = ANY(%(companies)s))
                   AND (mail.scheduled_date IS NULL OR mail.scheduled_date <= %(now)s)
                   AND (%(recent)s IS NULL OR %(moment)s > %(recent)s)
                 GROUP BY 1 ORDER BY 2 DESC
                """,
                moment=moment,
                day=now - health.DAY,
                state=state,
                companies=list(companies),
                now=now,
                recent=SQL("%s::timestamp", recent),
            )
        )

    @api.model
    def _neiqin_health_mail_out(self, companies):
        now, rows = fields.Datetime.now(), self._neiqin_mails("outgoing", companies)
        count = sum(row[1] for row in rows)
        oldest = min((row[2] for row in rows), default=None)
        servers = self.env["ir.mail_server"].search_count([("active", "=", True)])
        figures = {"waiting": count, "servers": servers}
        own = config.get("smtp_server") not in (None, False, "", "localhost")
        if not count and not servers and not own:
            return Found(
                health.GREY,
                "unset",
                self.env._("No server for outgoing mails is set up."),
                figures=figures,
                todo=self.env._(
                    "Your administrator adds one under Outgoing Mail Servers; letters "
                    "and reminders go out by it."
                ),
            )
        light = health.by_age(oldest, now, QUEUE_AMBER, QUEUE_RED)
        if light == health.GREEN:
            said = self.env._("%(count)s mails wait for the next round.", count=count)
            said = said if count else self.env._("No mail is waiting.")
            return Found(light, "ok", said, oldest, figures)
        return Found(
            light,
            "stuck",
            self.env._("%(count)s mails wait and do not go out.", count=count),
            oldest,
            figures,
            todo=self.env._(
                "Your administrator looks at the mail server and at the schedule of the "
                "mail queue."
            ),
        )

    @api.model
    def _neiqin_health_mail_failed(self, companies):
        recent = fields.Datetime.now() - RECENT
        rows = self._neiqin_mails("exception", companies, recent)
        count, today = sum(row[1] for row in rows), sum(row[3] for row in rows)
        kinds = dict(
            self.env["mail.mail"]
            ._fields["failure_type"]
            ._description_selection(self.env)
        )
        figures = {"failed": count, "failed_today": today}
        figures.update({f"kind_{row[0]}": row[1] for row in rows if row[0] in kinds})
        if not count:
            return Found(
                health.GREEN,
                "ok",
                self.env._(
                    "All mails of the last %(days)s days went out.", days=RECENT.days
                ),
                figures=figures,
            )
        lost = any(row[0] == "mail_smtp" and row[3] for row in rows) or today >= MANY
        light = health.RED if lost else health.AMBER
        return Found(
            light,
            "server" if lost else "some",
            self.env._(
                "%(count)s mails of the last %(days)s days were not delivered, %(today)s "
                "of them in the last 24 hours.",
                count=count,
                days=RECENT.days,
                today=today,
            ),
            min(row[2] for row in rows),
            figures,
            tuple(
                (light, self._neiqin_line(kinds.get(row[0], row[0]), row[1]))
                for row in rows
            ),
            self.env._("Correct the addresses on the documents and send them again."),
        )

    @api.model
    def _neiqin_health_mail_in(self, _companies):
        now = fields.Datetime.now()
        servers = self.env["fetchmail.server"].search([("active", "=", True)])
        off = servers.filtered(lambda server: server.state != "done")
        used = servers - off
        bad = used.filtered("error_date")
        figures = {"servers": len(used), "failing": len(bad), "off": len(off)}
        if not servers:
            return Found(
                health.GREY,
                "unset",
                self.env._("No mailbox is fetched."),
                figures=figures,
                todo=self.env._(
                    "Orders and complaints by mail need one: your administrator adds it "
                    "under Incoming Mail Servers."
                ),
            )
        since = min(bad.mapped("error_date"), default=None)
        late = min((server.date or server.create_date for server in used), default=None)
        light = health.worst(
            [
                health.by_age(since, now, 0 * health.HOUR, QUEUE_RED),
                health.by_age(late, now, QUEUE_AMBER, QUEUE_RED),
                health.AMBER if off else health.GREEN,
            ]
        )
        if light == health.GREEN:
            said = self.env._("%(count)s mailboxes are fetched.", count=len(used))
            return Found(light, "ok", said, late, figures)
        lines = [
            (health.AMBER, server.name, self.env._("is switched off")) for server in off
        ]
        lines += [
            (light, server.name, self.env._("cannot be fetched")) for server in bad
        ]
        return Found(
            light,
            "trouble",
            self.env._("Not all mailboxes are fetched."),
            since or late,
            figures,
            tuple((one, self._neiqin_line(name, words)) for one, name, words in lines),
            self.env._("Your administrator tests them under Incoming Mail Servers."),
        )


def _run(row):
    every = row[2] * health.UNITS[row[3]]
    return health.Run(row[1], row[8], every, row[4], row[6] or 0)
