"""The app opens on something useful, on a laptop and on a phone."""

from ..browser import BrowserCase


class TestFirstScreen(BrowserCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        partner = cls.env["res.partner"].create({"name": "杭州精工减速机有限公司"})
        product = cls.env["product.product"].create(
            {
                "name": "深沟球轴承 6204-2RS",
                "default_code": "6204-2RS",
                "list_price": 12.5,
            }
        )
        line = {"product_id": product.id, "product_uom_qty": 40}
        cls.env["sale.order"].create(
            [{"partner_id": partner.id, "order_line": [(0, 0, line)]} for _ in range(5)]
        )

    def test_the_list_of_orders_fits_the_desk_and_the_hand(self):
        clerk = self.chinese_user("neiqin", "neiqin_addon.group_neiqin_clerk")
        with self.browse("/odoo/back-office-orders", clerk) as page:
            page.wait(".o_data_row", "杭州精工")
            page.screenshot("orders")
        with self.browse("/odoo/back-office-orders", clerk, width=390) as page:
            page.wait(".o_kanban_record", "杭州精工")
            page.assert_fits()
            page.screenshot("orders")
