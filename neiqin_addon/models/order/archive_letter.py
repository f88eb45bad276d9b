"""An archived order gets no new letter, and nobody is reminded of an old one."""

from odoo import api, models
from odoo.exceptions import UserError
from odoo.fields import Domain


class SaleOrder(models.Model):
    _inherit = "sale.order"

    def _neiqin_in_hands(self):
        """Say why there is no letter to work with."""
        return self._neiqin_locked_text() or super()._neiqin_in_hands()


class NeiqinConfirmationLetter(models.Model):
    _inherit = "neiqin.confirmation.letter"

    def _neiqin_draft_next(self, orders):
        return super()._neiqin_draft_next(orders - orders._neiqin_archive_locked())

    def _neiqin_check_sendable(self, again):
        if reason := self.order_id._neiqin_locked_text():
            raise UserError(reason)
        return super()._neiqin_check_sendable(again)

    @api.model
    def _neiqin_silent_domain(self, company):
        kept = Domain("order_id.neiqin_archive_state", "!=", "archived")
        return super()._neiqin_silent_domain(company) & kept
