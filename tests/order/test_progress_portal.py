"""What customers see of their order, logged in or by link, and what they do not."""

from odoo import Command, fields
from odoo.tests import new_test_user

from ..browser import BrowserCase
from .progress_case import ProgressCase


class TestProgressPortal(ProgressCase, BrowserCase):
    def setUp(self):
        super().setUp()
        self.company.name = "杭州精工轴承有限公司"
        self.customer.name = "宁波海曙泵业有限公司"
        self.vendor = self.env["res.partner"].create({"name": "洛阳轴承厂"})
        self.put(self.goods, 4)
        later = fields.Datetime.add(fields.Datetime.now(), days=9)
        self.sold = self.order((self.goods, 4), (self.more, 5), commitment_date=later)
        picking = self.sold.picking_ids
        picking.write({"neiqin_carrier": "顺丰速运", "neiqin_tracking": "SF10203"})
        picking.move_ids.filtered(lambda m: m.product_id == self.more).quantity = 0
        done = picking.with_context(skip_backorder=True)
        done.move_ids.filtered(lambda m: m.product_id == self.goods).picked = True
        done._action_done()
        self.env.flush_all()

    def url(self):
        return self.sold.get_portal_url()

    def test_the_link_shows_what_has_left(self):
        progress = self.sold._neiqin_customer_progress()
        shares = {step["step"]: step["percent"] for step in progress["steps"]}
        self.assertEqual(shares["confirmed"], 100)
        self.assertEqual(shares["shipped"], 50)  # one of two lines
        # newest first, and received before confirmed
        events = [event["place"] for event in progress["facts"]]
        self.assertEqual(events, sorted(events, reverse=True))
        page = self.url_open(self.url()).text
        self.assertIn("顺丰速运 SF10203", page)
        self.assertIn('data-step="shipped"', page)

    def test_no_word_of_vendors_and_shelves(self):
        self.env["purchase.order"].create(
            {
                "partner_id": self.vendor.id,
                "order_line": [
                    Command.create(
                        {
                            "product_id": self.more.id,
                            "product_qty": 5,
                            "price_unit": 3,
                            "move_dest_ids": [
                                Command.set(
                                    self.sold.picking_ids.move_ids.filtered(
                                        lambda m: m.product_id == self.more
                                    ).ids
                                )
                            ],
                        }
                    )
                ],
            }
        ).button_confirm()
        self.env.flush_all()
        self.assertIn("purchased", self.sold.neiqin_fact_ids.mapped("stage"))
        events = self.sold._neiqin_customer_progress()["facts"]
        told = {event["label"] for event in events}
        self.assertFalse(told & {"Reserved", "Purchased or in Production", "Picked"})
        self.assertNotIn("洛阳轴承厂", self.url_open(self.url()).text)

    def test_without_the_token_nothing(self):
        answer = self.url_open(f"/my/orders/{self.sold.id}")
        self.assertNotIn("o_neiqin_progress", answer.text)
        other = new_test_user(self.env, "stranger", "base.group_portal")
        self.authenticate(other.login, other.login)
        answer = self.url_open(f"/my/orders/{self.sold.id}?access_token=wrong")
        self.assertNotIn("SF10203", answer.text)

    def check_page(self, width):
        path = "/zh_CN" + self.url()
        with self.browse(path, width=width) as page:
            page.wait(".o_neiqin_progress_step[data-step=shipped]", "已发货")
            page.assert_fits()
            page.screenshot("progress-portal")
            page.click(".o_neiqin_progress_portal summary")
            page.wait(".o_neiqin_progress_portal details", "SF10203")
            page.screenshot("progress-portal-open")

    def test_page_at_the_desk(self):
        self.check_page(1366)

    def test_page_on_the_phone(self):
        self.check_page(390)
