"""Archived papers are sealed with the database's key, opened and sealed anew with it."""

from contextlib import contextmanager
from unittest.mock import patch

from odoo.exceptions import UserError
from odoo.tests import tagged

from odoo.addons.neiqin_addon.tools.archive_words import pdf_text
from odoo.addons.neiqin_addon.tools.sealed_file import MAGIC

from ..control.sealed_case import KEY_1, KEY_2, server_keys
from .archive_case import ArchiveCase


@tagged("post_install", "-at_install")
class TestArchiveSealed(ArchiveCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.addClassCleanup(cls.env.registry.clear_cache, "stable")
        cls.sealing = cls.env["neiqin.sealing"]._neiqin_the()

    @contextmanager
    def keys(self, *keys):
        with patch.dict("os.environ", server_keys(keys)):
            yield

    def run_sealing(self):
        for _done, _total in self.sealing._neiqin_run_all():
            pass

    def stored(self, papers):
        self.env.invalidate_all()
        return {file.raw for file in papers._neiqin_files().values()}

    def seal(self):
        self.sealing.with_user(self.manager).action_seal()
        with patch.object(type(self.env["ir.cron"]), "_commit_progress", self.on):
            self.run_sealing()

    @staticmethod
    def on(*_args, **_kwargs):
        return 10

    def test_sealed_from_the_start(self):
        with self.keys(KEY_1):
            self.seal()
            archive = self.archive(self.done_order())
            papers = archive.document_ids
            for data in self.stored(papers):
                self.assertTrue(data.startswith(MAGIC))
                self.assertNotIn(b"%PDF", data)
            contents = papers.sudo()._neiqin_bytes()
            self.assertTrue(all(data[:4] == b"%PDF" for data in contents.values()))
            (result,) = archive.with_user(self.auditor).verify()
            self.assertTrue(result["ok"])
            found = self.env["neiqin.archive"].with_user(self.clerk)
            self.assertIn(
                archive, found.search([("search_text", "=", archive.partner_name)])
            )
            self.env.cr.execute(
                "SELECT neiqin_words::text FROM neiqin_archive WHERE id = %s",
                [archive.id],
            )
            self.assertNotIn("杭州", self.env.cr.fetchone()[0])
        with self.keys(KEY_2), self.assertRaises(UserError):
            papers.sudo()._neiqin_bytes()

    def test_sealed_later_changed_key_and_opened(self):
        archive = self.archive(self.done_order())
        papers = archive.document_ids
        clear = self.stored(papers)
        with self.keys(KEY_1):
            self.seal()
            first = self.stored(papers)
            self.assertTrue(all(data.startswith(MAGIC) for data in first))
        with self.keys(KEY_2, KEY_1):
            self.sealing.with_user(self.manager).action_rotate()
            with patch.object(type(self.env["ir.cron"]), "_commit_progress", self.on):
                self.run_sealing()
        with self.keys(KEY_2):
            second = self.stored(papers)
            self.assertFalse(first & second)
            (result,) = archive.with_user(self.auditor).verify()
            self.assertTrue(result["ok"])
            self.sealing.with_user(self.manager).action_open()
            with patch.object(type(self.env["ir.cron"]), "_commit_progress", self.on):
                self.run_sealing()
        self.assertEqual(self.stored(papers), clear)
        (result,) = archive.with_user(self.auditor).verify()
        self.assertTrue(result["ok"])

    def test_a_lost_paper_leaves_no_words_readable(self):
        archive = self.archive(self.done_order())
        lost = archive.document_ids[0]
        lost._neiqin_files()[lost.id]._neiqin_as_archive().unlink()
        with self.keys(KEY_1):
            self.seal()
            self.env.cr.execute(
                "SELECT neiqin_words::text FROM neiqin_archive WHERE id = %s",
                [archive.id],
            )
            self.assertNotIn("杭州", self.env.cr.fetchone()[0])
            found = self.env["neiqin.archive"].with_user(self.clerk)
            self.assertIn(
                archive, found.search([("search_text", "=", archive.partner_name)])
            )

    def test_a_paper_lost_meanwhile_does_not_stop_the_sealing(self):
        archive = self.archive(self.done_order())
        one, *_rest = papers = archive.document_ids
        with self.keys(KEY_1):
            self.sealing.with_user(self.manager).action_seal()
            papers._neiqin_slice("seal", limit=1)
            one._neiqin_files()[one.id]._neiqin_as_archive().unlink()
            with patch.object(type(self.env["ir.cron"]), "_commit_progress", self.on):
                self.run_sealing()
        self.assertTrue(all(papers.mapped("key_id")))

    def test_a_sealed_paper_put_in_anothers_place(self):
        with self.keys(KEY_1):
            self.seal()
            papers = self.archive(self.done_order()).document_ids
            one, other, _last = papers
            files = papers._neiqin_files()
            files[one.id]._neiqin_as_archive().raw = files[other.id].raw
            (result,) = papers.archive_id.with_user(self.auditor).verify()
            self.assertEqual(result["papers"], {one.name: "replaced"})


@tagged("post_install", "-at_install")
class TestArchivePrinted(ArchiveCase):
    """Once with real PDF files: what they say is found."""

    printed = True

    def test_the_text_of_real_papers(self):
        order = self.done_order(client_order_ref="PO-9931")
        archive = self.archive(order)
        papers = {
            paper.kind: pdf_text(data)
            for paper in archive.document_ids
            for data in paper.sudo()._neiqin_bytes().values()
        }
        self.assertIn("90.00", papers["payment"])
        self.assertIn(order.picking_ids.name, papers["delivery"])
        found = self.env["neiqin.archive"].with_user(self.clerk)
        for words in ("轴承", order.invoice_ids.name, "PO-9931"):
            self.assertIn(archive, found.search([("search_text", "=", words)]), words)
