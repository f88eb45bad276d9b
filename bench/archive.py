"""What it costs to archive complete orders in slices.

1,000 orders are made by Odoo's own code and said to be paid by SQL. The papers are printed
by a stand-in that gives 60 kB each: Odoo's printer would take the time of everything else
many times over. The first figure is the gate alone, the second the schedule's slices, each
written before the next (a bench commits nothing), with a line of progress every 250
orders; the last is the nightly check of all files. In between a slice is broken off at its
last order: the bench fails if that leaves an archive, or when archiving is above its limit.
"""

import os
import sys
import time
from unittest.mock import patch

from odoo.tools import SQL

ORDERS = int(os.environ.get("NEIQIN_BENCH_ORDERS", "1000"))
LIMIT = 180.0
PAPER = b"%PDF-1.4 " + b"0" * 60_000


class Office:
    """Many complete orders in one database."""

    def __init__(self, env):
        self.env = env
        self.kind = env.ref("neiqin_addon.archive_kind_plain")
        self.kind.write({"wants_contract": "no", "wants_order": "no"})
        env.company.write({"neiqin_archive_auto": True, "neiqin_gate_exception": "off"})
        self.partner = env["res.partner"].create({"name": "Bench"})
        self.product = env["product.product"].create(
            {
                "name": "Bearing",
                "type": "consu",
                "list_price": 10,
                "taxes_id": False,
                "invoice_policy": "order",
            }
        )

    def fill(self):
        """Make the orders, a hundred at a time, by Odoo's own code."""
        made = self.env["sale.order"]
        for start in range(0, ORDERS, 100):
            made |= self.make(min(100, ORDERS - start))
        return made

    def make(self, count):
        line = {"product_id": self.product.id, "product_uom_qty": 10}
        orders = self.env["sale.order"].create(
            [
                {"partner_id": self.partner.id, "order_line": [(0, 0, line)]}
                for _number in range(count)
            ]
        )
        orders.action_confirm()
        for move in orders.picking_ids.move_ids:
            move.quantity = move.product_uom_qty
        orders.picking_ids.move_ids.picked = True
        orders.picking_ids._action_done()
        moves = orders._create_invoices(grouped=True)
        moves.action_post()
        # paid, as the gate sees it; what the books say is not what is measured
        self.env.cr.flush()
        ids = list(moves.ids)
        self.env.cr.execute(
            SQL(
                "UPDATE account_move SET amount_residual = 0, payment_state = 'paid'"
                " WHERE id = ANY(%s)",
                ids,
            )
        )
        self.env.cr.execute(
            SQL(
                "UPDATE sale_order SET neiqin_stage = 'paid' WHERE id = ANY(%s)",
                list(orders.ids),
            )
        )
        self.env.invalidate_all()
        return orders


def _timed(env, work):
    start = time.perf_counter()
    result = work()
    env.cr.flush()
    return time.perf_counter() - start, result


def run(ctx):
    """Measure and print; return whether the limit was missed."""
    with ctx.env_with_addon() as env:
        office = Office(env)
        orders = office.fill()
        env.cr.execute("ANALYZE")
        with patch.object(type(orders), "_neiqin_print", _printed):
            gate, gaps = _timed(env, orders._neiqin_archive_gaps)
            ready = orders.filtered(lambda order: not gaps[order.id])
            whole, seconds = _in_slices(env, ready[:-25])
            left = _broken_off(env, ready[-25:])
        archives = env["neiqin.archive"].search([])
        check, _found = _timed(env, archives._neiqin_verify)
        made, papers = len(orders), len(archives.document_ids)
    ctx.table(
        [
            ["gate", f"{made:,} orders", f"{gate:.2f} s", "-"],
            [
                "archive, in slices",
                f"{whole:,} orders",
                f"{seconds:.1f} s",
                f"{LIMIT:.0f} s",
            ],
            ["a slice that is broken off", f"{left} left behind", "-", "0"],
            [
                "check every file",
                f"{papers:,} papers",
                f"{check:.1f} s",
                "-",
            ],
        ],
        [f"{ORDERS:,} complete orders", "how many", "seconds", "limit"],
    )
    return seconds > LIMIT or whole < ORDERS * 0.9 or left > 0


def _printed(self, report, records):
    """Stand for the printer: a different paper for each record."""
    return {
        (report, record.id): PAPER + f"{report}{record.id}".encode()
        for record in records
    }


def _in_slices(env, orders):
    """Archive 25 orders at a time as the schedule does; return how many, in seconds."""
    start, done = time.perf_counter(), 0
    for first in range(0, len(orders), 25):
        part = orders[first : first + 25]
        part._neiqin_archive_due()
        env.cr.flush()
        env.invalidate_all()
        done += len(part)
        if done % 250 == 0:
            sys.stdout.write(f"  {done:,} of {len(orders):,} archived\n")
            sys.stdout.flush()
    return done, time.perf_counter() - start


def _broken_off(env, orders):
    """Have the last order of a slice fail; return how many archives it leaves."""
    before = env["neiqin.archive"].search_count([])
    model, calls = type(env["neiqin.archive"]), []
    close = model._neiqin_close

    def fail(archive):
        calls.append(archive)
        if len(calls) == len(orders):
            raise MemoryError
        return close(archive)

    env.cr.flush()
    try:
        with env.cr.savepoint(), patch.object(model, "_neiqin_close", fail):
            orders._neiqin_archive_now()
    except MemoryError:
        env.invalidate_all()
    return env["neiqin.archive"].search_count([]) - before
