"""The documents that make up an exposure, to be listed, summed and opened."""

from odoo import fields, models
from odoo.tools import SQL

from .credit_exposure_query import READ, exposure_items

KINDS = [
    ("open", "Unpaid Invoice"),
    ("credit", "Credit Note"),
    ("draft", "Draft Invoice"),
    ("order", "Order, Not Invoiced"),
    ("prepaid", "Paid in Advance"),
]
#: Of an invoice each instalment is a row, and so is each order: odd and even ids.
_ITEMS = """(
    %(items)s
    SELECT COALESCE(item.line_id * 2, item.order_id * 2 + 1) AS id,
           item.customer AS partner_id, item.kind, item.company_id, item.move_id,
           item.order_id, item.day, item.due,
           GREATEST(%(today)s - item.due, 0) AS days_late,
           COALESCE(item.due < %(today)s, FALSE) AS is_overdue,
           item.amount, %(currency)s AS currency_id
      FROM item WHERE item.amount != 0
)"""


class NeiqinCreditExposureItem(models.Model):
    """One document of a customer, with the amount that it counts with.

    Nothing is kept: it is read from the documents by the same SQL as the sums, in the
    currency of the company one works in.
    """

    _name = "neiqin.credit.exposure.item"
    _description = "Document of an Exposure"
    _auto = False
    _order = "due, day, id"
    _depends = READ

    partner_id = fields.Many2one(
        comodel_name="res.partner", string="Customer", readonly=True
    )
    kind = fields.Selection(selection=KINDS, string="Part", readonly=True)
    company_id = fields.Many2one(comodel_name="res.company", readonly=True)
    move_id = fields.Many2one(
        comodel_name="account.move", string="Invoice", readonly=True
    )
    order_id = fields.Many2one(comodel_name="sale.order", string="Order", readonly=True)
    document = fields.Char(compute="_compute_document", compute_sudo=True)
    day = fields.Date(string="Date", readonly=True)
    due = fields.Date(string="Due Date", readonly=True)
    days_late = fields.Integer(readonly=True, aggregator="max")
    is_overdue = fields.Boolean(string="Overdue", readonly=True)
    amount = fields.Monetary(readonly=True)
    currency_id = fields.Many2one(comodel_name="res.currency", readonly=True)

    @property
    def _table_query(self):
        company = self.env.company.sudo()
        today = self.env["neiqin.credit.exposure"]._neiqin_today(company)
        return SQL(
            _ITEMS,
            items=exposure_items(company, today),
            today=today,
            currency=company.currency_id.id,
        )

    def _compute_document(self):
        """Only the document's name: whoever may not read the rest does not open it."""
        for item in self:
            item.document = item.move_id.display_name or item.order_id.display_name

    def _compute_display_name(self):
        for item in self:
            item.display_name = item.document

    def action_neiqin_open(self):
        """Open the document, by its own rights."""
        self.ensure_one()
        self.check_access("read")
        document = self.move_id or self.order_id
        return {
            "type": "ir.actions.act_window",
            "res_model": document._name,
            "res_id": document.id,
            "views": [(False, "form")],
        }
