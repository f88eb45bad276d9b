"""Which orders' goods may leave, as their customers stand now."""

from odoo import models


class SaleOrder(models.Model):
    _inherit = "sale.order"

    def _neiqin_credit_undeliverable(self, use=True):
        """Return ``{order: why its goods stay}``.

        :param use: spend the grants that are not used yet
        """
        verdicts = self._neiqin_credit_verdicts()
        red = self.filtered(lambda order: verdicts[order.id].stops)
        if not red:
            return {}
        allowed = red._neiqin_credit_allowance()
        if allowed:
            verdicts = red._neiqin_credit_verdicts(granted=allowed)
            red = red.filtered(lambda order: verdicts[order.id].stops)
        stays = red - red._neiqin_credit_granted(use)
        return {
            order: order._neiqin_credit_refusal(verdicts[order.id]) for order in stays
        }


class ResPartner(models.Model):
    _inherit = "res.partner"

    def _neiqin_credit_refusals(self, company):
        """Return why customers who ordered nothing are sent nothing, as sentences.

        Nobody knows what these goods are worth: only what is owed already counts.
        """
        if not self:
            return []
        orders = self.env["sale.order"].with_company(company)
        exposures = self.env["neiqin.credit.exposure"]._neiqin_exposures(self, company)
        verdicts = self._neiqin_credit_standing(company, exposures)
        return [
            f"{partner.display_name}: "
            + " ".join(orders._neiqin_credit_reasons(verdicts[partner.id]))
            for partner in self
            if verdicts[partner.id].stops
        ]
