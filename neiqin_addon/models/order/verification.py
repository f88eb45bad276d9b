"""One check of an order against the customer's paper."""

from odoo import api, fields, models
from odoo.exceptions import UserError

from ...tools.verification import MISMATCH, Cell, cells_digest

RESULTS = [("verified", "Verified"), ("mismatch", "Mismatch")]


class NeiqinVerification(models.Model):
    """Begun with a snapshot of the order, completed once, then kept for good.

    Nobody has the right to create or write one: the methods of the screen do it
    after their own checks.
    """

    _name = "neiqin.verification"
    _inherit = "neiqin.frozen.mixin"
    _description = "Order Verification"
    _order = "id desc"
    _check_company_auto = True

    _neiqin_frozen_when = "OLD.state = 'done'"
    _neiqin_frozen_columns = (
        "order_id",
        "company_id",
        "user_id",
        "state",
        "result",
        "date_start",
        "date_done",
        "digest_start",
        "digest",
        "snapshot",
        "checked_count",
        "mismatch_count",
    )

    order_id = fields.Many2one(
        comodel_name="sale.order",
        string="Order",
        required=True,
        readonly=True,
        index=True,
        ondelete="restrict",
    )
    company_id = fields.Many2one(
        comodel_name="res.company", required=True, readonly=True, index=True
    )
    user_id = fields.Many2one(
        comodel_name="res.users",
        string="Verified By",
        required=True,
        readonly=True,
        index=True,
        ondelete="restrict",
    )
    state = fields.Selection(
        selection=[("draft", "Under way"), ("done", "Completed")],
        string="Status",
        default="draft",
        required=True,
        readonly=True,
    )
    result = fields.Selection(selection=RESULTS, readonly=True)
    date_start = fields.Datetime(string="Begun At", readonly=True)
    date_done = fields.Datetime(string="Verified At", readonly=True)
    digest_start = fields.Char(string="Digest at the Beginning", readonly=True)
    digest = fields.Char(
        readonly=True,
        help="SHA-256 over the values that were compared.",
    )
    snapshot = fields.Json(
        string="Values at the Beginning", readonly=True, groups="base.group_no_one"
    )
    line_ids = fields.One2many(
        comodel_name="neiqin.verification.line",
        inverse_name="verification_id",
        string="Values",
        readonly=True,
    )
    checked_count = fields.Integer(string="Values Compared", readonly=True)
    mismatch_count = fields.Integer(string="Mismatches", readonly=True)

    _one_draft = models.UniqueIndex("(order_id, user_id) WHERE state = 'draft'")

    @api.depends("order_id.name", "user_id.name")
    def _compute_display_name(self):
        for check in self:
            check.display_name = f"{check.order_id.name} · {check.user_id.name}"

    def _neiqin_mismatches_text(self, most=3):
        """Return what differed in one line: where, the order's value, the paper's."""
        self.ensure_one()
        wrong = self.sudo().line_ids.filtered(lambda line: line.verdict == MISMATCH)
        texts = [
            f"{line.display_name}: {line.entered_text or '—'} ≠ {line.on_paper_text or '—'}"
            for line in wrong[:most]
        ]
        return "; ".join([*texts, "…"] if len(wrong) > most else texts)

    # --- completed checks stay as they are

    def _neiqin_refuse_if_done(self):
        if any(check.state == "done" for check in self):
            raise UserError(
                self.env._(
                    "A completed verification can be neither changed nor deleted."
                )
            )

    def write(self, vals):
        self._neiqin_refuse_if_done()
        return super().write(vals)

    def unlink(self):
        self._neiqin_refuse_if_done()
        return super().unlink()

    def _neiqin_frozen(self):
        return self.filtered(lambda check: check.state == "done")

    # --- snapshot

    @api.model
    def _neiqin_begin(self, order):
        """Return the user's check of the order under way, with a fresh snapshot.

        :return: (check, keys of cells that changed since it was last opened)
        """
        checks = self.sudo()
        values = order._neiqin_snapshot_values()
        check = checks.search(
            [
                ("order_id", "=", order.id),
                ("user_id", "=", self.env.uid),
                ("state", "=", "draft"),
            ]
        )
        if not check:
            return checks.create({**values, "order_id": order.id}), set()
        before = check._neiqin_snapshot_cells()
        if check.digest_start != values["digest_start"]:
            check.write(values)
        return check, {
            cell.key for cell in set(before) ^ set(check._neiqin_snapshot_cells())
        }

    def _neiqin_snapshot_cells(self):
        return [Cell(*values) for values in self.sudo().snapshot or []]

    # --- completion

    def _neiqin_finish(self, cells, rows, moment=None):
        """Write the lines, then the verdict on the whole; nothing changes after it.

        :param cells: the order's cells that were compared
        :param rows: values of the lines, one per cell
        :param moment: when it was done, naive UTC; now if left out
        """
        self.ensure_one()
        self.env["neiqin.verification.line"].sudo().create(rows)
        wrong = sum(row["verdict"] == MISMATCH for row in rows)
        self.sudo().write(
            {
                "state": "done",
                "result": "mismatch" if wrong else "verified",
                "date_done": moment or fields.Datetime.now(),
                "digest": cells_digest(cells),
                "checked_count": len(rows),
                "mismatch_count": wrong,
                "snapshot": False,
            }
        )


class SaleOrder(models.Model):
    _inherit = "sale.order"

    def _neiqin_snapshot_values(self):
        """Return values of a new check of this order."""
        cells = self._neiqin_cells_one()
        return {
            "company_id": self.company_id.id,
            "user_id": self.env.uid,
            "date_start": fields.Datetime.now(),
            "digest_start": cells_digest(cells),
            "snapshot": [list(cell) for cell in cells],
        }
