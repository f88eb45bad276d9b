"""What customers have not paid yet, as SQL: one source for the list and for its documents.

Each open receivable line gives one row: its collection, document, day due, the amount in
its own currency and in the company's, and where it stands:

``open``      to be collected (or not due yet)
``covered``   money or a credit note of the customer pays it, they are not matched yet
``disputed``  the customer says it is wrong: in the balance, never reminded of
``promised``  a promise to pay runs, or a payment is on its way
``credit``    what the customer has to get: a credit note, money on account (negative)

Days are each company's own. Amounts in the company's currency are those of the books, at
the rate of the document's day.
"""

from odoo.tools import SQL

# Unmatched money pays the oldest first, then a promise without invoices covers the next.
_ITEMS = """
WITH day AS MATERIALIZED (
    SELECT * FROM unnest(%(companies)s::int[], %(days)s::date[]) AS day(company_id, today)
), disputed AS MATERIALIZED (
    SELECT DISTINCT dispute.move_id
      FROM neiqin_dispute dispute JOIN day ON day.company_id = dispute.company_id
     WHERE dispute.lifted_at IS NULL AND dispute.since <= day.today
       AND (dispute.until IS NULL OR dispute.until >= day.today)
), promised AS MATERIALIZED (
    SELECT DISTINCT rel.move_id
      FROM neiqin_payment_promise promise
      JOIN day ON day.company_id = promise.company_id
      JOIN neiqin_payment_promise_move_rel rel ON rel.promise_id = promise.id
     WHERE promise.state = 'open' AND promise.until >= day.today
), pledge AS MATERIALIZED (
    SELECT promise.commercial_partner_id AS customer, promise.company_id,
           SUM(promise.amount) AS amount
      FROM neiqin_payment_promise promise
      JOIN day ON day.company_id = promise.company_id
     WHERE promise.state = 'open' AND promise.until >= day.today
       AND NOT EXISTS (SELECT FROM neiqin_payment_promise_move_rel rel
                        WHERE rel.promise_id = promise.id)
     GROUP BY 1, 2
), line AS (
    SELECT collection.id AS collection_id, collection.partner_id,
           collection.company_id, line.id, line.move_id, line.currency_id,
           line.amount_residual_currency AS residual, line.amount_residual AS amount,
           COALESCE(move.invoice_date, line.date) AS day,
           COALESCE(line.date_maturity, line.date) AS due, day.today,
           CASE WHEN line.amount_residual < 0 THEN 'credit'
                WHEN disputed.move_id IS NOT NULL THEN 'disputed'
                WHEN promised.move_id IS NOT NULL
                  OR move.payment_state = 'in_payment' THEN 'promised'
                ELSE 'open' END AS status,
           COALESCE(pledge.amount, 0) AS pledged
      FROM neiqin_collection collection
      JOIN day ON day.company_id = collection.company_id
      JOIN res_partner partner ON partner.commercial_partner_id = collection.partner_id
      JOIN account_move_line line ON line.partner_id = partner.id
       AND line.company_id = collection.company_id AND line.parent_state = 'posted'
       AND line.reconciled IS NOT TRUE AND line.amount_residual != 0
      JOIN account_account account ON account.id = line.account_id
       AND account.account_type = 'asset_receivable'
      JOIN account_move move ON move.id = line.move_id
      LEFT JOIN disputed ON disputed.move_id = line.move_id
      LEFT JOIN promised ON promised.move_id = line.move_id
      LEFT JOIN pledge ON pledge.customer = collection.partner_id
       AND pledge.company_id = collection.company_id
     WHERE %(wanted)s
), told AS (
    SELECT line.*,
           SUM(amount) FILTER (WHERE status = 'open') OVER oldest AS reached,
           -COALESCE(SUM(amount) FILTER (WHERE status = 'credit') OVER whole, 0)
               AS credits
      FROM line
    WINDOW oldest AS (PARTITION BY collection_id ORDER BY due, id),
           whole AS (PARTITION BY collection_id)
), item AS (
    SELECT id, collection_id, partner_id, company_id, move_id, currency_id, residual,
           amount, day, due, today - due AS days_late,
           CASE WHEN status != 'open' THEN status
                WHEN reached <= credits THEN 'covered'
                WHEN reached <= credits + pledged THEN 'promised'
                ELSE 'open' END AS status
      FROM told
)
"""
_SUM = "COALESCE(SUM(amount) FILTER (WHERE %s), 0)"
_IS_OWED = "status IN ('open', 'covered')"
#: Figure of a collection -> condition on its items. Without the first they add up to it.
FIGURES = {
    "total": "TRUE",
    "not_due": f"{_IS_OWED} AND days_late < 1",
    "b30": f"{_IS_OWED} AND days_late BETWEEN 1 AND 30",
    "b60": f"{_IS_OWED} AND days_late BETWEEN 31 AND 60",
    "b90": f"{_IS_OWED} AND days_late BETWEEN 61 AND 90",
    "more": f"{_IS_OWED} AND days_late > 90",
    "disputed": "status = 'disputed'",
    "promised": "status = 'promised'",
    "credit": "status = 'credit'",
    "overdue": f"{_IS_OWED} AND days_late > 0",
}

#: What the statements read, to be written to the database before.
READ = {
    "neiqin.collection": ("partner_id", "company_id"),
    "neiqin.dispute": ("move_id", "company_id", "since", "until", "lifted_at"),
    "neiqin.payment.promise": (
        "commercial_partner_id",
        "company_id",
        "amount",
        "until",
        "state",
        "move_ids",
    ),
    "res.partner": ("commercial_partner_id",),
    "account.account": ("account_type",),
    "account.move": ("invoice_date", "payment_state"),
    "account.move.line": (
        "partner_id",
        "account_id",
        "company_id",
        "parent_state",
        "reconciled",
        "amount_residual",
        "amount_residual_currency",
        "currency_id",
        "date",
        "date_maturity",
    ),
}


def collection_items(companies, collections=None):
    """Return the SQL of all open items, as common table expressions ending in ``item``.

    :param companies: whose items, each with its own today
    :param collections: ids of ``neiqin.collection``, None for all
    """
    wanted = SQL("TRUE")
    if collections is not None:
        wanted = SQL("collection.id = ANY(%s)", list(collections))
    return SQL(
        _ITEMS,
        companies=companies.ids,
        days=[company._neiqin_today() for company in companies],
        wanted=wanted,
    )


def collection_figures(companies, collections=None):
    """Return the SQL of each collection's figures: id, those of FIGURES, days late."""
    sums = ", ".join(
        f"{_SUM % condition} AS {name}" for name, condition in FIGURES.items()
    )
    # pylint: disable=sql-injection; constants of this file
    return SQL(
        "%s SELECT collection_id, %s,"
        " COALESCE(MAX(days_late) FILTER (WHERE %s), 0) AS days_late"
        " FROM item GROUP BY collection_id",
        collection_items(companies, collections),
        SQL(sums),
        SQL(FIGURES["overdue"]),
    )
