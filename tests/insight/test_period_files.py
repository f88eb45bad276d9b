"""The paper and the workbook of a report, and order lines by the ten thousand."""

import datetime
import io
import unicodedata
import unittest
from shutil import which

import openpyxl
from pypdf import PdfReader

from odoo import Command
from odoo.exceptions import AccessError
from odoo.tests import HttpCase, tagged

from .period_case import PeriodCase

EVIL = '=HYPERLINK("http://evil","x")'


@tagged("post_install", "-at_install")
class TestPeriodFiles(PeriodCase):
    printed = bool(which("wkhtmltopdf"))

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.customer.name = EVIL
        zhejiang = cls.env.ref("base.state_cn_ZJ")
        cls.customer.write(
            {"state_id": zhejiang.id, "country_id": zhejiang.country_id.id}
        )

    def made(self, **values):
        for moment, price in (
            ("2024-01-05", 50),
            ("2024-02-05", 400),
            ("2024-03-05", 100),
        ):
            self.sold(f"{moment} 04:00:00", price=price)
        move = self.sold("2024-03-06 04:00:00", price=30)._create_invoices()
        move.write({"invoice_date": "2024-03-06", "invoice_date_due": "2024-03-10"})
        move.action_post()
        return self.report("2024-03-01", lang="zh_CN", **values)

    def opened(self, report, name="margin_xlsx"):
        data = io.BytesIO(report._neiqin_file(name))
        return openpyxl.load_workbook(data)

    def test_the_names_in_it_are_in_its_language(self):
        """The field ``lang`` is the server's own; the language of the context is not."""
        spoken = self.reports.with_context(lang="zh_CN", default_digest="f" * 64)
        context = spoken._neiqin_as_server()._neiqin_without_pass().env.context
        self.assertEqual(context["lang"], "zh_CN")
        self.assertFalse({"neiqin_server", "default_digest"}.intersection(context))
        content = self.made()._neiqin_content()
        self.assertEqual([row["name"] for row in content["regions"]], ["浙江省"])

    def test_the_workbook(self):
        report = self.made()
        book = self.opened(report)
        names = book.sheetnames
        self.assertEqual(names[:5], ["指标", "走势", "地区", "产品", "客户"])
        self.assertIn("毛利", names)
        for sheet in book:
            self.assertTrue(sheet.tables, sheet.title)
            self.assertEqual(sheet.page_setup.orientation, "landscape")
            self.assertTrue(sheet.freeze_panes, sheet.title)
            self.assertTrue(sheet.print_title_rows, sheet.title)
            for row in sheet.iter_rows():
                for cell in row:
                    if cell.data_type == "f":  # the sums of the tables alone
                        self.assertTrue(cell.value.startswith("=SUBTOTAL("), cell.value)
        customers = book["客户"]
        rows = list(customers.iter_rows(values_only=True))
        self.assertEqual(rows[1][2:6], ("'" + EVIL, 130, 400, -0.675))
        self.assertIn(
            "¥" if self.company.currency_id.name == "CNY" else "#,##0.00",
            customers["D2"].number_format,
        )
        self.assertEqual(customers["F2"].number_format, "0.0%")
        for name in ("走势", "地区", "产品", "客户", "应收账款"):
            self.assertEqual(len(book[name]._charts), 1, name)
        history = list(book["走势"].iter_rows(values_only=True))
        self.assertEqual(
            [row[:3] for row in history[1:4]],
            [("2024-01", 1, 50), ("2024-02", 1, 400), ("2024-03", 2, 130)],
        )

    def test_the_other_audience(self):
        report = self.made()
        book = self.opened(report, "xlsx")
        self.assertNotIn("毛利", book.sheetnames)
        texts = [
            str(x)
            for sheet in book
            for row in sheet.iter_rows(values_only=True)
            for x in row
        ]
        self.assertFalse([text for text in texts if "毛利" in text])

    @unittest.skipUnless(which("wkhtmltopdf"), "wkhtmltopdf is not installed")
    def test_the_paper(self):
        report = self.made()
        for name, has_margin in (("pdf", False), ("margin_pdf", True)):
            data = report._neiqin_file(name)
            self.assertTrue(data.startswith(b"%PDF"))
            text = "".join(
                page.extract_text() for page in PdfReader(io.BytesIO(data)).pages
            )
            # fonts give some signs as radicals
            text = unicodedata.normalize("NFKC", "".join(text.split()))
            self.assertIn("2024-03", text)
            self.assertIn("回款率", text)
            self.assertEqual("毛利" in text, has_margin)

    def test_the_page_escapes_names(self):
        report = self.made()
        self.customer.name = "<script>alert(1)</script>"
        again = self.report("2024-03-01")
        self.assertNotIn("<script>", again.page)
        self.assertIn("<svg", report.page)


