"""Complaints by the hundred thousand, as filing would leave them."""

from odoo.tools import SQL


def multiply(complaints, count):
    """Copy complaints with both clocks until there are ``count``: filing takes minutes."""
    env, ids = complaints.env, complaints.ids
    step = max(ids) - min(ids) + 1
    times = count // len(ids) - 1
    execute = env.cr.execute
    for table, own in (("neiqin_complaint", "id"), ("neiqin_complaint_clock", None)):
        execute(
            "SELECT column_name FROM information_schema.columns"
            " WHERE table_name = %s AND column_name != 'id'",
            [table],
        )
        columns = [column for (column,) in env.cr.fetchall()]
        shift = SQL("%s * n", step)
        values = {"name": SQL("name || '-' || n")} if own else {}
        values["complaint_id"] = SQL("complaint_id + %s", shift)
        if own:
            columns, values["id"] = ["id", *columns], SQL("id + %s", shift)
        execute(
            SQL(
                "INSERT INTO %s (%s) SELECT %s FROM %s, generate_series(1, %s) n"
                " WHERE %s = ANY(%s) %s",
                SQL.identifier(table),
                SQL(", ").join(map(SQL.identifier, columns)),
                SQL(", ").join(
                    values.get(name, SQL.identifier(name)) for name in columns
                ),
                SQL.identifier(table),
                times,
                SQL.identifier(own or "complaint_id"),
                ids,
                SQL() if own else SQL("AND task_id IS NULL"),
            )
        )
        execute(SQL("ANALYZE %s", SQL.identifier(table)))
