"""Opening an archive: two persons decide, and the order may be changed again."""

from odoo import api, fields, models
from odoo.exceptions import UserError

OPERATION = "archive_open"


class NeiqinArchive(models.Model):
    _inherit = "neiqin.archive"

    may_decide = fields.Boolean(compute="_compute_may_decide")
    waits_for = fields.Char(compute="_compute_may_decide")

    @api.depends("neiqin_approval_ids.state")
    @api.depends_context("uid")
    def _compute_may_decide(self):
        running = self._origin._neiqin_running()
        mine = set(running.with_env(self.env).filtered("may_decide").mapped("res_id"))
        waits = {approval.res_id: approval.waits_for for approval in running}
        for archive in self:
            archive.may_decide = archive._origin.id in mine
            archive.waits_for = waits.get(archive._origin.id)

    @api.model
    def _neiqin_approval_operations(self):
        return {OPERATION: self.env._("Open an archived order")}

    def _neiqin_approval_measures(self, operation, payload=None):
        archived = self.filtered(lambda archive: archive.state == "archived")
        return {archive.id: {"amount": 0, "percent": 100} for archive in archived}

    @api.model
    def _neiqin_approval_why(self, operation, measures):
        return self.env._("Its order, transfers and invoices may be changed again")

    def _neiqin_approval_needed(self, operations, payload=None):
        """Two persons decide, whatever rules there are."""
        if OPERATION in operations:
            for company in self.sudo().company_id:
                self._neiqin_ensure_rule(company)
        return super()._neiqin_approval_needed(operations, payload)

    @api.model
    def _neiqin_ensure_rule(self, company):
        self.env["neiqin.approval.rule"]._neiqin_ensure_plain(
            self.env._("Opening of an archived order"), OPERATION, company
        )

    def _neiqin_ask_many(self, operations, reason=None, payload=None):
        """Ask with what the second yes carries out, by whatever door."""
        if not (reason or "").strip():
            raise UserError(self.env._("Say why the archive is to be opened."))
        return super()._neiqin_ask_many(
            operations, reason, {"state": "opened", "why": reason.strip()}
        )

    def _neiqin_approval_apply(self, approval):
        """Open the order. The version stays, with its papers and its manifest."""
        self.ensure_one()
        archive, payload = self.sudo(), approval.sudo().payload
        archive.lock_for_update()
        if archive.state != "archived":
            raise UserError(
                self.env._("%(archive)s is not archived any more.", archive=self.name)
            )
        archive._neiqin_as_server().write(
            {
                "state": "opened",
                "opened_at": fields.Datetime.now(),
                "opened_why": payload["why"],
            }
        )
        archive.flush_recordset()
        order = archive.order_id
        order._neiqin_as_server().write(
            {"neiqin_archive_state": "open", "neiqin_archive_checked": False}
        )
        order._neiqin_lock_documents(False)
        self.env["neiqin.trail.entry"]._neiqin_log(
            "archive_open",
            self,
            {"version": archive.version, "digest": archive.digest},
            reason=payload["why"],
            masks={"digest": None, "version": None},
        )
        order._message_log(
            body=self.env._("Archive %(archive)s was opened.", archive=archive.name)
        )

    # --- the buttons

    @api.readonly
    def action_neiqin_open_archive(self):
        """Open the dialog that asks why the order must be opened."""
        return self._neiqin_why("open", self.env._("Open the Archive"))

    @api.readonly
    def action_neiqin_hold(self):
        """Open the dialog that asks why the archive must be held."""
        return self._neiqin_why("hold", self.env._("Hold the Archive"))

    def _neiqin_why(self, kind, title):
        self.ensure_one()
        self.check_access("read")
        return {
            "type": "ir.actions.act_window",
            "name": title,
            "res_model": "neiqin.archive.why",
            "view_mode": "form",
            "target": "new",
            "context": {"default_archive_id": self.id, "default_kind": kind},
        }

    def action_neiqin_decide(self):
        """Open the dialog that decides what waits for the user here."""
        self.check_access("read")
        running = self._neiqin_running().with_env(self.env).filtered("may_decide")
        return running.action_neiqin_decide()
