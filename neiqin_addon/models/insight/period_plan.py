"""Which reports a company makes by itself, about what, and who gets them."""

from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError

from ...tools.period import period_of
from ...tools.workday import utc_to_day
from .period_figures import Span

PERIODS = [("day", "Daily"), ("week", "Weekly Report"), ("month", "Monthly")]
SCOPES = [
    ("company", "Whole Company"),
    ("team", "Sales Team"),
    ("clerk", "Clerk"),
    ("representative", "Sales Representative"),
    ("region", "Region"),
]
#: Reports that one plan catches up on in one run.
MOST_AT_ONCE = 10
#: What a report is about besides its days; a report copies it from its plan.
ABOUT = ("company_id", "kind", "scope", "team_id", "user_id", "state_id", "country_id")
ABOUT += ("lang",)


class NeiqinPeriodAboutMixin(models.AbstractModel):
    """What plans and their reports have in common: kind of period, scope, language."""

    _name = "neiqin.period.about.mixin"
    _description = "What a Period Report Is About"

    company_id = fields.Many2one(
        comodel_name="res.company",
        required=True,
        index=True,
        default=lambda self: self.env.company,
        ondelete="restrict",
    )
    currency_id = fields.Many2one(related="company_id.currency_id")
    kind = fields.Selection(
        selection=PERIODS, string="Kind of Period", required=True, default="month"
    )
    scope = fields.Selection(
        selection=SCOPES, string="Reported For", required=True, default="company"
    )
    team_id = fields.Many2one(
        comodel_name="crm.team", string="Sales Team", ondelete="restrict"
    )
    user_id = fields.Many2one(
        comodel_name="res.users", string="Person", index=True, ondelete="restrict"
    )
    state_id = fields.Many2one(
        comodel_name="res.country.state", string="Province", ondelete="restrict"
    )
    country_id = fields.Many2one(
        comodel_name="res.country", string="Country", ondelete="restrict"
    )
    lang = fields.Selection(
        selection=lambda self: self.env["res.lang"].get_installed(),
        string="Language",
        required=True,
        default=lambda self: self.env.lang or "en_US",
    )

    def _neiqin_scope_record(self):
        """Return the team, person or region that this is about; nothing for all."""
        self.ensure_one()
        return {
            "team": self.team_id,
            "clerk": self.user_id,
            "representative": self.user_id,
            "region": self.state_id or self.country_id,
        }.get(self.scope)

    def _neiqin_scope_name(self):
        """Return what this is about, in words of the reader."""
        self.ensure_one()
        record = self.sudo()._neiqin_scope_record()
        return record.display_name if record else self.sudo().company_id.name

    def _neiqin_span(self, period):
        """Return the :class:`Span` of a period."""
        self.ensure_one()
        return Span(
            self.company_id.sudo(), period, self.scope, self._neiqin_scope_record()
        )


