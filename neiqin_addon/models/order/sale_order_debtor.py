"""Who owes an order: the company behind its invoice address."""

from odoo import api, fields, models
from odoo.tools import SQL
from odoo.tools.sql import column_exists, create_column


class SaleOrder(models.Model):
    _inherit = "sale.order"

    neiqin_debtor_id = fields.Many2one(
        comodel_name="res.partner",
        string="Debtor",
        compute="_compute_neiqin_debtor_id",
        store=True,
        precompute=True,
        index="btree_not_null",
        ondelete="restrict",
        help="The company that gets the order's invoices. Stored, so that many orders "
        "are judged without a look at each customer's file.",
    )

    def _auto_init(self):
        """Fill the column at once: by the ORM a large database would take an hour."""
        new = not column_exists(self.env.cr, self._table, "neiqin_debtor_id")
        if new:
            create_column(self.env.cr, self._table, "neiqin_debtor_id", "int4")
        res = super()._auto_init()
        if new:
            self.env.execute_query(
                SQL(
                    "UPDATE sale_order SET neiqin_debtor_id = partner.commercial_partner_id"
                    " FROM res_partner partner WHERE partner.id ="
                    " COALESCE(sale_order.partner_invoice_id, sale_order.partner_id)"
                    " RETURNING 1"
                )
            )
        return res

    def _neiqin_protected_fields(self):
        return super()._neiqin_protected_fields() | {"neiqin_debtor_id"}

    @api.depends(
        "partner_id.commercial_partner_id", "partner_invoice_id.commercial_partner_id"
    )
    def _compute_neiqin_debtor_id(self):
        for order in self:
            invoiced = order.partner_invoice_id or order.partner_id
            order.neiqin_debtor_id = invoiced.commercial_partner_id

    def _neiqin_debtor(self):
        """Return who owes the orders, as saved partners also on a form."""
        return self.neiqin_debtor_id._origin
