"""Insured limits: what they do to the suggestion, and how a list is taken over."""

import base64
from datetime import date, timedelta

from odoo.exceptions import AccessError, UserError, ValidationError

from .credit_case import TODAY, CreditCase, day


class TestCreditInsurance(CreditCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.boss = cls.person("ins_boss", "supervisor")
        cls.clerk = cls.person("ins_clerk", "clerk")
        cls.limits = cls.env["neiqin.credit.insurance"]
        cls.customer.ref = "KH001"

    def insure(self, amount, **values):
        return self.limits.create(
            {
                "partner_id": self.customer.id,
                "insurer": "中国信保",
                "amount": amount,
                "date_from": day("2026-01-01"),
                **values,
            }
        )

    # --- what it does

    def test_lifts_or_holds_the_suggestion(self):
        """4,000 in nine full months, three months of that for an A: 1,300 of 1,333."""
        self.history(late=0, first="2025-09-01")
        for use, suggested in (
            ("ignore", 1300),
            ("at_least", 5000),
            ("at_most", 1300),
        ):
            self.new_policy(insured_use=use)
            self.insure(5000)
            self.assertEqual(self.rate().sudo().suggested_limit, suggested, use)
            self.limits.search([]).unlink()
        self.insure(700)
        self.assertEqual(self.rate().sudo().suggested_limit, 700)

    def test_at_and_beside_the_days(self):
        self.insure(5000, date_to=day("2026-06-30"))
        facts = self.facts_model
        for on, amount in (
            ("2025-12-31", None),
            ("2026-01-01", 5000),
            ("2026-06-30", 5000),
            ("2026-07-01", None),
        ):
            found = facts._neiqin_insured(self.company, self.customer.ids, day(on))
            self.assertEqual(found.get(self.customer.id), amount, on)

    def test_in_another_currency(self):
        other = self.new_currency("QQQ", [("2026-01-01", 0.5)])
        self.insure(1000, currency_id=other.id)
        found = self.facts_model._neiqin_insured(self.company, self.customer.ids, TODAY)
        self.assertEqual(found, {self.customer.id: 2000})

    def test_a_contact_has_none(self):
        contact = self.env["res.partner"].create(
            {"name": "王工", "parent_id": self.customer.id}
        )
        with self.assertRaises(ValidationError):
            self.insure(5000, partner_id=contact.id)

    def test_who_may(self):
        limit = self.insure(5000)
        with self.assertRaises(AccessError):
            limit.with_user(self.clerk).read(["amount"])
        with self.assertRaises(AccessError):
            self.job("客户,额度\nKH001,9\n", user=self.clerk)
        limit.with_user(self.boss).amount = 6000
        with self.assertRaises(AccessError):
            limit.with_user(self.boss).unlink()
        entry = self.env["neiqin.trail.entry"].search(
            [("res_model", "=", limit._name), ("res_id", "=", limit.id)], limit=1
        )
        self.assertIn("amount", entry.details)

    # --- the list of an insurer

    def job(self, text, user=None):
        jobs = self.env["neiqin.credit.insurance.import"].with_user(user or self.boss)
        job = jobs.with_company(self.company).create(
            {
                "file": base64.b64encode(text.encode("gb18030")),
                "insurer": "中国信保",
                "company_id": self.company.id,
            }
        )
        job.action_check()
        return job

    def test_good_rows_are_taken_over_and_bad_ones_stay(self):
        twin = self.new_customer("同名公司")
        self.new_customer("同名公司")
        job = self.job(
            "买方编号,客户编码,买方名称,批复额度,币种,到期日\n"
            '1,KH001,杭州精工,"500,000.00",,2027-06-30\n'
            "2,,没有这家,1000,,\n"
            "3,,同名公司,2000,,\n"
            "4,KH001,,3000,,\n"
            "5,,同名公司,x,XXX,soon\n"
        )
        problems = [bool(line.problem) for line in job.line_ids]
        self.assertEqual(problems, [True, True, True, True, True])
        with self.assertRaises(UserError):
            job.action_import()
        job.line_ids[3].unlink()  # the same customer once more
        self.assertEqual((job.good, job.bad), (1, 3))
        job.action_import()
        limit = self.limits.search([("partner_id", "=", self.customer.id)])
        self.assertEqual(
            (limit.amount, limit.date_to, limit.insurer),
            (500000, date(2027, 6, 30), "中国信保"),
        )
        self.assertEqual(len(job.line_ids), 3)
        chosen = job.line_ids[0]
        chosen.partner_id = twin
        self.assertFalse(chosen.problem)
        job.action_import()
        self.assertEqual(
            self.limits.search([("partner_id", "=", twin.id)]).amount, 1000
        )
        self.assertEqual(len(job.line_ids), 2)
        with self.assertRaises(UserError):
            job.action_import()

    def test_again_changes_nothing_and_another_limit_follows(self):
        text = "客户编码,额度\nKH001,5000\n"
        self.job(text).action_import()
        self.job(text).action_import()
        limit = self.limits.search([("partner_id", "=", self.customer.id)])
        self.assertEqual(len(limit), 1)
        today = self.company._neiqin_today()
        limit.date_from = today - timedelta(days=100)
        self.job("客户编码,额度\nKH001,7000\n").action_import()
        self.assertEqual(limit.date_to, today - timedelta(days=1))
        found = self.facts_model._neiqin_insured(self.company, self.customer.ids, today)
        self.assertEqual(found[self.customer.id], 7000)

    def test_no_table_is_refused(self):
        for text in ("颜色,尺寸\n红,1\n", "\n"):
            with self.assertRaises(UserError):
                self.job(text)

    def test_another_companys_books_are_closed(self):
        other = self.other_company()
        job = self.job("客户编码,额度\nKH001,5000\n")
        job.sudo().company_id = other
        with self.assertRaises(AccessError):
            job.action_import()

    def test_cost_does_not_grow_with_the_rows(self):
        def cost(count):
            partners = self.env["res.partner"].create(
                [{"name": f"客户{count}-{i}", "is_company": True} for i in range(count)]
            )
            rows = "".join(f"{p.name},{100}\n" for p in partners)
            self.env.flush_all()
            before = self.cr.sql_log_count
            self.job("客户,额度\n" + rows)
            return self.cr.sql_log_count - before

        cost(1)
        self.assertLessEqual(cost(80), cost(1) + 6)
