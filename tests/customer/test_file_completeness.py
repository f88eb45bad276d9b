"""How complete a file is: by hand reckoned, right after a change, and set-based."""

import json
from datetime import date

from freezegun import freeze_time

from odoo.exceptions import AccessError, ValidationError
from odoo.tests import tagged
from odoo.tools import SQL

from odoo.addons.neiqin_addon.models.customer.file_item_sql import field_sql

from .file_case import FileCase


@tagged("post_install", "-at_install")
class TestFileCompleteness(FileCase):
    def test_each_change_counts_at_once(self):
        self.assertEqual(self.file(), (0, {"address", "vat", "contact", "paper"}))
        self.fill_address(self.customer)
        self.assertEqual(self.file(), (40, {"vat", "contact", "paper"}))
        self.customer.vat = "91330100MA2AXXXX1X"
        self.assertEqual(self.file(), (70, {"contact", "paper"}))
        contact = self.add_contact(self.customer)
        self.assertEqual(self.file(), (90, {"paper"}))
        paper = self.add_paper(self.customer)
        self.assertEqual(self.file(), (100, set()))
        paper.active = False
        contact.phone = False
        self.assertEqual(self.file(), (70, {"contact", "paper"}))
        contact.phone = "0571 8888 1234"
        contact.unlink()
        self.assertEqual(self.file(), (70, {"contact", "paper"}))

    def test_the_same_transaction_reads_it(self):
        """What the form shows after saving is what was saved."""
        found = self.rpc(
            self.clerk,
            self.customer,
            "web_save",
            {"vat": "91330100MA2AXXXX1X"},
            specification={
                "neiqin_file_completeness": {},
                "neiqin_file_missing_text": {},
            },
        )
        self.assertEqual(found[0]["neiqin_file_completeness"], 30)
        self.assertEqual(
            found[0]["neiqin_file_missing_text"], "address · contact · paper"
        )

    def test_a_person_is_not_asked_for_a_licence(self):
        person = self.new_customer("王先生", is_company=False)
        # 40 for the address and 20 for somebody to reach: himself
        self.assertEqual(self.file(person), (0, {"address", "contact"}))
        person.phone = "13800000000"
        self.assertEqual(self.file(person), (33, {"address"}))

    def test_a_contact_that_moves_changes_both_files(self):
        other = self.new_customer("宁波恒达机械有限公司")
        contact = self.add_contact(self.customer)
        self.assertEqual((self.file()[0], self.file(other)[0]), (20, 0))
        contact.parent_id = other
        self.assertEqual((self.file()[0], self.file(other)[0]), (0, 20))

    def test_nearly_complete_is_not_complete(self):
        self.items.create({"name": "mail", "kind": "email", "weight": 400})
        self.customer.email = "office@kh001.example.com"
        self.fill_address(self.customer)
        self.customer.vat = "91330100MA2AXXXX1X"
        self.add_contact(self.customer)
        self.env["res.partner"]._neiqin_files_at_once()
        # 490 of 500
        self.assertEqual(self.file(), (98, {"paper"}))

    def test_suppliers_and_colleagues_have_no_file(self):
        supplier = self.env["res.partner"].create(
            {"name": "供应商", "is_company": True}
        )
        for partner in (supplier, self.clerk.partner_id, self.company.partner_id):
            self.assertFalse(partner.neiqin_file_missing_ids)
        self.customer.active = False
        self.assertEqual(self.file(), (0, set()))

    def test_whoever_ordered_is_a_customer(self):
        partner = self.env["res.partner"].create({"name": "新客", "is_company": True})
        self.env["sale.order"].create({"partner_id": partner.id})
        self.env["res.partner"]._neiqin_files_at_once()
        self.assertEqual(len(self.file(partner)[1]), 4)

    def test_the_list_is_changed(self):
        self.fill_address(self.customer)
        self.items.filtered(lambda item: item.kind == "paper").active = False
        self.items.filtered(lambda item: item.kind == "vat").weight = 60
        self.env["res.partner"]._neiqin_files_at_once()
        # 40 of 40 + 60 + 20
        self.assertEqual(self.file(), (33, {"vat", "contact"}))
        self.items.active = False
        self.env["res.partner"]._neiqin_files_at_once()
        self.assertEqual(self.file(), (0, set()))

    def test_another_field(self):
        field = self.env["ir.model.fields"]._get("res.partner", "website")
        self.items.create(
            {"name": "web", "kind": "field", "field_id": field.id, "weight": 100}
        )
        self.customer.website = "https://kh001.example.com"
        # 100 of 200
        self.assertEqual(self.file()[0], 50)
        for name in ("credit_limit", "neiqin_sealed", "display_name", "image_1920"):
            strange = self.env["ir.model.fields"]._get("res.partner", name)
            with self.assertRaises(ValidationError):
                self.items.create(
                    {"name": "x", "kind": "field", "field_id": strange.id}
                )

    def test_a_field_with_tags_and_blanks_only_is_empty(self):
        field = self.env["ir.model.fields"]._get("res.partner", "comment")
        self.items.create(
            {"name": "note", "kind": "field", "field_id": field.id, "weight": 100}
        )
        self.customer.comment = "<p><br/>&nbsp;</p>"
        self.assertEqual(self.file()[0], 0)
        self.customer.comment = "<p>常客</p>"
        self.assertEqual(self.file()[0], 50)

    def test_values_per_language_and_company_are_looked_into(self):
        """A column of JSON is never empty: what is in it counts."""
        rows = {
            "translated": ({"en_US": "", "zh_CN": "  "}, {"en_US": "", "zh_CN": "钢"}),
            "company": ({"1": False, "2": ""}, {"1": False, "2": "x"}),
        }
        for shape, values in rows.items():
            found = [
                self.env.execute_query(
                    SQL(
                        "SELECT %s FROM (SELECT %s::jsonb AS other, NULL AS company_id) p",
                        field_sql("other", shape, None),
                        json.dumps(value),
                    )
                )[0][0]
                for value in values
            ]
            self.assertEqual(found, [False, True], shape)

    def test_terms_of_the_company_that_asks(self):
        other = self.env["res.company"].create({"name": "上海分公司"})
        self.items.search([]).active = False
        self.items.create({"name": "term", "kind": "term", "weight": 10})
        term = self.env.ref("account.account_payment_term_30days")
        self.customer.with_company(other).property_payment_term_id = term
        self.assertEqual(self.file()[0], 100)
        figures = self.customer._neiqin_file_figures(other)
        self.assertEqual(figures[self.customer.id][0], 100)
        figures = self.customer._neiqin_file_figures(self.company)
        self.assertEqual(figures[self.customer.id][0], 0)

    def test_merging_measures_anew(self):
        twin = self.new_customer("杭州精工减速机")
        self.add_contact(twin)
        self.customer.vat = "91330100MA2AXXXX1X"
        wizard = self.env["base.partner.merge.automatic.wizard"].create({})
        wizard._merge((self.customer | twin).ids, self.customer)
        self.assertFalse(twin.exists())
        self.assertEqual(self.file(), (50, {"address", "paper"}))

    def test_as_many_queries_for_eighty_as_for_one(self):
        many = self.env["res.partner"].create(
            [
                {"name": f"客户 {n}", "is_company": True, "customer_rank": 1}
                for n in range(80)
            ]
        )
        self.env.flush_all()
        self.customer._neiqin_file_measure()  # the list is kept from now on
        for records in (self.customer, many):
            with self.subTest(len(records)), self.assertQueryCount(1):
                records._neiqin_file_measure()

    def test_nobody_writes_the_figure(self):
        for user in (self.clerk, self.boss):
            for vals in (
                {"neiqin_file_completeness": 100},
                {"neiqin_file_missing_ids": [(5, 0, 0)]},
            ):
                with self.assertRaises(AccessError):
                    self.rpc(user, self.customer, "write", vals)
        with self.assertRaises(AccessError):
            self.rpc(self.clerk, self.items, "write", {"weight": 1})


