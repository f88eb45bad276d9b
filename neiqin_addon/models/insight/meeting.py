"""The weekly meeting: figures to look at together, minutes, and who does what."""

from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError

from ...tools.digest import canonical
from ...tools.iso_week import monday, week_name

SUPERVISOR = "neiqin_addon.group_neiqin_supervisor"
#: Whoever may know customers and prices. Departments see their cases and decisions.
OFFICE = "neiqin_addon.group_neiqin_clerk,neiqin_addon.group_neiqin_auditor"
STATES = [("draft", "In Preparation"), ("frozen", "Meeting Held")]


class NeiqinMeeting(models.Model):
    """One week's pack. In preparation its figures are computed anew; held, it stays.

    ``payload`` is what the office sees. ``department_payload`` is what the departments
    see of it: their cases and the decisions, without customers and prices.
    """

    _name = "neiqin.meeting"
    _description = "Weekly Meeting"
    _inherit = [
        "neiqin.frozen.report.mixin",
        "neiqin.schedule.mixin",
        "mail.thread",
        "mail.activity.mixin",
    ]
    _order = "week_start desc, company_id, id desc"
    _rec_name = "week"
    _mail_post_access = "read"
    _check_company_auto = True
    _neiqin_payload_fields = ("payload", "department_payload")
    _neiqin_about_fields = ("company_id", "week_start", "weeks")

    company_id = fields.Many2one(
        comodel_name="res.company",
        required=True,
        index=True,
        default=lambda self: self.env.company,
        ondelete="restrict",
    )
    currency_id = fields.Many2one(related="company_id.currency_id")
    plan_id = fields.Many2one(
        comodel_name="neiqin.meeting.plan",
        string="Plan",
        check_company=True,
        index="btree_not_null",
        ondelete="set null",
    )
    state = fields.Selection(selection=STATES)
    week_start = fields.Date(
        string="Week From",
        required=True,
        default=lambda self: monday(self.env.company._neiqin_today()),
        help="The Monday of the week; any day of it will do.",
    )
    week = fields.Char(compute="_compute_week", store=True)
    weeks = fields.Integer(
        string="Weeks Ahead",
        required=True,
        default=4,
        help="How far the forecast looks.",
    )
    meets_at = fields.Datetime(string="Meets On")
    user_ids = fields.Many2many(
        comodel_name="res.users",
        string="Participants",
        domain="[('share', '=', False), ('company_ids', 'in', company_id)]",
        help="Colleagues of other departments see their own cases and decisions, no"
        " customers and no prices.",
    )
    payload = fields.Text(groups=OFFICE)
    manifest = fields.Text(groups=OFFICE)
    department_payload = fields.Text(
        readonly=True, copy=False, groups="base.group_system"
    )
    computed_at = fields.Datetime(string="Figures As Of", readonly=True, copy=False)
    minutes = fields.Html(
        string="Meeting Minutes",
        groups=OFFICE,
        help="What was said. Only the office reads it: what others are to do goes into"
        " the decisions.",
    )
    decision_ids = fields.One2many(
        comodel_name="neiqin.meeting.decision",
        inverse_name="meeting_id",
        string="Meeting Decisions",
    )
    carried_ids = fields.Many2many(
        comodel_name="neiqin.meeting.decision",
        string="From Earlier Meetings",
        compute="_compute_carried_ids",
        help="Not done yet, or done since the last meeting.",
    )
    addendum_ids = fields.One2many(
        comodel_name="neiqin.meeting.addendum",
        inverse_name="meeting_id",
        string="Addenda",
        groups=OFFICE,
    )

    _weeks_few = models.Constraint(
        "CHECK (weeks BETWEEN 1 AND 12)",
        "The forecast looks one to twelve weeks ahead.",
    )
    _one_per_week = models.UniqueIndex(
        "(company_id, week_start, COALESCE(plan_id, 0))",
        "There is one meeting of a plan each week.",
    )
    _carried_idx = models.Index("(company_id, state, week_start)")

    @property
    def _neiqin_frozen_columns(self):
        return (*super()._neiqin_frozen_columns, "minutes", "computed_at", "week")

    @api.model
    def _neiqin_protected_fields(self):
        return (super()._neiqin_protected_fields() | {"computed_at", "week"}) - {
            "minutes"
        }

    @api.depends("week_start")
    def _compute_week(self):
        for meeting in self:
            day = meeting.week_start
            meeting.week = week_name(day) if day else ""

    @api.depends("week", "company_id")
    @api.depends_context("lang", "allowed_company_ids")
    def _compute_display_name(self):
        several = len(self.env.companies) > 1
        for meeting in self:
            name = self.env._("Weekly Meeting %(week)s", week=meeting.week)
            company = meeting.company_id.sudo().name
            meeting.display_name = f"{name} ({company})" if several else name

    # ---------------------------------------------------------------- editing

    @api.model_create_multi
    def create(self, vals_list):
        meetings = super().create([self._neiqin_on_monday(vals) for vals in vals_list])
        meetings._neiqin_refresh()
        return meetings

    def write(self, vals):
        held = self._neiqin_frozen()
        if held and not self._neiqin_is_server() and "user_ids" in vals:
            held._neiqin_refuse_frozen({"user_ids"})
        res = super().write(self._neiqin_on_monday(vals))
        if {"week_start", "weeks", "company_id"}.intersection(vals):
            (self - held)._neiqin_refresh()
        return res

    @api.model
    def _neiqin_on_monday(self, vals):
        if vals.get("week_start"):
            day = fields.Date.to_date(vals["week_start"])
            return {**vals, "week_start": monday(day)}
        return vals

    def copy_data(self, default=None):
        raise UserError(self.env._("A meeting is prepared anew, not copied."))

    @api.constrains("user_ids")
    def _check_people(self):
        for meeting in self.sudo():
            if any(user.share for user in meeting.user_ids):
                raise ValidationError(self.env._("Only colleagues take part."))

    # ---------------------------------------------------------------- figures

    def action_neiqin_refresh(self):
        """Compute the figures as they are now; of a held meeting they stay."""
        self.check_access("write")
        if self._neiqin_frozen():
            raise UserError(self.env._("The meeting was held: its figures stay."))
        self.sudo()._neiqin_lock_or_say()
        self._neiqin_refresh()
        return True

    def _neiqin_refresh(self):
        """Write the figures of meetings in preparation; one set per company and week."""
        figures = self.env["neiqin.meeting.figures"].sudo()
        now = fields.Datetime.now()
        for meeting in self.sudo():
            # stored texts are the company's, whoever computes them
            lang = meeting.company_id.partner_id.lang or self.env.lang
            found = figures.with_context(lang=lang)._neiqin_figures(
                meeting.company_id, meeting.week_start, meeting.weeks
            )
            meeting._neiqin_as_server().write(
                {
                    "payload": canonical({"figures": found}),
                    "department_payload": canonical({"cases": found["cases"]}),
                    "computed_at": now,
                }
            )

    # ---------------------------------------------------------------- holding

    def action_neiqin_hold(self):
        """Close the meeting: figures, minutes and decisions stay as they are now."""
        self.ensure_one()
        self.check_access("write")
        if not self.env.su and not self.env.user.has_group(SUPERVISOR):
            reason = self.env._("A supervisor closes the meeting.")
            raise self.env["neiqin.trail.entry"]._neiqin_denial(self, reason)
        self._neiqin_hold()
        return True

    def _neiqin_hold(self, moment=None):
        """Close it as of a moment in UTC; now unless told."""
        meeting = self.sudo()
        meeting._neiqin_lock_or_say()
        if meeting.state == "frozen":
            raise UserError(
                self.env._(
                    "%(user)s has closed this meeting already.",
                    user=meeting.frozen_by_id.name,
                )
            )
        carried = meeting.carried_ids
        meeting._neiqin_freeze({meeting.id: meeting._neiqin_contents(carried)}, moment)
        carried._neiqin_carry()
        (carried | meeting.decision_ids)._neiqin_plan_activities()

    def _neiqin_contents(self, carried):
        """Return what is kept of the meeting: for the office, and for departments."""
        self.ensure_one()
        figures = self._neiqin_content()["figures"]
        shared = {
            "new": self.decision_ids._neiqin_snapshot(),
            "carried": carried._neiqin_snapshot(more=1),
            "cases": figures["cases"],
        }
        office = {
            "figures": figures,
            "minutes": self.minutes or "",
            "participants": sorted(self.user_ids.mapped("name")),
            "meets_at": self.meets_at,
            "computed_at": self.computed_at,
            "decisions": {name: shared[name] for name in ("new", "carried")},
        }
        return {"payload": office, "department_payload": shared}

    @api.depends("company_id", "week_start", "state")
    @api.depends_context("uid")
    def _compute_carried_ids(self):
        decisions = self.env["neiqin.meeting.decision"]
        for meeting in self:
            found = decisions.sudo().search(meeting._neiqin_carried_domain())
            # not searched as the reader: who was not invited back then still sees
            # what is to be done now
            meeting.carried_ids = found.with_env(self.env)._filtered_access("read")

    def _neiqin_carried_domain(self):
        """Return the earlier decisions to talk about: open, or done since last time."""
        self.ensure_one()
        if not self.week_start:
            return [("id", "=", 0)]
        last = self.sudo().search(
            [
                ("company_id", "=", self.company_id.id),
                ("state", "=", "frozen"),
                ("week_start", "<", self.week_start),
            ],
            order="week_start desc",
            limit=1,
        )
        return [
            ("company_id", "=", self.company_id.id),
            ("meeting_id.state", "=", "frozen"),
            ("meeting_id.week_start", "<", self.week_start),
            "|",
            ("state", "=", "open"),
            ("done_at", ">", last.frozen_at or fields.Datetime.now()),
        ]
