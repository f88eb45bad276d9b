"""Whoever is responsible for a place has left: somebody who is there hears of it."""

from odoo.fields import Command
from odoo.tests import TransactionCase, new_test_user, tagged


@tagged("post_install", "-at_install")
class TestBackupPerson(TransactionCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["neiqin.backup.target"].search([]).active = False
        cls.company = cls.env["res.company"].create({"name": "杭州精工"})
        cls.leaver, cls.other = (
            new_test_user(
                cls.env,
                f"place.{name}",
                "neiqin_addon.group_neiqin_manager",
                company_id=cls.company.id,
                company_ids=[Command.set(cls.company.ids)],
            )
            for name in ("leaver", "other")
        )
        cls.place = cls.env["neiqin.backup.target"].create(
            {"name": "机房硬盘", "user_id": cls.leaver.id}
        )

    def told(self):
        """Return who got the activity and who got the mail."""
        self.place._neiqin_fail("backup", OSError(28, "No space left on device"))
        mail = self.env["mail.mail"].search(
            [("model", "=", self.place._name)], order="id desc", limit=1
        )
        return self.place.activity_ids.user_id, mail.recipient_ids.user_ids

    def test_while_he_is_there(self):
        self.assertEqual(self.told(), (self.leaver, self.leaver))

    def test_once_his_account_is_closed(self):
        self.leaver.active = False
        self.assertEqual(self.told(), (self.other, self.other))

    def test_frozen_with_a_successor(self):
        question = (
            self.env["neiqin.leaver"]
            .with_user(self.other)
            .create({"user_id": self.leaver.id, "successor_id": self.other.id})
        )
        question.action_freeze()
        self.assertEqual(self.place.user_id, self.other)
        self.assertEqual(self.told(), (self.other, self.other))
