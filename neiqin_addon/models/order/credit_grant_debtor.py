"""A credit grant is for one debtor: whoever else comes to owe the order needs another."""

from odoo import api, fields, models

from .sale_order_credit_grant import RULE


class NeiqinGrant(models.Model):
    _inherit = "neiqin.grant"

    # not frozen past the ORM: merging two customers moves it to the one that stays
    debtor_id = fields.Many2one(
        comodel_name="res.partner",
        string="Debtor",
        compute="_compute_debtor_id",
        store=True,
        index="btree_not_null",
        ondelete="restrict",
        help="Who owed the order when the grant was given.",
    )

    def _neiqin_protected_fields(self):
        return super()._neiqin_protected_fields() | {"debtor_id"}

    @api.depends("rule", "res_model", "res_id")
    def _compute_debtor_id(self):
        """Once, when it is given: none of these ever changes."""
        mine = self.filtered(
            lambda grant: grant.rule == RULE and grant.res_model == "sale.order"
        )
        (self - mine).debtor_id = False
        orders = self.env["sale.order"].sudo().browse(mine.mapped("res_id")).exists()
        debtors = {order.id: order._neiqin_debtor().id for order in orders}
        for grant in mine:
            grant.debtor_id = debtors.get(grant.res_id)

    def _neiqin_is_for(self, debtor):
        """Return whether the grant lets this customer owe more, or is for no customer."""
        self.ensure_one()
        if self.rule != RULE:
            return True
        return bool(debtor) and self.debtor_id.commercial_partner_id == debtor

    @api.model
    def _neiqin_valid(self, records, rules=None):
        grants = super()._neiqin_valid(records, rules)
        if records._name != "sale.order":
            return grants
        orders = records.sudo().browse(set(grants.mapped("res_id")))
        debtors = {order.id: order._neiqin_debtor() for order in orders}
        return grants.filtered(
            lambda grant: grant._neiqin_is_for(debtors[grant.res_id])
        )
