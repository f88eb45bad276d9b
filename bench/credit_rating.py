"""What rating all customers in one night costs.

20,000 customers with 60,000 invoices of fifteen months, most of them paid, some late, some
not at all: the same ones in every run. The first night writes a rating with its factors for
everybody, the second, a day later, those that say something new. The back-test grades the
same customers as of half a year ago. The bench fails when the first night, the dearest, is
above its limit. Smaller: `./neiqin bench credit_rating 2000`.
"""

from datetime import timedelta

from odoo.tools import SQL

CUSTOMERS, INVOICES_EACH = 20_000, 3
LIMIT = 30.0  # seconds
#: Days between an invoice and its due day.
TERM = 30


class Books:
    """One company's books, filled by copying one invoice and its payment."""

    def __init__(self, env, customers):
        self.env, self.customers = env, customers
        self.count = customers * INVOICES_EACH
        self.company = env.company
        self.today = self.company._neiqin_today()

    def fill(self):
        """Write customers, invoices, payments and their reconciliation by SQL."""
        partner, invoice, payment = self._template()
        self.env.flush_all()
        self.env.cr.execute("SELECT setseed(0.42)")
        self._make_table(self._clone_partners(partner))
        claim = self._receivable(invoice)
        money = self._receivable(payment)
        due = SQL("deal.day + %s", TERM)
        paid = SQL("deal.day + %s + deal.late", TERM)
        moves = self._clone(
            "account_move",
            invoice.id,
            partner_id=SQL("deal.customer"),
            commercial_partner_id=SQL("deal.customer"),
            name=SQL("'BENCH/' || deal.n"),
            date=SQL("deal.day"),
            invoice_date=SQL("deal.day"),
            invoice_date_due=due,
        )
        claims = self._clone(
            "account_move_line",
            claim.id,
            partner_id=SQL("deal.customer"),
            move_id=SQL("deal.n + %s", moves),
            date=SQL("deal.day"),
            date_maturity=due,
            **dict.fromkeys(("debit", "balance", "amount_currency"), SQL("amount")),
        )
        entries = self._clone(
            "account_move",
            payment.id,
            only_paid=True,
            partner_id=SQL("deal.customer"),
            name=SQL("'BENCHPAY/' || deal.n"),
            date=paid,
        )
        monies = self._clone(
            "account_move_line",
            money.id,
            only_paid=True,
            partner_id=SQL("deal.customer"),
            move_id=SQL("deal.n + %s", entries),
            date=paid,
            credit=SQL("amount"),
            **dict.fromkeys(("balance", "amount_currency"), SQL("-amount")),
        )
        self._clone(
            "account_partial_reconcile",
            claim.matched_credit_ids.id,
            only_paid=True,
            debit_move_id=SQL("deal.n + %s", claims),
            credit_move_id=SQL("deal.n + %s", monies),
            max_date=paid,
            full_reconcile_id=SQL("NULL"),
            **dict.fromkeys(
                ("amount", "debit_amount_currency", "credit_amount_currency"),
                SQL("deal.amount"),
            ),
        )
        for table in ("res_partner", "account_move", "account_move_line"):
            self.env.cr.execute(SQL("ANALYZE %s", SQL.identifier(table)))
        self.env.cr.execute("ANALYZE account_partial_reconcile")
        self.env.invalidate_all()

    def _template(self):
        if not self.company.chart_template:
            self.env["account.chart.template"].try_loading("generic_coa", self.company)
        partner = self.env["res.partner"].create({"name": "Bench", "is_company": True})
        invoice = self.env["account.move"].create(
            {
                "move_type": "out_invoice",
                "partner_id": partner.id,
                "invoice_date": self.today - timedelta(days=90),
                "invoice_line_ids": [
                    (0, 0, {"name": "-", "price_unit": 1000, "tax_ids": False})
                ],
            }
        )
        invoice.action_post()
        register = self.env["account.payment.register"].with_context(
            active_model="account.move", active_ids=invoice.ids
        )
        register.create({})._create_payments()
        line = self._receivable(invoice)
        return partner, invoice, line.matched_credit_ids.credit_move_id.move_id

    def _receivable(self, move):
        return move.line_ids.filtered(
            lambda line: line.account_id.account_type == "asset_receivable"
        )

    def _clone_partners(self, partner):
        """Return the id before the first of the customers."""
        return self._insert(
            "res_partner",
            partner.id,
            SQL("generate_series(1, %s) AS series (n)", self.customers),
            name=SQL("'客户 ' || series.n"),
            complete_name=SQL("'客户 ' || series.n"),
            commercial_partner_id=None,
            customer_rank=SQL("1"),
        )

    def _make_table(self, first):
        """Draw who bought when for how much, and how late he paid."""
        self.env.cr.execute(
            SQL(
                """
                CREATE TEMPORARY TABLE bench_deal ON COMMIT DROP AS
                SELECT n, %(first)s + 1 + (n %% %(customers)s) AS customer,
                       %(today)s::date - (15 + floor(random() * 440))::int AS day,
                       round((500 + random() * 90000)::numeric, 2) AS amount,
                       CASE WHEN habit < 0.6 THEN floor(random() * 6)::int - 3
                            WHEN habit < 0.9 THEN floor(random() * 40)::int
                            ELSE 20 + floor(random() * 90)::int END AS late
                  FROM (SELECT n, ((n %% %(customers)s) * 7919 %% 1000) / 1000.0
                               AS habit
                          FROM generate_series(1, %(count)s) AS series (n)) deal
                """,
                first=first,
                customers=self.customers,
                today=self.today,
                count=self.count,
            )
        )
        self.env.cr.execute(
            SQL(
                "ALTER TABLE bench_deal ADD COLUMN is_paid boolean;"
                " UPDATE bench_deal SET is_paid = day + %s + late <= %s",
                TERM,
                self.today,
            )
        )

    def _clone(self, table, template_id, only_paid=False, **values):
        source = SQL("bench_deal deal")
        if only_paid:
            source = SQL("(SELECT * FROM bench_deal WHERE is_paid) deal")
        return self._insert(table, template_id, source, **values)

    def _insert(self, table, template_id, source, **values):
        """Insert a copy of a row for each row of ``source``, at ids that follow ``n``."""
        self.env.cr.execute(SQL("SELECT MAX(id) FROM %s", SQL.identifier(table)))
        base = self.env.cr.fetchone()[0] + 1000
        self.env.cr.execute(
            "SELECT column_name FROM information_schema.columns"
            " WHERE table_name = %s AND column_name <> 'id' AND is_generated = 'NEVER'",
            [table],
        )
        names = [row[0] for row in self.env.cr.fetchall()]
        own = {"commercial_partner_id": SQL("%s + n", base)}
        values = {key: own[key] if val is None else val for key, val in values.items()}
        taken = [
            values.get(name, SQL("model.%s", SQL.identifier(name))) for name in names
        ]
        self.env.cr.execute(
            SQL(
                "INSERT INTO %(table)s (id, %(names)s) SELECT n + %(base)s, %(values)s"
                " FROM %(table)s model, %(source)s WHERE model.id = %(model)s",
                table=SQL.identifier(table),
                names=SQL(", ").join(map(SQL.identifier, names)),
                base=base,
                values=SQL(", ").join(taken),
                source=source,
                model=template_id,
            )
        )
        self.env.cr.execute(
            SQL(
                "SELECT setval(pg_get_serial_sequence(%s, 'id'),"
                " (SELECT MAX(id) FROM %s))",
                table,
                SQL.identifier(table),
            )
        )
        return base


