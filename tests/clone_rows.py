"""Many finished documents from a few: their rows are copied in the database.

Making an order that is delivered, invoiced and paid takes Odoo a quarter of a second;
copies of twenty such orders with all that belongs to them take a second per thousand.
"""

from odoo.tools import SQL

#: What belongs to an order that is through -> SQL condition over ``orders``, its ids;
#: a table without one is copied where its rows link two copied ones.
_LINES = "(SELECT id FROM sale_order_line WHERE order_id = ANY(%(orders)s))"
_INVOICES = f"""(SELECT l.move_id FROM account_move_line l
    JOIN sale_order_line_invoice_rel r ON r.invoice_line_id = l.id
   WHERE r.order_line_id IN {_LINES})"""
_PARTS = f"""(SELECT p.id FROM account_partial_reconcile p
    JOIN account_move_line l ON l.id IN (p.debit_move_id, p.credit_move_id)
   WHERE l.move_id IN {_INVOICES})"""
_PAYING = f"""(SELECT l.move_id FROM account_partial_reconcile p
    JOIN account_move_line l ON l.id IN (p.debit_move_id, p.credit_move_id)
   WHERE p.id IN {_PARTS})"""
_MOVES = f"(SELECT id FROM stock_move WHERE sale_line_id IN {_LINES})"
ORDER = {
    "sale_order": "id = ANY(%(orders)s)",
    "sale_order_line": f"id IN {_LINES}",
    "stock_picking": "sale_id = ANY(%(orders)s)",
    "stock_move": f"id IN {_MOVES}",
    "stock_move_line": f"move_id IN {_MOVES}",
    "account_move": f"id IN {_PAYING} OR id IN {_INVOICES}",
    "account_payment": f"move_id IN {_PAYING}",
    "account_move_line": f"move_id IN {_PAYING} OR move_id IN {_INVOICES}",
    "account_partial_reconcile": f"id IN {_PARTS}",
    "neiqin_progress_fact": "order_id = ANY(%(orders)s)",
    "sale_order_line_invoice_rel": None,
}
#: Names that are there once; ``n`` is the number of the copy.
NAMES = ("sale_order", "stock_picking", "account_move", "account_payment")


def clone_orders(orders, times):
    """Copy orders that are through ``times`` times; return the copies."""
    env = orders.env
    env.flush_all()
    known = {"orders": orders.ids}
    found = {}
    for table, condition in ORDER.items():
        if condition:
            env.cr.execute(
                SQL(
                    "SELECT id FROM %s WHERE %s",
                    SQL.identifier(table),
                    SQL(condition, **known),
                )
            )
            found[table] = [row[0] for row in env.cr.fetchall()] or [0]
    step = 1 + max(max(ids) for ids in found.values())
    step = max(step, *(_last(env.cr, table) + 1 for table in found))
    _check_links_later(env.cr, found)
    for table in ORDER:
        _copy(env.cr, table, found, times, step)
    env.cr.execute("SET CONSTRAINTS ALL IMMEDIATE")
    for table in found:
        env.cr.execute(
            SQL(
                "SELECT setval(pg_get_serial_sequence(%s, 'id'), MAX(id)) FROM %s",
                table,
                SQL.identifier(table),
            )
        )
        env.cr.execute(SQL("ANALYZE %s", SQL.identifier(table)))
    env.invalidate_all()
    return orders.browse(
        [order_id + n * step for n in range(1, times + 1) for order_id in orders.ids]
    )


def _last(cr, table):
    cr.execute(SQL("SELECT COALESCE(MAX(id), 0) FROM %s", SQL.identifier(table)))
    return cr.fetchone()[0]


def _check_links_later(cr, found):
    """Payments and their entries point to one another."""
    cr.execute(
        """
        SELECT conrelid::regclass::text, conname FROM pg_constraint
         WHERE contype = 'f' AND conrelid::regclass::text = ANY(%s)
           AND confrelid::regclass::text = ANY(%s)
        """,
        [list(found), list(found)],
    )
    for table, name in cr.fetchall():
        cr.execute(
            SQL(
                "ALTER TABLE %s ALTER CONSTRAINT %s DEFERRABLE INITIALLY DEFERRED",
                SQL.identifier(table),
                SQL.identifier(name),
            )
        )


def _copy(cr, table, found, times, step):
    links = _links(cr, table)
    values, limits = {}, []
    for column in _columns(cr, table):
        name = SQL.identifier(column)
        values[column] = name
        if column == "id":
            values[column] = SQL("id + n * %s", step)
            limits.append(SQL("id = ANY(%s)", found[table]))
        elif links.get(column) in found:
            ids = found[links[column]]
            values[column] = SQL(
                "CASE WHEN %s = ANY(%s) THEN %s + n * %s ELSE %s END",
                name, ids, name, step, name,
            )  # fmt: skip
            if table not in found:
                limits.append(SQL("%s = ANY(%s)", name, ids))
        elif column == "name" and table in NAMES:
            values[column] = SQL("name || '-' || n")
    cr.execute(
        SQL(
            "INSERT INTO %s (%s) SELECT %s FROM %s, generate_series(1, %s) AS n"
            " WHERE %s ORDER BY n",
            SQL.identifier(table),
            SQL(", ").join(map(SQL.identifier, values)),
            SQL(", ").join(values.values()),
            SQL.identifier(table),
            times,
            SQL(" AND ").join(limits),
        )
    )


def _columns(cr, table):
    cr.execute(
        "SELECT column_name FROM information_schema.columns"
        " WHERE table_name = %s AND table_schema = current_schema"
        " AND is_generated = 'NEVER' ORDER BY ordinal_position",
        [table],
    )
    return [row[0] for row in cr.fetchall()]


def _links(cr, table):
    """Return ``{column: table it points to}``."""
    cr.execute(
        """
        SELECT a.attname, c.confrelid::regclass::text
          FROM pg_constraint c
          JOIN pg_attribute a ON a.attrelid = c.conrelid AND a.attnum = c.conkey[1]
         WHERE c.contype = 'f' AND c.conrelid = %s::regclass
        """,
        [table],
    )
    return dict(cr.fetchall())
