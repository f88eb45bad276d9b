"""Files that want to do harm, or cannot be read: a clear sentence, and nothing changed."""

import io
import zipfile

import xlsxwriter

from odoo.exceptions import UserError
from odoo.tests import tagged

from odoo.addons.neiqin_addon.models.order.intake_line import CELLS
from odoo.addons.neiqin_addon.tools.order_columns import columns_of
from odoo.addons.neiqin_addon.tools.order_sheet import read_order_sheet
from odoo.addons.neiqin_addon.tools.xlsx_read import XlsxFile

from .intake_common import HEADERS, IntakeCase, csv_file, xlsx_file

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def repacked(data, **changes):
    """Return an .xlsx with parts replaced or added; names with ``/`` as ``__``."""
    out = io.BytesIO()
    changes = {name.replace("__", "/"): content for name, content in changes.items()}
    with (
        zipfile.ZipFile(io.BytesIO(data)) as old,
        zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for name in old.namelist():
            if name not in changes:
                new.writestr(name, old.read(name))
        for name, content in changes.items():
            new.writestr(name, content)
    return out.getvalue()


@tagged("post_install", "-at_install")
class TestIntakeEvil(IntakeCase):
    def assertRefused(self, data, words, filename="orders.xlsx"):
        intake = self.intake(data, filename)
        before = self.env["sale.order"].search_count([])
        with self.assertRaisesRegex(UserError, words):
            intake.action_check()
        with self.assertRaisesRegex(UserError, words):
            intake.action_import()
        self.assertEqual((intake.state, intake.row_count), ("new", 0))
        self.assertEqual(self.env["sale.order"].search_count([]), before)

    def test_files_that_cannot_be_read(self):
        good = xlsx_file([self.row()])
        xls = OLE + b"\0" * 600
        encrypted = xls + "EncryptedPackage".encode("utf-16-le")
        macro = repacked(good, **{"xl__vbaProject.bin": b"code"})
        cases = [
            (b" \n", "empty"),
            (csv_file([]), "empty"),
            (good[:-400], "damaged"),
            (
                repacked(good, **{"xl__worksheets__sheet1.xml": b"<sheet><row"}),
                "damaged",
            ),
            (xls, "old .xls"),
            (encrypted, "password"),
            (macro, "macros"),
            (b"%PDF-1.7 x", "no order table"),
            (b"PK\x03\x04", "damaged"),
            (csv_file([["Li", "1990"]], ("name", "born")), "headers"),
        ]
        for number, (data, words) in enumerate(cases):
            with self.subTest(number=number, words=words):
                self.assertRefused(data, words)

    def test_the_name_of_a_file_decides_nothing(self):
        intake = self.intake(xlsx_file([self.row()]), "invoice.pdf")
        intake.action_check()
        self.assertEqual(intake.good_count, 1)

    def test_a_zip_bomb_is_not_unpacked(self):
        row = b"<row><c t='str'><v>" + b"0" * 1000 + b"</v></c></row>"
        sheet = b"<worksheet><sheetData>" + row * 30_000 + b"</sheetData></worksheet>"
        bomb = repacked(
            xlsx_file([self.row()]), **{"xl__worksheets__sheet1.xml": sheet}
        )
        self.assertLess(len(bomb), 200_000)
        self.assertRefused(bomb, "unpacks to far more")

    def test_entities_are_refused_inside_and_outside(self):
        for entity in (
            b'<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;">]><worksheet>&b;</worksheet>',
            b'<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]><worksheet>&a;</worksheet>',
            b'<!DOCTYPE x SYSTEM "http://127.0.0.1:1/x.dtd"><worksheet/>',
        ):
            data = repacked(
                xlsx_file([self.row()]), **{"xl__worksheets__sheet1.xml": entity}
            )
            self.assertRefused(data, "XML declarations")

    def test_a_hundred_megabytes_are_refused_before_they_are_decoded(self):
        text = b"A" * (100 << 20)  # base64 of 75 MB
        before = self.env["neiqin.order.intake"].search_count([])
        with self.assertRaisesRegex(UserError, "larger than 20 MB"):
            self.env["neiqin.order.intake"].with_user(self.clerk).create(
                {"file": text, "filename": "big.xlsx"}
            )
        self.assertEqual(self.env["neiqin.order.intake"].search_count([]), before)

    def test_a_formula_is_read_as_its_value(self):
        out = io.BytesIO()
        with xlsxwriter.Workbook(out, {"in_memory": True}) as book:
            sheet = book.add_worksheet()
            sheet.write_row(0, 0, HEADERS)
            sheet.write_row(1, 0, self.row()[:3])
            sheet.write_formula(1, 3, '=WEBSERVICE("http://127.0.0.1:1/")', None, 7)
            sheet.write_formula(1, 4, "=5+5", None, 10)
        intake = self.intake(out.getvalue(), "orders.xlsx")
        intake.action_check()
        self.assertEqual((intake.line_ids.qty, intake.line_ids.error), (7.0, False))

    def test_exported_cells_run_nothing(self):
        formulas = ['=cmd|"/c calc"!A1', "+1+1", "-2+3", "@SUM(A1)", "\t=1"]
        rows = [self.row(product=text, ref=text) for text in formulas]
        intake = self.checked(rows)
        _name, content = intake._problems_file()
        for row in read_order_sheet(content):
            for text in row.raw.values():
                self.assertFalse(text.startswith(("=", "+", "-", "@", "\t")), text)
        with zipfile.ZipFile(io.BytesIO(content)) as book:
            self.assertNotIn(b"<f>", book.read("xl/worksheets/sheet1.xml"))

    def test_the_problems_file_has_every_open_row_and_comes_back_corrected(self):
        intake = self.checked([self.row(), self.row(ref="PO-2", product="nothing")])
        intake.action_import()
        name, content = intake._problems_file()
        self.assertTrue(name.endswith(".xlsx"))
        rows = read_order_sheet(content)
        self.assertEqual(len(rows), 1)
        self.assertEqual(rows[0].cells["order_ref"], "PO-2")
        self.assertTrue(any("nothing" in text for text in rows[0].raw.values()))

    def test_the_template_can_be_read_back(self):
        for lang in ("en_US", "zh_CN"):
            intakes = self.env["neiqin.order.intake"].with_context(lang=lang)
            _name, content = intakes._template_file()
            book = XlsxFile(content)
            headers = book.rows(book.sheets[0][1])[0][1]
            # every column of ours is understood when it comes back filled in
            self.assertEqual(set(columns_of(headers)), set(CELLS), headers)
            self.assertEqual(len(read_order_sheet(content)), 1)

    def test_markup_in_a_cell_is_shown_as_text(self):
        evil = "<img src=x onerror=alert(1)>"
        intake = self.checked([self.row(product=evil)])
        self.assertIn(evil, intake.line_ids.error)
        self.assertEqual(type(intake.line_ids.error), str)
        intake.line_ids.action_skip()
        self.assertNotIn("<img", str(intake.message_ids.mapped("body")))

    def test_uploads_that_cannot_be_read_make_no_intake(self):
        attachments = (
            self.env["ir.attachment"]
            .with_user(self.clerk)
            .create(
                [
                    {"name": "good.csv", "raw": csv_file([self.row()])},
                    {"name": "bad.xls", "raw": OLE},
                ]
            )
        )
        intakes = self.env["neiqin.order.intake"].with_user(self.clerk)
        action = intakes.create_document_from_attachment(attachments.ids)
        intake = intakes.browse(action["res_id"])
        self.assertEqual((intake.filename, intake.state), ("good.csv", "checked"))
        self.assertIn("old .xls", action["context"]["notifications"]["bad.xls"])
        self.assertFalse(attachments.exists())

    def test_bytes_that_are_no_text_are_no_table(self):
        self.assertRefused(bytes(range(32)), "no order table")
