"""One clerk's error rate of one month, with its colour and, where it is due, an alarm."""

from datetime import timedelta

from odoo import api, fields, models
from odoo.tools import SQL

from ...tools.error_rate import CONFIDENCE, EARLY, interval, is_above, light, rate
from ...tools.workday import utc_to_day

LIGHTS = [("none", "Nothing Checked"), ("green", "In the Target"), ("red", "Above It")]


class NeiqinErrorMonth(models.Model):
    """Counted anew every night while the month runs and for some days after it."""

    _name = "neiqin.error.month"
    _description = "Error Rate of a Clerk's Month"
    _inherit = [
        "neiqin.schedule.mixin",
        "neiqin.protected.mixin",
        "mail.thread",
        "mail.activity.mixin",
    ]
    _order = "month desc, rate desc, id"
    _rec_name = "user_id"

    company_id = fields.Many2one(
        comodel_name="res.company", required=True, readonly=True, index=True
    )
    user_id = fields.Many2one(
        comodel_name="res.users",
        string="Clerk",
        required=True,
        readonly=True,
        index=True,
        ondelete="restrict",
    )
    month = fields.Date(required=True, readonly=True, help="Its first day.")
    checked = fields.Integer(string="Fields Checked", readonly=True)
    wrong = fields.Integer(string="Wrong Fields", readonly=True)
    rate = fields.Float(
        string="Error Rate (%)", readonly=True, digits=(6, 2), aggregator=None
    )
    low = fields.Float(
        string="At Least (%)", readonly=True, digits=(6, 2), aggregator=None
    )
    high = fields.Float(
        string="At Most (%)", readonly=True, digits=(6, 2), aggregator=None
    )
    target = fields.Float(
        string="Target (%)", readonly=True, digits=(6, 2), aggregator=None
    )
    light = fields.Selection(
        selection=LIGHTS,
        string="Colour",
        readonly=True,
        help="Of the plain rate: green up to the target. A few errors make it red by "
        "chance alone.",
    )
    is_alarm = fields.Boolean(
        string="Alarm",
        readonly=True,
        help="The whole interval lies above the target: chance hardly explains it.",
    )
    is_new = fields.Boolean(
        string="Counted Since the Last Look", readonly=True, index=True
    )
    told_id = fields.Many2one(
        comodel_name="res.users", string="Alarm Given To", readonly=True
    )

    _month_once = models.UniqueIndex(
        "(company_id, user_id, month)", "A clerk's month stands once."
    )

    @api.model
    def _neiqin_protected_fields(self):
        return super()._neiqin_protected_fields() | self._neiqin_fields_but()

    @api.depends("user_id", "month")
    def _compute_display_name(self):
        for row in self:
            row.display_name = f"{row.user_id.name} {row.month:%Y-%m}"

    # --- by schedule

    @api.model
    def _cron_count(self):
        """Count this month and, in the first week, the one before; then judge."""
        for company in self.env["res.company"].sudo().search([("active", "=", True)]):
            today = utc_to_day(fields.Datetime.now(), company._neiqin_tz())
            for day in {
                today.replace(day=1),
                (today - timedelta(days=7)).replace(day=1),
            }:
                self._neiqin_count(company, day)
        self._neiqin_work_off("_neiqin_judge", [("is_new", "=", True)])

    @api.model
    def _neiqin_count(self, company, month):
        """Count one company's month, in one statement; only what changed is judged."""
        self.env.flush_all()
        report = self.env["neiqin.error.report"]
        self.env.cr.execute(
            SQL(
                """
                INSERT INTO neiqin_error_month AS old (
                    company_id, user_id, month, checked, wrong, is_new,
                    create_date, create_uid, write_date, write_uid
                )
                SELECT company_id, user_id, %(month)s, SUM(checked), SUM(wrong), TRUE,
                       now() AT TIME ZONE 'UTC', 1, now() AT TIME ZONE 'UTC', 1
                  FROM (%(report)s) AS row
                 WHERE company_id = %(company)s AND user_id IS NOT NULL
                   AND date >= %(month)s AND date < %(end)s
              GROUP BY company_id, user_id
                    ON CONFLICT (company_id, user_id, month)
             DO UPDATE SET checked = EXCLUDED.checked, wrong = EXCLUDED.wrong,
                       is_new = TRUE, write_date = EXCLUDED.write_date
                 WHERE (old.checked, old.wrong) <> (EXCLUDED.checked, EXCLUDED.wrong)
                """,
                month=month,
                end=fields.Date.add(month, months=1),
                report=report._table_query,
                company=company.id,
            )
        )
        self.invalidate_model()

    def _neiqin_judge(self):
        """Give each row its colour and its interval; raise the alarm once."""
        for row in self.sudo():
            target = row.company_id.neiqin_error_target
            low, high = interval(row.wrong, row.checked)
            alarm = is_above(row.wrong, row.checked, target, row._neiqin_certainty())
            row._neiqin_as_server().write(
                {
                    "rate": rate(row.wrong, row.checked) or 0.0,
                    "low": low,
                    "high": high,
                    "target": target,
                    "light": light(row.wrong, row.checked, target),
                    "is_alarm": alarm,
                    "is_new": False,
                }
            )
            if alarm and not row.told_id:
                row._neiqin_alarm()

    def _neiqin_certainty(self):
        """Return how sure one has to be: surer while the month runs and is asked daily."""
        self.ensure_one()
        today = utc_to_day(fields.Datetime.now(), self.company_id._neiqin_tz())
        return EARLY if today < fields.Date.add(self.month, months=1) else CONFIDENCE

    def _neiqin_alarm(self):
        """Tell a supervisor, not the clerk it is about."""
        self.ensure_one()
        person = self._neiqin_failure_user()
        self._neiqin_as_server().write({"told_id": person.id})
        self.activity_schedule(
            "mail.mail_activity_data_todo",
            user_id=person.id,
            summary=self.env._(
                "%(clerk)s: %(wrong)s of %(checked)s fields wrong, more than chance "
                "explains",
                clerk=self.user_id.name,
                wrong=self.wrong,
                checked=self.checked,
            ),
        )

    def _neiqin_failure_user(self):
        company = self[:1].company_id
        people = company._neiqin_role("supervisor")
        managers = company._neiqin_role("manager")
        return (people - self.user_id or managers - self.user_id or managers)[:1]

    def action_neiqin_open_fields(self):
        """Open the values behind the figure."""
        self.ensure_one()
        self.check_access("read")
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "neiqin_addon.neiqin_error_report_action_fields"
        )
        action["domain"] = [
            ("company_id", "=", self.company_id.id),
            ("user_id", "=", self.user_id.id),
            ("date", ">=", fields.Date.to_string(self.month)),
            ("date", "<", fields.Date.to_string(fields.Date.add(self.month, months=1))),
        ]
        return action
