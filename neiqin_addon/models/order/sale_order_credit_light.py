"""The traffic light of an order, live on the form and batched in lists."""

from odoo import api, fields, models

from ...tools.credit_check import Verdict
from ..customer.credit_sight import SEES_GRADE
from ..customer.res_partner_credit_terms import GRADES

#: What the light of an order follows from, besides its customer's figures.
READS = (
    "state",
    "partner_id",
    "company_id",
    "currency_id",
    "amount_total",
    "delivery_status",
    "invoice_status",
    "neiqin_debtor_id",
    "neiqin_has_gone",
)


class SaleOrder(models.Model):
    _inherit = "sale.order"

    neiqin_credit_light = fields.Selection(
        selection=[
            ("green", "Credit OK"),
            ("amber", "Near Limit"),
            ("red", "Stop"),
            ("none", "No Limit"),
        ],
        string="Credit Check",
        compute="_compute_neiqin_credit_light",
        compute_sudo=True,
        groups=SEES_GRADE,
        help="Whether the customer's credit covers the order, as it stands now.",
    )
    neiqin_credit_verdict = fields.Json(
        compute="_compute_neiqin_credit_light",
        compute_sudo=True,
        groups=fields.NO_ACCESS,
        help="What the words are made of: a list asks for the light alone.",
    )
    neiqin_credit_shown = fields.Boolean(
        string="Credit Light Shown",
        compute="_compute_neiqin_credit_shown",
        help="Whether the add-on's own light stands for Odoo's warning.",
    )
    neiqin_credit_grade = fields.Selection(
        selection=GRADES,
        string="Credit Grade",
        compute="_compute_neiqin_credit_light",
        compute_sudo=True,
        groups=SEES_GRADE,
    )
    neiqin_credit_text = fields.Char(
        string="Credit in Words",
        compute="_compute_neiqin_credit_text",
        compute_sudo=True,
        groups=SEES_GRADE,
    )

    @api.depends(
        "state",
        "neiqin_debtor_id",
        "order_line",
        "amount_total",
        "currency_rate",
        "invoice_status",
        "company_id.neiqin_gate_credit",
    )
    def _compute_neiqin_credit_light(self):
        # these alone: a list would read each order with all its columns for it
        self.filtered("id").fetch(READS)
        lit = self.filtered(lambda order: order._neiqin_has_credit_light())
        verdicts = lit._neiqin_credit_verdicts()
        for order in self:
            verdict = verdicts.get(order.id)
            order.neiqin_credit_light = verdict.light if verdict else False
            order.neiqin_credit_grade = verdict.grade if verdict else False
            order.neiqin_credit_verdict = verdict and list(verdict)

    @api.depends("neiqin_credit_verdict")
    @api.depends_context("uid", "lang")
    def _compute_neiqin_credit_text(self):
        for order in self:
            verdict = order.neiqin_credit_verdict
            order.neiqin_credit_text = (
                order._neiqin_credit_text(Verdict(*verdict)) if verdict else False
            )

    @api.depends("state", "partner_id", "order_line", "company_id.neiqin_gate_credit")
    def _compute_neiqin_credit_shown(self):
        for order in self:
            order.neiqin_credit_shown = order.sudo()._neiqin_has_credit_light()

    def _neiqin_has_credit_light(self):
        """Return whether somebody still has to know: from the first line on, until all
        is delivered and invoiced."""
        self.ensure_one()
        company = self.company_id or self.env.company
        if company.neiqin_gate_credit == "off" or not self.partner_id:
            return False
        if self.state in ("draft", "sent"):
            return bool(self.amount_total or self.order_line)
        delivered = self.delivery_status in (False, "full")
        invoiced = self.invoice_status == "invoiced"
        return self.state == "sale" and not (delivered and invoiced)

    def action_neiqin_credit_customer(self):
        """Open the customer who will owe the order."""
        self.ensure_one().check_access("read")
        return {
            "type": "ir.actions.act_window",
            "res_model": "res.partner",
            "res_id": self._neiqin_debtor().id,
            "views": [(False, "form")],
        }
