"""Orders with real transfers, purchases and invoices, for the tests of progress."""

from odoo import Command
from odoo.tests import new_test_user, tagged

from odoo.addons.account.tests.common import AccountTestInvoicingCommon

CLERK = "neiqin_addon.group_neiqin_clerk"
SALES = "sales_team.group_sale_salesman"


@tagged("post_install", "-at_install")
class ProgressCase(AccountTestInvoicingCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company = cls.company_data["company"]
        cls.env = cls.env(
            user=cls.env.ref("base.user_admin"),
            context={**cls.env.context, "allowed_company_ids": cls.company.ids},
        )
        cls.env.user.company_ids |= cls.company
        cls.env.user.company_id = cls.company
        cls.company = cls.company.with_env(cls.env)
        cls.warehouse = cls.env["stock.warehouse"].search(
            [("company_id", "=", cls.company.id)], limit=1
        )
        cls.customer = cls.env["res.partner"].create(
            {"name": "杭州精工", "email": "buyer@jinggong.example", "lang": "zh_CN"}
        )
        cls.goods = cls.make_product("轴承")
        cls.more = cls.make_product("链条")
        cls.clerk = new_test_user(
            cls.env,
            "progress_clerk",
            CLERK,
            name="小周",
            lang="zh_CN",
            company_id=cls.company.id,
            company_ids=cls.company.ids,
        )

    @classmethod
    def make_product(cls, name, stock=0, **values):
        product = cls.env["product.product"].create(
            {
                "name": name,
                "type": "consu",
                "is_storable": True,
                "invoice_policy": "order",
                "list_price": 10,
                "taxes_id": [Command.clear()],
                **values,
            }
        )
        if stock:
            cls.put(product, stock)
        return product

    @classmethod
    def put(cls, product, quantity):
        """Lay a quantity on the shelf."""
        cls.env["stock.quant"]._update_available_quantity(
            product, cls.warehouse.lot_stock_id, quantity
        )

    @classmethod
    def order(cls, *lines, confirm=True, **values):
        """Return an order of ``(product, quantity)`` or ``(product, quantity, price)``."""
        order = cls.env["sale.order"].create(
            {
                "partner_id": cls.customer.id,
                "company_id": cls.company.id,
                "warehouse_id": cls.warehouse.id,
                "order_line": [
                    Command.create(
                        {
                            "product_id": line[0].id,
                            "product_uom_qty": line[1],
                            "price_unit": line[2] if len(line) > 2 else 10,
                            "tax_ids": [Command.clear()],
                        }
                    )
                    for line in lines
                ],
                **values,
            }
        )
        if confirm:
            order.action_confirm()
        return order

    @classmethod
    def send(cls, picking, **quantities):
        """Validate a transfer; ``{move index: quantity}`` is less than asked for."""
        for move in picking.move_ids:
            move.quantity = move.product_uom_qty
        return cls.finish(picking)

    @classmethod
    def send_part(cls, picking, quantity, backorder=True):
        """Validate a transfer of one product with less than asked for."""
        picking.move_ids.quantity = quantity
        return cls.finish(picking, backorder)

    @classmethod
    def finish(cls, picking, backorder=True):
        """Validate, as the button does; return what is left."""
        picking.move_ids.picked = True
        skip = {} if backorder else {"picking_ids_not_to_backorder": picking.ids}
        picking.with_context(skip_backorder=True, **skip).button_validate()
        return picking.backorder_ids

    def bring_back(self, picking, quantity, refund=True):
        """Return goods of a transfer and receive them."""
        wizard = (
            self.env["stock.return.picking"]
            .with_context(active_model="stock.picking", active_id=picking.id)
            .create({})
        )
        wizard.product_return_moves.quantity = quantity
        wizard.product_return_moves.to_refund = refund
        back = self.env["stock.picking"].browse(
            wizard.action_create_returns()["res_id"]
        )
        self.send(back)
        return back

    @classmethod
    def invoice(cls, order):
        move = order._create_invoices()
        move.action_post()
        return move

    @classmethod
    def pay(cls, move, amount=None):
        register = (
            cls.env["account.payment.register"]
            .with_context(active_model="account.move", active_ids=move.ids)
            .create({"amount": amount} if amount else {})
        )
        return register._create_payments()

    def percents(self, order):
        return {row["step"]: row["percent"] for row in order.neiqin_progress}

    def sums(self, order, *stages):
        """Return ``{stage: sum of the timeline}``."""
        sums = dict.fromkeys(stages, 0.0)
        for fact in order.neiqin_fact_ids:
            if fact.stage in sums:
                sums[fact.stage] += fact.quantity
        return sums
