"""One line of a confirmation letter: asked for, promised, and the verdict."""

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain
from odoo.tools import format_date, formatLang

from ...tools.letter_verdict import DECISIONS
from ..control.sealed_field import SealedFloat, SealedJson, SealedMonetary

VERDICTS = [
    ("accepted", "Accepted"),
    ("quantity", "Quantity changed"),
    ("price", "Price changed"),
    ("date", "Date changed"),
    ("substituted", "Substituted"),
    ("back_ordered", "Back-ordered"),
    ("rejected", "Rejected"),
]
DIFFERENCES = [
    ("same", "Unchanged"),
    ("changed", "Changed"),
    ("added", "Added"),
    ("removed", "Removed"),
]
#: What the customer asked for.
REQUEST = (
    "requested_product_id",
    "requested_text",
    "requested_quantity",
    "requested_price",
    "requested_date",
)
#: What is compared between two revisions.
COMPARED = (
    "name",
    "quantity",
    "uom_name",
    "price_unit",
    "discount",
    "promised_date",
    "tax_names",
    "decision",
)
#: What a line says; all of it goes into the letter's digest.
SAID = (
    "line_key",
    "requested_text",
    "requested_quantity",
    "requested_price",
    "requested_date",
    *COMPARED,
    "reason",
    "price_subtotal",
    "price_total",
    "verdict",
    "changes",
    "difference",
    "difference_fields",
)


