"""Who last wrote what the two sides agree on.

The creator is known already; the fields here are written only when somebody else
changes an agreed value, so that entering and confirming an order costs nothing.
"""

from odoo import SUPERUSER_ID, api, fields, models

from .sale_order_content import LINE_TRIGGERS, ORDER_CONTENT

#: Values of the order itself; ``order_line`` is watched on the lines.
HEADER_TRIGGERS = {*ORDER_CONTENT, "pricelist_id", "fiscal_position_id"}


class NeiqinEditorMixin(models.AbstractModel):
    """Remembers the last person who changed one of the guarded values.

    For models that also inherit ``neiqin.protected.mixin``.
    """

    _name = "neiqin.editor.mixin"
    _description = "Last editor of agreed values"

    neiqin_content_uid = fields.Many2one(
        comodel_name="res.users",
        string="Last Editor",
        copy=False,
        readonly=True,
        help="The last person who changed an agreed value; empty while that is the "
        "one who entered it.",
    )

    def _neiqin_enterer(self):
        """Return the user who entered the present values, as well as is known."""
        self.ensure_one()
        return self.neiqin_content_uid or self.create_uid

    def _neiqin_edited_by_other(self):
        """Return the records that the present user did not write last.

        Customers and the system itself are nobody's second pair of eyes: they are
        not noted, and the last person inside stays on record.
        """
        user = self.env.user
        if user.id == SUPERUSER_ID or user.share:
            return self.browse()
        return self.filtered(lambda record: record._neiqin_enterer() != user)

    def _neiqin_note_editor(self):
        self.sudo()._neiqin_as_server().write({"neiqin_content_uid": self.env.uid})


class SaleOrder(models.Model):
    _name = "sale.order"
    _inherit = ["sale.order", "neiqin.editor.mixin"]

    def _neiqin_protected_fields(self):
        return super()._neiqin_protected_fields() | {"neiqin_content_uid"}

    def write(self, vals):
        if not HEADER_TRIGGERS.intersection(vals):
            return super().write(vals)
        others = self._neiqin_edited_by_other()
        before = {order: order._neiqin_header_values() for order in others}
        res = super().write(vals)
        others.filtered(
            lambda order: order._neiqin_header_values() != before[order]
        )._neiqin_note_editor()
        return res

    def _neiqin_header_values(self):
        return [self[name] for name in ORDER_CONTENT]


class SaleOrderLine(models.Model):
    _name = "sale.order.line"
    _inherit = ["sale.order.line", "neiqin.editor.mixin"]

    def _neiqin_protected_fields(self):
        return super()._neiqin_protected_fields() | {"neiqin_content_uid"}

    @api.model_create_multi
    def create(self, vals_list):
        lines = super().create(vals_list)
        lines.order_id._neiqin_edited_by_other()._neiqin_note_editor()
        return lines

    def write(self, vals):
        if not LINE_TRIGGERS.intersection(vals):
            return super().write(vals)
        others = self._neiqin_edited_by_other()
        before = {line: line._neiqin_line_values() for line in others}
        orders = {line: line.order_id for line in others}
        res = super().write(vals)
        changed = others.filtered(
            lambda line: line._neiqin_line_values() != before[line]
        )
        changed._neiqin_note_editor()
        # a line that was moved changed two orders
        touched = changed.order_id.union(*(orders[line] for line in changed))
        touched._neiqin_edited_by_other()._neiqin_note_editor()
        return res

    def unlink(self):
        others = self.order_id._neiqin_edited_by_other()
        res = super().unlink()
        others.exists()._neiqin_note_editor()
        return res

    def _neiqin_line_values(self):
        return [self[name] for name in sorted(LINE_TRIGGERS)]
