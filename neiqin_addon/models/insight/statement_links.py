"""From a customer's row to the statements of account."""

from odoo import fields, models


class NeiqinCollection(models.Model):
    _inherit = "neiqin.collection"

    statement_count = fields.Integer(compute="_compute_statement_count")

    def _compute_statement_count(self):
        counts = self.env["neiqin.statement"]._read_group(
            [
                ("partner_id", "in", self.partner_id.ids),
                ("company_id", "in", self.company_id.ids),
            ],
            ["partner_id", "company_id"],
            ["__count"],
        )
        known = {(partner, company): count for partner, company, count in counts}
        for row in self:
            row.statement_count = known.get((row.partner_id, row.company_id), 0)

    def action_neiqin_statements(self):
        """Open the customer's statements of account."""
        return self._neiqin_open_mine("neiqin_addon.statement_action")

    def action_neiqin_make_statements(self):
        """Ask for the period, then make a statement for each of these customers."""
        self.check_access("read")
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Statements of Account"),
            "res_model": "neiqin.statement.make",
            "views": [(False, "form")],
            "target": "new",
            "context": {
                "default_company_id": self.company_id[:1].id,
                "default_partner_ids": [(6, 0, self.partner_id.ids)],
            },
        }
