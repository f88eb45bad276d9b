"""What is on the desk, in the order in which it presses."""

from datetime import datetime, time, timedelta

from odoo import api, models
from odoo.tools.safe_eval import safe_eval

from ...tools.workday import local_to_utc
from .desk import CLERK, COLLABORATOR, SUPERVISOR, Tile


class NeiqinDesk(models.AbstractModel):
    _inherit = "neiqin.desk"

    @api.model
    def _neiqin_tiles(self):
        """Return all :class:`Tile` there are, whoever may see them."""
        return [
            *self._neiqin_tiles_of_customers(),
            *self._neiqin_tiles_of_orders(),
            *self._neiqin_tiles_of_departments(),
            *self._neiqin_tiles_of_the_office(),
        ]

    @api.model
    def _neiqin_mine(self, field):
        """Return the domain of one's own and of nobody's; supervisors see everybody's."""
        if self.env.user.has_group(SUPERVISOR):
            return []
        return [(field, "in", [self.env.uid, False])]

    def _neiqin_tiles_of_customers(self):
        running = [("state", "=", "running"), ("task_id", "=", False)]
        today = self.env.company._neiqin_today()
        return [
            Tile(
                key="complaints",
                title=self.env._("Complaints Running"),
                done=self.env._("No clock is running"),
                icon="fa-bullhorn",
                model="neiqin.complaint.clock",
                domain=[*running, *self._neiqin_mine("complaint_id.user_id")],
                listed=[
                    ("clock_ids", "any", running),
                    *self._neiqin_mine("user_id"),
                ],
                action="neiqin_addon.neiqin_complaint_action",
                count="complaint_id:count_distinct",
                moment="deadline:min",
            ),
            Tile(
                key="cases",
                title=self.env._("Cases Due Today"),
                done=self.env._("No case is due"),
                icon="fa-exclamation-triangle",
                model="neiqin.exception",
                domain=[
                    ("state", "not in", ("solved", "closed")),
                    ("deadline", "<", self._neiqin_tonight()),
                    *self._neiqin_mine("owner_id"),
                ],
                action="neiqin_addon.neiqin_exception_action",
                groups=(CLERK,),
                moment="deadline:min",
            ),
            Tile(
                key="care",
                title=self.env._("Calls and Visits Due"),
                done=self.env._("Everybody was called"),
                icon="fa-phone",
                model="neiqin.care",
                domain=[
                    ("next_on", "<=", today),
                    *self._neiqin_mine("partner_id.user_id"),
                ],
                action="neiqin_addon.neiqin_care_action",
            ),
        ]

    def _neiqin_tonight(self):
        """Return the end of the company's day, in UTC."""
        zone = self.env.company._neiqin_tz()
        day = self.env.company._neiqin_today() + timedelta(days=1)
        return local_to_utc(datetime.combine(day, time()), zone)

    def _neiqin_tiles_of_orders(self):
        return [
            Tile(
                key="intake",
                title=self.env._("Order Files to Take In"),
                done=self.env._("No file is waiting"),
                icon="fa-inbox",
                model="neiqin.order.intake",
                domain=[("state", "!=", "imported"), ("twin_id", "=", False)],
                action="neiqin_addon.neiqin_order_intake_action",
                moment="create_date:min",
                runs="since",
            ),
            Tile(
                key="verify",
                title=self.env._("Orders to Verify"),
                done=self.env._("All orders are verified"),
                icon="fa-check-square-o",
                model="sale.order",
                domain=self._neiqin_to_verify(),
                action="neiqin_addon.sale_order_action_verify",
                moment="create_date:min",
                runs="since",
            ),
            Tile(
                key="letters",
                title=self.env._("Letters Unanswered"),
                done=self.env._("All letters are answered"),
                icon="fa-envelope-o",
                model="neiqin.confirmation.letter",
                domain=[("state", "=", "sent")],
                action="neiqin_addon.neiqin_confirmation_letter_action",
                moment="sent_at:min",
                runs="since",
            ),
            Tile(
                key="approvals",
                title=self.env._("Waiting for My Decision"),
                done=self.env._("Nothing to decide"),
                icon="fa-gavel",
                model="neiqin.approval",
                domain=[("may_decide", "=", True)],
                action="neiqin_addon.neiqin_approval_action",
                moment="requested_at:min",
                runs="since",
            ),
            Tile(
                key="archive",
                title=self.env._("Missing for the Archive"),
                done=self.env._("No paper is missing"),
                icon="fa-folder-open-o",
                model="neiqin.archive.gap",
                domain=self._neiqin_mine("user_id"),
                action="neiqin_addon.archive_gap_action",
                moment="since:min",
                runs="since",
            ),
        ]

    def _neiqin_to_verify(self):
        """Return the domain of the list of orders to verify: one place says what is."""
        action = self.env.ref("neiqin_addon.sale_order_action_verify").sudo()
        return safe_eval(action.domain, {"uid": self.env.uid})

    def _neiqin_tiles_of_departments(self):
        """What was handed to departments; their rules leave them their own."""
        groups = (COLLABORATOR,)
        return [
            Tile(
                key="tasks",
                title=self.env._("Tasks of Complaints"),
                done=self.env._("No task is open"),
                icon="fa-tasks",
                model="neiqin.complaint.task",
                domain=[("state", "in", ("todo", "doing"))],
                action="neiqin_addon.neiqin_complaint_task_action",
                groups=groups,
                moment="deadline:min",
            ),
            Tile(
                key="department_cases",
                title=self.env._("Open Cases"),
                done=self.env._("No case is open"),
                icon="fa-exclamation-triangle",
                model="neiqin.exception",
                domain=[("state", "not in", ("solved", "closed"))],
                action="neiqin_addon.neiqin_exception_action",
                groups=groups,
                moment="deadline:min",
            ),
            Tile(
                key="urgent",
                title=self.env._("Urgent Orders to Take On"),
                done=self.env._("Nothing is urgent"),
                icon="fa-bolt",
                model="neiqin.urgent.task",
                domain=[("state", "=", "todo")],
                action="neiqin_addon.neiqin_urgent_task_action",
                groups=(COLLABORATOR, CLERK),
            ),
        ]

    def _neiqin_tiles_of_the_office(self):
        return [
            Tile(
                key="failures",
                title=self.env._("Failed Work"),
                done=self.env._("Everything works"),
                icon="fa-wrench",
                model="neiqin.failure",
                domain=[("state", "=", "open"), *self._neiqin_mine("user_id")],
                action="neiqin_addon.neiqin_failure_action",
                moment="first_at:min",
                runs="since",
            ),
        ]
