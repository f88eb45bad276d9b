"""A department's part of a complaint: one person, one deadline, one clock."""

from odoo import api, fields, models
from odoo.exceptions import UserError

from ...tools import sla_clock
from ..control.calendar_time import WorkTimes
from .clock_values import COPIES, Policy, target_copy
from .complaint import TARGET_STATES
from .complaint_create import QUIET
from .complaint_tier import CLOCKS

TASK_STATES = [
    ("todo", "To Do"),
    ("doing", "In Progress"),
    ("done", "Done"),
    ("dropped", "Dropped"),
]
OPEN = ("todo", "doing")
#: What decides by which target and which calendar a task's clock runs.
POLICY = ("company_id", "department_id", "user_id", "minutes", "clock_type")
#: What whoever works on a task may write; all else moves by the task's own steps.
WRITABLE = {"result"}


class NeiqinComplaintTask(models.Model):
    _name = "neiqin.complaint.task"
    _description = "Complaint Task"
    _inherit = [
        "mail.thread",
        "mail.activity.mixin",
        "neiqin.protected.mixin",
        "neiqin.company.batch.mixin",
    ]
    _order = "deadline, sequence, id"
    _check_company_auto = True
    _mail_post_access = "read"

    name = fields.Char(string="Task", required=True)
    sequence = fields.Integer(default=10)
    complaint_id = fields.Many2one(
        comodel_name="neiqin.complaint",
        required=True,
        index=True,
        check_company=True,
        ondelete="restrict",
    )
    # not readonly: then Odoo keeps what create says, and inserts it with the rest
    company_id = fields.Many2one(
        comodel_name="res.company",
        compute="_compute_company_id",
        store=True,
        readonly=False,
        index=True,
    )
    partner_id = fields.Many2one(related="complaint_id.partner_id")
    tier_id = fields.Many2one(related="complaint_id.tier_id")
    tier_level = fields.Selection(related="complaint_id.tier_id.level")
    subject = fields.Char(related="complaint_id.subject")
    description = fields.Text(related="complaint_id.description")
    planned_id = fields.Many2one(
        comodel_name="neiqin.complaint.tier.task",
        string="Planned By",
        readonly=True,
        ondelete="set null",
    )
    department_id = fields.Many2one(
        comodel_name="neiqin.department",
        string="Department",
        index=True,
        check_company=True,
        ondelete="restrict",
    )
    user_id = fields.Many2one(
        comodel_name="res.users",
        string="Responsible",
        required=True,
        index=True,
        domain="[('share', '=', False), ('company_ids', 'in', company_id)]",
        ondelete="restrict",
        help="One person. Empty on filing: the head of the department.",
    )
    minutes = fields.Integer(string="Within (Minutes)", required=True, default=480)
    clock_type = fields.Selection(
        selection=CLOCKS, string="Clock", required=True, default="working"
    )
    state = fields.Selection(
        selection=TASK_STATES,
        string="Status",
        required=True,
        readonly=True,
        default="todo",
        index=True,
        group_expand=True,
    )
    result = fields.Text()
    deadline = fields.Datetime(readonly=True, copy=False, index=True)
    done_at = fields.Datetime(string="Done", readonly=True, copy=False)
    clock_state = fields.Selection(
        selection=TARGET_STATES, string="Target", readonly=True, copy=False
    )
    used_minutes = fields.Float(
        string="Minutes Used", readonly=True, copy=False, aggregator="avg"
    )

    _minutes_positive = models.Constraint(
        "CHECK (minutes > 0)", "A task takes one minute at least."
    )

    @api.model
    def _neiqin_protected_fields(self):
        return super()._neiqin_protected_fields() | {
            "planned_id",
            "state",
            "deadline",
            "done_at",
            "clock_state",
            "used_minutes",
        }

    @api.depends("complaint_id.company_id")
    def _compute_company_id(self):
        for task in self:
            task.company_id = task.complaint_id.company_id

    # --- making

    @api.model_create_multi
    def create(self, vals_list):  # pylint: disable=method-required-super
        """Give out tasks by hand: their clocks start now."""
        self._neiqin_check_protected({name for vals in vals_list for name in vals})
        complaints = self.env["neiqin.complaint"].browse(
            {vals.get("complaint_id") for vals in vals_list} - {None, False}
        )
        complaints.check_access("write")
        return self._neiqin_give_out(vals_list, WorkTimes())

    @api.model
    def _neiqin_give_out(self, vals_list, works):
        known, now = {}, fields.Datetime.now()
        vals_list = [self._neiqin_completed(vals, known) for vals in vals_list]
        policies = self._neiqin_date(vals_list, now, works)
        server = self.with_context(**QUIET)._neiqin_as_server()
        tasks = super(NeiqinComplaintTask, server).create(vals_list)
        tasks = tasks.with_env(self.env)
        heads = [
            (task.complaint_id.id, task.id, task.company_id.id, "task")
            for task in tasks.sudo()
        ]
        clocks = self.env["neiqin.complaint.clock"]
        clocks._neiqin_start(heads, [now] * len(heads), policies, works)
        complaints = tasks.sudo().complaint_id
        complaints.invalidate_recordset(["clock_ids", "event_ids"], flush=False)
        tasks.sudo()._neiqin_tell_given()
        return tasks

    @api.model
    def _neiqin_date(self, vals_list, moment, works):
        """Put the deadlines among the values: one insert writes them all.

        :return: what the clocks of the tasks run by
        """
        known, policies = {}, []
        for vals in vals_list:
            complaint = self.env["neiqin.complaint"].sudo().browse(vals["complaint_id"])
            key = (complaint.tier_id.id, *map(vals.get, POLICY))
            if key not in known:
                policy = self._neiqin_policy_of(complaint, vals)
                calendar = self.env["resource.calendar"].browse(policy.calendar_id)
                work = works.of(calendar, complaint.company_id)
                clock = sla_clock.start(moment, policy.target, work)
                known[key] = (policy, target_copy(clock, moment))
            policy, copies = known[key]
            vals.update(zip(COPIES["task"], copies, strict=True))
            policies.append(policy)
        return policies

    @api.model
    def _neiqin_completed(self, vals, known):
        """Return the values with the one person who is responsible.

        :param known: dict that keeps the heads of departments, for the next task
        """
        complaint = self.env["neiqin.complaint"].sudo().browse(vals.get("complaint_id"))
        if complaint.state in ("closed", "void"):
            raise UserError(self.env._("%(number)s is closed.", number=complaint.name))
        missing = [name for name in ("minutes", "clock_type") if name not in vals]
        defaults = self.default_get(missing) if missing else {}
        vals = {**defaults, **vals, "company_id": complaint.company_id.id}
        if "department_id" not in vals:
            vals["department_id"] = complaint.department_id.id
        if not vals.get("user_id"):
            department = self.env["neiqin.department"].sudo()
            department = department.browse(vals["department_id"] or ())
            person = self._neiqin_person(department, complaint, known)
            if not person:
                raise UserError(
                    self.env._(
                        "%(task)s: say who is responsible.", task=vals.get("name")
                    )
                )
            vals["user_id"] = person.id
        return vals

    @api.model
    def _neiqin_person(self, department, complaint, known):
        """Return the head of a department; without one, somebody who will notice."""
        company = complaint.company_id
        return (
            complaint._neiqin_head_of(department, company, known)
            or complaint.user_id
            or complaint._neiqin_role_of(company, "supervisor", known)[:1]
        )

    def _neiqin_policy(self):
        """Return what the task's clock runs by."""
        self.ensure_one()
        values = {
            "department_id": self.department_id.id,
            "user_id": self.user_id.id,
            "minutes": self.minutes,
            "clock_type": self.clock_type,
        }
        return self._neiqin_policy_of(self.complaint_id, values)

    @api.model
    def _neiqin_policy_of(self, complaint, vals):
        department = self.env["neiqin.department"].sudo()
        department = department.browse(vals["department_id"] or ())
        calendar = complaint._neiqin_calendar(
            vals["clock_type"], department, complaint.company_id
        )
        return Policy(
            complaint.tier_id.id,
            department.id or None,
            vals["user_id"],
            calendar.id or None,
            int(vals["minutes"] or 0) * 60,
        )

    # --- changing

    def write(self, vals):
        if not self._neiqin_is_server():
            refused = set(vals) - WRITABLE - self._neiqin_thread_fields()
            if refused:
                self._neiqin_check_protected(refused)
                labels = self.fields_get(refused, ["string"]).values()
                raise UserError(
                    self.env._(
                        "%(fields)s: hand the task over, or ask a supervisor.",
                        fields=", ".join(label["string"] for label in labels),
                    )
                )
        res = super().write(vals)
        if {"user_id", "department_id", "minutes", "clock_type"}.intersection(vals):
            self._neiqin_clocks()._neiqin_follow_policy(
                self.env._("Handed over"), "handover"
            )
        return res

    @api.model
    def _neiqin_thread_fields(self):
        """Return the fields that other add-ons brought: messages, activities."""
        return {
            name
            for name, field in self._fields.items()
            if field._module != "neiqin_addon"
        }

    def _neiqin_clocks(self):
        return (
            self.env["neiqin.complaint.clock"]
            .sudo()
            .search([("task_id", "in", self.ids), ("state", "!=", "stopped")])
        )

    # not @api.ondelete: a context key switches those off
    def unlink(self):  # pylint: disable=method-required-super
        raise UserError(  # pylint: disable=no-raise-unlink
            self.env._("A task stays. A supervisor can drop it.")
        )

    def copy(self, default=None):  # pylint: disable=method-required-super
        raise UserError(self.env._("Each task is given out anew."))
