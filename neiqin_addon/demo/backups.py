"""Three weeks of nightly backups: one place in order, one whose line was cut last night."""

from datetime import timedelta

from odoo import fields, models
from odoo.exceptions import UserError

from ..models.operation import backup_server
from ..tools import backup_place

DAYS = 21
#: Nights on which the other building could not be reached.
CUT = (0,)


class NeiqinDemo(models.AbstractModel):
    _inherit = "neiqin.demo"

    def _parts(self):
        return [*super()._parts(), "backups"]

    def _load_backups(self):
        near, far = self._make_backup_places()
        now = self._moment(self._today(), 2, 30)
        if now > fields.Datetime.now():
            now -= timedelta(days=1)
        for days in range(DAYS, -1, -1):
            self._make_backup(now - timedelta(days=days), near, far, days)
        self._make_drills(near, now)
        self._make_drills(far, now - timedelta(days=1))
        words = far.with_context(lang="zh_CN")._neiqin_sentence(
            ConnectionError("sftp://vault.example.com:22")
        )
        failures = self.env["neiqin.failure"]
        failures._neiqin_note(far, "backup", UserError(words))

    def _make_backup_places(self):
        manager = self._known("user_manager")
        targets = self.env["neiqin.backup.target"].with_context(lang="zh_CN")
        allowed = backup_server.places().get(backup_place.FOLDERS, "/srv/backups")
        return targets.create(
            [
                {
                    "name": "机房硬盘",
                    "address": f"{allowed.split(':')[0]}/office",
                    "user_id": manager.id,
                    "keep_days": 7,
                },
                {
                    "name": "异地机房（萧山仓）",
                    "reference": "VAULT",
                    "user_id": manager.id,
                    "keep_days": 14,
                },
            ]
        )

    def _make_backup(self, moment, near, far, days):
        orders = self.env["sale.order"].search_count([("date_order", "<=", moment)])
        size = 180 + orders * 0.35
        cut = days in CUT
        backup = (
            self.env["neiqin.backup"]
            ._neiqin_as_server()
            .create(
                {
                    "name": f"{self.env.cr.dbname}-{moment:%Y%m%dT%H%M%SZ}-{DAYS - days}.nqb",
                    "database": self.env.cr.dbname,
                    "state": "partly" if cut else "done",
                    "started_at": moment,
                    "finished_at": moment + timedelta(minutes=3, seconds=orders % 60),
                    "size": size,
                    "size_bytes": str(int(size * 2**20)),
                    "files": 400 + orders * 3,
                    "orders": orders,
                    "key_id": "3f2a91c0",
                }
            )
        )
        for target in near + far:
            self._make_copy(backup, target, moment, cut and target == far, days)

    def _make_copy(self, backup, target, moment, failed, days):
        old = days >= target.keep_days and moment.weekday() != 6
        words = target._neiqin_sentence(ConnectionError("sftp://vault.example.com:22"))
        self.env["neiqin.backup.copy"]._neiqin_as_server().create(
            {
                "backup_id": backup.id,
                "target_id": target.id,
                "state": "failed" if failed else "removed" if old else "good",
                "verified_at": not failed and backup.finished_at,
                "removed_at": old and moment + timedelta(days=target.keep_days),
                "error": failed and words,
            }
        )

    def _make_drills(self, target, now):
        good = target.copy_ids.filtered(lambda copy: copy.state == "good")
        for copy, minutes in zip(good.sorted("id")[-8::7], (6.4, 6.8), strict=False):
            begun = copy.started_at + timedelta(hours=2)
            orders = copy.backup_id.orders
            self.env["neiqin.restore.drill"]._neiqin_as_server().create(
                {
                    "target_id": target.id,
                    "backup_id": copy.backup_id.id,
                    "file": copy.name,
                    "started_at": begun,
                    "finished_at": begun + timedelta(minutes=minutes),
                    "minutes": minutes,
                    "result": "passed",
                    "checks": [
                        ["files", True, str(copy.backup_id.files)],
                        ["modules", True, "62"],
                        ["counts", True, f"17: {orders * 41}"],
                        ["chains", True, "1"],
                        ["trail", True, str(orders * 5)],
                        ["login", True, ""],
                        ["order", True, "S00087"],
                    ],
                    "user_id": target.user_id.id,
                    "odoo_version": "19.0",
                    "postgres_version": "18.0",
                }
            )