@tagged("post_install", "-at_install")
class TestCustomerPaper(FileCase):
    def test_a_licence_that_ends_on_29_february(self):
        paper = self.add_paper(self.customer, expires_on="2028-02-29")
        for now, state, percent in (
            ("2028-01-29 04:00:00", "valid", 10),
            ("2028-01-30 04:00:00", "soon", 10),
            ("2028-02-29 15:59:59", "soon", 10),  # still the 29th in Hangzhou
            ("2028-02-29 16:00:00", "expired", 0),
        ):
            with self.subTest(now), freeze_time(now):
                self.env["res.partner"]._neiqin_files_at_once()
                paper.invalidate_recordset()
                self.assertEqual((paper.state, self.file()[0]), (state, percent))

    def test_a_term_that_begins_on_29_february(self):
        paper = self.add_paper(self.customer, issued_on="2024-02-29", months=12)
        self.assertEqual(paper.expires_on, date(2025, 2, 28))
        paper.months = 48
        self.assertEqual(paper.expires_on, date(2028, 2, 29))
        with self.assertRaises(ValidationError):
            paper.expires_on = "2024-02-28"

    def test_told_once_per_end(self):
        self.customer.user_id = self.clerk
        paper = self.add_paper(self.customer, expires_on="2028-02-29")
        far = self.add_paper(self.customer, expires_on="2029-02-28")
        for now, count in (
            ("2028-01-15 04:00:00", 0),
            ("2028-02-10 04:00:00", 1),
            ("2028-02-11 04:00:00", 1),
        ):
            with freeze_time(now), self.enter_registry_test_mode():
                self.env.ref(
                    "neiqin_addon.ir_cron_customer_paper"
                ).method_direct_trigger()
            self.assertEqual(len(paper.activity_ids), count, now)
        self.assertEqual(paper.activity_ids.user_id, self.clerk)
        self.assertEqual(paper.activity_ids.date_deadline, date(2028, 2, 29))
        self.assertFalse(far.activity_ids)

    def test_search_by_state(self):
        with freeze_time("2028-02-10 04:00:00"):
            soon = self.add_paper(self.customer, expires_on="2028-02-29")
            gone = self.add_paper(self.customer, expires_on="2028-02-09")
            papers = self.env["neiqin.customer.paper"]
            mine = [("partner_id", "=", self.customer.id)]
            self.assertEqual(papers.search([*mine, ("state", "=", "soon")]), soon)
            self.assertEqual(papers.search([*mine, ("state", "!=", "soon")]), gone)

    def test_another_companys_papers_are_not_read(self):
        other = self.env["res.company"].create({"name": "上海分公司"})
        theirs = self.new_customer("上海客户", company_id=other.id)
        paper = self.add_paper(theirs)
        for user in (self.clerk, self.boss, self.rep):
            with self.assertRaises(AccessError):
                self.rpc(user, paper, "read", ["name"])
        mine = self.add_paper(self.customer)
        with self.assertRaises(AccessError):
            self.rpc(self.rep, mine, "write", {"expires_on": "2099-01-01"})
        with self.assertRaises(AccessError):
            self.rpc(self.clerk, mine, "write", {"reminded_for": "2099-01-01"})
