"""What credit costs: the exposure of all customers, a night of ratings, the check.

20,000 customers with 100,000 orders of two lines and 60,000 invoices: the same ones in
every run and in both databases. The bench fails when

- the exposure of all takes more than 1.5 times a bare aggregate of the same tables,
- or more than a tenth of what reading `risk_total` of the community's
  account_financial_risk and sale_financial_risk takes in the same run. pip fetches
  these; NEIQIN_RISK_ADDONS names a folder that holds them instead,
- the rating of all customers takes more than 30 seconds (`credit_rating.py`),
- the check adds more than 3 queries to a confirmation of 50 orders (`credit_check.py`).

Smaller, for a look: `./neiqin bench credit 2000`.
"""

import statistics

from lxml import etree

from bench import _credit_peers as peers
from bench import credit_check, credit_rating
from bench._credit_books import Books

CUSTOMERS = 20_000
TURNS = 5
BARE_LIMIT, PEER_LIMIT = 1.5, 10

#: What somebody would write who needs nothing but the sums.
_BARE = """
SELECT customer, SUM(owed), SUM(late), MAX(days), SUM(draft), SUM(ordered), SUM(paid)
  FROM (SELECT partner.commercial_partner_id AS customer,
               CASE WHEN line.parent_state = 'posted' AND line.amount_residual > 0
                    THEN line.amount_residual END AS owed,
               CASE WHEN line.parent_state = 'posted' AND line.amount_residual > 0
                     AND line.date_maturity < CURRENT_DATE
                    THEN line.amount_residual END AS late,
               CASE WHEN line.parent_state = 'posted' AND line.amount_residual > 0
                    THEN CURRENT_DATE - line.date_maturity END AS days,
               CASE WHEN line.parent_state = 'draft' THEN line.amount_residual END
                 AS draft,
               0 AS ordered,
               CASE WHEN line.parent_state = 'posted' AND line.amount_residual < 0
                    THEN -line.amount_residual END AS paid
          FROM account_move_line line
          JOIN account_account account ON account.id = line.account_id
           AND account.account_type = 'asset_receivable'
          JOIN account_move move ON move.id = line.move_id
          JOIN res_partner partner ON partner.id = line.partner_id
         WHERE line.reconciled IS NOT TRUE AND line.parent_state != 'cancel'
         UNION ALL
        SELECT partner.commercial_partner_id, 0, 0, 0, 0,
               SUM(line.price_total / line.product_uom_qty / sale.currency_rate
                   * (GREATEST(line.product_uom_qty, line.qty_delivered)
                      - line.qty_invoiced)), 0
          FROM sale_order sale
          JOIN sale_order_line line ON line.order_id = sale.id
          JOIN res_partner partner ON partner.id = sale.partner_invoice_id
         WHERE sale.state = 'sale' AND line.product_uom_qty != 0
         GROUP BY partner.commercial_partner_id, sale.id) item
 GROUP BY customer
"""


def bare(env):
    """Return {customer: total} by the bare aggregate."""
    env.cr.execute(_BARE)
    return {
        row[0]: float(row[1] or 0) + float(row[4] or 0) + float(row[5] - (row[6] or 0))
        for row in env.cr.fetchall()
    }


def ours(books):
    """Return {customer: total} by the add-on."""
    exposures = books.env["neiqin.credit.exposure"]._neiqin_exposures(
        books.partners, books.env.company
    )
    return {customer: exposure.total for customer, exposure in exposures.items()}


def one_page(books):
    """Read the first page of the list of customers, nothing in the cache."""
    env = books.env(user=books.env.ref("base.user_admin"), su=False)
    view = env.ref("neiqin_addon.res_partner_view_list_neiqin_credit")
    arch = etree.fromstring(env["res.partner"].get_view(view.id, "list")["arch"])
    names = {node.get("name") for node in arch.findall("field")}
    page = books.partners[:80].with_env(env)

    def read():
        env.invalidate_all()
        page.read(names)

    return read


def store(books):
    """Write all rows anew, in the slices of the night."""
    from odoo.addons.neiqin_addon.models.customer.credit_exposure_refresh import SLICE

    exposures = books.env["neiqin.credit.exposure"]
    ids = books.partners.ids
    for start in range(0, len(ids), SLICE):
        exposures._neiqin_refresh(ids[start : start + SLICE])


def same(total, other):
    """Say whether both found the same debts of the same customers."""
    return all(
        abs(amount - other.get(customer, 0.0)) < 0.05
        for customer, amount in total.items()
    )


def measure(ctx, books):
    """Return the medians of (bare, ours), which take turns, and the median quotient."""
    pairs = []
    for _turn in range(TURNS + 1):
        pairs.append((ctx.once(lambda: bare(books.env)), ctx.once(lambda: ours(books))))
    pairs = pairs[1:]  # the first turn fills the caches
    return (
        statistics.median(pair[0] for pair in pairs),
        statistics.median(pair[1] for pair in pairs),
        statistics.median(pair[1] / pair[0] for pair in pairs),
    )


def exposures(ctx, customers):
    """Return (rows of the table, seconds, {customer: total}, whether it is too slow)."""
    with ctx.env_with_addon() as env:
        books = Books(env, customers)
        filling = ctx.once(books.fill)
        ctx.say(
            f"{customers} customers, {books.orders} orders, {books.invoices} invoices:"
            f" {filling:.0f} s"
        )
        total = ours(books)
        assert same(total, bare(env)), "not the same debts as the bare aggregate"
        plain, spent, quotient = measure(ctx, books)
        rows = [
            ("bare aggregate of the tables", f"{plain:.3f} s", ""),
            ("exposure of all", f"{spent:.3f} s", f"{quotient:.2f} times bare"),
            ("writing all rows", f"{ctx.once(lambda: store(books)):.2f} s", ""),
            ("a page of 80", f"{ctx.median(one_page(books)) * 1000:.0f} ms", ""),
        ]
    return rows, spent, total, quotient > BARE_LIMIT


def compare(ctx, customers, spent, total):
    """Return (rows of the table, whether the community's add-on is too close)."""
    folder = peers.find()
    if not folder:
        return [("risk_total of all", "not measured", "no such add-ons here")], False
    ctx.say(f"compared with {peers.versions(folder)}")
    peers.install(ctx, folder)
    theirs, found = peers.measure(ctx, customers)
    # the ids differ, the order of the customers does not
    pair = [dict(enumerate(sums)) for sums in (total.values(), found)]
    assert same(*pair), "not the same debts as the community's"
    row = ("risk_total of all", f"{theirs:.2f} s", f"{theirs / spent:.0f} times ours")
    return [row], theirs < PEER_LIMIT * spent


def run(ctx):
    """Print the tables; return 1 when a figure is above its limit."""
    customers = int(ctx.arguments[0]) if ctx.arguments else CUSTOMERS
    rows, spent, total, slow = exposures(ctx, customers)
    more, close = compare(ctx, customers, spent, total)
    ctx.table(rows + more, ["what", "time", "against"])
    ctx.say("")
    failed = [slow, close, credit_rating.nights(ctx, customers)]
    ctx.say("")
    failed.append(credit_check.check(ctx))
    return int(any(failed))
