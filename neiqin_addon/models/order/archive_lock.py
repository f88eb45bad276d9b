"""An archived order, its transfers and its invoices stay as they are.

Refused for everybody, the superuser and every way in included; what the server keeps
beside the order (messages, activities, its own stored figures) goes on. The archive is
opened by two persons, and then all of this may change again.
"""

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import SQL

#: What goes on beside an archived record: talk, to-dos, links to look at it.
BESIDE = {
    "access_token",
    "activity_ids",
    "message_follower_ids",
    "message_ids",
    "message_main_attachment_id",
    "rating_ids",
    "website_message_ids",
    "neiqin_content_uid",
}


class NeiqinArchiveLockMixin(models.AbstractModel):
    """Refuses changes of records whose order is archived."""

    _name = "neiqin.archive.lock.mixin"
    _description = "Locked with the archived order"

    def _neiqin_archive_locked(self):
        """Return those of these records that are locked."""
        return self.browse()

    @api.model
    def _neiqin_archive_changes(self, vals):
        """Return whether writing these values would change what was archived."""
        return bool(set(vals) - BESIDE)

    def _neiqin_refuse_locked(self):
        if reason := self._neiqin_locked_text():
            raise UserError(reason)

    def _neiqin_locked_text(self):
        """Return why these records stay as they are, nothing if they do not."""
        locked = self.sudo()._neiqin_archive_locked()[:1]
        if not locked:
            return ""
        return self.env._(
            "%(record)s is archived and stays as it is. Have the archive opened"
            " first: two persons decide.",
            record=locked.display_name,
        )

    @api.model_create_multi
    def create(self, vals_list):
        records = super().create(vals_list)
        records._neiqin_refuse_locked()
        return records

    def write(self, vals):
        if not self._neiqin_archive_changes(vals):
            return super().write(vals)
        self._neiqin_refuse_locked()
        res = super().write(vals)
        if self._neiqin_archive_moves_in(vals):
            self._neiqin_refuse_locked()
        return res

    @api.model
    def _neiqin_archive_moves_in(self, vals):
        """Return whether these values may put the record into another's order."""
        return False

    # not @api.ondelete: a context key switches those off
    def unlink(self):
        self._neiqin_refuse_locked()
        return super().unlink()


class SaleOrder(models.Model):
    _name = "sale.order"
    _inherit = ["neiqin.archive.lock.mixin", "sale.order"]

    def _neiqin_archive_locked(self):
        return self.filtered(lambda order: order.neiqin_archive_state == "archived")

    @api.model
    def _neiqin_archive_changes(self, vals):
        # the server's own fields: refused to everybody else anyway
        return bool(set(vals) - BESIDE - self._neiqin_protected_fields())

    def _neiqin_lock_documents(self, locked):
        """Mark the transfers and invoices of these orders, or take the mark away.

        With one statement each: nothing that extends their ``write`` is concerned.
        """
        ids = list(self.ids)
        self.env.flush_all()
        self.env.cr.execute(
            SQL(
                "UPDATE stock_picking SET neiqin_is_archived = %s WHERE sale_id = ANY(%s)",
                locked,
                ids,
            )
        )
        self.env["account.move"]._neiqin_lock_invoices(ids)
        self.env["stock.picking"].invalidate_model(["neiqin_is_archived"], flush=False)


class SaleOrderLine(models.Model):
    _name = "sale.order.line"
    _inherit = ["neiqin.archive.lock.mixin", "sale.order.line"]

    def _neiqin_archive_locked(self):
        return self.filtered(
            lambda line: line.order_id.neiqin_archive_state == "archived"
        )

    @api.model
    def _neiqin_archive_moves_in(self, vals):
        return "order_id" in vals


class StockPicking(models.Model):
    _name = "stock.picking"
    _inherit = ["neiqin.archive.lock.mixin", "stock.picking", "neiqin.protected.mixin"]

    neiqin_is_archived = fields.Boolean(
        string="Archived with Its Order", readonly=True, copy=False
    )

    def _neiqin_protected_fields(self):
        return super()._neiqin_protected_fields() | {"neiqin_is_archived"}

    def _neiqin_archive_locked(self):
        return self.filtered(
            lambda picking: (
                picking.neiqin_is_archived
                or picking.sale_id.neiqin_archive_state == "archived"
            )
        )

    @api.model
    def _neiqin_archive_changes(self, vals):
        return bool(set(vals) - BESIDE - {"printed"})

    @api.model
    def _neiqin_archive_moves_in(self, vals):
        return "sale_id" in vals


class StockMove(models.Model):
    _name = "stock.move"
    _inherit = ["neiqin.archive.lock.mixin", "stock.move"]

    def _neiqin_archive_locked(self):
        return self.filtered(
            lambda move: (
                move.picking_id.neiqin_is_archived
                or move.sale_line_id.order_id.neiqin_archive_state == "archived"
            )
        )

    @api.model
    def _neiqin_archive_moves_in(self, vals):
        return bool({"picking_id", "sale_line_id"}.intersection(vals))


class StockMoveLine(models.Model):
    _name = "stock.move.line"
    _inherit = ["neiqin.archive.lock.mixin", "stock.move.line"]

    def _neiqin_archive_locked(self):
        return self.filtered(
            lambda line: (
                line.picking_id.neiqin_is_archived
                or line.move_id.picking_id.neiqin_is_archived
            )
        )

    @api.model
    def _neiqin_archive_moves_in(self, vals):
        return bool({"picking_id", "move_id"}.intersection(vals))
