"""The machine beneath: database, disk, slow statements, versions."""

import platform
import shutil

import odoo.release
from odoo import api, fields, models
from odoo.modules.module import Manifest
from odoo.tools import SQL, config

from ...tools import health, health_sql
from .health import Found

#: A transaction that old keeps the database from cleaning up.
OLD, TOO_OLD = health.HOUR / 4, 4 * health.HOUR
#: Share of connections in use.
BUSY = 0.8
#: Transactions until PostgreSQL stops writing are two milliards.
AGED, TOO_AGED = 1_000_000_000, 1_600_000_000
#: Share of the disk that is free.
TIGHT, FULL = 0.15, 0.05
#: Milliseconds that a statement may take on average, and calls that make an average.
SLOW, OFTEN = 1000, 10


class NeiqinHealth(models.AbstractModel):
    _inherit = "neiqin.health"

    @api.model
    def _neiqin_health_database(self, _companies):
        ((size, age, used, most, begun),) = self.env.execute_query(
            SQL(
                """
                SELECT pg_database_size(current_database()),
                       (SELECT age(datfrozenxid) FROM pg_database
                         WHERE datname = current_database()),
                       (SELECT count(*) FROM pg_stat_activity
                         WHERE backend_type = 'client backend'),
                       current_setting('max_connections')::int,
                       (SELECT min(xact_start) AT TIME ZONE 'UTC' FROM pg_stat_activity
                         WHERE backend_type = 'client backend'
                           AND datname = current_database()
                           AND pid <> pg_backend_pid())
                """
            )
        )
        now, share = fields.Datetime.now(), used / most
        at_work = self.env["neiqin.backup"]._neiqin_is_at_work()
        # a backup reads in one transaction, however long it takes
        lasting = health.GREEN if at_work else health.by_age(begun, now, OLD, TOO_OLD)
        aged = (
            health.GREEN
            if age < AGED
            else health.AMBER
            if age < TOO_AGED
            else health.RED
        )
        verdicts = [
            (
                lasting,
                "transaction",
                self.env._("A transaction has been open for long."),
            ),
            (
                health.AMBER if share > BUSY else health.GREEN,
                "connections",
                self.env._("Nearly all connections of the database are in use."),
            ),
            (aged, "wraparound", self.env._("The database was not vacuumed for long.")),
        ]
        light, code, said = min(verdicts, key=lambda one: health.place(one[0]))
        if light == health.GREEN:
            code = "ok"
            said = self.env._(
                "%(size)s MB, %(used)s of %(most)s connections in use.",
                size=round(size / 2**20),
                used=used,
                most=most,
            )
        figures = {
            "size_mb": round(size / 2**20),
            "connections": used,
            "connections_max": most,
            "oldest_transaction_seconds": max(round((now - begun).total_seconds()), 0)
            if begun
            else 0,
            "frozen_age": age,
        }
        since = begun.replace(microsecond=0) if code == "transaction" else None
        todo = (
            ""
            if light == health.GREEN
            else self.env._("This is for your administrator.")
        )
        return Found(light, code, said, since, figures, self._neiqin_tables(), todo)

    @api.model
    def _neiqin_tables(self):
        """Return lines about the largest tables and their indexes."""
        rows = self.env.execute_query(
            SQL(
                """
                SELECT relname, pg_table_size(oid), pg_indexes_size(oid)
                  FROM (SELECT oid, relname FROM pg_class
                         WHERE relkind = 'r' AND relnamespace = current_schema()::regnamespace
                         ORDER BY relpages DESC, oid LIMIT 5) AS large
                 ORDER BY 2 DESC
                """
            )
        )
        return tuple(
            (
                health.GREEN,
                self.env._(
                    "%(table)s: %(rows)s MB, indexes %(indexes)s MB",
                    table=name,
                    rows=round(size / 2**20, 1),
                    indexes=round(indexes / 2**20, 1),
                ),
            )
            for name, size, indexes in rows
        )

    @api.model
    def _neiqin_health_disk(self, _companies):
        whole, _used, free = shutil.disk_usage(config["data_dir"])
        share = free / whole if whole else 0
        light = (
            health.RED
            if share < FULL
            else health.AMBER
            if share < TIGHT
            else health.GREEN
        )
        figures = {"free_percent": round(share * 100), "free_gb": round(free / 2**30)}
        return Found(
            light,
            "ok" if light == health.GREEN else "tight",
            self.env._(
                "%(share)s %% of the disk with the files are free (%(free)s GB).",
                share=figures["free_percent"],
                free=figures["free_gb"],
            ),
            figures=figures,
            todo=""
            if light == health.GREEN
            else self.env._("Your administrator makes room before it is full."),
        )

    # -- slow queries

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
    def _neiqin_health_queries(self, _companies):
        schema = self._neiqin_statements()
        if not schema:
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
        # the own statements only: those of other databases and roles say nothing here
        rows = self.env.execute_query(
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
            )
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

    # -- versions

    @api.model
    def _neiqin_versions(self):
        major, minor = divmod(self.env.cr._cnx.server_version, 10000)
        return {
            "neiqin_addon": Manifest.for_addon("neiqin_addon").version,
            "odoo": odoo.release.version,
            "postgresql": f"{major}.{minor}",
            "python": platform.python_version(),
        }

    @api.model
    def _neiqin_health_version(self, _companies):
        modules = self.env["ir.module.module"].search_fetch(
            [
                ("name", "=like", "neiqin\\_addon%"),
                ("state", "not in", ("uninstalled", "uninstallable")),
            ],
            ["name", "state", "latest_version"],
        )
        waiting = self.env["ir.module.module"].search_count(
            [("state", "=like", "to %")]
        )
        other = modules.filtered(lambda one: one.latest_version != _on_disk(one.name))
        figures = {
            "addons": len(modules),
            "other_version": len(other),
            "waiting": waiting,
        }
        known = self._neiqin_versions()
        details = [(health.GREEN, f"Odoo {known['odoo']}")]
        details += [(health.GREEN, f"PostgreSQL {known['postgresql']}")]
        details += [(health.GREEN, f"Python {known['python']}")]
        if not other and not waiting:
            said = self.env._(
                "Version %(version)s, everywhere.", version=known["neiqin_addon"]
            )
            return Found(health.GREEN, "ok", said, None, figures, tuple(details))
        details += [
            (
                health.RED,
                self.env._(
                    "%(name)s: the program is %(code)s, the database %(base)s",
                    name=one.name,
                    code=_on_disk(one.name) or "?",
                    base=one.latest_version or "?",
                ),
            )
            for one in other
        ]
        return Found(
            health.RED,
            "update",
            self.env._("The database is not of the program's version."),
            None,
            figures,
            tuple(details),
            self.env._(
                "Your administrator updates the add-on (odoo-bin -u neiqin_addon); until "
                "then schedules may stand still."
            ),
        )


def _on_disk(name):
    manifest = Manifest.for_addon(name, display_warning=False)
    return manifest.version if manifest else None
