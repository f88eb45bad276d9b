"""The order line takes the price agreed with the customer."""

from odoo import api, fields, models


class SaleOrderLine(models.Model):
    _inherit = "sale.order.line"

    neiqin_agreement_id = fields.Many2one(
        comodel_name="neiqin.price.agreement",
        string="Price Agreement",
        compute="_compute_neiqin_agreement_id",
        compute_sudo=True,
        groups="neiqin_addon.group_neiqin_clerk,sales_team.group_sale_salesman",
    )

    @api.depends(
        "product_id",
        "product_uom_id",
        "product_uom_qty",
        "order_id.partner_id",
        "order_id.date_order",
        "order_id.company_id",
    )
    def _compute_neiqin_agreement_id(self):
        agreements = self.env["neiqin.price.agreement"]._neiqin_find(
            [line._neiqin_price_wish() for line in self]
        )
        for line, agreement in zip(self, agreements, strict=True):
            line.neiqin_agreement_id = agreement

    def _neiqin_price_wish(self):
        order, product = self.order_id, self.product_id
        quantity = self.product_uom_qty
        if product and self.product_uom_id:
            quantity = self.product_uom_id._compute_quantity(
                quantity, product.uom_id, round=False
            )
        moment = order.date_order or fields.Datetime.now()
        date = fields.Datetime.context_timestamp(
            order.with_context(
                tz=order.company_id._neiqin_tz() if order.company_id else "UTC"
            ),
            moment,
        ).date()
        return order.partner_id, product, quantity, date, order.company_id

    def _get_pricelist_price(self):
        """Return the agreed price, in the order's currency and the line's unit."""
        agreement = self.sudo().neiqin_agreement_id
        if not agreement:
            return super()._get_pricelist_price()
        price = agreement._neiqin_clear_prices()[agreement.id]
        price = self.product_id.uom_id._compute_price(price, self.product_uom_id)
        return agreement.currency_id._convert(
            price,
            self.currency_id or self.company_id.currency_id,
            self.company_id or self.env.company,
            self.order_id.date_order or fields.Date.today(),
            round=False,
        )
