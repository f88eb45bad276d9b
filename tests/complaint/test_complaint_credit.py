"""Complaints and disputed invoices in the credit rating."""

from datetime import datetime

from ..customer.credit_case import TODAY, WINDOW, CreditCase


class TestComplaintCredit(CreditCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.quality = cls.env.ref("neiqin_addon.complaint_type_quality")
        cls.invoice_type = cls.env.ref("neiqin_addon.complaint_type_invoice")

    def complain(self, kind, moment, partner=None, **values):
        return self.env["neiqin.complaint"].create(
            {
                "partner_id": (partner or self.customer).id,
                "type_id": kind.id,
                "subject": "-",
                "received_at": moment,
                **values,
            }
        )

    def events(self, partner=None):
        found = self.facts_model._neiqin_events(
            self.company, (partner or self.customer).ids, WINDOW.since, TODAY
        )
        ids = (partner or self.customer).id
        return found["complaints"].get(ids, 0), found["disputes"].get(ids, 0)

    def test_each_counts_where_it_belongs(self):
        contact = self.env["res.partner"].create(
            {"name": "王工", "parent_id": self.customer.id}
        )
        self.assertEqual(self.events(), (0, 0))
        self.complain(self.quality, datetime(2026, 3, 1), contact)
        self.complain(self.quality, datetime(2026, 3, 2))
        self.complain(self.invoice_type, datetime(2026, 3, 3))
        self.assertEqual(self.events(), (2, 1))

    def test_at_and_beside_the_days(self):
        """Days begin at 16:00 UTC in Shanghai: after 30 June 2025, up to 30 June 2026."""
        for moment, counts in (
            (datetime(2025, 6, 30, 15, 59), 0),
            (datetime(2025, 6, 30, 16, 0), 1),
            (datetime(2026, 6, 30, 15, 59), 1),
            (datetime(2026, 6, 30, 16, 0), 0),
        ):
            partner = self.new_customer(str(moment))
            self.complain(self.quality, moment, partner)
            self.assertEqual(self.events(partner), (counts, 0), moment)

    def test_another_companys_do_not_count(self):
        other = self.other_company()
        self.complain(self.quality, datetime(2026, 3, 1), company_id=other.id)
        self.assertEqual(self.events(), (0, 0))

    def test_a_withdrawn_one_does_not_count(self):
        complaint = self.complain(self.quality, datetime(2026, 3, 1))
        complaint._neiqin_as_server().write({"state": "void"})
        self.assertEqual(self.events(), (0, 0))

    def test_they_cost_points(self):
        """Two of four disputes that cost all of 50 points: 25 of them are left."""
        self.new_policy([("overdue", 50, 0, 50), ("disputes", 50, 0, 4)])
        self.history()
        self.complain(self.invoice_type, datetime(2026, 3, 1))
        self.complain(self.invoice_type, datetime(2026, 4, 1))
        rating = self.rate()
        points = {factor.code: factor.points for factor in rating.factor_ids}
        self.assertEqual(points, {"overdue": 50, "disputes": 25})
