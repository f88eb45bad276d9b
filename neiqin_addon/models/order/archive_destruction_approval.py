"""Two persons agree to a destruction; then it happens, once, and is written down."""

from odoo import api, fields, models
from odoo.exceptions import UserError

from ...tools.archive_manifest import sha256
from ...tools.digest import canonical
from .archive_destruction import OPERATION

SUPERVISOR = "neiqin_addon.group_neiqin_supervisor"


class NeiqinArchiveDestruction(models.Model):
    _inherit = "neiqin.archive.destruction"

    @api.model
    def _neiqin_approval_operations(self):
        return {OPERATION: self.env._("Destroy archived papers")}

    def _neiqin_approval_measures(self, operation, payload=None):
        waiting = self.filtered(lambda protocol: protocol.state in ("draft", "asked"))
        return {protocol.id: {"amount": 0, "percent": 100} for protocol in waiting}

    @api.model
    def _neiqin_approval_why(self, operation, measures):
        return self.env._("The papers are gone for good")

    def _neiqin_approval_needed(self, operations, payload=None):
        """Two persons decide, whatever rules there are."""
        if OPERATION in operations:
            for company in self.sudo().company_id:
                self._neiqin_ensure_rule(company)
        return super()._neiqin_approval_needed(operations, payload)

    @api.model
    def _neiqin_ensure_rule(self, company):
        self.env["neiqin.approval.rule"]._neiqin_ensure_plain(
            self.env._("Destruction of archived papers"), OPERATION, company
        )

    def action_neiqin_submit(self):
        """Ask two persons; with their second yes the papers are destroyed."""
        self.ensure_one()
        self._neiqin_ask_approval(OPERATION, self.reason)
        return True

    def _neiqin_ask_many(self, operations, reason=None, payload=None):
        """Ask with what the second yes carries out, by whatever door."""
        self.env["neiqin.trail.entry"]._neiqin_require(
            self, [SUPERVISOR], self.env._("Only supervisors have papers destroyed.")
        )
        self._neiqin_check_draft()
        self._neiqin_check_archives()
        if any(not protocol.archive_ids for protocol in self):
            raise UserError(self.env._("Choose the archives first."))
        approvals, problems = super()._neiqin_ask_many(
            operations, reason or self[:1].reason, {"state": "done"}
        )
        asked = self.sudo().browse(approvals.sudo().mapped("res_id"))
        asked._neiqin_as_server().write({"state": "asked"})
        return approvals, problems

    def _neiqin_approval_involved(self):
        involved = super()._neiqin_approval_involved()
        for protocol in self.sudo():
            involved[protocol.id] |= protocol.user_id
        return involved

    def _neiqin_approval_apply(self, approval):
        """Destroy the files; manifests, digests and this protocol stay."""
        self.ensure_one()
        protocol = self.sudo()
        protocol.lock_for_update()
        archives = protocol.archive_ids
        archives.lock_for_update(allow_referencing=True)
        if protocol.state != "asked":
            raise UserError(self.env._("The protocol is not what was asked for."))
        protocol._neiqin_check_archives()
        text = canonical([archive._neiqin_last_words() for archive in archives])
        archives._neiqin_destroy()
        protocol._neiqin_as_server().write(
            {
                "protocol": text,
                "digest": sha256(text.encode()),
                "destroyed_at": fields.Datetime.now(),
                "state": "done",
            }
        )
        trail = self.env["neiqin.trail.entry"]
        details = {"protocol": protocol.name, "digest": protocol.digest}
        masks = dict.fromkeys(details)
        trail._neiqin_log(
            "archive_destroy", archives, details, reason=protocol.reason, masks=masks
        )
        trail._neiqin_log(
            "archive_destroy", protocol, details, reason=protocol.reason, masks=masks
        )


class NeiqinArchive(models.Model):
    _inherit = "neiqin.archive"

    def _neiqin_last_words(self):
        """Return what the protocol says of an archive that is about to go."""
        self.ensure_one()
        return {
            "archive": self.name,
            "digest": self.digest,
            "kept_until": self.retention_until,
            "papers": [
                {"name": paper.name, "size": paper.size, "digest": paper.digest}
                for paper in self.document_ids.sorted("sequence")
            ],
        }

    def _neiqin_destroy(self):
        files = self.document_ids._neiqin_files().values()
        for file in files:
            file._neiqin_as_archive().unlink()
        self._neiqin_as_server().write(
            {"state": "destroyed", "destroyed_at": fields.Datetime.now()}
        )
        self._neiqin_forget_words()


class NeiqinApproval(models.Model):
    _inherit = "neiqin.approval"

    def _neiqin_set(self, values):
        """A destruction that two persons did not agree to can be changed again."""
        res = super()._neiqin_set(values)
        if values.get("state") in ("refused", "lapsed"):
            rows = self.sudo().filtered(lambda row: row.operation == OPERATION)
            asked = self.env["neiqin.archive.destruction"].sudo()
            asked = asked.browse(rows.mapped("res_id")).exists()
            asked = asked.filtered(lambda row: row.state == "asked")
            asked._neiqin_as_server().write({"state": "draft"})
        return res
