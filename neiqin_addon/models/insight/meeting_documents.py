"""From a figure of the pack to the documents it was computed from."""

from datetime import datetime, time, timedelta

from odoo import api, models

from ...tools.workday import local_to_utc
from .meeting_forecast_sql import FIRM_LINES, QUOTED_LINES, RHYTHM


class NeiqinMeetingFigures(models.AbstractModel):
    _inherit = "neiqin.meeting.figures"

    @api.model
    def _neiqin_documents(self, company, kind, key, place, first):
        """Return ``(model, domain, title)`` of what a figure was computed from.

        As the documents are now: those of a held meeting may have moved on.

        :param int place: 0 for what was due before the first week, else the week
        :param date first: the first Monday
        """
        ways = {
            "orders": self._neiqin_order_lines,
            "group": self._neiqin_group_lines,
            "expected": self._neiqin_expected,
            "receipts": self._neiqin_receipts,
            "stock": self._neiqin_in_stock,
            "rhythm": self._neiqin_rhythm_customers,
            "overdue": self._neiqin_late_invoices,
            "quotes": self._neiqin_open_quotes,
            "cases": self._neiqin_open_cases,
            "complaints": self._neiqin_open_complaints,
        }
        way = ways.get(kind)
        return way(company, key, place, first) if way else None

    @api.model
    def _neiqin_order_lines(self, company, product, place, first):
        """Return the order lines; where there are none, what production takes."""
        lines = self._neiqin_lines(FIRM_LINES, company, [product], place, first)
        if lines:
            return self._neiqin_as_lines(lines)
        begin = self._neiqin_midnight(company, first, place - 1)
        domain = [
            ("company_id", "=", company.id),
            ("product_id", "=", product),
            ("state", "not in", ("draft", "done", "cancel")),
            ("location_id.usage", "=", "internal"),
            ("location_dest_id.usage", "=", "production"),
            ("date", "<", self._neiqin_midnight(company, first, place)),
        ]
        if place:
            domain.append(("date", ">=", begin))
        return "stock.move", domain, self.env._("What Production Takes")

    @api.model
    def _neiqin_group_lines(self, company, group, place, first):
        products = self.env["product.product"].sudo()
        products = products.with_context(active_test=False)
        found = products.search([("categ_id", "=", group or False)])
        lines = self._neiqin_lines(FIRM_LINES, company, found.ids, place, first)
        return self._neiqin_as_lines(lines)

    @api.model
    def _neiqin_as_lines(self, lines):
        return "sale.order.line", [("id", "in", lines)], self.env._("Open Order Lines")

    @api.model
    def _neiqin_lines(self, statement, company, products, place, first):
        self._neiqin_flush()
        values = self._neiqin_values(company, company._neiqin_today(), [first])
        values.update(products=products, place=place)
        return [row[0] for row in self._neiqin_rows(statement, values)]

    @api.model
    def _neiqin_expected(self, company, product, place, first):
        """Return the offers' lines; where there are none, who usually takes it then."""
        lines = self._neiqin_lines(QUOTED_LINES, company, [product], place, first)
        if lines:
            words = self.env._("Lines of Quotations")
            return "sale.order.line", [("id", "in", lines)], words
        return self._neiqin_rhythm_customers(company, product, place, first)

    @api.model
    def _neiqin_rhythm_customers(self, company, product, place, first):
        """Return who orders by a rhythm: all of them, or who takes a product then.

        :param int product: 0 for all of the pack's weeks
        :param int place: the week, or, of all, how many there are
        """
        weeks = [first + timedelta(weeks=week) for week in range(max(place, 1))]
        self._neiqin_flush()
        values = self._neiqin_values(company, company._neiqin_today(), weeks)
        customers = {
            customer
            for item, week, _quantity, _amount, who in self._neiqin_rows(RHYTHM, values)
            if not product or (item, week) == (product, place)
            for customer in who
        }
        domain = [
            ("company_id", "=", company.id),
            ("partner_id", "in", sorted(customers)),
        ]
        return "neiqin.customer.record", domain, self.env._("Customers by Rhythm")

    @api.model
    def _neiqin_in_stock(self, company, product, _place, _first):
        domain = [
            ("company_id", "=", company.id),
            ("product_id", "=", product),
            ("location_id.usage", "=", "internal"),
        ]
        return "stock.quant", domain, self.env._("In Stock")

    @api.model
    def _neiqin_open_cases(self, company, department, _place, _first):
        domain = [
            ("company_id", "=", company.id),
            ("department_id", "=", department or False),
            ("state", "!=", "closed"),
        ]
        return "neiqin.exception", domain, self.env._("Cases Open")

    @api.model
    def _neiqin_open_complaints(self, company, _key, _place, _first):
        domain = [
            ("company_id", "=", company.id),
            ("state", "in", ("new", "open", "waiting")),
        ]
        return "neiqin.complaint", domain, self.env._("Complaints Open")

    @api.model
    def _neiqin_midnight(self, company, first, weeks):
        """Return the moment at which a week of the pack begins, by the company's clock."""
        day = datetime.combine(first + timedelta(weeks=weeks), time())
        return local_to_utc(day, company._neiqin_tz())

    @api.model
    def _neiqin_receipts(self, company, product, place, first):
        domain = [
            ("company_id", "=", company.id),
            ("product_id", "=", product),
            ("state", "not in", ("draft", "done", "cancel")),
            ("location_id.usage", "in", ("supplier", "production")),
            ("date", "<", self._neiqin_midnight(company, first, place)),
        ]
        return "stock.move", domain, self.env._("What Comes")

    @api.model
    def _neiqin_late_invoices(self, company, customer, _place, _first):
        domain = [
            ("company_id", "=", company.id),
            ("commercial_partner_id", "=", customer),
            ("move_type", "in", ("out_invoice", "out_receipt")),
            ("state", "=", "posted"),
            ("payment_state", "in", ("not_paid", "partial", "in_payment")),
            ("invoice_date_due", "<", company._neiqin_today()),
        ]
        return "account.move", domain, self.env._("Overdue Invoices")

    @api.model
    def _neiqin_open_quotes(self, company, _key, _place, _first):
        domain = [
            ("company_id", "=", company.id),
            ("state", "in", ("draft", "sent")),
            "|",
            ("validity_date", "=", False),
            ("validity_date", ">=", company._neiqin_today()),
        ]
        return "sale.order", domain, self.env._("Open Quotations")
