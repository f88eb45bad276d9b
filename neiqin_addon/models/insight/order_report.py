"""How orders went: one row per order, with its times and what became of its promise."""

from odoo import fields, models
from odoo.tools import SQL

from ..order.sale_order_letter import LETTER_STATES
from ..order.sale_order_progress import STAGES
from .report_mixin import reading

DELIVERIES = [
    ("on_time", "On Time"),
    ("late", "Delivered Late"),
    ("overdue", "Overdue, Not Delivered"),
    ("open", "Not Due Yet"),
    ("none", "No Date Promised"),
]
#: Stages at which an order counts as through with each step: a part is not enough.
THROUGH = {
    "confirmed": [stage for stage, _label in STAGES[2:]],
    "delivered": ["delivered", "invoiced", "paid"],
    "invoiced": ["invoiced", "paid"],
    "paid": ["paid"],
}


class NeiqinOrderReport(models.Model):
    _name = "neiqin.order.report"
    _inherit = "neiqin.order.columns.mixin"
    _description = "Order Figures"
    _auto = False
    _rec_name = "order_id"
    _order = "date desc, id desc"
    _depends = {
        "sale.order": [
            "partner_id",
            "company_id",
            "user_id",
            "team_id",
            "state",
            "date_order",
            "commitment_date",
            "amount_untaxed",
            "currency_rate",
            "neiqin_is_urgent",
            "neiqin_stage",
            "neiqin_letter_state",
            "neiqin_verification_id",
        ],
        "res.partner": ["commercial_partner_id", "country_id", "state_id"],
        "neiqin.verification": ["user_id", "result", "date_done"],
        "neiqin.confirmation.letter": ["sent_at", "acknowledged_at"],
        "neiqin.exception": ["order_id"],
        "neiqin.complaint": ["order_id"],
        "neiqin.credit.rating": ["grade"],
    }

    stage = reading("Progress", fields.Selection, selection=STAGES)
    is_urgent = reading("Urgent", fields.Boolean)
    verification = reading(
        "Verification",
        fields.Selection,
        selection=[("verified", "Verified"), ("mismatch", "Mismatch")],
    )
    letter = reading(
        "Confirmation Letter",
        fields.Selection,
        selection=LETTER_STATES,
    )
    delivery = reading("Promise", fields.Selection, selection=DELIVERIES)
    late = reading(
        "Late (%)",
        fields.Float,
        aggregator="avg",
        digits=(5, 1),
        help="Of all orders with a promised day, as far as they are delivered or due: "
        "those the customer did not have by then.",
    )
    days_late = reading(
        "Days Late",
        fields.Integer,
        aggregator="avg",
        help="Days from the promised day to the last delivery.",
    )
    case_count = reading("Cases", fields.Integer, aggregator="sum")
    complaint_count = reading("Complaints", fields.Integer, aggregator="sum")
    verify_hours = reading("Hours to Verify", fields.Float, aggregator="avg")
    letter_hours = reading("Hours to First Letter", fields.Float, aggregator="avg")
    answer_hours = reading("Hours to Answer", fields.Float, aggregator="avg")
    confirm_hours = reading("Hours to Confirm", fields.Float, aggregator="avg")
    deliver_days = reading("Days to Deliver", fields.Float, aggregator="avg")
    weeks = reading(
        "Weeks to Deliver",
        fields.Integer,
        aggregator=None,
        help="1: within the first week after the order, and so on; 0: not yet. To follow"
        " the orders of one month from week to week.",
    )
    invoice_days = reading("Days to Invoice", fields.Float, aggregator="avg")
    pay_days = reading("Days to Payment", fields.Float, aggregator="avg")
    delivered_on = reading("Delivered On", fields.Date)

    @property
    def _table_query(self):
        return SQL(
            """
            SELECT sale.id, sale.id AS order_id, %(columns)s,
                   sale.neiqin_stage AS stage, %(amount)s AS amount,
                   COALESCE(sale.neiqin_is_urgent, FALSE) AS is_urgent,
                   verification.result AS verification,
                   sale.neiqin_letter_state AS letter,
                   outcome.delivery, outcome.delivered_on, outcome.days_late,
                   CASE WHEN outcome.delivery IN ('late', 'overdue') THEN 100.0
                        WHEN outcome.delivery = 'on_time' THEN 0.0 END AS late,
                   (SELECT COUNT(*) FROM neiqin_exception AS trouble
                     WHERE trouble.order_id = sale.id)::int AS case_count,
                   (SELECT COUNT(*) FROM neiqin_complaint AS trouble
                     WHERE trouble.order_id = sale.id)::int AS complaint_count,
                   %(verify)s AS verify_hours, %(letter)s AS letter_hours,
                   %(answer)s AS answer_hours, %(confirm)s AS confirm_hours,
                   (outcome.delivered_on - %(day)s)::float8 AS deliver_days,
                   CASE WHEN outcome.delivered_on IS NULL THEN 0 ELSE
                       GREATEST(outcome.delivered_on - %(day)s, 0) / 7 + 1 END AS weeks,
                   %(invoice)s AS invoice_days, %(pay)s AS pay_days
              FROM sale_order AS sale
                   %(joins)s
        CROSS JOIN LATERAL (%(outcome)s) AS outcome
            """,
            **self._neiqin_parts(),
        )

    def _neiqin_parts(self):
        """Return the SQL of amounts and times."""
        return {
            "columns": self._neiqin_order_columns(),
            "joins": self._neiqin_order_joins(),
            "day": self._neiqin_order_day(),
            "amount": self._neiqin_in_own_currency(SQL("sale.amount_untaxed")),
            "outcome": self._neiqin_outcome(),
            "verify": _hours(SQL("verification.date_done")),
            "letter": _hours(_letter("sent_at")),
            "answer": _hours(_letter("acknowledged_at")),
            "confirm": _hours(_reached("confirmed")),
            "invoice": SQL("%s / 24", _hours(_reached("invoiced"))),
            "pay": SQL("%s / 24", _hours(_reached("paid"))),
        }

    def _neiqin_outcome(self):
        """Return SQL of what became of the promise.

        The inner steps end in OFFSET 0: PostgreSQL works each out once per order, and
        only where somebody asks for it.
        """
        return SQL(
            """
            SELECT delivered_on, delivered_on - promised_on AS days_late,
                   CASE WHEN sale.state != 'sale' THEN NULL
                        WHEN promised_on IS NULL THEN 'none'
                        WHEN delivered_on <= promised_on THEN 'on_time'
                        WHEN delivered_on > promised_on THEN 'late'
                        WHEN promised_on < company.today THEN 'overdue'
                        ELSE 'open' END AS delivery
              FROM (SELECT %s AS delivered_on, %s AS promised_on OFFSET 0) AS days
            OFFSET 0
            """,
            self._neiqin_day(_reached("delivered")),
            self._neiqin_day(SQL("sale.commitment_date")),
        )


def _reached(step):
    """Return SQL of when an order was through with a step, what was undone left out."""
    return SQL(
        """(SELECT MAX(ended) FROM (
                SELECT MAX(moment) FILTER (WHERE quantity > 0) AS ended
                  FROM neiqin_progress_fact AS fact
                 WHERE fact.order_id = sale.id AND fact.stage = %s
                   AND sale.neiqin_stage = ANY(%s)
              GROUP BY fact.key HAVING SUM(quantity) > 0) AS reached)""",
        step,
        THROUGH[step],
    )


def _letter(column):
    """Return SQL of when the first letter was sent or answered."""
    name = SQL.identifier("letter", column)
    return SQL(
        """(SELECT MIN(%s) FROM neiqin_confirmation_letter AS letter
             WHERE letter.order_id = sale.id)""",
        name,
    )


def _hours(moment):
    """Return SQL of the hours from the arrival of the order to a moment."""
    return SQL("EXTRACT(EPOCH FROM %s - sale.create_date)::float8 / 3600", moment)