class NeiqinConfirmationLetterLine(models.Model):
    _name = "neiqin.confirmation.letter.line"
    _description = "Confirmation Letter Line"
    _inherit = ["neiqin.sealed.frozen.mixin"]
    _order = "letter_id, sequence, id"
    _rec_name = "name"

    _neiqin_seals_new = False
    _neiqin_frozen_when = "OLD.frozen"
    _neiqin_frozen_columns = (
        *SAID,
        "letter_id",
        "sequence",
        "frozen",
        "requested_product_id",
        "product_id",
    )
    _neiqin_frozen_once = ("dispute_reason", "dispute_wanted")

    letter_id = fields.Many2one(
        comodel_name="neiqin.confirmation.letter",
        required=True,
        readonly=True,
        ondelete="cascade",
        index=True,
    )
    company_id = fields.Many2one(related="letter_id.company_id")
    currency_id = fields.Many2one(related="letter_id.currency_id")
    letter_state = fields.Selection(related="letter_id.state")
    sequence = fields.Integer(readonly=True)
    frozen = fields.Boolean(readonly=True)
    order_line_id = fields.Many2one(
        comodel_name="sale.order.line",
        readonly=True,
        ondelete="set null",
        index="btree_not_null",
    )
    line_key = fields.Integer(
        readonly=True,
        aggregator=None,
        help="Number of the order line; stays when that line is deleted.",
    )

    requested_product_id = fields.Many2one(
        comodel_name="product.product",
        readonly=True,
        ondelete="restrict",
        index="btree_not_null",
    )
    requested_text = fields.Char(string="Requested", readonly=True)
    requested_quantity = fields.Float(digits="Product Unit", readonly=True)
    requested_price = SealedFloat(digits="Product Price", readonly=True)
    requested_date = fields.Date(readonly=True)

    product_id = fields.Many2one(
        comodel_name="product.product",
        readonly=True,
        ondelete="restrict",
        index="btree_not_null",
    )
    name = fields.Text(string="Promised", readonly=True)
    quantity = fields.Float(digits="Product Unit", readonly=True)
    uom_name = fields.Char(string="Unit", readonly=True)
    price_unit = SealedFloat(
        string="Unit Price", digits="Product Price", readonly=True, aggregator=None
    )
    discount = SealedFloat(
        string="Discount (%)", digits="Discount", readonly=True, aggregator=None
    )
    promised_date = fields.Date(readonly=True)
    tax_names = fields.Char(string="Taxes", readonly=True)
    price_subtotal = SealedMonetary(string="Subtotal", readonly=True)
    price_total = SealedMonetary(string="Total", readonly=True)

    verdict = fields.Selection(selection=VERDICTS, required=True, readonly=True)
    changes = fields.Json(readonly=True)
    change_text = fields.Char(string="Against the Request", compute="_compute_texts")
    decision = fields.Selection(
        selection=[item for item in VERDICTS if item[0] in DECISIONS],
        help="Reject a line or put it on back order. A rejected line is promised "
        "with quantity 0 in the order too.",
    )
    reason = fields.Char(help="Printed on the letter beside the verdict.")
    difference = fields.Selection(
        selection=DIFFERENCES, string="Against the Previous Revision", readonly=True
    )
    difference_fields = SealedJson(readonly=True)
    difference_text = fields.Char(string="What Changed", compute="_compute_texts")

    disputed = fields.Boolean(readonly=True)
    dispute_reason = fields.Text(string="Customer's Objection", readonly=True)
    dispute_wanted = fields.Char(string="Customer Wants", readonly=True)

    _line_unique = models.UniqueIndex(
        "(letter_id, line_key)", "A letter shows each order line once."
    )

    def _neiqin_protected_fields(self):
        return super()._neiqin_protected_fields() | self._neiqin_fields_but(
            "decision", "reason"
        )

    def _neiqin_frozen(self):
        return self.filtered("frozen")

    @api.model
    def _neiqin_sealable_domain(self):
        return Domain("frozen", "=", True)

    @api.depends_context("lang")
    @api.depends("changes", "difference_fields")
    def _compute_texts(self):
        for line in self:
            line.change_text = "; ".join(
                line._neiqin_change(name, was, now)
                for name, was, now in line._neiqin_requested_changes()
            )
            line.difference_text = "; ".join(
                line._neiqin_change(name, was, now)
                for name, (was, now) in (line.difference_fields or {}).items()
            )

    def _neiqin_requested_changes(self):
        """Yield ``(field, asked, promised)`` of what differs from the request."""
        self.ensure_one()
        net = self.price_unit * (1 - self.discount / 100)
        pairs = {
            "product": ("name", self.requested_text, (self.name or "").split("\n")[0]),
            "quantity": ("quantity", self.requested_quantity, self.quantity),
            "price": ("price_unit", self.requested_price, net),
            "date": ("promised_date", self.requested_date, self.promised_date),
        }
        for change in self.changes or ():
            yield pairs[change]

    def _neiqin_change(self, name, was, now):
        label = self._fields[name]._description_string(self.env)
        return f"{label} {self._neiqin_say(name, was)} → {self._neiqin_say(name, now)}"

    def _neiqin_say(self, name, value):
        """Return a value as the reader's language writes it."""
        if value in (None, False, ""):
            return "–"
        field = self._fields[name]
        if field.type == "date":
            return format_date(self.env, value)
        if name == "price_unit":
            return formatLang(
                self.env, value, dp="Product Price", currency_obj=self.currency_id
            )
        if field.type == "float":
            return formatLang(self.env, value, digits=3).rstrip("0").rstrip(".,")
        if field.type == "selection":
            return dict(field._description_selection(self.env)).get(value, value)
        return str(value)

    def write(self, vals):
        """A decision on a draft moves the order's own line along."""
        if "decision" in vals:
            if any(line.letter_id.state != "draft" for line in self):
                self._neiqin_refuse_frozen({"decision"})
            changed = self.filtered(lambda line: line.decision != vals["decision"])
            res = super().write(vals)
            changed._neiqin_follow_decision()
            return res
        return super().write(vals)

    def _neiqin_follow_decision(self):
        """Reject: promise nothing. Take it back: promise what was asked for."""
        for line in self:
            order_line = line.order_line_id
            if not order_line:
                raise UserError(
                    self.env._("The line is not in the order any more: it is rejected.")
                )
            if line.decision == "rejected":
                order_line._neiqin_keep_request(line)
                order_line._neiqin_promise_quantity(0.0)
            elif not order_line.product_uom_qty:
                order_line._neiqin_promise_quantity(line.requested_quantity)
        self.letter_id.sudo()._neiqin_refresh_drafts()
