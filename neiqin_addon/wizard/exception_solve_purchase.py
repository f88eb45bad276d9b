"""Purchase proposal: a request for quotation to the product's vendor, and never two."""

from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import format_date

#: Purchase orders that still bring something.
RUNNING = ("draft", "sent", "to approve", "purchase")


class PurchaseOrderLine(models.Model):
    _inherit = "purchase.order.line"

    neiqin_sale_line_id = fields.Many2one(
        comodel_name="sale.order.line",
        string="For Order Line",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="set null",
        groups="purchase.group_purchase_user,neiqin_addon.group_neiqin_clerk",
        help="The order line that lacked the goods.",
    )

    def _neiqin_expected(self):
        """Return what this line still brings, in the product's unit."""
        left = max(self.product_qty - self.qty_received, 0)
        return self.product_uom_id._compute_quantity(left, self.product_id.uom_id)


class NeiqinExceptionSolve(models.TransientModel):
    _inherit = "neiqin.exception.solve"

    vendor_ids = fields.Many2many(
        comodel_name="res.partner",
        string="Possible Vendors",
        compute="_compute_vendor_ids",
        compute_sudo=True,
    )
    vendor_id = fields.Many2one(
        comodel_name="res.partner",
        string="Vendor",
        compute="_compute_vendor_id",
        compute_sudo=True,
        store=True,
        readonly=False,
        domain="[('id', 'in', vendor_ids)]",
    )

    def _neiqin_preview_depends(self):
        return [*super()._neiqin_preview_depends(), "vendor_id"]

    @api.depends("case_id")
    def _compute_vendor_ids(self):
        for wizard in self:
            wizard.vendor_ids = wizard._neiqin_sellers().partner_id

    @api.depends("case_id", "solution")
    def _compute_vendor_id(self):
        for wizard in self:
            seller = wizard.solution == "purchase" and wizard._neiqin_seller()
            wizard.vendor_id = seller and seller.partner_id

    def _neiqin_sellers(self):
        """Return who sells the product to the case's company."""
        product = self.line_id.product_id.with_company(self.company_id)
        if not product:
            return self.env["product.supplierinfo"]
        return product._prepare_sellers()

    def _neiqin_least(self, vendor):
        """Return the least that the vendor sells, in the line's unit."""
        sellers = self.sudo()._neiqin_sellers()
        unit = self.line_id.product_uom_id
        return min(
            (
                seller.product_uom_id._compute_quantity(seller.min_qty, unit)
                for seller in sellers
                if seller.partner_id == vendor
            ),
            default=0,
        )

    @api.depends("vendor_id", "quantity")
    def _compute_new_date(self):
        """Propose the day the goods arrive, where it is after the promise."""
        res = super()._compute_new_date()
        for wizard in self.filtered(lambda x: x.solution == "purchase"):
            seller = wizard.sudo()._neiqin_seller(wizard.vendor_id)
            arrival = fields.Date.context_today(wizard) + timedelta(
                days=seller.delay if seller else 0
            )
            promise = wizard.line_id._neiqin_promise()
            wizard.new_date = arrival if promise and arrival > promise else False
        return res

    def _neiqin_seller(self, vendor=None):
        """Return the vendor's price that Odoo's own purchases would take."""
        line = self.line_id
        if not line:
            return False
        product = line.product_id.with_company(self.company_id)
        return product._select_seller(
            partner_id=vendor or False,
            quantity=None,
            date=fields.Date.context_today(self),
            uom_id=line.product_uom_id,
        )

    def _neiqin_bought(self):
        """Return the purchase lines that bring goods for the line already.

        Made by an earlier proposal, or by anybody for the order's number.
        """
        line, order = self.line_id, self.order_id
        lines = self.env["purchase.order.line"].sudo()
        found = lines.search(
            [
                ("company_id", "=", self.company_id.id),
                ("product_id", "=", line.product_id.id),
                ("order_id.state", "in", RUNNING),
                "|",
                ("neiqin_sale_line_id", "=", line.id),
                "&",
                ("neiqin_sale_line_id", "=", False),
                ("order_id.origin", "like", order.name),
            ]
        )
        return found.filtered(
            lambda row: row._neiqin_expected() > 0
            and (
                row.neiqin_sale_line_id
                or order.name in _origins(row.order_id.origin or "")
            )
        )

    def _neiqin_words(self):
        before, after = super()._neiqin_words()
        if self.solution != "purchase":
            return before, after
        text = self.env._(
            "Buy %(quantity)s from %(vendor)s",
            quantity=self._neiqin_number(self.quantity),
            vendor=self.vendor_id.display_name or "–",
        )
        if self.new_date:
            text += f" · {format_date(self.env, self.new_date)}"
        return before, [text]

    def _neiqin_check_purchase(self):
        self._neiqin_check_left()
        line, product = self.line_id, self.line_id.product_id
        if not self.vendor_id or self.vendor_id not in self.vendor_ids:
            raise UserError(
                self.env._(
                    "Choose a vendor of %(product)s; who sells it is entered in the "
                    "product's Purchase tab.",
                    product=product.display_name,
                )
            )
        if line.product_uom_id.compare(self.quantity, 0) <= 0:
            raise UserError(self.env._("Say how much is bought."))
        bought = self._neiqin_bought()
        known = self._neiqin_known()
        least = self._neiqin_least(self.vendor_id)
        room = known.left - known.bought
        if bought and line.product_uom_id.compare(self.quantity, room) > 0:
            raise UserError(
                self.env._(
                    "%(orders)s already bring %(quantity)s for this line.",
                    orders=", ".join(bought.order_id.mapped("name")),
                    quantity=self._neiqin_number(known.bought),
                )
            )
        most = max(room, least)
        if (
            not least <= self.quantity
            or line.product_uom_id.compare(self.quantity, most) > 0
        ):
            raise UserError(
                self.env._(
                    "Buy at least %(least)s, as %(vendor)s sells it, and at most "
                    "%(most)s, as the line lacks.",
                    least=self._neiqin_number(least),
                    vendor=self.vendor_id.display_name,
                    most=self._neiqin_number(most),
                )
            )

    def _neiqin_do_purchase(self):
        """Ask the vendor for a quotation; a later arrival moves the promise."""
        order = self._neiqin_request_order()
        self._neiqin_request_line(order)
        promise = self.line_id._neiqin_promise()
        if self.new_date and self.new_date != promise:
            line = self.line_id
            self._neiqin_change(
                line, (line.product_id, line.product_uom_qty, self.new_date)
            )
        return order

    def _neiqin_request_order(self):
        """Return the draft to this vendor for this order, a new one where none is."""
        order, company = self.order_id, self.company_id
        orders = self.env["purchase.order"].sudo().with_company(company)
        kind = order.warehouse_id.in_type_id
        drafts = orders.search(
            [
                ("partner_id", "=", self.vendor_id.id),
                ("company_id", "=", company.id),
                ("state", "=", "draft"),
                ("picking_type_id", "=", kind.id),
                ("origin", "like", order.name),
            ]
        ).filtered(lambda draft: order.name in _origins(draft.origin))
        return drafts[:1] or orders.create(self._neiqin_request_values(kind))

    def _neiqin_request_values(self, kind):
        company = self.company_id
        vendor = self.vendor_id.sudo().with_company(company)
        buyer = self.env["neiqin.department"]._neiqin_by_code("purchasing", company)
        person = buyer and buyer._neiqin_person(company)
        buys = person and person.has_group("purchase.group_purchase_user")
        currency = vendor.property_purchase_currency_id or company.currency_id
        positions = self.env["account.fiscal.position"].sudo().with_company(company)
        return {
            "partner_id": vendor.id,
            "company_id": company.id,
            "origin": self.order_id.name,
            "picking_type_id": kind.id,
            "currency_id": currency.id,
            "payment_term_id": vendor.property_supplier_payment_term_id.id,
            "fiscal_position_id": positions._get_fiscal_position(vendor).id,
            "user_id": person.id if buys else False,
        }

    def _neiqin_request_line(self, order):
        """Add the goods in the vendor's unit, at the vendor's price."""
        line = self.line_id
        seller = self.sudo()._neiqin_seller(self.vendor_id)
        unit = seller.product_uom_id or line.product_id.uom_id
        lines = order.order_line
        values = lines._prepare_purchase_order_line(
            line.product_id.sudo(),
            line.product_uom_id._compute_quantity(self.quantity, unit),
            unit,
            self.company_id,
            self.vendor_id.sudo(),
            order,
        )
        values = {**values, "order_id": order.id, "neiqin_sale_line_id": line.id}
        return lines.create(values)


def _origins(text):
    """Return the documents that an origin names.

    >>> _origins("S00012, S00013")
    ['S00012', 'S00013']
    """
    return [part.strip() for part in (text or "").split(",")]
