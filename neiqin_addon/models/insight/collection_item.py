"""The documents behind a row, each in its own currency."""

from odoo import fields, models
from odoo.tools import SQL

from ...tools.collection import BUCKETS
from .collection_query import READ, collection_items

STATUSES = [
    ("open", "To Collect"),
    ("covered", "Paid, Not Matched"),
    ("disputed", "Disputed"),
    ("promised", "Promised"),
    ("credit", "Credit"),
]
_ITEM = """(
    %(items)s
    SELECT item.*, CASE WHEN days_late < 1 THEN 'not_due' %(cases)s END AS bucket,
           company.currency_id AS company_currency_id
      FROM item JOIN res_company company ON company.id = item.company_id
)"""


class NeiqinCollectionItem(models.Model):
    """Nothing is kept: read from the books by the same SQL as the list's figures."""

    _name = "neiqin.collection.item"
    _description = "Open Item of a Customer"
    _auto = False
    _order = "due, day, id"
    _depends = READ

    collection_id = fields.Many2one(comodel_name="neiqin.collection", readonly=True)
    partner_id = fields.Many2one(
        comodel_name="res.partner", string="Customer", readonly=True
    )
    company_id = fields.Many2one(comodel_name="res.company", readonly=True)
    move_id = fields.Many2one(
        comodel_name="account.move", string="Entry", readonly=True
    )
    document = fields.Char(compute="_compute_document", compute_sudo=True)
    day = fields.Date(string="Date", readonly=True)
    due = fields.Date(string="Due Date", readonly=True)
    days_late = fields.Integer(string="Days Overdue", readonly=True, aggregator="max")
    bucket = fields.Selection(
        selection=[
            ("not_due", "Not Due"),
            ("b30", "1–30 Days"),
            ("b60", "31–60 Days"),
            ("b90", "61–90 Days"),
            ("more", "> 90 Days"),
        ],
        string="Age",
        readonly=True,
    )
    status = fields.Selection(selection=STATUSES, readonly=True)
    residual = fields.Monetary(
        string="Open Amount",
        readonly=True,
        currency_field="currency_id",
        aggregator=None,
    )
    currency_id = fields.Many2one(comodel_name="res.currency", readonly=True)
    amount = fields.Monetary(
        string="In Company Currency",
        readonly=True,
        currency_field="company_currency_id",
    )
    company_currency_id = fields.Many2one(
        comodel_name="res.currency", string="Company Currency", readonly=True
    )

    @property
    def _table_query(self):
        # constants of tools/collection.py
        cases = " ".join(
            f"WHEN days_late >= {first} AND days_late <= {last or 10**6} THEN '{name}'"
            for name, first, last in BUCKETS
        )
        companies = self.env.companies.sudo()
        return SQL(_ITEM, items=collection_items(companies), cases=SQL(cases))

    def _compute_document(self):
        """Only the name: whoever may not read the rest does not open it."""
        for item in self:
            item.document = item.move_id.display_name

    def _compute_display_name(self):
        for item in self:
            item.display_name = item.document

    def action_neiqin_open(self):
        """Open the document, by its own rights."""
        self.ensure_one()
        self.check_access("read")
        return {
            "type": "ir.actions.act_window",
            "res_model": "account.move",
            "res_id": self.move_id.id,
            "views": [(False, "form")],
        }

    def action_neiqin_dispute(self):
        """Mark the invoice as disputed: opens the form."""
        self.ensure_one().check_access("read")
        return self.move_id.action_neiqin_dispute()
