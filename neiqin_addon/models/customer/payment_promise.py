"""Promises to pay: who promised how much until when, and what came of it."""

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError, ValidationError

STATES = [
    ("open", "Awaited"),
    ("kept", "Kept"),
    ("broken", "Not Kept"),
    ("void", "Withdrawn"),
]
#: What was said. Whoever promises something else makes another promise.
SAID = (
    "partner_id",
    "company_id",
    "currency_id",
    "amount",
    "promised_on",
    "until",
    "promised_by",
    "move_ids",
)
JUDGED = ("state", "paid", "decided_on", "commercial_partner_id")


class NeiqinPaymentPromise(models.Model):
    _name = "neiqin.payment.promise"
    _description = "Promise to Pay"
    _inherit = [
        "mail.thread",
        "mail.activity.mixin",
        "neiqin.protected.mixin",
        "neiqin.trailed.mixin",
        "neiqin.schedule.mixin",
    ]
    _order = "until desc, id desc"
    _rec_name = "partner_id"
    _mail_post_access = "read"

    partner_id = fields.Many2one(
        comodel_name="res.partner",
        string="Customer",
        required=True,
        index=True,
        ondelete="restrict",
    )
    commercial_partner_id = fields.Many2one(
        related="partner_id.commercial_partner_id",
        string="Debtor",
        store=True,
        index=True,
    )
    company_id = fields.Many2one(
        comodel_name="res.company",
        required=True,
        index=True,
        default=lambda self: self.env.company,
        ondelete="cascade",
    )
    currency_id = fields.Many2one(
        comodel_name="res.currency",
        compute="_compute_currency_id",
        store=True,
        precompute=True,
    )
    promised_by = fields.Char(help="Who said so, as on the phone.")
    amount = fields.Monetary(string="Promised", required=True)
    promised_on = fields.Date(
        string="Said On",
        required=True,
        default=lambda self: self.env.company._neiqin_today(),
    )
    until = fields.Date(string="Pays Until", required=True, index=True)
    move_ids = fields.Many2many(
        comodel_name="account.move",
        relation="neiqin_payment_promise_move_rel",
        column1="promise_id",
        column2="move_id",
        string="Invoices",
        domain="[('commercial_partner_id', '=', commercial_partner_id),"
        " ('move_type', '=', 'out_invoice'), ('state', '=', 'posted'),"
        " ('payment_state', 'in', ('not_paid', 'partial', 'in_payment'))]",
        help="Which ones. Empty: any money of the customer counts.",
    )
    user_id = fields.Many2one(
        comodel_name="res.users",
        string="Follows Up",
        required=True,
        index=True,
        default=lambda self: self.env.user,
        ondelete="restrict",
        help="Is told when the promise is broken.",
    )
    note = fields.Char()
    state = fields.Selection(
        selection=STATES, string="Status", required=True, default="open", index=True
    )
    paid = fields.Monetary(string="Paid Since", readonly=True)
    decided_on = fields.Date(
        string="Clear Since", readonly=True, help="The day it was kept or broken."
    )

    _amount_positive = models.Constraint(
        "CHECK (amount > 0)", "A promise says how much."
    )
    _days_in_order = models.Constraint(
        "CHECK (until >= promised_on)", "A promise is about a day to come."
    )

    @api.model
    def _neiqin_protected_fields(self):
        return super()._neiqin_protected_fields() | {*JUDGED, "currency_id"}

    @api.model
    def _neiqin_trailed_fields(self):
        return {**super()._neiqin_trailed_fields(), "state": "", "user_id": ""}

    @api.depends("move_ids.currency_id", "company_id")
    def _compute_currency_id(self):
        """The invoices' currency where they share one, else the company's."""
        for promise in self:
            shared = promise.sudo().move_ids.currency_id
            own = promise.company_id.currency_id
            promise.currency_id = shared if len(shared) == 1 else own

    @api.constrains("partner_id", "move_ids", "company_id")
    def _check_invoices(self):
        for promise in self:
            moves = promise.sudo().move_ids
            strange = moves.filtered(
                lambda move, promise=promise: (
                    move.commercial_partner_id != promise.commercial_partner_id
                    or move.company_id != promise.company_id
                    or move.move_type not in ("out_invoice", "out_receipt")
                    or move.state != "posted"
                )
            )
            if strange:
                raise ValidationError(
                    self.env._(
                        "A promise is about posted invoices of this customer and company."
                    )
                )

    @api.model_create_multi
    def create(self, vals_list):
        promises = super().create(vals_list)
        for promise in promises:
            today = promise.company_id._neiqin_today()
            if promise.until < today or promise.promised_on > today:
                raise UserError(self.env._("A promise is about a day to come."))
        (promises.partner_id | promises.commercial_partner_id).check_access("read")
        promises.move_ids.check_access("read")
        promises.sudo()._neiqin_judge()
        return promises

    def write(self, vals):
        said = [name for name in SAID if name in vals]
        if said and not self._neiqin_is_server():
            raise AccessError(
                self.env._(
                    "What was promised stays as it was said: write down another promise,"
                    " or have a supervisor withdraw this one."
                )
            )
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_said(self):
        raise UserError(
            self.env._("Promises are not deleted: a supervisor withdraws them.")
        )

    def action_neiqin_withdraw(self):
        """Take out what was never promised; it counts for nothing from now on."""
        self.check_access("write")
        if not self.env.user.has_group("neiqin_addon.group_neiqin_supervisor"):
            reason = self.env._("A supervisor withdraws promises.")
            raise self.env["neiqin.trail.entry"]._neiqin_denial(self, reason)
        self._neiqin_as_server().write({"state": "void", "decided_on": False})
        return True

    def _neiqin_failure_user(self):
        return self.user_id
