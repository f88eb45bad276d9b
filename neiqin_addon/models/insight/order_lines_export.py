"""Order lines as a workbook of any length: read by a cursor of the server, never kept."""

import datetime
from contextlib import contextmanager
from urllib.parse import urlencode

from odoo import api, models
from odoo.exceptions import AccessError
from odoo.fields import Domain
from odoo.tools import SQL

from ...tools.period import midnight
from ...tools.xlsx_book import Book, Column

#: Rows that one step of the cursor brings.
STEP = 2000
_LINES = """
    SELECT so.name, (so.date_order AT TIME ZONE 'UTC' AT TIME ZONE %(tz)s)::date,
           customer.complete_name, so.client_order_ref, person.name,
           product.default_code, line.name, line.product_uom_qty::float,
           COALESCE(unit.name ->> %(lang)s, unit.name ->> 'en_US'),
           line.price_unit::float, line.discount::float, line.price_subtotal::float,
           currency.name,
           (line.price_subtotal / COALESCE(NULLIF(so.currency_rate, 0), 1)::numeric)::float,
           COALESCE(line.neiqin_promised_date, (so.commitment_date
               AT TIME ZONE 'UTC' AT TIME ZONE %(tz)s)::date),
           line.qty_delivered::float, line.qty_invoiced::float
      FROM sale_order_line AS line
      JOIN sale_order AS so ON so.id = line.order_id
 LEFT JOIN res_partner AS customer ON customer.id = so.partner_id
 LEFT JOIN res_users AS account ON account.id = so.user_id
 LEFT JOIN res_partner AS person ON person.id = account.partner_id
 LEFT JOIN product_product AS product ON product.id = line.product_id
 LEFT JOIN uom_uom AS unit ON unit.id = line.product_uom_id
 LEFT JOIN res_currency AS currency ON currency.id = line.currency_id
     WHERE line.id IN %(ids)s
  ORDER BY so.date_order, line.order_id, line.sequence, line.id
"""


class SaleOrderLine(models.Model):
    _inherit = "sale.order.line"

    @api.model
    def _neiqin_export_action(self, date_from, date_to, report=None):
        """Return the action that fetches the lines of these days, of a report's part."""
        self._neiqin_check_export()
        asked = {"date_from": date_from, "date_to": date_to}
        if report:
            asked["report"] = report.id
        return {
            "type": "ir.actions.act_url",
            "url": f"/neiqin/order-lines/xlsx?{urlencode(asked)}",
            "target": "download",
        }

    @api.model
    def _neiqin_check_export(self):
        """Refuse whoever may not read lines, or not take lists out of the house."""
        self.check_access("read")
        if not self.env.user.has_group("base.group_allow_export"):
            raise AccessError(
                self.env._("You may not export: ask an administrator for that right.")
            )

    @api.model
    def _neiqin_export_domain(self, date_from, date_to, scope=()):
        """Return the domain of the lines confirmed in some days of the company."""
        tz = self.env.company._neiqin_tz()
        after = date_to + datetime.timedelta(days=1)
        return Domain.AND(
            [
                [("company_id", "=", self.env.company.id), ("state", "=", "sale")],
                [("display_type", "=", False)],
                [("order_id.date_order", ">=", midnight(date_from, tz))],
                [("order_id.date_order", "<", midnight(after, tz))],
                Domain(scope or Domain.TRUE),
            ]
        )

    @api.model
    def _neiqin_export_query(self, domain):
        """Return the statement for the lines of a domain that the user may read."""
        self.env.flush_all()
        query = self._search(domain)
        return SQL(
            _LINES,
            tz=self.env.company._neiqin_tz(),
            lang=self.env.lang or "en_US",
            ids=query.subselect(),
        )

    @api.model
    def _neiqin_export_xlsx(self, domain, out):
        """Write the lines of a domain into a file; return how many there are.

        The record rules of the current user apply. What is in memory does not grow with
        the number of lines.

        :param out: a path or a binary file
        """
        self._neiqin_check_export()
        book = Book(out, streaming=True, title=self.env._("Order Lines"))
        with book, self._neiqin_cursor(self._neiqin_export_query(domain)) as rows:
            sheet = book.sheet(self.env._("Order Lines"))
            return book.stream(sheet, self._neiqin_export_columns(), rows)

    @contextmanager
    def _neiqin_cursor(self, query):
        """Open a cursor that the server keeps, in the transaction of this one."""
        cursor = self.env.cr._cnx.cursor("neiqin_order_lines")
        cursor.itersize = STEP
        try:
            cursor.execute(query.code, query.params)
            yield cursor
        finally:
            cursor.close()

    @api.model
    def _neiqin_export_columns(self):
        currency = self.env.company.currency_id.name
        return [
            Column(self.env._("Order"), width=14),
            Column(self.env._("Date"), "date"),
            Column(self.env._("Customer"), width=30),
            Column(self.env._("Customer's Number"), width=16),
            Column(self.env._("Salesperson"), width=14),
            Column(self.env._("Item No."), width=14),
            Column(self.env._("Description"), width=40),
            Column(self.env._("Quantity"), "number", width=10),
            Column(self.env._("Unit"), width=8),
            Column(self.env._("Unit Price"), "price", width=12),
            Column(self.env._("Discount (%)"), "number", width=10),
            Column(self.env._("Amount"), "price"),
            Column(self.env._("Currency"), width=8),
            Column(self.env._("Amount in %(currency)s", currency=currency), "price"),
            Column(self.env._("Promised Date"), "date"),
            Column(self.env._("Delivered"), "number", width=10),
            Column(self.env._("Invoiced"), "number", width=10),
        ]


class NeiqinPeriodReport(models.Model):
    _inherit = "neiqin.period.report"

    def action_neiqin_lines(self):
        """Fetch the order lines behind the report, as far as one may read them."""
        self.ensure_one()
        self.check_access("read")
        lines = self.env["sale.order.line"].with_company(self.company_id)
        return lines._neiqin_export_action(self.date_from, self.date_to, self)

    def _neiqin_line_scope(self):
        """Return the domain of order lines that the report's scope stands for."""
        self.ensure_one()
        record = self.sudo()._neiqin_scope_record()
        if not record:
            return Domain.TRUE
        name = {
            "team": "order_id.team_id",
            "clerk": "order_id.create_uid",
            "representative": "order_id.user_id",
            "res.country.state": "order_id.partner_id.state_id",
            "res.country": "order_id.partner_id.country_id",
        }[record._name if self.scope == "region" else self.scope]
        return Domain(name, "=", record.id)

    def _neiqin_download(self, name):
        """Return the action that fetches one of the files the reader may have."""
        self.ensure_one()
        self.check_access("read")
        margin = self._has_field_access(self._fields["margin_pdf"], "read")
        field = f"margin_{name}" if margin else name
        return {
            "type": "ir.actions.act_url",
            "url": f"/web/content/{self._name}/{self.id}/{field}?download=true"
            f"&filename_field={field}_name",
            "target": "download",
        }

    def action_neiqin_pdf(self):
        """Fetch the report as it was printed."""
        return self._neiqin_download("pdf")

    def action_neiqin_xlsx(self):
        """Fetch the report as a workbook."""
        return self._neiqin_download("xlsx")
