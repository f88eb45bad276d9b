"""The pack as a workbook: for whoever wants to sort, filter and count on."""

from odoo import models
from odoo.tools import html2plaintext

from ...tools.meeting_pack import KINDS, amounts, cells, number
from ...tools.xlsx_book import Book, Column


class NeiqinMeeting(models.Model):
    _inherit = "neiqin.meeting"

    def _neiqin_require_office(self):
        """Refuse whoever may not see customers and prices."""
        self.check_access("read")
        if not self._neiqin_is_office():
            reason = self.env._("Only the office takes the workbook.")
            raise self.env["neiqin.trail.entry"]._neiqin_denial(self, reason)

    def action_neiqin_xlsx(self):
        """Return the download of the pack as a workbook."""
        self.ensure_one()
        self._neiqin_require_office()
        return {
            "type": "ir.actions.act_url",
            "url": f"/neiqin/meeting/{self.id}/xlsx",
            "target": "self",
        }

    def _neiqin_workbook(self):
        """Return the bytes of the workbook; of a held meeting always the same figures."""
        self.ensure_one()
        values = self._neiqin_page_values(paper=True)
        currency = self.company_id.currency_id
        money = (
            currency.symbol,
            currency.decimal_places,
            currency.position == "after",
        )
        with Book(title=self.display_name, currency=money) as book:
            self._neiqin_sheet_weeks(book, values)
            self._neiqin_sheet_products(book, values)
            self._neiqin_sheet_decisions(book, values)
            self._neiqin_sheet_cases(book, values)
            self._neiqin_sheet_complaints(book, values)
            self._neiqin_sheet_overdue(book, values)
        return book.data

    def _neiqin_week_names(self, values):
        late = self.env._("Late")
        return [late, *(week["name"] for week in values["weeks"])]

    def _neiqin_sheet_weeks(self, book, values):
        """What is wanted per week, in money, with its picture; minutes beside it."""
        sheet = book.sheet(self.env._("Overview"))
        row = book.heading(sheet, 0, self.display_name)
        for label, text in self._neiqin_head():
            book.cell(sheet, row, 0, f"{label}: {text}")
            row += 1
        groups, weeks = values["forecast"]["groups"], len(values["weeks"])
        columns = [amounts(groups, kind, weeks) for kind in KINDS]
        names = self._neiqin_week_names(values)
        table = book.table(
            sheet,
            [
                Column(self.env._("Week"), width=16),
                Column(self.env._("Ordered, Not Delivered"), "money", total="sum"),
                Column(self.env._("Quoted, Weighted"), "money", total="sum"),
                Column(self.env._("By Rhythm"), "money", total="sum"),
            ],
            zip(names, *columns, strict=True),
            at=(row + 1, 0),
        )
        title = self.env._("What Is Wanted per Week")
        book.chart(sheet, "column", table, 0, [1, 2, 3], at=(1, 6), title=title)
        row = table.below + 2
        for line in html2plaintext(self._neiqin_minutes() or "").splitlines():
            book.cell(sheet, row, 0, line)
            row += 1

    def _neiqin_sheet_products(self, book, values):
        words = {
            "": "",
            "short": self.env._("lacks"),
            "risk": self.env._("risk"),
        }
        groups = {row["id"]: row["name"] for row in values["forecast"]["groups"]}
        names, rows = self._neiqin_week_names(values), []
        for product in values["forecast"]["products"]:
            coming = product["coming"]
            for name, cell, more in zip(names, cells(product), coming, strict=True):
                rows.append(
                    [
                        groups.get(product["group"], ""),
                        product["name"],
                        product["unit"],
                        number(product["stock"]),
                        name,
                        cell["firm"],
                        cell["more"],
                        number(more),
                        cell["lacks"] or None,
                        words[cell["mark"]],
                    ]
                )
        self._neiqin_table(
            book,
            self.env._("Forecast"),
            [
                Column(self.env._("Product Group")),
                Column(self.env._("Product")),
                Column(self.env._("Unit")),
                Column(self.env._("In Stock"), "number"),
                Column(self.env._("Week")),
                Column(self.env._("Ordered, Not Delivered"), "number"),
                Column(self.env._("Expected"), "number"),
                Column(self.env._("Comes"), "number"),
                Column(self.env._("Lacks"), "number"),
                Column(self.env._("Flag")),
            ],
            rows,
        )

    def _neiqin_table(self, book, name, columns, rows):
        book.table(book.sheet(name), columns, rows)

    def _neiqin_sheet_decisions(self, book, values):
        states = dict(
            self.env["neiqin.meeting.decision"]
            ._fields["state"]
            ._description_selection(self.env)
        )
        self._neiqin_table(
            book,
            self.env._("Meeting Decisions"),
            [
                Column(self.env._("Decided In")),
                Column(self.env._("What Is to Be Done")),
                Column(self.env._("Person Responsible")),
                Column(self.env._("Department")),
                Column(self.env._("Until")),
                Column(self.env._("Carried Over"), "integer"),
                Column(self.env._("Status")),
            ],
            [
                [
                    row["week"],
                    row["name"],
                    row["who"],
                    row["department_name"],
                    row["until"],
                    row["times"],
                    states[row["state"]],
                ]
                for part in ("carried", "new")
                for row in values["decisions"][part]
            ],
        )

    def _neiqin_sheet_cases(self, book, values):
        self._neiqin_table(
            book,
            self.env._("Cases"),
            [
                Column(self.env._("Department")),
                Column(self.env._("Number")),
                Column(self.env._("Kind")),
                Column(self.env._("Order")),
                Column(self.env._("What Is Wrong")),
                Column(self.env._("Clerk")),
                Column(self.env._("Until")),
                Column(self.env._("Days Open"), "integer"),
            ],
            [
                [
                    department["name"],
                    *(row[name] for name in ("name", "kind", "order", "summary")),
                    *(row[name] for name in ("owner", "until", "days")),
                ]
                for department in values["cases"]
                for row in department["rows"]
            ],
        )

    def _neiqin_sheet_complaints(self, book, values):
        self._neiqin_table(
            book,
            self.env._("Complaints"),
            [
                Column(self.env._("Number")),
                Column(self.env._("Customer")),
                Column(self.env._("Tier")),
                Column(self.env._("Subject")),
                Column(self.env._("Until")),
                Column(self.env._("Days Open"), "integer"),
            ],
            [
                [row[name] for name in ("name", "customer", "tier", "subject")]
                + [row["until"], row["days"]]
                for row in values["figures"]["complaints"]["rows"]
            ],
        )

    def _neiqin_sheet_overdue(self, book, values):
        yes = self.env._("Yes")
        self._neiqin_table(
            book,
            self.env._("Overdue"),
            [
                Column(self.env._("Customer")),
                Column(self.env._("Amount"), "money", total="sum"),
                Column(self.env._("Days Late"), "integer"),
                Column(self.env._("Invoices"), "integer"),
                Column(self.env._("Promised For")),
                Column(self.env._("Promises Broken"), "integer"),
                Column(self.env._("Disputed")),
            ],
            [
                [
                    row["name"],
                    number(row["amount"]),
                    row["days"],
                    row["invoices"],
                    row["promised"],
                    row["broken"],
                    yes if row["disputed"] else "",
                ]
                for row in values["figures"]["overdue"]["rows"]
            ],
        )
