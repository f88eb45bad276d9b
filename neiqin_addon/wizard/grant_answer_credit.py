"""A grant for credit has an amount: the order's, unless the giver says less."""

from odoo import api, models


class NeiqinGrantAnswer(models.TransientModel):
    _inherit = "neiqin.grant.answer"

    @api.model
    def default_get(self, fields):
        values = super().default_get(fields)
        request = self.env["neiqin.grant.request"].browse(values.get("request_id"))
        if request.rule == "credit" and request.res_model == "sale.order":
            order = request._neiqin_record()
            order.check_access("read")
            values["amount"] = order.sudo()._neiqin_company_amount()
        return values
