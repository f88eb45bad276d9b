"""Who leaves the company leaves its computers: the account is frozen with the file."""

import logging

from markupsafe import Markup

from odoo import api, models
from odoo.exceptions import AccessError, UserError

from odoo.addons.neiqin_addon.models.control.leaver import MANAGER

_logger = logging.getLogger(__name__)


class HrEmployee(models.Model):
    _inherit = "hr.employee"

    def write(self, vals):
        leaving = self.browse()
        if "active" in vals and not vals["active"]:
            leaving = self.filtered("active")
        # who leads them is emptied when the leader is archived as well
        leaders = {employee: employee.sudo().parent_id.user_id for employee in leaving}
        res = super().write(vals)
        for employee, leader in leaders.items():
            employee._neiqin_leave(leader)
        return res

    def _neiqin_leave(self, leader):
        """Freeze the employee's account, or ask a manager to; archiving goes on.

        :param leader: the user of the employee's manager, may be empty
        """
        self.ensure_one()
        user = self.sudo().user_id
        if not user.active or user.share or self._neiqin_still_works(user):
            return
        question = self._neiqin_question(user, leader)
        problem = self.env._("Only a manager of the sales back office may.")
        # not self.env.su: another add-on's sudo is nobody's permission
        if self.env.user.has_group(MANAGER):
            try:
                with self.env.cr.savepoint():
                    question.with_env(self.env).sudo(False).action_freeze()
                return
            except (UserError, AccessError) as error:
                problem = str(error)
        self._neiqin_ask_manager(question, problem)

    @api.model
    def _neiqin_still_works(self, user):
        """Return whether the user is another employee as well, in another company."""
        others = self.sudo().search_count([("user_id", "=", user.id)], limit=1)
        return bool(others)

    def _neiqin_question(self, user, leader):
        """Return the leaver's record to freeze, with a successor who may take over."""
        leavers = self.env["neiqin.leaver"].sudo()
        open_one = [("user_id", "=", user.id), ("state", "=", "draft")]
        question = leavers.search(open_one, limit=1)
        if question:
            return question
        people = [*leader, *self._neiqin_team_leader(), *self.env.user]
        people += self._neiqin_managers(user)
        people = [person for person in people if person != user]
        question = leavers.create(
            {
                "user_id": user.id,
                "successor_id": people[0].id,
                "reason": self.env._("Employee archived"),
            }
        )
        for person in people:
            question.successor_id = person
            if not question._neiqin_successor_problem():
                return question
        question.successor_id = people[0]
        return question

    def _neiqin_team_leader(self):
        teams = self.env["crm.team"].sudo()
        return teams.search(
            [
                ("company_id", "in", [self.sudo().company_id.id, False]),
                ("user_id.active", "=", True),
            ],
            order="company_id, sequence, id",
            limit=1,
        ).user_id

    def _neiqin_managers(self, leaver):
        """Return who may freeze, those of the employee's company first."""
        managers = self.env.ref(MANAGER).sudo().all_user_ids
        managers = managers.filtered(lambda user: user.active and not user.share)
        company = self.sudo().company_id
        return (managers - leaver).sorted(
            lambda user: (company not in user.company_ids, user.id)
        )

    def _neiqin_ask_manager(self, question, problem):
        """Put the freeze on a manager's desk, on the card of the one who leaves."""
        user = question.user_id
        managers = self._neiqin_managers(user) - self.env.user
        manager = (managers or self._neiqin_managers(user))[:1]
        if not manager:
            _logger.warning("%s is not frozen, and nobody may: %s", user.login, problem)
            return
        user.partner_id.sudo().activity_schedule(
            "mail.mail_activity_data_warning",
            user_id=manager.id,
            summary=self.env._(
                "Freeze %(user)s: the employee is archived", user=user.name
            ),
            note=Markup(
                '{problem} <a href="/odoo/neiqin.leaver/{id}">{link}</a>'
            ).format(
                problem=problem,
                id=question.id,
                link=self.env._("Choose the successor and freeze"),
            ),
        )
