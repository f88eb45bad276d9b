"""A schedule to run, and a row that the database refuses to change."""

from contextlib import contextmanager
from datetime import timedelta

from freezegun import freeze_time

from odoo import fields
from odoo.tools import SQL, mute_logger

from .approval_case import ApprovalCase

FAILURES = "odoo.addons.neiqin_addon.models.control.failure"


class ScheduleCase(ApprovalCase):
    def run_cron(self, name, **later):
        with freeze_time(fields.Datetime.now() + timedelta(**later)):
            with self.enter_registry_test_mode():
                self.env.ref(f"neiqin_addon.{name}").method_direct_trigger()

    def run_clock(self, **later):
        with mute_logger("odoo.sql_db", FAILURES):
            self.run_cron("ir_cron_approval_watch", **later)

    @contextmanager
    def broken(self, record, condition):
        """Have the database refuse changes of one row, as a damaged row would."""
        self.env.flush_all()
        table = SQL.identifier(record._table)
        self.env.cr.execute(
            SQL(
                "ALTER TABLE %s ADD CONSTRAINT broken CHECK (id <> %s OR %s) NOT VALID",
                table,
                SQL(str(record.id)),
                SQL(condition),
            )
        )
        yield
        self.env.cr.execute(SQL("ALTER TABLE %s DROP CONSTRAINT broken", table))

    def failures(self, record):
        return self.env["neiqin.failure"].search(
            [("res_model", "=", record._name), ("res_id", "in", record.ids)]
        )

    def activities(self, record):
        kind = self.env.ref("neiqin_addon.mail_activity_type_failure")
        return record.sudo().activity_ids.filtered(
            lambda todo: todo.activity_type_id == kind
        )
