"""Prices agreed with one customer."""

from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.fields import Domain

from ...tools.sealed_mask import is_mask
from ..control.sealed_field import SealedChar


class NeiqinPriceAgreement(models.Model):
    """What one customer pays for one product, sealed like his telephone number.

    The order line has to show its price: Odoo sums it, prints it, posts it. Sealed is
    the list of what everybody pays, which is what leavers take with them.
    """

    _name = "neiqin.price.agreement"
    _inherit = ["neiqin.sealed.mixin", "mail.thread"]
    _description = "Price Agreement"
    _order = "partner_id, product_id, min_qty desc, id desc"
    _check_company_auto = True
    _neiqin_owner_fields = frozenset({"partner_id"})

    partner_id = fields.Many2one(
        comodel_name="res.partner",
        string="Customer",
        required=True,
        index=True,
        ondelete="cascade",
        tracking=True,
        check_company=True,
    )
    product_id = fields.Many2one(
        comodel_name="product.product",
        string="Product",
        required=True,
        index=True,
        ondelete="cascade",
        tracking=True,
        check_company=True,
        domain=[("sale_ok", "=", True)],
    )
    uom_id = fields.Many2one(related="product_id.uom_id", string="Unit")
    # no index: a price has so few digits that a search would guess it
    price_text = SealedChar(
        string="Sealed Price", required=True, copy=True, neiqin_indexed=False
    )
    price = fields.Float(
        digits="Product Price",
        compute="_compute_price",
        inverse="_inverse_price",
        help="Per unit of the product, before taxes. 0 where you may not read it.",
    )
    is_masked = fields.Boolean(compute="_compute_price")
    currency_id = fields.Many2one(
        comodel_name="res.currency",
        required=True,
        default=lambda self: self.env.company.currency_id,
    )
    min_qty = fields.Float(
        string="From Quantity", digits="Product Unit", help="In units of the product."
    )
    date_start = fields.Date(string="From", tracking=True)
    date_end = fields.Date(string="Until", tracking=True)
    company_id = fields.Many2one(
        comodel_name="res.company",
        default=lambda self: self.env.company,
        index=True,
    )
    active = fields.Boolean(default=True, tracking=True)

    _dates_in_order = models.Constraint(
        "CHECK (date_end IS NULL OR date_start IS NULL OR date_end >= date_start)",
        "An agreement cannot end before it begins.",
    )

    @api.depends_context("uid", "su", "neiqin_masked", "neiqin_clear")
    @api.depends("price_text", "partner_id.user_id")
    def _compute_price(self):
        for agreement in self:
            number = _number(agreement.price_text)
            agreement.price = number or 0.0
            agreement.is_masked = bool(agreement.price_text) and number is None

    def _inverse_price(self):
        for agreement in self:
            agreement.price_text = _text(agreement.price)

    @api.model_create_multi
    def create(self, vals_list):
        return super().create([self._neiqin_with_text(vals) for vals in vals_list])

    def write(self, vals):
        return super().write(self._neiqin_with_text(vals))

    @api.model
    def _neiqin_with_text(self, vals):
        """Return the values with the price as the text that is sealed.

        :raise ValidationError: if the price is no number, or negative
        """
        given = vals.get("price", vals.get("price_text"))
        if given is None or is_mask(str(given)):
            return vals  # a mask is refused where all masks are
        number = _number(given)
        if number is None:
            raise ValidationError(
                self.env._("“%(price)s” is not a number.", price=given)
            )
        if number < 0:
            raise ValidationError(self.env._("A price cannot be negative."))
        rest = {name: value for name, value in vals.items() if name != "price"}
        return {**rest, "price_text": _text(number)}

    @api.model
    def _neiqin_responsible_domain(self):
        """The customer's salesperson reads the customer's prices."""
        mine = Domain("partner_id.user_id", "=", self.env.uid)
        whole = Domain("partner_id.commercial_partner_id.user_id", "=", self.env.uid)
        return mine | whole

    def action_neiqin_reveal(self):
        """Ask why, then show the hidden values once."""
        return self._neiqin_ask_to_reveal()

    @api.depends("partner_id", "product_id")
    def _compute_display_name(self):
        for agreement in self:
            names = (agreement.partner_id.name, agreement.product_id.display_name)
            agreement.display_name = " / ".join(filter(None, names))

    @api.model
    def _neiqin_find(self, wanted):
        """Return the agreement in force for each of several wishes, in two queries.

        :param wanted: list of (partner, product, quantity in the product's unit,
            date, company); partner and product may be empty
        :return: list of agreements, one per wish, empty where none is in force
        """
        partners = self.env["res.partner"].union(
            *(partner | partner.commercial_partner_id for partner, *_ in wanted)
        )
        products = self.env["product.product"].union(*(wish[1] for wish in wanted))
        found = self.sudo().search(
            Domain("partner_id", "in", partners.ids)
            & Domain("product_id", "in", products.ids)
        )
        by_product = found.grouped("product_id")
        return [
            by_product.get(wish[1], found.browse())._neiqin_best(*wish)
            for wish in wanted
        ]

    def _neiqin_best(self, partner, product, quantity, date, company):
        """Return the one that serves: the contact's own first, then the largest step."""
        partner = partner.sudo()
        fitting = self.filtered(
            lambda a: a.partner_id in (partner, partner.commercial_partner_id)
            and a.company_id.id in (False, company.id)
            and a.min_qty <= quantity
            and (not a.date_start or a.date_start <= date)
            and (not a.date_end or date <= a.date_end)
        )
        return fitting.sorted(lambda a: (a.partner_id == partner, a.min_qty, a.id))[-1:]

    def _neiqin_clear_prices(self):
        """Return ``{id: price}`` for the server's own use, whoever the user is."""
        texts = self._neiqin_clear_values("price_text")
        return {record_id: _number(text) or 0.0 for record_id, text in texts.items()}


def _number(text):
    """Return the number of a clear text, None of a mask or of nothing."""
    try:
        return float(text)
    except (TypeError, ValueError):
        return None


def _text(number):
    return repr(float(number))
