"""A customer's grade and limit, as other capabilities ask for them."""

from odoo import api, fields, models
from odoo.tools import SQL

from ...tools.credit_terms import CreditTerms, limit_in_force
from .credit_sight import SEES_GRADE

GRADES = [("A", "A"), ("B", "B"), ("C", "C"), ("D", "D")]
#: What Odoo itself keeps about a customer's credit.
LIMIT = "credit_limit"
TERMS = ("neiqin_grade", "neiqin_no_credit", LIMIT)


class ResPartner(models.Model):
    _inherit = "res.partner"

    neiqin_grade = fields.Selection(
        selection=GRADES,
        string="Credit Grade",
        company_dependent=True,
        copy=False,
        readonly=True,
        groups=SEES_GRADE,
        help="A pays as agreed, D does not. Empty: not rated, too little is known.",
    )
    neiqin_score = fields.Float(
        string="Credit Score",
        digits=(4, 1),
        company_dependent=True,
        copy=False,
        readonly=True,
        aggregator="avg",
        groups=SEES_GRADE,
        help="From 0 to 100, by the last rating. Nothing where the customer is not rated.",
    )
    neiqin_no_credit = fields.Boolean(
        string="No Credit",
        company_dependent=True,
        copy=False,
        readonly=True,
        groups=SEES_GRADE,
        help="Two persons decided that this customer pays in advance. A limit of 0 in "
        "Odoo means that nobody looks.",
    )

    @api.model
    def _neiqin_protected_fields(self):
        return super()._neiqin_protected_fields() | {
            "neiqin_grade",
            "neiqin_score",
            "neiqin_no_credit",
        }

    def _neiqin_credit_terms(self, company):
        """Return ``{commercial partner id: CreditTerms}`` of these customers.

        A change whose time is up counts no more, even before the schedule has taken it
        back. The number of queries does not grow with the number of customers.
        """
        partners = self.sudo().with_company(company).commercial_partner_id
        rows = partners._neiqin_raw_terms()
        terms = self._neiqin_as_terms(rows, company)
        if not any(held for *_stored, held in rows):
            return terms
        changes = self.env["neiqin.credit.change"].sudo()
        return changes._neiqin_correct_terms(company, terms)

    def _neiqin_stored_terms(self, company):
        """Return the terms as they stand in the files."""
        partners = self.sudo().with_company(company)
        return self._neiqin_as_terms(partners._neiqin_raw_terms(), company)

    @api.model
    def _neiqin_as_terms(self, rows, company):
        """Return ``{partner id: CreditTerms}`` from what is stored."""
        fallback = self.sudo().with_company(company)._neiqin_default_limit(company)
        return {
            partner_id: CreditTerms(
                limit_in_force(limit, fallback, no_credit), grade or None, None
            )
            for partner_id, grade, no_credit, limit, _held in rows
        }

    @api.model
    def _neiqin_limit_of(self, state, fallback):
        """Return the limit that a state of the file means, None for unlimited."""
        return limit_in_force(state["limit"], fallback, state["no_credit"])

    @api.model
    def _neiqin_default_limit(self, company):
        """Return the limit of customers without one of their own, None for none.

        It counts while the company uses Odoo's limits: switched off, nobody sees it.
        """
        if not company.sudo().account_use_credit_limit:
            return None
        partners = self.sudo().with_company(company)
        return partners._fields[LIMIT].get_company_dependent_fallback(partners)

    def _neiqin_raw_terms(self):
        """Return ``[(id, grade, no credit, own limit or None, held), ...]`` as stored.

        Read from the columns: the field itself cannot tell a customer's own limit
        from the company's default. ``held``: whether a change by hand is in force.
        """
        if not self.ids:
            return []
        self.flush_recordset(TERMS)
        self.env["neiqin.credit.change"].flush_model(
            ["partner_id", "company_id", "state"]
        )
        key = str(self.env.company.id)
        return self.env.execute_query(
            SQL(
                "SELECT id, neiqin_grade->>%s, (neiqin_no_credit->>%s)::boolean,"
                " (credit_limit->>%s)::float, EXISTS (SELECT FROM neiqin_credit_change"
                " change WHERE change.partner_id = res_partner.id AND"
                " change.company_id = %s AND change.state = 'in_force')"
                " FROM res_partner WHERE id = ANY(%s)",
                key,
                key,
                key,
                self.env.company.id,
                list(self.ids),
            )
        )

    def _neiqin_credit_terms_changed(self):
        """Called with customers whose limit or grade changed in ``env.company``.

        For whoever judges by them: what was held back by the old terms is to be
        looked at again. Here: requests that were asked for the old ones begin anew.
        """
        changes = self.env["neiqin.credit.change"]
        waiting = changes.sudo().search(
            [
                ("partner_id", "in", self.ids),
                ("company_id", "=", self.env.company.id),
                ("state", "=", "draft"),
            ]
        )
        waiting.with_env(self.env)._neiqin_approval_reopen(("pending",))
