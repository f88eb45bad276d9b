"""The machine beneath: database, disk, versions."""

import platform
import shutil

import odoo.release
from odoo import api, fields, models
from odoo.modules.module import Manifest
from odoo.tools import SQL, config

from ...tools import health
from .health import Found

#: A transaction that old keeps the database from cleaning up.
OLD, TOO_OLD = health.HOUR / 4, 4 * health.HOUR
#: Share of connections in use; no share of them is red by itself.
BUSY, TOO_BUSY = 0.8, 1
#: Transactions until PostgreSQL stops writing are two milliards.
AGED, TOO_AGED = 1_000_000_000, 1_600_000_000
#: Share of the disk that is in use.
TIGHT, FULL = 0.85, 0.95


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
        verdicts = [
            (
                lasting,
                "transaction",
                self.env._("A transaction has been open for long."),
            ),
            (
                health.by_level(share, BUSY, TOO_BUSY),
                "connections",
                self.env._("Nearly all connections of the database are in use."),
            ),
            (
                health.by_level(age, AGED, TOO_AGED),
                "wraparound",
                self.env._("The database was not vacuumed for long."),
            ),
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
        light = health.by_level(1 - share, TIGHT, FULL)
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
