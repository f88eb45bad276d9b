"""Promises are written down where the customer is spoken to: his page, his invoice."""

from odoo import api, fields, models
from odoo.tools import SQL

from .payment_promise import STATES

_COUNTS = """
SELECT commercial_partner_id, COUNT(*) FROM neiqin_payment_promise
 WHERE commercial_partner_id = ANY(%(customers)s) AND company_id = ANY(%(companies)s)
   AND state = 'broken' AND until > %(since)s AND until <= %(until)s
 GROUP BY commercial_partner_id
"""


class NeiqinCreditFacts(models.AbstractModel):
    _inherit = "neiqin.credit.facts"

    @api.model
    def _neiqin_events(self, company, customer_ids, since, until):
        """Add the promises to pay that were broken by the day they ended on."""
        events = super()._neiqin_events(company, customer_ids, since, until)
        self.env["neiqin.payment.promise"].flush_model()
        values = {**self._neiqin_common(company, customer_ids, until), "since": since}
        return {
            **events,
            "promises": dict(self.env.execute_query(SQL(_COUNTS, **values))),
        }


class ResPartner(models.Model):
    _inherit = "res.partner"

    neiqin_promise_count = fields.Integer(
        string="Promises to Pay", compute="_compute_neiqin_promises"
    )
    neiqin_promise_state = fields.Selection(
        selection=STATES, string="Last Promise", compute="_compute_neiqin_promises"
    )

    def _compute_neiqin_promises(self):
        """How many in the last year, and how the latest of them stands."""
        promises = self.env["neiqin.payment.promise"]
        found = {}
        if promises.has_access("read"):
            customers = self.commercial_partner_id._origin
            since = fields.Date.subtract(fields.Date.today(), years=1)
            found = promises.search(
                [
                    ("commercial_partner_id", "in", customers.ids),
                    ("state", "!=", "void"),
                    ("until", ">", since),
                ]
            ).grouped("commercial_partner_id")
        for partner in self:
            mine = found.get(partner.commercial_partner_id._origin, promises)
            partner.neiqin_promise_count = len(mine)
            partner.neiqin_promise_state = mine[:1].state

    def action_neiqin_promises(self):
        """Open the customer's promises; *New* writes another one down."""
        self.ensure_one().check_access("read")
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "neiqin_addon.payment_promise_action"
        )
        customer = self.commercial_partner_id
        return {
            **action,
            "domain": [("commercial_partner_id", "=", customer.id)],
            "context": {"default_partner_id": self.id},
        }


class AccountMove(models.Model):
    _inherit = "account.move"

    def action_neiqin_promise(self):
        """Write down that the customer promised to pay what is left of the invoice."""
        self.ensure_one().check_access("read")
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Promise to Pay"),
            "res_model": "neiqin.payment.promise",
            "views": [(False, "form")],
            "target": "new",
            "context": {
                "default_partner_id": self.partner_id.id,
                "default_company_id": self.company_id.id,
                "default_move_ids": [(6, 0, self.ids)],
                "default_amount": self.amount_residual,
            },
        }
