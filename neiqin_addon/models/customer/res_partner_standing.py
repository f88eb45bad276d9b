"""A customer's light and use of the limit; what a clerk sees holds no amount."""

from odoo import api, fields, models
from odoo.fields import Domain

from ...tools.credit_check import Verdict, beyond_limit, standing, use_of_limit
from ...tools.exposure import Exposure
from .credit_sight import SEES_AMOUNTS, SEES_GRADE


class ResPartner(models.Model):
    _inherit = "res.partner"

    neiqin_credit_light = fields.Selection(
        selection=[
            ("green", "Free"),
            ("amber", "Watch"),
            ("red", "Stop"),
            ("none", "No Limit"),
        ],
        string="Credit Status",
        compute="_compute_neiqin_credit_light",
        compute_sudo=True,
        groups=SEES_GRADE,
        help="How the customer stands now, whatever else he orders.",
    )
    neiqin_credit_text = fields.Char(
        string="Credit in Words",
        compute="_compute_neiqin_credit_light",
        compute_sudo=True,
        groups=SEES_GRADE,
    )
    neiqin_over_limit = fields.Boolean(
        string="Over Limit",
        compute="_compute_neiqin_credit_light",
        compute_sudo=True,
        search="_search_neiqin_over_limit",
        groups=SEES_GRADE,
    )
    neiqin_is_overdue = fields.Boolean(
        string="Overdue",
        compute="_compute_neiqin_credit_light",
        compute_sudo=True,
        search="_search_neiqin_is_overdue",
        groups=SEES_GRADE,
    )
    neiqin_credit_use = fields.Float(
        string="Use of Limit",
        digits=(5, 0),
        compute="_compute_neiqin_credit_light",
        compute_sudo=True,
        groups=SEES_AMOUNTS,
        help="How many per cent of the credit limit the exposure takes.",
    )
    neiqin_limit = fields.Monetary(
        string="Limit in Force",
        compute="_compute_neiqin_credit_light",
        compute_sudo=True,
        groups=SEES_AMOUNTS,
    )
    neiqin_has_limit = fields.Boolean(
        compute="_compute_neiqin_credit_light", compute_sudo=True, groups=SEES_GRADE
    )

    @api.depends("neiqin_grade", "neiqin_no_credit", "credit_limit")
    @api.depends_context("company", "lang")
    def _compute_neiqin_credit_light(self):
        customers = self.commercial_partner_id._origin
        known = customers._neiqin_known_exposures()
        exposures = {customer: figures[0] for customer, figures in known.items()}
        verdicts = customers._neiqin_credit_standing(self.env.company, exposures)
        for partner in self:
            # none of a customer who is not saved yet
            customer = partner.commercial_partner_id._origin.id
            partner._neiqin_show_standing(verdicts.get(customer, Verdict()))

    def _neiqin_credit_standing(self, company, exposures):
        """Return ``{customer id: Verdict}``, as the customers stand before they order.

        :param exposures: ``{customer id: Exposure}``; who is not in it owes nothing
        """
        terms = self._neiqin_credit_terms(company)
        rules = company._neiqin_credit_rules()
        digits = company.currency_id.decimal_places
        return {
            customer: standing(
                exposures.get(customer, Exposure()), theirs, rules, digits
            )
            for customer, theirs in terms.items()
        }

    def _neiqin_show_standing(self, verdict):
        self.ensure_one()
        self.neiqin_credit_light = verdict.light
        self.neiqin_credit_text = self._neiqin_standing_text(verdict)
        self.neiqin_over_limit = verdict.over > 0
        self.neiqin_is_overdue = verdict.overdue > 0
        self.neiqin_has_limit = verdict.limit is not None
        self.neiqin_limit = verdict.limit or 0.0
        self.neiqin_credit_use = use_of_limit(verdict.after, verdict.limit) or 0.0

    def _neiqin_standing_text(self, verdict):
        """Return how the customer stands, in words without an amount."""
        late = self.env._(
            "Invoices are overdue, by up to %(days)s days.", days=verdict.days_late
        )
        words = {
            "no_credit": self.env._("No credit: this customer pays first."),
            "limit": self.env._("Owes more than the credit limit."),
            "grade": self.env._("Grade D: this customer pays first."),
            "near": self.env._("Close to the credit limit."),
            "overdue": late,
            "late": late,
        }
        if verdict.reasons:
            return " ".join(words[code] for code in verdict.reasons)
        if verdict.limit is None:
            return self.env._("No credit limit is set.")
        return self.env._("Within the credit limit.")

    @api.model
    def _search_neiqin_over_limit(self, operator, value):
        if operator != "in":
            return NotImplemented
        self._check_field_access(self._fields["neiqin_over_limit"], "read")
        over = Domain("commercial_partner_id", "in", self._neiqin_over_limit_ids())
        return _either(over, value)

    @api.model
    def _search_neiqin_is_overdue(self, operator, value):
        if operator != "in":
            return NotImplemented
        self._check_field_access(self._fields["neiqin_is_overdue"], "read")
        overdue = self.sudo()._neiqin_exposure_domain("overdue", ">", 0)
        return _either(overdue, value)

    @api.model
    def _neiqin_over_limit_ids(self):
        """Return the ids of customers who owe more than their limit in ``env.company``."""
        company = self.env.company
        exposures = self.env["neiqin.credit.exposure"].sudo()
        owing = exposures._neiqin_owing(company)
        outdated = exposures._neiqin_outdated()
        live = exposures._neiqin_exposures(self.browse(outdated), company)
        owing.update({customer: found.total for customer, found in live.items()})
        terms = self.browse(owing)._neiqin_credit_terms(company)
        digits = company.currency_id.decimal_places
        return [
            customer
            for customer, total in owing.items()
            if customer in terms and beyond_limit(total, terms[customer].limit, digits)
        ]


def _either(domain, values):
    """Return the domain for a search of a boolean by its values."""
    wanted = {bool(value) for value in values}
    if wanted == {True, False}:
        return Domain.TRUE
    if not wanted:
        return Domain.FALSE
    return domain if True in wanted else ~domain
