"""The customer's own paper, beside the order made of it."""

from odoo import api, fields, models


class SaleOrder(models.Model):
    _inherit = "sale.order"

    neiqin_paper_ids = fields.Many2many(
        comodel_name="ir.attachment",
        relation="neiqin_sale_order_paper_rel",
        string="Customer's Papers",
        copy=False,
        help="What the customer sent: a PDF, a picture, a mail, an order file.",
    )

    def _neiqin_paper_rows(self):
        """Return the rows of the customer's file this order was made of.

        :return: list of ``{header: text}`` in the file's order, as the customer
            wrote them; empty where the order did not come from a file
        """
        self.ensure_one()
        return []

    def _neiqin_claim_papers(self, known):
        """Tie papers to their order, so that who reads the order reads them.

        A file uploaded from a form belongs to nobody but its author until then.

        :param known: attachments that were linked before
        :raise AccessError: when a paper is linked that the user may not read
        """
        (self.neiqin_paper_ids - known).check_access("read")
        own = self.env.user
        for order in self:
            loose = order.neiqin_paper_ids.sudo().filtered(
                lambda paper: not paper.res_id and paper.create_uid == own
            )
            loose.write({"res_model": order._name, "res_id": order.id})

    @api.model_create_multi
    def create(self, vals_list):
        orders = super().create(vals_list)
        if any(vals.get("neiqin_paper_ids") for vals in vals_list):
            orders._neiqin_claim_papers(self.env["ir.attachment"])
        return orders

    def write(self, vals):
        if not vals.get("neiqin_paper_ids"):
            return super().write(vals)
        known = self.neiqin_paper_ids
        verified = {
            order: order.neiqin_paper_ids
            for order in self.sudo()
            if order.neiqin_verification_id
        }
        res = super().write(vals)
        for order, papers in verified.items():
            if papers - order.neiqin_paper_ids:
                papers._neiqin_refuse_verified_of(order)
        self._neiqin_claim_papers(known)
        return res
