"""Orders that are paid: some in the archive, others waiting for a paper."""

from odoo import api, models

from . import paper

#: Orders that are archived, and orders whose contract nobody has scanned yet.
ARCHIVED, WAITING = 4, 5


class NeiqinDemo(models.AbstractModel):
    _inherit = "neiqin.demo"

    @api.model
    def _parts(self):
        return [*super()._parts(), "archives"]

    def _load_archives(self):
        if not self._may_print():
            return
        deals = self._orders_of_deals()
        paid = [order for order, deal in deals.items() if deal.paid]
        gaps = self.env["sale.order"].union(*paid)._neiqin_archive_gaps()
        # nothing stands against these but the contract
        ready = [
            order
            for order in paid
            if [code for code, _values in gaps[order.id]] == ["paper"]
        ]
        for order in ready[:ARCHIVED]:
            clerk = self._known(f"user_{deals[order].clerk}")
            order = order.with_user(clerk).sudo()
            if self._scan_contract(order):
                order._neiqin_archive_now()
        waiting = ready[ARCHIVED : ARCHIVED + WAITING]
        self.env["sale.order"].union(*waiting)._neiqin_archive_note()

    def _scan_contract(self, order):
        words = (
            order.company_id.name,
            "购销合同",
            f"合同编号：{order.name}",
            f"甲方：{order.partner_id.name}",
            f"合计：{order.amount_total:,.2f}",
        )
        pdf = paper.contract(words)
        if pdf:
            order._neiqin_upload_paper("contract", f"合同 {order.name}.pdf", pdf)
        return bool(pdf)