class NeiqinPeriodReportPlan(models.Model):
    """Makes one report per period, once the period is over and the hour has come."""

    _name = "neiqin.period.report.plan"
    _description = "Plan of Period Reports"
    _inherit = [
        "neiqin.period.about.mixin",
        "neiqin.protected.mixin",
        "neiqin.schedule.mixin",
        "mail.thread",
        "mail.activity.mixin",
    ]
    _order = "company_id, kind, name"

    name = fields.Char(required=True, translate=True)
    active = fields.Boolean(default=True)
    hour = fields.Integer(
        string="Made At (Hour)",
        default=8,
        required=True,
        aggregator=None,
        help="On the day after the period's last one, on the company's clock.",
    )
    user_ids = fields.Many2many(
        comodel_name="res.users",
        relation="neiqin_period_plan_user_rel",
        string="Subscribers",
        domain="[('share', '=', False), ('company_ids', 'in', company_id)]",
        help="Get every report by mail and may read it here. Who may see costs gets "
        "it with margins, everybody else without.",
    )
    next_start = fields.Date(
        string="Next Period From", readonly=True, copy=False, help="Its first day."
    )
    next_at = fields.Datetime(
        string="Next Report On", readonly=True, copy=False, index="btree_not_null"
    )
    report_ids = fields.One2many(
        comodel_name="neiqin.period.report", inverse_name="plan_id", string="Reports"
    )

    _hour_of_day = models.Constraint(
        "CHECK (hour BETWEEN 0 AND 23)", "An hour of the day is between 0 and 23."
    )

    @api.model
    def _neiqin_protected_fields(self):
        return super()._neiqin_protected_fields() | {"next_start", "next_at"}

    @api.constrains("scope", "team_id", "user_id", "state_id", "country_id")
    def _check_scope(self):
        for plan in self:
            if plan.scope != "company" and not plan._neiqin_scope_record():
                raise ValidationError(
                    self.env._("%(plan)s: say whom it is about.", plan=plan.name)
                )

    @api.constrains("user_ids", "company_id")
    def _check_subscribers(self):
        for plan in self:
            for user in plan.user_ids:
                if user.share or plan.company_id not in user.company_ids:
                    raise ValidationError(
                        self.env._(
                            "%(user)s is no colleague in %(company)s.",
                            user=user.name,
                            company=plan.company_id.name,
                        )
                    )

    @api.model_create_multi
    def create(self, vals_list):
        plans = super().create(vals_list)
        plans._neiqin_begin()
        return plans

    def write(self, vals):
        res = super().write(vals)
        if {"kind", "company_id"}.intersection(vals):
            self._neiqin_begin()
        elif "hour" in vals:
            for plan in self:
                plan._neiqin_wait_for(plan._neiqin_period())
        return res

    # ------------------------------------------------------------------- periods

    def _neiqin_today(self):
        self.ensure_one()
        return utc_to_day(fields.Datetime.now(), self.company_id._neiqin_tz())

    def _neiqin_begin(self):
        """Wait for the end of the period that runs now."""
        for plan in self:
            plan._neiqin_wait_for(period_of(plan.kind, plan._neiqin_today()))

    def _neiqin_period(self):
        return period_of(self.kind, self.next_start or self._neiqin_today())

    def _neiqin_wait_for(self, period):
        self.ensure_one()
        due = period.due(self.company_id._neiqin_tz(), self.hour)
        self._neiqin_as_server().write({"next_start": period.start, "next_at": due})

    # ------------------------------------------------------------------- making

    @api.model
    def _cron_make(self):
        """Make what is due, then send it: one report after the other, each for itself."""
        due = [("next_at", "<=", fields.Datetime.now())]
        if self.sudo()._neiqin_work_off("_neiqin_make_due", due, limit=1):
            self.env["neiqin.period.report.delivery"].sudo()._cron_send()

    def _neiqin_make_due(self):
        """Make the reports that are due, with those that a stopped server missed."""
        now = fields.Datetime.now()
        for plan in self:
            for _turn in range(MOST_AT_ONCE):
                period = plan._neiqin_period()
                plan._neiqin_make(period)._neiqin_plan_deliveries()
                plan._neiqin_wait_for(period.after())
                if plan.next_at > now:
                    break

    def _neiqin_make(self, period, moment=None):
        """Return the report of a period, made now if there is none yet.

        :param datetime moment: when it is given out, in UTC; now unless told
        """
        self.ensure_one()
        reports = self.env["neiqin.period.report"].sudo()
        domain = [("plan_id", "=", self.id), ("kind", "=", period.kind)]
        found = reports.search([*domain, ("date_from", "=", period.start)], limit=1)
        return found or reports._neiqin_make(self.sudo(), period, moment)

    def action_neiqin_make_last(self):
        """Make the report of the last full period, unless it is there, and open it."""
        self.ensure_one()
        self.check_access("write")
        running = period_of(self.kind, self._neiqin_today())
        return self._neiqin_make(running.before())._get_records_action()

    def _neiqin_make_for(self, day):
        """Return the report of the full period that a day lies in."""
        self.ensure_one()
        self.check_access("write")
        period = period_of(self.kind, day)
        if period.end > self._neiqin_today():
            raise UserError(
                self.env._(
                    "The period is not over yet: it ends with %(day)s.", day=period.last
                )
            )
        return self._neiqin_make(period)

    @api.readonly
    def action_neiqin_reports(self):
        """Open the reports of this plan."""
        self.ensure_one()
        self.check_access("read")
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "neiqin_addon.neiqin_period_report_action"
        )
        return {**action, "domain": [("plan_id", "=", self.id)], "context": {}}

    def _neiqin_failure_user(self):
        return self.create_uid
