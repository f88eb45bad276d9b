"""Scorecards, second entries and error rates, at the desk and on the phone."""

from ..browser import BrowserCase
from .reentry_case import ReentryCase
from .scorecard_case import ScorecardCase, at

WIDTHS = (
    (1366, ".o_data_row", ".o_data_cell"),
    (390, ".o_kanban_record", ".o_kanban_record"),
)


class TestScorecardScreens(ScorecardCase, BrowserCase):
    def setUp(self):
        super().setUp()
        for number in range(6):
            self.checked(self.li, at(10, 1), at(10, 2) if number else at(12, 2))
            self.case(self.li, at(5, 2), at(5, 1) if number % 3 else at(6, 1))
        self.make()
        self.li.lang = self.lead.lang = "zh_CN"
        self.env.flush_all()

    def test_the_clerk_reads_the_card(self):
        for width, item, opener in WIDTHS:
            with self.browse("/odoo/scorecards", self.li, width) as page:
                page.wait(item, "李强")
                page.assert_fits()
                page.screenshot("scorecards")
                page.click(opener, "李强")
                page.wait(".o_form_view", "复核及时率")
                page.assert_fits()
                page.screenshot("scorecard")

    def test_the_supervisor_sees_all(self):
        with self.browse("/odoo/scorecards", self.lead) as page:
            page.wait(".o_data_row", "王敏")
            page.screenshot("scorecards-supervisor")


class TestReentryScreens(ReentryCase, BrowserCase):
    def setUp(self):
        super().setUp()
        self.task = self.drawn()
        self.task.user_id.lang = "zh_CN"
        self.env.flush_all()

    def test_typing_from_the_paper(self):
        clerk = self.task.user_id
        for width, item, opener in WIDTHS:
            with self.browse("/odoo/second-entries", clerk, width) as page:
                page.wait(item, "盲录")
                page.assert_fits()
                page.screenshot("second-entries")
                page.click(opener, "盲录")
                page.wait(".o_neiqin_reentry_papers", "6204")
                page.assert_fits()
                page.screenshot("second-entry")

    def test_settling_and_rates(self):
        order = self.task.sudo().order_id
        self.type(self.task, self.rows_of(order, quantity_1="20"))
        self.task.settler_id.lang = "zh_CN"
        self.env.flush_all()
        settler = self.task.settler_id
        for width, item, opener in WIDTHS:
            with self.browse("/odoo/second-entries", settler, width) as page:
                page.wait(item, "盲录")
                page.click(opener, "盲录")
                page.wait(".o_form_view", "20")
                page.assert_fits()
                page.screenshot("second-entry-settle")
        line = self.task.line_ids.filtered(lambda one: not one.decision)
        line.with_user(settler).decision = "first"
        self.task.with_user(settler).action_neiqin_settle()
        months, today = self.env["neiqin.error.month"], self.company._neiqin_today()
        months._neiqin_count(self.company, today.replace(day=1))
        months.search([])._neiqin_judge()
        self.env.flush_all()
        for width, item, _opener in WIDTHS:
            with self.browse("/odoo/error-rate-clerks", settler, width) as page:
                page.wait(item, "王敏")
                page.assert_fits()
                page.screenshot("error-rate-clerks")
                page.open("/odoo/error-rate")
                page.wait(".o_pivot", "差错率")
                page.screenshot("error-rate")
