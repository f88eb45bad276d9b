"""Nobody bends the trail: not the ORM, not SQL, and who does is found out."""

import psycopg2

from odoo.exceptions import AccessError
from odoo.tests import tagged
from odoo.tools import mute_logger

from .trail_case import TrailCase


@tagged("post_install", "-at_install")
class TestTrailRefusals(TrailCase):
    def test_superuser_cannot_write(self):
        entry = self.log(self.partners[0])
        with self.assertRaises(AccessError):
            entry.sudo().write({"reason": "nothing happened"})
        with self.assertRaises(AccessError):
            entry.sudo().reason = "nothing happened"

    def test_superuser_cannot_unlink(self):
        entry = self.log(self.partners[0])
        with self.assertRaises(AccessError):
            entry.sudo().unlink()
        with self.assertRaises(AccessError):
            entry.sudo().with_context(_force_unlink=True).unlink()

    def test_superuser_cannot_create(self):
        values = {
            "company_id": self.company.id,
            "date": "2026-03-01 00:00:00",
            "user_id": self.clerk.id,
            "user_name": "x",
            "real_user_id": self.clerk.id,
            "action": "approve",
            "res_model": "res.partner",
        }
        with self.assertRaises(AccessError):
            self.trail.sudo().create(values)
        with self.assertRaises(AccessError):
            self.trail.sudo()._neiqin_as_server().create(values)
        with self.assertRaises(AccessError):
            self.log(self.partners[0]).sudo().copy()

    def assert_sql_refused(self, query):
        with (
            mute_logger("odoo.sql_db"),
            self.assertRaises(psycopg2.errors.RestrictViolation),
            self.env.cr.savepoint(),
        ):
            self.env.cr.execute(query)

    def test_plain_sql_refused(self):
        entry = self.sealed(1)
        for query in (
            "UPDATE neiqin_trail_entry SET reason = 'x'",
            f"UPDATE neiqin_trail_entry SET sequence = 9 WHERE id = {entry.id}",
            f"UPDATE neiqin_trail_entry SET digest = NULL WHERE id = {entry.id}",
            f"DELETE FROM neiqin_trail_entry WHERE id = {entry.id}",
            "TRUNCATE neiqin_trail_entry",
        ):
            with self.subTest(query):
                self.assert_sql_refused(query)

    def test_guard_holds_for_replication_too(self):
        """A session that says it replicates skips triggers which are merely on."""
        self.assertTrue(self.trail._neiqin_guard_in_place())
        self.env.cr.execute("ALTER TABLE neiqin_trail_entry ENABLE TRIGGER USER")
        self.assertFalse(self.trail._neiqin_guard_in_place())

    def test_seal_changes_nothing_beside_itself(self):
        entry = self.log(self.partners[0])
        self.assert_sql_refused(
            "UPDATE neiqin_trail_entry SET sequence = 1, reason = 'x'"
            f" WHERE id = {entry.id}"
        )

    def test_anchor_is_append_only(self):
        self.sealed(2)
        anchor = self.chain()._neiqin_anchor()
        with self.assertRaises(AccessError):
            anchor.sudo().write({"digest": "x"})
        with self.assertRaises(AccessError):
            anchor.sudo().unlink()
        self.assert_sql_refused("UPDATE neiqin_trail_anchor SET digest = 'x'")
        self.assert_sql_refused("DELETE FROM neiqin_trail_anchor")

    def test_check_and_chain_are_the_servers(self):
        self.sealed(1)
        self.check()
        check = self.env["neiqin.trail.check"].search([], limit=1).sudo()
        with self.assertRaises(AccessError):
            check.write({"state": "intact"})
        with self.assertRaises(AccessError):
            self.chain().sudo().write({"sequence": 0})


