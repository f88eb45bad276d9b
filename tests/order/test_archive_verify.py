"""A changed, lost or exchanged paper is found and named; the ZIP verifies outside Odoo."""

import io
import os
import subprocess
import tempfile
import zipfile

from odoo.exceptions import AccessError
from odoo.fields import Domain
from odoo.tests import tagged
from odoo.tools import SQL

from odoo.addons.neiqin_addon.tools.zip_stream import zip_stream

from .archive_case import ArchiveCase


@tagged("post_install", "-at_install")
class TestArchiveVerify(ArchiveCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        # as in an office; the database of the tests keeps files in itself
        cls.env["ir.config_parameter"].set_param("ir_attachment.location", "file")
        cls.archived = cls.archive(cls.done_order())
        cls.papers = cls.archived.document_ids
        cls.paper = cls.papers.filtered(lambda paper: paper.kind == "invoice")
        cls.file = cls.paper._neiqin_files()[cls.paper.id]

    def path_of(self, file):
        return file._full_path(file.store_fname)

    def spoil(self, data=None):
        """Put other bytes in place of the paper's file, None for none at all."""
        path = self.path_of(self.file)
        with open(path, "rb") as stream:
            before = stream.read()
        if data is None:
            os.unlink(path)
        else:
            with open(path, "wb") as stream:
                stream.write(data)

        def mend():
            with open(path, "wb") as stream:
                stream.write(before)

        self.addCleanup(mend)
        return before

    def verify(self):
        self.env.invalidate_all()
        (result,) = self.archived.with_user(self.auditor).verify()
        return result

    def test_as_it_was(self):
        result = self.verify()
        self.assertEqual((result["ok"], result["papers"]), (True, {}))
        self.assertEqual(set(self.papers.mapped("finding")), {"intact"})
        self.assertTrue(self.archived.checked_at)

    def test_one_changed_byte(self):
        data = bytearray(self.file.raw)
        data[len(data) // 2] ^= 1
        self.spoil(bytes(data))
        with self.enter_registry_test_mode():
            self.env.ref("neiqin_addon.ir_cron_archive_verify").method_direct_trigger()
        self.env.invalidate_all()
        self.assertFalse(self.archived.is_intact)
        self.assertIn(self.paper.name, self.archived.check_message)
        found = {paper.name: paper.finding for paper in self.papers}
        self.assertEqual(found.pop(self.paper.name), "changed")
        self.assertEqual(set(found.values()), {"intact"})
        alarm = self.archived.activity_ids
        self.assertIn(self.auditor, alarm.user_id)
        self.assertIn(self.paper.name, alarm[0].note)
        # told once, until something else is found
        count = len(alarm)
        self.verify()
        self.assertEqual(len(self.archived.activity_ids), count)

    def test_a_lost_file(self):
        self.spoil(None)
        self.assertEqual(self.verify()["papers"], {self.paper.name: "missing"})

    def test_another_paper_in_its_place(self):
        other = self.papers.filtered(lambda paper: paper.kind == "payment")
        file = other._neiqin_files()[other.id]
        self.env.cr.execute(
            SQL(
                "UPDATE ir_attachment SET store_fname = %s, checksum = %s WHERE id = %s",
                file.store_fname,
                file.checksum,
                self.file.id,
            )
        )
        self.assertEqual(self.verify()["papers"], {self.paper.name: "replaced"})

    def test_a_row_without_its_file(self):
        self.env.cr.execute(
            SQL("DELETE FROM ir_attachment WHERE id = %s", self.file.id)
        )
        self.assertEqual(self.verify()["papers"], {self.paper.name: "missing"})

    def unguarded(self, table, query):
        """Do what the owner of the database can do: take the guard away first."""
        table = SQL.identifier(table)
        self.env.flush_all()
        self.env.cr.execute(SQL("ALTER TABLE %s DISABLE TRIGGER USER", table))
        self.env.cr.execute(query)
        self.env.cr.execute(SQL("ALTER TABLE %s ENABLE TRIGGER USER", table))

    def test_a_forged_manifest(self):
        self.unguarded(
            "neiqin_archive_document",
            SQL(
                "UPDATE neiqin_archive_document SET name = 'x' WHERE id = %s",
                self.paper.id,
            ),
        )
        self.assertIn("manifest is not the one", self.verify()["message"])

    def test_a_forged_manifest_with_a_fitting_digest(self):
        self.unguarded(
            "neiqin_archive",
            SQL(
                "UPDATE neiqin_archive SET manifest = replace(manifest, %s, 'x'),"
                " partner_name = 'x' WHERE id = %s",
                self.archived.partner_name,
                self.archived.id,
            ),
        )
        self.env.invalidate_all()
        self.unguarded(
            "neiqin_archive",
            SQL(
                "UPDATE neiqin_archive SET digest = encode(sha256(convert_to("
                "manifest, 'UTF8')), 'hex') WHERE id = %s",
                self.archived.id,
            ),
        )
        self.assertIn("trail knows another digest", self.verify()["message"])

    def test_who_may_check(self):
        with self.assertRaises(AccessError):
            self.archived.with_user(self.clerk).verify()

    # --- the ZIP

    def unpacked(self):
        """Unpack the ZIP as anybody would; return the folder."""
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        archive = self.archived.with_user(self.clerk)
        data = b"".join(zip_stream(archive._neiqin_zip_files(), archive.archived_at))
        with zipfile.ZipFile(io.BytesIO(data)) as packed:
            self.assertIsNone(packed.testzip())
            packed.extractall(folder.name)
        return folder.name

    def check(self, folder):
        return subprocess.run(
            ["sha256sum", "-c", "SHA256SUMS"],
            cwd=folder,
            capture_output=True,
            text=True,
            env={**os.environ, "LC_ALL": "C"},
        )

    def test_the_zip_verifies_outside(self):
        folder = self.unpacked()
        found = self.check(folder)
        self.assertEqual(found.returncode, 0, found.stderr)
        self.assertEqual(len(found.stdout.splitlines()), 4)
        with open(f"{folder}/VERIFY.txt") as stream:
            self.assertEqual(stream.read(), found.stdout)
        manifest = f"{folder}/manifest.json"
        digest = subprocess.run(
            ["sha256sum", manifest], capture_output=True, text=True
        ).stdout
        self.assertTrue(digest.startswith(self.archived.digest))

    def test_the_zip_of_a_damaged_archive_says_so(self):
        data = bytearray(self.file.raw)
        data[-1] ^= 1
        self.spoil(bytes(data))
        folder = self.unpacked()
        found = self.check(folder)
        self.assertEqual(found.returncode, 1)
        (failed,) = [row for row in found.stdout.splitlines() if "FAILED" in row]
        self.assertIn("invoice", failed)
        with open(f"{folder}/VERIFY.txt") as stream:
            self.assertIn(failed, stream.read())

    def test_a_lost_paper_is_missed_in_the_zip(self):
        self.spoil(None)
        found = self.check(self.unpacked())
        self.assertEqual(found.returncode, 1)
        self.assertIn("FAILED open or read", found.stdout)

    # --- finding

    def test_found_by_number_and_file(self):
        archives = self.env["neiqin.archive"].with_user(self.clerk)
        for word in (self.archived.name, self.archived.partner_name, self.paper.name):
            self.assertIn(self.archived, archives.search([("search_text", "=", word)]))
        for field, value in (
            ("name", self.archived.order_id.name),
            ("document_ids.digest", self.paper.digest),
        ):
            operator = "=" if field.endswith("digest") else "ilike"
            self.assertEqual(
                archives.search(Domain(field, operator, value)), self.archived
            )
        self.assertNotIn(
            self.archived, archives.search([("search_text", "=", "不存在的词")])
        )
