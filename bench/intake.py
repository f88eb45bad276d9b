"""How fast an order file becomes orders, beside Odoo's own import of the same orders.

Both sides make the same draft orders, in the same database with the add-on, in one
run, each in a transaction that is rolled back. Odoo's side is what its import page
does: the file in batches of 2,000 lines, history off, customers and products by name.
People test a file there before they import it; that pass is what the check is here,
so both figures are shown. One turn of each side takes minutes, so there is no median:
the ratio is measured at the small size first, three times, and once at the full one.

    ./neiqin bench intake [rows]        20,000 rows without a number
"""

import base64
import contextlib
import csv
import datetime
import io
import statistics
import time
from unittest.mock import patch

ROWS = 20_000
SMALL = 1_000
TURNS = 3
TARGET = 2.0
#: What Odoo's import page sends at a time.
BATCH = 2_000
YEARS = 40
HEADERS = ("客户编码", "客户订单号", "货号", "数量", "单价", "交期")
FIELDS = [
    "partner_id",
    "client_order_ref",
    "commitment_date",
    "order_line/product_id",
    "order_line/product_uom_qty",
    "order_line/price_unit",
]


def run(ctx):
    folder = ctx.sample_data and ctx.sample_data / "northwind"
    if not folder or not folder.is_dir():
        ctx.say("The sample data is missing: set NEIQIN_SAMPLE_DATA.")
        return 1
    sample = Sample(folder)
    wanted = int(ctx.arguments[0]) if ctx.arguments else ROWS
    small = [measure(ctx, sample, SMALL) for _turn in range(TURNS)]
    full = measure(ctx, sample, wanted)
    middle = [statistics.median(column) for column in zip(*small, strict=True)]
    headers = ("rows", "rows/s", "intake s", "(cpu)", "Odoo s", "(cpu)")
    headers += ("Odoo test + import s", "(cpu)")
    lines = [
        (rows, f"{rows / figures[0]:.0f}", *(f"{figure:.1f}" for figure in figures))
        for rows, figures in ((SMALL, middle), (wanted, full))
    ]
    ctx.table(lines, headers)
    ours, ours_cpu, theirs, theirs_cpu, both, both_cpu = full
    ctx.say(
        f"check + import against Odoo's import alone: {theirs / ours:.2f} times as "
        f"fast ({theirs_cpu / ours_cpu:.2f} by processor time)"
    )
    ctx.say(
        f"check + import against Odoo's test + import: {both / ours:.2f} times as "
        f"fast ({both_cpu / ours_cpu:.2f} by processor time)"
    )
    return 0 if both / ours >= TARGET else 1


class Sample:
    """The sample's customers, products and order rows."""

    def __init__(self, folder):
        self._folder = folder
        self.customers = self._read("customers")
        self.products = self._read("products")
        self._orders = {order["orderID"]: order for order in self._read("orders")}
        self._details = self._read("order-details")

    def _read(self, name):
        with open(self._folder / f"{name}.csv", encoding="utf-8", newline="") as file:
            return list(csv.DictReader(file))

    def rows(self, count):
        """Return ``count`` rows, the orders again and again under new numbers."""
        rows, turn = [], 0
        while len(rows) < count:
            rows += [self._row(detail, turn) for detail in self._details]
            turn += 1
        return rows[:count]

    def _row(self, detail, turn):
        order = self._orders[detail["orderID"]]
        day = datetime.date.fromisoformat(order["requiredDate"][:10])
        return (
            order["customerID"],
            f"NW{order['orderID']}-{turn}",
            f"NW-{detail['productID']}",
            detail["quantity"],
            detail["unitPrice"],
            str(day.replace(year=day.year + YEARS)),
        )

    def make_masters(self, env):
        env["res.partner"].create(
            [
                {
                    "name": row["companyName"],
                    "ref": row["customerID"],
                    "is_company": True,
                }
                for row in self.customers
            ]
        )
        env["product.product"].create(
            [
                {
                    "name": row["productName"],
                    "default_code": f"NW-{row['productID']}",
                    "list_price": float(row["unitPrice"]),
                }
                for row in self.products
            ]
        )


def measure(ctx, sample, count):
    """Return the figures of the intake, of Odoo's import, of its test and import.

    Each is two: seconds on the clock, and seconds of the processor in Python, which
    tell the same on a machine that others use too.
    """
    rows = sample.rows(count)
    orders = len({row[1] for row in rows})
    ours = turn(ctx, sample, lambda env: intake(env, rows), orders)
    theirs = turn(ctx, sample, lambda env: odoo(env, sample, rows), orders)
    tested = turn(ctx, sample, lambda env: odoo(env, sample, rows, dryrun=True), 0)
    both = tuple(map(sum, zip(tested, theirs, strict=True)))
    return *ours, *theirs, *both


def turn(ctx, sample, work, expected):
    """Return the seconds, clock and processor, of one side's work."""
    with ctx.env_with_addon(language="zh_CN") as env:
        sample.make_masters(env)
        env.company.neiqin_price_tolerance = 100.0
        env.flush_all()
        env.invalidate_all()
        before = env["sale.order"].search_count([])
        start, busy = time.perf_counter(), time.process_time()
        work(env)
        env.flush_all()
        busy = time.process_time() - busy
        seconds = time.perf_counter() - start
        made = env["sale.order"].search_count([]) - before
        assert made == expected, f"{made} orders made, not {expected}"
    return seconds, busy


def csv_bytes(rows):
    out = io.StringIO()
    csv.writer(out).writerows(rows)
    return out.getvalue().encode()


def intake(env, rows):
    """Check and import, the way the background does for a long file."""
    from odoo.addons.neiqin_addon.models.order import intake_check, intake_import

    with contextlib.ExitStack() as stack:
        for module in (intake_check, intake_import):
            stack.enter_context(patch.object(module, "AT_ONCE", len(rows) + 1))
        file = base64.b64encode(csv_bytes([HEADERS, *rows]))
        record = env["neiqin.order.intake"].create({"file": file, "filename": "nw.csv"})
        record.action_import()  # checks a new file first


def odoo(env, sample, rows, dryrun=False):
    """Import through Odoo's own import page, batch by batch."""
    names = {row["customerID"]: row["companyName"] for row in sample.customers}
    lines, last = [], None
    for customer, number, product, qty, price, day in rows:
        head = (
            (names[customer], number, f"{day} 12:00:00")
            if number != last
            else ("",) * 3
        )
        lines.append((*head, product, qty, price))
        last = number
    page = env["base_import.import"].create(
        {
            "res_model": "sale.order",
            "file": csv_bytes([FIELDS, *lines]),
            "file_type": "text/csv",
            "file_name": "nw.csv",
        }
    )
    options = {
        "quoting": '"',
        "separator": ",",
        "encoding": "utf-8",
        "has_headers": True,
        "advanced": True,
        "keep_matches": False,
        "limit": BATCH,
        "date_format": "%Y-%m-%d",
        "datetime_format": "%Y-%m-%d %H:%M:%S",
        "float_thousand_separator": ",",
        "float_decimal_separator": ".",
        "sheet": "",
        "sheets": [],
        "name_create_enabled_fields": {},
        "fallback_values": {},
        "import_set_empty_fields": [],
        "import_skip_records": [],
    }
    skip = 0
    while skip < len(lines):
        result = page.with_context(tracking_disable=True).execute_import(
            FIELDS, FIELDS, {**options, "skip": skip}, dryrun=dryrun
        )
        assert not result["messages"], result["messages"][:3]
        skip = result.get("nextrow") or len(lines)
        env.flush_all()
        # each batch is a request of its own
        env.invalidate_all()
