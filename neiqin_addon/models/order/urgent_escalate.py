"""Departments are asked, and who does not answer in time is heard of higher up.

First rung: the others of the department and whoever marked the order. Second: a
supervisor. Third: a manager.
"""

from collections import defaultdict

from markupsafe import Markup

from odoo import api, fields, models

from ...tools.urgent import RUNGS, climbed
from .urgent_task import ACTIVITY

REACHED = ("due_at", "above_at", "top_at")
TOGETHER = 200


class NeiqinUrgentResponse(models.Model):
    _inherit = "neiqin.urgent.response"

    def _neiqin_ask_departments(self):
        """Give each department's person a task, with the minutes of the department."""
        self.ensure_one()
        company = self.company_id
        departments = self.env["neiqin.department"]._neiqin_asked_for_urgent(company)
        tasks = (
            self.env["neiqin.urgent.task"]
            .sudo()
            ._neiqin_as_server()
            .create(
                [
                    {
                        "response_id": self.id,
                        "company_id": company.id,
                        "department_id": department.id,
                        "user_id": department._neiqin_person(company).id,
                        "reason": self.reason,
                        "minutes": department.urgent_minutes,
                        **self._neiqin_moments(department),
                    }
                    for department in departments
                ]
            )
        )
        for task in tasks:
            task._neiqin_remind_person(task.user_id)

    def _neiqin_moments(self, department):
        """Return when the department is asked, and when its task climbs each rung."""
        company = self.company_id
        calendar = (
            department._neiqin_calendar(company)
            if company.neiqin_urgent_clock == "work"
            else None
        )
        now = fields.Datetime.now()
        after = self.env["neiqin.exception"]._neiqin_after
        hours = department.urgent_minutes / 60
        moments = [after(calendar, now, hours * rung) for rung in RUNGS]
        return {
            "asked_at": now,
            **dict(zip(REACHED, moments, strict=True)),
            "next_escalation_at": moments[0],
        }


class NeiqinUrgentTask(models.Model):
    _inherit = "neiqin.urgent.task"

    due_at = fields.Datetime(string="Take On Until", readonly=True)
    above_at = fields.Datetime(string="To a Supervisor On", readonly=True)
    top_at = fields.Datetime(string="To a Manager On", readonly=True)
    rung = fields.Integer(
        string="Escalated",
        readonly=True,
        aggregator="max",
        help="0: the department's person; 1: its other members and whoever marked the "
        "order; 2: a supervisor; 3: a manager.",
    )
    next_escalation_at = fields.Datetime(string="Escalates On", readonly=True)

    _due = models.Index("(next_escalation_at) WHERE state = 'todo'")

    @api.depends("due_at", "acknowledged_at", "state")
    def _compute_late(self):
        now = fields.Datetime.now()
        for task in self:
            end = task.acknowledged_at or (task.state == "todo" and now)
            task.late = bool(end and task.due_at and end > task.due_at)

    @api.model
    def _cron_escalate(self):
        """Let climb what nobody acknowledged; one query where there is nothing."""
        due = [
            ("state", "=", "todo"),
            ("next_escalation_at", "<=", fields.Datetime.now()),
        ]
        tasks = self.sudo()
        if tasks.search_count(due, limit=1):
            tasks._neiqin_work_off("_neiqin_escalate", due, limit=TOGETHER)

    def _neiqin_failure_user(self):
        return self.sudo().response_id.user_id

    def _neiqin_escalate(self):
        """Tell each person once of all these tasks, those above with a to-do."""
        now = fields.Datetime.now()
        told = defaultdict(self.browse)
        ladders = {company: self._neiqin_ladder(company) for company in self.company_id}
        for task in self:
            rung, ahead = climbed([task[name] for name in REACHED], now)
            people = self.env["res.users"]
            if task.rung < 1 <= rung:
                people |= task._neiqin_beside()
            for step, person in enumerate(ladders[task.company_id], 2):
                if person and task.rung < step <= rung:
                    task._neiqin_remind_person(person, quiet=True)
                    people |= person
            for person in people:
                told[person] |= task
            task._neiqin_as_server().write({"rung": rung, "next_escalation_at": ahead})
        for person, tasks in told.items():
            tasks._neiqin_send_digest(person)

    def _neiqin_beside(self):
        """Return the others of the department, and whoever marked the order."""
        self.ensure_one()
        people = self.department_id.member_ids | self.response_id.user_id
        return (people - self.user_id).filtered(
            lambda user: (
                user.active and not user.share and self.company_id in user.company_ids
            )
        )

    @api.model
    def _neiqin_ladder(self, company):
        """Return a supervisor and a manager of the company, empty where there is none."""
        users = self.env["res.users"]
        office = users.union(*self.env["neiqin.department"]._neiqin_office(company))
        group = lambda name: self.env.ref(  # noqa: E731
            f"neiqin_addon.group_neiqin_{name}"
        ).sudo()
        managers = office & group("manager").all_user_ids
        supervisors = office & group("supervisor").all_user_ids
        # a plain supervisor before a manager, who is one as well
        above = supervisors.sorted(lambda user: (user in managers, user.id))[:1]
        return above, (managers - above).sorted("id")[:1] or managers[:1]

    def _neiqin_remind_person(self, person, quiet=False):
        """Give one person a to-do about the task.

        :param quiet: the person gets a message of its own
        """
        self.ensure_one()
        task = self.with_context(lang=person.lang)
        if quiet:
            task = task.with_context(mail_activity_quick_update=True)
        task.activity_schedule(
            ACTIVITY,
            summary=task.env._("Urgent: %(order)s", order=task.order_name),
            note=task.reason,
            user_id=person.id,
        )

    def _neiqin_send_digest(self, person):
        """Send one message about all these tasks, in the reader's language."""
        tasks = self.with_context(lang=person.lang)
        rows = Markup("").join(
            Markup('<li><a href="/odoo/urgent-tasks/%s">%s</a> %s</li>')
            % (task.id, task.display_name, task.user_id.name)
            for task in tasks
        )
        tasks.env["mail.thread"].message_notify(
            partner_ids=person.partner_id.ids,
            subject=tasks.env._(
                "Urgent orders not acknowledged: %(count)s", count=len(tasks)
            ),
            body=Markup("<ul>%s</ul>") % rows,
        )
