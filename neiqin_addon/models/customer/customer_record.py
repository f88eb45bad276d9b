"""The cooperation record: what the documents say about a customer, kept per company."""

from odoo import api, fields, models

STATES = [
    ("few", "Too Few Orders"),
    ("regular", "In Rhythm"),
    ("due", "Due to Order"),
    ("silent", "Silent"),
]


class NeiqinCustomerRecord(models.Model):
    """Orders, rhythm, turnover and returns of one customer in one company.

    Kept so that thousands can be sorted and filtered. Written by SQL alone, by the
    nightly run: nobody has the right to write one.
    """

    _name = "neiqin.customer.record"
    _description = "Cooperation Record"
    _log_access = False
    _rec_name = "partner_id"
    _order = "next_order_on, id"

    partner_id = fields.Many2one(
        comodel_name="res.partner",
        string="Customer",
        required=True,
        readonly=True,
        ondelete="cascade",
    )
    company_id = fields.Many2one(
        comodel_name="res.company",
        required=True,
        readonly=True,
        index=True,
        ondelete="cascade",
    )
    currency_id = fields.Many2one(related="company_id.currency_id")
    user_id = fields.Many2one(related="partner_id.user_id", string="Salesperson")
    first_order_on = fields.Date(string="First Order", readonly=True)
    last_order_on = fields.Date(string="Last Order", readonly=True)
    order_count = fields.Integer(string="Orders", readonly=True)
    usual_days = fields.Float(
        string="Orders Every",
        digits=(6, 1),
        readonly=True,
        aggregator="avg",
        help="Days between orders: the median of the last pauses.",
    )
    mostly_days = fields.Integer(
        string="Mostly Within",
        readonly=True,
        aggregator="avg",
        help="Days that three of four pauses keep.",
    )
    longest_days = fields.Integer(
        string="Longest Pause", readonly=True, aggregator="max"
    )
    next_order_on = fields.Date(string="Next Order", readonly=True)
    due_from = fields.Date(readonly=True)
    silent_from = fields.Date(readonly=True)
    state = fields.Selection(
        selection=STATES, string="Rhythm", readonly=True, index=True
    )
    turnover = fields.Monetary(
        string="Turnover, 12 Months",
        readonly=True,
        help="Confirmed orders of the last twelve months, before taxes.",
    )
    turnover_before = fields.Monetary(
        string="12 Months Before",
        readonly=True,
        help="The same of the twelve months before those.",
    )
    return_count = fields.Integer(
        string="Returns",
        readonly=True,
        help="Deliveries of the last twelve months that came back, in whole or part.",
    )
    refunded = fields.Monetary(
        string="Credit Notes, 12 Months", readonly=True, help="Before taxes."
    )
    days_silent = fields.Integer(
        string="Days Since", compute="_compute_days_silent", help="The last order."
    )
    rhythm_text = fields.Char(string="In Words", compute="_compute_rhythm_text")
    proposal_text = fields.Char(
        string="Usually Buys", compute="_compute_proposal_text", compute_sudo=True
    )
    computed_at = fields.Datetime(string="As Of", readonly=True)

    # a constraint, no mere index: whoever merges contacts looks for one
    _customer_company_uniq = models.Constraint(
        "UNIQUE (partner_id, company_id)", "One row per customer and company."
    )

    @api.depends("last_order_on")
    def _compute_days_silent(self):
        for record in self:
            last = record.last_order_on
            today = record.company_id._neiqin_today() if last else last
            record.days_silent = (today - last).days if last else 0

    @api.depends("usual_days", "mostly_days", "longest_days")
    @api.depends_context("lang")
    def _compute_rhythm_text(self):
        for record in self:
            record.rhythm_text = (
                self.env._(
                    "Orders every %(usual)s days, mostly within %(mostly)s; the longest "
                    "pause was %(longest)s days.",
                    usual=f"{record.usual_days:.0f}",
                    mostly=record.mostly_days,
                    longest=record.longest_days,
                )
                if record.usual_days
                else self.env._("Too few orders for a rhythm.")
            )

    def _compute_proposal_text(self):
        found = self._neiqin_proposals()
        for record in self:
            rows = found.get((record.partner_id.id, record.company_id.id), [])
            record.proposal_text = " · ".join(
                f"{product.display_name} × {quantity:g}" for product, quantity in rows
            )

    def action_neiqin_quote(self):
        """Open a new quotation with what the customer usually buys."""
        self.ensure_one()
        self.check_access("read")
        rows = self._neiqin_proposals().get(
            (self.partner_id.id, self.company_id.id), []
        )
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("New Quotation"),
            "res_model": "sale.order",
            "view_mode": "form",
            "context": {
                "default_partner_id": self.partner_id.id,
                "default_company_id": self.company_id.id,
                "default_order_line": [
                    (0, 0, {"product_id": product.id, "product_uom_qty": quantity})
                    for product, quantity in rows
                ],
            },
        }

    def action_neiqin_turnover(self):
        """Show the turnover by year and product group."""
        self.ensure_one()
        self.check_access("read")
        return self.partner_id._neiqin_turnover_action()
