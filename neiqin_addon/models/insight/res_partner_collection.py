"""From the customer's page to what is to be collected, and to the statements."""

from odoo import fields, models


class ResPartner(models.Model):
    _inherit = "res.partner"

    neiqin_collection_overdue = fields.Monetary(
        string="Overdue to Collect",
        compute="_compute_neiqin_collection",
        currency_field="currency_id",
    )

    def _compute_neiqin_collection(self):
        """What the company one works in has to collect; nothing for who may not read."""
        rows = self.env["neiqin.collection"]
        found = {}
        if rows.has_access("read"):
            rows = rows.search(
                [
                    ("partner_id", "in", self.commercial_partner_id._origin.ids),
                    ("company_id", "=", self.env.company.id),
                ]
            )
            found = {row.partner_id: row.overdue for row in rows}
        for partner in self:
            customer = partner.commercial_partner_id._origin
            partner.neiqin_collection_overdue = found.get(customer, 0.0)

    def action_neiqin_collection(self):
        """Open the customer's row."""
        self.ensure_one().check_access("read")
        rows = self.env["neiqin.collection"]
        rows.check_access("read")
        rows._neiqin_ensure(self.env.company)
        row = rows.search(
            [
                ("partner_id", "=", self.commercial_partner_id.id),
                ("company_id", "=", self.env.company.id),
            ]
        )
        if row:
            return row._neiqin_open_form()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "neiqin_addon.collection_action"
        )
        domain = [("partner_id", "=", self.commercial_partner_id.id)]
        return {**action, "domain": domain, "context": {}}
