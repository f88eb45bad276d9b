"""Who answers in a company: its supervisors, its managers, or the person it named."""

from odoo import models

GROUPS = {
    "supervisor": "neiqin_addon.group_neiqin_supervisor",
    "manager": "neiqin_addon.group_neiqin_manager",
}


class ResCompany(models.Model):
    _inherit = "res.company"

    def _neiqin_role(self, role):
        """Return the active users of the company who are its supervisors or managers.

        The company's named person, where there is one; else everybody in the group,
        for supervisors without the managers above them while others are there.

        :param role: ``supervisor`` or ``manager``
        """
        self.ensure_one()
        named = self.sudo()._neiqin_named_person(role)
        if named.active:
            return named
        managers = self._neiqin_group_users(GROUPS["manager"])
        if role == "manager":
            return managers
        supervisors = self._neiqin_group_users(GROUPS["supervisor"])
        return supervisors - managers or supervisors

    def _neiqin_named_person(self, role):
        """Return whom the company named for a role; a room that lets it name adds it."""
        return self.env["res.users"]

    def _neiqin_first_people(self, *groups):
        """Return the users of the first of these groups in which the company has any."""
        users = self.env["res.users"].sudo()
        for group in groups:
            found = users.search(
                [
                    ("all_group_ids", "in", self.env.ref(group).id),
                    ("company_ids", "in", self.id),
                ]
            )
            if found:
                return found
        return users

    def _neiqin_group_users(self, group):
        users = self.env.ref(group).sudo().all_user_ids
        return users.filtered(
            lambda user: user.active and not user.share and self in user.company_ids
        )
