"""What was offered to a customer beside a complaint or an order, and what came of it."""

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

STATES = [
    ("offered", "Recommended"),
    ("accepted", "Taken"),
    ("declined", "Turned Down"),
]
CLERK = "neiqin_addon.group_neiqin_clerk"
DOCUMENTS = {"sale.order": "order_id", "neiqin.complaint": "complaint_id"}


class NeiqinOffer(models.Model):
    """Written by its own methods alone, so that what came of offers can be counted."""

    _name = "neiqin.offer"
    _description = "Offer to a Customer"
    _inherit = ["neiqin.protected.mixin"]
    _order = "id desc"
    _rec_name = "product_id"

    company_id = fields.Many2one(
        comodel_name="res.company", required=True, index=True, ondelete="restrict"
    )
    currency_id = fields.Many2one(related="company_id.currency_id")
    partner_id = fields.Many2one(
        comodel_name="res.partner",
        string="Customer",
        required=True,
        index=True,
        ondelete="restrict",
    )
    order_id = fields.Many2one(
        comodel_name="sale.order",
        string="Offered Beside",
        index="btree_not_null",
        ondelete="cascade",
    )
    complaint_id = fields.Many2one(
        comodel_name="neiqin.complaint",
        string="Complaint",
        index="btree_not_null",
        ondelete="restrict",
    )
    product_id = fields.Many2one(
        comodel_name="product.product",
        required=True,
        index=True,
        ondelete="restrict",
    )
    together = fields.Integer(
        string="Bought Together",
        help="In how many orders of the last year it stood beside one of the products.",
        aggregator=None,
    )
    state = fields.Selection(selection=STATES, required=True, default="offered")
    user_id = fields.Many2one(
        comodel_name="res.users",
        string="Offered By",
        required=True,
        ondelete="restrict",
    )
    answered_at = fields.Datetime(string="Answered")
    line_id = fields.Many2one(
        comodel_name="sale.order.line",
        string="Order Line",
        index="btree_not_null",
        ondelete="set null",
    )
    accepted_order_id = fields.Many2one(related="line_id.order_id", string="New Order")
    amount = fields.Monetary(
        string="Worth", help="Without tax, when the customer accepted."
    )

    _beside = models.Constraint(
        "CHECK (order_id IS NOT NULL OR complaint_id IS NOT NULL)",
        "An offer stands beside an order or a complaint.",
    )

    @api.model
    def _neiqin_protected_fields(self):
        return super()._neiqin_protected_fields() | self._neiqin_fields_but()

    def action_neiqin_accept(self):
        """Note that the customer accepts: the product goes on the order.

        On the quotation it was offered beside, else on a new one.
        """
        self._neiqin_check_open()
        orders = self.env["sale.order"]
        for offer in self:
            order = offer.order_id
            if order.state not in ("draft", "sent"):
                order = orders.with_company(offer.company_id).create(
                    {"partner_id": offer.partner_id.id}
                )
            line = order.order_line.create(
                {"order_id": order.id, "product_id": offer.product_id.id}
            )
            amount = order.currency_id._convert(
                line.price_subtotal, offer.currency_id, offer.company_id
            )
            values = {"line_id": line.id, "amount": amount}
            offer._neiqin_answer("accepted", values)
            orders |= order
        return orders._get_records_action()

    def action_neiqin_decline(self):
        """Note that the customer does not want it."""
        self._neiqin_check_open()
        self._neiqin_answer("declined", {})
        return True

    def _neiqin_answer(self, state, values):
        self.sudo()._neiqin_as_server().write(
            {"state": state, "answered_at": fields.Datetime.now(), **values}
        )

    def _neiqin_check_open(self):
        self.check_access("read")
        self.env["neiqin.offer"]._neiqin_check_clerk()
        self.lock_for_update()
        if self.filtered(lambda offer: offer.state != "offered"):
            raise UserError(self.env._("The customer has answered already."))

    @api.model
    def _neiqin_check_clerk(self):
        if not (self.env.su or self.env.user.has_group(CLERK)):
            raise AccessError(self.env._("A clerk makes offers and notes the answer."))

    @api.model
    def _neiqin_make(self, record, products):
        """Note that products are offered to the customer of a document."""
        self._neiqin_check_clerk()
        record.check_access("read")
        products.check_access("read")
        counts = record._neiqin_together()[record]
        return (
            self.sudo()
            ._neiqin_as_server()
            .create(
                [
                    {
                        "company_id": (record.company_id or self.env.company).id,
                        "partner_id": record.partner_id.id,
                        DOCUMENTS[record._name]: record.id,
                        "product_id": product.id,
                        "together": counts.get(product.id, 0),
                        "user_id": self.env.uid,
                    }
                    for product in products
                    if product not in record.neiqin_offer_ids.product_id
                ]
            )
        )


class ProductProduct(models.Model):
    _inherit = "product.product"

    def action_neiqin_offer(self):
        """Offer these products to the customer of the document they are shown beside."""
        given = self.env.context.get("neiqin_offer_for")
        if not isinstance(given, list | tuple) or len(given) != 2:
            raise UserError(self.env._("Offer products beside an order or complaint."))
        model, res_id = given
        if model not in DOCUMENTS or type(res_id) is not int:
            raise UserError(self.env._("Offer products beside an order or complaint."))
        record = self.env[model].browse(res_id).exists()
        if not record:
            raise UserError(self.env._("Offer products beside an order or complaint."))
        self.env["neiqin.offer"]._neiqin_make(record, self)
        return True


class NeiqinComplaint(models.Model):
    _inherit = "neiqin.complaint"

    neiqin_offer_ids = fields.One2many(
        comodel_name="neiqin.offer",
        inverse_name="complaint_id",
        string="Offers",
        readonly=True,
        groups="neiqin_addon.group_neiqin_clerk,neiqin_addon.group_neiqin_auditor,"
        "sales_team.group_sale_salesman",
    )

    @api.model
    def _neiqin_protected_fields(self):
        return super()._neiqin_protected_fields() | {"neiqin_offer_ids"}


class SaleOrder(models.Model):
    _inherit = "sale.order"

    neiqin_offer_ids = fields.One2many(
        comodel_name="neiqin.offer",
        inverse_name="order_id",
        string="Offers",
        readonly=True,
        copy=False,
        groups="neiqin_addon.group_neiqin_clerk,neiqin_addon.group_neiqin_auditor,"
        "sales_team.group_sale_salesman",
    )

    def _neiqin_protected_fields(self):
        return super()._neiqin_protected_fields() | {"neiqin_offer_ids"}
