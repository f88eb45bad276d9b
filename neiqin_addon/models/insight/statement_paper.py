"""The statement on paper and as a workbook, both made from its frozen content."""

from datetime import date

from odoo import models
from odoo.tools import format_date

from ...tools.xlsx_book import Book, Column

PAGE = "neiqin_addon.statement_paper"


class NeiqinStatement(models.Model):
    _inherit = "neiqin.statement"

    def _neiqin_make_files(self):
        spoken = self.with_context(lang=self.lang)
        return {
            "pdf": (f"{self.name}.pdf", spoken._neiqin_pdf()),
            "xlsx": (f"{self.name}.xlsx", spoken._neiqin_xlsx()),
        }

    def _neiqin_kinds(self):
        return {
            "invoice": self.env._("Invoice"),
            "refund": self.env._("Credit Note"),
            "payment": self.env._("Payment"),
            "other": self.env._("Other Entry"),
        }

    def _neiqin_show(self):
        """Return what the paper and the customer's page show, in self's language."""
        self.ensure_one()
        content = self._neiqin_content()
        return {
            "statement": self,
            "content": content,
            "kinds": self._neiqin_kinds(),
            "lang": self.env.lang or "en_US",
            "date": lambda text: format_date(self.env, date.fromisoformat(text)),
            "money": self._neiqin_money(),
            **self.env["neiqin.paper"]._neiqin_values(self.company_id),
        }

    def _neiqin_pdf(self):
        html = self.env["ir.qweb"].sudo()._render(PAGE, self._neiqin_show())
        return self.env["neiqin.paper"]._neiqin_print(html, self.name)

    def _neiqin_xlsx(self):
        """One sheet per currency: the movements, below them what is open."""
        content = self._neiqin_content()
        with Book(title=self.name) as book:
            for part in content["parts"]:
                self._neiqin_sheet(book, content, part)
        return book.data

    def _neiqin_sheet(self, book, content, part):
        sheet = book.sheet(part["currency"])
        title = f"{self.env._('Statement of Account')} {self.name}"
        about = (
            f"{content['company']['name']} – {content['customer']['name']},"
            f" {content['from']} – {content['to']}, {part['currency']}"
        )
        row = book.heading(sheet, 0, title, about)
        table = book.table(
            sheet,
            [
                Column(self.env._("Date"), "date"),
                Column(self.env._("Kind")),
                Column(self.env._("Document")),
                Column(self.env._("Reference")),
                Column(self.env._("Amount"), "number"),
                Column(self.env._("Balance"), "number"),
            ],
            list(self._neiqin_sheet_rows(content, part)),
            at=(row, 0),
        )
        below = book.heading(sheet, table.below + 2, self.env._("Open Items"))
        book.table(
            sheet,
            [
                Column(self.env._("Due Date"), "date"),
                Column(self.env._("Document")),
                Column(self.env._("Open Amount"), "number", total="sum"),
            ],
            [
                [date.fromisoformat(item["due"]), item["number"], float(item["amount"])]
                for item in part["items"]
            ],
            at=(below, 0),
        )

    def _neiqin_sheet_rows(self, content, part):
        kinds = self._neiqin_kinds()
        first, last = (date.fromisoformat(content[name]) for name in ("from", "to"))
        opening, closing = float(part["opening"]), float(part["closing"])
        yield [first, self.env._("Opening Balance"), "", "", None, opening]
        for entry in part["entries"]:
            yield [
                date.fromisoformat(entry["day"]),
                kinds[entry["kind"]],
                entry["number"],
                entry["reference"],
                float(entry["amount"]),
                float(entry["balance"]),
            ]
        yield [last, self.env._("Closing Balance"), "", "", None, closing]
