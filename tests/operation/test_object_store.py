"""Files in an object store: the community's fs_attachment and an S3 on the loopback."""

import unittest

from dev import community, odoo_process, postgres, templates

from .backup_case import BackupOffice
from .backup_servers import PASSWORD, USER, s3

BUCKET = "papers"
#: Three papers from before the files went to the store: of an order, of a verified
#: order, of an archive.
BEFORE = """
import hashlib
PDF = b"%PDF-1.4 " + "采购合同".encode()
def paper(order, data):
    file = env["ir.attachment"].create({"name": "采购合同.pdf", "raw": data,
        "res_model": "sale.order", "res_id": order.id})
    order.neiqin_paper_ids = [Command.link(file.id)]
    return file
def archived(order, version, data):
    archive = env["neiqin.archive"]._neiqin_as_server().create({
        "name": f"A{version}", "order_id": order.id, "version": version,
        "company_id": order.company_id.id, "partner_id": order.partner_id.id})
    one = env["neiqin.archive.document"]._neiqin_as_server().create({
        "archive_id": archive.id, "company_id": order.company_id.id, "sequence": 1,
        "kind": "contract", "name": "采购合同.pdf", "mimetype": "application/pdf",
        "size": len(data), "digest": hashlib.sha256(data).hexdigest(),
        "source": "upload"})
    one._neiqin_put({one.id: data})
    return one
"""
FIRST = """
from odoo.fields import Command
order = env["sale.order"].search([], limit=1)
paper(order, PDF + b"1")
one = archived(order, 1, PDF + b"2")
boss = env["res.users"].search([("login", "=", "boss")])
env["neiqin.sealing"].with_user(boss).action_seal()
for _turn in range(50):
    env["neiqin.sealing"]._cron_slices()
answer = [env["neiqin.sealing"]._neiqin_state(), bool(one.key_id)]
"""
#: The store, and all files into it; then new papers that go there at once.
INTO = """
import json
from odoo.addons.neiqin_addon.tools.zip_stream import zip_stream
from odoo.exceptions import UserError
from odoo.fields import Command, Datetime
options = {"key": "$STORE_KEY", "secret": "$STORE_SECRET",
    "client_kwargs": {"endpoint_url": "$STORE_URL"}}
env["fs.storage"].create({"name": "S3", "code": "office", "protocol": "s3",
    "eval_options_from_env": True, "options": json.dumps(options),
    "directory_path": "papers", "use_as_default_for_attachments": True,
    "use_filename_obfuscation": True, "check_connection_method": "ls"})
env.cr.commit()
env["ir.attachment"].force_storage()
env.cr.commit()
order, other = env["sale.order"].search([], limit=2)
file = paper(order, PDF + b"3")
one = archived(other, 2, PDF + b"4")
env.cr.commit()
env.invalidate_all()
papers = env["neiqin.archive.document"].search([], order="id")
files = papers._neiqin_files()
found = [papers._neiqin_bytes()[paper.id] for paper in papers]
def refused(write):
    try:
        with env.cr.savepoint():
            write()
    except UserError:
        return True
    return False
kept = files[one.id]
answer = {
    "names": sorted({one.store_fname.partition("://")[0] for one in
        [*files.values(), file, *order.neiqin_paper_ids]}),
    "same": found == [PDF + b"2", PDF + b"4"],
    "paper": [one.raw == PDF + str(n).encode() for n, one in
        zip((1, 3), order.neiqin_paper_ids.sorted("id"))],
    "judged": sorted(set(papers._neiqin_judge().values())),
    "sealed": [bool(paper.key_id) and PDF not in files[paper.id].raw
        for paper in papers],
    "refused": [refused(lambda: kept.write({"raw": b"x"})),
        refused(lambda: kept.unlink())],
    "zip": len(b"".join(zip_stream(papers[0].archive_id._neiqin_zip_files(),
        Datetime.now()))),
}
"""
LOST = """
papers = env["neiqin.archive.document"].search([], order="id")
file = papers._neiqin_files()[papers[0].id]
env["fs.storage"].search([]).fs.rm_file(file.store_fname.partition("://")[2])
env.invalidate_all()
answer = list(papers._neiqin_judge().values())
"""


class StoreOffice(BackupOffice):
    """An office whose add-ons path has the community's storage add-ons."""

    def command(self, verb, *arguments):
        line = super().command(verb, *arguments)
        own = odoo_process.addons_path()
        wheels = community.folder(community.STORAGE) / "odoo" / "addons"
        return [
            f"--addons-path={own},{wheels}" if part.endswith(own) else part
            for part in line
        ]


class TestObjectStore(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.enterClassContext(postgres.running())
        cls.bucket, known = cls.enterClassContext(s3(BUCKET))
        cls.office = StoreOffice(
            templates.new_run("nq_store"),
            [("Cellar", "cellar")],
            PYTHONPATH=str(community.folder(community.STORAGE)),
            STORE_KEY=USER,
            STORE_SECRET=PASSWORD,
            STORE_URL=known["NEIQIN_BACKUP_CLOUD_ENDPOINT_URL"],
        )
        cls.addClassCleanup(cls.office.close)
        cls.office.rows("UPDATE neiqin_backup_target SET drill_every = 0")

    def test_papers_archive_and_backup(self):
        office = self.office
        state, sealed = office.python(BEFORE + FIRST)
        self.assertEqual((state, sealed), ("on", True))
        self.install()
        found = office.python(BEFORE + INTO)
        length = found.pop("zip")
        self.assertGreater(length, 400)
        self.assertEqual(
            found,
            {
                "names": ["office"],
                "same": True,
                "paper": [True, True],
                "judged": ["intact"],
                "sealed": [True, True],
                "refused": [True, True],
            },
        )
        keys = [
            row["Key"] for row in self.bucket.list_objects(Bucket=BUCKET)["Contents"]
        ]
        self.assertFalse([key for key in keys if "采购" in key], "names tell of papers")
        self.back_up()
        self.assertEqual(office.python(LOST), ["missing", "intact"])

    def install(self):
        options = ("--stop-after-init", "--no-http", "--max-cron-threads=0")
        code, words = self.office.run(
            "server", "-d", self.office.name, "-i", "fs_attachment", *options
        )
        self.assertEqual(code, 0, words[-3000:])

    def back_up(self):
        """It says what it does not hold, until somebody says who keeps that."""
        office = self.office
        ((count,),) = office.rows(
            "SELECT count(DISTINCT store_fname) FROM ir_attachment"
            " WHERE store_fname LIKE 'office://%'"
        )
        self.assertEqual(office.work("--now"), 1)
        last = (
            "SELECT state, missing, elsewhere, coalesce(error, '') FROM neiqin_backup"
            " ORDER BY id DESC LIMIT 1"
        )
        ((state, missing, elsewhere, words),) = office.rows(last)
        self.assertEqual((state, missing, elsewhere), ("gaps", "0", count), words)
        self.assertIn("office", words)
        self.assertIn("NEIQIN_BACKUP_ELSEWHERE", words)
        told = "SELECT state, turn, count(*) FROM neiqin_failure GROUP BY 1, 2"
        self.assertEqual(office.rows(told), [["open", "files", "1"]])
        self.assertEqual(office.work("--now", NEIQIN_BACKUP_ELSEWHERE="office"), 0)
        ((state, missing, elsewhere, words),) = office.rows(last)
        self.assertEqual((state, missing, elsewhere), ("done", "0", count), words)
        self.assertEqual(office.rows(told), [["solved", "files", "1"]])
