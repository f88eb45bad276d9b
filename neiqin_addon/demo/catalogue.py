"""What the company sells, from whom it buys it."""

from datetime import timedelta

from odoo import Command, models

from . import plan


class NeiqinDemo(models.AbstractModel):
    _inherit = "neiqin.demo"

    def _load_catalogue(self):
        rows = self._rows("products")
        names = list(dict.fromkeys(row["category"] for row in rows))
        categories = self.env["product.category"].create(
            [{"name": name} for name in names]
        )
        by_name = dict(zip(names, categories, strict=True))
        products = self.env["product.product"].create(
            [self._product(row, by_name[row["category"]]) for row in rows]
        )
        for row, product in zip(rows, products, strict=True):
            self._remember(f"product_{row['code']}", product)
        freight = self.env["product.product"].create(
            {
                "name": "运费",
                "default_code": "FREIGHT",
                "type": "service",
                "list_price": 120.0,
                "invoice_policy": "order",
                "company_id": self._company().id,
            }
        )
        self._remember("freight", freight)

    def _product(self, row, category):
        vendor = self._known(f"vendor_{row['vendor']}")
        return {
            "name": row["name"],
            "default_code": row["code"],
            "categ_id": category.id,
            "is_storable": True,
            "list_price": float(row["price"]),
            "standard_price": float(row["cost"]),
            "invoice_policy": "delivery",
            "company_id": self._company().id,
            "seller_ids": [
                Command.create(
                    {
                        "partner_id": vendor.id,
                        "price": float(row["cost"]),
                        "delay": self._lead(row["vendor"]),
                    }
                )
            ],
        }

    def _lead(self, ref):
        """Return the days a vendor takes to deliver."""
        return next(
            int(row["lead"]) for row in self._rows("vendors") if row["ref"] == ref
        )

    def _put_on_stock(self, quantities):
        """Count stock: ``{product: quantity}`` in the company's warehouse."""
        warehouse = self.env["stock.warehouse"].search(
            [("company_id", "=", self._company().id)], limit=1
        )
        quants = self.env["stock.quant"].with_context(inventory_mode=True)
        quants = quants.create(
            [
                {
                    "product_id": product.id,
                    "location_id": warehouse.lot_stock_id.id,
                    "inventory_quantity": quantity,
                }
                for product, quantity in quantities.items()
                if quantity > 0
            ]
        )
        quants.action_apply_inventory()
        return quants

    def _count_before_the_story(self, quants):
        """Have the goods lie there before the first order came: reports look back."""
        moves = self.env["stock.move"].search(
            [
                ("product_id", "in", quants.product_id.ids),
                ("is_inventory", "=", True),
                ("company_id", "=", self._company().id),
            ]
        )
        moment = self._moment(self._today() - timedelta(days=plan.DAYS + 3), 8)
        self._backdate(
            dict.fromkeys(moves, moment), "date", "create_date", "write_date"
        )
        lines = dict.fromkeys(moves.move_line_ids, moment)
        self._backdate(lines, "date", "write_date")
