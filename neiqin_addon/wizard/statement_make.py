"""One click for the statements of many customers."""

from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import UserError

#: More than this is made by the schedule: printing takes about a second each.
AT_ONCE = 10


class NeiqinStatementMake(models.TransientModel):
    _name = "neiqin.statement.make"
    _description = "Make Statements of Account"

    company_id = fields.Many2one(
        comodel_name="res.company",
        required=True,
        default=lambda self: self.env.company,
    )
    partner_ids = fields.Many2many(
        comodel_name="res.partner", string="Customers", required=True
    )
    date_from = fields.Date(
        string="From", required=True, default=lambda self: self._default_date_from()
    )
    date_to = fields.Date(
        string="To", required=True, default=lambda self: self._default_date_to()
    )
    send = fields.Boolean(
        string="Send by Mail", default=True, help="With the link to confirm or object."
    )

    @api.model
    def _default_date_to(self):
        """The last day of last month."""
        return self.env.company._neiqin_today().replace(day=1) - timedelta(days=1)

    @api.model
    def _default_date_from(self):
        return self._default_date_to().replace(day=1)

    def action_make(self):
        """Make them: a few at once, many by the schedule; open what was made."""
        self.ensure_one()
        self.env["neiqin.dispute"]._neiqin_check_hand()
        if self.company_id not in self.env.companies:
            raise UserError(self.env._("This is another company."))
        customers = self.partner_ids.commercial_partner_id
        customers.check_access("read")
        statements = self.env["neiqin.statement"].sudo()._neiqin_as_server()
        made = statements.create(
            [self._neiqin_values(customer) for customer in customers.sudo()]
        )
        made = self.env["neiqin.statement"].sudo().browse(made.ids)
        if len(made) <= AT_ONCE:
            made._neiqin_make()
        else:
            self.env.ref("neiqin_addon.ir_cron_statement_make").sudo()._trigger()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "neiqin_addon.statement_action"
        )
        return {**action, "domain": [("id", "in", made.ids)], "context": {}}

    def _neiqin_values(self, customer):
        return {
            "partner_id": customer.id,
            "company_id": self.company_id.id,
            "date_from": self.date_from,
            "date_to": self.date_to,
            "wanted_send": self.send,
            "user_id": self.company_id.sudo().neiqin_finance_user_id.id or self.env.uid,
        }
