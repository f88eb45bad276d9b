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
), customer AS %(kept)s (
    SELECT collection.id AS collection_id, collection.company_id,
           collection.partner_id AS customer_id, partner.id AS partner_id,
           COALESCE(pledge.amount, 0) AS pledged
      FROM neiqin_collection collection
      JOIN res_partner partner ON partner.commercial_partner_id = collection.partner_id
      %(pledges)s JOIN pledge ON pledge.customer = collection.partner_id
       AND pledge.company_id = collection.company_id
     WHERE %(wanted)s
), line AS (
    SELECT customer.collection_id, customer.customer_id AS partner_id,
           customer.company_id, line.id, line.move_id, line.currency_id,
           line.amount_residual_currency AS residual, line.amount_residual AS amount,
           COALESCE(move.invoice_date, line.date) AS day,
           COALESCE(line.date_maturity, line.date) AS due, day.today,
           CASE WHEN line.amount_residual < 0 THEN 'credit'
                WHEN disputed.move_id IS NOT NULL THEN 'disputed'
                WHEN promised.move_id IS NOT NULL
                  OR move.payment_state = 'in_payment' THEN 'promised'
                ELSE 'open' END AS status,
           customer.pledged
      FROM customer
      JOIN day ON day.company_id = customer.company_id
      JOIN account_move_line line ON line.partner_id = customer.partner_id
       AND line.company_id = customer.company_id AND line.parent_state = 'posted'
       AND line.reconciled IS NOT TRUE AND line.amount_residual != 0
      JOIN account_account account ON account.id = line.account_id
       AND account.account_type = 'asset_receivable'
      JOIN account_move move ON move.id = line.move_id
      LEFT JOIN disputed ON disputed.move_id = line.move_id
      LEFT JOIN promised ON promised.move_id = line.move_id
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
# Which of a customer's invoices unmatched money covers changes none of the figures: only
# a promise without invoices does. So only who has given one is gone through line by line;
# the others' lines are added up at once, and only the sums are joined with the customers.
_FIGURES = """
%(items)s, other AS MATERIALIZED (
    SELECT collection.id AS collection_id, partner.id AS partner_id,
           collection.company_id
      FROM neiqin_collection collection
      JOIN res_partner partner ON partner.commercial_partner_id = collection.partner_id
      LEFT JOIN pledge ON pledge.customer = collection.partner_id
       AND pledge.company_id = collection.company_id
     WHERE pledge.customer IS NULL AND %(wanted)s
), plain AS (
    SELECT partner_id, company_id, %(sums)s
      FROM (
        SELECT line.partner_id, line.company_id, line.amount_residual AS amount,
               day.today - COALESCE(line.date_maturity, line.date) AS days_late,
               CASE WHEN line.amount_residual < 0 THEN 'credit'
                    WHEN disputed.move_id IS NOT NULL THEN 'disputed'
                    WHEN promised.move_id IS NOT NULL
                      OR paying.id IS NOT NULL THEN 'promised'
                    ELSE 'open' END AS status
          FROM account_move_line line
          JOIN day ON day.company_id = line.company_id
          LEFT JOIN disputed ON disputed.move_id = line.move_id
          LEFT JOIN promised ON promised.move_id = line.move_id
          LEFT JOIN account_move paying ON paying.id = line.move_id
           AND paying.payment_state = 'in_payment'
         WHERE line.account_id = ANY(ARRAY(
                   SELECT id FROM account_account
                    WHERE account_type = 'asset_receivable'))
           AND line.parent_state = 'posted' AND line.reconciled IS NOT TRUE
           AND line.amount_residual != 0 AND %(theirs)s
      ) AS line
     GROUP BY 1, 2
)
SELECT collection_id, %(totals)s
  FROM (
    SELECT collection_id, %(sums)s FROM item GROUP BY 1
     UNION ALL
    SELECT other.collection_id, %(names)s
      FROM plain JOIN other ON other.partner_id = plain.partner_id
       AND other.company_id = plain.company_id
  ) AS figure GROUP BY 1
"""
#: Where only some customers are asked for, the lines of all others need not be read.
_THEIRS = "line.partner_id IN (SELECT partner_id FROM other)"
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
    return _items(companies, collections, "", "LEFT")


def collection_figures(companies, collections=None):
    """Return the SQL of each collection's figures: id, those of FIGURES, days late.

    :param collections: ids, or a ``SELECT`` of them; None for all
    """
    sums = [f"{_SUM % condition} AS {name}" for name, condition in FIGURES.items()]
    late = f"MAX(days_late) FILTER (WHERE {FIGURES['overdue']})"
    sums.append(f"COALESCE({late}, 0) AS days_late")
    totals = [f"SUM({name}) AS {name}" for name in FIGURES]
    # pylint: disable=sql-injection; constants of this file
    return SQL(
        _FIGURES,
        # the few with a promise first: PostgreSQL takes them for more than they are
        items=_items(companies, collections, "MATERIALIZED", ""),
        sums=SQL(", ".join(sums)),
        totals=SQL(", ".join([*totals, "MAX(days_late) AS days_late"])),
        names=SQL(", ".join([*FIGURES, "days_late"])),
        theirs=SQL("TRUE" if collections is None else _THEIRS),
        wanted=_wanted(collections),
    )


def _items(companies, collections, kept, pledges):
    """Return the SQL of open items, step by step.

    :param kept: whether the customers are found first
    :param pledges: ``LEFT`` for all customers, nothing for those with a promise that
        names no invoices
    """
    return SQL(
        _ITEMS,
        companies=companies.ids,
        days=[company._neiqin_today() for company in companies],
        kept=SQL(kept),
        pledges=SQL(pledges),
        wanted=_wanted(collections),
    )


def _wanted(collections):
    if collections is None:
        return SQL("TRUE")
    if isinstance(collections, SQL):
        return SQL("collection.id IN %s", collections)
    return SQL("collection.id = ANY(%s)", list(collections))
