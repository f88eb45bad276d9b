"""One paper of an archive: what the manifest says of it, and the file itself."""

from odoo import api, fields, models
from odoo.exceptions import UserError

from ...tools.archive_manifest import sha256
from ...tools.cipher import CipherError
from ...tools.sealed_file import key_of, open_file, seal_file
from .archive_kind import PAPERS

SOURCES = [
    ("letter", "Acknowledged letter"),
    ("signature", "Signature"),
    ("printed", "Printed by the system"),
    ("sent", "As sent to the customer"),
    ("customer", "From the customer"),
    ("upload", "Uploaded"),
]
CONTENT = "content"


class NeiqinArchiveDocument(models.Model):
    """A row of the manifest. Its file lies sealed in the filestore, as its own copy."""

    _name = "neiqin.archive.document"
    _description = "Archived Paper"
    _inherit = ["neiqin.protected.mixin", "neiqin.frozen.mixin"]
    _order = "archive_id, sequence"
    _neiqin_frozen_when = "TRUE"
    _neiqin_frozen_columns = (
        "archive_id",
        "company_id",
        "sequence",
        "kind",
        "name",
        "mimetype",
        "size",
        "digest",
        "source",
        "taken_at",
        "taken_by_id",
    )

    archive_id = fields.Many2one(
        comodel_name="neiqin.archive",
        required=True,
        readonly=True,
        index=True,
        ondelete="restrict",
    )
    company_id = fields.Many2one(
        comodel_name="res.company", required=True, readonly=True, index=True
    )
    sequence = fields.Integer(readonly=True, required=True, aggregator=None)
    kind = fields.Selection(
        selection=PAPERS, string="Paper", required=True, readonly=True
    )
    name = fields.Char(string="File", required=True, readonly=True)
    mimetype = fields.Char(readonly=True)
    size = fields.Integer(string="Size (Bytes)", readonly=True)
    digest = fields.Char(string="SHA-256", required=True, readonly=True, size=64)
    source = fields.Selection(selection=SOURCES, required=True, readonly=True)
    taken_at = fields.Datetime(
        string="Dated",
        readonly=True,
        help="When the paper was made, sent or uploaded.",
    )
    taken_by_id = fields.Many2one(
        comodel_name="res.users", string="Uploaded By", readonly=True
    )
    #: Not for anybody over RPC: the archive's download opens it, one file at a time.
    content = fields.Binary(attachment=True, groups=fields.NO_ACCESS, copy=False)
    key_id = fields.Char(
        string="Key", readonly=True, help="The key the file is sealed with."
    )

    @api.model
    def _neiqin_protected_fields(self):
        return super()._neiqin_protected_fields() | self._neiqin_fields_but() | {"id"}

    def _neiqin_frozen(self):
        return self

    @api.model_create_multi
    def create(self, vals_list):
        self._neiqin_check_protected({"id"})
        return super().create(vals_list)

    # --- the files

    def _neiqin_place(self):
        return f"{self._name},{CONTENT},{self.id}"

    def _neiqin_put(self, contents, seal=True):
        """Keep the files of these papers, sealed where the database is sealed.

        :param dict contents: ``{id: bytes}``
        """
        sealing = self.env["neiqin.sealing"]
        sealed = seal and sealing._neiqin_state() in ("sealing", "on")
        ring = sealing._neiqin_ring_to_seal() if sealed and contents else None
        rows = []
        for paper in self:
            data = contents[paper.id]
            if ring:
                data = seal_file(ring, data, paper._neiqin_place())
            rows.append(
                {
                    "name": CONTENT,
                    "res_model": self._name,
                    "res_field": CONTENT,
                    "res_id": paper.id,
                    "raw": data,
                    # nothing that Odoo would scale, index or neutralise
                    "mimetype": "application/octet-stream",
                }
            )
        files = self.env["ir.attachment"].sudo()
        files._neiqin_as_archive().create(rows)
        if self:
            self._neiqin_as_server().write(
                {"key_id": ring.current.id if ring else False}
            )

    def _neiqin_files(self):
        """Return ``{id: attachment}`` of these papers, as superuser."""
        files = (
            self.env["ir.attachment"]
            .sudo()
            .search(
                [
                    ("res_model", "=", self._name),
                    ("res_field", "=", CONTENT),
                    ("res_id", "in", self.ids),
                ],
                order="id",
            )
        )
        return {file.res_id: file for file in files}

    def _neiqin_opened(self, data):
        """Return the clear bytes of one paper's stored file.

        :raise CipherError: sealed with another key, changed, or of another paper
        """
        self.ensure_one()
        if not self.key_id and key_of(data) is None:
            return data
        ring = self.env["neiqin.sealing"]._neiqin_ring()
        return open_file(ring, data, self._neiqin_place())

    def _neiqin_bytes(self):
        """Return ``{id: bytes}`` of these papers, each the one of its manifest.

        :raise UserError: naming the first that is not
        """
        files = self._neiqin_files()
        found = {}
        for paper in self.sudo():
            try:
                data = paper._neiqin_opened(
                    files[paper.id].raw if paper.id in files else b""
                )
            except CipherError:
                data = None
            if data is None or sha256(data) != paper.digest:
                raise UserError(
                    self.env._(
                        "%(paper)s of %(archive)s is not what was archived.",
                        paper=paper.name,
                        archive=paper.archive_id.name,
                    )
                )
            found[paper.id] = data
        return found
