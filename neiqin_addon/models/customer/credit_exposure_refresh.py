"""The schedules that keep the exposures: each minute what changed, at night all."""

import logging

from odoo import api, models
from odoo.service.model import PG_CONCURRENCY_EXCEPTIONS_TO_RETRY as CONFLICTS
from odoo.tools import SQL

from ...tools.exposure import Exposure

_logger = logging.getLogger(__name__)

#: customers whose rows are written in one go
SLICE = 1000


class NeiqinCreditExposure(models.Model):
    _inherit = "neiqin.credit.exposure"

    @api.model
    def _neiqin_outdated(self, customers=None):
        """Return the ids of customers whose documents changed since.

        :param customers: those asked about, None for all
        """
        self._neiqin_flush_read()
        asked = SQL("TRUE")
        if customers is not None:
            asked = SQL("mark.customer = ANY(%s)", list(customers))
        rows = self.env.execute_query(
            SQL(
                # without those who were deleted since
                "SELECT DISTINCT mark.customer FROM neiqin_credit_exposure_mark mark"
                " JOIN res_partner partner ON partner.id = mark.customer WHERE %s",
                asked,
            )
        )
        return [customer for (customer,) in rows]

    @api.model
    def _neiqin_kept(self, customers, company):
        """Return ``{customer id: (Exposure, as of)}`` as kept.

        :param customers: ids of commercial partners
        """
        rows = self.env.execute_query(
            SQL(
                "SELECT partner_id, computed_at, open_receivable::float, overdue::float,"
                " worst_days_late, draft_invoices::float, to_invoice::float,"
                " prepaid::float FROM neiqin_credit_exposure"
                " WHERE partner_id = ANY(%s) AND company_id = %s",
                list(customers),
                company.id,
            )
        )
        return {
            customer: (Exposure(*parts), moment) for customer, moment, *parts in rows
        }

    @api.model
    def _neiqin_owing(self, company):
        """Return ``{customer id: total}`` of those who owe something, as kept."""
        rows = self.env.execute_query(
            SQL(
                "SELECT partner_id, total::float FROM neiqin_credit_exposure"
                " WHERE company_id = %s AND total > 0",
                company.id,
            )
        )
        return dict(rows)

    @api.model
    def _neiqin_refresh(self, customers):
        """Write the rows of these customers, in all companies."""
        companies = self.env["res.company"].sudo().with_context(active_test=False)
        for company in companies.search([("currency_id", "!=", False)], order="id"):
            self._neiqin_store(company, customers)

    @api.model
    def _cron_refresh(self):
        """Write the rows of customers whose documents changed, and drop the notes."""
        commit = self.env["ir.cron"]._commit_progress
        while marks := self._neiqin_take_marks():
            customers = sorted({customer for _mark, customer in marks})
            if not self._neiqin_refresh_safely(customers):
                return
            self.env.cr.execute(
                SQL(
                    "DELETE FROM neiqin_credit_exposure_mark WHERE id = ANY(%s)",
                    [mark for mark, _customer in marks],
                )
            )
            if not commit(len(customers)):
                return

    @api.model
    def _neiqin_take_marks(self):
        """Return the oldest notes, as far as nobody else is at them.

        Whoever changes a document while we compute leaves a note that is not seen here.
        """
        return self.env.execute_query(
            SQL(
                "SELECT id, customer FROM neiqin_credit_exposure_mark"
                " ORDER BY id LIMIT %s FOR UPDATE SKIP LOCKED",
                SLICE,
            )
        )

    @api.model
    def _neiqin_refresh_safely(self, customers):
        """Return whether the rows are written; not while another schedule writes them.

        One customer whose figures fail stops no other: a person is told of it.
        """
        try:
            with self.env.cr.savepoint():
                self._neiqin_refresh(customers)
        except CONFLICTS as conflict:
            _logger.info("exposures are left to the next run (%s)", conflict)
            self.env.cr.rollback()
            return False
        except Exception as error:  # noqa: BLE001 told to a person
            if len(customers) > 1:
                half = len(customers) // 2
                first = self._neiqin_refresh_safely(customers[:half])
                return first and self._neiqin_refresh_safely(customers[half:])
            partner = self.env["res.partner"].browse(customers)
            self.env["neiqin.failure"]._neiqin_note(partner, "exposure", error)
        return True

    @api.model
    def _cron_refresh_all(self):
        """Write all rows: what is late and what a currency is worth changes by itself."""
        commit = self.env["ir.cron"]._commit_progress
        last, remaining = 0, self._neiqin_count_customers()
        commit(remaining=remaining)
        while customers := self._neiqin_next_customers(last):
            last = customers[-1]
            if not self._neiqin_refresh_safely(customers):
                continue  # whoever was in the way wrote them just now
            if not commit(len(customers)):
                return

    @api.model
    def _neiqin_count_customers(self):
        (row,) = self.env.execute_query(
            SQL("SELECT COUNT(*) FROM res_partner WHERE commercial_partner_id = id")
        )
        return row[0]

    @api.model
    def _neiqin_next_customers(self, last):
        rows = self.env.execute_query(
            SQL(
                "SELECT id FROM res_partner WHERE commercial_partner_id = id AND id > %s"
                " ORDER BY id LIMIT %s",
                last,
                SLICE,
            )
        )
        return [partner for (partner,) in rows]
