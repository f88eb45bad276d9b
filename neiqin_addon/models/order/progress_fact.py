"""The timeline: what happened to an order, when, and by which document.

Rows are only added. What is undone, a cancelled transfer, a return, a credit note, adds
the opposite row. Nobody writes them: they follow from the documents.
"""

from odoo import api, fields, models

from .sale_order_progress import STAGES

FACT_STAGES = [
    *STAGES[:5],
    ("started", "Production Started"),
    ("produced", "Produced"),
    *STAGES[5:],
]


class NeiqinProgressFact(models.Model):
    """One fact. The sum of a key's quantities is what its document says today."""

    _name = "neiqin.progress.fact"
    _inherit = ["neiqin.protected.mixin"]
    _description = "Fact in an Order's Progress"
    _order = "moment desc, id desc"
    _rec_name = "stage"

    order_id = fields.Many2one(
        comodel_name="sale.order",
        string="Order",
        required=True,
        readonly=True,
        index=True,
        ondelete="cascade",
    )
    line_id = fields.Many2one(
        comodel_name="sale.order.line",
        string="Order Line",
        readonly=True,
        index="btree_not_null",
        ondelete="set null",
    )
    company_id = fields.Many2one(
        comodel_name="res.company", required=True, readonly=True, index=True
    )
    stage = fields.Selection(selection=FACT_STAGES, required=True, readonly=True)
    moment = fields.Datetime(string="When", required=True, readonly=True, index=True)
    quantity = fields.Float(
        digits="Product Unit",
        readonly=True,
        help="In the unit of the order line. Negative: undone.",
    )
    uom_id = fields.Many2one(related="line_id.product_uom_id", string="Unit")
    product_id = fields.Many2one(related="line_id.product_id")
    note = fields.Char(readonly=True, help="Carrier and tracking number, for example.")
    source_model = fields.Char(string="Kind of Document", readonly=True)
    source_id = fields.Many2oneReference(
        string="Document's Number", model_field="source_model", readonly=True
    )
    source_name = fields.Char(string="Document", compute="_compute_source_name")
    is_undone = fields.Boolean(string="Undone", compute="_compute_is_undone")
    key = fields.Char(required=True, readonly=True)
    number = fields.Integer(required=True, readonly=True)

    _once = models.UniqueIndex(
        "(order_id, key, number)", "This fact is in the timeline already."
    )

    def _neiqin_protected_fields(self):
        return super()._neiqin_protected_fields() | self._neiqin_fields_but()

    @api.depends("quantity")
    def _compute_is_undone(self):
        for fact in self:
            fact.is_undone = fact.quantity < 0

    @api.depends("source_model", "source_id")
    def _compute_source_name(self):
        """Name the document for whoever may read the order, not the document."""
        names = {}
        for model, facts in self.grouped("source_model").items():
            if model in self.env:
                sources = self.env[model].sudo().browse(set(facts.mapped("source_id")))
                for source in sources.exists():
                    names[model, source.id] = source.display_name
        for fact in self:
            fact.source_name = names.get((fact.source_model, fact.source_id), "")

    @api.model
    def _search(self, *args, **kwargs):
        """Whoever looks at the timeline sees what this very transaction did."""
        self.env["sale.order"]._neiqin_settle_facts()
        return super()._search(*args, **kwargs)

    @api.readonly
    def action_neiqin_open_source(self):
        """Open the document, with the rights of whoever asks."""
        self.ensure_one()
        self.check_access("read")
        return {
            "type": "ir.actions.act_window",
            "res_model": self.source_model,
            "res_id": self.source_id,
            "view_mode": "form",
        }
