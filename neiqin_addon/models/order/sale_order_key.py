"""Key customers: their open orders are proposed as urgent, never marked by themselves."""

from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import SQL

from .sale_order_urgent import REACHED

GRADES = {"A": ("A",), "AB": ("A", "B")}


class ResCompany(models.Model):
    _inherit = "res.company"

    neiqin_urgent_grades = fields.Selection(
        selection=[("none", "No grade"), ("A", "Grade A"), ("AB", "Grades A and B")],
        string="Propose as Urgent: Grades",
        default="none",
        required=True,
        help="Open orders of customers with this grade are proposed as urgent.",
    )
    neiqin_urgent_category_ids = fields.Many2many(
        comodel_name="res.partner.category",
        relation="neiqin_urgent_category_rel",
        string="Propose as Urgent: Tags",
        help="Open orders of customers with one of these tags are proposed as urgent.",
    )
    neiqin_urgent_amount = fields.Monetary(
        string="Propose as Urgent: From Amount",
        help="Open orders from this total, in the company's currency, are proposed as "
        "urgent. 0: none.",
    )

    _neiqin_urgent_amount_range = models.Constraint(
        "CHECK (neiqin_urgent_amount >= 0)",
        "The amount from which orders are proposed as urgent is not negative.",
    )

    @api.model
    def _neiqin_policy_fields(self):
        return super()._neiqin_policy_fields() | {
            "neiqin_urgent_grades",
            "neiqin_urgent_category_ids",
            "neiqin_urgent_amount",
        }


class SaleOrder(models.Model):
    _inherit = "sale.order"

    neiqin_is_key = fields.Boolean(
        string="Proposed as Urgent",
        compute="_compute_neiqin_key_text",
        search="_search_neiqin_is_key",
        compute_sudo=True,
        groups="base.group_user",
    )
    neiqin_key_text = fields.Char(
        string="Why Proposed",
        compute="_compute_neiqin_key_text",
        compute_sudo=True,
        groups="base.group_user",
    )

    @api.depends(
        "partner_id.commercial_partner_id.category_id",
        "partner_id.commercial_partner_id.neiqin_grade",
        "amount_total",
        "state",
        "delivery_status",
        "neiqin_stage",
        "neiqin_is_urgent",
        "company_id.neiqin_urgent_grades",
        "company_id.neiqin_urgent_category_ids",
        "company_id.neiqin_urgent_amount",
    )
    @api.depends_context("lang")
    def _compute_neiqin_key_text(self):
        for order in self:
            going = not order.neiqin_is_urgent and order._neiqin_may_be_urgent()
            why = order._neiqin_key_reasons() if going else []
            order.neiqin_is_key = bool(why)
            order.neiqin_key_text = " · ".join(why)

    def _neiqin_key_reasons(self):
        """Return what makes this a key customer's order, in a few words each."""
        self.ensure_one()
        company = self.company_id
        customer = self.partner_id.commercial_partner_id.with_company(company)
        found = []
        if customer.neiqin_grade in GRADES.get(company.neiqin_urgent_grades, ()):
            found.append(self.env._("grade %(grade)s", grade=customer.neiqin_grade))
        tags = customer.category_id & company.neiqin_urgent_category_ids
        found += tags.mapped("name")
        limit = company.neiqin_urgent_amount
        if limit and self._neiqin_company_amount() >= limit:
            found.append(self.env._("large order"))
        return found

    @api.model
    def _search_neiqin_is_key(self, operator, value):
        if operator != "in":
            return NotImplemented
        companies = self.env["res.company"].sudo().browse(self.env.companies.ids)
        key = (
            Domain.OR(self._neiqin_key_domain(company) for company in companies)
            & Domain("state", "in", ("draft", "sent", "sale"))
            & Domain("neiqin_is_urgent", "=", False)
            & (
                Domain("state", "!=", "sale")
                | Domain("neiqin_stage", "not in", REACHED)
                & Domain("delivery_status", "!=", "full")
            )
        )
        return key if True in value else ~key

    @api.model
    def _neiqin_key_domain(self, company):
        """Return the orders that a company's policies call a key customer's."""
        partners = self.env["res.partner"].sudo().with_company(company)
        parts = []
        grades = GRADES.get(company.neiqin_urgent_grades)
        if grades:
            graded = partners._search([("neiqin_grade", "in", grades)])
            parts.append(Domain("partner_id.commercial_partner_id", "in", graded))
        tags = company.neiqin_urgent_category_ids
        if tags:
            tagged = partners._search([("category_id", "in", tags.ids)])
            parts.append(Domain("partner_id.commercial_partner_id", "in", tagged))
        if company.neiqin_urgent_amount:
            large = SQL(
                "(SELECT id FROM sale_order WHERE company_id = %s"
                " AND amount_total / COALESCE(NULLIF(currency_rate, 0), 1) >= %s)",
                company.id,
                company.neiqin_urgent_amount,
            )
            parts.append(Domain("id", "in", large))
        return Domain("company_id", "=", company.id) & Domain.OR(parts)
