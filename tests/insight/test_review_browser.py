"""What a clerk learns from finished orders, at the desk and on the phone."""

from ..browser import BrowserCase
from .review_case import ReviewCase
from .test_review import WEEK


class TestReviewScreens(ReviewCase, BrowserCase):
    def setUp(self):
        super().setUp()
        orders = [self.finished(number) for number in (2, 5, 7)]
        for order in orders:
            self.date_facts(order, **WEEK)
            order._neiqin_review()
        self.number = orders[1].name
        self.env.flush_all()

    def test_from_the_list_to_what_to_improve(self):
        for width, item, opener in (
            (1366, ".o_data_row", ".o_data_cell"),
            (390, ".o_kanban_record", ".o_kanban_record"),
        ):
            with self.browse("/odoo/order-reviews", self.clerk, width) as page:
                page.wait(item, "杭州精工")
                page.assert_fits()
                page.screenshot("order-reviews")
                page.click(opener, self.number)
                page.wait(".o_form_view", "开票")
                page.assert_fits()
                page.screenshot("order-review")

    def test_where_orders_wait(self):
        path = "/odoo/waiting-times"
        self.env.ref("neiqin_addon.neiqin_waiting_report_action").context = "{}"
        self.env.flush_all()
        for width in (1366, 390):
            with self.browse(path, self.clerk, width) as page:
                page.wait(".o_graph_renderer canvas")
                page.assert_fits()
                page.screenshot("waiting-times")
                page.open(f"{path}?view_type=pivot")
                page.wait(".o_pivot", "中位数")
                page.screenshot("waiting-times-pivot")
