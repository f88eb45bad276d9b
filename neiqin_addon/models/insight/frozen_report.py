"""Reports that are given out: their content, their files and one digest over both."""

import json

from odoo import api, fields, models
from odoo.exceptions import UserError

from ...tools.digest import canonical
from ...tools.frozen_report import faults, manifest, sha256_text

#: Set when a report is given out; they never change again.
FROZEN = ("state", "payload", "manifest", "digest", "frozen_at", "frozen_by_id")
REPORT_STATES = [("draft", "Draft"), ("frozen", "Given Out")]


class NeiqinFrozenReportMixin(models.AbstractModel):
    """Keeps what a report said, for good.

    A model says by class attributes what it consists of, and calls
    :meth:`_neiqin_freeze` with it. From then on the ORM and a trigger of the database
    refuse every change, and :meth:`verify`, which a schedule calls as well, finds
    whatever was changed past both: the trail, which nobody rewrites, has the digest
    too.

    What not every reader may see goes into a payload field of its own, with ``groups``,
    and into files of its own.
    """

    _name = "neiqin.frozen.report.mixin"
    _inherit = [
        "neiqin.checked.mixin",
        "neiqin.frozen.mixin",
        "neiqin.schedule.mixin",
    ]
    _description = "Reports that stay as they were given out"

    #: Text fields with canonical JSON.
    _neiqin_payload_fields = ("payload",)
    #: Binary fields with the files made from them; each has a Char ``<field>_name``.
    _neiqin_file_fields = ()
    #: Columns that say what the report is about.
    _neiqin_about_fields = ("company_id",)
    _neiqin_frozen_when = "OLD.digest IS NOT NULL"

    state = fields.Selection(
        selection=REPORT_STATES,
        string="Status",
        required=True,
        readonly=True,
        default="draft",
        copy=False,
        index=True,
    )
    payload = fields.Text(
        string="Content",
        readonly=True,
        copy=False,
        help="What the report says, as canonical JSON.",
    )
    manifest = fields.Text(
        readonly=True,
        copy=False,
        help="What the report is about, with the SHA-256 of its content and files.",
    )
    digest = fields.Char(
        readonly=True, copy=False, size=64, help="SHA-256 of the manifest."
    )
    frozen_at = fields.Datetime(string="Given Out On", readonly=True, copy=False)
    frozen_by_id = fields.Many2one(
        comodel_name="res.users", string="Given Out By", readonly=True, copy=False
    )

    @property
    def _neiqin_frozen_columns(self):
        return (
            *FROZEN,
            *(name for name in self._neiqin_payload_fields if name != "payload"),
            *self._neiqin_about_fields,
            *self._neiqin_file_fields,
            *(f"{name}_name" for name in self._neiqin_file_fields),
        )

    @api.model
    def _neiqin_protected_fields(self):
        return super()._neiqin_protected_fields() | {*self._neiqin_frozen_columns} - {
            *self._neiqin_about_fields
        }

    def _neiqin_frozen(self):
        return self.filtered("digest")

    # ------------------------------------------------------------------ freezing

    def _neiqin_freeze(self, contents, moment=None):
        """Give these drafts out: keep their content, make their files, take the digest.

        In the caller's transaction: all of it or nothing.

        :param dict contents: ``{id: {payload field: tree of plain values}}``
        :param datetime moment: when they were given out, in UTC; now unless told
        :raise UserError: if one of them was given out before
        """
        if self._neiqin_frozen():
            raise UserError(self.env._("A report is given out once."))
        moment = moment or fields.Datetime.now()
        for report in self._neiqin_as_server():
            texts = {name: canonical(x) for name, x in contents[report.id].items()}
            report.write({**texts, "frozen_at": moment, "frozen_by_id": report.env.uid})
            for name, (filename, data) in report._neiqin_make_files().items():
                report._neiqin_keep_file(name, filename, data)
            text = report._neiqin_manifest()
            report.write(
                {"manifest": text, "digest": sha256_text(text), "state": "frozen"}
            )
        self._neiqin_freeze_logged()

    def _neiqin_freeze_logged(self):
        self.env["neiqin.trail.entry"]._neiqin_log(
            "report", self, [{"digest": report.digest} for report in self.sudo()]
        )

    def _neiqin_make_files(self):
        """Return ``{binary field: (file name, bytes)}`` made from the payload."""
        return {}

    def _neiqin_content(self, name="payload"):
        """Return a payload as plain values, an empty dict where there is none.

        Numbers that were floats are texts in it, as in every canonical JSON.
        """
        self.ensure_one()
        return json.loads(self[name] or "{}")

    def _neiqin_manifest(self):
        """Return the manifest as what is stored now gives it."""
        self.ensure_one()
        report = self.sudo()
        return manifest(
            report._neiqin_about(),
            {name: report[name] for name in self._neiqin_payload_fields},
            {
                name: (report[f"{name}_name"], report._neiqin_file(name))
                for name in self._neiqin_file_fields
            },
        )

    def _neiqin_about(self):
        """Return what the report is about, as plain values: ids of what it points at."""
        about = {"model": self._name, "id": self.id, "frozen_at": self.frozen_at}
        for name in self._neiqin_about_fields:
            value = self[name]
            about[name] = value.ids if isinstance(value, models.BaseModel) else value
        return about

    # ----------------------------------------------------------------- verifying

    def verify(self):
        """Check whether these reports are what was given out, and keep the result.

        :return: one dict per report that was given out: ``id``, ``ok``, ``message``
        :raise AccessError: for who may not read them
        """
        self.check_access("read")
        return self.sudo()._neiqin_verify()

    def action_neiqin_verify(self):
        """Check these reports and say what was found."""
        found = self.verify()
        return self._neiqin_say_checked(
            found,
            self.env._("Digest"),
            self.env._(
                "%(count)s reports are as they were given out.", count=len(found)
            ),
        )

    def _neiqin_verify(self):
        reports = self._neiqin_frozen()
        told = self.env["neiqin.trail.entry"]._neiqin_digests("report", reports)
        results = []
        for report in reports:
            codes = faults(
                report.manifest,
                report.digest,
                told.get(report.id),
                report._neiqin_manifest(),
            )
            message = report._neiqin_fault_words(codes)
            results.append({"id": report.id, "ok": not codes, "message": message})
            report._neiqin_note_check(message)
        return results

    def _neiqin_fault_words(self, codes):
        """Return what is wrong, as a sentence; nothing if all is well."""
        self.ensure_one()
        words = {
            "manifest": self.env._("its manifest is not the one of its digest"),
            "trail": self.env._("the trail knows another digest"),
            "about": self.env._("what it is about was changed"),
        }
        lines = []
        for code in codes:
            what = words.get(code)
            if not what:
                label = self.fields_get([code], ["string"]).get(code, {})
                what = self.env._(
                    "%(field)s is no longer what was given out",
                    field=label.get("string", code),
                )
            lines.append(f"{self.display_name}: {what}")
        return "\n".join(lines)
