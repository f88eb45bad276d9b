"""When a file is verified next: by grade and turnover."""

from datetime import date, timedelta

from freezegun import freeze_time
from psycopg2.extras import Json

from odoo import fields
from odoo.tests import tagged

from .file_case import FileCase


@tagged("post_install", "-at_install")
class TestFileDue(FileCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cycles = cls.env["neiqin.file.cycle"]
        cycles.search([]).unlink()
        cycles.create(
            [
                {"sequence": 1, "grade": "D", "months": 3},
                {"sequence": 2, "turnover_from": 1000, "months": 6},
                {"sequence": 3, "months": 12},
            ]
        )

    def due(self, verified, grade=False, turnover=None, now="2026-06-30 04:00:00"):
        """Return the due day of a customer verified on a day."""
        customer = self.customer._neiqin_as_server()
        customer.write({"neiqin_file_verified_on": verified, "neiqin_grade": grade})
        if turnover is not None:
            self.env["neiqin.customer.record"].sudo()._neiqin_upsert(
                [
                    (
                        self.customer.id,
                        self.company.id,
                        "2026-01-01",
                        "2026-01-01",
                        1,
                        *(None,) * 6,
                        "few",
                        turnover,
                        0,
                        0,
                        0,
                        fields.Datetime.now(),
                    )
                ]
            )
        with freeze_time(now):
            self.customer._neiqin_file_set_due()
        return self.customer.neiqin_file_due_date

    def test_the_first_line_that_fits(self):
        self.assertEqual(self.due("2026-02-28"), date(2027, 2, 28))
        self.assertEqual(self.due("2026-02-28", turnover=999), date(2027, 2, 28))
        self.assertEqual(self.due("2026-02-28", turnover=1000), date(2026, 8, 28))
        self.assertEqual(self.due("2026-02-28", "A", 1000), date(2026, 8, 28))
        self.assertEqual(self.due("2026-02-28", "D", 1000), date(2026, 5, 28))

    def test_verified_on_29_february(self):
        self.assertEqual(self.due("2024-02-29"), date(2025, 2, 28))

    def test_not_reached_is_tried_again(self):
        self.customer._neiqin_as_server().neiqin_file_retry_on = "2026-07-14"
        self.assertEqual(self.due("2024-02-29"), date(2026, 7, 14))
        self.assertEqual(
            self.due("2024-02-29", now="2026-07-14 04:00:00"), date(2025, 2, 28)
        )

    def test_never_verified_files_are_spread_once(self):
        partners = self.env["res.partner"].create(
            [{"name": f"客户 {n}", "customer_rank": 1} for n in range(60)]
        )
        self.env.flush_all()
        self.env.cr.execute(
            "UPDATE res_partner SET create_date = '2020-01-01' WHERE id = ANY(%s)",
            [partners.ids],
        )
        with freeze_time("2026-06-30 04:00:00"):
            partners._neiqin_file_set_due()
            first = partners.mapped("neiqin_file_due_date")
        self.assertGreater(len(set(first)), 20)
        self.assertGreaterEqual(min(first), date(2026, 6, 30))
        self.assertLess(max(first), date(2026, 6, 30) + timedelta(days=180))
        with freeze_time("2026-09-30 04:00:00"):
            partners._neiqin_file_set_due()
        self.assertEqual(partners.mapped("neiqin_file_due_date"), first)

    def test_no_customer_no_day(self):
        self.due("2026-02-28")
        self.customer.active = False
        self.customer._neiqin_file_set_due()
        self.assertFalse(self.customer.neiqin_file_due_date)

    def test_one_statement(self):
        partners = self.env["res.partner"].create(
            [{"name": f"客户 {n}", "customer_rank": 1} for n in range(80)]
        )
        self.env.flush_all()
        for records in (self.customer, partners):
            with self.assertQueryCount(1):
                records._neiqin_file_set_due()

    def test_a_customer_with_a_large_number(self):
        """Millions of contacts: the day is spread over the days to come all the same."""
        number = 2_000_000_000
        other = {
            "id": number,
            "commercial_partner_id": number,
            "create_date": "2020-01-01",
        }
        self.env.flush_all()
        self.env.cr.execute(
            "INSERT INTO res_partner SELECT (jsonb_populate_record(p, %s)).*"
            " FROM res_partner p WHERE p.id = %s",
            [Json(other), self.customer.id],
        )
        customer = self.env["res.partner"].browse(number)
        with freeze_time("2026-06-30 04:00:00"):
            customer._neiqin_file_set_due()
        # 2,000,000,000 × 7919 by 180 leaves 160
        self.assertEqual(
            customer.neiqin_file_due_date, date(2026, 6, 30) + timedelta(days=160)
        )
