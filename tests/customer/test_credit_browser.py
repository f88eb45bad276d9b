"""Credit ratings, changes and policies on a laptop and on a phone."""

import base64
from datetime import timedelta

from ..browser import BrowserCase
from .credit_case import CreditCase


class TestCreditScreens(CreditCase, BrowserCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.policy = cls.policies._neiqin_active(cls.company)
        cls.today = cls.company._neiqin_today()
        cls.customer.customer_rank = 1
        cls.worse = cls.new_customer("宁波海创传动设备有限公司", customer_rank=1)
        cls.young = cls.new_customer("苏州新起点自动化有限公司", customer_rank=1)
        for partner, late, amount in ((cls.customer, 2, 9000), (cls.worse, 50, 62000)):
            cls.story(partner, late, amount)
        cls.invoice(500, *cls.days(40, 10), partner=cls.young)
        ratings = cls.env["neiqin.credit.rating"]
        everybody = cls.customer | cls.worse | cls.young
        for age in (120, 60, 0):
            ratings._neiqin_rate_now(
                cls.company, everybody.ids, cls.today - timedelta(days=age)
            )

    @classmethod
    def days(cls, *ages):
        return [cls.today - timedelta(days=age) for age in ages]

    @classmethod
    def story(cls, partner, late, amount):
        story = [
            cls.days(age, age - 30, age - 30 - late)
            for age in (300, 260, 220, 180, 140, 100)
        ]
        moves = cls.invoices([(amount, on, due, partner) for on, due, _paid in story])
        cls.settle(moves, [paid for _on, _due, paid in story])
        cls.invoice(amount, *cls.days(80, 50), partner=partner)

    def setUp(self):
        super().setUp()
        home = {
            "company_ids": [(6, 0, self.company.ids)],
            "company_id": self.company.id,
        }
        role = "neiqin_addon.group_neiqin_"
        self.clerk = self.chinese_user("cr_wang", f"{role}clerk", name="王芳", **home)
        self.boss = self.chinese_user(
            "cr_chen", f"{role}supervisor", name="陈刚", **home
        )
        self.manager = self.chinese_user(
            "cr_zhao", f"{role}manager", name="赵敏", **home
        )

    def ask(self):
        change = (
            self.env["neiqin.credit.change"]
            .with_user(self.clerk)
            .create(
                {
                    "partner_id": self.worse.id,
                    "grade": "B",
                    "limit_kind": "amount",
                    "new_limit": 80000,
                    "valid_until": self.today + timedelta(days=60),
                    "reason": "年底大单，总部担保",
                }
            )
        )
        change.action_submit()
        self.env.flush_all()
        return change

    def test_ratings(self):
        rating = self.worse.neiqin_rating_id
        for width in (1366, 390):
            with self.browse("/odoo/credit-ratings", self.boss, width) as page:
                row = ".o_data_row" if width > 500 else ".o_kanban_record"
                page.wait(row, "宁波海创")
                page.wait(row, "苏州新起点")
                page.assert_fits()
                page.screenshot("credit-ratings")
                page.open(f"/odoo/credit-ratings/{rating.id}")
                page.wait(".o_neiqin_factor", "逾期")
                page.assert_fits()
                page.screenshot("credit-rating")
                self.assertGreaterEqual(page.count("svg circle"), 3)

    def test_pivot_and_graph(self):
        with self.browse("/odoo/credit-ratings", self.boss) as page:
            page.wait(".o_data_row")
            page.click(".o_switch_view.o_pivot")
            page.wait(".o_pivot table")
            page.screenshot("credit-ratings-pivot")
            page.click(".o_switch_view.o_graph")
            page.wait(".o_graph_renderer canvas")
            page.screenshot("credit-ratings-graph")

    def test_the_customers_page(self):
        """A clerk sees the grade, the factors and the chart, no amount."""
        for width in (1366, 390):
            path = f"/odoo/res.partner/{self.worse.id}"
            with self.browse(path, self.clerk, width) as page:
                page.click(".o_notebook a[name=neiqin_rating]")
                page.wait(".o_neiqin_factor", "逾期")
                page.assert_fits()
                page.screenshot("credit-customer")
                self.assertNotIn("372,000", page.text(".o_form_view"))

    def test_a_change_from_the_customer_to_two_persons(self):
        change = self.ask()
        for width in (1366, 390):
            with self.browse("/odoo/credit-changes", self.boss, width) as page:
                page.wait(
                    ".o_data_row" if width > 500 else ".o_kanban_record", "宁波海创"
                )
                page.assert_fits()
                page.screenshot("credit-changes")
                page.open(f"/odoo/credit-changes/{change.id}")
                page.wait("button[name=action_neiqin_decide]")
                page.assert_fits()
                page.screenshot("credit-change")
                page.click("button[name=action_neiqin_decide]")
                page.wait(".modal button[name=action_approve]")
                page.screenshot("credit-change-decide")
        with self.browse(f"/odoo/res.partner/{self.worse.id}", self.clerk) as page:
            page.click(".o_notebook a[name=neiqin_rating]")
            page.click("button[name=action_neiqin_change_credit]")
            page.wait(".o_field_widget[name=reason]")
            page.screenshot("credit-change-new")

    def test_policies(self):
        draft = self.policy.with_context(lang="zh_CN").copy(
            {"company_id": self.company.id, "name": "从严"}
        )
        self.env.flush_all()
        for width in (1366, 390):
            with self.browse("/odoo/credit-policies", self.manager, width) as page:
                page.wait(".o_data_row" if width > 500 else ".o_kanban_record", "从严")
                page.assert_fits()
                page.screenshot("credit-policies")
                page.open(f"/odoo/credit-policies/{draft.id}")
                page.wait(".o_field_widget[name=factor_ids]", "平均逾期天数")
                page.assert_fits()
                page.screenshot("credit-policy")
                page.click(".o_notebook a[name=grades]")
                page.wait(".o_field_widget[name=bands_html]")
                page.assert_fits()
                page.screenshot("credit-policy-grades")

    def test_back_test(self):
        """Two policies side by side: the draft warns of nobody."""
        draft = self.policy.with_context(lang="zh_CN").copy(
            {
                "company_id": self.company.id,
                "name": "从宽",
                "band_a": 3,
                "band_b": 2,
                "band_c": 1,
            }
        )
        test = (
            self.env["neiqin.credit.backtest"]
            .with_user(self.manager)
            .create(
                {
                    "policy_id": self.policy.id,
                    "date": self.today - timedelta(days=110),
                    "other_policy_id": draft.id,
                    "bad_days": 20,
                }
            )
        )
        test.action_run()
        self.env.flush_all()
        action = self.env.ref("neiqin_addon.credit_backtest_action")
        for width in (1366, 390):
            path = f"/odoo/action-{action.id}/{test.id}"
            with self.browse(path, self.manager, width) as page:
                page.wait(".alert-info", "从宽")
                self.assertEqual(page.count("table.table-bordered"), 2)
                page.assert_fits()
                page.screenshot("credit-backtest")

    def test_insured_limits_from_a_file(self):
        text = (
            "买方名称,批复额度,到期日\n宁波海创传动设备有限公司,300000,\n没有这家,5,\n"
        )
        job = (
            self.env["neiqin.credit.insurance.import"]
            .with_user(self.boss)
            .create(
                {
                    "file": base64.b64encode(text.encode()),
                    "filename": "额度.csv",
                    "insurer": "中国信保",
                }
            )
        )
        job.action_check()
        self.env.flush_all()
        action = self.env.ref("neiqin_addon.credit_insurance_import_action")
        for width in (1366, 390):
            with self.browse("/odoo/insured-limits", self.boss, width) as page:
                page.wait(".o_view_nocontent_smiling_face")
                page.assert_fits()
                page.open(f"/odoo/action-{action.id}/{job.id}")
                row = ".o_data_row" if width > 500 else ".o_kanban_record"
                page.wait(row, "没有这家")
                page.assert_fits()
                page.screenshot("credit-insurance-import")
        with self.browse(f"/odoo/action-{action.id}/{job.id}", self.boss) as page:
            page.click("button[name=action_import]")
            page.wait(".alert-info", "1")
            page.open("/odoo/insured-limits")
            page.wait(".o_data_row", "宁波海创")
            page.screenshot("credit-insurance")

    def test_other_terms(self):
        term = self.env["account.payment.term"].create({"name": "月结 90 天"})
        change = (
            self.env["neiqin.terms.change"]
            .with_user(self.clerk)
            .create(
                {
                    "partner_id": self.worse.id,
                    "sets_term": True,
                    "payment_term_id": term.id,
                    "reason": "年度框架客户",
                }
            )
        )
        self.env.flush_all()
        for width in (1366, 390):
            path = f"/odoo/terms-changes/{change.id}"
            with self.browse(path, self.boss, width) as page:
                page.wait("button[name=action_submit]")
                page.assert_fits()
                page.screenshot("credit-terms")
