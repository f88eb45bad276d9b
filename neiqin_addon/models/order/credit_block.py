"""One order, one growth or one delivery that waits for the customer's credit.

A block says what a person has to do; it decides nothing. What may pass is judged anew
each time, so that a block nobody opened, or that somebody closed, lets nothing through.
"""

from odoo import api, fields, models

from ...tools.credit_check import Verdict, what_released
from ..customer.credit_sight import SEES_AMOUNTS, SEES_GRADE
from ..customer.res_partner_credit_terms import GRADES

STEPS = [
    ("confirm", "Confirming"),
    ("change", "Increasing"),
    ("delivery", "Delivering"),
]
ENDS = [
    ("grant", "Grant"),
    ("payment", "Payment"),
    ("limit", "Limit or grade"),
    ("policy", "Policy"),
    ("passed", "No longer waiting"),
    ("dropped", "Given up"),
]


class NeiqinCreditBlock(models.Model):
    _name = "neiqin.credit.block"
    _description = "Credit Block"
    _inherit = ["neiqin.protected.mixin"]
    _order = "closed_at desc, id desc"
    _rec_name = "order_id"
    _check_company_auto = True

    order_id = fields.Many2one(
        comodel_name="sale.order",
        string="Order",
        required=True,
        index=True,
        ondelete="cascade",
    )
    company_id = fields.Many2one(
        comodel_name="res.company", required=True, index=True, ondelete="cascade"
    )
    currency_id = fields.Many2one(related="company_id.currency_id")
    partner_id = fields.Many2one(
        comodel_name="res.partner",
        string="Customer",
        required=True,
        index=True,
        ondelete="cascade",
    )
    order_user_id = fields.Many2one(related="order_id.user_id", string="Salesperson")
    step = fields.Selection(selection=STEPS, string="Waits For", required=True)
    no_credit = fields.Boolean(readonly=True)
    beyond_limit = fields.Boolean(readonly=True)
    is_overdue = fields.Boolean(string="Overdue Too Long", readonly=True)
    pays_first = fields.Boolean(string="Grade D", readonly=True)
    why = fields.Char(string="Reason", compute="_compute_why", compute_sudo=True)
    grade = fields.Selection(selection=GRADES, readonly=True, groups=SEES_GRADE)
    days_late = fields.Integer(readonly=True)
    rise = fields.Monetary(
        string="Increase",
        groups=SEES_AMOUNTS,
        help="By how much the confirmed order was to grow.",
    )
    exposure = fields.Monetary(string="Exposure With It", groups=SEES_AMOUNTS)
    credit_limit = fields.Monetary(string="Limit", groups=SEES_AMOUNTS)
    has_limit = fields.Boolean(readonly=True)
    over = fields.Monetary(string="Beyond the Limit", groups=SEES_AMOUNTS)
    overdue = fields.Monetary(string="Amount Overdue", groups=SEES_AMOUNTS)
    opened_at = fields.Datetime(string="Blocked Since", required=True)
    opened_by_id = fields.Many2one(
        comodel_name="res.users", string="Tried By", required=True, ondelete="restrict"
    )
    judged_at = fields.Datetime(string="Judged Last", required=True)
    closed_at = fields.Datetime(string="Ended On", index=True)
    closed_by = fields.Selection(selection=ENDS, string="Ended By")
    grant_id = fields.Many2one(comodel_name="neiqin.grant", ondelete="restrict")

    _one_open = models.UniqueIndex(
        "(order_id, step) WHERE closed_at IS NULL", "This is blocked already."
    )
    _open_idx = models.Index("(partner_id) WHERE closed_at IS NULL")

    def _neiqin_protected_fields(self):
        return super()._neiqin_protected_fields() | self._neiqin_fields_but()

    @api.depends("no_credit", "beyond_limit", "is_overdue", "pays_first", "days_late")
    @api.depends_context("uid", "lang")
    def _compute_why(self):
        for block in self:
            order = block.order_id
            block.why = " ".join(order._neiqin_credit_reasons(block._neiqin_verdict()))

    # --- as figures

    def _neiqin_verdict(self):
        """Return the verdict that is kept here."""
        self.ensure_one()
        block = self.sudo()
        flags = {
            "no_credit": block.no_credit,
            "limit": block.beyond_limit,
            "grade": block.pays_first,
            "overdue": block.is_overdue,
        }
        return Verdict(
            light="red",
            reasons=tuple(code for code, applies in flags.items() if applies),
            after=block.exposure,
            limit=block.credit_limit if block.has_limit else None,
            over=block.over,
            overdue=block.overdue,
            days_late=block.days_late,
            grade=block.grade or None,
        )

    @api.model
    def _neiqin_kept(self, verdict):
        """Return the values that keep a verdict."""
        return {
            "no_credit": "no_credit" in verdict.reasons,
            "beyond_limit": "limit" in verdict.reasons,
            "is_overdue": "overdue" in verdict.reasons,
            "pays_first": "grade" in verdict.reasons,
            "grade": verdict.grade,
            "days_late": verdict.days_late,
            "exposure": verdict.after,
            "has_limit": verdict.limit is not None,
            "credit_limit": verdict.limit or 0.0,
            "over": verdict.over,
            "overdue": verdict.overdue,
            "judged_at": fields.Datetime.now(),
        }

    def _neiqin_end_by(self, verdict):
        """Return why what was blocked may pass now."""
        return what_released(self._neiqin_verdict(), verdict)

    # --- for people

    def action_neiqin_open_order(self):
        """Open the order that waits."""
        self.ensure_one().check_access("read")
        return {
            "type": "ir.actions.act_window",
            "res_model": "sale.order",
            "res_id": self.order_id.id,
            "views": [(False, "form")],
        }

    def action_neiqin_ask_grant(self):
        """Open the dialog that asks to let the order pass."""
        self.ensure_one().check_access("read")
        return self.order_id.action_neiqin_ask_grant()

    def action_neiqin_drop(self):
        """Take blocks off the list that nobody wants to pass any more.

        It lets nothing through: the next attempt is judged like the first.
        """
        self.check_access("read")
        self.order_id.check_access("write")
        self._neiqin_close("dropped")
