"""The archive as one file: papers, manifest and check sums that anybody can verify."""

from odoo import models

from ...tools import archive_manifest
from ...tools.backup_gaps import store_of
from ...tools.cipher import CipherError
from ...tools.sealed_file import open_file

README = """\
{archive}

manifest.json  what was archived, as one line of canonical JSON
SHA256SUMS     check sums of the papers and the manifest
VERIFY.txt     what "sha256sum -c SHA256SUMS" said when this file was made

To check by yourself, in this folder:  sha256sum -c SHA256SUMS
The SHA-256 of manifest.json is the digest of the archive: {digest}
"""


class NeiqinArchive(models.Model):
    _inherit = "neiqin.archive"

    def action_neiqin_download(self):
        """Fetch the archive as a ZIP."""
        self.ensure_one()
        self.check_access("read")
        return {
            "type": "ir.actions.act_url",
            "url": f"/neiqin/archive/{self.id}/zip",
            "target": "download",
        }

    def _neiqin_zip_files(self):
        """Return an iterator of ``(path, bytes)``: one paper in memory at a time.

        A paper that is damaged is handed out as it was found, one that is lost is left
        out; the check sums are those of the manifest, so that anybody sees it. All that
        comes from the database is read before the first file is asked for.
        """
        self.ensure_one()
        files = self.sudo().document_ids._neiqin_files()
        openers = [
            (
                archive_manifest.path_in_zip(paper.sequence, paper.kind, paper.name),
                paper.digest,
                paper._neiqin_opener(files.get(paper.id)),
            )
            for paper in self.sudo().document_ids.sorted("sequence")
        ]
        manifest = (self.sudo().manifest or "").encode()
        text = README.format(archive=self.name, digest=self.sudo().digest)
        return _stream(openers, manifest, self.sudo().digest, text)


class NeiqinArchiveDocument(models.Model):
    _inherit = "neiqin.archive.document"

    def _neiqin_opener(self, file):
        """Return a function that reads one paper without the database."""
        self.ensure_one()
        ring = self.env["neiqin.sealing"]._neiqin_ring() if self.key_id else None
        place, sealed = self._neiqin_place(), bool(self.key_id)
        # what another add-on keeps in a store of its own is no file of this server
        local = file and file.store_fname and not store_of(file.store_fname)
        path = local and file._full_path(file.store_fname)
        stored = (file.raw or b"") if file and not path else None

        def read():
            try:
                data = stored if path in (None, False) else _read(path)
                return open_file(ring, data, place) if sealed and data else data
            except OSError:
                return None
            except CipherError:
                return data

        return read


def _read(path):
    with open(path, "rb") as stream:
        return stream.read()


def _stream(openers, manifest, digest, text):
    checked = []
    for path, wanted, read in openers:
        data = read()
        checked.append((path, wanted, data and archive_manifest.sha256(data)))
        if data:
            yield path, data
    yield "manifest.json", manifest
    checked.append(("manifest.json", digest, archive_manifest.sha256(manifest)))
    sums = archive_manifest.sums((wanted, path) for path, wanted, _found in checked)
    yield "SHA256SUMS", sums.encode()
    yield "VERIFY.txt", (archive_manifest.checked(checked) + "\n").encode()
    yield "README.txt", text.encode()
