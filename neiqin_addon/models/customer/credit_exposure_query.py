"""The documents behind an exposure, as SQL: one source for the sums and for the lists.

Each document gives one row: customer, kind, document, company, its day, the day it is
due, and the amount, rounded in the asking company's currency, so that what a list adds
up is to the cent what the sum says.

kinds: ``open`` (unpaid), ``credit`` (open credit note), ``prepaid`` (money on account),
``draft`` (draft invoice), ``order`` (not invoiced yet). Credit notes and prepayments are
negative.
"""

from odoo.tools import SQL

# A customer owes what he owes all companies, whichever his file belongs to: a file that
# is narrowed to one company makes no debt vanish. Rates are those of the asking company.
_BASE = """
firm AS MATERIALIZED (
    SELECT id, currency_id FROM res_company
), worth AS MATERIALIZED (
    SELECT currency.id AS currency_id,
           COALESCE(
               (SELECT rate FROM res_currency_rate known
                 WHERE known.currency_id = currency.id AND known.name <= %(today)s
                   AND (known.company_id IS NULL OR known.company_id = %(root)s)
                 ORDER BY known.company_id, known.name DESC LIMIT 1),
               (SELECT rate FROM res_currency_rate later
                 WHERE later.currency_id = currency.id
                   AND (later.company_id IS NULL OR later.company_id = %(root)s)
                 ORDER BY later.company_id, later.name LIMIT 1),
               1)::float AS rate
      FROM res_currency currency
), rate AS MATERIALIZED (
    SELECT worth.currency_id, target.rate / worth.rate AS factor
      FROM worth, worth target WHERE target.currency_id = %(currency)s
), member AS NOT MATERIALIZED (
    SELECT partner.id, partner.commercial_partner_id AS customer
      FROM res_partner partner
     WHERE partner.commercial_partner_id IS NOT NULL AND %(wanted)s
)
"""
# Amounts still open stand in the books in the company's currency. A draft credit note
# is nobody's promise yet, and counts when it is posted.
_RECEIVABLE = """
SELECT member.customer,
       CASE WHEN line.parent_state = 'draft' THEN 'draft'
            WHEN line.amount_residual > 0 THEN 'open'
            WHEN move.move_type = 'out_refund' THEN 'credit'
            ELSE 'prepaid' END AS kind,
       line.id AS line_id, line.move_id, NULL::int AS order_id, line.company_id,
       COALESCE(move.invoice_date, line.date) AS day,
       CASE WHEN line.parent_state = 'posted' AND line.amount_residual > 0
             AND line.payment_id IS NULL AND line.statement_line_id IS NULL
            THEN COALESCE(line.date_maturity, line.date) END AS due,
       ROUND((line.amount_residual * rate.factor)::numeric, %(digits)s) AS amount
  FROM member
  JOIN account_move_line line ON line.partner_id = member.id
   AND line.reconciled IS NOT TRUE AND line.amount_residual != 0
  JOIN account_account account ON account.id = line.account_id
   AND account.account_type = 'asset_receivable'
  JOIN account_move move ON move.id = line.move_id
  JOIN firm ON firm.id = line.company_id
  JOIN rate ON rate.currency_id = firm.currency_id
 WHERE (line.parent_state = 'posted'
        OR line.parent_state = 'draft' AND line.amount_residual > 0
           AND move.move_type IN ('out_invoice', 'out_receipt'))
"""
# Of each line what is ordered or delivered, whichever is more, and on no invoice, drafts
# included. What was invoiced as a down payment is owed already. An order never lowers
# what others owe, however negative its lines. Goods that left are owed whatever became of
# the order: cancelling it brings nothing back.
_ORDER = """
SELECT member.customer, 'order' AS kind, NULL::int AS line_id, NULL::int AS move_id,
       sale.id AS order_id, sale.company_id, sale.date_order::date AS day,
       NULL::date AS due,
       ROUND(GREATEST(SUM(rate.factor * unbilled.quantity
            * CASE WHEN line.product_uom_qty != 0
                   THEN line.price_total / line.product_uom_qty
                   ELSE line.price_unit * (1 - COALESCE(line.discount, 0) / 100)
                        * (1 + (
                   SELECT COALESCE(SUM(tax.amount), 0) / 100
                     FROM account_tax_sale_order_line_rel taxed
                     JOIN account_tax tax ON tax.id = taxed.account_tax_id
                      AND tax.amount_type = 'percent'
                     JOIN res_company taxing ON taxing.id = tax.company_id
                    WHERE taxed.sale_order_line_id = line.id
                      AND COALESCE(tax.price_include_override,
                                   taxing.account_price_include) = 'tax_excluded'))
              END
            - CASE WHEN line.is_downpayment THEN (
           SELECT COALESCE(SUM(CASE down.move_type
                                    WHEN 'out_refund' THEN -part.price_total
                                    ELSE part.price_total END * paid.factor), 0)
             FROM sale_order_line_invoice_rel rel
             JOIN account_move_line part ON part.id = rel.invoice_line_id
             JOIN account_move down ON down.id = part.move_id AND down.state != 'cancel'
             JOIN rate paid ON paid.currency_id = part.currency_id
            WHERE rel.order_line_id = line.id) ELSE 0 END
       ), 0)::numeric, %(digits)s) AS amount
  FROM member
  JOIN sale_order sale ON sale.partner_invoice_id = member.id
  JOIN firm ON firm.id = sale.company_id
  JOIN rate ON rate.currency_id = sale.currency_id
  JOIN sale_order_line line ON line.order_id = sale.id AND line.display_type IS NULL
 CROSS JOIN LATERAL (
       SELECT (CASE WHEN sale.state != 'sale'
           THEN GREATEST(line.qty_delivered - line.qty_invoiced, 0)
           WHEN line.product_uom_qty < 0
           THEN LEAST(LEAST(line.product_uom_qty, line.qty_delivered)
                      - line.qty_invoiced, 0)
           ELSE GREATEST(GREATEST(line.product_uom_qty, line.qty_delivered)
                         - line.qty_invoiced, 0)
           END)::float AS quantity
       ) unbilled
 WHERE (sale.state = 'sale' OR line.qty_delivered > 0 OR line.is_downpayment)
   AND (unbilled.quantity != 0 OR line.is_downpayment)
 GROUP BY member.customer, sale.id
"""
_SUMS = """
SELECT customer,
       COALESCE(SUM(amount) FILTER (WHERE kind IN ('open', 'credit')), 0)::float,
       COALESCE(SUM(amount) FILTER (WHERE due < %(today)s), 0)::float,
       COALESCE(MAX(%(today)s - due) FILTER (WHERE due < %(today)s), 0),
       COALESCE(SUM(amount) FILTER (WHERE kind = 'draft'), 0)::float,
       COALESCE(SUM(amount) FILTER (WHERE kind = 'order'), 0)::float,
       COALESCE(-SUM(amount) FILTER (WHERE kind = 'prepaid'), 0)::float
  FROM item GROUP BY customer
"""

