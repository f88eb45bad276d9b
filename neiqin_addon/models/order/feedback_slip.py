"""Notices to customers whose orders slip behind an urgent one."""

from odoo import api, fields, models
from odoo.tools import format_date


class NeiqinProgressNotice(models.Model):
    _inherit = "neiqin.progress.notice"

    kind = fields.Selection(
        selection_add=[("slip", "Delivery later than promised")],
        ondelete={"slip": "cascade"},
    )

    @api.model
    def _neiqin_draft_slips(self, slips):
        """Draft one notice per customer for a clerk to check, in the customer's words.

        Orders whose notice is being checked already are left out. Why they slip is
        not said: the urgent order is another customer's.

        :param slips: of :meth:`sale.order._neiqin_slips`
        """
        orders = self.env["sale.order"].sudo().browse({slip.order_id for slip in slips})
        waiting = self.sudo().search(
            [
                ("kind", "in", ("promise", "slip")),
                ("mail_state", "=", "draft"),
                ("order_ids", "in", orders.ids),
            ]
        )
        orders -= waiting.order_ids
        groups = orders.sorted("id").grouped(
            lambda order: (order.partner_id.commercial_partner_id, order.company_id)
        )
        values = []
        for (_customer, company), mine in groups.items():
            receiver = mine.partner_id.filtered("email")[:1] or mine.partner_id[:1]
            about = [slip for slip in slips if slip.order_id in mine.ids]
            values.append(
                {
                    "partner_id": receiver.id,
                    "company_id": company.id,
                    "kind": "slip",
                    "order_ids": [fields.Command.set(mine.ids)],
                    "note": self._neiqin_slip_note(receiver, about),
                }
            )
        return self.sudo()._neiqin_as_server().create(values)

    @api.model
    def _neiqin_slip_note(self, receiver, slips):
        """Return what the customer reads: each line with its new day."""
        env = self.with_context(lang=receiver.lang or self.env.lang).env
        lines = []
        for slip in slips:
            order = env["sale.order"].sudo().browse(slip.order_id)
            words = {
                "order": order.client_order_ref or order.name,
                "product": env["product.product"].browse(slip.product_id).display_name,
                "promised": format_date(env, slip.promised),
                "expected": slip.expected and format_date(env, slip.expected),
            }
            lines.append(
                env._(
                    "%(order)s, %(product)s: promised for %(promised)s, now expected on"
                    " %(expected)s",
                    **words,
                )
                if slip.expected
                else env._(
                    "%(order)s, %(product)s: promised for %(promised)s, the new date"
                    " follows",
                    **words,
                )
            )
        return "\n".join(lines)

    def _neiqin_subject(self):
        if self.kind != "slip":
            return super()._neiqin_subject()
        names = ", ".join(
            order.client_order_ref or order.name for order in self.order_ids[:3]
        )
        return self.env._("Delivery later than promised: %(orders)s", orders=names)
