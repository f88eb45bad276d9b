"""The clocks of complaints and tasks, and the log nobody rewrites."""

from odoo import api, fields, models

from ...tools.sla_clock import Clock
from ..control.calendar_time import WorkTimes

KINDS = [("response", "First Response"), ("solution", "Solution"), ("task", "Task")]
CLOCK_STATES = [("running", "Running"), ("paused", "Paused"), ("stopped", "Stopped")]
EVENTS = [
    ("start", "Started"),
    ("pause", "Paused"),
    ("resume", "Resumed"),
    ("stop", "Stopped"),
    ("policy", "Target Changed"),
    ("handover", "Handed Over"),
    ("settle", "Read"),
    ("ladder", "People Told"),
]


class NeiqinComplaintClock(models.Model):
    """One clock against one target. Written by the engine alone, past the ORM."""

    _name = "neiqin.complaint.clock"
    _description = "Complaint Clock"
    _inherit = ["neiqin.protected.mixin"]
    _order = "deadline, id"
    _rec_name = "kind"
    _log_access = False

    complaint_id = fields.Many2one(
        comodel_name="neiqin.complaint",
        required=True,
        index=True,
        ondelete="restrict",
    )
    task_id = fields.Many2one(
        comodel_name="neiqin.complaint.task",
        index="btree_not_null",
        ondelete="restrict",
    )
    company_id = fields.Many2one(
        comodel_name="res.company", required=True, ondelete="restrict"
    )
    kind = fields.Selection(selection=KINDS, required=True)
    state = fields.Selection(selection=CLOCK_STATES, required=True)
    tier_id = fields.Many2one(
        comodel_name="neiqin.complaint.tier",
        required=True,
        index=True,
        ondelete="restrict",
    )
    department_id = fields.Many2one(
        comodel_name="neiqin.department",
        index="btree_not_null",
        ondelete="restrict",
        help="Whose time runs.",
    )
    user_id = fields.Many2one(comodel_name="res.users", ondelete="restrict")
    calendar_id = fields.Many2one(
        comodel_name="resource.calendar",
        index="btree_not_null",
        ondelete="restrict",
        help="Empty: clock time.",
    )
    target = fields.Integer(string="Target (Seconds)", required=True)
    used = fields.Float(string="Used (Seconds)", help="Of finished stretches.")
    since = fields.Datetime(string="Running Since")
    deadline = fields.Datetime(index="btree_not_null")
    stopped_at = fields.Datetime(string="Stopped")
    told = fields.Integer(string="Told At %")
    next_ladder_at = fields.Datetime(
        string="Next Look",
        help="Next step of the ladder; of a paused clock, when the waiting ends.",
    )

    target_minutes = fields.Float(compute="_compute_minutes")
    used_minutes = fields.Float(compute="_compute_minutes")
    left_minutes = fields.Float(compute="_compute_minutes")

    _one_of_a_kind = models.UniqueIndex(
        "(complaint_id, kind) WHERE task_id IS NULL",
        "A complaint has one clock of each kind.",
    )
    _one_of_a_task = models.UniqueIndex("(task_id) WHERE task_id IS NOT NULL")
    # the sweep reads the first rows of this and nothing else
    _due_idx = models.Index("(next_ladder_at) WHERE next_ladder_at IS NOT NULL")
    _running_idx = models.Index("(calendar_id) WHERE state <> 'stopped'")

    @api.model
    def _neiqin_protected_fields(self):
        return super()._neiqin_protected_fields() | self._neiqin_fields_but()

    @api.depends("kind", "complaint_id.name")
    def _compute_display_name(self):
        kinds = dict(self._fields["kind"]._description_selection(self.env))
        for clock in self:
            clock.display_name = f"{clock.complaint_id.name} · {kinds.get(clock.kind)}"

    @api.depends("target", "used", "since")
    def _compute_minutes(self):
        """Show the time as it is now, the running stretch included."""
        now, works = fields.Datetime.now(), WorkTimes()
        for clock in self:
            work = works.of(clock.calendar_id, clock.company_id)
            spent = clock._neiqin_value().spent(now, work)
            clock.target_minutes = clock.target / 60
            clock.used_minutes = spent / 60
            clock.left_minutes = (clock.target - spent) / 60

    def _neiqin_value(self):
        """Return the clock as the kernel knows it."""
        self.ensure_one()
        return Clock(
            target=self.target,
            used=self.used,
            since=self.since or None,
            due=self.deadline or None,
            stopped=self.stopped_at or None,
        )


class NeiqinComplaintClockEvent(models.Model):
    """What happened to a clock: a row per fact, for good."""

    _name = "neiqin.complaint.clock.event"
    _description = "Event of a Complaint Clock"
    _inherit = ["neiqin.append.only.mixin"]
    _order = "id desc"
    _rec_name = "kind"
    _log_access = False

    clock_id = fields.Many2one(
        comodel_name="neiqin.complaint.clock",
        string="Clock",
        required=True,
        index=True,
        ondelete="restrict",
    )
    complaint_id = fields.Many2one(
        comodel_name="neiqin.complaint",
        required=True,
        index=True,
        ondelete="restrict",
    )
    task_id = fields.Many2one(comodel_name="neiqin.complaint.task", ondelete="restrict")
    company_id = fields.Many2one(
        comodel_name="res.company", required=True, ondelete="restrict"
    )
    kind = fields.Selection(selection=EVENTS, string="What", required=True)
    moment = fields.Datetime(required=True)
    noted_at = fields.Datetime(required=True)
    user_id = fields.Many2one(
        comodel_name="res.users", string="By", required=True, ondelete="restrict"
    )
    department_id = fields.Many2one(
        comodel_name="neiqin.department",
        string="Department",
        ondelete="restrict",
        help="Whose time the finished stretch was.",
    )
    holder_id = fields.Many2one(
        comodel_name="res.users", string="Person in Charge", ondelete="restrict"
    )
    seconds = fields.Float(
        help="Length of the stretch that this event ended, in working time."
    )
    used = fields.Float(string="Used (Seconds)")
    target = fields.Integer(string="Target (Seconds)")
    deadline = fields.Datetime()
    calendar_id = fields.Many2one(comodel_name="resource.calendar", ondelete="restrict")
    percent = fields.Integer()
    reason = fields.Char()

    minutes = fields.Float(compute="_compute_minutes")
    used_minutes = fields.Float(compute="_compute_minutes")

    @api.depends("seconds", "used")
    def _compute_minutes(self):
        for event in self:
            event.minutes = event.seconds / 60
            event.used_minutes = event.used / 60
