"""The measures: one statement each, for all clerks of one company and month.

Every method ``_neiqin_count_<code>`` returns the documents that the measure is made of.
docs/scorecards.md says the same in words.
"""

from odoo import api, models
from odoo.tools import SQL

from ...tools.scorecard import Document

#: What the numbers of a measure's documents are numbers of.
MODELS = {
    "verify": "neiqin.verification",
    "letter": "neiqin.confirmation.letter",
    "errors": "sale.order",
    "response": "neiqin.complaint",
    "solution": "neiqin.complaint",
    "cases": "neiqin.exception",
    "promises": "sale.order",
    "collection": "account.move",
    "satisfaction": "rating.rating",
    "files": "neiqin.file.check",
}


class NeiqinScorecard(models.Model):
    _inherit = "neiqin.scorecard"

    @api.model
    def _neiqin_document_model(self, code):
        return MODELS[code]

    @api.model
    def _neiqin_documents(self, query, **values):
        """Run a measure's statement: number, user, moment, numerator, denominator."""
        rows = self.env.execute_query(SQL(query, **values))
        return [Document(*row) for row in rows]

    @api.model
    def _neiqin_timely(self, span, measure, query):
        """Return documents that had working hours: in time or not, by the calendar.

        The statement gives number, user, beginning and end.
        """
        rows = self.env.execute_query(
            SQL(query, company=span.company.id, start=span.start, end=span.end)
        )
        work = span.times.of(span.company.resource_calendar_id, span.company)
        return [
            Document(
                number,
                user,
                end,
                float(work.between(begin, end) <= measure.hours * 3600),
            )
            for number, user, begin, end in rows
        ]

    @api.model
    def _neiqin_count_verify(self, span, measure):
        """First verifications of orders, from the order's arrival."""
        return self._neiqin_timely(
            span,
            measure,
            """
            SELECT check_.id, check_.user_id, sale.create_date, check_.date_done
              FROM neiqin_verification AS check_
              JOIN sale_order AS sale ON sale.id = check_.order_id
             WHERE check_.company_id = %(company)s AND check_.state = 'done'
               AND check_.date_done >= %(start)s AND check_.date_done < %(end)s
               AND NOT EXISTS (
                   SELECT FROM neiqin_verification AS before
                    WHERE before.order_id = check_.order_id AND before.state = 'done'
                      AND before.id < check_.id)
            """,
        )

    @api.model
    def _neiqin_count_letter(self, span, measure):
        """First letters of orders, from the verification, else from the arrival."""
        return self._neiqin_timely(
            span,
            measure,
            """
            SELECT letter.id, letter.sent_by_id,
                   COALESCE(
                       (SELECT MAX(date_done) FROM neiqin_verification AS check_
                         WHERE check_.order_id = letter.order_id
                           AND check_.date_done <= letter.sent_at),
                       sale.create_date),
                   letter.sent_at
              FROM neiqin_confirmation_letter AS letter
              JOIN sale_order AS sale ON sale.id = letter.order_id
             WHERE letter.company_id = %(company)s AND letter.sent_by_id IS NOT NULL
               AND letter.sent_at >= %(start)s AND letter.sent_at < %(end)s
               AND NOT EXISTS (
                   SELECT FROM neiqin_confirmation_letter AS before
                    WHERE before.order_id = letter.order_id
                      AND before.sent_at < letter.sent_at)
            """,
        )

    @api.model
    def _neiqin_count_errors(self, span, _measure):
        """Wrong fields among those compared, of who entered them; per order."""
        return self._neiqin_documents(
            """
            SELECT order_id, user_id, MIN(moment), SUM(wrong), COUNT(*)
              FROM (%(compared)s) AS compared
             WHERE company_id = %(company)s AND user_id IS NOT NULL
               AND moment >= %(start)s AND moment < %(end)s
          GROUP BY order_id, user_id
            """,
            compared=self.env["neiqin.error.report"]._neiqin_compared(),
            **span.values,
        )

    @api.model
    def _neiqin_count_response(self, span, _measure):
        """Complaints whose first answer fell due: answered by then or not."""
        return self._neiqin_due(span, "first_response_deadline", "first_response_at")

    @api.model
    def _neiqin_count_solution(self, span, _measure):
        """Complaints whose solution fell due: solved by then or not."""
        return self._neiqin_due(span, "solution_deadline", "solved_at")

    @api.model
    def _neiqin_due(self, span, deadline, done):
        return self._neiqin_documents(
            """
            SELECT id, user_id, %(deadline)s,
                   CASE WHEN %(done)s <= %(deadline)s THEN 1 ELSE 0 END, 1
              FROM neiqin_complaint
             WHERE company_id = %(company)s AND user_id IS NOT NULL AND active
               AND %(deadline)s >= %(start)s AND %(deadline)s < %(end)s
            """,
            deadline=SQL.identifier(deadline),
            done=SQL.identifier(done),
            **span.values,
        )

    @api.model
    def _neiqin_count_cases(self, span, _measure):
        """Exception cases that fell due: solved by then or not."""
        return self._neiqin_documents(
            """
            SELECT id, owner_id, deadline,
                   CASE WHEN COALESCE(solved_at, closed_at) <= deadline
                        THEN 1 ELSE 0 END, 1
              FROM neiqin_exception
             WHERE company_id = %(company)s AND owner_id IS NOT NULL
               AND deadline >= %(start)s AND deadline < %(end)s
            """,
            **span.values,
        )

    @api.model
    def _neiqin_count_promises(self, span, _measure):
        """Delivered orders with a promised day, of who sent the first letter."""
        return self._neiqin_documents(
            """
            SELECT review.order_id,
                   COALESCE(
                       (SELECT letter.sent_by_id
                          FROM neiqin_confirmation_letter AS letter
                         WHERE letter.order_id = review.order_id
                           AND letter.sent_at IS NOT NULL
                      ORDER BY letter.sent_at LIMIT 1),
                       sale.create_uid),
                   review.date::timestamp,
                   CASE WHEN review.promise = 'kept' THEN 1 ELSE 0 END, 1
              FROM neiqin_order_review AS review
              JOIN sale_order AS sale ON sale.id = review.order_id
             WHERE review.company_id = %(company)s AND review.promise <> 'none'
               AND review.date >= %(first)s AND review.date <= %(last)s
            """,
            **span.values,
        )

    @api.model
    def _neiqin_count_collection(self, span, _measure):
        """What of the invoices that fell due was paid by the end of the month, in the
        company's currency at the rates of the books."""
        return self._neiqin_documents(
            """
            SELECT move.id, move.invoice_user_id, line.date_maturity::timestamp,
                   COALESCE(SUM(part.amount), 0), line.debit
              FROM account_move_line AS line
              JOIN account_move AS move ON move.id = line.move_id
              JOIN account_account AS account ON account.id = line.account_id
         LEFT JOIN account_partial_reconcile AS part
                ON part.debit_move_id = line.id AND part.max_date <= %(last)s
             WHERE move.company_id = %(company)s AND move.move_type = 'out_invoice'
               AND move.state = 'posted' AND move.invoice_user_id IS NOT NULL
               AND account.account_type = 'asset_receivable' AND line.debit > 0
               AND line.date_maturity >= %(first)s AND line.date_maturity <= %(last)s
          GROUP BY move.id, line.id
            """,
            **span.values,
        )

    @api.model
    def _neiqin_count_satisfaction(self, span, _measure):
        """Marks of customers for a clerk's complaints and orders."""
        return self._neiqin_documents(
            """
            SELECT mark.id, person.id, mark.write_date, mark.rating, 1
              FROM rating_rating AS mark
              JOIN res_users AS person ON person.partner_id = mark.rated_partner_id
         LEFT JOIN neiqin_complaint AS complaint
                ON mark.res_model = 'neiqin.complaint' AND complaint.id = mark.res_id
         LEFT JOIN neiqin_order_review AS review
                ON mark.res_model = 'neiqin.order.review' AND review.id = mark.res_id
             WHERE mark.consumed AND mark.rating >= 1
               AND COALESCE(complaint.company_id, review.company_id) = %(company)s
               AND mark.write_date >= %(start)s AND mark.write_date < %(end)s
            """,
            **span.values,
        )

    @api.model
    def _neiqin_count_files(self, span, _measure):
        """Verifications of customer files that fell due: done by then or not."""
        return self._neiqin_documents(
            """
            SELECT id, user_id, deadline::timestamp,
                   CASE WHEN (done_at AT TIME ZONE 'UTC' AT TIME ZONE %(tz)s)::date
                             <= deadline THEN 1 ELSE 0 END, 1
              FROM neiqin_file_check
             WHERE company_id = %(company)s AND user_id IS NOT NULL
               AND deadline >= %(first)s AND deadline <= %(last)s
            """,
            **span.values,
        )
