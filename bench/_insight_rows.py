"""Three years of a sales office by SQL, the same ones in every run.

100,000 orders with 250,000 lines in two currencies, 40,000 invoices, verifications,
letters, timelines, cases, complaints and contacts with customers, as their models would
leave them. About 40 seconds.

    rows = Rows(env, orders=100_000)
    rows.fill()
    rows.clerks, rows.chief, rows.sellers, rows.teams, rows.products, rows.partners
"""

from odoo.tools import SQL

from bench._credit_books import Books
from bench._insight_work import DAYS, Work

ORDERS = 100_000
#: Of ten orders; old quotations stay what they are.
STATES = ("sale",) * 7 + ("draft", "sent", "cancel")
STEPS = (
    ("received", "INTERVAL '0'"),
    ("verified", "INTERVAL '3 hours'"),
    ("confirmed", "INTERVAL '6 hours'"),
    ("shipped", "(5 + n %% 9) * INTERVAL '1 day'"),
    ("delivered", "(6 + n %% 9) * INTERVAL '1 day'"),
    ("invoiced", "(8 + n %% 9) * INTERVAL '1 day'"),
    ("paid", "(30 + n %% 40) * INTERVAL '1 day'"),
)
_TABLES = (
    "sale_order",
    "sale_order_line",
    "neiqin_verification",
    "neiqin_confirmation_letter",
    "neiqin_progress_fact",
    "neiqin_exception",
    "neiqin_complaint",
    "neiqin_complaint_clock",
    "neiqin_service_log",
    "account_move",
    "account_move_line",
)


