"""Changes that open and close cases in their own transaction."""

from odoo import fields, models
from odoo.tools import SQL

DATES = {"commitment_date", "neiqin_promised_date"}
#: Lines whose expected price is computed between two statements of the sweep.
SLICE = 500


class ProductTemplate(models.Model):
    _inherit = "product.template"

    neiqin_discontinued = fields.Boolean(
        string="Discontinued",
        help="Not to be promised any more: order lines of it open an exception case.",
    )


class SaleOrder(models.Model):
    _inherit = "sale.order"

    def _neiqin_watched(self):
        """Return the saved orders whose cases open by themselves."""
        return self._origin.sudo().filtered(
            lambda order: order.company_id.neiqin_gate_exception != "off"
            and (
                order.state == "sale"
                or order.neiqin_letter_state != "none"
                or order.company_id.neiqin_gate_exception == "enforce"
            )
        )

    def _neiqin_detect(self, prices=False):
        """Bring the cases of these orders in line with what is the case now."""
        watched = self._neiqin_watched()
        if not watched:
            return
        if prices:
            watched.order_line._neiqin_expect_prices()
        # with their lines they are at hand now
        at_hand = watched if prices else None
        self.env["neiqin.exception"]._neiqin_check(watched.ids, at_hand)

    def _neiqin_content_changed(self):
        res = super()._neiqin_content_changed()
        self._neiqin_detect(prices=True)
        return res

    def _neiqin_refresh_letter_state(self):
        res = super()._neiqin_refresh_letter_state()
        told = self.sudo().filtered(
            lambda order: order.neiqin_letter_state in ("sent", "acknowledged")
        )
        agreed = told.filtered(lambda order: order.neiqin_letter_state != "sent")
        (told - agreed)._neiqin_give_promises()
        agreed._neiqin_give_promises(anew=True)
        self._neiqin_detect(prices=True)
        return res

    def write(self, vals):
        if "commitment_date" in vals:
            self.filtered(lambda x: x.state == "sale")._neiqin_give_promises()
        res = super().write(vals)
        if "state" in vals:
            if vals["state"] == "sale":
                self._neiqin_give_promises()
            self._neiqin_detect(prices=vals["state"] == "sale")
            if vals["state"] != "sale":
                # what was confirmed once may have cases, and they end with it
                self.sudo().neiqin_exception_ids.order_id._neiqin_check_cases()
        return res

    def _neiqin_check_cases(self):
        self.env["neiqin.exception"]._neiqin_check(self.ids)

    def _neiqin_give_promises(self, anew=False):
        """Remember the days that the customers of these orders were told.

        :param anew: also where another day was told before
        """
        orders = self.sudo().filtered(
            lambda order: order.company_id.neiqin_gate_exception != "off"
        )
        if not anew:
            orders = orders.filtered(lambda order: order._neiqin_promises_a_day())
        for company, mine in orders.grouped("company_id").items():
            self.env["sale.order"].flush_model(["commitment_date"])
            lines = self.env["sale.order.line"]
            lines.flush_model(["neiqin_promised_date", "neiqin_given_date", "order_id"])
            self.env.execute_query(
                SQL(
                    """
                    UPDATE sale_order_line sol SET neiqin_given_date = given.day
                      FROM (SELECT l.id, COALESCE(
                                   l.neiqin_promised_date,
                                   (so.commitment_date AT TIME ZONE 'UTC'
                                    AT TIME ZONE %(tz)s)::date) AS day
                              FROM sale_order_line l
                              JOIN sale_order so ON so.id = l.order_id
                             WHERE so.id = ANY(%(ids)s)) given
                     WHERE given.id = sol.id
                       AND sol.neiqin_given_date IS DISTINCT FROM given.day
                       AND (%(anew)s OR sol.neiqin_given_date IS NULL)
                    RETURNING sol.id
                    """,
                    tz=company._neiqin_tz(),
                    ids=mine.ids,
                    anew=anew,
                )
            )
            lines.invalidate_model(["neiqin_given_date"], flush=False)

    def _neiqin_promises_a_day(self):
        """Return whether there is a day to be remembered."""
        self.ensure_one()
        return bool(
            self.commitment_date
            or any(line.neiqin_promised_date for line in self.order_line)
        )

    def _neiqin_sweep_prepare(self):
        """Fill in what orders lack that were confirmed before anybody watched."""
        commit = self.env["ir.cron"]._commit_progress
        domain = [
            ("order_id.state", "=", "sale"),
            ("order_id.delivery_status", "!=", "full"),
            ("order_id.company_id.neiqin_gate_exception", "!=", "off"),
            ("display_type", "=", False),
            ("product_id.type", "=", "consu"),
            ("neiqin_price_known", "=", False),
        ]
        lines = self.env["sale.order.line"].sudo()
        while todo := lines.search(domain, limit=SLICE, order="id"):
            todo.order_id._neiqin_give_promises()
            todo._neiqin_expect_prices()
            if not commit(0):
                return


