"""One row of a customer's order file, as text and as what was made of it."""

from odoo import api, fields, models
from odoo.exceptions import UserError

from ..control.trail_call import leave_trail

LINE_STATES = [
    ("bad", "To correct"),
    ("held", "Waits for its order"),
    ("good", "Ready"),
    ("imported", "Imported"),
    ("skipped", "Left out"),
]
#: Canonical cells: the customer's text, corrected by the clerk.
CELLS = (
    "customer",
    "order_ref",
    "order_date",
    "product",
    "description",
    "quantity",
    "unit",
    "price",
    "discount",
    "requested_date",
    "delivery_address",
    "note",
)
#: What the check makes of the cells.
VALUES = ("qty", "price_unit", "discount_percent", "day_ordered", "day_requested")
#: What follows from a cell or record, and is found anew when that one changes.
FOLLOWS = {
    "customer": ("partner_id", "shipping_id"),
    "partner_id": ("shipping_id",),
    "product": ("product_id", "uom_id"),
    "product_id": ("uom_id",),
    "unit": ("uom_id",),
    "delivery_address": ("shipping_id",),
}
#: Records that a clerk may choose where the text does not say which.
CHOICES = ("partner_id", "product_id", "uom_id", "shipping_id")


class NeiqinOrderIntakeLine(models.Model):
    _name = "neiqin.order.intake.line"
    _description = "Order Intake Row"
    _inherit = ["neiqin.protected.mixin"]
    _order = "intake_id.id desc, number, id"
    _rec_name = "number"
    _check_company_auto = True

    intake_id = fields.Many2one(
        comodel_name="neiqin.order.intake",
        required=True,
        index=True,
        ondelete="cascade",
    )
    company_id = fields.Many2one(
        related="intake_id.company_id", store=True, index=True, precompute=True
    )
    number = fields.Integer(string="Row in File", readonly=True)
    raw = fields.Json(
        string="As Received",
        readonly=True,
        help="Pairs of header and text: the database does not keep an object's order.",
    )
    state = fields.Selection(
        selection=LINE_STATES,
        string="Status",
        default="bad",
        required=True,
        readonly=True,
        index=True,
    )
    error = fields.Text(string="Problem", readonly=True)

    customer = fields.Char()
    order_ref = fields.Char(string="Customer's Order")
    order_date = fields.Char()
    product = fields.Char()
    description = fields.Char()
    quantity = fields.Char()
    unit = fields.Char()
    price = fields.Char(string="Unit Price")
    discount = fields.Char(string="Discount %")
    requested_date = fields.Char()
    delivery_address = fields.Char()
    note = fields.Char()

    partner_id = fields.Many2one(
        comodel_name="res.partner", string="Customer Found", check_company=True
    )
    shipping_id = fields.Many2one(
        comodel_name="res.partner", string="Address Found", check_company=True
    )
    product_id = fields.Many2one(
        comodel_name="product.product",
        string="Product Found",
        check_company=True,
        domain=[("sale_ok", "=", True)],
    )
    uom_id = fields.Many2one(comodel_name="uom.uom", string="Unit Found")
    qty = fields.Float(string="Quantity Read", digits="Product Unit", readonly=True)
    price_unit = fields.Float(
        string="Price Read", digits="Product Price", readonly=True
    )
    discount_percent = fields.Float(string="Discount Read", readonly=True)
    day_ordered = fields.Date(string="Ordered On", readonly=True)
    day_requested = fields.Date(string="Requested For", readonly=True)
    price_expected = fields.Float(
        string="Pricelist Price", digits="Product Price", readonly=True
    )
    price_off = fields.Boolean(string="Price Is Off", readonly=True)
    price_taken = fields.Float(
        string="Price Accepted",
        digits="Product Price",
        readonly=True,
        help="A price off the pricelist that a supervisor accepted, this one only.",
    )
    price_taken_by_id = fields.Many2one(
        comodel_name="res.users", string="Accepted By", readonly=True
    )
    order_id = fields.Many2one(
        comodel_name="sale.order",
        string="Order",
        readonly=True,
        index="btree_not_null",
        ondelete="set null",
    )

    def _neiqin_protected_fields(self):
        return super()._neiqin_protected_fields() | {
            *VALUES,
            "intake_id",
            "company_id",
            "number",
            "raw",
            "state",
            "error",
            "price_expected",
            "price_off",
            "price_taken",
            "price_taken_by_id",
            "order_id",
        }

    def write(self, vals):
        """A corrected row is checked again at once, with the rows of its order."""
        corrected = {*CELLS, *CHOICES}.intersection(vals)
        if not corrected or self._neiqin_is_server():
            return super().write(vals)
        if any(line.state == "imported" for line in self):
            raise UserError(
                self.env._("An imported row is not changed: change its order.")
            )
        vals = dict(vals)
        for name in corrected:
            for follower in FOLLOWS.get(name, ()):
                vals.setdefault(follower, False)
        before = self._same_orders()
        res = super().write(vals)
        for intake, lines in (
            (before | self._same_orders()).grouped("intake_id").items()
        ):
            intake._recheck(lines)
        return res

    def _order_of(self):
        """Return what two rows of one order have in common."""
        customer = self.partner_id.commercial_partner_id.id
        return customer, (self.order_ref or "").casefold()

    def _same_orders(self):
        """Return the rows still to import that belong to the same orders."""
        keys = {(line.intake_id, line.order_ref) for line in self}
        return self.intake_id.line_ids.filtered(
            lambda line: line.state not in ("imported", "skipped")
            and (line.intake_id, line.order_ref) in keys
        )

    def _write_changes(self, row):
        """Write what the check found, where it differs from what is stored."""
        self.ensure_one()
        found = row.line_values()
        now = {
            name: self._fields[name].convert_to_write(self[name], self)
            for name in found
        }
        changed = {name: value for name, value in found.items() if value != now[name]}
        if changed:
            self.write(changed)

    # -- actions --------------------------------------------------------------------

    def action_skip(self):
        """Leave rows out, because they order nothing."""
        self.check_access("write")
        todo = self.filtered(lambda line: line.state in ("bad", "held", "good"))
        todo._neiqin_as_server().write({"state": "skipped"})
        self.intake_id._recheck()
        self.intake_id._log_rows(todo, self.env._("Left out"))

    def action_take_back(self):
        """Take rows in again that were left out."""
        self.check_access("write")
        skipped = self.filtered(lambda line: line.state == "skipped")
        skipped._neiqin_as_server().write({"state": "bad"})
        self.intake_id._recheck()

    def action_accept_price(self):
        """Accept a price off the pricelist, for this row and this price.

        :raise AccessError: unless a supervisor does it
        """
        if not self.env.user.has_group("neiqin_addon.group_neiqin_supervisor"):
            reason = self.env._("Only a supervisor accepts a price off the pricelist.")
            raise self.env["neiqin.trail.entry"]._neiqin_denial(self, reason)
        self.check_access("write")
        off = self.filtered("price_off")
        for line in off:
            line._neiqin_as_server().write(
                {"price_taken": line.price_unit, "price_taken_by_id": self.env.uid}
            )
        self.intake_id._recheck(off)
        self.intake_id._log_rows(off, self.env._("Price accepted"))
        told = [{"price_unit": line.price_unit} for line in off]
        leave_trail(
            off, "override", told, self.env._("Price off the pricelist accepted")
        )

    @api.readonly
    def action_open_order(self):
        """Open the order that was made of this row."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "res_model": "sale.order",
            "res_id": self.order_id.id,
            "view_mode": "form",
        }