class Rows(Work, Books):
    """Rows copied from one made by Odoo itself; ``n`` numbers the copies."""

    def __init__(self, env, orders=ORDERS):
        super().__init__(env, max(orders // 50, 20))
        self.orders, self.invoices = orders, orders * 2 // 5
        self.clerks = self._users("clerk", 6, "neiqin_addon.group_neiqin_clerk")
        [self.chief] = self._users("chief", 1, "neiqin_addon.group_neiqin_supervisor")
        self.sellers = self._users("seller", 12, "sales_team.group_sale_salesman")
        self.teams = env["crm.team"].create([{"name": f"Team {i}"} for i in range(4)])
        self.products = self._goods(8, 60)
        foreign = env["res.currency"].with_context(active_test=False)
        self.foreign = foreign.search(
            [("id", "!=", env.company.currency_id.id)], limit=1
        )

    def fill(self):
        """Write everything and let the database look at it."""
        self._forget_references()
        filled = super().fill()
        self._fill_countries()
        self._fill_invoice_days()
        for table in _TABLES:
            self.env.cr.execute(SQL("ANALYZE %s", SQL.identifier(table)))
        self.env.invalidate_all()
        return filled

    def _forget_references(self):
        """Have no row looked up for each row: the database is thrown away."""
        execute = self.env.cr.execute
        self.env.flush_all()
        execute(
            "SELECT conrelid::regclass::text, conname FROM pg_constraint"
            " WHERE contype = 'f' AND conrelid = ANY(%s::regclass[])",
            [list(_TABLES)],
        )
        for table, name in self.env.cr.fetchall():
            execute(
                SQL(
                    "ALTER TABLE %s DROP CONSTRAINT %s",
                    SQL.identifier(table),
                    SQL.identifier(name),
                )
            )

    def _users(self, name, count, group):
        users = self.env["res.users"].with_context(no_reset_password=True)
        return users.create(
            [
                {
                    "name": f"{name} {i}",
                    "login": f"bench-{name}-{i}",
                    "group_ids": [(6, 0, self.env.ref(group).ids)],
                }
                for i in range(count)
            ]
        )

    def _goods(self, groups, count):
        groups = self.env["product.category"].create(
            [{"name": f"Group {i}"} for i in range(groups)]
        )
        return self.env["product.product"].create(
            [
                {
                    "name": f"Service {i}",
                    "type": "service",
                    "categ_id": groups[i % len(groups)].id,
                    "standard_price": 5 + i % 20,
                }
                for i in range(count)
            ]
        )

    # ---------------------------------------------------------------- orders

    def _fill_orders(self, order, customer):
        foreign = SQL("n %% 5 = 0")
        is_open = SQL("n * 9973 %% %s < 20", DAYS)
        state = self._one_of(STATES)
        addresses = ("partner_id", "partner_invoice_id", "partner_shipping_id")
        self.first = self._copy(
            "sale_order",
            order.id,
            self.orders,
            name=SQL("'BENCH' || n"),
            state=state,
            date_order=self._moment(),
            create_date=self._moment(),
            currency_id=SQL(
                "CASE WHEN %s THEN %s ELSE %s END",
                foreign,
                self.foreign.id,
                order.currency_id.id,
            ),
            currency_rate=SQL("CASE WHEN %s THEN 0.125 ELSE 1.0 END", foreign),
            user_id=self._one_of(self.sellers.ids, 7),
            team_id=self._one_of(self.teams.ids, 3),
            create_uid=self._one_of(self.clerks.ids, 5),
            amount_untaxed=SQL("2 * 4 * (10 + n %% 90)"),
            amount_total=SQL("2 * 4 * (10 + n %% 90)"),
            neiqin_is_urgent=SQL("n %% 25 = 0"),
            neiqin_verification_state=SQL(
                "CASE WHEN %s AND n %% 3 = 0 THEN 'todo' ELSE 'verified' END", is_open
            ),
            neiqin_letter_state=SQL(
                "CASE WHEN %s AND n %% 4 = 0 THEN 'sent' ELSE 'acknowledged' END",
                is_open,
            ),
            neiqin_stage=SQL("CASE WHEN %s THEN 'confirmed' ELSE 'paid' END", is_open),
            neiqin_archive_state=SQL(
                "CASE WHEN %s THEN 'open' WHEN n %% 100 = 1 THEN 'missing'"
                " ELSE 'archived' END",
                is_open,
            ),
            commitment_date=SQL("%s + INTERVAL '9 days'", self._moment()),
            **dict.fromkeys(addresses, customer),
        )
        self._fill_lines(order.order_line, customer)
        self._fill_timelines()
        self._fill_work(order)

    def _fill_lines(self, line, customer):
        """Two lines of each order, three of every second one."""
        for turn, each in ((1, 1), (2, 1), (3, 2)):
            self._copy(
                "sale_order_line",
                line.id,
                self.orders // each,
                order_id=SQL("%s + n * %s", self.first, each),
                order_partner_id=customer,
                product_id=self._one_of(self.products.ids, turn * 7 + 4),
                price_unit=SQL("10 + n %% 90"),
                price_subtotal=SQL("4 * (10 + n %% 90)"),
                price_total=SQL("4 * (10 + n %% 90)"),
                state=SQL(
                    "(SELECT state FROM sale_order WHERE id = %s + n * %s)",
                    self.first,
                    each,
                ),
                qty_invoiced=SQL("4"),
                qty_to_invoice=SQL("0"),
                **self._peer_line(customer, turn),
            )

    def _fill_timelines(self):
        """Each step of all confirmed orders older than its time."""
        for number, (stage, after) in enumerate(STEPS):
            self.env.cr.execute(
                SQL(
                    """
                    INSERT INTO neiqin_progress_fact
                           (order_id, company_id, stage, moment, quantity, key, number)
                    SELECT id, company_id, %s, date_order + after, 1, %s, 1
                      FROM (SELECT *, id - %s AS n FROM sale_order) AS sold,
                           LATERAL (SELECT %s AS after) AS step
                     WHERE id > %s AND state = 'sale' AND date_order + after < now()
                    """,
                    stage,
                    f"bench{number}",
                    self.first,
                    SQL(after),
                    self.first,
                )
            )

    # -------------------------------------------------------- customers, invoices

    def _fill_countries(self):
        """Customers of twelve countries; a grade for each."""
        countries = self.env["res.country"].search([], limit=12)
        self.env.cr.execute(
            SQL(
                """
                UPDATE res_partner
                   SET country_id = (%s)[1 + id %% 12],
                       neiqin_grade = jsonb_build_object(
                           %s, (ARRAY['A', 'B', 'C', 'D'])[1 + id %% 4])
                 WHERE id = ANY(%s)
                """,
                countries.ids,
                str(self.env.company.id),
                self.partners.ids,
            )
        )

    def _fill_invoice_days(self):
        """Invoices of three years, due after thirty days; old ones are paid."""
        # the clock of each exposure would note every row
        for table in ("account_move", "account_move_line"):
            self._triggers(table, "DISABLE")
        self.env.cr.execute(
            """
            UPDATE account_move
               SET invoice_date = CURRENT_DATE - (id * 9973::bigint % 1080)::int,
                   date = CURRENT_DATE - (id * 9973::bigint % 1080)::int
             WHERE name LIKE 'BENCH/%'
            """
        )
        self.env.cr.execute(
            """
            UPDATE account_move_line AS line
               SET date = move.date, invoice_date = move.invoice_date
              FROM account_move AS move
             WHERE move.id = line.move_id AND move.name LIKE 'BENCH/%'
            """
        )
        for table in ("account_move", "account_move_line"):
            self._triggers(table, "ENABLE")

    def _triggers(self, table, verb):
        name = SQL.identifier(table)
        self.env.cr.execute(SQL("ALTER TABLE %s %s TRIGGER USER", name, SQL(verb)))
