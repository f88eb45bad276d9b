"""What a thief of the database finds."""

import subprocess

from odoo.tests import tagged

from .sealed_case import SealedCase


@tagged("post_install", "-at_install")
class TestDump(SealedCase):
    """What lies on the disk, in real transactions of their own."""

    NUMBERS = (
        "13812340001",
        "0571-88992301",
        "wx_secret_77",
        "987650001",
        "13633335555",
    )

    def test_a_dump_holds_no_sealed_value(self):
        self.addCleanup(self._clean)
        with (
            self.registry.cursor() as cr,
            self.assertLogs("odoo.sql_db", "DEBUG") as logged,
        ):
            env = self.env(cr=cr)
            self._fill(env)
        log = "\n".join(logged.output)
        dump = subprocess.run(
            ["pg_dump", "--no-owner", self.env.cr.dbname],
            capture_output=True,
            check=True,
        ).stdout.decode()
        self.assertIn("保密客户", dump)
        after = log.partition("SEALED FROM HERE")[2].partition("SEARCHED FROM HERE")
        self.assertIn("保密联系人", after[0])
        for number in self.NUMBERS:
            with self.subTest(number=number):
                self.assertNotIn(number, dump)
                self.assertNotIn(number, after[0])

    def _fill(self, env):
        """Have customers of every kind, seal them, change one, search one; commit."""
        first, landline, wechat, qq, changed = self.NUMBERS
        partners = env["res.partner"].create(
            [
                {"name": "保密客户", "phone": first, "neiqin_wechat": wechat},
                {"name": "保密座机", "phone": landline, "neiqin_qq": qq},
            ]
        )
        partners[1].phone = changed  # tracked: the old number is in the chatter
        partners[1].phone = landline
        env.flush_all()
        cr = env.cr
        cr.precommit.run()
        env["neiqin.sealing"]._neiqin_the().action_seal()
        env["neiqin.sealing"]._cron_slices()
        cr.execute("SELECT 'SEALED FROM HERE'")
        reader = partners.with_user(env.ref("base.user_admin"))
        env.invalidate_all()
        self.made = partners.ids
        contact = env["res.partner"].create({"name": "保密联系人", "phone": first})
        self.made += contact.ids
        contact.write({"phone": changed, "neiqin_private_mobile": first})
        self.assertEqual(len(reader.mapped("phone")), 2)
        env.flush_all()
        cr.precommit.run()
        # a number that somebody looks for does reach PostgreSQL: colleagues are not sealed
        cr.execute("SELECT 'SEARCHED FROM HERE'")
        self.assertEqual(contact.search([("phone", "=", changed)]), contact)
        cr.commit()  # pylint: disable=invalid-commit

    def _clean(self):
        """Leave the database to the other tests as it was."""
        with self.registry.cursor() as cr:
            env = self.env(cr=cr)
            sealing = env["neiqin.sealing"]._neiqin_the()
            for model in sealing._neiqin_models():
                while model._neiqin_slice("open"):
                    pass
            sealing._neiqin_set(state="off", key_id=False)
            env["res.partner"].browse(getattr(self, "made", [])).unlink()
            cr.commit()  # pylint: disable=invalid-commit
