"""Two orders of a customer never slip under one limit at the same moment.

Odoo's transactions see the database as it was when they began. Of two that confirm at
the same moment neither sees the other's order, and waiting for a lock changes nothing of
that. So whoever lets an order pass because of a sum writes the customer's row here: the
second of two fails with a serialization error, Odoo repeats it, and it sees the first.
"""

from odoo import api, fields, models
from odoo.tools import SQL


class NeiqinCreditTurn(models.Model):
    _name = "neiqin.credit.turn"
    _description = "Turn of a Customer's Credit Check"
    _log_access = False
    _rec_name = "partner_id"

    partner_id = fields.Many2one(
        comodel_name="res.partner", required=True, readonly=True, ondelete="cascade"
    )
    number = fields.Integer(required=True, readonly=True, default=1)

    _one_per_customer = models.UniqueIndex("(partner_id)")

    @api.model
    def _neiqin_take(self, partner_ids):
        """Take the turn of these customers until the end of the transaction.

        In the order of their ids, so that two mass confirmations do not block each other.
        """
        if not partner_ids:
            return
        self.env.execute_query(
            SQL(
                "INSERT INTO neiqin_credit_turn (partner_id, number)"
                " SELECT id, 1 FROM unnest(%s) AS id ORDER BY id"
                " ON CONFLICT (partner_id)"
                " DO UPDATE SET number = neiqin_credit_turn.number + 1 RETURNING 1",
                sorted(partner_ids),
            )
        )
