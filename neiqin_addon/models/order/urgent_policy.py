"""What a company and its departments agreed on for urgent orders."""

from odoo import api, fields, models

#: Minutes the seeded departments start with; others are not asked until told to.
MINUTES = {"logistics": 30, "warehouse": 15, "production": 30, "purchasing": 30}
APPROVED_FROM = 50000.0


class NeiqinDepartment(models.Model):
    _inherit = "neiqin.department"

    urgent_minutes = fields.Integer(
        string="Minutes for Urgent Orders",
        compute="_compute_urgent_minutes",
        store=True,
        readonly=False,
        help="How soon the department acknowledges an urgent order. 0: it is not asked.",
    )

    _urgent_minutes_range = models.Constraint(
        "CHECK (urgent_minutes BETWEEN 0 AND 10080)",
        "Between nothing and a week: the minutes to acknowledge an urgent order.",
    )

    @api.depends("code")
    def _compute_urgent_minutes(self):
        for department in self:
            if not department.urgent_minutes:
                department.urgent_minutes = MINUTES.get(department.code, 0)

    @api.model
    def _neiqin_trailed_fields(self):
        return {**super()._neiqin_trailed_fields(), "urgent_minutes": ""}

    @api.model
    def _neiqin_asked_for_urgent(self, company):
        """Return the departments of a company that an urgent order asks."""
        found = self.sudo().search(
            [("company_id", "in", [False, company.id])],
            order="company_id NULLS LAST, sequence, id",
        )
        own = {}
        for department in found:
            own.setdefault(department.code, department)
        return self.union(*own.values()).filtered("urgent_minutes").sorted("sequence")


class ResCompany(models.Model):
    _inherit = "res.company"

    neiqin_urgent_clock = fields.Selection(
        selection=[
            ("work", "In the department's working hours"),
            ("always", "Around the clock"),
        ],
        string="Minutes of Urgent Orders Count",
        default="work",
        required=True,
        help="When the minutes run in which a department acknowledges an urgent order.",
    )

    @api.model
    def _neiqin_policy_fields(self):
        return super()._neiqin_policy_fields() | {"neiqin_urgent_clock"}


class NeiqinApprovalRule(models.Model):
    _inherit = "neiqin.approval.rule"

    @api.model
    def _neiqin_seed_urgent(self, companies=None):
        """Give companies the rule that a supervisor confirms large urgent orders.

        At the installation, and to later companies with their first urgent order.
        Where a company has a rule for it, archived ones too, people have their own.
        """
        rules = self.sudo().with_context(active_test=False)
        companies = companies or self.env["res.company"].sudo().search(
            [("active", "=", True)]
        )
        have = rules.search([("operation", "=", "order_urgent")]).company_id
        rules.create(
            [
                {
                    "name": self.env._("Urgent orders from an amount"),
                    "operation": "order_urgent",
                    "company_id": company.id,
                    "amount_from": APPROVED_FROM,
                    "requester_counts": True,
                    "remind_hours": 0.25,
                    "overdue_hours": 1,
                    "lapse_days": 1,
                }
                for company in companies - have
            ]
        )
