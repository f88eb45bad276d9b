"""Rating chosen customers now, and finding their ratings."""

from odoo import api, fields, models

CLERK = "neiqin_addon.group_neiqin_clerk"
#: Who reads how a rating came about; amounts among it are for fewer.
SEES_RATING = "neiqin_addon.group_neiqin_clerk,neiqin_addon.group_neiqin_auditor"


class ResPartner(models.Model):
    _inherit = "res.partner"

    neiqin_rating_id = fields.Many2one(
        comodel_name="neiqin.credit.rating",
        string="Latest Rating",
        compute="_compute_neiqin_rating_id",
        groups=SEES_RATING,
    )

    @api.depends("commercial_partner_id")
    @api.depends_context("company")
    def _compute_neiqin_rating_id(self):
        customers = self.commercial_partner_id
        latest = self.env["neiqin.credit.rating"]._neiqin_latest(
            self.env.company, customers.ids
        )
        for partner in self:
            found = latest.get(partner.commercial_partner_id._origin.id)
            partner.neiqin_rating_id = found.id if found else False

    def action_neiqin_rate(self):
        """Rate these customers by the policy in force, as of today."""
        self.env["neiqin.trail.entry"]._neiqin_require(
            self, [CLERK], self.env._("Only the sales back office rates customers.")
        )
        self.check_access("read")
        ratings = self.env["neiqin.credit.rating"]
        customers = self.commercial_partner_id
        ratings._neiqin_rate_now(self.env.company, customers.ids)
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "neiqin_addon.credit_rating_action"
        )
        latest = ratings._neiqin_latest(self.env.company, customers.ids)
        action["context"] = {"create": False}
        action["domain"] = [("id", "in", [row.id for row in latest.values()])]
        if len(latest) == 1:
            action.update(
                res_id=next(iter(latest.values())).id, views=[(False, "form")]
            )
        return action
