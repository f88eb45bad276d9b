"""Papers of several orders come from one run of the printer, each with its own pages."""

import io
import unittest
from shutil import which
from unittest.mock import patch

from pypdf import PdfReader

from odoo.tests import tagged

from .archive_case import ArchiveCase

WITHOUT_PRINTER = "wkhtmltopdf is not installed: no PDF can be made"
SLIP = "stock.action_report_delivery"
PRINT = "odoo.addons.neiqin_addon.models.order.archive_print"


@tagged("post_install", "-at_install")
@unittest.skipUnless(which("wkhtmltopdf"), WITHOUT_PRINTER)
class TestArchivePrint(ArchiveCase):
    printed = True

    def run_printer(self, pickings, patched):
        """Print delivery slips; return the PDFs and how often the program ran."""
        reports, runs = type(self.env["ir.actions.report"]), []
        real = reports._build_wkhtmltopdf_args

        def count(report, *args, **options):
            runs.append(report)
            return real(report, *args, **options)

        with (
            patch.object(reports, "_build_wkhtmltopdf_args", count),
            patch(f"{PRINT}._wkhtml") as found,
        ):
            found.return_value.is_patched_qt = patched
            printed = pickings.sale_id._neiqin_run_printer(SLIP, pickings)
        return printed, len(runs)

    def slip(self, lines):
        """Return a done transfer of so many lines, its text telling it from others."""
        goods = self.env["product.product"].create(
            [{"name": f"轴承 {number}", "type": "consu"} for number in range(lines)]
        )
        order = self.order(*((one, 1) for one in goods))
        self.send(order.picking_ids)
        return order.picking_ids

    def assert_each_its_own(self, printed, pickings):
        self.assertEqual(set(printed), set(pickings.ids))
        for picking in pickings:
            pages = PdfReader(io.BytesIO(printed[picking.id])).pages
            text = "".join(page.extract_text() for page in pages)
            for other in pickings:
                self.assertEqual(other.name in text, other == picking, other.name)
        return [len(PdfReader(io.BytesIO(data)).pages) for data in printed.values()]

    def test_short_papers_are_one_run(self):
        """By a printer as Linux distributions ship it, which takes one document."""
        pickings = self.slip(1) | self.slip(2) | self.slip(3)
        printed, runs = self.run_printer(pickings, patched=False)
        self.assertEqual(runs, 1)
        self.assertEqual(self.assert_each_its_own(printed, pickings), [1, 1, 1])

    def test_a_long_paper_among_them(self):
        pickings = self.slip(1) | self.slip(45) | self.slip(2)
        printed, runs = self.run_printer(pickings, patched=False)
        pages = self.assert_each_its_own(printed, pickings)
        self.assertEqual((pages[0], pages[2]), (1, 1))
        self.assertGreater(pages[1], 1)
        # all, the first, the two others, each of them
        self.assertEqual(runs, 5)
