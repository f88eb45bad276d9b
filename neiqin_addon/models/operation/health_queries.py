"""Slow statements, as PostgreSQL counts them, without the values in them."""

from psycopg2 import errors

from odoo import api, models
from odoo.tools import SQL

from ...tools import health, health_sql
from .health import Found

#: Milliseconds that a statement may take on average, and calls that make an average.
SLOW, OFTEN = 1000, 10
#: The extension is there without its library, in an old version, or for others only.
UNREADABLE = (
    errors.ObjectNotInPrerequisiteState,
    errors.InsufficientPrivilege,
    errors.UndefinedColumn,
)


class NeiqinHealth(models.AbstractModel):
    _inherit = "neiqin.health"

    @api.model
    def _neiqin_statements(self):
        """Return the schema of pg_stat_statements, "" where it is not installed."""
        rows = self.env.execute_query(
            SQL(
                "SELECT nspname FROM pg_extension e JOIN pg_namespace n"
                " ON n.oid = e.extnamespace WHERE extname = 'pg_stat_statements'"
            )
        )
        return rows[0][0] if rows else ""

    @api.model
    def _neiqin_slow_statements(self):
        """Return ``[(text, calls, mean, total)]`` in ms, or None where nothing counts.

        The own statements only: those of other databases and roles say nothing here.
        """
        schema = self._neiqin_statements()
        if not schema:
            return None
        try:
            with self.env.cr.savepoint(flush=False):
                # not an error of ours: nothing for the log
                self.env.cr.execute(
                    SQL(
                        """
                        SELECT left(query, 4000), calls, mean_exec_time, total_exec_time
                          FROM %s
                         WHERE dbid = (SELECT oid FROM pg_database
                                        WHERE datname = current_database())
                           AND userid = (SELECT oid FROM pg_roles WHERE rolname = current_user)
                           AND calls >= %s AND mean_exec_time >= %s
                         ORDER BY total_exec_time DESC LIMIT 20
                        """,
                        SQL.identifier(schema, "pg_stat_statements"),
                        OFTEN,
                        SLOW,
                    ),
                    log_exceptions=False,
                )
                return self.env.cr.fetchall()
        except UNREADABLE:
            return None

    @api.model
    def _neiqin_health_queries(self, _companies):
        rows = self._neiqin_slow_statements()
        if rows is None:
            return Found(
                health.GREY,
                "unset",
                self.env._(
                    "PostgreSQL does not count statements here (pg_stat_statements)."
                ),
                todo=self.env._(
                    "Your administrator may add it: docs/health.md says how."
                ),
            )
        figures = {"slow": len(rows)}
        figures["slowest_ms"] = round(max((row[2] for row in rows), default=0))
        if not rows:
            said = self.env._("No statement takes over a second on average.")
            return Found(health.GREEN, "ok", said, figures=figures)
        return Found(
            health.AMBER,
            "slow",
            self.env._(
                "%(count)s statements take over a second on average.", count=len(rows)
            ),
            figures=figures,
            details=tuple(
                (
                    health.AMBER,
                    self.env._(
                        "%(mean)s ms × %(calls)s: %(query)s",
                        mean=round(mean),
                        calls=calls,
                        query=health_sql.shown(query),
                    ),
                )
                for query, calls, mean, _total in rows
            ),
            todo=self.env._("This is for your administrator."),
        )
