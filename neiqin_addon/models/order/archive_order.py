"""The order's side of its archive: state, what is missing, the button and the schedule."""

from psycopg2 import OperationalError

from odoo import api, fields, models
from odoo.exceptions import LockError, UserError
from odoo.fields import Domain

from ...tools.archive_check import is_complete

ARCHIVE_STATES = [
    ("open", "Not Archived"),
    ("missing", "Something Missing"),
    ("archived", "Archived"),
]
CLERK = "neiqin_addon.group_neiqin_clerk"
#: More than a clerk waits for: the schedule archives them.
AT_ONCE = 20
#: Orders of one slice: their papers are printed together.
SLICE = 25


class SaleOrder(models.Model):
    _inherit = "sale.order"

    neiqin_archive_state = fields.Selection(
        selection=ARCHIVE_STATES,
        string="Archive",
        default="open",
        required=True,
        readonly=True,
        copy=False,
        index=True,
        help="Something missing: the order is delivered, invoiced and paid, and waits "
        "for papers or for something to be settled.",
    )
    neiqin_archive_ids = fields.One2many(
        comodel_name="neiqin.archive",
        inverse_name="order_id",
        string="Archives",
        readonly=True,
        copy=False,
    )
    neiqin_archive_count = fields.Integer(
        string="Number of Archives", compute="_compute_neiqin_archive_count"
    )
    neiqin_is_archived = fields.Boolean(
        string="Is Archived", compute="_compute_neiqin_is_archived"
    )
    neiqin_archive_asked_id = fields.Many2one(
        comodel_name="res.users",
        string="Archiving Asked By",
        readonly=True,
        copy=False,
        index="btree_not_null",
    )
    neiqin_archive_checked = fields.Date(
        string="Checked for the Archive", readonly=True, copy=False
    )

    _neiqin_archive_due_index = models.Index(
        "(neiqin_archive_checked, id) WHERE state = 'sale' AND"
        " neiqin_archive_state <> 'archived'"
    )

    def _neiqin_protected_fields(self):
        return super()._neiqin_protected_fields() | {
            "neiqin_archive_state",
            "neiqin_archive_ids",
            "neiqin_archive_asked_id",
            "neiqin_archive_checked",
        }

    @api.depends("neiqin_archive_ids")
    def _compute_neiqin_archive_count(self):
        rows = self.env["neiqin.archive"]._read_group(
            [("order_id", "in", self.ids)], ["order_id"], ["__count"]
        )
        counts = {order.id: count for order, count in rows}
        for order in self:
            order.neiqin_archive_count = counts.get(order._origin.id, 0)

    @api.depends("neiqin_archive_state")
    def _compute_neiqin_is_archived(self):
        for order in self:
            order.neiqin_is_archived = order.neiqin_archive_state == "archived"

    # --- the clerk's buttons

    def action_neiqin_archive(self):
        """Archive these orders; many of them in the background.

        :raise UserError: for a single order, with all that stands against it
        """
        self._neiqin_check_archivist()
        orders = self.sudo()
        if len(self) > AT_ONCE:
            return orders._neiqin_archive_later()
        if len(self) == 1:
            orders._neiqin_lock_or_say()
            return orders._neiqin_archive_now()._neiqin_done_notice([])
        archives, lines = orders._neiqin_archive_each()
        return archives._neiqin_done_notice(lines)

    def action_neiqin_file(self):
        """Archive this order, or have its page show what it lacks, with the uploads.

        :raise UserError: while the order is still on its way
        """
        self.ensure_one()
        self._neiqin_check_archivist()
        gaps = self.sudo()._neiqin_archive_note().get(self.id)
        if gaps and is_complete(gaps):
            return {"type": "ir.actions.client", "tag": "soft_reload"}
        return self.action_neiqin_archive()

    def action_neiqin_archive_check(self):
        """Look what the archive still lacks, and list it."""
        self._neiqin_check_archivist()
        self.sudo()._neiqin_archive_note()
        return True

    def action_neiqin_archives(self):
        """Open the order's archive, or the list of its versions."""
        self.ensure_one()
        self.check_access("read")
        archives = self.neiqin_archive_ids
        if len(archives) == 1:
            return archives._get_records_action()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "neiqin_addon.archive_action"
        )
        return {**action, "domain": [("order_id", "=", self.id)], "context": {}}

    def _neiqin_check_archivist(self):
        trail = self.env["neiqin.trail.entry"]
        trail._neiqin_require(
            self, [CLERK], self.env._("Only clerks of the sales back office archive.")
        )
        self.check_access("write")

    # --- many of them

    def _neiqin_archive_each(self):
        """Archive what can be archived, each order by itself where one fails.

        :return: the archives, and sentences about the other orders
        """
        gaps = self._neiqin_archive_note()
        ready = self.filtered(lambda order: not gaps.get(order.id))
        archives = self.env["neiqin.archive"]
        lines = [
            f"{order.name}: {' '.join(order._neiqin_gap_texts(gaps[order.id]))}"
            for order in self - ready
            if order.id in gaps
        ]
        for order in ready:
            try:
                with self.env.cr.savepoint():
                    order.lock_for_update(allow_referencing=True)
                    archives |= order._neiqin_archive_now()
            except LockError:
                text = self.env._("Somebody else is working on it at the moment.")
                lines.append(f"{order.name}: {text}")
            except OperationalError:
                raise  # two at once: Odoo tries the whole request again
            except UserError as error:
                lines.append(str(error))
        return archives, lines

    def _neiqin_archive_note(self):
        """Check the orders and keep what they lack; return ``{id: gaps}``.

        Those that are archived are left out.
        """
        orders = self.filtered(lambda order: order.neiqin_archive_state != "archived")
        gaps = orders._neiqin_archive_gaps()
        waits = {
            order: "missing"
            if gaps[order.id] and is_complete(gaps[order.id])
            else "open"
            for order in orders
        }
        missing = orders.filtered(lambda order: waits[order] == "missing")
        kept = {
            order.id: gaps[order.id] if order in missing else [] for order in orders
        }
        orders._neiqin_keep_gaps(kept)
        for state, some in orders.grouped(waits.get).items():
            for day, them in some.grouped(
                lambda order: order.company_id._neiqin_today()
            ).items():
                them._neiqin_as_server().write(
                    {"neiqin_archive_state": state, "neiqin_archive_checked": day}
                )
        return gaps

    def _neiqin_archive_later(self):
        open_ = self.filtered(lambda order: order.neiqin_archive_state != "archived")
        open_._neiqin_as_server().write(
            {"neiqin_archive_asked_id": self.env.uid, "neiqin_archive_checked": False}
        )
        self.env.ref("neiqin_addon.ir_cron_archive").sudo()._trigger()
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {
                "type": "info",
                "title": self.env._("Archiving has begun"),
                "message": self.env._(
                    "%(count)s orders are archived one after the other. What is missing"
                    " will be in the list “Missing for the Archive”.",
                    count=len(open_),
                ),
            },
        }

    # --- the schedule

    @api.model
    def _neiqin_cron_archive(self):
        """Check every order that is through, and archive where that is wanted."""
        self.sudo()._neiqin_work_off(
            "_neiqin_archive_due", self._neiqin_archive_due_domain(), limit=SLICE
        )

    @api.model
    def _neiqin_archive_due_domain(self):
        today = min(
            company._neiqin_today()
            for company in self.env["res.company"].sudo().search([])
        )
        waiting = Domain("neiqin_stage", "in", ("delivered", "invoiced", "paid"))
        return (
            Domain("state", "=", "sale")
            & Domain("neiqin_archive_state", "!=", "archived")
            & (waiting | Domain("neiqin_archive_asked_id", "!=", False))
            & (
                Domain("neiqin_archive_checked", "=", False)
                | Domain("neiqin_archive_checked", "<", today)
            )
        )

    def _neiqin_archive_due(self):
        """Check a slice; archive those that are ready and wanted, all together."""
        gaps = self._neiqin_archive_note()
        ready = self.filtered(
            lambda order: (
                order.id in gaps
                and not gaps[order.id]
                and (
                    order.neiqin_archive_asked_id
                    or order.company_id.neiqin_archive_auto
                )
            )
        )
        for user, orders in ready.grouped("neiqin_archive_asked_id").items():
            asked = orders.with_user(user).sudo() if user else orders
            asked._neiqin_archive_now()
        self._neiqin_as_server().write({"neiqin_archive_asked_id": False})


class NeiqinArchive(models.Model):
    _inherit = "neiqin.archive"

    def _neiqin_done_notice(self, lines):
        """Return what tells the clerk which orders are archived and which are not."""
        title = self.env._("%(count)s orders archived", count=len(self))
        if len(self) == 1:
            title = self.env._("%(order)s is archived", order=self.order_id.name)
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {
                "type": "warning" if lines else "success",
                "sticky": bool(lines),
                "title": title,
                "message": "\n".join(lines),
                "next": {"type": "ir.actions.client", "tag": "soft_reload"},
            },
        }
