"""The letter on paper: own header, page numbers, seal and code."""

import base64
import io
from collections import OrderedDict

from odoo import models
from odoo.exceptions import UserError
from odoo.tools import format_date, format_datetime, formatLang
from odoo.tools.image import image_data_uri
from odoo.tools.pdf import PdfFileReader, PdfFileWriter

from ...tools.pdf_text import plain_characters
from ...tools.text_html import text_html

REPORT = "neiqin_addon.report_confirmation_letter"
ACTION = "neiqin_addon.confirmation_letter_report"
PAGES = "neiqin_addon.confirmation_letter_pages"
#: Margins in mm; the strip with number and page lies in the upper one.
TOP, BOTTOM, STRIP = 26, 14, 9


class NeiqinConfirmationLetter(models.Model):
    _inherit = "neiqin.confirmation.letter"

    def _neiqin_make_pdf(self):
        """Return the letter as PDF bytes, in its language.

        The pages are made first and counted; a second run prints header and page
        number for each, which is laid over. That needs no header support in
        wkhtmltopdf, and the fonts are the same.

        :raise UserError: if the program that makes PDF files is not installed
        """
        self.ensure_one()
        reports = self.env["ir.actions.report"].sudo()
        if reports.get_wkhtmltopdf_state() == "install":
            raise UserError(
                self.env._(
                    "The letter cannot be printed: wkhtmltopdf is not installed on"
                    " the server."
                )
            )
        body = self._neiqin_run(self._neiqin_html(REPORT), TOP)
        count = PdfFileReader(io.BytesIO(body)).getNumPages()
        strips = self._neiqin_run(self._neiqin_html(PAGES, pages=count), STRIP)
        return lay_over(body, strips)

    def _neiqin_run(self, html, margin_top):
        reports = self.env["ir.actions.report"].sudo()
        return reports._run_wkhtmltopdf(
            [html],
            report_ref=ACTION,
            specific_paperformat_args={
                "data-report-margin-top": margin_top,
                "data-report-margin-bottom": BOTTOM,
                "data-report-no-script": True,
            },
        )

    def _neiqin_html(self, template, **values):
        self.ensure_one()
        letter = self.with_context(lang=self.lang).sudo()
        return str(
            self.env["ir.qweb"]
            .sudo()
            .with_context(lang=self.lang)
            ._render(template, {**letter._neiqin_report_values(), **values})
        )

    def _neiqin_report_values(self):
        """Return what the templates of letter and pages show."""
        self.ensure_one()
        company = self.company_id
        return {
            "docs": self,
            "letter": self,
            "lang": self.lang,
            "company": company,
            "logo": _logo(company),
            "seal": company.neiqin_seal and image_data_uri(company.neiqin_seal),
            "code": self._neiqin_code(),
            "day": lambda value: format_date(self.env, value) if value else "",
            "moment": lambda value: format_datetime(
                self.env, value, tz=company._neiqin_tz(), dt_format="short"
            ),
            "money": lambda value: formatLang(
                self.env, value, currency_obj=self.currency_id
            ),
            "price": lambda value: formatLang(
                self.env, value, dp="Product Price", currency_obj=self.currency_id
            ),
            "number": _number(self.env),
            "lines_of": text_html,
            **self._neiqin_phrases(),
        }

    def _neiqin_phrases(self):
        """Return sentences with numbers in them, whose order languages differ in."""
        self.ensure_one()
        before = self.revision - 1
        return {
            "not_binding": self.env._("Draft: not sent, not binding."),
            "since": self.env._("since revision %(revision)s", revision=before),
            "changed_since": self.env._(
                "Changed since revision %(revision)s", revision=before
            ),
            "replaces": self.env._(
                "Revision %(revision)s, takes the place of revision %(previous)s",
                revision=self.revision,
                previous=before,
            ),
            "superseded_by": self.env._(
                "Superseded by revision %(revision)s",
                revision=self.order_id.neiqin_letter_revision,
            ),
            "page_of": lambda page, pages: self.env._(
                "Page %(page)s of %(pages)s", page=page, pages=pages
            ),
            "asked_for": lambda line: self.env._(
                "You asked for %(quantity)s %(unit)s",
                quantity=_number(self.env)(line.requested_quantity),
                unit=line.uom_name or "",
            ),
        }

    def _neiqin_code(self):
        """Return the code to the public page as a picture, None for a draft."""
        if not self.digest:
            return None
        picture = self.env["ir.actions.report"].barcode(
            "QR", self._neiqin_check_url(), width=240, height=240, quiet=False
        )
        return image_data_uri(base64.b64encode(picture))


def _logo(company):
    """Return the company's own logo as an image address, never Odoo's placeholder."""
    if company.logo and not company.uses_default_logo:
        return image_data_uri(company.logo)
    return False


def _number(env):
    def say(value, digits=3):
        text = formatLang(env, value or 0.0, digits=digits)
        return text.rstrip("0").rstrip(".,") if digits else text

    return say


def lay_over(body, strips):
    """Return the pages of ``body``, each over its page of ``strips``.

    Over, not under: a page that is full has a white ground within its margins, and
    the strip lies in the margin of the body's pages.
    """
    above, below = PdfFileReader(io.BytesIO(body)), PdfFileReader(io.BytesIO(strips))
    writer = PdfFileWriter()
    for number in range(above.getNumPages()):
        page = below.getPage(number)
        page.mergePage(above.getPage(number))
        _write_plain_text(page)
        writer.addPage(page)
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def _write_plain_text(page):
    """Mend the tables that say which character a glyph of this page stands for."""
    fonts = page["/Resources"].get("/Font", {})
    for font in fonts.values():
        table = font.getObject().get("/ToUnicode")
        if table is not None:
            stream = table.getObject()
            stream.setData(plain_characters(stream.getData()))


class IrActionsReport(models.Model):
    _inherit = "ir.actions.report"

    def _build_wkhtmltopdf_args(
        self,
        paperformat_id,
        landscape,
        specific_paperformat_args=None,
        set_viewport_size=False,
    ):
        """Letters run no script: do not wait a second for one."""
        args = super()._build_wkhtmltopdf_args(
            paperformat_id,
            landscape,
            specific_paperformat_args=specific_paperformat_args,
            set_viewport_size=set_viewport_size,
        )
        if (specific_paperformat_args or {}).get("data-report-no-script"):
            args[args.index("--javascript-delay") + 1] = "0"
        return args

    def _render_qweb_pdf_prepare_streams(self, report_ref, data, res_ids=None):
        """A letter is printed as it was sent, never anew."""
        report = self._get_report(report_ref)
        if report.report_name != REPORT:
            return super()._render_qweb_pdf_prepare_streams(
                report_ref, data, res_ids=res_ids
            )
        letters = self.env["neiqin.confirmation.letter"].browse(res_ids)
        letters.check_access("read")
        return OrderedDict(
            (
                letter.id,
                {"stream": io.BytesIO(letter._neiqin_pdf()), "attachment": None},
            )
            for letter in letters
        )

    def _get_rendering_context(self, report, docids, data):
        values = super()._get_rendering_context(report, docids, data)
        if report.report_name == REPORT:
            letter = self.env["neiqin.confirmation.letter"].browse(docids[:1])
            values.update(letter.with_context(lang=letter.lang)._neiqin_report_values())
        return values
