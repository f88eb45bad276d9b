"""What the documents say about a customer, against figures worked out by hand."""

from datetime import timedelta

from .credit_case import TODAY, WINDOW, CreditCase, day


class TestCreditFacts(CreditCase):
    def test_never_invoiced_is_not_there(self):
        self.assertIsNone(self.facts())

    def test_paid_on_the_day(self):
        move = self.invoice(1000, "2026-02-01", "2026-03-03")
        self.pay(move, 1000, "2026-03-03")
        facts = self.facts()
        self.assertEqual((facts.invoices, facts.days_late, facts.worst), (1, 0, 0))
        self.assertEqual((facts.open, facts.overdue, facts.owed), (0, 0, 0))
        self.assertEqual((facts.first, facts.volume), (day("2026-02-01"), 1000))

    def test_grace_at_and_beside_its_end(self):
        """Three days of grace: the third day is on time, the fourth is four late."""
        for days, expected in ((3, 0), (4, 4)):
            partner = self.new_customer(f"客户{days}")
            move = self.invoice(1000, "2026-01-01", "2026-02-01", partner)
            self.pay(move, 1000, day("2026-02-01") + timedelta(days=days))
            self.assertEqual(self.facts(partner).days_late, expected)

    def test_weighted_by_amount_over_partial_payments(self):
        """9,000 on time and 1,000 after 50 days: 5 days late on average, not 25."""
        move = self.invoice(10000, "2026-01-01", "2026-01-31")
        self.pay(move, 9000, "2026-01-31")
        self.pay(move, 1000, "2026-03-22")
        facts = self.facts()
        self.assertEqual(facts.invoices, 1)
        self.assertAlmostEqual(facts.days_late, 5.0)
        self.assertEqual(facts.worst, 50)

    def test_what_is_open_and_overdue_counts_with_its_days_so_far(self):
        """1,000 paid on time, 3,000 open for 40 days: 30 days late on average."""
        move = self.invoice(1000, "2026-03-01", "2026-03-31")
        self.pay(move, 1000, "2026-03-31")
        self.invoice(3000, "2026-04-21", "2026-05-21")  # 40 days before June 30
        self.invoice(2000, "2026-06-10", "2026-07-10")  # not due yet
        facts = self.facts()
        self.assertAlmostEqual(facts.days_late, 30.0)
        self.assertEqual((facts.worst, facts.invoices), (40, 2))
        self.assertEqual((facts.open, facts.overdue, facts.owed), (5000, 3000, 5000))

    def test_overdue_begins_after_the_grace(self):
        self.invoice(1000, "2026-05-01", TODAY - timedelta(days=3))
        self.assertEqual(self.facts().overdue, 0)
        self.assertEqual(self.facts(on=TODAY + timedelta(days=1)).overdue, 1000)

    def test_as_of_a_day_of_the_past(self):
        """What was paid or written later is not known yet."""
        move = self.invoice(1000, "2026-01-01", "2026-01-31")
        self.pay(move, 400, "2026-02-10")
        self.pay(move, 600, "2026-05-01")
        self.invoice(500, "2026-04-01", "2026-05-01")
        facts = self.facts(on=day("2026-02-20"), window=WINDOW)
        # 400 after 10 days, 600 open for 20: (4000 + 12000) / 1000
        self.assertAlmostEqual(facts.days_late, 16.0)
        self.assertEqual((facts.open, facts.overdue, facts.volume), (600, 600, 1000))
        self.assertIsNone(self.facts(on=day("2025-12-31")))

    def test_a_credit_note_is_no_payment(self):
        """Half credited long after the due date: the other half was paid on time."""
        move = self.invoice(1000, "2026-01-01", "2026-01-31")
        self.pay(move, 500, "2026-01-31")
        self.credit(move, 500, "2026-04-30")
        facts = self.facts()
        self.assertEqual((facts.days_late, facts.worst, facts.open), (0, 0, 0))
        self.assertEqual(facts.volume, 500)
        before = self.facts(on=day("2026-03-01"))
        # nobody knew of the credit note then: 500 open for 29 days
        self.assertEqual((before.open, before.worst), (500, 29))
        self.assertAlmostEqual(before.days_late, 14.5)

    def test_credit_note_not_matched_yet_is_not_overdue(self):
        self.invoice(1000, "2026-01-01", "2026-01-31")
        note = self.env["account.move"].create(
            {
                "move_type": "out_refund",
                "partner_id": self.customer.id,
                "invoice_date": "2026-03-01",
                "date": "2026-03-01",
                "invoice_line_ids": [
                    (0, 0, {"name": "-", "price_unit": 400, "tax_ids": False})
                ],
            }
        )
        note.action_post()
        facts = self.facts()
        self.assertEqual((facts.open, facts.overdue, facts.owed), (600, 600, 600))

    def test_money_not_matched_yet_is_not_overdue(self):
        self.invoice(1000, "2026-01-01", "2026-01-31")
        payment = self.env["account.payment"].create(
            {
                "payment_type": "inbound",
                "partner_id": self.customer.id,
                "amount": 1000,
                "date": "2026-02-01",
            }
        )
        payment.action_post()
        facts = self.facts()
        self.assertEqual((facts.open, facts.overdue), (0, 0))
        self.assertEqual(facts.invoices, 0)  # nothing is known of when it was paid for

    def test_trend_compares_recent_with_earlier(self):
        """Earlier 10 days late, in the last three months 25."""
        early = self.invoice(1000, "2025-09-01", "2025-10-01")
        self.pay(early, 1000, "2025-10-11")
        late = self.invoice(1000, "2026-03-01", "2026-04-01")
        self.pay(late, 1000, "2026-04-26")
        facts = self.facts()
        self.assertEqual((facts.earlier, facts.recent), (10, 25))
        self.assertAlmostEqual(facts.days_late, 17.5)

    def test_window_at_and_beside_its_edge(self):
        """Paid on the first day outside is forgotten, one day later it counts."""
        for paid, expected in (("2025-06-30", 0), ("2025-07-01", 1)):
            partner = self.new_customer(paid)
            move = self.invoice(1000, "2025-04-01", "2025-05-01", partner)
            self.pay(move, 1000, paid)
            self.assertEqual(self.facts(partner).invoices, expected)

    def test_what_is_left_up_to_the_tolerance_is_no_debt(self):
        """10 are bank charges; 10.01 are a debt."""
        for left, expected in ((10.0, 0.0), (10.01, 10.01)):
            partner = self.new_customer(f"余额{left}")
            move = self.invoice(1000, "2026-01-01", "2026-01-31", partner)
            self.pay(move, 1000 - left, "2026-01-31")
            facts = self.facts(partner)
            self.assertAlmostEqual(facts.open, expected)
            self.assertAlmostEqual(facts.overdue, expected)

    def test_a_contacts_invoice_is_the_companys(self):
        contact = self.env["res.partner"].create(
            {"name": "王工", "parent_id": self.customer.id}
        )
        move = self.invoice(1000, "2026-01-01", "2026-01-31", contact)
        self.pay(move, 1000, "2026-01-31")
        self.assertEqual(self.facts().invoices, 1)
        self.assertIsNone(self.facts(contact))

    def test_an_archived_customer_is_found(self):
        self.invoice(1000, "2026-01-01", "2026-01-31")
        self.customer.active = False
        self.assertEqual(self.facts().open, 1000)
        self.assertIn(self.customer.id, self.facts_model._neiqin_invoiced(self.company))

    def test_drafts_and_cancelled_invoices_do_not_count(self):
        move = self.invoice(1000, "2026-01-01", "2026-01-31")
        move.button_draft()
        self.assertIsNone(self.facts())
        move.button_cancel()
        self.assertIsNone(self.facts())

    def test_another_company_does_not_count(self):
        other = self.other_company()
        self.invoice(1000, "2026-01-01", "2026-01-31")
        self.assertEqual(
            self.facts_model._neiqin_facts(other, self.customer.ids, TODAY, WINDOW), []
        )

    def test_the_number_of_queries_does_not_grow(self):
        partners = self.env["res.partner"].create(
            [{"name": f"客户{number}", "is_company": True} for number in range(80)]
        )
        self.invoices(
            [(100, "2026-01-01", "2026-01-31", partner) for partner in partners]
        )
        counts = []
        for ids in (partners[:1].ids, partners.ids):
            self.env.flush_all()
            before = self.cr.sql_log_count
            rows = self.facts_model._neiqin_facts(self.company, ids, TODAY, WINDOW)
            counts.append(self.cr.sql_log_count - before)
            self.assertEqual(len(rows), len(ids))
        self.assertEqual(counts[0], counts[1])


