"""The archive of an order: its papers, its manifest, frozen for good."""

from odoo import api, fields, models

STATES = [
    ("archived", "Archived"),
    ("opened", "Opened Again"),
    ("destroyed", "Destroyed"),
]


class NeiqinArchive(models.Model):
    """One version of one order's closed file.

    Made in one transaction by ``sale.order._neiqin_archive_now``; from the moment it
    has its digest nobody changes it, the database included. Opening the order leaves
    the version as it is, the next archive is the next version.
    """

    _name = "neiqin.archive"
    _description = "Archived Order"
    _inherit = [
        "neiqin.approval.mixin",
        "neiqin.checked.mixin",
        "neiqin.frozen.mixin",
        "mail.thread",
        "mail.activity.mixin",
        "neiqin.schedule.mixin",
    ]
    _order = "id desc"
    _rec_names_search = ["name", "partner_name", "client_order_ref"]
    _neiqin_approval_fields = ("order_id", "version", "digest")

    _neiqin_frozen_when = "OLD.digest IS NOT NULL"
    _neiqin_frozen_columns = (
        "name",
        "order_id",
        "company_id",
        "version",
        "partner_name",
        "client_order_ref",
        "kind_id",
        "kind_name",
        "manifest",
        "digest",
        "document_count",
        "size",
        "archived_at",
        "archived_by_id",
        "retention_until",
    )
    _neiqin_frozen_once = (
        "opened_at",
        "opened_why",
        "destroyed_at",
    )
    _neiqin_frozen_forward = {"state": tuple(value for value, _label in STATES)}

    name = fields.Char(string="Number", required=True, readonly=True)
    order_id = fields.Many2one(
        comodel_name="sale.order",
        string="Order",
        required=True,
        readonly=True,
        index=True,
        ondelete="restrict",
    )
    company_id = fields.Many2one(
        comodel_name="res.company", required=True, readonly=True, index=True
    )
    # not frozen: customers are merged, and the archive says their name in words
    partner_id = fields.Many2one(
        comodel_name="res.partner", string="Customer", readonly=True, index=True
    )
    partner_name = fields.Char(string="Customer's Name", readonly=True)
    client_order_ref = fields.Char(string="Customer's Number", readonly=True)
    version = fields.Integer(required=True, readonly=True, aggregator=None)
    kind_id = fields.Many2one(
        comodel_name="neiqin.archive.kind",
        string="Kind",
        readonly=True,
        index="btree_not_null",
        ondelete="restrict",
        help="As it is called today, in the language of whoever reads.",
    )
    kind_name = fields.Char(
        string="Kind in the Manifest",
        readonly=True,
        help="As it was called when the order was archived, in the company's language.",
    )
    state = fields.Selection(
        selection=STATES,
        string="Status",
        required=True,
        readonly=True,
        default="archived",
        tracking=True,
        index=True,
    )
    manifest = fields.Text(
        readonly=True, help="The canonical text that the digest is made of."
    )
    digest = fields.Char(readonly=True, size=64, help="SHA-256 of the manifest.")
    document_ids = fields.One2many(
        comodel_name="neiqin.archive.document",
        inverse_name="archive_id",
        string="Papers",
        readonly=True,
    )
    document_count = fields.Integer(string="Number of Papers", readonly=True)
    size = fields.Integer(string="Size (Bytes)", readonly=True)
    archived_at = fields.Datetime(string="Archived On", readonly=True)
    archived_by_id = fields.Many2one(
        comodel_name="res.users", string="Archived By", readonly=True
    )
    retention_until = fields.Date(
        string="Kept Until",
        readonly=True,
        index=True,
        help="The last day. Years count from the end of the year of archiving.",
    )
    opened_at = fields.Datetime(string="Opened On", readonly=True)
    opened_why = fields.Char(string="Opened Because", readonly=True)

    _version_unique = models.UniqueIndex(
        "(order_id, version)", "An order has each version of its archive once."
    )
    _live_unique = models.UniqueIndex(
        "(order_id) WHERE state = 'archived'", "An order is archived once."
    )

    @api.model
    def _neiqin_protected_fields(self):
        return super()._neiqin_protected_fields() | self._neiqin_fields_but() | {"id"}

    def _neiqin_frozen(self):
        return self.filtered("digest")

    @api.model_create_multi
    def create(self, vals_list):
        # "id" is protected: so an archive without any value is refused as well
        self._neiqin_check_protected({"id"})
        return super().create(vals_list)

    def _neiqin_approval_involved(self):
        """Whoever archived does not decide; the order's own people neither."""
        involved = super()._neiqin_approval_involved()
        for archive in self.sudo():
            involved[archive.id] |= archive.archived_by_id | archive.order_id.user_id
        return involved

    def action_neiqin_order(self):
        """Open the order this is the file of."""
        self.ensure_one()
        self.check_access("read")
        return self.order_id._get_records_action()
