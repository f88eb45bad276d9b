"""What a night over all customer files costs: records, completeness and due dates.

20,000 customers, each with a contact, five orders and three invoices: the same ones in
every run. The first night writes everything, the second, a day later, what is new; the
dearer of the two must stay below its limit. Then duplicates are looked for among the
same customers, and a file of 5,000 new ones is imported, every fiftieth row of it bad.
Names drawn at random, a hundred of them 500 characters long, are the dearest to compare:
20,000 must take less than a minute. Smaller: `./neiqin bench files 2000`.
"""

import random
from datetime import timedelta
from unittest.mock import patch

from freezegun import freeze_time

from odoo import fields
from odoo.tools import SQL

from bench._credit_books import Books

CUSTOMERS, ROWS = 20_000, 5_000
LIMIT, NAMES_LIMIT = 30.0, 60.0  # seconds


class Files(Books):
    """Customers with contacts, whose orders have days of their own."""

    def fill(self):
        """Write all of it by SQL."""
        res = super().fill()
        contact = self.env["res.partner"].create(
            {"name": "Bench", "parent_id": self.partners[:1].id, "phone": "0571 8888"}
        )
        contact.neiqin_contact_role = "finance"
        self.env.flush_all()
        customer = SQL("%s + n", self.partners.ids[0] - 1)
        self._copy(
            "res_partner",
            contact.id,
            self.customers,
            parent_id=customer,
            commercial_partner_id=customer,
        )
        # a rhythm of 7 to 46 days, the last order up to two rhythms ago
        self.env.cr.execute(
            SQL(
                "UPDATE sale_order so SET date_order = now() AT TIME ZONE 'UTC'"
                " - make_interval(days => (turn.turn + turn.customer %% 3)"
                " * (7 + turn.customer %% 40)), neiqin_debtor_id = turn.customer"
                " FROM (SELECT id, partner_id AS customer, (ROW_NUMBER() OVER ("
                " PARTITION BY partner_id ORDER BY id) - 1)::int AS turn FROM sale_order"
                " WHERE name LIKE 'BENCH%%') turn WHERE turn.id = so.id",
            )
        )
        for table in ("res_partner", "sale_order"):
            self.env.cr.execute(SQL("ANALYZE %s", SQL.identifier(table)))
        self.env.invalidate_all()
        return res

    def night(self, days=0):
        """Do what the schedule does, without its commits."""
        partners = self.env["res.partner"]
        with (
            freeze_time(fields.Datetime.now() + timedelta(days=days)),
            patch.object(
                type(self.env["ir.cron"]), "_commit_progress", lambda *a, **k: 60.0
            ),
        ):
            partners._cron_neiqin_files()
        self.env.flush_all()

    def states(self):
        self.env.cr.execute(
            "SELECT state, COUNT(*) FROM neiqin_customer_record GROUP BY 1 ORDER BY 1"
        )
        return self.env.cr.fetchall()

    def sheet(self, rows):
        """Return a file of new customers as CSV; every fiftieth row has no name."""
        lines = ["客户编码,客户名称,税号,城市,电话,邮箱"]
        for n in range(rows):
            name = "" if n % 50 == 0 else f"导入客户{n}有限公司"
            lines.append(
                f"IMP{n:05d},{name},91330100MA2B{n:06d},杭州,0571 8{n:07d},"
                f"office@imp{n}.example.com"
            )
        return "\n".join(lines).encode()

    def take_in(self, rows):
        """Import the file; return the wizard."""
        wizard = self.env["neiqin.customer.import"].create({})
        wizard._neiqin_take_in(self.sheet(rows))
        self.env.flush_all()
        return wizard


def names(count):
    """Return ``{key: name}``: random ones, a hundred long ones, and one twin of the 77th."""
    draw = random.Random(7)
    signs = [chr(code) for code in range(0x4E00, 0x4E00 + 400)]

    def word(length):
        return "".join(draw.choices(signs, k=length))

    found = {key: f"{word(draw.randint(4, 10))}有限公司" for key in range(count)}
    long = word(500)
    for key in range(0, count, max(count // 100, 1)):
        found[key] = long[: 400 + key % 97] + word(20)
    found[count] = found[77].removesuffix("有限公司")
    return found


def run(ctx):
    """Print the figures; return 1 when a night takes too long."""
    customers = int(ctx.arguments[0]) if ctx.arguments else CUSTOMERS
    rows = ROWS * customers // CUSTOMERS
    with ctx.env_with_addon() as env:
        books = Files(env, customers)
        filling = ctx.once(books.fill)
        ctx.say(f"{customers} customers, {books.orders} orders: {filling:.1f} s")
        first = ctx.once(books.night)
        second = ctx.once(lambda: books.night(1))
        searching = ctx.once(env["neiqin.customer.twin"]._neiqin_search)
        compared, drawn = {}, names(customers)
        from odoo.addons.neiqin_addon.tools.name_twins import twins

        naming = ctx.once(lambda: compared.update(twins(drawn)))
        taken = []
        importing = ctx.once(lambda: taken.append(books.take_in(rows)))
        ctx.table(
            [
                ("first night", f"{first:.1f} s"),
                ("second night", f"{second:.1f} s"),
                ("duplicates", f"{searching:.1f} s"),
                (f"{customers} random names", f"{naming:.1f} s"),
                (f"import of {rows} rows", f"{importing:.1f} s"),
            ],
            ["what", "time"],
        )
        ctx.table(books.states(), ["rhythm", "customers"])
        good, bad = taken[0].good, taken[0].bad
        ctx.say(f"imported {good}, refused {bad}")
    limit = LIMIT * max(customers / CUSTOMERS, 0.1)
    ctx.say(f"limit of a night: {limit:.0f} s")
    return int(
        max(first, second) > limit
        or naming > NAMES_LIMIT
        or compared.get((77, customers)) != 1.0
        or bad != -(-rows // 50)
    )
