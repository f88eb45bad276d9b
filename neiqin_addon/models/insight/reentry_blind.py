"""Keeping an order from the clerk who is to type it again.

While the task is open the order is closed to that clerk by record rules: the order, its
lines, verifications, letters, deliveries, invoices, reviews, archives and the figures. They
hold for every way in. Who needs the order gives the task back, with one press; from then
on the task is somebody else's for good.
"""

from odoo import fields, models
from odoo.tools import SQL

from ..control.fetch_along import fetch_along


class SaleOrder(models.Model):
    _inherit = "sale.order"

    neiqin_blind_user_id = fields.Many2one(
        comodel_name="res.users",
        string="Closed to",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="set null",
        groups=fields.NO_ACCESS,
        # the rule asks for it alone: else each list reads its orders with all columns
        prefetch=False,
        help="Types the order again from its paper and must not see it until then.",
    )

    def _neiqin_protected_fields(self):
        return super()._neiqin_protected_fields() | {"neiqin_blind_user_id"}

    def _fetch_query(self, query, fields):
        """Read whom orders are closed to with whatever is read of them: the rule asks
        for it of each order that is shown or written."""
        blind = self._fields["neiqin_blind_user_id"]
        if blind in fields or not any(field.column_type for field in fields):
            return super()._fetch_query(query, fields)
        fetch = super(SaleOrder, self.sudo())._fetch_query
        return fetch_along(self, lambda columns: fetch(query, columns), fields, blind)

    def _neiqin_close_to(self, user):
        """Close orders to a clerk. Not a change of the order: written past the ORM."""
        self._neiqin_set_blind(user.id)

    def _neiqin_open_to(self, user):
        """Open orders again that are closed to this clerk."""
        self.sudo().filtered(
            lambda order: order.neiqin_blind_user_id == user
        )._neiqin_set_blind(None)

    def _neiqin_set_blind(self, user_id):
        if not self.ids:
            return
        self.flush_recordset()
        self.env.cr.execute(
            SQL(
                "UPDATE sale_order SET neiqin_blind_user_id = %s WHERE id = ANY(%s)",
                user_id,
                list(self.ids),
            )
        )
        self.invalidate_recordset(["neiqin_blind_user_id"])

    # --- who had a hand in it

    def _neiqin_first_clerks(self):
        """Return who entered the values that stand in the order."""
        self.ensure_one()
        users = self.create_uid | self.neiqin_content_uid
        for line in self._neiqin_content_lines():
            users |= line._neiqin_enterer()
        return users

    def _neiqin_hands(self):
        """Return everybody who knows the order by their work on it."""
        self.ensure_one()
        checks = self.env["neiqin.verification"].search([("order_id", "=", self.id)])
        letters = self.env["neiqin.confirmation.letter"].search(
            [("order_id", "=", self.id)]
        )
        cases = self.env["neiqin.exception"].search([("order_id", "=", self.id)])
        return (
            self._neiqin_first_clerks()
            | self.user_id
            | checks.user_id
            | letters.create_uid
            | cases.owner_id
        )

    def _neiqin_reentry_snapshot(self):
        """Return what is compared later: the values, what their lines are called and
        who entered them."""
        self.ensure_one()
        cells = self._neiqin_cells_one()
        return {
            "cells": [list(cell) for cell in cells],
            "labels": {
                str(key): name for key, name in self._neiqin_line_labels().items()
            },
            "by": {
                cell.key: self._neiqin_cell_holder(cell)._neiqin_enterer().id
                for cell in cells
            },
        }


class SaleReport(models.Model):
    _inherit = "sale.report"

    neiqin_blind_user_id = fields.Many2one(
        comodel_name="res.users",
        string="Closed to",
        readonly=True,
        groups=fields.NO_ACCESS,
    )

    def _select_additional_fields(self):
        res = super()._select_additional_fields()
        res["neiqin_blind_user_id"] = "s.neiqin_blind_user_id"
        return res

    def _group_by_sale(self):
        return f"{super()._group_by_sale()}, s.neiqin_blind_user_id"
