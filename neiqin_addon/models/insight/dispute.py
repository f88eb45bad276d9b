"""Disputed invoices: not reminded of while it lasts, in the balance all the time."""

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError, ValidationError

REASONS = [
    ("price", "Price"),
    ("quantity", "Quantity"),
    ("quality", "Quality"),
    ("delivery", "Late or Missing Delivery"),
    ("paper", "Invoice Paper (Fapiao) Missing or Wrong"),
    ("paid", "Says It Is Paid"),
    ("other", "Other"),
]
SAID = ("move_id", "company_id", "reason", "since")
_LIFTED = ("lifted_at", "lifted_by_id", "lifted_why")


class NeiqinDispute(models.Model):
    """One dispute of one invoice; a lifted one stays, and another may follow."""

    _name = "neiqin.dispute"
    _description = "Disputed Invoice"
    _inherit = ["mail.thread", "neiqin.protected.mixin", "neiqin.trailed.mixin"]
    _order = "since desc, id desc"
    _rec_name = "move_id"

    move_id = fields.Many2one(
        comodel_name="account.move",
        string="Invoice",
        required=True,
        index=True,
        ondelete="cascade",
        domain="[('move_type', 'in', ('out_invoice', 'out_receipt')), ('state', '=', 'posted')]",
    )
    partner_id = fields.Many2one(
        related="move_id.commercial_partner_id",
        string="Customer",
        store=True,
        index=True,
    )
    company_id = fields.Many2one(related="move_id.company_id", store=True, index=True)
    currency_id = fields.Many2one(related="move_id.currency_id")
    amount_residual = fields.Monetary(
        related="move_id.amount_residual", string="Open Amount"
    )
    reason = fields.Selection(selection=REASONS, required=True, tracking=True)
    note = fields.Text(string="What the Customer Says")
    since = fields.Date(
        required=True, default=lambda self: self.env.company._neiqin_today()
    )
    until = fields.Date(
        tracking=True,
        index=True,
        help="Up to and including this day; reminders go on after it. Empty: until it"
        " is lifted.",
    )
    complaint_id = fields.Many2one(
        comodel_name="neiqin.complaint",
        string="Complaint",
        index="btree_not_null",
        ondelete="set null",
        domain="[('commercial_partner_id', '=', partner_id)]",
    )
    exception_id = fields.Many2one(
        comodel_name="neiqin.exception",
        string="Exception Case",
        index="btree_not_null",
        ondelete="set null",
    )
    is_automatic = fields.Boolean(
        readonly=True, help="Found by itself, and lifted by itself when the case ends."
    )
    user_id = fields.Many2one(
        comodel_name="res.users",
        string="In Charge",
        index=True,
        default=lambda self: self.env.user,
        tracking=True,
    )
    lifted_at = fields.Datetime(string="Lifted On", readonly=True, tracking=True)
    lifted_by_id = fields.Many2one(
        comodel_name="res.users", string="Lifted By", readonly=True
    )
    lifted_why = fields.Char(string="Why Lifted", readonly=True)
    state = fields.Selection(
        selection=[("open", "Disputed"), ("over", "Over"), ("lifted", "Lifted")],
        string="Status",
        compute="_compute_state",
    )

    _one_open = models.UniqueIndex(
        "(move_id) WHERE lifted_at IS NULL", "This invoice is disputed already."
    )
    _days_in_order = models.Constraint(
        "CHECK (until IS NULL OR until >= since)", "A dispute ends after it began."
    )

    @api.model
    def _neiqin_protected_fields(self):
        return super()._neiqin_protected_fields() | {
            *_LIFTED,
            "is_automatic",
            "partner_id",
            "company_id",
        }

    @api.model
    def _neiqin_trailed_fields(self):
        return {
            **super()._neiqin_trailed_fields(),
            "until": "",
            "lifted_at": "",
            "lifted_why": "",
        }

    @api.depends("lifted_at", "until")
    def _compute_state(self):
        for dispute in self:
            company = dispute.company_id or self.env.company
            over = dispute.until and dispute.until < company._neiqin_today()
            dispute.state = (
                "lifted" if dispute.lifted_at else "over" if over else "open"
            )

    @api.constrains("move_id", "complaint_id", "exception_id")
    def _check_same_customer(self):
        for dispute in self.sudo():
            move = dispute.move_id
            wrong = move.move_type not in ("out_invoice", "out_receipt")
            if wrong or move.state != "posted":
                raise ValidationError(self.env._("Posted invoices are disputed."))
            complaint, case = dispute.complaint_id, dispute.exception_id
            if complaint and (
                complaint.commercial_partner_id != move.commercial_partner_id
            ):
                raise ValidationError(
                    self.env._("The complaint is another customer's.")
                )
            if case and case.company_id != move.company_id:
                raise ValidationError(self.env._("The case is another company's."))

    @api.model_create_multi
    def create(self, vals_list):
        disputes = super().create(vals_list)
        disputes.move_id.check_access("read")
        if not self.env.su:
            self._neiqin_check_hand()
        reasons = dict(self._fields["reason"]._description_selection(self.env))
        disputes._neiqin_note(
            lambda dispute: self.env._(
                "Disputed: %(reason)s. Nobody is reminded of it.",
                reason=reasons[dispute.reason],
            )
        )
        self.env["neiqin.trail.entry"]._neiqin_log(
            "create", disputes, [{"reason": one.reason} for one in disputes]
        )
        return disputes

    def write(self, vals):
        said = [name for name in SAID if name in vals]
        if said and not self._neiqin_is_server():
            raise AccessError(
                self.env._("What was disputed stays: lift it and write another one.")
            )
        if "until" in vals and self.filtered("lifted_at"):
            raise UserError(self.env._("This dispute was lifted already."))
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_said(self):
        raise UserError(self.env._("Disputes are not deleted: they are lifted."))

    @api.model
    def _neiqin_check_hand(self):
        """Clerks and accountants alone say what is disputed and what no more."""
        user = self.env.user
        if not (
            user.has_group("neiqin_addon.group_neiqin_clerk")
            or user.has_group("account.group_account_invoice")
        ):
            raise AccessError(
                self.env._("Clerks and accountants decide what is disputed.")
            )

    def action_neiqin_lift(self, why=None):
        """End these disputes from now on; the invoices are reminded of again.

        :param str why: kept with the dispute and in the trail
        """
        self.check_access("write")
        self._neiqin_check_hand()
        self._neiqin_lift(why if isinstance(why, str) else None)
        return True

    def _neiqin_lift(self, why=None):
        open_ones = self.filtered(lambda dispute: not dispute.lifted_at)
        open_ones._neiqin_as_server().write(
            {
                "lifted_at": fields.Datetime.now(),
                "lifted_by_id": self.env.uid,
                "lifted_why": why,
            }
        )
        body = self.env._("No longer disputed. %(why)s", why=why or "").strip()
        open_ones._neiqin_note(lambda _dispute: body)

    def _neiqin_note(self, words):
        """Note on each invoice what became of its dispute, all at once."""
        bodies = {dispute.move_id.id: words(dispute) for dispute in self}
        self.move_id.sudo()._message_log_batch(bodies)
