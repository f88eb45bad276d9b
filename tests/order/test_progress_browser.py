"""The board of open orders and an order's progress, as a clerk sees them."""

from odoo import fields

from ..browser import BrowserCase
from .progress_case import CLERK, ProgressCase


class TestProgressBrowser(ProgressCase, BrowserCase):
    def setUp(self):
        super().setUp()
        self.company.name = "杭州精工轴承有限公司"
        self.customer.name = "宁波海曙泵业有限公司"
        self.put(self.goods, 25)
        past = fields.Datetime.subtract(fields.Datetime.now(), days=2)
        later = fields.Datetime.add(fields.Datetime.now(), days=9)
        self.late = self.order((self.goods, 10), (self.more, 5), commitment_date=past)
        self.shipped = self.order((self.goods, 6), commitment_date=later)
        self.shipped.picking_ids.write(
            {"neiqin_carrier": "顺丰速运", "neiqin_tracking": "SF1020304050"}
        )
        self.finish(self.shipped.picking_ids)
        self.order((self.goods, 4), confirm=False, commitment_date=later)
        self.worker = self.chinese_user(
            "board_clerk",
            CLERK,
            name="王芳",
            company_id=self.company.id,
            company_ids=self.company.ids,
        )
        self.env.flush_all()

    def check_board(self, width):
        late, shipped = self.late.name, self.shipped.name
        with self.browse("/odoo/order-progress", self.worker, width=width) as page:
            page.wait(".o_kanban_record", shipped)
            if width < 500:  # at a desk columns may go on beside the window
                page.assert_fits()
            page.screenshot("progress-board")
            cards = ".o_kanban_record:not(.o_kanban_ghost)"
            self.assertEqual(page.count(cards), 3)
            if width > 500:
                board = page.text(".o_kanban_renderer")
                steps = [board.index(step) for step in ("已接单", "已确认", "已送达")]
                self.assertEqual(steps, sorted(steps))
            page.click(".o_kanban_record", late)
            page.wait(".o_form_view .nav-link", "进度")
            page.click(".nav-link", "进度")
            page.wait(".o_neiqin_progress_step[data-step=reserved]")
            page.assert_fits()
            page.screenshot("progress-order")
            share = page.text(".o_neiqin_progress_begun[data-step=reserved]")
            self.assertIn("50", share)
            page.wait(".o_field_widget[name=neiqin_fact_ids]")

    def test_board_at_the_desk(self):
        self.check_board(1366)

    def test_board_on_the_phone(self):
        self.check_board(390)
