"""Looking back at an order: computed figures, and what people make of them."""

from odoo import api, fields, models

from .review_target import STEPS

PROMISES = [
    ("none", "None Given"),
    ("kept", "Kept"),
    ("moved", "Kept after Moving It"),
    ("late", "Not Kept"),
]
#: Costs are for those who answer for results and for the books.
MARGIN = "neiqin_addon.group_neiqin_supervisor,account.group_account_invoice"


class NeiqinOrderReview(models.Model):
    """Made by a schedule once the customer has everything; final when the file closes."""

    _name = "neiqin.order.review"
    _description = "Order Review"
    _inherit = [
        "neiqin.satisfaction.mixin",
        "neiqin.schedule.mixin",
        "mail.activity.mixin",
    ]
    _order = "date desc, id desc"
    _rec_name = "order_id"
    _mail_post_access = "read"

    order_id = fields.Many2one(
        comodel_name="sale.order",
        string="Order",
        required=True,
        readonly=True,
        ondelete="cascade",
    )
    company_id = fields.Many2one(
        comodel_name="res.company", required=True, readonly=True, index=True
    )
    currency_id = fields.Many2one(related="company_id.currency_id")
    partner_id = fields.Many2one(
        comodel_name="res.partner", string="Customer", readonly=True, index=True
    )
    user_id = fields.Many2one(
        comodel_name="res.users", string="Salesperson", readonly=True
    )
    team_id = fields.Many2one(
        comodel_name="crm.team", string="Sales Team", readonly=True
    )
    categ_id = fields.Many2one(
        comodel_name="product.category",
        string="Product Group",
        readonly=True,
        help="The group that most of the order's value belongs to.",
    )
    is_final = fields.Boolean(
        string="Final",
        readonly=True,
        index=True,
        help="The order is paid or archived: the figures stay as they are.",
    )
    date = fields.Date(
        string="Delivered On",
        readonly=True,
        index=True,
        help="The day on which the customer had everything.",
    )

    # ------------------------------------------------------------------ time
    step_ids = fields.One2many(
        comodel_name="neiqin.order.review.step",
        inverse_name="review_id",
        string="Steps of the Order",
        readonly=True,
    )
    hours = fields.Float(
        string="Working Hours",
        readonly=True,
        aggregator="avg",
        help="From the arrival of the order until the last step.",
    )
    late_steps = fields.Integer(
        string="Steps above Target", readonly=True, aggregator="avg"
    )
    slowest_step = fields.Selection(
        selection=STEPS,
        readonly=True,
        help="The step that went furthest beyond its target.",
    )

    # --------------------------------------------------------------- promise
    first_promise = fields.Date(
        readonly=True, help="As the first letter to the customer said."
    )
    last_promise = fields.Date(readonly=True, help="As it stood in the end.")
    promise = fields.Selection(
        selection=PROMISES, required=True, default="none", readonly=True
    )
    days_late = fields.Integer(
        readonly=True, aggregator="avg", help="After the first promise."
    )

    # -------------------------------------------------------- what went wrong
    case_ids = fields.Many2many(
        comodel_name="neiqin.exception", string="Cases", compute="_compute_trouble"
    )
    complaint_ids = fields.Many2many(
        comodel_name="neiqin.complaint",
        string="Complaints",
        compute="_compute_trouble",
    )
    case_count = fields.Integer(string="Number of Cases", readonly=True)
    complaint_count = fields.Integer(string="Number of Complaints", readonly=True)

    # ---------------------------------------------------------------- margin
    margin_planned = fields.Monetary(
        string="Planned Margin",
        readonly=True,
        groups=MARGIN,
        help="Prices and costs as they were when the order was confirmed.",
    )
    margin_actual = fields.Monetary(
        string="Margin",
        readonly=True,
        groups=MARGIN,
        help="What was invoiced, less what the delivered goods were worth.",
    )
    margin_gap = fields.Monetary(
        string="Margin beside Plan", readonly=True, groups=MARGIN
    )

    needs_look = fields.Boolean(
        string="Worth a Look",
        readonly=True,
        index=True,
        help="A step above its target, a promise not kept, a case, a complaint or a "
        "low mark.",
    )
    looked_at = fields.Datetime(readonly=True)
    looked_by_id = fields.Many2one(
        comodel_name="res.users", string="Looked At By", readonly=True
    )

    _order_once = models.UniqueIndex("(order_id)", "An order has one review.")

    @api.model
    def _neiqin_protected_fields(self):
        return super()._neiqin_protected_fields() | self._neiqin_fields_but(
            *self._neiqin_typed_fields()
        )

    @api.model
    def _neiqin_typed_fields(self):
        """Return the fields that people write; everything else is computed."""
        return set()

    @api.depends("order_id")
    def _compute_trouble(self):
        """Show what whoever looks may see."""
        for name, model in (
            ("case_ids", "neiqin.exception"),
            ("complaint_ids", "neiqin.complaint"),
        ):
            found = self.env[model].search([("order_id", "in", self.order_id.ids)])
            by_order = found.grouped("order_id")
            for review in self:
                review[name] = by_order.get(review.order_id)

    def action_neiqin_looked(self):
        """Note that somebody has read these reviews and drawn the conclusions."""
        self.check_access("write")
        now = fields.Datetime.now()
        self._neiqin_as_server().filtered(lambda review: not review.looked_at).write(
            {"looked_at": now, "looked_by_id": self.env.uid}
        )
        return True
