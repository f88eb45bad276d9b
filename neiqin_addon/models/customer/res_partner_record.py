"""The cooperation record on the customer's page."""

from odoo import api, fields, models

from .customer_record import STATES

STAFF = "sales_team.group_sale_salesman,neiqin_addon.group_neiqin_auditor"


class ResPartner(models.Model):
    _inherit = "res.partner"

    neiqin_record_id = fields.Many2one(
        comodel_name="neiqin.customer.record",
        string="Cooperation Record",
        compute="_compute_neiqin_record_id",
        groups=STAFF,
        help="Of the present company, as of the last night.",
    )
    neiqin_rhythm_state = fields.Selection(
        selection=STATES,
        string="Rhythm",
        compute="_compute_neiqin_record_id",
        groups=STAFF,
    )
    neiqin_payment_text = fields.Char(
        string="How the Customer Pays",
        compute="_compute_neiqin_payment_text",
        compute_sudo=True,
        groups=STAFF,
        help="By the last credit rating: days late, weighted by amount.",
    )

    @api.depends_context("company", "uid")
    def _compute_neiqin_record_id(self):
        records = self.env["neiqin.customer.record"].search(
            [
                ("partner_id", "in", self.commercial_partner_id._origin.ids),
                ("company_id", "=", self.env.company.id),
            ]
        )
        found = records.grouped("partner_id")
        for partner in self:
            customer = partner.commercial_partner_id._origin
            record = found.get(customer, records.browse())[:1]
            partner.neiqin_record_id = record
            partner.neiqin_rhythm_state = record.state

    @api.depends_context("company", "lang")
    def _compute_neiqin_payment_text(self):
        customers = self.commercial_partner_id._origin
        factors = self._neiqin_payment_factors(customers)
        for partner in self:
            days = factors.get(partner.commercial_partner_id._origin.id)
            if days is None:
                partner.neiqin_payment_text = self.env._("Nothing paid yet.")
            elif days < 1:
                partner.neiqin_payment_text = self.env._("Pays on time.")
            else:
                partner.neiqin_payment_text = self.env._(
                    "Pays %(days)s days late on average.", days=f"{days:.0f}"
                )

    @api.model
    def _neiqin_payment_factors(self, customers):
        """Return ``{customer id: days late}`` of the current ratings, in one query."""
        factors = self.env["neiqin.credit.factor"].search(
            [
                ("rating_id.partner_id", "in", customers.ids),
                ("rating_id.company_id", "=", self.env.company.id),
                ("rating_id.is_current", "=", True),
                ("code", "=", "days_late"),
                ("is_known", "=", True),
            ]
        )
        return {row.rating_id.partner_id.id: row.figure for row in factors}

    def action_neiqin_record(self):
        """Open the customer's record."""
        self.ensure_one()
        self.check_access("read")
        return self.neiqin_record_id._get_records_action()

    def action_neiqin_turnover(self):
        """Show the turnover by year and product group."""
        self.ensure_one()
        self.check_access("read")
        return self._neiqin_turnover_action()

    def _neiqin_turnover_action(self):
        title = self.env._("Turnover by Year and Product Group")
        return {
            "type": "ir.actions.act_window",
            "name": title,
            "res_model": "sale.report",
            "view_mode": "pivot,graph",
            "domain": [
                ("commercial_partner_id", "=", self.commercial_partner_id.id),
                ("state", "=", "sale"),
            ],
            "context": {
                "pivot_measures": ["price_subtotal", "product_uom_qty"],
                "pivot_row_groupby": ["categ_id"],
                "pivot_column_groupby": ["date:year"],
                "graph_groupbys": ["date:year", "categ_id"],
                "graph_measure": "price_subtotal",
            },
        }
