"""What a credit insurer covers of a customer: it lifts or holds the suggested limit."""

from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.fields import Domain
from odoo.tools import SQL


class NeiqinCreditInsurance(models.Model):
    _name = "neiqin.credit.insurance"
    _description = "Insured Limit"
    _inherit = ["neiqin.trailed.mixin"]
    _order = "date_from desc, id desc"
    _rec_name = "partner_id"

    partner_id = fields.Many2one(
        comodel_name="res.partner",
        string="Customer",
        required=True,
        index=True,
        ondelete="restrict",
        domain="[('parent_id', '=', False)]",
    )
    company_id = fields.Many2one(
        comodel_name="res.company",
        required=True,
        index=True,
        default=lambda self: self.env.company,
        ondelete="cascade",
    )
    insurer = fields.Char(required=True)
    reference = fields.Char(string="Policy Number")
    currency_id = fields.Many2one(
        comodel_name="res.currency",
        required=True,
        default=lambda self: self.env.company.currency_id,
        ondelete="restrict",
    )
    amount = fields.Monetary(string="Insured Limit", required=True)
    date_from = fields.Date(
        string="From",
        required=True,
        default=lambda self: fields.Date.context_today(self),
    )
    date_to = fields.Date(
        string="Until", help="The last day. Empty: until it is changed."
    )
    state = fields.Selection(
        selection=[("future", "Later"), ("running", "In Force"), ("over", "Over")],
        string="Status",
        compute="_compute_state",
    )

    _amount_positive = models.Constraint(
        "CHECK (amount >= 0)", "An insured limit is not negative."
    )
    _dates_in_order = models.Constraint(
        "CHECK (date_to IS NULL OR date_to >= date_from)",
        "An insured limit cannot end before it begins.",
    )

    @api.model
    def _neiqin_trailed_fields(self):
        return {
            "partner_id": "",
            "insurer": "",
            "amount": None,
            "date_from": "",
            "date_to": "",
        }

    @api.depends("date_from", "date_to", "company_id")
    def _compute_state(self):
        for limit in self:
            today = (limit.company_id or self.env.company)._neiqin_today()
            if limit.date_from and limit.date_from > today:
                limit.state = "future"
            else:
                over = limit.date_to and limit.date_to < today
                limit.state = "over" if over else "running"

    @api.constrains("partner_id")
    def _check_partner(self):
        for limit in self:
            company = limit.partner_id.commercial_partner_id
            if company != limit.partner_id:
                raise ValidationError(
                    self.env._(
                        "%(name)s belongs to %(company)s: the insured limit is the "
                        "company's.",
                        name=limit.partner_id.name,
                        company=company.name,
                    )
                )

    def _neiqin_supersede(self):
        """Let limits of the same insurer end the day before these begin."""
        for limit in self:
            earlier = self.search(
                Domain("partner_id", "=", limit.partner_id.id)
                & Domain("company_id", "=", limit.company_id.id)
                & Domain("insurer", "=", limit.insurer)
                & Domain("id", "!=", limit.id)
                & Domain("date_from", "<", limit.date_from)
                & (
                    Domain("date_to", "=", False)
                    | Domain("date_to", ">=", limit.date_from)
                )
            )
            earlier.date_to = fields.Date.subtract(limit.date_from, days=1)


class NeiqinCreditFacts(models.AbstractModel):
    _inherit = "neiqin.credit.facts"

    @api.model
    def _neiqin_insured(self, company, customer_ids, date):
        """Return the newest limit in force on a day, in the company's currency."""
        limits = self.env["neiqin.credit.insurance"]
        limits.flush_model()
        rows = self.env.execute_query(
            SQL(
                """
                SELECT DISTINCT ON (partner_id) partner_id, amount, currency_id
                  FROM neiqin_credit_insurance
                 WHERE partner_id = ANY(%s) AND company_id = ANY(%s)
                   AND date_from <= %s AND (date_to IS NULL OR date_to >= %s)
                 ORDER BY partner_id, date_from DESC, id DESC
                """,
                list(customer_ids),
                [company.id, company.sudo().root_id.id],
                date,
                date,
            )
        )
        found = super()._neiqin_insured(company, customer_ids, date)
        own = company.sudo().currency_id
        rates = {}
        for partner_id, amount, currency_id in rows:
            if currency_id not in rates:
                currency = self.env["res.currency"].browse(currency_id)
                rates[currency_id] = currency._get_conversion_rate(
                    currency, own, company, date
                )
            found[partner_id] = own.round(float(amount) * rates[currency_id])
        return found
