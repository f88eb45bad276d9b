"""One value of an order compared with the customer's paper."""

from odoo import api, fields, models
from odoo.exceptions import UserError

FIELDS = [
    ("partner_id", "Customer"),
    ("partner_shipping_id", "Delivery Address"),
    ("payment_term_id", "Payment Terms"),
    ("product_id", "Product"),
    ("product_uom_qty", "Quantity"),
    ("product_uom_id", "Unit"),
    ("price_unit", "Price"),
    ("discount", "Discount (%)"),
    ("promised_date", "Promised Date"),
]
VERDICTS = [
    ("ok", "Agrees"),
    ("changed", "Promised otherwise"),
    ("mismatch", "Mismatch"),
]


class NeiqinVerificationLine(models.Model):
    """Written once, with its verification; error rates are counted from these rows.

    The order line is a number and not a link: the row outlives the line.
    """

    _name = "neiqin.verification.line"
    _inherit = "neiqin.frozen.mixin"
    _description = "Verified Value"
    _order = "verification_id.id desc, id"

    _neiqin_frozen_when = "true"
    _neiqin_frozen_columns = (
        "verification_id",
        "order_id",
        "company_id",
        "line_ref",
        "line_label",
        "field",
        "entered",
        "entered_text",
        "entered_note",
        "on_paper",
        "on_paper_text",
        "verdict",
        "carried",
        "entered_by",
        "verified_by",
        "verified_at",
    )

    verification_id = fields.Many2one(
        comodel_name="neiqin.verification",
        required=True,
        readonly=True,
        index=True,
        ondelete="restrict",
    )
    order_id = fields.Many2one(
        comodel_name="sale.order",
        string="Order",
        required=True,
        readonly=True,
        index=True,
        ondelete="restrict",
    )
    company_id = fields.Many2one(
        comodel_name="res.company", required=True, readonly=True, index=True
    )
    line_ref = fields.Integer(
        string="Order Line",
        readonly=True,
        aggregator=None,
        help="Database number of the order line; 0 for a value of the order itself.",
    )
    line_label = fields.Char(string="Line", readonly=True)
    field = fields.Selection(selection=FIELDS, required=True, readonly=True, index=True)
    entered = fields.Char(
        string="Entered Value",
        readonly=True,
        help="The order's value as it is compared: a number, an ISO day or the "
        "number of a record.",
    )
    entered_text = fields.Char(string="In the Order", readonly=True)
    entered_note = fields.Char(string="Wording or Currency", readonly=True)
    on_paper = fields.Char(
        string="Paper Value",
        readonly=True,
        help="The paper's value as it is compared; its words after a ~ where they "
        "name nothing that is on file.",
    )
    on_paper_text = fields.Char(string="On Paper", readonly=True)
    verdict = fields.Selection(
        selection=VERDICTS, required=True, readonly=True, index=True
    )
    carried = fields.Boolean(
        string="From the Check Before",
        readonly=True,
        help="Unchanged since an earlier verification found that it agrees.",
    )
    entered_by = fields.Many2one(
        comodel_name="res.users",
        readonly=True,
        index="btree_not_null",
        ondelete="restrict",
    )
    verified_by = fields.Many2one(
        comodel_name="res.users", readonly=True, ondelete="restrict"
    )
    verified_at = fields.Datetime(readonly=True)

    _one_verdict = models.UniqueIndex("(verification_id, line_ref, field)")

    @api.depends("field", "line_label")
    def _compute_display_name(self):
        names = dict(self._fields["field"]._description_selection(self.env))
        for line in self:
            parts = [line.line_label, names.get(line.field)]
            line.display_name = " · ".join(filter(None, parts))

    @api.model_create_multi
    def create(self, vals_list):
        checks = {vals.get("verification_id") for vals in vals_list} - {None, False}
        self.verification_id.browse(checks)._neiqin_refuse_if_done()
        return super().create(vals_list)

    def _neiqin_frozen(self):
        return self

    def write(self, vals):
        self._neiqin_refuse()
        return super().write(vals)

    def unlink(self):
        self._neiqin_refuse()
        return super().unlink()

    def _neiqin_refuse(self):
        if self:
            raise UserError(
                self.env._("A verified value can be neither changed nor deleted.")
            )
