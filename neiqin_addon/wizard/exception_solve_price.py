"""Price and terms are corrected by two confirmations, whatever the company's gates.

Where a rule about changes of confirmed orders fits, its groups decide; everywhere else,
and for quotations, the plain rule of this operation.
"""

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools.misc import formatLang

CORRECTION = "order_correction"


class SaleOrder(models.Model):
    _inherit = "sale.order"

    neiqin_approved_term_id = fields.Many2one(
        comodel_name="account.payment.term",
        string="Payment Terms Approved",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="set null",
        help="The terms that two persons confirmed as a change.",
    )

    def _neiqin_protected_fields(self):
        return super()._neiqin_protected_fields() | {"neiqin_approved_term_id"}

    @api.model
    def _neiqin_approval_operations(self):
        return {
            **super()._neiqin_approval_operations(),
            CORRECTION: self.env._("Correct price or terms from an exception case"),
        }

    def _neiqin_approval_measures(self, operation, payload=None):
        if operation != CORRECTION:
            return super()._neiqin_approval_measures(operation, payload)
        none = {"amount": 0, "percent": 0}
        found = self._neiqin_change_measures(payload) if payload else {}
        return {order.id: found.get(order.id, none) for order in self}

    def _neiqin_approval_apply(self, approval):
        """Remember which values two persons said yes to: they are no exception."""
        res = super()._neiqin_approval_apply(approval)
        payload = approval.sudo().payload
        order = self.sudo()._neiqin_as_server()
        if "payment_term_id" in payload:
            order.neiqin_approved_term_id = payload["payment_term_id"]
        for line in order.order_line._neiqin_as_server():
            if str(line.id) in payload.get("lines", {}):
                line.neiqin_price_approved = line._neiqin_net_price()
        self._neiqin_detect()
        return res

    def _neiqin_correct(self, payload, reason):
        """Ask two persons for the correction; the order stays as it is until then."""
        self.ensure_one()
        self._neiqin_check_payload(payload)
        confirmed = self.state == "sale"
        if confirmed and self._neiqin_approval_needed({"order_change"}, payload):
            return self._neiqin_ask_approval("order_change", reason, payload)
        self._neiqin_ensure_correction_rule()
        return self._neiqin_ask_approval(CORRECTION, reason, payload)

    def _neiqin_ensure_correction_rule(self):
        """Two persons are asked for without anybody setting up a rule first."""
        rules = self.env["neiqin.approval.rule"].sudo()
        if not self._neiqin_approval_needed({CORRECTION}):
            rules._neiqin_make_plain(
                self.env._("Corrections from exception cases"),
                CORRECTION,
                self.company_id,
            )


class SaleOrderLine(models.Model):
    _inherit = "sale.order.line"

    neiqin_price_approved = fields.Float(
        string="Price Approved",
        digits="Product Price",
        readonly=True,
        copy=False,
        help="The price, less its discount, that two persons confirmed as a change.",
    )

    def _neiqin_protected_fields(self):
        return super()._neiqin_protected_fields() | {"neiqin_price_approved"}


class NeiqinException(models.Model):
    _inherit = "neiqin.exception"

    correction_id = fields.Many2one(
        comodel_name="neiqin.approval",
        string="Correction Asked For",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="set null",
        groups="neiqin_addon.group_neiqin_clerk,neiqin_addon.group_neiqin_auditor",
    )


class NeiqinApproval(models.Model):
    _inherit = "neiqin.approval"

    def _neiqin_set(self, values):
        """Tell the case what became of its correction."""
        res = super()._neiqin_set(values)
        if values.get("state") in ("approved", "refused", "lapsed"):
            self._neiqin_tell_cases()
        return res

    def _neiqin_tell_cases(self):
        cases = self.env["neiqin.exception"].sudo()
        for case in cases.search([("correction_id", "in", self.ids)]):
            states = self._fields["state"]._description_selection(case.env)
            state = dict(states)[case.correction_id.state]
            case._message_log(
                body=case.env._("Correction of price or terms: %(state)s", state=state)
            )


class NeiqinExceptionSolve(models.TransientModel):
    _inherit = "neiqin.exception.solve"

    currency_id = fields.Many2one(related="order_id.currency_id")
    price_unit = fields.Float(
        string="New Price",
        compute="_compute_price",
        store=True,
        readonly=False,
        digits="Product Price",
    )
    discount = fields.Float(
        string="New Discount (%)",
        compute="_compute_price",
        store=True,
        readonly=False,
        digits="Discount",
    )
    payment_term_id = fields.Many2one(
        comodel_name="account.payment.term",
        compute="_compute_payment_term_id",
        store=True,
        readonly=False,
        check_company=True,
    )

    def _neiqin_preview_depends(self):
        names = ("price_unit", "discount", "payment_term_id")
        return [*super()._neiqin_preview_depends(), *names]

    @api.depends("case_id", "solution")
    def _compute_price(self):
        """Propose what the agreement or the pricelist gives."""
        for wizard in self:
            line = wizard.line_id
            known = line.neiqin_price_known and line.neiqin_price_expected > 0
            wizard.price_unit = line.neiqin_price_expected if known else line.price_unit
            wizard.discount = 0 if known else line.discount

    @api.depends("case_id", "solution")
    def _compute_payment_term_id(self):
        """Propose the customer's own terms."""
        for wizard in self:
            partner = wizard.order_id.partner_id.with_company(wizard.company_id)
            wizard.payment_term_id = partner.property_payment_term_id

    def _neiqin_words(self):
        before, after = super()._neiqin_words()
        if self.solution == "price" and self.line_id:
            line = self.line_id
            return (
                f"{before} · {self._neiqin_price(line.price_unit, line.discount)}",
                [f"{after[0]} · {self._neiqin_price(self.price_unit, self.discount)}"],
            )
        if self.solution == "terms":
            now = self.order_id.payment_term_id.display_name or "–"
            return f"{before} · {now}", [self.payment_term_id.display_name or "–"]
        return before, after

    def _neiqin_price(self, price, discount):
        text = formatLang(self.env, price or 0, currency_obj=self.currency_id)
        return f"{text} −{discount:g} %" if discount else text

    def _neiqin_correction(self):
        """Return what differs from the order, as a proposal."""
        line = self.line_id
        if self.solution == "terms":
            same = self.payment_term_id == self.order_id.payment_term_id
            return {} if same else {"payment_term_id": self.payment_term_id.id}
        changed = {
            name: self[name]
            for name in ("price_unit", "discount")
            if round(self[name] - line[name], 6)
        }
        return {"lines": {str(line.id): changed}} if changed else {}

    def _neiqin_check_price(self):
        self._neiqin_check_reason()
        if not self._neiqin_correction():
            raise UserError(
                self.env._("Change a price, a discount or the terms first.")
            )

    def _neiqin_check_terms(self):
        self._neiqin_check_price()

    def _neiqin_do_price(self):
        approval = self.order_id._neiqin_correct(self._neiqin_correction(), self.reason)
        self.case_id._neiqin_as_server().correction_id = approval
        return approval

    def _neiqin_do_terms(self):
        return self._neiqin_do_price()
