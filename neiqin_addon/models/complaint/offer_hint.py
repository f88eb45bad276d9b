"""Beside a complaint or an order: what the customer could use as well."""

from collections import defaultdict
from datetime import timedelta

from odoo import api, fields, models
from odoo.tools import SQL

from ...tools.bought_together import choose

DAYS = 365  # what was bought together before that is no hint any more
REST = 90  # days after which a customer who declined is asked again
MOST = 20  # counted a document; the stock is looked up for these


class NeiqinOfferMixin(models.AbstractModel):
    """A document with a customer and products, beside which others may be offered."""

    _name = "neiqin.offer.mixin"
    _description = "Hints What to Offer"

    neiqin_hint_ids = fields.Many2many(
        comodel_name="product.product",
        string="To Offer",
        compute="_compute_neiqin_hint_ids",
        groups="neiqin_addon.group_neiqin_clerk",
    )
    neiqin_hint_text = fields.Char(
        string="Why",
        compute="_compute_neiqin_hint_ids",
        groups="neiqin_addon.group_neiqin_clerk",
    )

    def _neiqin_hint_products(self):
        """Return the products this document is about. Extended by the models."""
        self.ensure_one()
        return self.env["product.product"]

    def _neiqin_hint_order(self):
        """Return the order that does not count: this document's own."""
        self.ensure_one()
        return self.env["sale.order"]

    @api.depends_context("uid", "allowed_company_ids")
    def _compute_neiqin_hint_ids(self):
        counts = self._neiqin_together()
        refused = self._neiqin_refused()
        optional = {
            record: record._neiqin_hint_products()
            ._origin.optional_product_ids.filtered("sale_ok")
            .product_variant_id.ids
            for record in self
        }
        products = self.env["product.product"].browse(
            {product for found in counts.values() for product in found}
            | {product for ids in optional.values() for product in ids}
        )
        in_stock = self._neiqin_in_stock(products)
        for record in self:
            own = set(record._neiqin_hint_products()._origin.ids)
            hints = choose(
                list(counts[record].items()),
                [product for product in optional[record] if product not in own],
                refused[record],
                in_stock,
            )
            record.neiqin_hint_ids = products.browse(hint.product for hint in hints)
            record.neiqin_hint_text = " · ".join(
                self.env._(
                    "%(product)s: in %(number)s orders",
                    product=products.browse(hint.product).display_name,
                    number=hint.together,
                )
                for hint in hints
                if hint.together
            )

    def _neiqin_together(self):
        """Return ``{document: {product id: orders it stood in beside one of ours}}``.

        One statement over the confirmed orders of the last year, whatever the number
        of documents.
        """
        found = defaultdict(dict)
        records = list(self)
        rows = [
            (
                index,
                product.id,
                record._neiqin_hint_order().id or 0,
                (record.company_id or self.env.company).id,
            )
            for index, record in enumerate(self.sudo())
            for product in record._neiqin_hint_products()._origin
        ]
        if not rows:
            return found
        for model in ("sale.order", "sale.order.line", "product.product"):
            self.env[model].flush_model()
        documents, products, orders, companies = map(list, zip(*rows, strict=True))
        for document, product, number in self.env.execute_query(
            SQL(
                """
                WITH asked AS (
                    SELECT * FROM unnest(%s::int[], %s::int[], %s::int[], %s::int[])
                    AS asked (document, product, own, company)
                ), counted AS (
                    SELECT asked.document, other.product_id AS product,
                        count(DISTINCT other.order_id) AS number
                    FROM asked
                    JOIN sale_order_line mine ON mine.product_id = asked.product
                    JOIN sale_order bought ON bought.id = mine.order_id
                        AND bought.state = 'sale'
                        AND bought.company_id = asked.company
                        AND bought.id <> asked.own
                        AND bought.date_order >= %s
                    JOIN sale_order_line other ON other.order_id = bought.id
                        AND other.display_type IS NULL
                        AND other.is_downpayment IS NOT TRUE
                    JOIN product_product variant ON variant.id = other.product_id
                        AND variant.active
                    JOIN product_template template
                        ON template.id = variant.product_tmpl_id
                        AND template.active AND template.sale_ok
                    WHERE NOT EXISTS (
                        SELECT FROM asked same WHERE same.document = asked.document
                        AND same.product = other.product_id
                    )
                    GROUP BY asked.document, other.product_id
                ), ranked AS (
                    SELECT *, row_number() OVER (
                        PARTITION BY document ORDER BY number DESC, product
                    ) AS place FROM counted
                )
                SELECT document, product, number FROM ranked WHERE place <= %s
                """,
                documents,
                products,
                orders,
                companies,
                fields.Datetime.now() - timedelta(days=DAYS),
                MOST,
            )
        ):
            found[records[document]][product] = number
        return found

    def _neiqin_refused(self):
        """Return ``{document: products}`` offered here, or lately declined elsewhere."""
        offers = self.env["neiqin.offer"].sudo()
        since = fields.Datetime.now() - timedelta(days=REST)
        rows = offers.search_fetch(
            [
                ("partner_id", "in", self.partner_id.ids),
                "|",
                ("state", "=", "offered"),
                ("create_date", ">=", since),
            ],
            ["partner_id", "product_id"],
        )
        by_partner = defaultdict(set)
        for offer in rows:
            by_partner[offer.partner_id].add(offer.product_id.id)
        return {record: by_partner[record.partner_id] for record in self}

    def _neiqin_in_stock(self, products):
        """Return ids of what can be delivered: services, and goods that are free."""
        goods = products.filtered("is_storable")
        free = {product.id for product in goods if product.free_qty > 0}
        return free | set((products - goods).ids)


class SaleOrder(models.Model):
    _name = "sale.order"
    _inherit = ["sale.order", "neiqin.offer.mixin"]

    def _neiqin_hint_products(self):
        return self.order_line.product_id

    def _neiqin_hint_order(self):
        return self._origin

    @api.depends("order_line.product_id", "partner_id", "neiqin_offer_ids.state")
    def _compute_neiqin_hint_ids(self):
        return super()._compute_neiqin_hint_ids()


class NeiqinComplaint(models.Model):
    _name = "neiqin.complaint"
    _inherit = ["neiqin.complaint", "neiqin.offer.mixin"]

    def _neiqin_hint_products(self):
        return self.order_line_id.product_id or self.order_id.order_line.product_id

    def _neiqin_hint_order(self):
        return self.order_id

    @api.depends("order_line_id", "order_id", "partner_id", "neiqin_offer_ids.state")
    def _compute_neiqin_hint_ids(self):
        return super()._compute_neiqin_hint_ids()
