"""How far an order got: stored, searchable, right after any change by anybody."""

from odoo import api, fields, models
from odoo.fields import Domain

from ...tools.progress import STEPS, stage_of
from ...tools.workday import utc_to_day
from .progress_quantities import OrderProgress

STAGES = [
    ("received", "Received"),
    ("verified", "Verified"),
    ("confirmed", "Confirmed"),
    ("reserved", "Reserved"),
    ("purchased", "Purchased or in Production"),
    ("picked", "Picked"),
    ("shipped", "Shipped"),
    ("delivered", "Delivered"),
    ("invoiced", "Invoiced"),
    ("paid", "Paid"),
]
#: What the documents of an order line decide it by, seen from the line.
LINE_DEPENDS = (
    "product_id",
    "product_uom_qty",
    "qty_delivered",
    "neiqin_promised_date",
    "move_ids.state",
    "move_ids.quantity",
    "move_ids.picked",
    "move_ids.picking_id.neiqin_received_at",
    "move_ids.picking_id.neiqin_carrier",
    "move_ids.picking_id.neiqin_tracking",
    "move_ids.created_purchase_line_ids.product_qty",
    "move_ids.created_purchase_line_ids.order_id.state",
    "move_ids.move_orig_ids.purchase_line_id.product_qty",
    "move_ids.move_orig_ids.purchase_line_id.order_id.state",
    "invoice_lines.quantity",
    "invoice_lines.move_id.state",
    "invoice_lines.move_id.amount_residual",
)


class SaleOrder(models.Model):
    _inherit = "sale.order"

    neiqin_stage = fields.Selection(
        selection=STAGES,
        string="Progress",
        compute="_compute_neiqin_stage",
        store=True,
        index=True,
        copy=False,
        group_expand="_neiqin_sort_stages",
        help="The furthest step that all lines of the order got to. Empty for "
        "cancelled orders.",
    )
    neiqin_is_partial = fields.Boolean(
        string="Partly",
        compute="_compute_neiqin_stage",
        store=True,
        copy=False,
        help="A step is begun for some lines or quantities, and not finished.",
    )
    neiqin_next_promise = fields.Date(
        string="Next Promise",
        compute="_compute_neiqin_stage",
        store=True,
        index="btree_not_null",
        copy=False,
        help="The first promised day of what the customer does not have yet.",
    )
    neiqin_is_late = fields.Boolean(
        string="Late",
        compute="_compute_neiqin_is_late",
        search="_search_neiqin_is_late",
        help="A promised day has passed and the customer does not have the goods.",
    )
    neiqin_progress = fields.Json(
        string="Progress per Step",
        compute="_compute_neiqin_progress",
        compute_sudo=True,
        help="Each step with the percentage of the lines that got to it.",
    )

    @api.model
    def _neiqin_line_depends(self):
        """Return what decides how far a line got; a bridge adds its documents."""
        names = list(LINE_DEPENDS)
        names += [
            f"move_ids.picking_id.{name}" for name in self._neiqin_carrier_columns()
        ]
        if self._neiqin_has_sale_purchase():
            names += [
                "purchase_line_ids.product_qty",
                "purchase_line_ids.order_id.state",
            ]
        return names

    @api.model
    def _neiqin_order_depends(self):
        return [
            "state",
            "commitment_date",
            "neiqin_verification_state",
            *(f"order_line.{name}" for name in self._neiqin_line_depends()),
        ]

    @api.depends(lambda self: self._neiqin_order_depends())
    def _compute_neiqin_stage(self):
        # an order that is being entered, or that a form changes, has no documents yet
        real = self.filtered("id")
        waiting = real.filtered(lambda order: order.state != "sale")
        progress = (real - waiting)._neiqin_progress()
        real._neiqin_keep_bare(progress)
        for order in self - real:
            order.neiqin_stage = order._origin.neiqin_stage or order._neiqin_stage({})
            order.neiqin_is_partial = order._origin.neiqin_is_partial
            order.neiqin_next_promise = order._origin.neiqin_next_promise
        # what does not change is not written: two who work on one order do not meet
        real.fetch(["neiqin_stage", "neiqin_is_partial", "neiqin_next_promise"])
        before = {order: order.neiqin_stage for order in waiting}
        for order in real:
            found = progress.get(order.id) or OrderProgress(
                stage=order._neiqin_stage({})
            )
            order.neiqin_stage = found.stage
            order.neiqin_is_partial = found.partial
            order.neiqin_next_promise = found.promise
        moved = waiting.filtered(lambda order: order.neiqin_stage != before[order])
        (real - waiting | moved)._neiqin_note_later()
        (real - waiting)._neiqin_recheck_later()

    def _neiqin_stage(self, percents):
        self.ensure_one()
        verified = self.neiqin_verification_state == "verified"
        return stage_of(self.state, verified, percents) or False

    @api.model
    def _neiqin_sort_stages(self, values, _domain):
        """Show the steps in their order, not by the alphabet; empty ones take room."""
        return [step for step in STEPS if step in values]

    @api.depends(lambda self: self._neiqin_order_depends())
    def _compute_neiqin_progress(self):
        progress = self._origin._neiqin_progress()
        for order in self:
            found = progress.get(order._origin.id)
            order.neiqin_progress = order._neiqin_bar(found) if found else []

    def _neiqin_bar(self, progress):
        """Return ``[{"step", "percent"}]`` of the steps this order needs."""
        self.ensure_one()
        going = self.state == "sale"
        checked = self.neiqin_verification_state == "verified"
        bar = [
            {"step": "received", "percent": 100},
            {"step": "verified", "percent": 100 if checked else 0},
            {"step": "confirmed", "percent": 100 if going else 0},
        ]
        bar += [
            {"step": step, "percent": done}
            for step, done in progress.percents.items()
            if done is not None
        ]
        return bar

    # ------------------------------------------------------------------ late

    @api.depends("neiqin_next_promise", "company_id")
    def _compute_neiqin_is_late(self):
        for order in self:
            promise = order.neiqin_next_promise
            order.neiqin_is_late = bool(
                promise and promise < order.company_id._neiqin_today()
            )

    @api.model
    def _search_neiqin_is_late(self, operator, value):
        if operator != "in":
            return NotImplemented
        late = Domain.OR(
            Domain("company_id", "=", company.id)
            & Domain("neiqin_next_promise", "<", company._neiqin_today())
            for company in self.env["res.company"].sudo().search([])
        )
        if set(value) == {True, False}:
            return Domain.TRUE
        return late if True in value else ~late

    def _neiqin_protected_fields(self):
        return super()._neiqin_protected_fields() | {
            "neiqin_stage",
            "neiqin_is_partial",
            "neiqin_next_promise",
        }


class ResCompany(models.Model):
    _inherit = "res.company"

    neiqin_delivered_when = fields.Selection(
        selection=[
            ("shipped", "the goods have left"),
            ("received", "somebody notes that the customer has them"),
        ],
        string="Delivered When",
        default="shipped",
        required=True,
        help="When goods count as delivered in the progress of an order.",
    )

    def _neiqin_today(self):
        """Return the day it is for the company."""
        self.ensure_one()
        return utc_to_day(fields.Datetime.now(), self._neiqin_tz())

    @api.model
    def _neiqin_policy_fields(self):
        return super()._neiqin_policy_fields() | {"neiqin_delivered_when"}
