"""From a figure of the pack to the documents it was computed from."""

from datetime import datetime, time, timedelta

from odoo import api, models

from ...tools.workday import local_to_utc
from .meeting_forecast_sql import FIRM_LINES


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
            "receipts": self._neiqin_receipts,
            "overdue": self._neiqin_late_invoices,
            "quotes": self._neiqin_open_quotes,
        }
        way = ways.get(kind)
        return way(company, key, place, first) if way else None

    @api.model
    def _neiqin_order_lines(self, company, product, place, first):
        self._neiqin_flush()
        values = self._neiqin_values(company, company._neiqin_today(), [first])
        values.update(product=product, place=place)
        lines = [row[0] for row in self._neiqin_rows(FIRM_LINES, values)]
        return "sale.order.line", [("id", "in", lines)], self.env._("Open Order Lines")

    @api.model
    def _neiqin_receipts(self, company, product, place, first):
        zone = company._neiqin_tz()
        end = local_to_utc(
            datetime.combine(first + timedelta(weeks=place), time()), zone
        )
        domain = [
            ("company_id", "=", company.id),
            ("product_id", "=", product),
            ("state", "not in", ("draft", "done", "cancel")),
            ("location_id.usage", "in", ("supplier", "production")),
            ("date", "<", end),
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
