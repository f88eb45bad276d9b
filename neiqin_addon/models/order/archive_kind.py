"""Which papers an order's archive must hold, and for how long they are kept."""

from odoo import api, fields, models
from odoo.fields import Domain

from .sale_order_source import SOURCES

PAPERS = [
    ("contract", "Contract or Acknowledged Letter"),
    ("order", "Customer's Order"),
    ("delivery", "Delivery Note"),
    ("invoice", "Invoice"),
    ("payment", "Payment Proof"),
    ("other", "Other Paper"),
]
WANTED = [
    ("no", "Not wanted"),
    ("any", "Wanted"),
    ("upload", "Wanted as a scan or photo"),
]
#: Field of a kind -> code of the paper it is about.
WISHES = {f"wants_{code}": code for code, _label in PAPERS if code != "other"}


def _wish(label, default):
    return fields.Selection(
        selection=WANTED, string=label, required=True, default=default
    )


class NeiqinArchiveKind(models.Model):
    """The first that fits an order says which papers it needs."""

    _name = "neiqin.archive.kind"
    _description = "Kind of Archive"
    _inherit = ["neiqin.trailed.mixin"]
    _order = "sequence, id"

    name = fields.Char(required=True, translate=True)
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)
    company_id = fields.Many2one(
        comodel_name="res.company", index=True, help="Empty: for all companies."
    )
    source = fields.Selection(
        selection=SOURCES,
        string="Order Source",
        help="Only for orders that came this way.",
    )
    team_id = fields.Many2one(
        comodel_name="crm.team",
        string="Sales Team",
        help="Only for orders of this team.",
    )
    amount_from = fields.Float(
        string="From Amount",
        help="Only for orders of this total or more, in the company's currency.",
    )
    wants_contract = _wish("Contract or Acknowledged Letter", "any")
    wants_order = _wish("Customer's Order", "no")
    wants_delivery = _wish("Delivery Note", "any")
    wants_invoice = _wish("Invoice", "any")
    wants_payment = _wish("Payment Proof", "any")
    years = fields.Integer(
        string="Years Kept",
        required=True,
        default=10,
        help="Counted from the end of the year in which the order was archived.",
    )

    _years_positive = models.Constraint(
        "CHECK (years BETWEEN 1 AND 100)", "A file is kept for 1 to 100 years."
    )
    _amount_positive = models.Constraint(
        "CHECK (amount_from >= 0)", "The amount cannot be negative."
    )

    @api.model
    def _neiqin_trailed_fields(self):
        names = ("name", "active", "source", "team_id", "amount_from", "years")
        return dict.fromkeys((*names, *WISHES), "")

    @api.model
    def _neiqin_trail_action(self):
        return "policy"

    @api.model
    def _neiqin_of(self, orders):
        """Return ``{order id: its kind}``; empty where none fits."""
        kinds = self.sudo().search(
            Domain("company_id", "in", [False, *orders.company_id.ids])
        )
        return {
            order.id: next((kind for kind in kinds if kind._fits(order)), kinds[:0])
            for order in orders
        }

    def _fits(self, order):
        self.ensure_one()
        return (
            self.company_id in (self.company_id.browse(), order.company_id)
            and (not self.source or self.source == order.neiqin_source)
            and (not self.team_id or self.team_id == order.team_id)
            and order._neiqin_company_amount() >= self.amount_from
        )

    def _neiqin_wanted(self):
        """Return ``{paper: "any" or "upload"}``, what comes first first."""
        self.ensure_one()
        codes = {WISHES[name]: self[name] for name in WISHES}
        return {
            code: codes[code]
            for code, _label in PAPERS
            if codes.get(code, "no") != "no"
        }