#: What the statements read, to be written to the database before.
READ = {
    "res.partner": ("commercial_partner_id",),
    "res.company": ("currency_id", "account_price_include"),
    "res.currency": ("rounding",),
    "res.currency.rate": ("rate", "name", "currency_id", "company_id"),
    "account.account": ("account_type",),
    "account.tax": ("amount", "amount_type", "price_include_override"),
    "account.move": ("move_type", "state", "invoice_date"),
    "account.move.line": (
        "partner_id",
        "account_id",
        "company_id",
        "parent_state",
        "reconciled",
        "amount_residual",
        "date",
        "date_maturity",
        "payment_id",
        "statement_line_id",
        "price_total",
        "sale_line_ids",
    ),
    "sale.order": ("partner_invoice_id", "state", "company_id", "currency_id"),
    "sale.order.line": (
        "order_id",
        "display_type",
        "product_uom_qty",
        "qty_delivered",
        "qty_invoiced",
        "price_total",
        "price_unit",
        "discount",
        "tax_ids",
        "is_downpayment",
    ),
}


def exposure_items(company, today, customers=None):
    """Return the SQL of all documents, as common table expressions ending in ``item``.

    :param company: in whose currency, and at whose rates
    :param customers: ids of commercial partners, None for all
    """
    wanted = SQL("TRUE")
    if customers is not None:
        wanted = SQL("partner.commercial_partner_id = ANY(%s)", list(customers))
    values = {
        "today": today,
        "root": company.root_id.id,
        "currency": company.currency_id.id,
        "digits": company.currency_id.decimal_places,
        "wanted": wanted,
    }
    return SQL(
        "WITH %s, item AS (%s UNION ALL %s)",
        SQL(_BASE, **values),
        SQL(_RECEIVABLE, **values),
        SQL(_ORDER, **values),
    )


def exposure_sums(company, today, customers=None):
    """Return the SQL of each customer's sums, in the order of ``Exposure``'s fields."""
    items = exposure_items(company, today, customers)
    return SQL("%s %s", items, SQL(_SUMS, today=today))
