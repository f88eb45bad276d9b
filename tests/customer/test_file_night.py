"""The nightly run: one bad customer stops no other, and is told to a person."""

from odoo.tests import tagged
from odoo.tools import SQL, mute_logger

from ..control.schedule_case import FAILURES
from .file_case import FileCase

MEASURE = "odoo.addons.neiqin_addon.models.customer.file_measure"


@tagged("post_install", "-at_install")
class TestFileNight(FileCase):
    def night(self):
        with mute_logger("odoo.sql_db", FAILURES, MEASURE):
            with self.enter_registry_test_mode():
                self.env.ref(
                    "neiqin_addon.ir_cron_customer_file"
                ).method_direct_trigger()
        self.env.invalidate_all()

    def forget(self, partners):
        """Take the figures away, as if the night had never been."""
        self.env.flush_all()
        self.env.cr.execute(
            "UPDATE res_partner SET neiqin_file_completeness = NULL WHERE id = ANY(%s)",
            [partners.ids],
        )
        self.env.invalidate_all()

    def failures(self, partner):
        return self.env["neiqin.failure"].search(
            [("res_model", "=", "res.partner"), ("res_id", "=", partner.id)]
        )

    def test_one_bad_customer_stops_no_other(self):
        others = self.new_customer("宁波恒达") | self.new_customer("苏州新力")
        for partner in self.customer | others:
            self.fill_address(partner)
        self.forget(self.customer | others)
        self.env.cr.execute(
            SQL(
                "ALTER TABLE res_partner ADD CONSTRAINT broken CHECK"
                " (id <> %s OR neiqin_file_completeness IS NULL) NOT VALID",
                SQL(str(self.customer.id)),
            )
        )
        self.night()
        self.assertEqual(others.mapped("neiqin_file_completeness"), [40, 40])
        self.assertEqual(self.customer.neiqin_file_completeness, 0)
        self.assertEqual(self.failures(self.customer).state, "open")
        self.assertFalse(self.failures(others[0]))
        self.env.cr.execute("ALTER TABLE res_partner DROP CONSTRAINT broken")
        self.night()
        self.assertEqual(self.customer.neiqin_file_completeness, 40)
        self.assertEqual(self.failures(self.customer).state, "solved")

    def test_who_is_no_customer_any_more_loses_the_figure(self):
        self.fill_address(self.customer)
        self.env.flush_all()
        # past the ORM, as a migration does it
        self.env.cr.execute(
            "UPDATE res_partner SET customer_rank = 0 WHERE id = %s", [self.customer.id]
        )
        self.env.invalidate_all()
        self.night()
        self.assertEqual(self.file(), (0, set()))

    def test_a_second_night_writes_nothing(self):
        self.night()
        self.env.cr.execute("SELECT MAX(xmin::text::bigint) FROM res_partner")
        before = self.env.cr.fetchone()
        changed = self.env["res.partner"].browse(
            self.env["res.partner"]._neiqin_file_customers()
        )
        self.assertEqual(changed._neiqin_file_measure(), [])
        self.env.cr.execute("SELECT MAX(xmin::text::bigint) FROM res_partner")
        self.assertEqual(self.env.cr.fetchone(), before)
