"""What the form of a credit change shows beside what is asked for."""

from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import format_date

from .credit_sight import SEES_AMOUNTS


class NeiqinCreditChange(models.Model):
    _inherit = "neiqin.credit.change"

    current_grade = fields.Char(compute="_compute_current", compute_sudo=True)
    current_limit = fields.Char(
        compute="_compute_current", compute_sudo=True, groups=SEES_AMOUNTS
    )
    rating_id = fields.Many2one(
        comodel_name="neiqin.credit.rating",
        string="Rated",
        compute="_compute_current",
        compute_sudo=True,
    )
    suggested_limit = fields.Monetary(
        compute="_compute_current", compute_sudo=True, groups=SEES_AMOUNTS
    )

    @api.depends("partner_id", "company_id", "state")
    @api.depends_context("lang")
    def _compute_current(self):
        for company, changes in self.grouped("company_id").items():
            customers = changes.partner_id.commercial_partner_id._origin
            terms = customers._neiqin_credit_terms(company or self.env.company)
            latest = self.env["neiqin.credit.rating"]._neiqin_latest(
                company or self.env.company, customers.ids
            )
            for change in changes:
                change._neiqin_show_current(terms, latest)

    def _neiqin_show_current(self, terms, latest):
        self.ensure_one()
        customer_id = self.partner_id.commercial_partner_id._origin.id
        term, rated = terms.get(customer_id), latest.get(customer_id)
        self.current_grade = (term and term.grade) or self.env._("not rated")
        self.current_limit = term and self._neiqin_limit_text(
            term.limit, self.company_id or self.env.company
        )
        self.rating_id = rated.id if rated else False
        self.suggested_limit = self.rating_id.suggested_limit if rated else False

    # --- on the customer's page

    @api.model
    def _neiqin_in_force_of(self, company, customer_ids):
        """Return what is in force by hand for customers of a company, oldest first."""
        return self.sudo().search(
            Domain("company_id", "=", company.id)
            & Domain("state", "=", "in_force")
            & Domain("partner_id", "in", customer_ids),
            order="id",
        )

    def _neiqin_held_words(self):
        """Return one sentence without an amount: clerks read it too."""
        self.ensure_one()
        what = []
        if self.holds_grade:
            what.append(self.env._("grade %(grade)s", grade=self.grade))
        if self.holds_limit:
            what.append(self.env._("limit"))
        until = self.valid_until and format_date(self.env, self.valid_until)
        if until:
            return self.env._(
                "Set by hand: %(what)s, until %(day)s.",
                what=" + ".join(what),
                day=until,
            )
        return self.env._("Set by hand: %(what)s.", what=" + ".join(what))