@tagged("post_install", "-at_install")
class TestTrailTampering(TrailCase):
    def setUp(self):
        super().setUp()
        self.entries = self.sealed(6)

    def tamper(self, query, *values):
        with self.unguarded() as cr:
            cr.execute(query, values)

    def assert_fault(self, fault, entry_id, sequence):
        result = self.check()
        self.assertEqual(
            (result["ok"], result["fault"], result["entry_id"], result["sequence"]),
            (False, fault, entry_id, sequence),
        )

    def test_untouched_is_intact(self):
        result = self.check()
        self.assertEqual((result["ok"], result["rows"]), (True, 6))
        self.assertEqual(self.entries.mapped("sequence"), [1, 2, 3, 4, 5, 6])

    def test_edited_row(self):
        for column, value in (
            ("reason", "as agreed"),
            ("user_id", self.clerk.id),
            ("user_name", "Somebody Else"),
            ("date", "2020-01-01"),
            ("res_id", 1),
            ("details", "{}"),
            ("ip_address", "10.0.0.1"),
            ("company_id", 1),
        ):
            with self.subTest(column), self.env.cr.savepoint() as savepoint:
                third = self.entries[2]
                self.tamper(
                    f"UPDATE neiqin_trail_entry SET {column} = %s WHERE id = %s",
                    value,
                    third.id,
                )
                # moved to another company a row is missing in this one
                fault = "missing" if column == "company_id" else "changed"
                self.assert_fault(fault, third.id, 3)
                savepoint.rollback()
                self.env.invalidate_all()

    def test_edited_and_sealed_again(self):
        third = self.entries[2]
        with self.unguarded() as cr:
            cr.execute(
                "UPDATE neiqin_trail_entry SET reason = 'x', sequence = NULL,"
                " previous_id = NULL, previous_digest = NULL, digest = NULL"
                " WHERE id = %s",
                [third.id],
            )
            chain = self.chain()
            chain._neiqin_as_server().write(
                {
                    "sequence": 2,
                    "entry_id": self.entries[1].id,
                    "digest": self.entries[1].digest,
                }
            )
        self.seal()
        self.assert_fault("resealed", third.id, 3)

    def test_deleted_in_the_middle(self):
        third = self.entries[2]
        self.tamper("DELETE FROM neiqin_trail_entry WHERE id = %s", third.id)
        self.assert_fault("missing", third.id, 3)

    def test_deleted_at_the_tail(self):
        last = self.entries[-1]
        self.tamper("DELETE FROM neiqin_trail_entry WHERE id = %s", last.id)
        self.assert_fault("tail", last.id, 6)

    def test_deleted_at_the_tail_and_written_on(self):
        last = self.entries[-1]
        self.tamper("DELETE FROM neiqin_trail_entry WHERE id = %s", last.id)
        self.log(self.partners[1])
        self.seal()
        self.assert_fault("missing", last.id, 6)

    def test_tail_deleted_together_with_its_head(self):
        self.chain()._neiqin_anchor()
        last, before = self.entries[-1], self.entries[-2]
        self.tamper("DELETE FROM neiqin_trail_entry WHERE id = %s", last.id)
        self.tamper(
            "UPDATE neiqin_trail_chain SET sequence = 5, entry_id = %s, digest = %s"
            " WHERE company_id = %s",
            before.id,
            before.digest,
            self.company.id,
        )
        self.assert_fault("tail", last.id, 6)

    def test_all_deleted(self):
        last = self.entries[-1]
        self.tamper(
            "DELETE FROM neiqin_trail_entry WHERE company_id = %s", self.company.id
        )
        self.assert_fault("tail", last.id, 1)

    def test_swapped_places(self):
        third, fourth = self.entries[2:4]
        self.tamper(
            "UPDATE neiqin_trail_entry SET sequence = 7 - sequence WHERE id IN %s",
            (third.id, fourth.id),
        )
        self.assert_fault("reordered", fourth.id, 3)

    def test_swapped_seals(self):
        third, fourth = self.entries[2:4]
        with self.unguarded() as cr:
            for entry, seal in ((third, fourth), (fourth, third)):
                cr.execute(
                    "UPDATE neiqin_trail_entry SET sequence = %s, previous_id = %s,"
                    " previous_digest = %s, digest = %s WHERE id = %s",
                    [
                        seal.sequence,
                        seal.previous_id,
                        seal.previous_digest,
                        seal.digest,
                        entry.id,
                    ],
                )
        self.assert_fault("changed", fourth.id, 3)

    def test_whole_chain_computed_anew(self):
        self.chain()._neiqin_anchor()
        sixth = self.entries[-1]
        self.tamper(
            "UPDATE neiqin_trail_entry SET sequence = NULL, previous_id = NULL,"
            " previous_digest = NULL, digest = NULL, reason = 'x' WHERE company_id = %s",
            self.company.id,
        )
        self.tamper(
            "UPDATE neiqin_trail_chain SET sequence = 0, entry_id = 0, digest = NULL"
            " WHERE company_id = %s",
            self.company.id,
        )
        self.seal()
        self.assert_fault("recomputed", sixth.id, 6)

    def test_forged_seal_is_found_and_does_not_stop_the_sealing(self):
        forged = self.log(self.partners[1])
        self.env.cr.execute(
            "UPDATE neiqin_trail_entry SET sequence = 7, previous_id = %s,"
            " previous_digest = %s, digest = '$1$00' WHERE id = %s",
            [self.entries[-1].id, self.entries[-1].digest, forged.id],
        )
        later = self.log(self.partners[2])
        self.seal()
        self.assertTrue(later.is_sealed)
        self.assert_fault("changed", forged.id, 7)

    def test_guard_removed(self):
        self.env.cr.execute("ALTER TABLE neiqin_trail_entry DISABLE TRIGGER USER")
        self.assert_fault("unguarded", 0, 0)

    def test_auditor_is_alarmed_once_by_activity_and_each_time_by_mail(self):
        self.tamper("DELETE FROM neiqin_trail_entry WHERE id = %s", self.entries[2].id)
        self.check()
        self.check()
        chain = self.chain()
        self.assertEqual(chain.activity_ids.user_id, self.auditor)
        self.assertEqual(len(chain.activity_ids), 1)
        mails = self.env["mail.mail"].search(
            [("model", "=", chain._name), ("res_id", "=", chain.id)]
        )
        self.assertEqual(mails.recipient_ids, self.auditor.partner_id)
        self.assertEqual(len(mails), 2)
        self.assertIn(f"row {self.entries[2].id}, place 3", mails[0].body_html)
