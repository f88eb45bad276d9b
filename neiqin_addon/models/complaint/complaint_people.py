"""Who is meant by owner, head of department, supervisor, manager, emergency group."""

from odoo import api, models


class NeiqinComplaint(models.Model):
    _inherit = "neiqin.complaint"

    @api.model
    def _neiqin_step_people(self, step, clock, roles):
        """Return who is told at a step of a clock's ladder.

        :param step: rows of the ladder at one percentage
        :param roles: dict that keeps what was looked up, for the next clock
        """
        company = clock.company_id
        people = step.user_ids
        if any(step.mapped("tell_owner")):
            people |= clock.user_id
        if any(step.mapped("tell_department")):
            people |= self._neiqin_head_of(clock.department_id, company, roles)
        for role in ("supervisor", "manager"):
            if any(step.mapped(f"tell_{role}")):
                people |= self._neiqin_role_of(company, role, roles)
        people = people.filtered(lambda user: user.active and not user.share)
        if step and not people:
            # nobody in charge, or gone: then it is the supervisor's
            people = self._neiqin_role_of(company, "supervisor", roles)
        return people

    @api.model
    def _neiqin_head_of(self, department, company, known):
        """Return who answers for a department in a company; nobody without one."""
        if not department:
            return self.env["res.users"]
        if (department, company) not in known:
            known[department, company] = department.sudo()._neiqin_person(company)
        return known[department, company]

    @api.model
    def _neiqin_role_of(self, company, role, roles):
        if (company, role) not in roles:
            roles[company, role] = company._neiqin_role(role)
        return roles[company, role]

    def _neiqin_emergency_people(self):
        """Return who is called at once for a complaint."""
        self.ensure_one()
        group = self.tier_id.emergency_department_id
        group = group and group._neiqin_in(self.company_id)
        people = (group.member_ids | group.responsible_id).filtered(
            lambda user: user.active and not user.share
        )
        return people or self.company_id._neiqin_role("supervisor")


class ResCompany(models.Model):
    _inherit = "res.company"

    def _neiqin_named_person(self, role):
        return self[f"neiqin_complaint_{role}_id"] or super()._neiqin_named_person(role)
