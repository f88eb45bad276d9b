"""From the customer to a change of his grade or limit."""

from odoo import models


class ResPartner(models.Model):
    _inherit = "res.partner"

    def action_neiqin_change_credit(self):
        """Open a new credit change for this customer, with the suggested limit."""
        self.ensure_one()
        customer = self.commercial_partner_id
        context = {"default_partner_id": customer.id}
        rating = customer.sudo().neiqin_rating_id
        sees = self.env["neiqin.credit.factor"]._neiqin_sees_amounts()
        if sees and rating.suggested_limit:
            context |= {
                "default_limit_kind": "amount",
                "default_new_limit": rating.suggested_limit,
            }
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Change Credit"),
            "res_model": "neiqin.credit.change",
            "views": [(False, "form")],
            "context": context,
        }