class Night:
    """The nightly run without its commits."""

    def __init__(self, books):
        self.env, self.company = books.env, books.company
        self.ratings = books.env["neiqin.credit.rating"]
        self.failed = {}

    def run(self, day):
        """Rate everybody as of a day, in the slices of the schedule."""
        ids = self.env["neiqin.credit.facts"]._neiqin_invoiced(self.company)
        step = self.ratings._neiqin_slice()
        for start in range(0, len(ids), step):
            part = ids[start : start + step]
            with self.env.cr.savepoint():
                self.ratings._neiqin_rate_now(self.company, part, day)
        self.env.cr.flush()

    def grades(self):
        self.env.cr.execute(
            "SELECT COALESCE(grade, '-'), COUNT(*), MIN(score), MAX(score)"
            " FROM neiqin_credit_rating WHERE is_current GROUP BY 1 ORDER BY 1"
        )
        return self.env.cr.fetchall()


def run(ctx):
    """Measure as many customers as are asked for."""
    return nights(ctx, int(ctx.arguments[0]) if ctx.arguments else CUSTOMERS)


def nights(ctx, customers):
    """Print the figures; return 1 when a night takes too long."""
    with ctx.env_with_addon() as env:
        books = Books(env, customers)
        filling = ctx.once(books.fill)
        ctx.say(f"{customers} customers, {books.count} invoices: {filling:.1f} s")
        night = Night(books)
        first = ctx.once(lambda: night.run(books.today))
        rows = [("first night, everybody new", f"{first:.1f} s")]
        second = ctx.once(lambda: night.run(books.today + timedelta(days=1)))
        rows.append(("second night", f"{second:.1f} s"))
        past = ctx.once(lambda: back_test(books))
        rows.append(("back-test as of half a year ago", f"{past:.1f} s"))
        ctx.table(rows, ["what", "time"])
        ctx.table(night.grades(), ["grade", "customers", "from", "to"])
    limit = LIMIT * max(customers / CUSTOMERS, 0.1)
    ctx.say(f"limit of a night: {limit:.0f} s")
    return int(max(first, second) > limit)


def back_test(books):
    test = books.env["neiqin.credit.backtest"].create(
        {"date": books.today - timedelta(days=180)}
    )
    test._neiqin_run(test.policy_id)
