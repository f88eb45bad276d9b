"""Departments that cases, tasks and complaints are handed to, and who answers there."""

from odoo import api, fields, models
from odoo.exceptions import ValidationError


class NeiqinDepartment(models.Model):
    """One department: who is responsible, who belongs to it, when it works.

    Membership is what lets a collaborator see the department's work, so that changes
    of it leave a trail.
    """

    _name = "neiqin.department"
    _inherit = "neiqin.trailed.mixin"
    _description = "Department"
    _order = "sequence, id"

    name = fields.Char(required=True, translate=True)
    code = fields.Char(
        required=True,
        help="A word for rules and reports, the same in all companies: sales, logistics, "
        "warehouse, production, purchasing, finance or one of your own.",
    )
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)
    company_id = fields.Many2one(
        comodel_name="res.company",
        index=True,
        ondelete="cascade",
        help="Empty: for every company that has no department of its own with this code.",
    )
    responsible_id = fields.Many2one(
        comodel_name="res.users",
        string="Responsible",
        index="btree_not_null",
        ondelete="restrict",
        domain="[('share', '=', False)]",
        help="Gets what comes to the department, and hears of what is late there.",
    )
    member_ids = fields.Many2many(
        comodel_name="res.users",
        string="Members",
        domain="[('share', '=', False)]",
        help="They see the department's cases and tasks.",
    )
    calendar_id = fields.Many2one(
        comodel_name="resource.calendar",
        string="Working Hours",
        check_company=True,
        ondelete="restrict",
        help="Deadlines of the department count these hours; empty: the company's.",
    )
    person_id = fields.Many2one(
        comodel_name="res.users",
        string="In Charge Now",
        compute="_compute_person_id",
        compute_sudo=True,
        help="Who gets the department's work in this company: the responsible, or "
        "whoever stands in because nobody is named, or works here any more.",
    )

    _code_unique = models.UniqueIndex(
        "(code, COALESCE(company_id, 0)) WHERE active",
        "A company has one department of each code.",
    )

    @api.model
    def _neiqin_trailed_fields(self):
        return {
            **super()._neiqin_trailed_fields(),
            "responsible_id": "",
            "member_ids": "",
            "company_id": "",
            "active": "",
        }

    @api.model
    def _neiqin_trail_action(self):
        return "policy"

    @api.depends("responsible_id", "member_ids", "company_id")
    @api.depends_context("company")
    def _compute_person_id(self):
        for department in self:
            company = department.company_id or self.env.company
            department.person_id = department._neiqin_person(company)

    @api.constrains("responsible_id", "member_ids")
    def _check_people(self):
        """Whoever is asked works inside: customers and vendors are members of nothing."""
        for department in self.sudo():
            if any(
                user.share for user in department.responsible_id | department.member_ids
            ):
                raise ValidationError(
                    self.env._(
                        "%(department)s: only colleagues belong to a department.",
                        department=department.name,
                    )
                )

    @api.model_create_multi
    def create(self, vals_list):
        departments = super().create(vals_list)
        departments._neiqin_enlist()
        return departments

    def write(self, vals):
        res = super().write(vals)
        if {"responsible_id", "member_ids"}.intersection(vals):
            self._neiqin_enlist()
        return res

    def _neiqin_enlist(self):
        """Whoever is responsible belongs to the department: one list says who sees."""
        for department in self:
            missing = department.responsible_id - department.member_ids
            if missing:
                department.member_ids |= missing

    @api.depends("name", "company_id")
    @api.depends_context("allowed_company_ids")
    def _compute_display_name(self):
        several = len(self.env.companies) > 1
        for department in self:
            company = department.company_id.name if several else False
            department.display_name = (
                f"{department.name} ({company})" if company else department.name
            )

    # --- routing

    def _neiqin_in(self, company):
        """Return the department as the company has it: its own of the same code, if any.

        :param company: one ``res.company``
        """
        self.ensure_one()
        if self.company_id == company:
            return self
        own = self.sudo().search(
            [("code", "=", self.code), ("company_id", "=", company.id)], limit=1
        )
        return own.with_env(self.env) or self

    @api.model
    def _neiqin_by_code(self, code, company):
        """Return the company's department of a code, empty if there is none."""
        return self.sudo().search(
            [("code", "=", code), ("company_id", "in", [False, company.id])],
            order="company_id NULLS LAST, id",
            limit=1,
        )

    def _neiqin_person(self, company):
        """Return the user who gets what comes to the department; never nobody.

        :param company: the company whose work it is
        """
        self.ensure_one()
        department = self.sudo()
        people = [
            *department.responsible_id,
            *department.member_ids.sorted("id"),
            *self._neiqin_office(company),
        ]
        for user in people:
            if user.active and not user.share and company in user.company_ids:
                return user.with_env(self.env)
        return self.env.ref("base.user_admin")

    @api.model
    def _neiqin_office(self, company):
        """Return the people of the sales back office of a company, the managers first.

        The system's own user is the last of them: nobody reads its to-dos.
        """
        robot = self.env.ref("base.user_root")
        found = []
        for role in ("manager", "supervisor", "clerk"):
            users = self.env.ref(f"neiqin_addon.group_neiqin_{role}").sudo()
            found += [
                user
                for user in users.all_user_ids.sorted("id", reverse=True)
                if user.active
                and not user.share
                and user != robot
                and company in user.company_ids
                and user not in found
            ]
        return found

    def _neiqin_calendar(self, company):
        """Return the working hours by which the department's deadlines count."""
        return self.sudo().calendar_id or company.sudo().resource_calendar_id
