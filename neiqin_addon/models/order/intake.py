"""Order files as customers send them: one record per file."""

import base64
import hashlib

from odoo import api, fields, models
from odoo.exceptions import UserError

from .sale_order_source import SOURCES

STATES = [
    ("new", "New"),
    ("checked", "Checked"),
    ("partly", "Partly imported"),
    ("imported", "Imported"),
]
JOBS = [("check", "Checking"), ("import", "Importing")]
#: Bytes of a file that is taken in; a larger one is refused before it is read.
MAX_BYTES = 20 << 20
#: Decided by the server alone.
PROTECTED = {
    "state",
    "source",
    "digest",
    "email_from",
    "problem",
    "job",
    "job_user_id",
    "parent_id",
    "twin_id",
}


class NeiqinOrderIntake(models.Model):
    _name = "neiqin.order.intake"
    _description = "Order Intake"
    _inherit = [
        "mail.thread",
        "mail.activity.mixin",
        "neiqin.protected.mixin",
        "neiqin.schedule.mixin",
    ]
    _order = "id desc"
    _mail_post_access = "read"
    _check_company_auto = True

    name = fields.Char(compute="_compute_name", store=True, readonly=False)
    company_id = fields.Many2one(
        comodel_name="res.company",
        string="Company",
        required=True,
        index=True,
        default=lambda self: self.env.company,
    )
    partner_id = fields.Many2one(
        comodel_name="res.partner",
        string="Customer",
        check_company=True,
        index="btree_not_null",
        help="Whose orders these are where the file itself names no customer.",
    )
    file = fields.Binary(string="Order File", attachment=True, copy=False)
    filename = fields.Char(string="File Name", copy=False)
    digest = fields.Char(string="SHA-256", readonly=True, copy=False, index=True)
    source = fields.Selection(
        selection=[item for item in SOURCES if item[0] in ("file", "email")],
        default="file",
        required=True,
        readonly=True,
        copy=False,
    )
    email_from = fields.Char(string="Sender", readonly=True, copy=False)
    state = fields.Selection(
        selection=STATES,
        string="Status",
        default="new",
        required=True,
        readonly=True,
        copy=False,
        index=True,
        tracking=True,
    )
    problem = fields.Text(string="Why It Was Not Read", readonly=True, copy=False)
    parent_id = fields.Many2one(
        comodel_name="neiqin.order.intake",
        string="Came With",
        readonly=True,
        copy=False,
        index="btree_not_null",
        help="The first file of the same mail; the mail itself is kept there.",
    )
    twin_id = fields.Many2one(
        comodel_name="neiqin.order.intake",
        string="Same File As",
        readonly=True,
        copy=False,
        index="btree_not_null",
    )
    line_ids = fields.One2many(
        comodel_name="neiqin.order.intake.line",
        inverse_name="intake_id",
        string="Rows",
        copy=False,
    )
    bad_line_ids = fields.One2many(
        comodel_name="neiqin.order.intake.line",
        inverse_name="intake_id",
        domain=[("state", "=", "bad")],
        string="Rows to Correct",
        copy=False,
    )
    order_ids = fields.One2many(
        comodel_name="sale.order",
        inverse_name="neiqin_intake_id",
        string="Orders",
        readonly=True,
        copy=False,
    )
    job = fields.Selection(selection=JOBS, readonly=True, copy=False, index=True)
    job_user_id = fields.Many2one(
        comodel_name="res.users", string="Started By", readonly=True, copy=False
    )
    row_count = fields.Integer(compute="_compute_counts")
    bad_count = fields.Integer(string="To Correct", compute="_compute_counts")
    can_import = fields.Boolean(compute="_compute_counts")
    good_count = fields.Integer(string="Ready", compute="_compute_counts")
    done_count = fields.Integer(string="Done", compute="_compute_counts")
    progress = fields.Integer(compute="_compute_counts")
    order_count = fields.Integer(compute="_compute_order_count")

    # -- computes ---------------------------------------------------------------

    @api.depends("filename")
    def _compute_name(self):
        for intake in self:
            intake.name = (
                intake.filename or intake.name or self.env._("Order without a file")
            )

    @api.depends("line_ids.state")
    def _compute_counts(self):
        counts = {
            (intake.id, state): count
            for intake, state, count in self.env[
                "neiqin.order.intake.line"
            ]._read_group(
                [("intake_id", "in", self.ids)], ["intake_id", "state"], ["__count"]
            )
        }
        for intake in self:

            def total(*states, key=intake.id):
                return sum(counts.get((key, state), 0) for state in states)

            intake.bad_count = total("bad")
            intake.good_count = total("good", "held")
            intake.can_import = bool(total("good"))
            intake.done_count = total("imported", "skipped")
            rows = intake.bad_count + intake.good_count + intake.done_count
            intake.row_count = rows
            intake.progress = 100 * intake.done_count // rows if rows else 0

    @api.depends("order_ids")
    def _compute_order_count(self):
        counts = dict(
            self.env["sale.order"]._read_group(
                [("neiqin_intake_id", "in", self.ids)],
                ["neiqin_intake_id"],
                ["__count"],
            )
        )
        for intake in self:
            intake.order_count = counts.get(intake, 0)

    # -- create, write, unlink ----------------------------------------------------

    def _neiqin_protected_fields(self):
        return super()._neiqin_protected_fields() | PROTECTED

    @api.model_create_multi
    def create(self, vals_list):
        for vals in vals_list:
            self._check_size(vals)
        intakes = super().create(vals_list)
        intakes.filtered("file")._set_digest()
        return intakes

    def write(self, vals):
        if "file" in vals:
            self._check_size(vals)
            self._drop_rows()
        if "company_id" in vals and self.line_ids:
            raise UserError(self.env._("The rows were checked for another company."))
        res = super().write(vals)
        if "file" in vals:
            self._set_digest()
        if "partner_id" in vals:
            self._set_customer()
        return res

    @api.ondelete(at_uninstall=False)
    def _unlink_except_imported(self):
        if self.order_ids:
            raise UserError(
                self.env._("An intake that made orders is kept as their origin.")
            )

    def _check_size(self, vals):
        """Refuse a file by the length of its text, before anything is decoded."""
        if len(vals.get("file") or "") > MAX_BYTES * 4 // 3 + 4:
            raise UserError(self._refusal_text("too_large"))

    def _drop_rows(self):
        """Another file takes the place of one that made no order yet."""
        if self.line_ids.filtered(lambda line: line.state == "imported"):
            raise UserError(
                self.env._("Orders were made of this file: upload the other one anew.")
            )
        self.line_ids.sudo().unlink()
        self._neiqin_as_server().write({"state": "new", "problem": False})

    def _set_customer(self):
        """Give the rows that name no customer to the one chosen for the file."""
        lines = self.line_ids.filtered(
            lambda line: not line.customer and line.state != "imported"
        )
        if lines:
            lines.sudo()._neiqin_as_server().write(
                {"partner_id": False, "shipping_id": False}
            )
            self._recheck()

    def _set_digest(self):
        """Fingerprint the file and name the earlier intake that holds the same."""
        for intake in self:
            data = intake._file_bytes()
            digest = hashlib.sha256(data).hexdigest() if data else False
            twin = intake._find_twin(digest) if digest else self.browse()
            intake._neiqin_as_server().write({"digest": digest, "twin_id": twin.id})

    def _find_twin(self, digest):
        """Return the intake that took in this file before, unless all was cancelled."""
        same = self.sudo().search(
            [
                ("digest", "=", digest),
                ("company_id", "=", self.company_id.id),
                ("id", "!=", self.id),
                ("twin_id", "=", False),
            ],
            order="id",
        )
        return same.filtered(
            lambda intake: not intake.order_ids
            or any(order.state != "cancel" for order in intake.order_ids)
        )[:1]

    def _file_bytes(self):
        self.ensure_one()
        return base64.b64decode(self.with_context(bin_size=False).file or b"")

    # -- actions ------------------------------------------------------------------

    @api.readonly
    def action_open_orders(self):
        """Open the orders made of this file."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "neiqin_addon.sale_order_action"
        )
        action["domain"] = [("neiqin_intake_id", "=", self.id)]
        action["context"] = {}
        return action

    @api.readonly
    def action_open_twin(self):
        """Open the earlier intake of the same file."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "res_model": self._name,
            "res_id": self.twin_id.id,
            "view_mode": "form",
        }

    @api.readonly
    def action_download_problems(self):
        """Download the rows with what is wrong with each."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_url",
            "url": f"/neiqin/intake/{self.id}/problems",
            "target": "download",
        }
