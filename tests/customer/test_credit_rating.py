"""Ratings: points reckoned by hand, kept for good, never a grade out of nothing."""

from unittest.mock import patch

import psycopg2

from odoo.exceptions import AccessError, UserError
from odoo.tools import mute_logger

from .credit_case import TODAY, CreditCase, day


class TestCreditRating(CreditCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.policy = cls.new_policy()

    def points(self, rating):
        return {f.code: (f.points, f.maximum) for f in rating.factor_ids}

    def test_points_of_each_factor_and_their_sum(self):
        """13 days late: 60 - 10 x 1.5 = 45. Nothing overdue: 40. 85 is an A."""
        self.history(late=13)
        rating = self.rate()
        self.assertEqual(
            self.points(rating), {"days_late": (45, 60), "overdue": (40, 40)}
        )
        self.assertEqual((rating.score, rating.grade), (85, "A"))
        self.assertEqual(sum(rating.factor_ids.mapped("points")), rating.score)
        self.assertEqual(sum(rating.factor_ids.mapped("maximum")), 100)

    def test_a_quarter_of_what_is_open_overdue(self):
        """Half of the 50 % that earn nothing: 20 of 40 points. 4 of 5 invoices paid on
        time and 1,000 open for 40 days: 8 days late, 60 - 5 x 1.5 = 52.5."""
        self.history()
        self.invoice(1000, "2026-05-01", "2026-05-21")
        self.invoice(3000, "2026-06-20", "2026-07-20")
        rating = self.rate()
        self.assertEqual(
            self.points(rating), {"days_late": (52.5, 60), "overdue": (20, 40)}
        )
        self.assertEqual((rating.score, rating.grade), (72.5, "B"))

    def test_bands_at_and_beside(self):
        self.history(late=13)  # 85 points
        for least, grade in ((85.0, "A"), (85.1, "B")):
            self.new_policy(band_a=least)
            self.assertEqual(self.rate().grade, grade)

    def test_suggested_limit(self):
        """4,000 in the 9 months since the first invoice: 444.44 a month, for an A
        thrice, rounded down to hundreds."""
        self.history(late=0)
        rating = self.rate()
        self.assertEqual((rating.months, rating.grade), (9, "A"))
        self.assertEqual(rating.suggested_limit, 1300)
        self.assertEqual(rating.policy_id, self.policy)

    def test_too_few_invoices_give_no_grade(self):
        self.history(count=2)
        rating = self.rate()
        self.assertEqual((rating.grade, rating.why), (False, "invoices"))
        self.assertFalse(self.customer.neiqin_grade)
        self.assertEqual((rating.score, rating.suggested_limit), (0, 0))
        self.assertIn("2", rating.summary)
        self.history(count=1, first="2025-11-01")
        self.assertEqual(self.rate().grade, "A")
        self.assertEqual(self.customer.neiqin_grade, "A")

    def test_too_young_gives_no_grade(self):
        """Three full months are needed: on the day itself they are there."""
        self.history(count=3, first="2026-01-01")
        for move in self.env["account.move"].search(
            [("partner_id", "=", self.customer.id), ("move_type", "=", "out_invoice")]
        ):
            self.assertEqual(move.payment_state, move._get_invoice_in_payment_state())
        self.new_policy(min_invoices=1)
        self.assertEqual(self.rate(on=day("2026-03-31")).why, "months")
        self.assertEqual(self.rate(on=day("2026-04-01")).grade, "A")

    def test_who_was_never_invoiced_has_no_rating_at_all(self):
        self.assertFalse(self.rate())

    def test_a_factor_without_figures_is_left_out_openly(self):
        """No limit is known of that day: the other factor has all 100 points."""
        self.new_policy([("days_late", 60, 3, 43), ("limit_use", 40, 60, 90)])
        self.history(late=23)  # 20 days into 40: half
        rating = self.rate()
        self.assertEqual(
            self.points(rating), {"days_late": (50, 100), "limit_use": (0, 0)}
        )
        left_out = rating.factor_ids.filtered(lambda f: f.code == "limit_use")
        self.assertFalse(left_out.is_known)
        self.assertIn("left out", left_out.text)

    def test_recorded_promises_count(self):
        self.new_policy([("days_late", 60, 3, 43), ("promises", 40, 0, 4)])
        self.history(late=0)
        other = self.new_customer("守信")
        self.history(other)
        source = type(self.facts_model)
        found = {"promises": {self.customer.id: 1}}
        with patch.object(source, "_neiqin_events", lambda *args: found):
            self.assertEqual(self.points(self.rate())["promises"], (30, 40))
            self.assertEqual(self.points(self.rate(other))["promises"], (40, 40))

    def test_use_of_the_limit(self):
        """1,500 owed of 2,000: 75 %, halfway from 60 to 90."""
        self.new_policy([("limit_use", 100, 60, 90)], min_invoices=1)
        today = self.company._neiqin_today()
        self.invoice(1500, "2026-01-01", today)
        self.customer.credit_limit = 2000
        rating = self.policies._neiqin_active(self.company)._neiqin_rate(
            self.company, self.customer.ids, today
        )[self.customer.id]
        self.assertEqual(rating.outcome.factors[0].points, 50)

    # --- kept

    def test_what_did_not_change_is_confirmed_only(self):
        self.new_policy(**{f"limit_months_{x}": 0 for x in "abcd"})
        self.history(late=13)
        first = self.rate()
        self.assertEqual(self.rate(on=day("2026-07-10")), first)
        self.assertEqual((first.date, first.confirmed_on), (TODAY, day("2026-07-10")))
        # after thirty days it is written again, for the chart
        self.assertEqual(self.rate(on=day("2026-07-29")), first)
        again = self.rate(on=day("2026-07-30"))
        self.assertNotEqual(again, first)
        self.assertEqual((first.is_current, again.is_current), (False, True))
        self.assertEqual((again.previous_grade, again.move), ("A", "same"))

    def test_a_worse_grade_is_a_new_rating(self):
        self.history(late=13)
        self.rate()
        self.invoice(9000, "2026-05-01", "2026-05-21")
        rating = self.rate()
        self.assertEqual((rating.grade, rating.move), ("D", "down"))
        self.assertEqual((rating.previous_grade, rating.previous_score), ("A", 85))
        self.assertEqual(self.customer.neiqin_grade, "D")
        self.assertEqual(self.customer.neiqin_score, rating.score)

    @mute_logger("odoo.sql_db")
    def test_nobody_changes_a_rating(self):
        self.history()
        rating = self.rate()
        for records, vals in (
            (rating, {"grade": "D"}),
            (rating.factor_ids, {"points": 0}),
        ):
            with self.assertRaises(UserError):
                records.sudo().write(vals)
            with self.assertRaises(UserError):
                records._neiqin_as_server().write(vals)
            with self.assertRaises(UserError):
                records.sudo().unlink()
        for sql in (
            "UPDATE neiqin_credit_rating SET grade = 'D' WHERE id = %s",
            "UPDATE neiqin_credit_factor SET points = 0 WHERE rating_id = %s",
            "DELETE FROM neiqin_credit_factor WHERE rating_id = %s",
        ):
            with self.assertRaises(psycopg2.Error), self.cr.savepoint():
                self.cr.execute(sql, [rating.id])

    def test_grades_are_found_and_grouped_per_company(self):
        self.history(late=13)
        self.rate()
        partners = self.env["res.partner"]
        self.assertIn(self.customer, partners.search([("neiqin_grade", "=", "A")]))
        self.assertIn(self.customer, partners.search([("neiqin_score", ">=", 85)]))
        groups = dict(
            partners._read_group(
                [("id", "=", self.customer.id)], ["neiqin_grade"], ["__count"]
            )
        )
        self.assertEqual(groups, {"A": 1})
        other = self.other_company()
        self.assertFalse(self.customer.with_company(other).neiqin_grade)

    # --- who sees what

    def test_a_clerk_reads_the_grade_and_no_amounts(self):
        self.new_policy([("days_late", 60, 3, 43), ("volume", 40, 8000, 0)])
        self.history(late=0)
        rating = self.rate()
        clerk = self.person("cr_clerk", "clerk")
        boss = self.person("cr_boss", "supervisor")
        mine = rating.with_user(clerk)
        self.assertEqual((mine.grade, mine.score), ("A", 80))
        for name in ("suggested_limit",):
            with self.assertRaises(AccessError):
                mine.read([name])
        with self.assertRaises(AccessError):
            mine.factor_ids.read(["figure"])
        volume = rating.factor_ids.filtered(lambda f: f.code == "volume")
        self.assertNotIn("4,000", volume.with_user(clerk).text)
        self.assertNotIn("4,000", mine.factors_html)
        self.assertIn("4,000", volume.with_user(boss).text)
        self.assertEqual(rating.with_user(boss).suggested_limit, 1300)

    def test_words_are_in_the_readers_language(self):
        self.env["res.lang"]._activate_lang("zh_CN")
        self.history(late=13)
        rating = self.rate()
        late = rating.factor_ids.filtered(lambda f: f.code == "days_late")
        self.assertEqual(late.text, "Paid 13 days late on average.")
        self.assertIn("13", late.with_context(lang="zh_CN").text)
        self.assertNotIn("days", late.with_context(lang="zh_CN").text)

    def test_bars_and_chart_escape_names(self):
        self.customer.name = "<script>alert(1)</script>"
        self.history()
        rating = self.rate()
        for html in (rating.factors_html, rating.history_html):
            self.assertNotIn("<script", html)
        self.assertIn("<svg", rating.history_html)
