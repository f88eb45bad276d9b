"""Merging two contacts carries the sealed values over, unseen."""

from odoo import api, models


class BasePartnerMergeAutomaticWizard(models.TransientModel):
    _inherit = "base.partner.merge.automatic.wizard"

    def _merge(self, partner_ids, dst_partner=None, extra_checks=True):
        """Refuse a merge by which somebody comes to read what is hidden from him."""
        partners = self.env["res.partner"].browse(partner_ids).exists()
        hidden = self._neiqin_hidden(partners)
        res = super()._merge(partner_ids, dst_partner, extra_checks)
        if hidden:
            partners._neiqin_forget_readers()
            partners.exists()._neiqin_check_not_won()
        return res

    @api.model
    def _neiqin_hidden(self, partners):
        """Say whether the user does not read some value of these and their contacts."""
        family = partners.with_context(active_test=False).sudo()
        family = family.search([("id", "child_of", partners.ids)]).with_env(self.env)
        agreements = self.env["neiqin.price.agreement"].with_context(active_test=False)
        agreed = agreements.sudo().search([("partner_id", "in", family.ids)])
        return bool(
            family._neiqin_hidden_ones()
            or agreed.with_env(self.env)._neiqin_hidden_ones()
        )

    def _update_values(self, src_partners, dst_partner):
        return super()._update_values(
            src_partners._neiqin_in_clear(), dst_partner._neiqin_in_clear()
        )
