"""The policies once, for the two pages that show them."""

from odoo import fields, models


class NeiqinPolicies(models.AbstractModel):
    """A field per policy of ``_neiqin_policy_fields``, shown on both settings pages.

    A capability adds its fields here, related to the company's, and one block to
    each of the two views.
    """

    _name = "neiqin.policies"
    _description = "Policies of the Sales Back Office"

    company_id = fields.Many2one(comodel_name="res.company")
    neiqin_gate_verification = fields.Selection(
        related="company_id.neiqin_gate_verification", readonly=False
    )
    neiqin_gate_letter = fields.Selection(
        related="company_id.neiqin_gate_letter", readonly=False
    )
    neiqin_gate_approval = fields.Selection(
        related="company_id.neiqin_gate_approval", readonly=False
    )
    neiqin_gate_exception = fields.Selection(
        related="company_id.neiqin_gate_exception", readonly=False
    )
    neiqin_gate_credit = fields.Selection(
        related="company_id.neiqin_gate_credit", readonly=False
    )
    neiqin_gate_customer_file = fields.Selection(
        related="company_id.neiqin_gate_customer_file", readonly=False
    )
    neiqin_file_minimum = fields.Integer(
        related="company_id.neiqin_file_minimum", readonly=False
    )
    neiqin_file_care = fields.Boolean(
        related="company_id.neiqin_file_care", readonly=False
    )
    neiqin_file_new_months = fields.Integer(
        related="company_id.neiqin_file_new_months", readonly=False
    )
    neiqin_credit_overdue_days = fields.Integer(
        related="company_id.neiqin_credit_overdue_days", readonly=False
    )
    neiqin_credit_overdue_amount = fields.Monetary(
        related="company_id.neiqin_credit_overdue_amount",
        currency_field="neiqin_currency_id",
        readonly=False,
    )
    neiqin_currency_id = fields.Many2one(
        related="company_id.currency_id", string="Currency of the Policies"
    )
    neiqin_credit_amber_percent = fields.Float(
        related="company_id.neiqin_credit_amber_percent", readonly=False
    )
    neiqin_verify_by_other = fields.Boolean(
        related="company_id.neiqin_verify_by_other", readonly=False
    )
    neiqin_verify_online_orders = fields.Boolean(
        related="company_id.neiqin_verify_online_orders", readonly=False
    )
    neiqin_price_tolerance = fields.Float(
        related="company_id.neiqin_price_tolerance", readonly=False
    )
    neiqin_intake_alias_name = fields.Char(
        related="company_id.neiqin_intake_alias_name", readonly=False
    )
    neiqin_alias_domain_name = fields.Char(related="company_id.alias_domain_id.name")
    neiqin_trail_customers = fields.Boolean(
        related="company_id.neiqin_trail_customers", readonly=False
    )
    neiqin_seal = fields.Image(related="company_id.neiqin_seal", readonly=False)
    neiqin_delivered_when = fields.Selection(
        related="company_id.neiqin_delivered_when", readonly=False
    )
    neiqin_feedback = fields.Boolean(
        related="company_id.neiqin_feedback", readonly=False
    )
    neiqin_cadence = fields.Selection(
        related="company_id.neiqin_cadence", readonly=False
    )
    neiqin_feedback_hour = fields.Float(
        related="company_id.neiqin_feedback_hour", readonly=False
    )
    neiqin_urgent_clock = fields.Selection(
        related="company_id.neiqin_urgent_clock", readonly=False
    )
    neiqin_urgent_grades = fields.Selection(
        related="company_id.neiqin_urgent_grades", readonly=False
    )
    neiqin_urgent_category_ids = fields.Many2many(
        related="company_id.neiqin_urgent_category_ids", readonly=False
    )
    neiqin_urgent_amount = fields.Monetary(
        related="company_id.neiqin_urgent_amount",
        currency_field="neiqin_currency_id",
        readonly=False,
    )
    neiqin_order_survey = fields.Boolean(
        related="company_id.neiqin_order_survey", readonly=False
    )
    neiqin_letter_reminder_days = fields.Integer(
        related="company_id.neiqin_letter_reminder_days", readonly=False
    )
    neiqin_letter_reminder_max = fields.Integer(
        related="company_id.neiqin_letter_reminder_max", readonly=False
    )
    neiqin_letter_link_days = fields.Integer(
        related="company_id.neiqin_letter_link_days", readonly=False
    )
    neiqin_letter_waive_portal = fields.Boolean(
        related="company_id.neiqin_letter_waive_portal", readonly=False
    )
    neiqin_complaint_alias_name = fields.Char(
        related="company_id.neiqin_complaint_alias_name", readonly=False
    )
    neiqin_complaint_supervisor_id = fields.Many2one(
        related="company_id.neiqin_complaint_supervisor_id", readonly=False
    )
    neiqin_complaint_manager_id = fields.Many2one(
        related="company_id.neiqin_complaint_manager_id", readonly=False
    )
    neiqin_quiet_from = fields.Float(
        related="company_id.neiqin_quiet_from", readonly=False
    )
    neiqin_quiet_to = fields.Float(related="company_id.neiqin_quiet_to", readonly=False)
    neiqin_complaint_backdate_minutes = fields.Integer(
        related="company_id.neiqin_complaint_backdate_minutes", readonly=False
    )
    neiqin_complaint_wait_days = fields.Integer(
        related="company_id.neiqin_complaint_wait_days", readonly=False
    )
    neiqin_currency_id = fields.Many2one(
        related="company_id.currency_id", string="Currency of the Limit"
    )
    neiqin_compensation_limit = fields.Monetary(
        related="company_id.neiqin_compensation_limit",
        currency_field="neiqin_currency_id",
        readonly=False,
    )
    neiqin_archive_auto = fields.Boolean(
        related="company_id.neiqin_archive_auto", readonly=False
    )
    neiqin_archive_amount_tolerance = fields.Float(
        related="company_id.neiqin_archive_amount_tolerance", readonly=False
    )
    neiqin_archive_quantity_tolerance = fields.Float(
        related="company_id.neiqin_archive_quantity_tolerance", readonly=False
    )
