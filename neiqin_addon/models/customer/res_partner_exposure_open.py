"""From a figure on the customer's page to the documents behind it."""

from odoo import models
from odoo.exceptions import AccessError

#: part of the page -> the documents that it is the sum of
DOCUMENTS = {
    "total": [],
    "open_receivable": [("kind", "in", ["open", "credit"])],
    "overdue": [("is_overdue", "=", True)],
    "draft_invoices": [("kind", "=", "draft")],
    "to_invoice": [("kind", "=", "order")],
    "prepaid": [("kind", "=", "prepaid")],
}


class ResPartner(models.Model):
    _inherit = "res.partner"

    def _neiqin_exposure_domain_of(self, part):
        """Return which documents a part of the exposure is the sum of.

        What is paid in advance stands among the documents with a minus.
        """
        customers = ("partner_id", "in", self.commercial_partner_id.ids)
        return [customers, *DOCUMENTS[part]]

    def _neiqin_open_exposure(self, part):
        self.ensure_one()
        self.check_access("read")
        if not self.env.user._neiqin_sees_credit_amounts():
            raise AccessError(
                self.env._("Supervisors and accountants see what a customer owes.")
            )
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "neiqin_addon.credit_exposure_item_action"
        )
        titles = self._neiqin_exposure_titles()
        name = f"{self.commercial_partner_id.display_name}: {titles[part]}"
        action.update(name=name, display_name=name)
        action["domain"] = self._neiqin_exposure_domain_of(part)
        action["context"] = {"create": False}
        return action

    def _neiqin_exposure_titles(self):
        """Return ``{part: its name}`` as the page shows them."""
        return {
            "total": self.env._("Exposure"),
            "open_receivable": self.env._("Open Receivable"),
            "overdue": self.env._("Overdue"),
            "draft_invoices": self.env._("Draft Invoices"),
            "to_invoice": self.env._("Not Invoiced"),
            "prepaid": self.env._("Paid in Advance"),
        }

    def action_neiqin_exposure(self):
        """Open all documents of the exposure."""
        return self._neiqin_open_exposure("total")

    def action_neiqin_open_receivable(self):
        """Open the unpaid invoices and the open credit notes."""
        return self._neiqin_open_exposure("open_receivable")

    def action_neiqin_overdue(self):
        """Open the invoices that are past their date."""
        return self._neiqin_open_exposure("overdue")

    def action_neiqin_draft_invoices(self):
        """Open the draft invoices."""
        return self._neiqin_open_exposure("draft_invoices")

    def action_neiqin_to_invoice(self):
        """Open the orders that are not invoiced yet."""
        return self._neiqin_open_exposure("to_invoice")

    def action_neiqin_prepaid(self):
        """Open the payments that pay nothing yet."""
        return self._neiqin_open_exposure("prepaid")
