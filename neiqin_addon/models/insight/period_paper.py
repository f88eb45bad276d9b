"""The files of a report: PDF and workbook, one pair for each of two audiences."""

from odoo import models
from odoo.exceptions import UserError

from ...tools.frozen_report import sha256_text
from ...tools.period_rows import MARGIN_FIGURES, number, rows_of
from ...tools.xlsx_book import Book, Column

PAPER = "neiqin_addon.period_report_paper"
ACTION = "neiqin_addon.period_report_print"
#: Excel's share takes a fraction; what is a count needs no decimals.
KINDS = {"count": "integer", "money": "money", "share": "percent", "days": "decimal"}


class NeiqinPeriodReport(models.Model):
    _inherit = "neiqin.period.report"

    def _neiqin_make_files(self):
        """Return both pairs of files, in the language of the report."""
        self.ensure_one()
        spoken = self._neiqin_without_pass().with_context(lang=self.lang)
        stem = f"{self.code}-{spoken._neiqin_scope_name()}".replace("/", "-")
        costs = spoken.env._("with margins")
        return {
            **super()._neiqin_make_files(),
            "pdf": (f"{stem}.pdf", spoken._neiqin_pdf(False)),
            "xlsx": (f"{stem}.xlsx", spoken._neiqin_xlsx(False)),
            "margin_pdf": (f"{stem} {costs}.pdf", spoken._neiqin_pdf(True)),
            "margin_xlsx": (f"{stem} {costs}.xlsx", spoken._neiqin_xlsx(True)),
        }

    # ---------------------------------------------------------------------- PDF

    def _neiqin_html(self, with_margin):
        """Return the paper as HTML with everything in it: nothing is fetched."""
        return self.env["ir.qweb"]._render(
            PAPER,
            {
                **self._neiqin_page_values(with_margin),
                "company": self.sudo().company_id,
                "lang": self.env.lang or "en_US",
                "content_digest": sha256_text(self.sudo().payload),
                "is_paper": True,
            },
            minimal_qcontext=True,
        )

    def _neiqin_pdf(self, with_margin):
        """Return the PDF's bytes.

        :raise UserError: if the program that makes PDF files is not installed
        """
        reports = self.env["ir.actions.report"].sudo()
        if reports.get_wkhtmltopdf_state() == "install":
            raise UserError(
                self.env._(
                    "The report cannot be printed: wkhtmltopdf is not installed on the"
                    " server."
                )
            )
        return reports._run_wkhtmltopdf(
            [self._neiqin_html(with_margin)],
            report_ref=ACTION,
            specific_paperformat_args={
                "data-report-margin-top": 12,
                "data-report-margin-bottom": 12,
                "data-report-no-script": True,
            },
        )

    # --------------------------------------------------------------------- XLSX

    def _neiqin_book(self, **options):
        currency = self.sudo().company_id.currency_id
        return Book(
            title=self.display_name,
            currency=(
                currency.symbol or currency.name,
                currency.decimal_places,
                currency.position == "after",
            ),
            **options,
        )

    def _neiqin_xlsx(self, with_margin):
        """Return the workbook's bytes: tables and charts, a sheet per subject."""
        report = self.sudo()
        content = report._neiqin_content()
        costs = report._neiqin_content("payload_margin") if with_margin else {}
        with self._neiqin_book() as book:
            self._neiqin_figure_sheet(book, content, costs)
            self._neiqin_history_sheet(book, content)
            for title, name in (
                (self.env._("Regions"), "regions"),
                (self.env._("Products"), "products"),
                (self.env._("Customer"), "customers"),
            ):
                self._neiqin_ranking_sheet(book, title, content.get(name, []))
            self._neiqin_age_sheet(book, content)
            self._neiqin_stock_sheet(book, content.get("stock") or {})
            if costs:
                self._neiqin_margin_sheet(book, costs)
            self._neiqin_advice_sheet(book, with_margin)
        return book.data

    def _neiqin_figure_sheet(self, book, content, costs):
        """Write all figures; shares and amounts are columns of their own kind."""
        labels = self.env["neiqin.period.report.row"]._fields
        names = dict(labels["code"]._description_selection(self.env))
        titles = dict(labels["section"]._description_selection(self.env))
        rows = rows_of(content) + (rows_of(costs, MARGIN_FIGURES) if costs else [])
        sheet = book.sheet(self.env._("Figures"))
        top = book.heading(sheet, 0, self.display_name, self._neiqin_days())
        columns = [
            Column(self.env._("Kind")),
            Column(self.env._("Indicator"), width=30),
            Column(self.env._("This Period"), "number", width=18),
            Column(self.env._("Period Before"), "number", width=18),
        ]
        table = book.table(
            sheet,
            columns,
            [[titles[r.section], names[r.code], r.value, r.before] for r in rows],
            at=(top, 0),
            freeze=True,
        )
        # one column, three kinds of figures: each cell says its own
        for number_, row in enumerate(rows, start=table.top + 1):
            for column, value in ((2, row.value), (3, row.before)):
                book.cell(sheet, number_, column, value, KINDS[row.unit])

    def _neiqin_history_sheet(self, book, content):
        points = (content.get("history") or {}).get("points") or []
        sheet = book.sheet(self.env._("Trend"))
        columns = [
            Column(self.env._("Period")),
            Column(self.env._("Orders"), "integer"),
            Column(self.env._("Amount Ordered"), "money"),
        ]
        rows = [[code, number(count), number(amount)] for code, count, amount in points]
        table = book.table(sheet, columns, rows)
        title = self.env._("Amount Ordered")
        book.chart(sheet, "line", table, 0, [2], at=(1, 4), title=title)
        sheet.write_string(18, 4, self._neiqin_trend_words(content))

    def _neiqin_ranking_sheet(self, book, title, ranked):
        sheet = book.sheet(title)
        columns = [
            Column(self.env._("Rank"), "integer", width=8),
            Column(self.env._("Place Before"), "integer", width=12),
            Column(self.env._("Name"), width=32),
            Column(self.env._("Amount"), "money", total="sum"),
            Column(self.env._("Period Before"), "money", total="sum"),
            Column(self.env._("Change"), "percent"),
        ]
        names = ("place", "place_before", "name", "amount", "before", "change")
        rows = [
            [row[x] if x == "name" else number(row[x]) for x in names] for row in ranked
        ]
        table = book.table(sheet, columns, rows)
        book.chart(
            sheet, "bar", table, 2, [3, 4], at=(1, 7), title=title, size=(560, 420)
        )

    def _neiqin_age_sheet(self, book, content):
        sheet = book.sheet(self.env._("Receivables"))
        columns = [
            Column(self.env._("Age"), width=16),
            Column(self.env._("Receivables"), "money", total="sum"),
        ]
        title = self.env._("Receivables by Age")
        table = book.table(sheet, columns, self._neiqin_ages(content))
        book.chart(sheet, "column", table, 0, [1], at=(1, 3), title=title)
        debtors = content.get("debtors") or []
        columns = [
            Column(self.env._("Customer"), width=32),
            Column(self.env._("Amount Overdue"), "money", total="sum"),
            Column(self.env._("Oldest (Days)"), "integer"),
        ]
        rows = [[x["name"], number(x["amount"]), number(x["days"])] for x in debtors]
        book.table(sheet, columns, rows, at=(table.below + 16, 0))

    def _neiqin_stock_sheet(self, book, stock):
        sheet = book.sheet(self.env._("Stock"))
        columns = [
            Column(self.env._("What"), width=16),
            Column(self.env._("Product"), width=32),
            Column(self.env._("In Stock"), "number"),
            Column(self.env._("Sold in 90 Days"), "number"),
            Column(self.env._("Lasts (Days)"), "decimal"),
            Column(self.env._("Last Sold (Days Ago)"), "integer"),
        ]
        words = {
            "short": self.env._("Lasts Shortest"),
            "slow": self.env._("Slow Mover"),
        }
        names = ("stock", "sold", "cover", "days")
        rows = [
            [words[kind], row["name"], *(number(row[name]) for name in names)]
            for kind in words
            for row in stock.get(kind) or []
        ]
        book.table(sheet, columns, rows)

    def _neiqin_margin_sheet(self, book, costs):
        sheet = book.sheet(self.env._("Margin"))
        columns = [
            Column(self.env._("Product"), width=32),
            Column(self.env._("Revenue"), "money", total="sum"),
            Column(self.env._("Margin"), "money", total="sum"),
            Column(self.env._("Margin Rate"), "percent"),
        ]
        names = ("revenue", "margin", "rate")
        products = (costs.get("margin") or {}).get("products") or []
        rows = [[x["name"], *(number(x[name]) for name in names)] for x in products]
        table = book.table(sheet, columns, rows)
        title = self.env._("Margin")
        book.chart(sheet, "bar", table, 0, [1, 2], at=(1, 5), title=title)

    def _neiqin_advice_sheet(self, book, with_margin):
        advice = self._neiqin_advice(with_margin)
        sheet = book.sheet(self.env._("Suggestions"))
        codes = dict(advice._fields["code"]._description_selection(self.env))
        columns = [
            Column(self.env._("Suggestion"), width=20),
            Column(self.env._("Why"), width=90),
        ]
        book.table(
            sheet,
            columns,
            [[codes[line.code], line.text] for line in advice],
        )
