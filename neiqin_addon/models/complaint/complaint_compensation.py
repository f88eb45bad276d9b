"""What the customer gets: a credit note or a replacement, above a limit by two persons."""

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError, ValidationError

OPERATION = "complaint_compensation"
COMPENSATION_STATES = [
    ("draft", "Draft"),
    ("asked", "Waits for Approval"),
    ("done", "Done"),
    ("dropped", "Dropped"),
]
CLERK = "neiqin_addon.group_neiqin_clerk"


class NeiqinComplaintCompensation(models.Model):
    _name = "neiqin.complaint.compensation"
    _description = "Complaint Compensation"
    _inherit = ["neiqin.approval.mixin", "mail.thread"]
    _order = "id desc"
    _check_company_auto = True
    _neiqin_approval_fields = ("complaint_id", "kind")

    complaint_id = fields.Many2one(
        comodel_name="neiqin.complaint",
        required=True,
        index=True,
        check_company=True,
        ondelete="restrict",
    )
    company_id = fields.Many2one(
        related="complaint_id.company_id", store=True, index=True
    )
    currency_id = fields.Many2one(related="company_id.currency_id")
    partner_id = fields.Many2one(related="complaint_id.partner_id")
    order_id = fields.Many2one(related="complaint_id.order_id")
    kind = fields.Selection(
        selection=[("credit", "Credit Note"), ("replacement", "Replacement Order")],
        required=True,
        default="credit",
    )
    reason = fields.Char(required=True)
    line_ids = fields.One2many(
        comodel_name="neiqin.complaint.compensation.line",
        inverse_name="compensation_id",
    )
    amount = fields.Monetary(
        compute="_compute_amount",
        store=True,
        help="Without taxes, in the company's currency. Of a replacement: what the "
        "goods were sold for.",
    )
    state = fields.Selection(
        selection=COMPENSATION_STATES,
        string="Status",
        required=True,
        readonly=True,
        default="draft",
        copy=False,
        index=True,
    )
    move_id = fields.Many2one(
        comodel_name="account.move",
        string="Credit Note",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="set null",
    )
    replacement_id = fields.Many2one(
        comodel_name="sale.order",
        string="Replacement Order",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="set null",
    )

    @api.model
    def _neiqin_protected_fields(self):
        return super()._neiqin_protected_fields() | {
            "state",
            "amount",
            "move_id",
            "replacement_id",
        }

    @api.depends("line_ids.amount")
    def _compute_amount(self):
        for compensation in self:
            compensation.amount = sum(compensation.line_ids.mapped("amount"))

    @api.depends("complaint_id.name", "kind")
    def _compute_display_name(self):
        kinds = dict(self._fields["kind"]._description_selection(self.env))
        for compensation in self:
            compensation.display_name = (
                f"{compensation.complaint_id.name} · {kinds.get(compensation.kind)}"
            )

    def write(self, vals):
        if not self._neiqin_is_server():
            self._neiqin_check_draft()
        return super().write(vals)

    # not @api.ondelete: a context key switches those off
    def unlink(self):
        self._neiqin_check_draft()
        return super().unlink()

    def _neiqin_check_draft(self):
        if any(compensation.state != "draft" for compensation in self):
            raise UserError(
                self.env._("This compensation is decided or waits: it stays as it is.")
            )

    # --- carrying out

    def action_neiqin_carry_out(self):
        """Make the credit note or the order; above the limit, ask two persons first."""
        self.ensure_one()
        self._neiqin_check_clerk()
        self.check_access("write")
        self._neiqin_check_draft()
        if self.amount <= 0 or not self.line_ids:
            raise UserError(self.env._("Choose lines and quantities first."))
        if self._neiqin_approval_needed({OPERATION}):
            self._neiqin_ask_approval(OPERATION, self.reason)
            return True
        self.sudo()._neiqin_make()
        return self.action_neiqin_open_document()

    def _neiqin_payload(self):
        """Return what the second yes carries out."""
        self.ensure_one()
        return {"state": "done", "amount": self.amount, "kind": self.kind}

    def _neiqin_approval_apply(self, approval):
        """Two persons agreed: make what they agreed to and nothing else."""
        self.ensure_one()
        row = self.sudo()
        payload = approval.sudo().payload
        if row.state != "asked" or (row.amount, row.kind) != (
            payload["amount"],
            payload["kind"],
        ):
            raise UserError(self.env._("The compensation is not what was asked for."))
        row._neiqin_make()

    def action_neiqin_drop(self):
        """Drop a compensation that is not wanted any more."""
        self._neiqin_check_clerk()
        self.check_access("write")
        if any(row.state == "done" for row in self):
            raise UserError(self.env._("This compensation was carried out."))
        self.sudo()._neiqin_running()._neiqin_end(
            "lapsed", self.env._("The compensation was dropped.")
        )
        self.sudo()._neiqin_as_server().write({"state": "dropped"})
        return True

    def _neiqin_make(self):
        self.ensure_one()
        self._check_lines()  # the complaint may name another order by now
        self.line_ids._neiqin_check_left()
        if self.kind == "credit":
            values = {"move_id": self._neiqin_make_credit_note().id}
        else:
            values = {"replacement_id": self._neiqin_make_order().id}
        self._neiqin_as_server().write({**values, "state": "done"})
        self.env["neiqin.trail.entry"]._neiqin_log(
            "change",
            self.complaint_id,
            {"compensation": self.display_name, "amount": self.amount},
            reason=self.reason,
        )
        self.complaint_id._message_log(
            body=self.env._("Compensation: %(what)s", what=self.display_name)
        )

    def _neiqin_check_clerk(self):
        if not self.env.user.has_group(CLERK):
            reason = self.env._("Only clerks of the sales back office compensate.")
            self.env["neiqin.trail.entry"]._neiqin_log_denied(self, reason)
            raise AccessError(reason)

    @api.readonly
    def action_neiqin_open_document(self):
        """Open the credit note or the replacement order."""
        self.ensure_one()
        self.check_access("read")
        document = self.move_id or self.replacement_id
        return {
            "type": "ir.actions.act_window",
            "res_model": document._name,
            "res_id": document.id,
            "view_mode": "form",
        }

    @api.constrains("kind", "line_ids")
    def _check_lines(self):
        for row in self.sudo():
            orders = row.line_ids.order_line_id.order_id
            if orders - row.complaint_id.order_id:
                raise ValidationError(
                    self.env._("Only lines of the complained order are compensated.")
                )
