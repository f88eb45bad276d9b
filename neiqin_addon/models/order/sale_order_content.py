"""What two sides agree on in an order, as one tree of values with a digest.

Verifications, letters and approvals are given for this content. Whoever changes
it, by form, import or RPC, on the order or on a line, passes one of the hooks
here, and each capability decides in ``_neiqin_content_changed`` what it means.
"""

from datetime import timedelta

from odoo import api, fields, models

from ...tools.digest import digest
from ...tools.workday import day_to_utc, utc_to_day

#: Fields of the order and of its lines that are part of the agreement.
ORDER_CONTENT = (
    "partner_id",
    "partner_invoice_id",
    "partner_shipping_id",
    "company_id",
    "currency_id",
    "payment_term_id",
    "client_order_ref",
    "commitment_date",
)
LINE_CONTENT = (
    "product_id",
    "name",
    "product_uom_qty",
    "product_uom_id",
    "price_unit",
    "discount",
    "tax_ids",
    "neiqin_promised_date",
    "extra_tax_data",
)
#: Fields that move the agreement although they are not part of it themselves.
ORDER_TRIGGERS = {*ORDER_CONTENT, "order_line", "pricelist_id", "fiscal_position_id"}
LINE_TRIGGERS = {*LINE_CONTENT, "order_id", "display_type", "is_downpayment"}


class SaleOrder(models.Model):
    _inherit = "sale.order"

    def _neiqin_content(self):
        """Return ``{order id: {field: value, "lines": [{...}]}}``, plain values.

        Records are ids, days are dates in the company's time zone, taxes sorted
        ids, lines by id: moving one up changes nothing that is agreed on. Sections
        and notes are left out: nobody agrees on them.
        """
        # all taxes at once: each order's lines below are a prefetch of their own
        self.order_line.mapped("tax_ids")
        return {order.id: order._neiqin_content_one() for order in self}

    def _neiqin_content_one(self):
        self.ensure_one()
        content = {name: self._neiqin_plain(name) for name in ORDER_CONTENT}
        content["commitment_date"] = self._neiqin_day(self.commitment_date)
        content["lines"] = [
            line._neiqin_content_line()
            for line in self._neiqin_content_lines().sorted("id")
        ]
        return content

    def _neiqin_content_lines(self):
        """Return the lines that are agreed on, in the order they are shown."""
        self.ensure_one()
        lines = self.order_line.filtered(lambda line: line._neiqin_is_agreed_on())
        # keep reading for all orders at once: filtered() forgets the others
        return lines.with_prefetch(self.order_line._prefetch_ids)

    def _neiqin_content_digest(self):
        """Return ``{order id: SHA-256 of its content}``."""
        return {
            order_id: digest(content)
            for order_id, content in self._neiqin_content().items()
        }

    def _neiqin_plain(self, name):
        value = self[name]
        if isinstance(value, models.BaseModel):
            return value.id if self._fields[name].type == "many2one" else value.ids
        return value or None

    def _neiqin_day(self, moment):
        """Return the day of a naive UTC moment as the company counts days."""
        return utc_to_day(moment, self.company_id._neiqin_tz()) if moment else None

    def _neiqin_moment(self, day):
        """Return the naive UTC moment that stands for a promised day."""
        return day_to_utc(day, self.company_id._neiqin_tz()) if day else False

    def _neiqin_content_changed(self):
        """Hook: something the two sides agree on was written in these orders.

        Called after the change, in its transaction, for any number of orders.
        The values may be what they were before: compare digests.
        """

    def write(self, vals):
        res = super().write(vals)
        if ORDER_TRIGGERS.intersection(vals):
            self._neiqin_content_changed()
        return res


class SaleOrderLine(models.Model):
    _inherit = "sale.order.line"

    neiqin_promised_date = fields.Date(
        string="Promised Date",
        copy=False,
        help="The day promised for this line where it differs from the order's "
        "delivery date.",
    )

    def _neiqin_promise(self):
        """Return the day promised for the line, None if none is."""
        self.ensure_one()
        return self.neiqin_promised_date or self.order_id._neiqin_day(
            self.order_id.commitment_date
        )

    def _neiqin_is_agreed_on(self):
        """Return whether the line orders something.

        Odoo's own down payments order nothing: a line with a quantity does, whatever
        it is called.
        """
        self.ensure_one()
        down_payment = self.is_downpayment and not self.product_uom_qty
        return not (self.display_type or down_payment)

    def _neiqin_content_line(self):
        self.ensure_one()
        return {
            "id": self.id,
            "product_id": self.product_id.id,
            "name": self.name,
            "product_uom_qty": self.product_uom_qty,
            "product_uom_id": self.product_uom_id.id,
            "price_unit": self.price_unit,
            "discount": self.discount,
            "tax_ids": sorted(self.tax_ids.ids),
            "promised_date": self._neiqin_promise(),
            # taxes that Odoo's wizards set by hand
            **({"extra_tax_data": self.extra_tax_data} if self.extra_tax_data else {}),
        }

    @api.model_create_multi
    def create(self, vals_list):
        lines = super().create(vals_list)
        lines.order_id._neiqin_content_changed()
        return lines

    def write(self, vals):
        if not LINE_TRIGGERS.intersection(vals):
            return super().write(vals)
        orders = self.order_id
        res = super().write(vals)
        (orders | self.order_id)._neiqin_content_changed()
        return res

    def unlink(self):
        orders = self.order_id
        res = super().unlink()
        orders.exists()._neiqin_content_changed()
        return res

    def _prepare_procurement_values(self):
        """A line with a promise of its own is planned for that day."""
        values = super()._prepare_procurement_values()
        if self.neiqin_promised_date:
            deadline = self.order_id._neiqin_moment(self.neiqin_promised_date)
            security = timedelta(days=self.order_id.company_id.security_lead)
            values.update(date_deadline=deadline, date_planned=deadline - security)
        return values
