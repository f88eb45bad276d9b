"""The files of reports that were given out: nobody replaces or deletes them."""

from odoo import models
from odoo.exceptions import UserError

#: Said, not guessed: guessing looks into the file.
KINDS = {
    "pdf": "application/pdf",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
OTHER = "application/octet-stream"
MIXIN = "neiqin.frozen.report.mixin"


class NeiqinFrozenReportMixin(models.AbstractModel):
    _inherit = "neiqin.frozen.report.mixin"

    def _neiqin_keep_file(self, name, filename, data):
        """Keep one file as it is: nothing that Odoo would scale, index or rewrite.

        :param str name: the binary field
        """
        self.ensure_one()
        files = self.env["ir.attachment"].sudo().with_context(neiqin_server=None)
        files.create(
            {
                "name": filename,
                "res_model": self._name,
                "res_field": name,
                "res_id": self.id,
                "raw": data,
                "mimetype": KINDS.get(filename.rpartition(".")[2], OTHER),
            }
        )
        self.invalidate_recordset([name])
        self._neiqin_as_server().write({f"{name}_name": filename})

    def _neiqin_file(self, name):
        """Return the bytes of a file, None where there is none."""
        self.ensure_one()
        file = self._neiqin_attachments().filtered(lambda x: x.res_field == name)
        return file[:1].raw or None

    def _neiqin_attachments(self):
        return (
            self.env["ir.attachment"]
            .sudo()
            .search(
                [
                    ("res_model", "=", self._name),
                    ("res_field", "in", list(self._neiqin_file_fields)),
                    ("res_id", "in", self.ids),
                ]
            )
        )


class IrAttachment(models.Model):
    _inherit = "ir.attachment"

    def _neiqin_refuse_archived(self):
        """Refuse to touch the files of a report that was given out as well."""
        res = super()._neiqin_refuse_archived()
        for model, files in self.sudo().grouped("res_model").items():
            reports = self.env.get(model)
            if not isinstance(reports, self.env.registry[MIXIN]):
                continue
            kept = files.filtered(
                lambda f, r=reports: f.res_field in r._neiqin_file_fields
            )
            given = reports.sudo().browse(kept.mapped("res_id")).exists()
            if frozen := given._neiqin_frozen()[:1]:
                raise UserError(
                    self.env._(
                        "%(report)s was given out: its files stay as they are.",
                        report=frozen.display_name,
                    )
                )
        return res
