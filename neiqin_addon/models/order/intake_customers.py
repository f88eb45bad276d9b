"""For whom an order file is: its rows know, the list of files shows it."""

from odoo import api, fields, models

SHOWN = 2


class NeiqinOrderIntake(models.Model):
    _inherit = "neiqin.order.intake"

    customer_names = fields.Char(
        string="Customers",
        compute="_compute_customer_names",
        help="The customers that the rows of the file were recognised as.",
    )

    @api.depends("partner_id", "line_ids.partner_id")
    def _compute_customer_names(self):
        found = dict(
            self.env["neiqin.order.intake.line"]._read_group(
                [("intake_id", "in", self.ids), ("partner_id", "!=", False)],
                ["intake_id"],
                ["partner_id:recordset"],
            )
        )
        for intake in self:
            customers = found.get(intake) or intake.partner_id
            names = customers.mapped("name")
            rest = f" +{len(names) - SHOWN}" if len(names) > SHOWN else ""
            intake.customer_names = ", ".join(names[:SHOWN]) + rest
