"""The nightly look at every archived paper: is it there, is it what was archived?"""

from datetime import timedelta

from odoo import api, fields, models
from odoo.fields import Domain

from ...tools.archive_manifest import sha256
from ...tools.cipher import CipherError

FINDINGS = [
    ("intact", "Intact"),
    ("changed", "Changed"),
    ("missing", "Missing"),
    ("replaced", "Replaced"),
]
AUDITOR = "neiqin_addon.group_neiqin_auditor"
MANAGER = "neiqin_addon.group_neiqin_manager"
#: Archives of one slice: some hundred papers, a few seconds.
SLICE = 50
#: An archive is looked at again after a night.
EVERY = timedelta(hours=20)


class NeiqinArchiveDocument(models.Model):
    _inherit = "neiqin.archive.document"

    finding = fields.Selection(
        selection=FINDINGS, string="Last Check", readonly=True, copy=False
    )

    def _neiqin_judge(self):
        """Return ``{id: code of FINDINGS}`` for each of these papers.

        Changed: its stored file is not what Odoo wrote. Replaced: the file is whole,
        but another one than the paper that was archived.
        """
        files = self._neiqin_files()
        found = {}
        for paper in self.sudo():
            file = files.get(paper.id)
            data = (file.raw if file else b"") or b""
            if not data and paper.size:
                found[paper.id] = "missing"
            elif paper._neiqin_is(data):
                found[paper.id] = "intact"
            elif file and file._compute_checksum(data) != file.checksum:
                found[paper.id] = "changed"
            else:
                found[paper.id] = "replaced"
        return found

    def _neiqin_is(self, data):
        self.ensure_one()
        try:
            return sha256(self._neiqin_opened(data)) == self.digest
        except CipherError:
            return False


class NeiqinArchive(models.Model):
    _inherit = "neiqin.archive"

    _neiqin_fault_action = "archive_fault"
    _check_due_index = models.Index("(checked_at) WHERE state <> 'destroyed'")

    def verify(self):
        """Check these archives now.

        :return: one dict per archive: ``id``, ``ok``, ``message``, ``papers``: a
            dict of file names with ``changed``, ``missing`` or ``replaced``
        :raise AccessError: for anybody but auditors and managers
        """
        self.env["neiqin.trail.entry"]._neiqin_require(
            self,
            [AUDITOR, MANAGER],
            self.env._("Only auditors and managers check the archive."),
        )
        self.check_access("read")
        return self.sudo()._neiqin_verify()

    def action_neiqin_verify(self):
        """Check these archives and say what was found."""
        found = self.verify()
        return self._neiqin_say_checked(
            found,
            self.env._("Archive"),
            self.env._("%(count)s archives are as they were.", count=len(found)),
        )

    @api.model
    def _cron_verify(self):
        """Look at every archive once a night, in slices."""
        due = Domain("state", "!=", "destroyed") & (
            Domain("checked_at", "=", False)
            | Domain("checked_at", "<", fields.Datetime.now() - EVERY)
        )
        self.sudo()._neiqin_work_off("_neiqin_verify", due, limit=SLICE)

    def _neiqin_verify(self):
        """Check, keep the result, and alarm the auditors where something is wrong."""
        kept = self.filtered(lambda archive: archive.state != "destroyed")
        found = kept.document_ids._neiqin_judge()
        words = self.env["neiqin.trail.entry"]._neiqin_digests("archive", kept)
        results = []
        for archive in kept:
            wrong = {
                paper: found[paper.id]
                for paper in archive.document_ids
                if found[paper.id] != "intact"
            }
            message = archive._neiqin_fault(wrong, words.get(archive.id))
            results.append(
                {
                    "id": archive.id,
                    "ok": not message,
                    "message": message,
                    "papers": {paper.name: code for paper, code in wrong.items()},
                }
            )
            archive._neiqin_note_check(message)
        for code, papers in kept.document_ids.grouped(lambda p: found[p.id]).items():
            changed = papers.filtered(lambda paper, code=code: paper.finding != code)
            changed._neiqin_as_server().write({"finding": code})
        return results

    def _neiqin_fault(self, wrong, trail_digest):
        """Return what is wrong with one archive, as sentences, nothing if all is well.

        :param dict wrong: ``{paper: code of FINDINGS}``
        :param trail_digest: the digest that the trail keeps
        """
        self.ensure_one()
        labels = dict(
            self.env["neiqin.archive.document"]
            ._fields["finding"]
            ._description_selection(self.env)
        )
        lines = [
            self.env._(
                "%(archive)s: %(paper)s is no longer what was archived (%(what)s).",
                archive=self.name,
                paper=paper.name,
                what=labels[code].lower(),
            )
            for paper, code in wrong.items()
        ]
        text = self._neiqin_manifest()
        if text != self.manifest or sha256(text.encode()) != self.digest:
            lines.append(
                self.env._(
                    "%(archive)s: its manifest is not the one of its digest.",
                    archive=self.name,
                )
            )
        elif trail_digest != self.digest:
            lines.append(
                self.env._(
                    "%(archive)s: the trail knows another digest.", archive=self.name
                )
            )
        return "\n".join(lines)

    def _neiqin_fault_summary(self, lang):
        return self.with_context(lang=lang).env._("An archived paper needs you")
