"""The protocol by which papers are destroyed when nobody must keep them any more."""

from odoo import api, fields, models
from odoo.exceptions import UserError

OPERATION = "archive_destroy"
STATES = [("draft", "Draft"), ("asked", "Waits for Approval"), ("done", "Destroyed")]


class NeiqinArchiveDestruction(models.Model):
    """Lists the archives; two persons agree; files go, manifests and protocol stay."""

    _name = "neiqin.archive.destruction"
    _description = "Destruction Protocol"
    _inherit = ["neiqin.approval.mixin", "neiqin.frozen.mixin", "mail.thread"]
    _order = "id desc"
    _neiqin_approval_fields = ("archive_ids", "reason")

    _neiqin_frozen_when = "OLD.state = 'done'"
    _neiqin_frozen_columns = (
        "name",
        "company_id",
        "reason",
        "protocol",
        "digest",
        "state",
        "destroyed_at",
    )

    name = fields.Char(
        required=True,
        readonly=True,
        default=lambda self: self.env._("New"),
        copy=False,
    )
    company_id = fields.Many2one(
        comodel_name="res.company",
        required=True,
        readonly=True,
        index=True,
        default=lambda self: self.env.company,
    )
    user_id = fields.Many2one(
        comodel_name="res.users",
        string="Prepared By",
        readonly=True,
        default=lambda self: self.env.user,
    )
    reason = fields.Char(required=True, help="By which rule they may be destroyed.")
    archive_ids = fields.Many2many(
        comodel_name="neiqin.archive",
        relation="neiqin_archive_destruction_rel",
        string="Archives",
        domain="[('company_id', '=', company_id), ('state', '!=', 'destroyed'),"
        " ('retention_until', '<', 'today'), ('is_held', '=', False)]",
        copy=False,
    )
    state = fields.Selection(
        selection=STATES,
        string="Status",
        required=True,
        readonly=True,
        default="draft",
        copy=False,
        index=True,
    )
    protocol = fields.Text(
        readonly=True,
        copy=False,
        help="Each archive with its digest and each paper with its SHA-256.",
    )
    digest = fields.Char(readonly=True, copy=False, size=64)
    destroyed_at = fields.Datetime(string="Destroyed On", readonly=True, copy=False)

    @api.model
    def _neiqin_protected_fields(self):
        return super()._neiqin_protected_fields() | self._neiqin_fields_but(
            "reason", "archive_ids"
        )

    def _neiqin_frozen(self):
        return self.filtered(lambda protocol: protocol.state == "done")

    @api.model_create_multi
    def create(self, vals_list):
        protocols = super().create(vals_list)
        for protocol in protocols.sudo():
            protocol._neiqin_as_server().name = f"D{protocol.id:05d}"
        protocols._neiqin_check_archives()
        return protocols

    def write(self, vals):
        if not self._neiqin_is_server() and {"reason", "archive_ids"}.intersection(
            vals
        ):
            self._neiqin_check_draft()
        res = super().write(vals)
        if "archive_ids" in vals:
            self._neiqin_check_archives()
        return res

    # not @api.ondelete: a context key switches those off
    def unlink(self):
        self._neiqin_check_draft()
        return super().unlink()

    def _neiqin_check_draft(self):
        if any(protocol.state != "draft" for protocol in self):
            raise UserError(
                self.env._("This protocol is decided or waits: it stays as it is.")
            )

    def _neiqin_check_archives(self):
        """Refuse what must be kept.

        :raise UserError: naming the first that is held, kept longer, or not theirs
        """
        self.archive_ids.check_access("read")
        for protocol in self.sudo():
            today = protocol.company_id._neiqin_today()
            for archive in protocol.archive_ids:
                reason = archive._neiqin_kept_because(protocol.company_id, today)
                if reason:
                    raise UserError(reason)


class NeiqinArchive(models.Model):
    _inherit = "neiqin.archive"

    destroyed_at = fields.Datetime(string="Destroyed On", readonly=True, copy=False)

    def _neiqin_kept_because(self, company, today):
        """Return why an archive may not be destroyed, as a sentence, or nothing."""
        self.ensure_one()
        if self.company_id != company:
            return self.env._("%(archive)s is another company's.", archive=self.name)
        if self.state == "destroyed":
            return self.env._("%(archive)s is destroyed already.", archive=self.name)
        if self.is_held:
            return self.env._(
                "%(archive)s is held: %(reason)s.",
                archive=self.name,
                reason=self.hold_reason,
            )
        if not self.retention_until or self.retention_until >= today:
            return self.env._(
                "%(archive)s is kept until %(day)s.",
                archive=self.name,
                day=fields.Date.to_string(self.retention_until) or "?",
            )
        return ""
