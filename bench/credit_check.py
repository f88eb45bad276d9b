"""What the credit check adds to confirming 50 orders, in queries and in time.

Orders of goods for 50 customers who have limits and owe something. The same database in
turns with the check switched off and enforced; the bench fails when the check takes more
than 3 queries. `./neiqin bench credit_check 10 2`: 10 orders, 2 turns.
"""

import statistics

ORDERS, TURNS = 50, 5
QUERIES = 3


class Office:
    """Customers on credit, ready to order."""

    def __init__(self, env, count):
        self.env = env
        self.company = env.company
        self.customers = env["res.partner"].create(
            [{"name": f"Bench {n}", "is_company": True} for n in range(count)]
        )
        self.customers.credit_limit = 100_000
        self.product = env["product.product"].create(
            {"name": "Bench", "type": "consu", "is_storable": True, "list_price": 10}
        )
        self.confirm(self.orders())  # what they owe already

    def orders(self):
        line = (0, 0, {"product_id": self.product.id, "product_uom_qty": 3})
        orders = self.env["sale.order"].create(
            [{"partner_id": one.id, "order_line": [line]} for one in self.customers]
        )
        self.env.flush_all()
        self.env.invalidate_all()
        self.env.user.partner_id.mapped("name")  # read by any request
        return orders

    def confirm(self, orders):
        orders.action_confirm()
        self.env.flush_all()

    def once(self, ctx, mode):
        """Return (seconds, queries) of one confirmation of fresh orders."""
        self.company.neiqin_gate_credit = mode
        orders = self.orders()
        before = self.env.cr.sql_log_count
        seconds = ctx.once(lambda: self.confirm(orders))
        return seconds, self.env.cr.sql_log_count - before


def run(ctx):
    """Measure as many orders and turns as are asked for."""
    return check(ctx, *map(int, ctx.arguments))


def check(ctx, count=ORDERS, turns=TURNS):
    """Print what the check adds; return 1 when it takes too many queries."""
    with ctx.env_with_addon() as env:
        office = Office(env, count)
        modes = ("off", "enforce")
        found = {mode: [] for mode in modes}
        for turn in range(turns + 1):
            for mode in modes:
                figures = office.once(ctx, mode)
                if turn:  # the first one fills the caches
                    found[mode].append(figures)
    seconds = {
        mode: statistics.median(row[0] for row in rows) for mode, rows in found.items()
    }
    queries = {mode: min(row[1] for row in rows) for mode, rows in found.items()}
    more = queries["enforce"] - queries["off"]
    extra = (seconds["enforce"] - seconds["off"]) * 1000
    rows = [
        (mode, f"{seconds[mode] * 1000:.0f} ms", queries[mode], "") for mode in modes
    ]
    rows.append(("the check", f"{extra:+.0f} ms", more, f"at most {QUERIES}"))
    ctx.table(rows, (f"confirming {count} orders", "median", "queries", "limit"))
    return int(more > QUERIES)
