"""A script changes only by a new version that a second person approves."""

from psycopg2 import Error as DatabaseError

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Command
from odoo.tools import SQL, mute_logger

from .test_script import ScriptCase


class TestApproval(ScriptCase):
    def test_nobody_is_offered_a_draft(self):
        complaint = self.complain(type_id=self.types["quality"].id)
        self.draft()
        self.assertEqual(self.offered(complaint), [])

    def test_a_clerk_does_not_approve(self):
        with self.assertRaises(AccessError):
            self.draft().action_publish()

    def test_who_wrote_does_not_approve(self):
        script = self.draft(self.supervisor)
        with self.assertRaises(AccessError):
            script.action_publish()
        script.with_user(self.manager).action_publish()
        self.assertEqual((script.state, script.version), ("published", 1))

    def test_who_wrote_a_part_does_not_approve_either(self):
        """Letting somebody else change a comma last does not make two persons."""
        script = self.draft(self.supervisor)
        script.with_user(self.clerk).body += "!"
        with self.assertRaises(AccessError):
            script.with_user(self.supervisor).action_publish()

    def test_every_part_of_a_version_counts_as_writing(self):
        script = self.script()
        for values in (
            {"name": "Another title"},
            {"occasion": "solution"},
            {"complaint_type_ids": [Command.clear()]},
            {"company_id": self.company.id},
        ):
            script.with_user(self.supervisor).write(values)
            self.assertTrue(script.has_changes, values)
            with self.assertRaises(AccessError):
                script.with_user(self.supervisor).action_publish()
            script.with_user(self.manager).action_publish()
            self.assertFalse(script.has_changes)

    def test_the_draft_s_authors_and_the_version_are_the_server_s(self):
        script = self.draft()
        version = self.script(name="Other").version_id
        for values in (
            {"author_ids": [Command.clear()]},
            {"state": "published"},
            {"version_id": version.id},
            {"version_ids": [Command.link(version.id)]},
        ):
            with self.assertRaises(AccessError):
                script.with_user(self.manager).write(values)

    def test_a_change_is_offered_once_it_is_approved(self):
        complaint = self.complain(type_id=self.types["quality"].id)
        script = self.script(body="First text")
        script.body = "Second text"
        [offer] = self.offered(complaint)
        self.assertEqual(offer["substitution"], "First text")
        script.with_user(self.supervisor).action_publish()
        [offer] = self.offered(complaint)
        self.assertEqual(offer["substitution"], "Second text")
        self.assertEqual(script.version_ids.mapped("number"), [2, 1])
        self.assertEqual(script.version_ids.mapped("body")[1], "First text")

    def test_a_version_never_changes(self):
        version = self.script().version_id
        with self.assertRaises(AccessError):
            version.sudo().write({"body": "Another"})
        with self.assertRaises(AccessError):
            version.sudo().unlink()
        with (
            mute_logger("odoo.sql_db"),
            self.assertRaises(DatabaseError),
            self.cr.savepoint(),
        ):
            self.cr.execute(
                SQL(
                    "UPDATE neiqin_script_version SET body = 'x' WHERE id = %s",
                    version.id,
                )
            )

    def test_the_canned_response_of_a_script_never_changes(self):
        """Administrators of canned responses may change shared ones, not these."""
        canned = self.script().version_id.sudo().canned_ids
        admin = self.manager
        admin.group_ids += self.env.ref("mail.group_mail_canned_response_admin")
        for values in ({"substitution": "x"}, {"group_ids": [Command.clear()]}):
            with self.assertRaises(UserError):
                canned.with_user(admin).write(values)
        with self.assertRaises(UserError):
            canned.with_user(admin).unlink()
        with self.assertRaises(AccessError):
            self.env["mail.canned.response"].with_user(admin).create(
                {
                    "source": "false",
                    "substitution": "false",
                    "neiqin_version_id": canned.neiqin_version_id.id,
                }
            )
        self.assertIn("Dear {contact}", canned.substitution)

    def test_what_was_in_use_is_withdrawn_and_not_deleted(self):
        complaint = self.complain(type_id=self.types["quality"].id)
        script = self.script()
        with self.assertRaises(UserError):
            script.with_user(self.manager).unlink()
        with self.assertRaises(AccessError):
            script.with_user(self.clerk).action_withdraw()
        script.with_user(self.supervisor).action_withdraw()
        self.assertEqual(self.offered(complaint), [])
        self.assertEqual(script.version_ids.mapped("number"), [1])
        # what one wrote oneself is not brought back alone
        script.with_user(self.supervisor).body = "Changed"
        with self.assertRaises(AccessError):
            script.with_user(self.supervisor).action_publish()

    def test_a_placeholder_nobody_fills_is_refused(self):
        with self.assertRaisesRegex(ValidationError, "custommer"):
            self.draft(body="Dear {custommer}")
