"""Who types an order again, and who settles the differences."""

from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain

from ...tools.reentry import choose
from ...tools.workday import day_to_utc, utc_to_day

CLERKS = "neiqin_addon.group_neiqin_clerk"
SUPERVISORS = "neiqin_addon.group_neiqin_supervisor"
TODO = "mail.mail_activity_data_todo"
#: Days over which the number of tasks is kept even.
RECENT_DAYS = 30


class NeiqinReentry(models.Model):
    _inherit = "neiqin.reentry"

    @api.model
    def _neiqin_make(self, draw, orders):
        """Make the tasks of drawn orders, each with the values as they are now."""
        return (
            self.sudo()
            ._neiqin_as_server()
            .create(
                [
                    {
                        "draw_id": draw.id,
                        "company_id": draw.company_id.id,
                        "order_id": order.id,
                        "snapshot": order._neiqin_reentry_snapshot(),
                        "past_user_ids": [],
                    }
                    for order in orders
                ]
            )
        )

    @api.model
    def _neiqin_sweep(self):
        """Give what nobody has to somebody, then remind of what is overdue."""
        alone = Domain("state", "=", "differs") & Domain("settler_id", "=", False)
        for turn, domain in (
            ("_neiqin_assign", [("state", "=", "new")]),
            ("_neiqin_ask_settlers", alone),
        ):
            if not self._neiqin_work_off(turn, domain):
                return
        today = fields.Date.context_today(self)
        waits = Domain("state", "in", ("open", "differs"))
        late = (
            waits & Domain("date_due", "<", today) & Domain("reminded_on", "=", False)
        )
        self._neiqin_work_off("_neiqin_remind", late)

    def _neiqin_assign(self):
        """Give each task to the clerk with the fewest who had no hand in the order.

        :raise UserError: nobody is left to type it
        """
        for task in self.sudo():
            people = task._neiqin_typists()
            if not people:
                raise UserError(
                    task.env._(
                        "%(task)s: there is no clerk who had no hand in the order. Void "
                        "it, or have another clerk join.",
                        task=task.display_name,
                    )
                )
            task._neiqin_give(task._neiqin_next_of(people, "user_id"))

    def _neiqin_typists(self):
        """Return the clerks who may type the order: none of them knows it by their work."""
        self.ensure_one()
        clerks = self._neiqin_members(CLERKS)
        clerks -= self.order_id._neiqin_hands() | clerks.browse(
            self.past_user_ids or []
        )
        # supervisors see figures and settle; they type where nobody else is left
        return clerks - self._neiqin_members(SUPERVISORS) or clerks

    def _neiqin_settlers(self):
        """Return who may settle: neither of the two; supervisors first."""
        self.ensure_one()
        both = self.order_id._neiqin_first_clerks() | self.user_id
        both |= both.browse(self.past_user_ids or [])
        people = self._neiqin_members(CLERKS) - both
        # nobody who verified the order judges what the verification overlooked
        return (
            (people & self._neiqin_supervisors()) - self.order_id._neiqin_hands()
            or people & self._neiqin_supervisors()
            or people
        )

    def _neiqin_members(self, group):
        """Return the active colleagues of the company in a group."""
        users = self.env.ref(group).sudo().all_user_ids
        return users.filtered(
            lambda user: user.active
            and not user.share
            and self.company_id in user.company_ids
            and user != self.env.ref("base.user_root")
        )

    def _neiqin_supervisors(self):
        """Return the supervisors of the company, without managers while there are some."""
        people = self._neiqin_members(SUPERVISORS)
        return (
            people - self._neiqin_members("neiqin_addon.group_neiqin_manager") or people
        )

    def _neiqin_next_of(self, people, role):
        """Return who of these has the fewest tasks."""
        state = "open" if role == "user_id" else "differs"
        company = Domain("company_id", "=", self.company_id.id)
        mine = Domain(role, "in", people.ids) & company
        since = fields.Datetime.now() - timedelta(days=RECENT_DAYS)
        count = self.sudo()._read_group
        loads = [
            {user.id: number for user, number in count(domain, [role], ["__count"])}
            for domain in (
                mine & Domain("state", "=", state),
                mine & Domain("create_date", ">=", since),
            )
        ]
        lot = f"{self.draw_id.seed}:{self.id}"
        return people.browse(choose(people.ids, *loads, lot))

    def _neiqin_give(self, user):
        """Give one task to a clerk, and close the order to them."""
        self.ensure_one()
        self._neiqin_as_server().write(
            {"user_id": user.id, "state": "open", "date_due": self._neiqin_due()}
        )
        self.order_id._neiqin_close_to(user)
        self._neiqin_tell(user, self.env._("Type an order again from its paper"))

    def _neiqin_due(self):
        """Return the day on which a task given now is due: working days of the company."""
        company, now = self.company_id, fields.Datetime.now()
        calendar, days = company.resource_calendar_id, company.neiqin_reentry_days
        zone = company._neiqin_tz()
        today = utc_to_day(now, zone)
        end = (
            days
            and calendar
            and calendar.plan_days(
                days + 1, day_to_utc(today, zone).replace(hour=0), compute_leaves=True
            )
        )
        return utc_to_day(end, zone) if end else today + timedelta(days=days)

    def _neiqin_tell(self, user, summary):
        self.activity_schedule(
            TODO, user_id=user.id, summary=summary, date_deadline=self.date_due
        )

    def _neiqin_untell(self):
        self.activity_unlink([TODO])

    # --- moving on

    def _neiqin_move_on(self, reason):
        """Take tasks from whom they were given to, for others to do."""
        for task in self.sudo():
            before = task.user_id if task.state == "open" else task.settler_id
            task._neiqin_untell()
            values = {"past_user_ids": [*(task.past_user_ids or []), before.id]}
            if task.state == "open":
                task.order_id._neiqin_open_to(before)
                values.update(state="new", user_id=False)
            else:
                values.update(settler_id=False)
            task._neiqin_as_server().write(values)
            task.env["neiqin.trail.entry"]._neiqin_log(
                "hand_over", task, {"from": before.name}, reason
            )

    def action_neiqin_give_back(self):
        """Hand one's own task to another clerk, and have the order opened again."""
        self._neiqin_check_mine()
        self.sudo().lock_for_update()
        self._neiqin_move_on(self.env._("Given back by the clerk"))
        for task in self.sudo().filtered(lambda task: task._neiqin_typists()):
            task._neiqin_assign()
        # the task is nothing that the clerk may read any more
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "neiqin_addon.neiqin_reentry_action"
        )
        return {**action, "target": "main"}

    def _neiqin_remind(self):
        """Tell a supervisor once of a task that is overdue."""
        for task in self.sudo():
            late = task.user_id if task.state == "open" else task.settler_id
            person = (task._neiqin_supervisors() - task.user_id)[:1]
            if person:
                task.activity_schedule(
                    TODO,
                    user_id=person.id,
                    summary=task.env._(
                        "Overdue second entry: %(name)s", name=late.name
                    ),
                )
            task._neiqin_as_server().write(
                {"reminded_on": fields.Date.context_today(task)}
            )
