"""What the collection list costs: a first page, the figures of all, against bare SQL.

20,000 customers with 100,000 open invoices of many ages. The bench fails when the
figures of all customers take more than four times a bare aggregate of the same tables:
they look for disputes and promises, and pay the oldest with unmatched money first.

Smaller, for a look: `./neiqin bench collection 2000`.
"""

from bench._credit_books import Books

CUSTOMERS = 20_000
OPEN_EACH = 5
LIMIT = 4.0
_BARE = """
SELECT partner.commercial_partner_id, SUM(line.amount_residual),
       SUM(line.amount_residual) FILTER (WHERE CURRENT_DATE - line.date_maturity < 1),
       SUM(line.amount_residual) FILTER (
           WHERE CURRENT_DATE - line.date_maturity BETWEEN 1 AND 30),
       SUM(line.amount_residual) FILTER (
           WHERE CURRENT_DATE - line.date_maturity BETWEEN 31 AND 60),
       SUM(line.amount_residual) FILTER (
           WHERE CURRENT_DATE - line.date_maturity BETWEEN 61 AND 90),
       SUM(line.amount_residual) FILTER (WHERE CURRENT_DATE - line.date_maturity > 90)
  FROM account_move_line line
  JOIN account_account account ON account.id = line.account_id
   AND account.account_type = 'asset_receivable'
  JOIN res_partner partner ON partner.id = line.partner_id
 WHERE line.reconciled IS NOT TRUE AND line.parent_state = 'posted'
   AND line.amount_residual != 0
 GROUP BY 1
"""


class OpenBooks(Books):
    """All invoices are posted and open."""

    def _fill_orders(self, order, customer):
        """No orders: nobody reminds of them."""

    def _fill_invoices(self, invoice, customer):
        self.invoices = self.customers * OPEN_EACH
        filled = super()._fill_invoices(invoice, customer)
        execute = self.env.cr.execute
        lines = invoice.line_ids.filtered("debit")
        execute(
            "UPDATE account_move SET state = 'posted', payment_state = 'not_paid'"
            " WHERE name LIKE 'BENCH/%%'"
        )
        execute(
            "UPDATE account_move_line SET parent_state = 'posted', reconciled = FALSE,"
            " amount_residual = balance, amount_residual_currency = balance,"
            " date_maturity = CURRENT_DATE - (id %% 150)::int + 20"
            " WHERE account_id = %s AND id > %s",
            [lines.account_id.id, max(invoice.line_ids.ids)],
        )
        return filled


def bare(env):
    env.cr.execute(_BARE)
    return {row[0]: float(row[1]) for row in env.cr.fetchall()}


def ours(env):
    rows = env["neiqin.collection"]
    env.invalidate_all()
    return {row.id: row.total for row in rows.browse(rows._search([]))}


def page(env):
    """Read what the list's first page asks for."""
    env.invalidate_all()
    rows = env["neiqin.collection"].with_context(bin_size=True)
    return rows.web_search_read(
        [("overdue", ">", 0)],
        {"partner_id": {}, "overdue": {}, "total": {}, "b30": {}, "days_late": {}},
        limit=80,
        order="overdue desc",
    )


def run(ctx):
    customers = int(ctx.arguments[0]) if ctx.arguments else CUSTOMERS
    with ctx.env_with_addon() as env:
        books = OpenBooks(env, customers)
        books.fill()
        rows = env["neiqin.collection"]
        first = ctx.median(lambda: rows._neiqin_ensure(env.company), n=1)
        env.cr.execute("ANALYZE neiqin_collection")
        wanted, found = bare(env), ours(env)
        same = abs(sum(wanted.values()) - sum(found.values())) < 0.01
        plain, figures = ctx.median(lambda: bare(env)), ctx.median(lambda: ours(env))
        shown = ctx.median(lambda: page(env))
    ctx.table(
        [
            ["bare aggregate", f"{plain:.3f} s"],
            ["figures of all", f"{figures:.3f} s ({figures / plain:.2f} times)"],
            ["first page of the list, sorted by overdue", f"{shown:.3f} s"],
            ["rows for all customers, once", f"{first:.3f} s"],
        ],
        [f"{customers} customers, {books.invoices} open invoices", "median"],
    )
    ctx.say("the sums agree" if same else "THE SUMS DIFFER")
    return 0 if same and figures <= LIMIT * plain else 1
