"""Many rows with one statement, past the ORM.

For the add-on's own tables that only the server writes, where a row per record would
cost more than the work itself: clocks, their log, notices. Nothing is computed from
such columns and nobody else extends them.
"""

from odoo.tools import SQL


def insert_rows(model, names, rows, conflict=None):
    """Insert rows; return their records in the rows' order.

    :param names: column names
    :param rows: tuples of column values in the same order
    :param conflict: SQL after ``ON CONFLICT``; then the rows that were there already
        are missing from the result
    """
    if not rows:
        return model.browse()
    inserted = model.env.execute_query(
        SQL(
            "INSERT INTO %s (%s) SELECT %s FROM %s %s RETURNING id",
            SQL.identifier(model._table),
            _columns(names),
            _columns(names),
            _values(model, names, rows),
            SQL("ON CONFLICT %s", conflict) if conflict else SQL(),
        )
    )
    return model.browse(row[0] for row in inserted)


def update_rows(model, names, rows):
    """Set columns of rows by id, each row its own values.

    :param names: column names after ``id``
    :param rows: tuples ``(id, value, ...)``
    """
    if not rows:
        return
    records = model.browse(row[0] for row in rows)
    records.flush_recordset(names)
    sets = SQL(", ").join(
        SQL("%s = new.%s", SQL.identifier(name), SQL.identifier(name)) for name in names
    )
    model.env.cr.execute(
        SQL(
            "UPDATE %s AS old SET %s FROM %s WHERE old.id = new.id",
            SQL.identifier(model._table),
            sets,
            _values(model, ("id", *names), rows),
        )
    )
    records.invalidate_recordset(names, flush=False)


def _columns(names):
    return SQL(", ").join(SQL.identifier(name) for name in names)


def _values(model, names, rows):
    """Return the rows as a table ``new`` of typed columns."""
    arrays = SQL(", ").join(
        SQL(f"%s::{_type(model, name)}[]", list(column))
        for name, column in zip(names, zip(*rows, strict=True), strict=True)
    )
    return SQL("unnest(%s) AS new (%s)", arrays, _columns(names))


def _type(model, name):
    return model._fields[name].column_type[0]
