"""Customers that are merged: their orders change, although no order is written."""

from odoo import models
from odoo.fields import Domain


class MergePartnerAutomatic(models.TransientModel):
    _inherit = "base.partner.merge.automatic.wizard"

    def _merge(self, partner_ids, dst_partner=None, extra_checks=True):
        """Tell the orders concerned: the merge puts new partners in by SQL."""
        orders = self._neiqin_orders_of(partner_ids)
        res = super()._merge(partner_ids, dst_partner, extra_checks)
        self.env.invalidate_all()
        orders._neiqin_content_changed()
        return res

    def _neiqin_orders_of(self, partner_ids):
        names = ("partner_id", "partner_invoice_id", "partner_shipping_id")
        named = Domain.OR(Domain(name, "in", list(partner_ids)) for name in names)
        orders = self.env["sale.order"].sudo()
        # an archived order stays as it was: the archive says the name in words
        alive = Domain("state", "!=", "cancel")
        alive &= Domain("neiqin_archive_state", "!=", "archived")
        return orders.search(named & alive)
