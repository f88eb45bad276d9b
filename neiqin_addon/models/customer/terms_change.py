"""A request for other payment terms or another pricelist of a customer."""

from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError

OPERATION = "terms_change"
ASKED = (
    "partner_id",
    "company_id",
    "sets_term",
    "payment_term_id",
    "sets_pricelist",
    "pricelist_id",
)


class NeiqinTermsChange(models.Model):
    _name = "neiqin.terms.change"
    _description = "Change of Terms"
    _inherit = [
        "mail.thread",
        "mail.activity.mixin",
        "neiqin.approval.mixin",
        "neiqin.frozen.mixin",
        "neiqin.protected.mixin",
    ]
    _order = "id desc"
    _rec_name = "partner_id"

    _neiqin_approval_fields = ASKED
    _neiqin_frozen_when = "old.state <> 'draft'"
    # a merge of two contacts moves their changes
    _neiqin_frozen_columns = (*ASKED[1:], "reason", "applied_on", "state")

    partner_id = fields.Many2one(
        comodel_name="res.partner",
        string="Customer",
        required=True,
        index=True,
        ondelete="restrict",
        domain="[('parent_id', '=', False)]",
    )
    company_id = fields.Many2one(
        comodel_name="res.company",
        required=True,
        index=True,
        default=lambda self: self.env.company,
        ondelete="restrict",
    )
    user_id = fields.Many2one(
        comodel_name="res.users",
        string="Responsible",
        default=lambda self: self.env.user,
        domain="[('share', '=', False)]",
        index=True,
    )
    sets_term = fields.Boolean(string="Other Payment Terms")
    payment_term_id = fields.Many2one(
        comodel_name="account.payment.term",
        string="New Payment Terms",
        domain="[('company_id', 'in', (False, company_id))]",
        ondelete="restrict",
        help="Empty: the company's own.",
    )
    sets_pricelist = fields.Boolean(string="Another Pricelist")
    pricelist_id = fields.Many2one(
        comodel_name="product.pricelist",
        string="New Pricelist",
        domain="[('company_id', 'in', (False, company_id))]",
        ondelete="restrict",
        help="Empty: the one of the customer's country.",
    )
    current_term_id = fields.Many2one(
        comodel_name="account.payment.term",
        string="Payment Terms So Far",
        compute="_compute_current",
    )
    current_pricelist_id = fields.Many2one(
        comodel_name="product.pricelist",
        string="Pricelist So Far",
        compute="_compute_current",
    )
    reason = fields.Text(required=True)
    state = fields.Selection(
        selection=[("draft", "To Decide"), ("done", "Carried Out")],
        string="Status",
        required=True,
        default="draft",
        readonly=True,
        copy=False,
    )
    is_waiting = fields.Boolean(compute="_compute_waiting")
    may_decide = fields.Boolean(compute="_compute_waiting")
    applied_on = fields.Datetime(string="Carried Out On", readonly=True, copy=False)

    @api.model
    def _neiqin_protected_fields(self):
        return super()._neiqin_protected_fields() | {"state", "applied_on"}

    def _neiqin_frozen(self):
        return self.filtered(
            lambda change: change.id and change._origin.state != "draft"
        )

    @api.depends("partner_id", "company_id")
    def _compute_current(self):
        for change in self:
            partner = change.partner_id.with_company(
                change.company_id or self.env.company
            )
            change.current_term_id = partner.property_payment_term_id
            change.current_pricelist_id = partner.property_product_pricelist

    def _compute_waiting(self):
        running = self._origin._neiqin_running().with_env(self.env)
        asked = set(running.mapped("res_id"))
        mine = set(running.filtered("may_decide").mapped("res_id"))
        for change in self:
            change.is_waiting = change._origin.id in asked
            change.may_decide = change._origin.id in mine

    @api.constrains(*ASKED)
    def _check_asked(self):
        for change in self:
            problem = change._neiqin_problem()
            if problem:
                raise ValidationError(problem)

    def _neiqin_problem(self):
        """Return why this cannot be asked for, empty where it can."""
        self.ensure_one()
        if not (self.sets_term or self.sets_pricelist):
            return self.env._(
                "Say what is to change: the payment terms, the pricelist or both."
            )
        if self.partner_id != self.partner_id.commercial_partner_id:
            return self.env._(
                "%(name)s belongs to %(company)s: the terms are the company's.",
                name=self.partner_id.name,
                company=self.partner_id.commercial_partner_id.name,
            )
        owners = self.payment_term_id.company_id | self.pricelist_id.company_id
        if owners - self.company_id:
            return self.env._("These terms belong to another company.")
        return ""

    def write(self, vals):
        """What two persons are looking at does not change under their eyes."""
        if {*ASKED, "reason"}.intersection(vals) and self._neiqin_running():
            raise UserError(
                self.env._(
                    "It waits for two persons. Withdraw the request to change it."
                )
            )
        return super().write(vals)
