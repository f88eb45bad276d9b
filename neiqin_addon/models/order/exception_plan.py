"""The departments' tasks: an activity plan whose tasks find the department's person."""

from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.fields import Command


class MailActivityPlanTemplate(models.Model):
    _inherit = "mail.activity.plan.template"

    responsible_type = fields.Selection(
        selection_add=[
            ("neiqin_department", "Department's person"),
            ("neiqin_owner", "Clerk of the case"),
        ],
        ondelete={
            "neiqin_department": "set default",
            "neiqin_owner": "set default",
        },
    )
    neiqin_department_id = fields.Many2one(
        comodel_name="neiqin.department",
        string="Department",
        ondelete="restrict",
        index="btree_not_null",
    )

    @api.constrains("responsible_type", "neiqin_department_id", "plan_id")
    def _check_neiqin_department(self):
        for template in self:
            kind = template.responsible_type or ""
            if kind == "neiqin_department" and not template.neiqin_department_id:
                raise ValidationError(self.env._("Say which department gets the task."))
            if kind == "neiqin_owner" and template.res_model != "neiqin.exception":
                raise ValidationError(
                    self.env._("Only exception cases have a clerk of the case.")
                )

    def _determine_responsible(self, on_demand_responsible, applied_on_record):
        if not (self.responsible_type or "").startswith("neiqin_"):
            return super()._determine_responsible(
                on_demand_responsible, applied_on_record
            )
        record = applied_on_record
        company = "company_id" in record._fields and record.company_id
        company = company or self.env.company
        if self.responsible_type == "neiqin_owner" and record.owner_id:
            user = record.owner_id
        else:
            department = self.neiqin_department_id or record.department_id
            user = department._neiqin_in(company)._neiqin_person(company)
        return {"responsible": user, "error": False, "warning": False}


class NeiqinException(models.Model):
    _inherit = "neiqin.exception"

    def _neiqin_opened(self):
        res = super()._neiqin_opened()
        at_once = self.filtered(lambda case: case.type_id.sudo().plan_at_once)
        at_once._neiqin_step("planned")._neiqin_start_plan()
        return res

    def _neiqin_start_plan(self):
        """Give the departments the tasks of the kind's plan and let them see the case."""
        for plan, cases in self.sudo().grouped(lambda x: x.type_id.plan_id).items():
            templates = plan.template_ids
            if not templates:
                continue
            for case in cases:
                # first, so that whoever gets a task may see what it is about
                case._neiqin_involve(templates.neiqin_department_id)
                case._neiqin_give_tasks(templates)

    def _neiqin_involve(self, departments):
        """Let the members of these departments see the case."""
        self.ensure_one()
        own = [item._neiqin_in(self.company_id).id for item in departments]
        self._neiqin_as_server().write({"department_ids": [*map(Command.link, own)]})

    def _neiqin_give_tasks(self, templates):
        self.ensure_one()
        for template in templates:
            found = template._determine_responsible(self.owner_id, self)
            self.activity_schedule(
                activity_type_id=template.activity_type_id.id,
                automated=False,
                summary=template.summary,
                note=template.note,
                user_id=(found["responsible"] or self.owner_id).id,
                date_deadline=template._get_date_deadline(),
            )