@tagged("post_install", "-at_install")
class TestOrderLines(PeriodCase, HttpCase):
    def setUp(self):
        super().setUp()
        self.exporter = self.person(
            "period_exporter", "sales_team.group_sale_salesman,base.group_allow_export"
        )
        self.mine = self.sold(
            "2024-03-05 04:00:00", quantity=3, price=40, user_id=self.exporter.id
        )
        self.other = self.sold("2024-03-06 04:00:00", price=7, user_id=self.env.uid)
        self.mine.order_line.name = "@SUM(1)"
        self.env.flush_all()

    def fetch(self, login, url):
        self.authenticate(login, login)
        return self.url_open(url)

    def rows(self, content):
        sheet = openpyxl.load_workbook(io.BytesIO(content)).active
        self.assertEqual(sheet.freeze_panes, "A2")
        self.assertTrue(sheet.auto_filter.ref)
        return list(sheet.iter_rows(values_only=True))

    def test_lines_that_one_may_read(self):
        url = "/neiqin/order-lines/xlsx?date_from=2024-03-01&date_to=2024-03-31"
        answer = self.fetch("period_exporter", url)
        self.assertEqual(answer.status_code, 200)
        [_head, row] = self.rows(answer.content)
        self.assertEqual(row[0], self.mine.name)
        self.assertEqual(row[1], datetime.datetime(2024, 3, 5))
        self.assertEqual((row[6], row[7], row[11]), ("'@SUM(1)", 3, 120))
        entry = (
            self.env["neiqin.trail.entry"]
            .sudo()
            .search([("action", "=", "export")], limit=1)
        )
        self.assertEqual(
            (entry.res_model, entry.user_id), ("sale.order.line", self.exporter)
        )

    def test_who_may_not_export(self):
        url = "/neiqin/order-lines/xlsx?date_from=2024-03-01&date_to=2024-03-31"
        self.seller.group_ids -= self.env.ref("base.group_allow_export")
        self.env.flush_all()
        self.assertNotEqual(self.fetch("period_seller", url).status_code, 200)
        lines = self.env["sale.order.line"].with_user(self.seller)
        with self.assertRaises(AccessError):
            lines._neiqin_export_xlsx([], io.BytesIO())

    def test_the_lines_of_a_report(self):
        report = self.report(
            "2024-03-01",
            scope="representative",
            user_id=self.exporter.id,
            user_ids=[Command.link(self.exporter.id)],
        )
        boss = self.person(
            "period_export_boss",
            "neiqin_addon.group_neiqin_supervisor,base.group_allow_export",
        )
        action = report.with_user(boss).action_neiqin_lines()
        rows = self.rows(self.fetch("period_export_boss", action["url"]).content)
        self.assertEqual([row[0] for row in rows[1:]], [self.mine.name])
        stranger = self.person(
            "period_nobody", "sales_team.group_sale_salesman,base.group_allow_export"
        )
        self.assertTrue(stranger)
        self.env.flush_all()
        self.assertNotEqual(self.fetch("period_nobody", action["url"]).status_code, 200)
