"""Money that came before its invoice, and what everybody owes on the last day."""

from odoo import api, models


class NeiqinDemo(models.AbstractModel):
    _inherit = "neiqin.demo"

    @api.model
    def _parts(self):
        return [*super()._parts(), "exposures"]

    def _load_exposures(self):
        customers = self._remembered("customer_", "res.partner").commercial_partner_id
        orders = self.env["sale.order"].search(
            [("partner_id", "in", customers.ids), ("state", "=", "sale")], order="id"
        )
        waiting = orders.filtered(lambda order: order.invoice_status != "invoiced")
        if waiting:
            self._pay_on_account(waiting[:1])
        # figures are there at once, not only after the first night
        exposures = self.env["neiqin.credit.exposure"].sudo()
        exposures._neiqin_refresh(orders.partner_invoice_id.commercial_partner_id.ids)

    def _pay_on_account(self, order):
        """A third of the order comes in before anything is invoiced."""
        customer = order.partner_invoice_id.commercial_partner_id
        bank = self.env["account.journal"].search(
            [("type", "=", "bank"), ("company_id", "=", order.company_id.id)], limit=1
        )
        amount = order.currency_id.round(order.amount_total / 3)
        money = {"account_id": bank.default_account_id.id, "debit": amount}
        claim = {
            "account_id": customer.property_account_receivable_id.id,
            "partner_id": customer.id,
            "credit": amount,
        }
        entry = self.env["account.move"].create(
            {
                "journal_id": bank.id,
                "date": self._today(),
                "ref": order.name,
                "line_ids": [(0, 0, money), (0, 0, claim)],
            }
        )
        entry.action_post()
        self._remember("money_on_account", entry)
