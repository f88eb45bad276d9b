"""Collecting what is owed: one row per customer and company, worked by sales and finance."""

from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.tools import SQL

NEXT_STEPS = [
    ("check", "To Look At"),
    ("call", "Call"),
    ("mail", "Write"),
    ("visit", "Visit"),
    ("promise", "Wait for the Promise"),
    ("dispute", "Settle the Dispute"),
    ("stop", "Stop Deliveries"),
    ("law", "Lawyer"),
]
#: Customers with something open and no row yet. Whoever works here is known by the file.
_MISSING = """
INSERT INTO neiqin_collection
       (partner_id, company_id, currency_id, sales_user_id, next_step, no_dunning,
        create_uid, write_uid, create_date, write_date)
SELECT DISTINCT customer.id, line.company_id, company.currency_id, customer.user_id,
       'check', FALSE, %(uid)s, %(uid)s, now() AT TIME ZONE 'UTC',
       now() AT TIME ZONE 'UTC'
  FROM account_move_line line
  JOIN account_account account ON account.id = line.account_id
   AND account.account_type = 'asset_receivable'
  JOIN res_partner partner ON partner.id = line.partner_id
  JOIN res_partner customer ON customer.id = partner.commercial_partner_id
  JOIN res_company company ON company.id = line.company_id
 WHERE line.parent_state = 'posted' AND line.reconciled IS NOT TRUE
   AND line.amount_residual != 0 AND line.company_id = ANY(%(companies)s)
   AND NOT EXISTS (SELECT FROM neiqin_collection known
                    WHERE known.partner_id = customer.id
                      AND known.company_id = line.company_id)
    ON CONFLICT DO NOTHING
RETURNING id
"""


class NeiqinCollection(models.Model):
    _name = "neiqin.collection"
    _description = "Collection"
    _inherit = [
        "mail.thread",
        "mail.activity.mixin",
        "neiqin.protected.mixin",
        "neiqin.trailed.mixin",
        "neiqin.schedule.mixin",
    ]
    _order = "id desc"
    _rec_name = "partner_id"
    _mail_post_access = "read"

    partner_id = fields.Many2one(
        comodel_name="res.partner",
        string="Customer",
        required=True,
        readonly=True,
        index=True,
        ondelete="cascade",
    )
    company_id = fields.Many2one(
        comodel_name="res.company",
        required=True,
        readonly=True,
        index=True,
        ondelete="cascade",
    )
    currency_id = fields.Many2one(related="company_id.currency_id", store=True)
    sales_user_id = fields.Many2one(
        comodel_name="res.users",
        string="Sales",
        index=True,
        tracking=True,
        help="Who speaks with the customer. At first the customer's salesperson.",
    )
    finance_user_id = fields.Many2one(
        comodel_name="res.users",
        string="Finance",
        index=True,
        tracking=True,
        help="Who reconciles, sends statements and reminders.",
    )
    level_id = fields.Many2one(
        comodel_name="neiqin.collection.level",
        string="Reminder Level",
        readonly=True,
        index=True,
        ondelete="set null",
        help="The highest level whose reminder went out and is not paid yet.",
    )
    next_step = fields.Selection(
        selection=NEXT_STEPS,
        required=True,
        default="check",
        group_expand=True,
        tracking=True,
    )
    next_on = fields.Date(string="Next Step On", index=True, tracking=True)
    contacted_on = fields.Date(string="Last Contact", tracking=True)
    note = fields.Text(string="Notes")
    no_dunning = fields.Boolean(string="Do Not Remind", tracking=True)
    no_dunning_reason = fields.Char(string="Why No Reminders", tracking=True)
    no_dunning_until = fields.Date(
        string="No Reminders Until",
        tracking=True,
        help="Up to and including this day. Empty: until somebody changes it.",
    )
    planned_on = fields.Date(string="Looked At On", readonly=True, copy=False)

    _one_per_customer = models.Constraint(
        "UNIQUE (partner_id, company_id)", "This customer has a row already."
    )
    _plan_index = models.Index("(company_id, planned_on)")

    @api.model
    def _neiqin_protected_fields(self):
        return super()._neiqin_protected_fields() | {
            "partner_id",
            "company_id",
            "currency_id",
            "level_id",
            "planned_on",
        }

    @api.model
    def _neiqin_trailed_fields(self):
        return {
            **super()._neiqin_trailed_fields(),
            "no_dunning": "",
            "no_dunning_until": "",
            "sales_user_id": "",
            "finance_user_id": "",
        }

    @api.constrains("no_dunning", "no_dunning_reason")
    def _check_reason(self):
        for row in self:
            if row.no_dunning and not (row.no_dunning_reason or "").strip():
                raise ValidationError(
                    self.env._("Say why this customer is not reminded.")
                )

    @api.ondelete(at_uninstall=False)
    def _unlink_except_server(self):
        if not self._neiqin_is_server():
            raise UserError(
                self.env._("A customer's row stays: it is empty once all is paid.")
            )

    @api.model
    def _neiqin_ensure(self, companies=None):
        """Have a row for every customer with something open, by one statement."""
        companies = (companies or self.env.companies).sudo()
        for model in ("account.move.line", "account.account", "res.partner"):
            self.env[model].flush_model()
        self.flush_model()
        rows = self.env.execute_query(
            SQL(_MISSING, companies=companies.ids, uid=self.env.uid)
        )
        if rows:
            self.invalidate_model()
        return self.browse(row[0] for row in rows)

    def _neiqin_is_spared(self, today):
        """Return whether nobody is to remind this customer on a day."""
        self.ensure_one()
        until = self.no_dunning_until
        return self.no_dunning and not (until and until < today)

    def _neiqin_failure_user(self):
        return self.finance_user_id or self.sales_user_id
