"""What confirming and listing orders costs with the add-on, against stock Odoo.

Each figure is the median quotient of five turns of the same run: confirming 50 orders of 3
service lines with the default settings, the same with every order verified and the gate
enforced, and reading 80 rows of the order list with the columns that Odoo has in it.
With the add-on the list has more columns, which Odoo cannot be compared with: reading it
with all of them, those too that nobody has switched on, has a limit in seconds. The
bench fails when one of them is above its limit.
"""

import statistics

from lxml import etree

ORDERS, LINES, ROWS = 50, 3, 80
TURNS = 5
LIMIT = 1.10
LIST_LIMIT = 0.040


class Office:
    """Orders in one database, ready to be confirmed and listed."""

    def __init__(self, env):
        # a person with rights and rules, as everybody who confirms
        self.env = env(user=env.ref("base.user_admin"), su=False)
        self.partner = env["res.partner"].create({"name": "Bench customer"})
        self.products = env["product.product"].create(
            [{"name": f"Service {i}", "type": "service"} for i in range(LINES)]
        )

    def orders(self, count):
        """Return new quotations, nothing of them in the cache."""
        lines = [
            (0, 0, {"product_id": product.id, "product_uom_qty": 2, "price_unit": 9.5})
            for product in self.products
        ]
        orders = self.env["sale.order"].create(
            [{"partner_id": self.partner.id, "order_line": lines}] * count
        )
        self.forget()
        return orders

    def forget(self):
        """Leave nothing to be done, nothing in the cache."""
        self.env.cr.flush()
        self.env.invalidate_all()

    def confirm(self, orders):
        """Confirm the orders, with all that is left for the end of a request."""
        orders.action_confirm()
        self.env.cr.flush()

    def verify(self, orders):
        """Verify the orders where they can be, and enforce it.

        Stock orders get a note instead, since a chatter with a note costs Odoo
        one more query per order by itself.
        """
        if "neiqin.verification" not in self.env:
            for order in orders:
                order._message_log(body="checked by hand")
            self.forget()
            return
        self.env.company.sudo().write(
            {
                "neiqin_gate_verification": "enforce",
                "neiqin_gate_letter": "off",
                "neiqin_verify_by_other": False,
            }
        )
        for order in orders:
            screen = self.env["neiqin.verification"].open_order(order.id)
            cells = [cell for group in screen["groups"] for cell in group["cells"]]
            check = self.env["neiqin.verification"].browse(screen["id"])
            check.complete({cell["key"]: None for cell in cells})
        self.forget()

    def columns(self):
        """Return the specification with which the web client reads the list."""
        view = self.env.ref("sale.view_quotation_tree")
        arch = etree.fromstring(
            self.env["sale.order"].get_view(view.id, "list")["arch"]
        )
        named = {node.get("name") for node in arch.findall("field")}
        fields = self.env["sale.order"]._fields
        return {
            name: {"fields": {"display_name": {}}} if fields[name].relational else {}
            for name in named
        }

    def read_page(self, columns):
        """Read the first page of the list as the web client does."""
        self.env.invalidate_all()
        answer = self.env["sale.order"].web_search_read([], columns, limit=ROWS)
        assert len(answer["records"]) == ROWS


def compare(ctx, work):
    """Return (seconds with the add-on, seconds of stock, quotient), all medians.

    The two take turns, so that a busy moment of the machine hits both.

    :param work: (one callable per turn with the add-on, the same for stock)
    """
    ours, stock = work
    times = ([], [])
    for first, second in zip(ours, stock, strict=True):
        times[0].append(ctx.once(first))
        times[1].append(ctx.once(second))
    # the first turn fills the caches of both
    pairs = list(zip(*times, strict=True))[1:]
    columns = [*zip(*pairs, strict=True), [first / second for first, second in pairs]]
    return tuple(statistics.median(column) for column in columns)


def confirmations(office):
    """Return one confirmation of fresh orders per turn."""
    batches = [office.orders(ORDERS) for _turn in range(TURNS + 1)]
    return [lambda orders=orders: office.confirm(orders) for orders in batches]


def verified_confirmations(office):
    """Return one confirmation of fresh verified orders per turn."""
    batches = [office.orders(ORDERS) for _turn in range(TURNS + 1)]
    for orders in batches:
        office.verify(orders)
    return [lambda orders=orders: office.confirm(orders) for orders in batches]


def readings(office, columns):
    """Return one reading of the list per turn, with these columns."""
    office.orders(ROWS)
    return [lambda: office.read_page(columns)] * (3 * TURNS + 1)


def run(ctx):
    """Print the table; return 1 when a quotient is above its limit."""
    rows = []
    with ctx.env_with_addon() as env, ctx.env_stock() as stock_env:
        offices = Office(env), Office(stock_env)
        columns = offices[1].columns()
        for title, work in (
            (f"confirm {ORDERS} orders of {LINES} lines", confirmations),
            ("the same, verified and enforced", verified_confirmations),
            (
                f"read {ROWS} rows of the order list",
                lambda office: readings(office, columns),
            ),
        ):
            rows.append((title, *compare(ctx, [work(office) for office in offices])))
        every = offices[0].columns()
        listing = statistics.median(map(ctx.once, readings(offices[0], every)))
    ctx.table(
        [
            (t, f"{a:.3f} s", f"{b:.3f} s", f"{q:.2f}", f"{LIMIT:.2f}")
            for t, a, b, q in rows
        ],
        ["", "with add-on", "stock", "quotient", "limit"],
    )
    ctx.say(
        f"the list with all {len(every)} columns, {len(every) - len(columns)} of them the "
        f"add-on's: {listing:.3f} s (limit {LIST_LIMIT:.3f} s)"
    )
    too_slow = any(quotient > LIMIT for *_rest, quotient in rows)
    return int(too_slow or listing > LIST_LIMIT)
