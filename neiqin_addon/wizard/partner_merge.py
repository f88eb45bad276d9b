"""Merging two contacts carries the sealed values over, unseen."""

from odoo import models


class BasePartnerMergeAutomaticWizard(models.TransientModel):
    _inherit = "base.partner.merge.automatic.wizard"

    def _update_values(self, src_partners, dst_partner):
        return super()._update_values(
            src_partners._neiqin_in_clear(), dst_partner._neiqin_in_clear()
        )
