"""The figures of scorecards against a count by hand."""

from datetime import date, datetime

from freezegun import freeze_time

from odoo.fields import Command
from odoo.tests import new_test_user, tagged
from odoo.tools import mute_logger

from .scorecard_case import MARCH, ScorecardCase, at


@tagged("post_install", "-at_install")
class TestFigures(ScorecardCase):
    def test_verification_by_working_time(self):
        """Four working hours: 15:00 to 10:00 next day are 4 hours, to 10:01 more."""
        self.checked(self.li, at(10, 7), at(11, 2))
        self.checked(self.li, at(10, 7), at(11, 2, 1))
        self.checked(self.li, at(13, 7), at(16, 2))  # over a weekend
        self.make()
        self.assertEqual(self.figures(self.card(self.li), "verify"), (2, 3, "few"))

    def test_points_by_hand(self):
        """9 of 10 in time: 90 %, 20 of the 25 points between 70 and 95: 80 % of 15."""
        for number in range(10):
            self.checked(self.li, at(10, 1), at(10, 2) if number else at(12, 2))
        self.make()
        line = self.line(self.card(self.li), "verify")
        self.assertEqual((line.value, line.status), (90.0, "ok"))
        self.assertAlmostEqual(line.points, 12.0)
        self.assertEqual(line.light, "red")
        # the weight of what could not be judged goes to what could
        self.assertAlmostEqual(self.card(self.li).score, 80.0)

    def test_error_rate_of_who_entered(self):
        self.checked(self.li, at(10, 1), at(10, 2), fields=150, wrong=1, by=self.wang)
        self.checked(self.li, at(11, 1), at(11, 2), fields=50, by=self.wang)
        self.make()
        card = self.card(self.wang)
        line = self.line(card, "errors")
        self.assertEqual((line.numerator, line.denominator), (1, 200))
        self.assertEqual((line.value, line.points, line.light), (0.5, 20.0, "green"))
        self.assertEqual(line.document_count, 2)
        self.assertEqual(self.figures(card, "verify"), (0, 0, "few"))

    def test_complaints(self):
        self.complaint(self.wang, at(5, 2), at(5, 1), at(9, 2), at(9, 3))
        self.complaint(self.wang, at(5, 2), at(5, 3), at(9, 2), None)
        self.complaint(self.wang, at(5, 2), None, at(9, 2), at(8, 2))
        self.complaint(self.li, at(5, 2), at(5, 1))
        self.make()
        card = self.card(self.wang)
        self.assertEqual(self.figures(card, "response"), (1, 3, "ok"))
        self.assertEqual(self.figures(card, "solution"), (1, 3, "ok"))
        self.assertEqual(self.figures(self.card(self.li), "response"), (1, 1, "few"))

    def test_cases_and_files(self):
        self.case(self.wang, at(5, 2), at(5, 1))
        self.case(self.wang, at(5, 2), at(6, 1))
        self.case(self.wang, at(5, 2), None)
        checks = self.env["neiqin.file.check"].create(
            [
                {"partner_id": self.env["res.partner"].create({"name": name}).id}
                for name in ("甲", "乙")
            ]
        )
        self.put(checks, user_id=self.wang.id, deadline="2026-03-20")
        # the evening of the 20th in UTC is the 21st in Shanghai
        self.put(checks[0], done_at=at(20, 15))
        self.put(checks[1], done_at=at(20, 17))
        self.make()
        card = self.card(self.wang)
        self.assertEqual(self.figures(card, "cases"), (1, 3, "ok"))
        self.assertEqual(self.figures(card, "files"), (1, 2, "few"))

    def test_collection(self):
        self.invoice(1000, "2026-03-15", self.wang, 600, "2026-03-20")
        self.invoice(500, "2026-03-31", self.wang, 500, "2026-04-02")
        self.invoice(300, "2026-04-01", self.wang)
        self.invoice(900, "2026-03-15", self.rep)
        self.make()
        card = self.card(self.wang)
        self.assertEqual(self.figures(card, "collection"), (600, 1500, "ok"))
        self.assertFalse(self.card(self.rep))  # sells, and is no clerk
        self.assertAlmostEqual(self.line(card, "collection").value, 40.0)

    def test_marks_of_customers(self):
        complaint = self.complaint(self.wang, at(5, 2), at(5, 1))
        marks = self.env["rating.rating"].create(
            [
                {
                    "res_model_id": self.env["ir.model"]._get_id("neiqin.complaint"),
                    "res_id": complaint.id,
                    "rated_partner_id": self.wang.partner_id.id,
                    "rating": mark,
                    "consumed": True,
                }
                for mark in (5, 4, 3)
            ]
        )
        self.put(marks, write_date=at(10, 1))
        self.make()
        line = self.line(self.card(self.wang), "satisfaction")
        self.assertEqual((line.numerator, line.denominator, line.value), (12, 3, 4.0))

    def test_month_ends_by_the_company_clock(self):
        """16:30 UTC of the last day is the next month in Shanghai."""
        self.case(self.wang, at(31, 15, 30), at(31, 15))
        self.case(self.wang, at(31, 16, 30), None)
        self.case(self.wang, datetime(2026, 2, 28, 16, 30), at(1, 1))
        self.make()
        self.make(date(2026, 4, 1))
        self.assertEqual(self.figures(self.card(self.wang), "cases")[:2], (1, 2))
        april = self.card(self.wang, date(2026, 4, 1))
        self.assertEqual(self.figures(april, "cases")[:2], (0, 1))

    def test_empty_month(self):
        self.make(date(2020, 1, 1))
        card = self.card(self.wang, date(2020, 1, 1))
        self.assertFalse(card.has_score)
        self.assertEqual(set(card.line_ids.mapped("status")), {"few"})
        self.assertEqual(len(card.line_ids), 10)

    def test_change_of_team_in_the_middle(self):
        east, west = self.env["crm.team"].create(
            [{"name": name, "company_id": self.company.id} for name in ("东区", "西区")]
        )
        member = self.env["crm.team.member"]
        old = member.create({"user_id": self.wang.id, "crm_team_id": east.id})
        new = member.create({"user_id": self.wang.id, "crm_team_id": west.id})
        self.put(old, create_date=at(1, 0), active=False, write_date=at(16, 0))
        self.put(new, create_date=at(16, 0), active=True)
        self.case(self.wang, at(5, 2), at(5, 1))
        self.case(self.wang, at(20, 2), None)
        self.case(self.wang, at(21, 2), at(21, 1))
        self.make()
        self.assertEqual(self.figures(self.card(self.wang), "cases")[:2], (2, 3))
        self.assertEqual(self.card(self.wang).team_id, west)
        teams = self.cards.search([("is_team", "=", True), ("month", "=", MARCH)])
        found = {card.team_id: self.figures(card, "cases")[:2] for card in teams}
        self.assertEqual((found[east], found[west]), ((1, 1), (1, 2)))

    def test_leaver_keeps_the_card_of_the_month(self):
        self.case(self.wang, at(5, 2), at(5, 1))
        self.wang.active = False
        self.make()
        card = self.card(self.wang)
        self.assertEqual(self.figures(card, "cases")[:2], (1, 1))
        # who is gone cannot see it any more: a supervisor closes it all the same
        self.rpc(self.lead, card, "action_neiqin_close")
        self.assertEqual(card.state, "closed")

    def test_one_broken_measure_leaves_the_others(self):
        self.case(self.wang, at(5, 2), at(5, 1))
        cards = type(self.cards)

        def broken(_self, _span, _measure):
            raise ZeroDivisionError

        self.patch(cards, "_neiqin_count_verify", broken)
        with mute_logger("odoo.sql_db"):
            self.make()
        card = self.card(self.wang)
        line = self.line(card, "verify")
        self.assertEqual((line.status, line.note), ("error", "ZeroDivisionError"))
        self.assertEqual(self.figures(card, "cases")[:2], (1, 1))

    def test_other_companies(self):
        other = self.env["res.company"].create({"name": "分公司"})
        new_test_user(
            self.env,
            "outsider",
            "neiqin_addon.group_neiqin_clerk",
            company_id=other.id,
            company_ids=[Command.set(other.ids)],
        )
        self.case(self.wang, at(5, 2), at(5, 1))
        made = self.make(company=other)
        self.assertEqual(made.user_id.mapped("login"), ["outsider"])
        self.assertEqual(sum(made.line_ids.mapped("denominator")), 0)

    def test_cost_does_not_grow_with_documents(self):
        policy = self.env["neiqin.scorecard.policy"]._neiqin_active(self.company)
        from odoo.addons.neiqin_addon.models.insight.scorecard_make import Span

        measures = policy.measure_ids
        for times in (1, 12):
            for number in range(times):
                self.case(self.wang, at(5, 2 + number % 6), at(5, 1))
                self.checked(self.li, at(10, 1), at(10, 2))
            self.env.flush_all()
            span = Span(self.company, MARCH)
            span.times.of(self.company.resource_calendar_id, self.company).between(
                span.start, span.end
            )
            measures.mapped("code")
            # a statement for each measure, inside a savepoint of its own
            with self.assertQueryCount(30):
                for measure in measures:
                    self.cards._neiqin_counted(span, measure)

    def test_schedule_on_the_first_working_day(self):
        def run(moment):
            with freeze_time(moment), self.enter_registry_test_mode():
                self.env.ref("neiqin_addon.ir_cron_scorecard").method_direct_trigger()
            self.env.invalidate_all()
            return self.card(self.wang, date(2026, 1, 1))

        # 1 February 2026 is a Sunday; work begins on Monday at 00:00 UTC
        self.assertFalse(run("2026-02-01 06:00"))
        self.assertFalse(run("2026-02-01 23:30"))
        card = run("2026-02-02 01:00")
        self.assertEqual(card.state, "draft")
        self.assertEqual(run("2026-02-02 05:00"), card)
