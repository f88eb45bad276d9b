"""Which orders of a day are typed again: drawn when the day is over, once for all."""

import secrets
from datetime import datetime, timedelta

from odoo import api, fields, models
from odoo.fields import Domain

from ...tools.reentry import is_drawn
from ...tools.workday import local_to_utc, utc_to_day

#: A schedule that stood still draws the days it missed, so many at most.
MOST_DAYS = 31


class NeiqinReentryDraw(models.Model):
    """One company's day. The seed is made at the draw, so nobody knows it before, and
    it stays, so that everybody can draw again and find the same orders.
    """

    _name = "neiqin.reentry.draw"
    _description = "Draw of Orders for a Second Entry"
    _inherit = [
        "neiqin.schedule.mixin",
        "neiqin.frozen.mixin",
        "neiqin.protected.mixin",
    ]
    _order = "date desc, id desc"
    _rec_name = "date"

    _neiqin_frozen_when = "OLD.state = 'done'"
    _neiqin_frozen_columns = (
        "company_id",
        "date",
        "state",
        "seed",
        "share",
        "order_numbers",
        "drawn_numbers",
        "without_paper",
    )

    company_id = fields.Many2one(
        comodel_name="res.company",
        required=True,
        readonly=True,
        index=True,
        ondelete="restrict",
    )
    date = fields.Date(
        string="Day of Entry", required=True, readonly=True, help="The company's day."
    )
    state = fields.Selection(
        selection=[("open", "To Draw"), ("done", "Drawn")],
        string="Status",
        required=True,
        readonly=True,
        default="open",
    )
    seed = fields.Char(
        readonly=True,
        help="An order is drawn when the HMAC-SHA-256 of its number with this seed, as a "
        "fraction of the highest value, is below the share.",
    )
    share = fields.Float(string="Share (%)", readonly=True, digits=(5, 2))
    order_numbers = fields.Json(string="Orders in the Draw", readonly=True)
    drawn_numbers = fields.Json(string="Drawn Orders", readonly=True)
    order_count = fields.Integer(string="In the Draw", compute="_compute_counts")
    drawn_count = fields.Integer(string="Drawn", compute="_compute_counts")
    without_paper = fields.Integer(
        readonly=True,
        help="Orders of the day that nobody can type again: no paper is kept with them.",
    )
    reentry_ids = fields.One2many(
        comodel_name="neiqin.reentry", inverse_name="draw_id", string="Second Entries"
    )

    _day_once = models.UniqueIndex(
        "(company_id, date)", "The orders of a day are drawn once."
    )

    @api.model
    def _neiqin_protected_fields(self):
        return super()._neiqin_protected_fields() | self._neiqin_fields_but()

    @api.depends("order_numbers", "drawn_numbers")
    def _compute_counts(self):
        for draw in self:
            draw.order_count = len(draw.order_numbers or [])
            draw.drawn_count = len(draw.drawn_numbers or [])

    # --- by schedule

    @api.model
    def _cron_draw(self):
        """Draw the days that are over, then give the new tasks to people."""
        self._neiqin_add_days()
        if self._neiqin_work_off("_neiqin_draw", [("state", "=", "open")], limit=10):
            self.env["neiqin.reentry"]._neiqin_sweep()

    @api.model
    def _neiqin_add_days(self):
        """Add a draw for each day that is over in its company."""
        companies = (
            self.env["res.company"].sudo().search([("neiqin_reentry", "=", True)])
        )
        last = dict(
            self.sudo()._read_group(
                [("company_id", "in", companies.ids)], ["company_id"], ["date:max"]
            )
        )
        rows = []
        for company in companies:
            today = utc_to_day(fields.Datetime.now(), company._neiqin_tz())
            yesterday = today - timedelta(days=1)
            day = max(
                last.get(company, yesterday - timedelta(days=1)) + timedelta(days=1),
                today - timedelta(days=MOST_DAYS),
            )
            while day <= yesterday:
                rows.append({"company_id": company.id, "date": day})
                day += timedelta(days=1)
        self.sudo()._neiqin_as_server().create(rows)

    def _neiqin_draw(self):
        """Draw, and make the tasks of what was drawn."""
        for draw in self.sudo():
            orders = draw._neiqin_orders()
            with_paper = orders.filtered(lambda order: order._neiqin_has_paper())
            seed, share = secrets.token_hex(32), draw.company_id.neiqin_reentry_share
            drawn = with_paper.filtered(
                lambda order, seed=seed, share=share: is_drawn(seed, order.id, share)
            )
            draw._neiqin_as_server().write(
                {
                    "state": "done",
                    "seed": seed,
                    "share": share,
                    "order_numbers": with_paper.ids,
                    "drawn_numbers": drawn.ids,
                    "without_paper": len(orders - with_paper),
                }
            )
            draw.env["neiqin.reentry"]._neiqin_make(draw, drawn)
            draw.env["neiqin.trail.entry"]._neiqin_log(
                "create",
                draw,
                {"orders": len(with_paper), "drawn": len(drawn), "share": share},
            )

    def _neiqin_orders(self):
        """Return the orders that people entered on the day and that still stand."""
        self.ensure_one()
        zone = self.company_id._neiqin_tz()
        begin = datetime.combine(self.date, datetime.min.time())
        start, end = (
            local_to_utc(moment, zone) for moment in (begin, begin + timedelta(days=1))
        )
        orders = self.env["sale.order"].search(
            Domain("company_id", "=", self.company_id.id)
            & Domain("create_date", ">=", start)
            & Domain("create_date", "<", end)
            & Domain("state", "!=", "cancel"),
            order="id",
        )
        return orders.filtered(
            lambda order: order._neiqin_content_lines()
            and not order.create_uid.share
            and order.create_uid != self.env.ref("base.user_root")
        )

    def action_neiqin_draw_again(self):
        """Draw once more from the seed; say whether the same orders come out.

        :return: a notification
        """
        self.ensure_one()
        self.check_access("read")
        again = [
            number
            for number in self.order_numbers or []
            if is_drawn(self.seed, number, self.share)
        ]
        same = self.state == "done" and again == self.drawn_numbers
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {
                "type": "success" if same else "danger",
                "message": self.env._(
                    "Drawn again from the seed: the same %(count)s orders.",
                    count=len(again),
                )
                if same
                else self.env._("Drawn again from the seed: other orders come out."),
            },
        }


class SaleOrder(models.Model):
    _inherit = "sale.order"

    def _neiqin_has_paper(self):
        """Return whether what the customer sent is kept with the order."""
        self.ensure_one()
        return bool(self.neiqin_paper_ids or self._neiqin_paper_rows())
