"""What the five-minute sweep of exception cases costs.

Orders are made with plain SQL, each with stock moves for its lines; a part of them short,
overdue, off the price list or of discontinued products. Measured is the statement that
finds everything and compares it with the cases that are there, opening cases, and a sweep
after that. Some orders, checked one by one as after a change, must have the very cases that
the one run finds. The bench fails when finding takes longer than its limit, or when the two
differ.
"""

import os
import random
import time
from collections import Counter

from odoo.tools import SQL

LINES = int(os.environ.get("NEIQIN_BENCH_LINES", "100000"))
PER_ORDER = 10
PRODUCTS = 1000
LIMIT = 20.0
OPENED = 500
ALONE = 200


class Office:
    """Many open orders in one database."""

    def __init__(self, env):
        self.env = env
        self.cases = env["neiqin.exception"].sudo()
        self.house = env["stock.warehouse"].search([], limit=1)
        self.products = env["product.product"].create(
            [
                {
                    "name": f"Bearing {number}",
                    "type": "consu",
                    "is_storable": True,
                    "list_price": 10,
                    "neiqin_discontinued": number % 50 == 0,
                }
                for number in range(PRODUCTS)
            ]
        )
        self.order = env["sale.order"].create(
            {
                "partner_id": env["res.partner"].create({"name": "Bench"}).id,
                "commitment_date": "2031-03-03 04:00:00",
                "order_line": [
                    (0, 0, {"product_id": self.products[0].id, "product_uom_qty": 1})
                ],
            }
        )
        self.order.action_confirm()
        env.cr.flush()

    def copies(self, model, record, count, changes):
        """Copy one row with SQL; return the new ids. ``changes`` are SQL per column."""
        table = self.env[model]._table
        columns = [
            row[0]
            for row in self.env.execute_query(
                SQL(
                    "SELECT column_name FROM information_schema.columns "
                    "WHERE table_name = %s AND column_name <> 'id' "
                    "AND table_schema = current_schema() AND is_generated = 'NEVER'",
                    table,
                )
            )
        ]
        values = SQL(", ").join(
            changes.get(name, SQL("t.%s", SQL.identifier(name))) for name in columns
        )
        rows = self.env.execute_query(
            SQL(
                "INSERT INTO %s (%s) SELECT %s FROM %s t, generate_series(0, %s) n "
                "WHERE t.id = %s RETURNING id",
                SQL.identifier(table),
                SQL(", ").join(map(SQL.identifier, columns)),
                values,
                SQL.identifier(table),
                count - 1,
                record.id,
            )
        )
        return [row[0] for row in rows]

    def fill(self):
        """Make the orders, their lines and moves, and the stock."""
        orders = self.copies(
            "sale.order",
            self.order,
            LINES // PER_ORDER,
            {
                "name": SQL("'B' || n"),
                # one in a hundred was promised for a day that is over
                "commitment_date": SQL(
                    "t.commitment_date + n %% 60 * interval '1 day'"
                    " - CASE WHEN n %% 100 = 0 THEN 20 ELSE 0 END * interval '1 year'"
                ),
            },
        )
        line = self.order.order_line
        lines = self.copies(
            "sale.order.line",
            line,
            LINES,
            {
                "order_id": SQL("%s + n / %s", min(orders), PER_ORDER),
                "product_id": SQL("%s + n %% %s", min(self.products.ids), PRODUCTS),
                "product_uom_qty": SQL("1 + n %% 7"),
                "neiqin_given_date": SQL("NULL"),
                "neiqin_price_known": SQL("TRUE"),
                "neiqin_price_expected": SQL(
                    "t.price_unit + CASE WHEN n %% 300 = 0 THEN 1 ELSE 0 END"
                ),
            },
        )
        self.copies(
            "stock.move",
            line.move_ids,
            LINES,
            {
                "sale_line_id": SQL("%s + n", min(lines)),
                "product_id": SQL("%s + n %% %s", min(self.products.ids), PRODUCTS),
            },
        )
        # a hundred lines wait for each product, four pieces each: the last lack some
        for product in self.products:
            self.env["stock.quant"]._update_available_quantity(
                product, self.house.lot_stock_id, 100 / PER_ORDER * 40 - 2
            )
        self.env.cr.flush()
        self.env.invalidate_all()

    def differ(self):
        """Return how many cases of some orders, each checked alone, one run does not
        find, or finds besides, and how many there are."""
        every = self.env["sale.order"].search([("partner_id.name", "=", "Bench")]).ids
        found = self.cases._neiqin_found()
        chance = random.Random(0)
        wrong = chance.sample(sorted({row[1] for row in found}), ALONE // 2)
        some = {*wrong, *chance.sample(sorted(every), ALONE // 2)}
        whole = {row for row in found if row[1] in some}
        alone = {row for one in some for row in self.cases._neiqin_found([one])}
        return len(whole ^ alone), len(whole), len(some)

    def timed(self, work):
        """Return the seconds a piece of work takes and what it returns."""
        start = time.perf_counter()
        result = work()
        self.env.cr.flush()
        return time.perf_counter() - start, result


def run(ctx):
    """Measure and print; return whether the limit was missed."""
    with ctx.env_with_addon() as env:
        office = Office(env)
        # the statistics are those of an empty office, as after a mass insert
        env.cr.execute("ANALYZE")
        office.fill()
        stale, early = office.timed(office.cases._neiqin_differences)
        env.cr.execute("ANALYZE")
        find, found = office.timed(office.cases._neiqin_differences)
        part = found[:OPENED]
        opening, _none = office.timed(lambda: office.cases._neiqin_follow(part))
        again, left = office.timed(office.cases._neiqin_differences)
        single, (wrong, cases, orders) = office.timed(office.differ)
        kinds = Counter(row.code for row in found)
    ctx.say(", ".join(f"{kind} {count:,}" for kind, count in sorted(kinds.items())))
    ctx.table(
        [
            [
                "find all cases, statistics stale",
                f"{len(early):,} found",
                f"{stale:.2f} s",
                f"{LIMIT:.0f} s",
            ],
            [
                "find all cases",
                f"{len(found):,} found",
                f"{find:.2f} s",
                f"{LIMIT:.0f} s",
            ],
            [
                "open the first of them",
                f"{len(part):,} opened",
                f"{opening:.2f} s",
                "-",
            ],
            [
                "find what is new",
                f"{len(left):,} left",
                f"{again:.2f} s",
                f"{LIMIT:.0f} s",
            ],
            [
                f"{orders:,} orders one by one: cases that differ",
                f"{wrong:,} of {cases:,}",
                f"{single:.2f} s",
                "0",
            ],
        ],
        [f"{LINES:,} open order lines", "cases", "seconds", "limit"],
    )
    return bool(wrong) or max(stale, find, again) > LIMIT