class TestForeignCurrency(CreditCase):
    """Rates that moved between invoice and payment are no lateness and no debt."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.foreign = cls.new_currency(
            "QQQ", [("2025-01-01", 0.5), ("2026-02-01", 0.4)]
        )

    def test_half_paid_at_another_rate(self):
        """€1,000 = 2,000 at first. Half paid on time, half open and 30 days overdue."""
        move = self.invoice(1000, "2026-01-10", "2026-05-31", currency=self.foreign)
        self.pay(move, 500, "2026-05-31", self.foreign)
        facts = self.facts()
        self.assertAlmostEqual(facts.open, 1000)
        self.assertAlmostEqual(facts.overdue, 1000)
        self.assertAlmostEqual(facts.days_late, 15.0)

    def test_paid_in_full_at_another_rate_leaves_nothing(self):
        move = self.invoice(1000, "2026-01-10", "2026-02-09", currency=self.foreign)
        self.pay(move, 1000, "2026-03-01", self.foreign)  # 20 days late
        self.assertEqual(move.payment_state, move._get_invoice_in_payment_state())
        self.assertTrue(
            move.line_ids.matched_credit_ids.exchange_move_id, "no rate difference"
        )
        facts = self.facts()
        self.assertAlmostEqual(facts.days_late, 20.0)
        self.assertEqual((facts.worst, facts.invoices), (20, 1))
        self.assertAlmostEqual(facts.open, 0)
        self.assertAlmostEqual(facts.overdue, 0)
        self.assertAlmostEqual(facts.volume, 2000)


class TestOutcome(CreditCase):
    """Who paid badly after a day: sixty days late or more."""

    def outcome(self, partner, since="2026-01-01", until=TODAY, bad_days=60):
        found = self.facts_model._neiqin_outcome(
            self.company, partner.ids, day(since), until, bad_days, 10.0
        )
        return found.get(partner.id)

    def test_sixty_days_at_and_beside(self):
        for days, expected in ((59, False), (60, True), (61, True)):
            partner = self.new_customer(f"迟{days}天")
            move = self.invoice(1000, "2026-01-01", "2026-01-31", partner)
            self.pay(move, 1000, day("2026-01-31") + timedelta(days=days))
            self.assertIs(self.outcome(partner), expected, days)

    def test_still_open_on_its_sixtieth_day(self):
        partner = self.new_customer("未付")
        self.invoice(1000, "2026-04-01", "2026-05-01", partner)  # day 60 is June 30
        self.assertIs(self.outcome(partner), True)
        self.assertIsNone(self.outcome(partner, until=TODAY - timedelta(days=1)))

    def test_what_was_bad_before_foretells_nothing(self):
        partner = self.new_customer("早已逾期")
        self.invoice(1000, "2025-09-01", "2025-10-01", partner)  # bad on November 30
        self.assertIsNone(self.outcome(partner))
        self.assertIs(self.outcome(partner, since="2025-11-29"), True)

    def test_credited_is_not_bad(self):
        partner = self.new_customer("已红冲")
        move = self.invoice(1000, "2026-01-01", "2026-01-31", partner)
        self.credit(move, 1000, "2026-06-01")
        self.assertIsNone(self.outcome(partner))

    def test_a_small_rest_is_not_bad(self):
        partner = self.new_customer("尾差")
        move = self.invoice(1000, "2026-01-01", "2026-01-31", partner)
        self.pay(move, 990, "2026-01-31")
        self.assertIs(self.outcome(partner), False)
