"""What it costs to archive complete orders in slices.

20 orders are delivered, invoiced and paid by Odoo's own code and copied in the database
until there are 1,000. Odoo's printer prints the papers of a few, whose time stands in a line
of its own. Then come the gate alone, the schedule's slices, each
written before the next (a bench commits nothing), with a line of progress every 250
orders, and the nightly check of all files. In between a slice is broken off at its last
order: the bench fails if that leaves an archive, or when archiving is above its limit.
All papers are printed; with ``NEIQIN_BENCH_STAND_IN=1`` a copy of the first paper of each
report stands in for the others, whose words are read and indexed all the same.
"""

import os
import sys
import time
from unittest.mock import patch

from odoo.tools import mute_logger

from tests.clone_rows import clone_orders

ORDERS = int(os.environ.get("NEIQIN_BENCH_ORDERS", "1000"))
#: Whether all papers are printed for real.
REAL = not os.environ.get("NEIQIN_BENCH_STAND_IN")
LIMIT = 180.0
SEEDS, SLICE = 20, 25
WARNINGS = "odoo.addons.base.models.ir_actions_report"
#: Orders whose papers are printed for real.
PRINTED = int(os.environ.get("NEIQIN_BENCH_PRINTED", "25"))


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
        """Return complete orders: some made by Odoo's own code, the others copies."""
        seeds = self.make(min(SEEDS, ORDERS))
        return seeds | clone_orders(seeds, ORDERS // len(seeds) - 1)

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
        invoices = orders._create_invoices(grouped=True)
        invoices.action_post()
        for invoice in invoices:
            self.pay(invoice)
        orders._neiqin_settle_facts()
        self.env.cr.flush()
        return orders

    def pay(self, invoice):
        register = self.env["account.payment.register"].with_context(
            active_model="account.move", active_ids=invoice.ids
        )
        register.create({})._create_payments()


class Printer:
    """Prints papers without warnings, or has a copy of the first stand in."""

    def __init__(self, orders):
        self.orders, self.first, self.papers = orders, {}, 0
        start = time.perf_counter()
        # no server runs here that would hand out style sheets: each paper warns of it
        with mute_logger(WARNINGS):
            printed = orders._neiqin_print_papers()
        for (report, _id), pdf in printed.items():
            self.first.setdefault(report, pdf)
            self.papers += 1
        self.seconds = time.perf_counter() - start

    def stand_in(self):
        """Return what takes the place of the order's method: no two papers are alike."""

        real = type(self.orders)._neiqin_print

        def printed(orders, report, records):
            if REAL:
                with mute_logger(WARNINGS):
                    return real(orders, report, records)
            return {
                (report, record.id): self.first[report] + b"% " + str(record).encode()
                for record in records
            }

        return printed


def _timed(env, work):
    start = time.perf_counter()
    result = work()
    env.cr.flush()
    return time.perf_counter() - start, result


def run(ctx):
    """Measure and print; return whether the limit was missed."""
    with ctx.env_with_addon() as env:
        made, orders = _timed(env, Office(env).fill)
        printer = Printer(orders[:PRINTED])
        with patch.object(type(orders), "_neiqin_print", printer.stand_in()):
            gate, gaps = _timed(env, orders._neiqin_archive_gaps)
            ready = orders.filtered(lambda order: not gaps[order.id])
            whole, seconds = _in_slices(env, ready[:-SLICE])
            left = _broken_off(env, ready[-SLICE:])
        archives = env["neiqin.archive"].search([])
        check, _found = _timed(env, archives._neiqin_verify)
        count, papers = len(orders), len(archives.document_ids)
    each = printer.seconds / max(printer.papers, 1) * 1000
    ctx.table(
        [
            ["made for the bench", f"{count:,} orders", f"{made:.1f} s", "-"],
            ["gate", f"{count:,} orders", f"{gate:.2f} s", "-"],
            ["archive, in slices", f"{whole:,} orders", f"{seconds:.1f} s", f"{LIMIT:.0f} s"],
            ["a slice that is broken off", f"{left} left behind", "-", "0"],
            ["check every file", f"{papers:,} papers", f"{check:.1f} s", "-"],
            ["Odoo's printer", f"{printer.papers} papers", f"{each:.0f} ms each", "-"],
        ],
        [f"{ORDERS:,} complete orders", "how many", "seconds", "limit"],
    )  # fmt: skip
    return seconds > LIMIT or whole < ORDERS * 0.9 or left > 0


def _in_slices(env, orders):
    """Archive 25 orders at a time as the schedule does; return how many, in seconds."""
    start, done = time.perf_counter(), 0
    for first in range(0, len(orders), SLICE):
        part = orders[first : first + SLICE]
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
