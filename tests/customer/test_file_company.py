"""One list for all companies, and lines of a company's own before it."""

from datetime import date

from freezegun import freeze_time
from psycopg2.errors import CheckViolation

from odoo.exceptions import AccessError
from odoo.tests import new_test_user, tagged
from odoo.tools import mute_logger

from .file_case import ROLE, FileCase

NOW = "2026-06-30 04:00:00"


@tagged("post_install", "-at_install")
class TestFileCompany(FileCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.other = cls.env["res.company"].create({"name": "上海分公司"})
        cls.theirs = cls.new_customer("上海客户", company_id=cls.other.id)
        for partner in cls.customer | cls.theirs:
            cls.fill_address(partner)

    def own(self, company=None, **values):
        company = company or self.other
        return self.items.create(
            {"name": "own", "weight": 10, "company_id": company.id, **values}
        )

    def measured(self, partner):
        self.env["res.partner"]._neiqin_files_at_once()
        return self.file(partner)[0]

    def trades(self, partner, *companies):
        """Have companies trade with the customer."""
        rows = [
            (partner.id, company.id, "2026-01-01", "2026-01-01", 1)
            + (None,) * 6
            + ("few", 0, 0, 0, 0, "2026-06-01")
            for company in companies
        ]
        self.env["neiqin.customer.record"].sudo()._neiqin_upsert(rows)
        partner._neiqin_file_measure()
        return self.file(partner)

    def test_own_lines_go_before_the_shared_ones(self):
        self.assertEqual([self.measured(self.theirs), self.file()[0]], [40, 40])
        # 160 of 220: the own line stands for the shared one of the same subject
        self.own(kind="address", weight=160)
        self.assertEqual([self.measured(self.theirs), self.file()[0]], [72, 40])

    def test_weight_0_is_not_wanted(self):
        self.own(kind="vat", weight=0)
        # 40 of 70
        self.assertEqual([self.measured(self.theirs), self.file()[0]], [57, 40])
        with (
            mute_logger("odoo.sql_db"),
            self.assertRaises(CheckViolation),
            self.env.cr.savepoint(),
        ):
            self.items.create({"name": "x", "kind": "phone", "weight": 0})

    def test_a_shared_customer_has_what_any_of_them_wants(self):
        self.own(kind="carrier", weight=100)
        self.own(kind="vat", weight=0)
        self.assertEqual(self.trades(self.customer), (40, {"vat", "contact", "paper"}))
        found = self.trades(self.customer, self.other)
        self.assertEqual(found, (23, {"contact", "paper", "carrier"}))  # 40 of 170
        found = self.trades(self.customer, self.other, self.company)
        self.assertEqual(found, (20, {"vat", "contact", "paper", "carrier"}))

    def test_the_gate_asks_the_orders_company(self):
        self.own(kind="carrier", weight=100)
        figures = [
            self.customer._neiqin_file_figures(company)[self.customer.id][0]
            for company in (self.company, self.other)
        ]
        self.assertEqual(figures, [40, 20])

    def test_what_is_asked_is_the_companys_list(self):
        self.own(kind="carrier")
        self.own(kind="address", weight=0)
        checks = self.env["neiqin.file.check"].create(
            [
                {"partner_id": self.customer.id, "company_id": self.company.id},
                {"partner_id": self.theirs.id, "company_id": self.other.id},
            ]
        )
        asked = [set(check.line_ids.mapped("field_name")) for check in checks]
        self.assertEqual(
            asked, [{"street", "city", "zip", "vat"}, {"vat", "neiqin_carrier"}]
        )

    def test_cycles_of_ones_own(self):
        cycles = self.env["neiqin.file.cycle"]
        cycles.search([]).unlink()
        cycles.create([{"months": 12}, {"months": 3, "company_id": self.other.id}])
        both = (self.customer | self.theirs)._neiqin_as_server()
        both.neiqin_file_verified_on = date(2026, 6, 1)
        with freeze_time(NOW):
            both._neiqin_file_set_due()
            days = both.mapped("neiqin_file_due_date")
            self.assertEqual(days, [date(2027, 6, 1), date(2026, 9, 1)])
            # where companies share a customer, the shortest counts
            self.trades(self.customer, self.company, self.other)
            self.customer._neiqin_file_set_due()
        self.assertEqual(self.customer.neiqin_file_due_date, date(2026, 9, 1))

    def test_other_companies_lists_are_their_own(self):
        item = self.own(kind="carrier")
        cycle = self.env["neiqin.file.cycle"].create(
            {"months": 3, "company_id": self.other.id}
        )
        for user in (self.boss, self.clerk):
            for record in (item, cycle):
                with self.assertRaises(AccessError):
                    self.rpc(user, record, "read", ["company_id"])
                with self.assertRaises(AccessError):
                    self.rpc(user, record, "write", {"company_id": self.company.id})
        with self.assertRaises(AccessError):
            values = {"name": "x", "kind": "phone", "company_id": self.other.id}
            self.rpc(self.boss, self.items, "create", [values])
        chief = new_test_user(
            self.env,
            "other_chief",
            f"{ROLE}manager",
            company_id=self.other.id,
            company_ids=self.other.ids,
        )
        self.rpc(chief, item, "write", {"weight": 20})

    def test_one_query_with_lines_of_companies_too(self):
        many = self.env["res.partner"].create(
            [
                {"name": f"客户 {n}", "is_company": True, "customer_rank": 1}
                for n in range(80)
            ]
        )
        self.own(kind="carrier")
        self.env.flush_all()
        self.customer._neiqin_file_measure()
        for records in (self.customer, many):
            with self.subTest(len(records)), self.assertQueryCount(1):
                records._neiqin_file_measure()
