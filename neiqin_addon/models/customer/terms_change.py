"""A request for other payment terms or another pricelist of a customer."""

from odoo import api, fields, models

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
    _inherit = ["neiqin.customer.change.mixin"]

    _neiqin_change_operation = OPERATION
    _neiqin_approval_fields = ASKED
    # a merge of two contacts moves their changes
    _neiqin_frozen_columns = (*ASKED[1:], "reason", "applied_on", "state")

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
    state = fields.Selection(
        selection=[("draft", "To Decide"), ("done", "Carried Out")],
        required=True,
        default="draft",
        readonly=True,
        copy=False,
    )
    stage = fields.Selection(selection_add=[("done", "Carried Out")])
    applied_on = fields.Datetime(string="Carried Out On")

    @api.depends("partner_id", "company_id")
    def _compute_current(self):
        for change in self:
            partner = change.partner_id.with_company(
                change.company_id or self.env.company
            )
            change.current_term_id = partner.property_payment_term_id
            change.current_pricelist_id = partner.property_product_pricelist

    def _neiqin_problem(self):
        problem = super()._neiqin_problem()
        if problem:
            return problem
        if not (self.sets_term or self.sets_pricelist):
            return self.env._(
                "Say what is to change: the payment terms, the pricelist or both."
            )
        owners = self.payment_term_id.company_id | self.pricelist_id.company_id
        if owners - self.company_id:
            return self.env._("These terms belong to another company.")
        return ""
