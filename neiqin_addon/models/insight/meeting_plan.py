"""When a company meets each week, with whom; its pack is prepared the evening before."""

from datetime import timedelta

from markupsafe import Markup

from odoo import api, fields, models
from odoo.fields import Command
from odoo.tools import format_datetime

from odoo.addons.base.models.res_partner import _tz_get

from ...tools.iso_week import evening_before, monday, next_time
from ...tools.workday import utc_to_day

WEEKDAYS = [
    ("0", "Monday"),
    ("1", "Tuesday"),
    ("2", "Wednesday"),
    ("3", "Thursday"),
    ("4", "Friday"),
    ("5", "Saturday"),
    ("6", "Sunday"),
]


class NeiqinMeetingPlan(models.Model):
    _name = "neiqin.meeting.plan"
    _description = "Plan of Weekly Meetings"
    _inherit = ["neiqin.protected.mixin", "neiqin.schedule.mixin"]
    _order = "company_id, weekday, hour, id"
    _check_company_auto = True

    name = fields.Char(
        required=True, default=lambda self: self.env._("Weekly Sales Meeting")
    )
    active = fields.Boolean(default=True)
    company_id = fields.Many2one(
        comodel_name="res.company",
        required=True,
        index=True,
        default=lambda self: self.env.company,
        ondelete="cascade",
    )
    weekday = fields.Selection(selection=WEEKDAYS, required=True, default="0")
    hour = fields.Float(required=True, default=9.5, help="By the clocks of the zone.")
    duration = fields.Float(string="Takes", required=True, default=1.0)
    tz = fields.Selection(
        selection="_selection_tz",
        string="Time Zone",
        required=True,
        default=lambda self: self.env.company._neiqin_tz(),
    )
    weeks = fields.Integer(string="Weeks Ahead", required=True, default=4)
    location = fields.Char()
    agenda = fields.Text(
        default=lambda self: self._default_agenda(), help="Goes with the invitation."
    )
    user_id = fields.Many2one(
        comodel_name="res.users",
        string="Prepared By",
        required=True,
        index=True,
        default=lambda self: self.env.user,
        domain="[('share', '=', False), ('company_ids', 'in', company_id)]",
        ondelete="restrict",
        help="Hears of it if a pack could not be prepared.",
    )
    user_ids = fields.Many2many(
        comodel_name="res.users",
        string="Participants",
        domain="[('share', '=', False), ('company_ids', 'in', company_id)]",
    )
    next_at = fields.Datetime(
        string="Next Meeting", compute="_compute_next_at", store=True
    )
    draft_at = fields.Datetime(
        string="Prepared On",
        compute="_compute_next_at",
        store=True,
        help="The evening before the next meeting.",
    )

    _hour_of_day = models.Constraint(
        "CHECK (hour >= 0 AND hour < 24 AND duration > 0)", "A day has 24 hours."
    )
    _weeks_few = models.Constraint(
        "CHECK (weeks BETWEEN 1 AND 12)",
        "The forecast looks one to twelve weeks ahead.",
    )
    _due_idx = models.Index("(draft_at) WHERE active")

    @api.model
    def _selection_tz(self):
        return _tz_get(self)

    @api.model
    def _default_agenda(self):
        return "\n".join(
            (
                self.env._("1. What was decided last week"),
                self.env._("2. Orders, forecast and what runs short"),
                self.env._("3. Cases and complaints"),
                self.env._("4. Overdue money"),
                self.env._("5. Who does what until when"),
            )
        )

    @api.model
    def _neiqin_protected_fields(self):
        return super()._neiqin_protected_fields() | {"next_at", "draft_at"}

    @api.depends("weekday", "hour", "tz")
    def _compute_next_at(self):
        self._neiqin_set_next(fields.Datetime.now())

    def _neiqin_set_next(self, after):
        for plan in self:
            zone = plan.tz or "UTC"
            at = next_time(after, int(plan.weekday or 0), plan.hour, zone)
            plan.next_at, plan.draft_at = at, evening_before(at, zone)

    # --------------------------------------------------------------- by itself

    @api.model
    def _cron_draft(self):
        """Prepare the packs of tomorrow's meetings."""
        self._neiqin_work_off("_neiqin_draft", self._neiqin_due(), limit=20)

    @api.model
    def _neiqin_due(self):
        return [
            ("draft_at", "<=", fields.Datetime.now()),
            ("company_id.active", "=", True),
        ]

    def _neiqin_draft(self):
        """Prepare a pack for the next meeting of each, and tell those who come."""
        now = fields.Datetime.now()
        for plan in self:
            if plan.next_at <= now:
                # nobody prepares a meeting that is over
                plan._neiqin_as_server()._neiqin_set_next(now)
            if plan.draft_at <= now:
                if not plan._neiqin_known():
                    plan._neiqin_prepare()._neiqin_tell()
                after = plan.next_at + timedelta(minutes=1)
                plan._neiqin_as_server()._neiqin_set_next(after)

    def _neiqin_known(self):
        """Return the meeting of the plan's next week, if somebody prepared it."""
        self.ensure_one()
        return (
            self.env["neiqin.meeting"]
            .sudo()
            .search(
                [("plan_id", "=", self.id), ("week_start", "=", self._neiqin_week())],
                limit=1,
            )
        )

    def _neiqin_week(self):
        return monday(utc_to_day(self.next_at, self.tz))

    def _neiqin_prepare(self):
        """Return the meeting of the plan's next week, made if there is none yet."""
        self.ensure_one()
        return self._neiqin_known() or self.env["neiqin.meeting"].sudo().create(
            {
                "plan_id": self.id,
                "company_id": self.company_id.id,
                "week_start": self._neiqin_week(),
                "weeks": self.weeks,
                "meets_at": self.next_at,
                "user_ids": [Command.set(self.user_ids.ids)],
            }
        )

    def action_neiqin_prepare(self):
        """Prepare the next meeting's pack now, and open it."""
        self.ensure_one()
        self.check_access("write")
        return self.sudo()._neiqin_prepare().sudo(False)._get_records_action()

    def _neiqin_failure_user(self):
        return self.user_id


class NeiqinMeeting(models.Model):
    _inherit = "neiqin.meeting"

    def _neiqin_tell(self):
        """Send those who come a note with the link, each in their own language."""
        for meeting in self:
            people = meeting.user_ids.filtered("active")
            for lang, users in people.grouped("lang").items():
                meeting.with_context(lang=lang)._neiqin_notify(users)

    def _neiqin_notify(self, users):
        self.ensure_one()
        zone = self.plan_id.tz or self.company_id._neiqin_tz()
        at = format_datetime(self.env, self.meets_at, tz=zone) if self.meets_at else ""
        self.env["mail.thread"].message_notify(
            partner_ids=users.partner_id.ids,
            subject=self.env._(
                "%(meeting)s: the pack is ready", meeting=self.display_name
            ),
            body=Markup('<p>%s <a href="/odoo/weekly-meetings/%s">%s</a></p><p>%s</p>')
            % (at, self.id, self.env._("Open the pack"), self._neiqin_agenda()),
        )

    def _neiqin_agenda(self):
        """Return the plan's agenda as HTML, a line each."""
        self.ensure_one()
        return Markup("<br/>").join((self.plan_id.agenda or "").splitlines())