class SaleOrderLine(models.Model):
    _inherit = "sale.order.line"

    neiqin_given_date = fields.Date(
        string="Promise Given",
        readonly=True,
        copy=False,
        help="The day the customer was told last.",
    )
    neiqin_price_expected = fields.Float(
        string="Expected Price",
        digits="Product Price",
        readonly=True,
        copy=False,
        help="What the agreement or the pricelist gave when the line was written.",
    )
    neiqin_price_known = fields.Boolean(
        string="Expected Price Known", readonly=True, copy=False
    )

    def _neiqin_protected_fields(self):
        return super()._neiqin_protected_fields() | {
            "neiqin_given_date",
            "neiqin_price_expected",
            "neiqin_price_known",
        }

    def write(self, vals):
        if DATES.intersection(vals):
            orders = self.order_id.filtered(lambda x: x.state == "sale")
            orders._neiqin_give_promises()
        return super().write(vals)

    def _neiqin_is_goods(self):
        return self.product_id.type == "consu"

    def _neiqin_expect_prices(self):
        """Remember what agreement or pricelist gives for the goods of these lines."""
        lines = self.sudo().filtered(
            lambda line: line.id
            and not line.display_type
            and not line.is_downpayment
            and line._neiqin_is_goods()
        )
        if not lines:
            return
        agreed = lines.filtered("neiqin_agreement_id")
        prices = (lines - agreed)._neiqin_pricelist_prices()
        prices.update({line.id: line._get_pricelist_price() for line in agreed})
        self._neiqin_keep_prices(
            {
                line.id: prices[line.id] or 0.0
                for line in lines
                if not line.neiqin_price_known
                or round(line.neiqin_price_expected - (prices[line.id] or 0.0), 6)
            }
        )

    def _neiqin_keep_prices(self, prices):
        """Write ``{line id: price}`` at once, and past the hooks of a line's write."""
        if not prices:
            return
        self.flush_model(["neiqin_price_expected", "neiqin_price_known"])
        self.env.execute_query(
            SQL(
                """
                UPDATE sale_order_line sol
                   SET neiqin_price_expected = known.price, neiqin_price_known = TRUE
                  FROM UNNEST(%s, %s::numeric[]) AS known (id, price)
                 WHERE known.id = sol.id
                RETURNING sol.id
                """,
                list(prices),
                list(prices.values()),
            )
        )
        self.browse(prices).invalidate_recordset(
            ["neiqin_price_expected", "neiqin_price_known"], flush=False
        )


class StockMove(models.Model):
    _inherit = "stock.move"

    def _action_done(self, cancel_backorder=False):
        """What left the house or came back may open a case, or close one."""
        moves = super()._action_done(cancel_backorder=cancel_backorder)
        moves.sudo().sale_line_id.order_id._neiqin_detect()
        return moves


class NeiqinApproval(models.Model):
    _inherit = "neiqin.approval"

    def write(self, vals):
        """A price that two persons approved is no exception any more, and back."""
        res = super().write(vals)
        if "state" in vals:
            ids = [x.res_id for x in self.sudo() if x.res_model == "sale.order"]
            self.env["sale.order"].browse(ids).exists()._neiqin_detect()
        return res
