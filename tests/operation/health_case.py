"""A database all of whose checks are quiet, so that a test sees what it did itself."""

from datetime import timedelta
from unittest.mock import patch

from odoo import fields
from odoo.service.model import call_kw

from odoo.addons.neiqin_addon.models.operation.health import GROUPS

from ..control.sealed_case import KEY_1, SealedCase
from ..control.trail_case import TrailCase

LIGHTS = {"red", "amber", "grey", "green"}


class HealthCase(TrailCase):
    """The page of a manager of one company, ``trail_manager``; nothing is backed up."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        SealedCase.keys.__func__(cls, KEY_1)
        cls.health = cls.env["neiqin.health"]
        cls.now = fields.Datetime.now()
        cls.crons = cls.env["ir.cron"].search([("active", "=", True)])
        later = cls.now + timedelta(hours=1)
        cls.crons.write({"nextcall": later, "lastcall": cls.now, "failure_count": 0})
        cls.env["neiqin.backup.target"].search([]).active = False
        cls.env["mail.mail"].search(
            [("state", "in", ("outgoing", "exception"))]
        ).unlink()
        cls.env["fetchmail.server"].search([]).active = False
        cls.env["neiqin.failure"].search(
            [("state", "=", "open")]
        )._neiqin_as_server().write({"state": "solved"})

    def page(self, user=None, companies=None):
        """Return ``{key: row}`` as a user's browser gets it."""
        user = user or self.manager
        health = self.health.with_user(user)
        health = health.with_context(
            allowed_company_ids=companies or user.company_id.ids, lang="en_US"
        )
        self.answer = call_kw(health, "load", [], {})
        rows = [row for group in self.answer["groups"] for row in group["checks"]]
        self.assertEqual({row["light"] for row in rows} - LIGHTS, set())
        return {row["key"]: row for row in rows}

    def report(self):
        """Return what monitoring is told."""
        return self.health._neiqin_report()

    def found(self, key):
        """Return ``(light, code)`` of one check, and that page and report agree."""
        check = self.report()["checks"][key]
        row = self.page()[key]
        self.assertEqual(row["light"], check["light"])
        return check["light"], check["code"]

    def target(self, name="机房硬盘", days=0, **values):
        target = self.env["neiqin.backup.target"].create(
            {"name": name, "user_id": self.manager.id, **values}
        )
        self.age(target, days)
        return target

    def age(self, records, days):
        """Let rows have been made so many days ago."""
        self.env.flush_all()
        self.env.cr.execute(
            f"UPDATE {records._table} SET create_date = %s WHERE id = ANY(%s)",
            [fields.Datetime.now() - timedelta(days=days), records.ids],
        )
        records.invalidate_recordset()

    def backup(self, target, hours, state="good", error=False):
        moment = fields.Datetime.now() - timedelta(hours=hours)
        backup = (
            self.env["neiqin.backup"]
            ._neiqin_as_server()
            .create(
                {
                    "name": f"office-{hours}.nqb",
                    "database": self.env.cr.dbname,
                    "state": "done" if state == "good" else "partly",
                    "started_at": moment,
                    "finished_at": moment,
                }
            )
        )
        self.env["neiqin.backup.copy"]._neiqin_as_server().create(
            {
                "backup_id": backup.id,
                "target_id": target.id,
                "state": state,
                "error": error,
            }
        )
        return backup

    def drill(self, target, days, result="passed"):
        moment = fields.Datetime.now() - timedelta(days=days)
        return (
            self.env["neiqin.restore.drill"]
            ._neiqin_as_server()
            .create(
                {
                    "target_id": target.id,
                    "started_at": moment,
                    "finished_at": moment,
                    "result": result,
                }
            )
        )

    def mail(self, state, hours, count=1, company=None, **values):
        mails = self.env["mail.mail"].create(
            [
                {
                    "subject": "订单确认函",
                    "email_to": "wang@customer.example",
                    "record_company_id": company and company.id,
                    **values,
                }
                for _number in range(count)
            ]
        )
        mails.write({"state": state})
        self.env.flush_all()
        moment = fields.Datetime.now() - timedelta(hours=hours)
        self.env.cr.execute(
            "UPDATE mail_mail SET create_date = %s, write_date = %s WHERE id = ANY(%s)",
            [moment, moment, mails.ids],
        )
        return mails

    def without(self, name, error):
        """Let a method of the page raise."""
        return patch.object(type(self.health), name, side_effect=error)


__all__ = ["GROUPS", "HealthCase"]
