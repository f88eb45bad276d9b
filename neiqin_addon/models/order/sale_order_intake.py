"""The order's way back to the file it was made of."""

from odoo import api, fields, models

from ...tools.workday import day_to_utc
from .intake_lookup import spellings


class SaleOrder(models.Model):
    _inherit = "sale.order"

    neiqin_intake_id = fields.Many2one(
        comodel_name="neiqin.order.intake",
        string="Order Intake",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="restrict",
        groups="neiqin_addon.group_neiqin_clerk",
    )
    neiqin_intake_key = fields.Char(
        string="Intake Key",
        readonly=True,
        copy=False,
        groups="neiqin_addon.group_neiqin_clerk",
        help="The customer and their order number while this order stands.",
    )

    # Two clerks who import the same file in the same second do not see each other's
    # orders: the database does.
    _neiqin_intake_key_uniq = models.UniqueIndex(
        "(neiqin_intake_key) WHERE neiqin_intake_key IS NOT NULL",
        "This customer's order was already taken in.",
    )

    def _neiqin_protected_fields(self):
        return super()._neiqin_protected_fields() | {
            "neiqin_intake_id",
            "neiqin_intake_key",
        }

    def write(self, vals):
        """A cancelled or renumbered order no longer stands for the customer's number."""
        res = super().write(vals)
        if vals.get("state") == "cancel" or {"client_order_ref", "partner_id"} & set(
            vals
        ):
            keyed = self.sudo().filtered("neiqin_intake_key")
            keyed._neiqin_as_server().write({"neiqin_intake_key": False})
        return res

    @api.model
    def _neiqin_known_refs(self, refs, company):
        """Return ``{(customer id, number in lower case): order name}``.

        Every order that stands counts, whoever made it and may see it.

        :param refs: set of customers' order numbers
        """
        if not refs:
            return {}
        orders = self.sudo().search_fetch(
            [
                ("client_order_ref", "in", list(spellings(refs))),
                ("company_id", "=", company.id),
                ("state", "!=", "cancel"),
            ],
            ["name", "client_order_ref", "partner_id"],
            order="id desc",
        )
        return {
            (
                order.partner_id.commercial_partner_id.id,
                order.client_order_ref.casefold(),
            ): (order.name)
            for order in orders
        }

    @api.model
    def _neiqin_moment_in(self, day, company):
        """Return the naive UTC moment that stands for a day in a company."""
        return day_to_utc(day, company._neiqin_tz())

    def _neiqin_paper_rows(self):
        """Return the rows of the customer's file, in its order, as they wrote them."""
        rows = super()._neiqin_paper_rows()
        self.check_access("read")
        lines = self.env["neiqin.order.intake.line"].sudo()
        return rows + [
            line.raw
            for line in lines.search([("order_id", "=", self.id)], order="number, id")
        ]
