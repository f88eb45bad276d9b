"""What the collection list costs: its first page, the figures of all, against bare SQL.

20,000 customers with 100,000 open invoices of many ages, a tenth of them a clerk's; every
hundredth has promised to pay without naming invoices. The bench fails when the first page
of all takes more than half a second, or the figures of all more than one and a half times
a bare aggregate of the same tables, which looks for no disputes and no promises.

Smaller, for a look: `./neiqin bench collection 2000`.
"""

from odoo.tools import SQL

from bench._credit_books import Books

CUSTOMERS = 20_000
OPEN_EACH = 5
LIMIT, PAGE_LIMIT = 1.5, 0.5
#: What the list's columns and the cards of the board read.
SHOWN = [
    "currency_id",
    "partner_id",
    "total",
    "overdue",
    "days_late",
    "b30",
    "b60",
    "b90",
    "more",
    "disputed",
    "level_id",
    "next_step",
]
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
    """Return {row id: total}, by the statement behind the list and nothing else."""
    rows = env["neiqin.collection"]
    query = rows._search([])
    total = rows._field_to_sql(rows._table, "total", query)
    found = env.execute_query(query.select(SQL.identifier(rows._table, "id"), total))
    return {row: float(amount) for row, amount in found}


def promise(env):
    """Have every hundredth customer promise to pay, without saying which invoices."""
    env.cr.execute(
        """
        INSERT INTO neiqin_payment_promise
               (partner_id, commercial_partner_id, company_id, currency_id, amount,
                promised_on, until, state, user_id)
        SELECT partner_id, partner_id, company_id, currency_id, 2500,
               CURRENT_DATE, CURRENT_DATE + 9, 'open', %s
          FROM neiqin_collection WHERE id %% 100 = 0
        """,
        [env.uid],
    )


def page(env, *domain):
    """Read what the list's first page asks for, as the web client does."""
    env.invalidate_all()
    rows = env["neiqin.collection"].with_context(bin_size=True)
    spec = {name: {} for name in SHOWN} | {"partner_id": {"fields": {}}}
    return rows.web_search_read(
        [("overdue", ">", 0), *domain],
        spec,
        limit=80,
        order="overdue desc",
        count_limit=10_001,
    )


def board(env):
    """Read the board: its columns with their sums, and the first cards of each."""
    env.invalidate_all()
    return env["neiqin.collection"].web_read_group(
        [("overdue", ">", 0)],
        ["next_step"],
        ["overdue:sum"],
        auto_unfold=True,
        unfold_read_specification={name: {} for name in SHOWN},
        unfold_read_default_limit=20,
        order="overdue desc",
    )


def run(ctx):
    customers = int(ctx.arguments[0]) if ctx.arguments else CUSTOMERS
    with ctx.env_with_addon() as env:
        books = OpenBooks(env, customers)
        books.fill()
        rows = env["neiqin.collection"]
        first = ctx.median(lambda: rows._neiqin_ensure(env.company), n=1)
        promise(env)
        user = env.ref("base.user_admin")
        env.cr.execute(
            "UPDATE neiqin_collection SET sales_user_id = %s WHERE id %% 10 = 0",
            [user.id],
        )
        steps = [step for step, _label in rows._fields["next_step"].selection]
        env.cr.execute(
            "UPDATE neiqin_collection SET next_step = (%s)[1 + id %% %s]",
            [steps, len(steps)],
        )
        for table in ("neiqin_collection", "neiqin_payment_promise"):
            env.cr.execute(SQL("ANALYZE %s", SQL.identifier(table)))
        wanted, found = bare(env), ours(env)
        same = abs(sum(wanted.values()) - sum(found.values())) < 0.01
        plain, figures = ctx.median(lambda: bare(env)), ctx.median(lambda: ours(env))
        theirs = env(user=user, su=False)
        shown = ctx.median(lambda: page(theirs))
        mine = ctx.median(lambda: page(theirs, ("sales_user_id", "=", user.id)))
        cards = ctx.median(lambda: board(theirs), n=3)
    ctx.table(
        [
            ["bare aggregate", f"{plain:.3f} s"],
            ["figures of all", f"{figures:.3f} s ({figures / plain:.2f} times)"],
            ["first page of the list, sorted by overdue", f"{shown:.3f} s"],
            ["the same of one's own customers", f"{mine:.3f} s"],
            [f"the board of {len(steps)} columns", f"{cards:.3f} s"],
            ["rows for all customers, once", f"{first:.3f} s"],
        ],
        [f"{customers} customers, {books.invoices} open invoices", "median"],
    )
    ctx.say("the sums agree" if same else "THE SUMS DIFFER")
    kept = figures <= LIMIT * plain and shown <= PAGE_LIMIT
    if not kept:
        ctx.say(f"too slow: {LIMIT} times and {PAGE_LIMIT} s are allowed")
    return int(not (same and kept))
