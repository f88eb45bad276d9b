"""What papers to customers about money have in common: head, both parties, seal, printing."""

import io

from odoo import api, models
from odoo.exceptions import UserError
from odoo.tools import format_date
from odoo.tools.image import image_data_uri
from odoo.tools.pdf import PdfFileReader

from ..order.confirmation_letter_report import lay_over

ACTION = "neiqin_addon.confirmation_letter_report"
STRIP = "neiqin_addon.paper_strip"
#: Margins in mm; number and page lie in the upper one.
TOP, BOTTOM, EDGE = 18, 14, 8


class NeiqinPaper(models.AbstractModel):
    _name = "neiqin.paper"
    _description = "Papers to Customers"

    @api.model
    def _neiqin_values(self, company):
        """Return what the heads and feet of papers show, in self's language."""
        company = company.with_env(self.env).sudo()
        logo = company.logo and not company.uses_default_logo
        return {
            "company": company,
            "logo": logo and image_data_uri(company.logo),
            # finance has a seal of its own; that of contracts stamps no claims
            "seal": company.neiqin_finance_seal
            and image_data_uri(company.neiqin_finance_seal),
            "today": company._neiqin_today(),
            "day": lambda value: format_date(self.env, value) if value else "",
            "address": lambda partner: ", ".join(
                (partner._display_address(without_company=True) or "").split("\n")
            ).strip(", "),
        }

    @api.model
    def _neiqin_print(self, html, number=""):
        """Return a page of HTML as the bytes of a PDF.

        :param str number: of the paper; printed above every page with the page's number
        :raise UserError: if the program that makes PDF files is not installed
        """
        reports = self.env["ir.actions.report"].sudo()
        if reports.get_wkhtmltopdf_state() == "install":
            raise UserError(
                self.env._(
                    "Nothing can be printed: wkhtmltopdf is not installed on the server."
                )
            )
        body = self._neiqin_run(html, TOP)
        pages = PdfFileReader(io.BytesIO(body)).getNumPages()
        values = {
            "number": number,
            "pages": pages,
            "page_of": lambda page: self.env._(
                "Page %(page)s of %(pages)s", page=page, pages=pages
            ),
        }
        return lay_over(
            body, self._neiqin_run(self.env["ir.qweb"]._render(STRIP, values), EDGE)
        )

    @api.model
    def _neiqin_run(self, html, top):
        return (
            self.env["ir.actions.report"]
            .sudo()
            ._run_wkhtmltopdf(
                [str(html)],
                report_ref=ACTION,
                specific_paperformat_args={
                    "data-report-margin-top": top,
                    "data-report-margin-bottom": BOTTOM,
                    "data-report-no-script": True,
                },
            )
        )
