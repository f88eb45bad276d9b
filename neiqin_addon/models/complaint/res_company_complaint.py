"""How a company handles complaints."""

from odoo import api, fields, models

PERSON = "[('share', '=', False), ('company_ids', 'in', id)]"


class ResCompany(models.Model):
    _inherit = "res.company"

    neiqin_complaint_supervisor_id = fields.Many2one(
        comodel_name="res.users",
        string="Complaints: Supervisor",
        domain=PERSON,
        help="Hears of overdue complaints and unhappy customers. Empty: all supervisors.",
    )
    neiqin_complaint_manager_id = fields.Many2one(
        comodel_name="res.users",
        string="Complaints: Manager",
        domain=PERSON,
        help="Hears of complaints that are long overdue. Empty: all managers.",
    )
    neiqin_quiet_from = fields.Float(
        string="Quiet From",
        default=22.0,
        help="No mails about complaints from this hour; clocks run on. The same as the "
        "end: no quiet hours.",
    )
    neiqin_quiet_to = fields.Float(string="Quiet Until", default=7.5)
    neiqin_complaint_backdate_minutes = fields.Integer(
        string="Calls Noted Within (Minutes)",
        default=30,
        help="Later than this only a supervisor notes a call, with a trail row.",
    )
    neiqin_complaint_wait_days = fields.Integer(
        string="Wait for Customers (Days)",
        default=3,
        help="Then the clocks go on, whether the customer answered or not.",
    )
    neiqin_compensation_limit = fields.Monetary(
        string="Compensation by One Person Up To",
        currency_field="currency_id",
        default=500.0,
        help="Above this amount two persons confirm a compensation.",
    )

    _neiqin_complaint_numbers = models.Constraint(
        "CHECK (neiqin_complaint_backdate_minutes >= 0"
        " AND neiqin_complaint_wait_days >= 1 AND neiqin_compensation_limit >= 0"
        " AND neiqin_quiet_from BETWEEN 0 AND 24 AND neiqin_quiet_to BETWEEN 0 AND 24)",
        "Hours lie between 0 and 24, minutes and amounts are not negative, and we wait "
        "one day at least.",
    )

    @api.model
    def _neiqin_policy_fields(self):
        return super()._neiqin_policy_fields() | {
            "neiqin_complaint_supervisor_id",
            "neiqin_complaint_manager_id",
            "neiqin_quiet_from",
            "neiqin_quiet_to",
            "neiqin_complaint_backdate_minutes",
            "neiqin_complaint_wait_days",
            "neiqin_compensation_limit",
        }
