"""A customer's exposure on the customer: as kept, live where documents changed."""

from odoo import api, fields, models

from ...tools.exposure import Exposure
from .credit_sight import SEES_AMOUNTS

#: field -> part of the exposure
PARTS = {
    "neiqin_exposure": "total",
    "neiqin_overdue": "overdue",
    "neiqin_days_late": "worst_days_late",
    "neiqin_open_receivable": "open_receivable",
    "neiqin_draft_invoices": "draft_invoices",
    "neiqin_to_invoice": "to_invoice",
    "neiqin_prepaid": "prepaid",
}


def _part(field, **kwargs):
    """Return a field of the customer that shows one part, for those who see amounts."""
    return field(
        compute="_compute_neiqin_exposure",
        compute_sudo=True,
        groups=SEES_AMOUNTS,
        **kwargs,
    )


class ResPartner(models.Model):
    _inherit = "res.partner"

    neiqin_exposure = _part(
        fields.Monetary,
        string="Exposure",
        search="_search_neiqin_exposure",
        help="What the customer owes and will owe by confirmed orders, less what was "
        "paid in advance, over all companies that share the customer.",
    )
    neiqin_overdue = _part(
        fields.Monetary, string="Amount Overdue", search="_search_neiqin_overdue"
    )
    neiqin_exposure_date = _part(
        fields.Datetime, string="Exposure As Of", search="_search_neiqin_exposure_date"
    )
    neiqin_days_late = _part(
        fields.Integer, string="Days Late", help="Of the invoice that is latest."
    )
    neiqin_open_receivable = _part(
        fields.Monetary,
        string="Open Receivable",
        help="Posted and unpaid, less open credit notes.",
    )
    neiqin_draft_invoices = _part(fields.Monetary, string="Draft Invoices")
    neiqin_to_invoice = _part(fields.Monetary, string="Not Invoiced")
    neiqin_prepaid = _part(fields.Monetary, string="Paid in Advance")

    @api.depends_context("company")
    def _compute_neiqin_exposure(self):
        known = self._neiqin_known_exposures()
        for partner in self:
            customer = partner.commercial_partner_id._origin.id
            exposure, moment = known.get(customer, (Exposure(), False))
            for name, part in PARTS.items():
                partner[name] = getattr(exposure, part)
            partner.neiqin_exposure_date = moment

    def _neiqin_known_exposures(self):
        """Return ``{commercial partner id: (Exposure, as of)}`` in ``env.company``.

        As kept, live where documents changed since; a number of queries that does not
        grow with the customers. It asks for no rights.
        """
        exposures = self.env["neiqin.credit.exposure"].sudo()
        company = self.env.company
        customers = self.sudo().commercial_partner_id._origin
        outdated = exposures._neiqin_outdated(customers.ids)
        known = exposures._neiqin_kept(customers.ids, company)
        live = exposures._neiqin_exposures(self.browse(outdated), company)
        now = fields.Datetime.now()
        return known | {
            customer: (exposure, now) for customer, exposure in live.items()
        }
