"""Customers that are merged have one file: it is measured anew, and verified once."""

from odoo import models


class MergePartnerAutomatic(models.TransientModel):
    _inherit = "base.partner.merge.automatic.wizard"

    def _merge(self, partner_ids, dst_partner=None, extra_checks=True):
        partners = self.env["res.partner"].sudo().browse(partner_ids)
        self._neiqin_leave_one_check(partners, dst_partner)
        res = super()._merge(partner_ids, dst_partner, extra_checks)
        self.env.invalidate_all()
        left = partners.exists().commercial_partner_id
        left._neiqin_file_changed()
        self.env["neiqin.customer.record"]._neiqin_refresh(left.ids)
        left._neiqin_file_set_due()
        return res

    def _neiqin_leave_one_check(self, partners, dst_partner):
        """Cancel all running verifications but one: the rows would be lost otherwise."""
        running = self.env["neiqin.file.check"].sudo()
        running = running.search(
            [
                ("partner_id", "in", partners.ids),
                ("state", "in", ("open", "waiting")),
            ],
            order="state desc, id desc",
        )
        own = running.filtered(lambda check: check.partner_id == dst_partner)
        kept = (own or running)[:1]
        (running - kept)._neiqin_as_server().write({"state": "cancelled"})
        self.env.flush_all()
