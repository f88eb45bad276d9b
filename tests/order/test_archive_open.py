"""Opening takes two persons and makes a new version; nothing is destroyed too early."""

from datetime import date

from freezegun import freeze_time

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .archive_case import ArchiveCase


@tagged("post_install", "-at_install")
class TestArchiveOpen(ArchiveCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.third = cls.person("archive_three", "clerk")
        cls.order_done = cls.done_order()
        cls.archived = cls.archive(cls.order_done)

    def ask(self, user=None, reason="客户退货"):
        dialog = self.env["neiqin.archive.why"].with_user(user or self.other_clerk)
        dialog.create({"archive_id": self.archived.id, "reason": reason}).action_do()
        return self.archived._neiqin_running()

    def open(self):
        approval = self.ask()
        for user in (self.third, self.boss):
            approval.with_user(user).action_approve()
        return approval

    def test_two_persons_open_it(self):
        digest, manifest = self.archived.digest, self.archived.manifest
        approval = self.ask()
        self.assertEqual(self.order_done.neiqin_archive_state, "archived")
        third = self.third
        for user in (self.other_clerk, self.clerk):  # who asked, who archived
            with self.assertRaises(UserError):
                approval.with_user(user).action_approve()
        approval.with_user(third).action_approve()
        self.assertEqual(self.order_done.neiqin_archive_state, "archived")
        with self.assertRaises(UserError):
            approval.with_user(third).action_approve()
        approval.with_user(self.boss).action_approve()
        self.assertEqual(self.order_done.neiqin_archive_state, "open")
        self.assertEqual(self.archived.state, "opened")
        self.assertEqual(self.archived.opened_why, "客户退货")
        self.order_done.write({"client_order_ref": "PO-7"})
        self.bring_back(self.order_done.picking_ids, 1, refund=False)
        second = self.archive(self.order_done)
        self.assertEqual((second.version, second.name[-3:]), (2, "/A2"))
        self.assertEqual(len(second.document_ids), len(self.archived.document_ids) + 1)
        self.assertEqual(
            (self.archived.digest, self.archived.manifest), (digest, manifest)
        )
        results = (self.archived | second).with_user(self.auditor).verify()
        self.assertEqual([result["ok"] for result in results], [True, True])

    def test_uploads_go_into_the_next_version(self):
        self.open()
        self.kind.wants_delivery = "upload"
        self.order_done.with_user(self.clerk)._neiqin_upload_paper(
            "delivery", "a.pdf", b"%PDF-1.4 signed"
        )
        second = self.archive(self.order_done)
        self.archived = second
        self.open()
        third = self.archive(self.order_done)
        papers = third.document_ids.filtered(lambda paper: paper.source == "upload")
        self.assertEqual(papers.mapped("name"), ["a.pdf"])
        self.assertEqual(
            papers.digest,
            second.document_ids.filtered(lambda paper: paper.source == "upload").digest,
        )

    def test_no_way_round(self):
        archive = self.archived.with_user(self.manager)
        with self.assertRaises(AccessError):
            archive.write({"state": "opened"})
        with self.assertRaises(UserError):
            self.ask(reason="  ")
        with self.assertRaises(UserError):
            archive.action_neiqin_ask_approval() and self.env[
                "neiqin.approval.ask"
            ].with_user(self.manager).with_context(
                active_model="neiqin.archive", active_ids=archive.ids
            ).create({}).action_ask()
        with self.assertRaises(AccessError):
            self.ask(user=self.auditor)
        # a rule that only big orders fall under is no way round either
        self.env["neiqin.approval.rule"].search(
            [("operation", "=", "archive_open")]
        ).active = False
        self.assertTrue(archive._neiqin_approval_needed({"archive_open"}))

    # --- retention

    def held(self, user=None):
        self.archived.with_user(user or self.boss)._neiqin_hold("诉讼")

    def protocol(self, user=None):
        return (
            self.env["neiqin.archive.destruction"]
            .with_user(user or self.boss)
            .create({"reason": "保管期满", "archive_ids": [(6, 0, self.archived.ids)]})
        )

    def test_kept_until_the_end_of_the_tenth_year(self):
        year = self.archived.archived_at.year
        self.assertEqual(self.archived.retention_until, date(year + 10, 12, 31))
        with freeze_time(f"{year + 10}-12-31 10:00:00"):
            with self.assertRaisesRegex(UserError, "is kept until"):
                self.protocol()
        with freeze_time(f"{year + 11}-01-01 10:00:00"):
            self.assertTrue(self.protocol())

    def test_destroyed_by_two_persons(self):
        papers, digest = self.archived.document_ids, self.archived.digest
        files = list(papers._neiqin_files().values())
        with freeze_time(f"{self.archived.retention_until.year + 1}-01-02 10:00:00"):
            protocol = self.protocol()
            with self.assertRaises(AccessError):
                protocol.with_user(self.clerk).action_neiqin_submit()
            protocol.action_neiqin_submit()
            self.assertEqual(protocol.state, "asked")
            approval = protocol._neiqin_running()
            approval.with_user(self.other_clerk).action_approve()
            self.assertEqual(len(papers._neiqin_files()), 3)
            other = self.person("archive_boss2", "supervisor")
            approval.with_user(other).action_approve()
        self.assertEqual((protocol.state, self.archived.state), ("done", "destroyed"))
        self.assertFalse(papers._neiqin_files())
        self.assertFalse(any(file.exists() for file in files))
        self.assertEqual(self.archived.digest, digest)
        for paper in papers:
            self.assertIn(paper.digest, protocol.protocol)
        with self.assertRaises(UserError):
            protocol.sudo()._neiqin_as_server().write({"protocol": "x"})
        archives = self.env["neiqin.archive"].with_user(self.clerk)
        self.assertFalse(
            archives.search([("search_text", "=", self.archived.partner_name)])
        )

    def test_every_hold_keeps_its_own_reason(self):
        """A second hold beside the first; each ends by itself, and both stay readable."""
        manager, other = self.manager, self.person("archive_manager2", "manager")
        self.held(self.boss)
        self.archived.with_user(manager)._neiqin_hold("税务稽查")
        first, second = self.archived.hold_ids
        self.assertEqual(
            [(hold.reason, hold.held_by_id) for hold in (first, second)],
            [("诉讼", self.boss), ("税务稽查", manager)],
        )
        self.assertEqual(self.archived.hold_reason, "诉讼; 税务稽查")
        with self.assertRaises(UserError):  # one of them is the manager's own
            self.archived.with_user(manager).action_neiqin_release()
        first.with_user(manager).action_neiqin_release()
        self.assertEqual(first.released_by_id, manager)
        self.assertTrue(first.released_at)
        self.assertEqual(
            (self.archived.is_held, self.archived.hold_reason), (True, "税务稽查")
        )
        with self.assertRaises(AccessError):
            second.with_user(self.boss).action_neiqin_release()
        second.with_user(other).action_neiqin_release()
        self.assertEqual(
            (self.archived.is_held, self.archived.hold_reason), (False, "")
        )
        ended = first.released_at
        first.with_user(other).action_neiqin_release()  # over already
        self.assertEqual((first.released_by_id, first.released_at), (manager, ended))
        with self.assertRaises(UserError):
            first.sudo()._neiqin_as_server().write({"released_by_id": other.id})
        with self.assertRaises(UserError):
            first.sudo()._neiqin_as_server().unlink()
        trail = self.env["neiqin.trail.entry"].search(
            [("action", "=", "archive_hold"), ("res_id", "=", self.archived.id)],
            order="id",
        )
        self.assertEqual(
            trail.mapped("reason"), ["诉讼", "税务稽查", "诉讼", "税务稽查"]
        )

    def test_years_are_those_of_the_kind(self):
        """Kept by the kind that fits, whatever it says later."""
        self.env["neiqin.archive.kind"].create(
            {
                "name": "大额订单",
                "sequence": 1,
                "amount_from": 100,
                "years": 30,
                "wants_contract": "no",
            }
        )
        big = self.archive(self.done_order((self.goods, 12, 9.0)))
        year = big.archived_at.year
        self.assertEqual(big.retention_until, date(year + 30, 12, 31))
        self.assertEqual(self.archived.retention_until, date(year + 10, 12, 31))
        big.kind_id.years = 1
        self.assertEqual(big.retention_until, date(year + 30, 12, 31))
        with freeze_time(f"{year + 11}-01-01 10:00:00"):
            with self.assertRaisesRegex(UserError, f"{big.name} is kept until"):
                self.env["neiqin.archive.destruction"].with_user(self.boss).create(
                    {
                        "reason": "保管期满",
                        "archive_ids": [(6, 0, (big | self.archived).ids)],
                    }
                )

    def test_a_hold_keeps_it(self):
        with self.assertRaises(AccessError):
            self.held(self.clerk)
        self.held(self.manager)
        with freeze_time(f"{self.archived.retention_until.year + 1}-01-02 10:00:00"):
            with self.assertRaisesRegex(UserError, "is held: 诉讼"):
                self.protocol()
            with self.assertRaises(UserError):  # not by the one who set it
                self.archived.with_user(self.manager).action_neiqin_release()
            other = self.person("archive_manager2", "manager")
            self.archived.with_user(other).action_neiqin_release()
            protocol = self.protocol()
            protocol.action_neiqin_submit()
            approval = protocol._neiqin_running()
            approval.with_user(self.other_clerk).action_approve()
            self.held(self.boss)  # in the last moment
            with self.assertRaisesRegex(UserError, "is held"):
                approval.with_user(other).action_approve()
        self.assertEqual(self.archived.state, "archived")
