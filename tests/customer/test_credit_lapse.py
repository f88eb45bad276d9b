"""A credit change lasts for a time and goes back by itself."""

from datetime import date, timedelta
from unittest.mock import patch

from odoo.tools import mute_logger

from .credit_change_case import NOW, ChangeCase


class TestLapse(ChangeCase):
    def test_at_and_beside_the_last_day(self):
        self.customer.credit_limit = 50000
        change = self.carried_out(grade="B", limit_kind="amount", new_limit=80000)
        self.clock = change.valid_until
        self.lapse()
        self.assertEqual(self.terms(), (80000, "B", change.valid_until))
        self.clock += timedelta(days=1)
        # counts no more, even before the schedule has come by
        self.assertEqual(self.terms(), (50000, "A", None))
        self.assertEqual(self.customer.neiqin_grade, "B")
        self.lapse()
        self.assertEqual((change.state, change.end_why), ("ended", "lapsed"))
        self.assertEqual(self.customer.neiqin_grade, "A")
        self.assertEqual(self.customer.credit_limit, 50000)
        self.assertEqual(self.customer.trust, "normal")
        self.assertEqual(self.terms(), (50000, "A", None))

    def test_back_to_no_limit_of_its_own(self):
        self.company.account_use_credit_limit = True
        self.env["ir.default"].set(
            "res.partner", "credit_limit", 20000, company_id=self.company.id
        )
        self.assertEqual(self.terms().limit, 20000)
        change = self.carried_out(limit_kind="no_credit")
        self.assertEqual(self.terms().limit, 0)
        self.clock = change.valid_until + timedelta(days=1)
        self.assertEqual(self.terms().limit, 20000)
        self.lapse()
        self.assertEqual(self.terms().limit, 20000)
        self.assertFalse(self.customer.use_partner_credit_limit)

    def test_the_grade_rated_meanwhile(self):
        change = self.carried_out(grade="B")
        self.invoice(9000, "2026-05-01", "2026-05-21")
        self.rate(on=NOW)
        self.assertEqual(self.customer.neiqin_rating_id.grade, "D")
        self.assertEqual(self.customer.neiqin_grade, "B")  # set by hand, for a time
        self.clock = change.valid_until + timedelta(days=1)
        self.lapse()
        self.assertEqual(self.customer.neiqin_grade, "D")

    def test_as_rated_ends_a_grade_set_by_hand(self):
        change = self.carried_out(grade="D")
        self.assertEqual(self.customer.trust, "bad")
        back = self.carried_out(grade="rated", valid_until=False)
        self.assertEqual((change.state, change.end_why), ("ended", "followed"))
        self.assertEqual(back.state, "ended")
        self.assertEqual(self.customer.neiqin_grade, "A")
        self.assertEqual(self.customer.trust, "normal")

    def test_two_in_a_row_go_back_to_what_was_before_both(self):
        self.customer.credit_limit = 50000
        first = self.carried_out(limit_kind="amount", new_limit=80000)
        second = self.carried_out(limit_kind="amount", new_limit=90000)
        self.assertEqual((first.state, first.end_why), ("ended", "followed"))
        self.clock = second.valid_until + timedelta(days=1)
        self.lapse()
        self.assertEqual(self.terms().limit, 50000)

    def test_a_lasting_limit_stays(self):
        lasting = self.carried_out(
            limit_kind="amount", new_limit=60000, valid_until=False
        )
        self.clock = NOW + timedelta(days=999)
        self.lapse()
        self.assertEqual((self.terms().limit, lasting.state), (60000, "in_force"))
        for_a_time = self.carried_out(
            limit_kind="amount",
            new_limit=90000,
            valid_until=self.clock + timedelta(days=9),
        )
        self.clock = for_a_time.valid_until + timedelta(days=1)
        self.lapse()
        self.assertEqual(self.terms().limit, 60000)

    def test_changed_by_hand_meanwhile_is_left_alone(self):
        change = self.carried_out(limit_kind="amount", new_limit=80000)
        self.customer.credit_limit = 30000
        self.clock = change.valid_until + timedelta(days=1)
        self.lapse()
        self.assertEqual((change.end_why, self.terms().limit), ("by_hand", 30000))

    def test_the_responsible_person_hears_of_it_twice(self):
        change = self.carried_out(limit_kind="amount", new_limit=80000)
        self.clock = change.valid_until - timedelta(days=14)
        self.lapse()
        self.lapse()
        self.assertEqual(len(change.activity_ids), 1)
        self.clock = change.valid_until + timedelta(days=1)
        self.lapse()
        self.assertEqual(change.activity_ids.user_id, self.clerk)
        self.assertEqual(len(change.activity_ids), 2)

    def test_a_manager_hears_where_the_responsible_left(self):
        change = self.carried_out(limit_kind="amount", new_limit=80000)
        self.clerk.active = False
        self.clock = change.valid_until + timedelta(days=1)
        self.lapse()
        manager = self.policies._neiqin_manager_of(self.company)
        self.assertEqual(change.activity_ids.user_id, manager)

    def test_days_are_those_of_the_company(self):
        """At 17:00 of Greenwich it is the next day in Shanghai already."""
        self.doCleanups()
        from freezegun import freeze_time

        with freeze_time("2026-07-10 15:59:00"):
            self.assertEqual(self.company._neiqin_today(), date(2026, 7, 10))
        with freeze_time("2026-07-10 16:00:00"):
            self.assertEqual(self.company._neiqin_today(), date(2026, 7, 11))

    def test_one_that_fails_stops_no_other(self):
        other = self.new_customer("苏州昆仑")
        first = self.carried_out(limit_kind="amount", new_limit=80000)
        second = self.carried_out(
            partner_id=other.id, limit_kind="amount", new_limit=70000
        )
        self.clock = first.valid_until + timedelta(days=1)
        lapse = type(first)._neiqin_lapse

        def failing(change):
            if change == first:
                raise ValueError("broken")
            return lapse(change)

        with patch.object(type(first), "_neiqin_lapse", failing):
            with mute_logger("odoo.addons.neiqin_addon.models.control.failure"):
                self.lapse()
        self.assertEqual((first.state, second.state), ("in_force", "ended"))
        failure = self.env["neiqin.failure"].search(
            [("res_model", "=", first._name), ("res_id", "=", first.id)]
        )
        self.assertEqual((failure.state, failure.user_id), ("open", first.user_id))
        self.assertIn(failure.activity_id, first.activity_ids)

    def test_merged_customers_keep_the_newest(self):
        twin = self.new_customer("杭州精工")
        first = self.carried_out(limit_kind="amount", new_limit=80000)
        second = self.carried_out(
            partner_id=twin.id, limit_kind="amount", new_limit=70000
        )
        wizard = self.env["base.partner.merge.automatic.wizard"].create({})
        wizard._merge((self.customer | twin).ids, self.customer)
        self.env.invalidate_all()
        self.assertEqual((first.state, first.end_why), ("ended", "merged"))
        self.assertEqual(second.partner_id, self.customer)
        self.assertEqual(second.state, "in_force")

    def test_terms_cost_the_same_for_one_and_eighty(self):
        partners = self.customer
        self.carried_out(limit_kind="amount", new_limit=80000)
        for number in range(79):
            partners |= self.new_customer(f"客户{number}")
        counts = []
        for some in (self.customer, partners):
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.cr.sql_log_count
            some._neiqin_credit_terms(self.company)
            counts.append(self.cr.sql_log_count - before)
        self.assertEqual(counts[0], counts[1])
