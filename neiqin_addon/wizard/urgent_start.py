"""Asks why an order has to go first, or why no longer."""

from markupsafe import Markup

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import format_date

from ..models.order.urgent_approval import OPERATION
from ..tools.said import says_something

SLIPS = Markup('<ul class="list-unstyled mb-0">%s</ul>')
SLIP = Markup(
    '<li class="border-bottom py-1"><b>%s</b> %s<br/><span class="text-muted">%s</span>'
    ' <span class="text-nowrap">%s → <b class="text-danger">%s</b></span></li>'
)


class NeiqinUrgentStart(models.TransientModel):
    _name = "neiqin.urgent.start"
    _description = "Mark an Order as Urgent"

    order_id = fields.Many2one(comodel_name="sale.order", required=True, readonly=True)
    currency_id = fields.Many2one(related="order_id.company_id.currency_id")
    reason = fields.Char(required=True)
    cost = fields.Monetary(
        string="Extra Cost",
        help="What going first costs the company: freight, overtime, small lots.",
    )
    needs_approval = fields.Boolean(compute="_compute_needs_approval")
    department_ids = fields.Many2many(
        comodel_name="neiqin.department",
        string="Departments Asked",
        compute="_compute_needs_approval",
    )
    slips_html = fields.Html(
        string="Orders That Slip", compute="_compute_slips_html", sanitize=False
    )
    drafts_notices = fields.Boolean(
        string="Draft Notices to These Customers",
        default=True,
        help="Drafts only: a clerk checks each before it leaves.",
    )

    @api.depends("order_id")
    def _compute_slips_html(self):
        """Show the orders that slip; whoever may not read them sees none."""
        for wizard in self:
            slips = wizard.order_id._neiqin_slips() if wizard.order_id else []
            orders = self.env["sale.order"].browse({slip.order_id for slip in slips})
            readable = set(orders._filtered_access("read").ids)
            shown = [slip for slip in slips if slip.order_id in readable]
            wizard.slips_html = shown and SLIPS % Markup().join(
                wizard._neiqin_slip_row(slip) for slip in shown
            )

    def _neiqin_slip_row(self, slip):
        order = self.env["sale.order"].browse(slip.order_id)
        product = self.env["product.product"].browse(slip.product_id)
        expected = (
            format_date(self.env, slip.expected)
            if slip.expected
            else self.env._("no date known")
        )
        return SLIP % (
            order.name,
            order.partner_id.display_name,
            product.display_name,
            format_date(self.env, slip.promised),
            expected,
        )

    @api.depends("order_id")
    def _compute_needs_approval(self):
        for wizard in self:
            order = wizard.order_id
            wizard.needs_approval = bool(order) and order._neiqin_urgency_needs_two()
            wizard.department_ids = self.env[
                "neiqin.department"
            ]._neiqin_asked_for_urgent(order.company_id)

    def action_start(self):
        """Mark the order; the page shows what became of it."""
        self.ensure_one()
        self._neiqin_start()
        return {"type": "ir.actions.act_window_close"}

    def _neiqin_start(self):
        return self.order_id._neiqin_mark_urgent(
            self.reason, self.cost, self.drafts_notices
        )


class SaleOrder(models.Model):
    _inherit = "sale.order"

    def _neiqin_urgency_needs_two(self):
        """Return whether a supervisor confirms before this order goes first."""
        self.ensure_one()
        responses = self.env["neiqin.urgent.response"].sudo()
        asked = responses.new({"order_id": self.id, "company_id": self.company_id.id})
        rules = (
            self.env["neiqin.approval.rule"]
            .sudo()
            ._neiqin_in_force(self.company_id, {OPERATION})
        )
        measures = {"amount": self._neiqin_company_amount(), "percent": 0}
        return any(
            rule._neiqin_fits(measures) and asked.filtered_domain(rule._neiqin_domain())
            for rule in rules
        )


class NeiqinUrgentEnd(models.TransientModel):
    _name = "neiqin.urgent.end"
    _description = "End the Urgency of an Order"

    order_id = fields.Many2one(comodel_name="sale.order", required=True, readonly=True)
    reason = fields.Char(required=True)

    def action_end(self):
        """End it: the priority goes back, open tasks are dropped."""
        self.ensure_one()
        order = self.order_id
        order._neiqin_check_may_urge(ending=True)
        if not says_something(self.reason):
            raise UserError(
                self.env._("Say why this order need not go first any more.")
            )
        urgency = order.neiqin_urgent_id
        if not urgency:
            raise UserError(self.env._("%(order)s is not urgent.", order=order.name))
        urgency._neiqin_end("hand", self.reason.strip())
        return {"type": "ir.actions.act_window_close"}
