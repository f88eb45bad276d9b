"""Backups on the screen: what is red, why, and what a drill found."""

from datetime import timedelta

from odoo import fields

from ..browser import BrowserCase


class TestBackupScreen(BrowserCase):
    def setUp(self):
        super().setUp()
        self.boss = self.chinese_user(
            "backup_boss", "neiqin_addon.group_neiqin_manager"
        )
        targets = self.env["neiqin.backup.target"]
        targets.search([]).active = False
        near, far = targets.create(
            [
                {"name": "机房硬盘", "address": "/srv/a", "user_id": self.boss.id},
                {
                    "name": "异地机房（萧山仓）",
                    "reference": "VAULT",
                    "user_id": self.boss.id,
                },
            ]
        )
        now = fields.Datetime.now() - timedelta(hours=5)
        backup = (
            self.env["neiqin.backup"]
            ._neiqin_as_server()
            .create(
                {
                    "name": "office-20260301T173000Z-17.nqb",
                    "database": self.env.cr.dbname,
                    "state": "partly",
                    "started_at": now,
                    "finished_at": now + timedelta(minutes=4),
                    "size": 213.4,
                    "size_bytes": "223766118",
                    "digest": "9f" * 32,
                    "key_id": "3f2a91c0",
                    "files": 612,
                    "orders": 148,
                }
            )
        )
        words = far.with_context(lang="zh_CN")._neiqin_sentence(
            ConnectionError("10.0.0.9")
        )
        self.env["neiqin.backup.copy"]._neiqin_as_server().create(
            [
                {
                    "backup_id": backup.id,
                    "target_id": near.id,
                    "state": "good",
                    "verified_at": now,
                },
                {
                    "backup_id": backup.id,
                    "target_id": far.id,
                    "state": "failed",
                    "error": words,
                },
            ]
        )
        checks = [["files", True, "612"], ["modules", True, "80"]]
        checks += [["counts", True, "17: 9120"], ["chains", True, "1"]]
        checks += [
            ["trail", True, "730"],
            ["login", True, ""],
            ["order", True, "S00148"],
        ]
        self.drill = (
            self.env["neiqin.restore.drill"]
            ._neiqin_as_server()
            .create(
                {
                    "target_id": near.id,
                    "backup_id": backup.id,
                    "file": backup.name,
                    "digest": backup.digest,
                    "started_at": now,
                    "finished_at": now + timedelta(minutes=6),
                    "minutes": 6.4,
                    "result": "passed",
                    "checks": checks,
                    "user_id": self.boss.id,
                    "odoo_version": "19.0",
                    "postgres_version": "18.0",
                }
            )
        )
        self.near = near

    def test_what_is_red_and_what_a_drill_found(self):
        for width, row in ((1366, ".o_data_row"), (390, ".o_kanban_record")):
            with self.browse(
                "/odoo/back-office-backup-places", self.boss, width=width
            ) as page:
                page.wait(row, "机房硬盘")
                page.wait(".o_neiqin_backup_sign .text-bg-danger", "1")
                page.assert_fits()
                page.screenshot("places")
                page.open(f"/odoo/back-office-backup-places/{self.near.id}")
                page.wait("button[name=action_neiqin_drill]")
                page.assert_fits()
                page.screenshot("place")
                page.open("/odoo/back-office-backups")
                page.wait(row, "部分完成")
                page.wait("button[name=action_neiqin_backup_now]")
                page.assert_fits()
                page.screenshot("backups")
                page.open(f"/odoo/back-office-restore-drills/{self.drill.id}")
                page.wait(".o_field_widget[name=check_lines]", "S00148")
                page.assert_fits()
                page.screenshot("drill")
