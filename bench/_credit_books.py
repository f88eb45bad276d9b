"""Customers, orders and invoices by the hundred thousand, the same ones in every run."""

from odoo.tools import SQL

ORDERS_EACH, INVOICES_EACH = 5, 3
_TABLES = (
    "res_partner",
    "sale_order",
    "sale_order_line",
    "account_move",
    "account_move_line",
)


class Books:
    """Customers, orders and invoices: rows copied from one made by Odoo itself."""

    def __init__(self, env, customers):
        self.env, self.customers = env, customers
        self.orders = customers * ORDERS_EACH
        self.invoices = customers * INVOICES_EACH
        self.partners = env["res.partner"]

    def fill(self):
        """Write all of it by SQL; a third of the orders and invoices stays open."""
        partner, order, invoice = self._models()
        self.env.flush_all()
        first = self._copy(
            "res_partner",
            partner.id,
            self.customers,
            name=SQL("'客户 ' || n"),
            complete_name=SQL("'客户 ' || n"),
            commercial_partner_id=SQL("base + n"),
            customer_rank=SQL("1"),
        )
        customer = SQL("%s + 1 + (n * 7919) %% %s", first, self.customers)
        self._fill_orders(order, customer)
        self._fill_invoices(invoice, customer)
        for table in _TABLES:
            self.env.cr.execute(SQL("ANALYZE %s", SQL.identifier(table)))
        self.env.invalidate_all()
        ids = range(first + 1, first + self.customers + 1)
        self.partners = self.env["res.partner"].browse(ids)

    def _models(self):
        """Return the customer, the order and the invoice that all others copy."""
        company = self.env.company
        if not company.chart_template:
            self.env["account.chart.template"].try_loading("generic_coa", company)
        partner = self.env["res.partner"].create({"name": "Bench", "is_company": True})
        service = self.env["product.product"].create(
            {"name": "Bench", "type": "service", "invoice_policy": "order"}
        )
        line = (0, 0, {"product_id": service.id, "product_uom_qty": 4})
        order = self.env["sale.order"].create(
            {"partner_id": partner.id, "order_line": [line]}
        )
        order.action_confirm()
        invoice = self.env["account.move"].create(
            {
                "move_type": "out_invoice",
                "partner_id": partner.id,
                "invoice_line_ids": [
                    (0, 0, {"name": "-", "price_unit": 1000, "tax_ids": False})
                ],
            }
        )
        invoice.action_post()
        return partner, order, invoice

    def _fill_orders(self, order, customer):
        addresses = ("partner_id", "partner_invoice_id", "partner_shipping_id")
        first = self._copy(
            "sale_order",
            order.id,
            self.orders,
            name=SQL("'BENCH' || n"),
            **dict.fromkeys(addresses, customer),
        )
        # of each order two lines; of every third order half is still to be invoiced
        lines = order.order_line
        for turn in range(2):
            self._copy(
                "sale_order_line",
                lines.id,
                self.orders,
                order_id=SQL("%s + n", first),
                order_partner_id=customer,
                price_total=SQL("4 * (10 + n %% 90) + %s", turn),
                price_unit=SQL("10 + n %% 90"),
                qty_invoiced=SQL("CASE WHEN n %% 3 = 0 THEN 2 ELSE 4 END"),
                **self._peer_line(customer, turn),
            )

    def _peer_line(self, customer, turn):
        """Return what the community's add-on keeps on each line."""
        if "risk_amount" not in self.env["sale.order.line"]._fields:
            return {}
        return {
            "risk_partner_id": customer,
            "risk_amount": SQL(
                "CASE WHEN n %% 3 = 0 THEN (4 * (10 + n %% 90) + %s) / 2.0 ELSE 0 END",
                turn,
            ),
        }

    def _fill_invoices(self, invoice, customer):
        is_draft, is_open = SQL("n %% 10 = 9"), SQL("n %% 3 = 0 OR n %% 10 = 9")
        state = SQL("CASE WHEN %s THEN 'draft' ELSE 'posted' END", is_draft)
        amount = SQL("1000 + n %% 900")
        due = SQL("CURRENT_DATE - 60 + n %% 120")
        first = self._copy(
            "account_move",
            invoice.id,
            self.invoices,
            name=SQL("'BENCH/' || n"),
            partner_id=customer,
            commercial_partner_id=customer,
            state=state,
            invoice_date_due=due,
        )
        for line in invoice.line_ids:
            sign = 1 if line.debit else -1
            receivable = line.account_id.account_type == "asset_receivable"
            residual = SQL("CASE WHEN %s THEN %s ELSE 0 END", is_open, amount)
            self._copy(
                "account_move_line",
                line.id,
                self.invoices,
                move_id=SQL("%s + n", first),
                partner_id=customer,
                parent_state=state,
                date_maturity=due,
                reconciled=SQL("NOT (%s)", is_open) if receivable else SQL("FALSE"),
                debit=amount if sign > 0 else SQL("0"),
                credit=amount if sign < 0 else SQL("0"),
                balance=SQL("%s * (%s)", sign, amount),
                amount_currency=SQL("%s * (%s)", sign, amount),
                amount_residual=residual if receivable else SQL("0"),
                amount_residual_currency=residual if receivable else SQL("0"),
            )

    def _copy(self, table, model_id, count, **values):
        """Copy a row ``count`` times, at ids ``base + n``; return ``base``."""
        name = SQL.identifier(table)
        execute = self.env.cr.execute
        execute(SQL("SELECT MAX(id) + 1000 FROM %s", name))
        (base,) = self.env.cr.fetchone()
        execute(
            "SELECT column_name FROM information_schema.columns WHERE table_name = %s"
            " AND column_name != 'id' AND is_generated = 'NEVER'",
            [table],
        )
        columns = [column for (column,) in self.env.cr.fetchall()]
        copied = [
            values.get(column, SQL("model.%s", SQL.identifier(column)))
            for column in columns
        ]
        # noting each new document would measure the notes
        execute(SQL("ALTER TABLE %s DISABLE TRIGGER USER", name))
        execute(
            SQL(
                "INSERT INTO %s (id, %s) SELECT base + n, %s FROM %s model,"
                " generate_series(1, %s) n, (SELECT %s AS base) start"
                " WHERE model.id = %s",
                name,
                SQL(", ").join(map(SQL.identifier, columns)),
                SQL(", ").join(copied),
                name,
                count,
                base,
                model_id,
            )
        )
        execute(SQL("ALTER TABLE %s ENABLE TRIGGER USER", name))
        sequence = "SELECT setval(pg_get_serial_sequence(%s, 'id'), %s)"
        execute(sequence, [table, base + count])
        return base
