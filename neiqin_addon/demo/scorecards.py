"""Three months of scorecards, and orders that are typed again."""

from odoo import fields, models

from ..tools.reentry import is_drawn
from ..tools.workday import utc_to_day
from .neiqin_demo import TZ

COMMENTS = (
    "月中出差两天，确认函由同事代发",
    "投诉首响有一次超时，系客户电话未接通",
    "",
)


VERDICT = "继续保持，确认函再提前半天"


class NeiqinDemo(models.AbstractModel):
    _inherit = "neiqin.demo"

    def _parts(self):
        return [*super()._parts(), "scorecards"]

    def _load_scorecards(self):
        company = self._company()
        company.write({"neiqin_reentry": True, "neiqin_reentry_share": 5.0})
        self._load_reentries()
        this = self._today().replace(day=1)
        months = [fields.Date.subtract(this, months=back) for back in (3, 2, 1)]
        for month in months:
            self.env["neiqin.error.month"]._neiqin_count(company, month)
            cards = self.env["neiqin.scorecard"]._neiqin_make(company, month)
            self._talk_about(cards, last=month == months[-1])
        self.env["neiqin.error.month"]._neiqin_count(company, this)
        rows = self.env["neiqin.error.month"].search([("is_new", "=", True)])
        rows._neiqin_judge()

    def _talk_about(self, cards, last):
        """Older cards are closed; of the last month one is commented, the rest wait."""
        boss, manager = self._known("user_supervisor"), self._known("user_manager")
        own = cards.filtered("user_id").sorted("id")
        for number, card in enumerate(own):
            if last and number:
                break
            clerk = card.user_id
            words = COMMENTS[number % len(COMMENTS)] if card.has_score else ""
            card.with_user(clerk).action_neiqin_seen(words)
            verdict = VERDICT if card.has_score else "本月任务太少，不评分"
            if not last:
                above = manager if clerk == boss else boss
                card.with_user(above).action_neiqin_close(verdict)

    def _load_reentries(self):
        """Draw the last day with papers: one task to type, one to settle, one settled."""
        orders = self._orders_with_paper()
        draws = self.env["neiqin.reentry.draw"]
        day = utc_to_day(orders[:1].create_date, TZ)
        draw = draws._neiqin_as_server().create(
            {"company_id": self._company().id, "date": day}
        )
        seed = next(
            seed
            for seed in (f"{number:064x}" for number in range(100_000))
            if all(is_drawn(seed, order.id, 50.0) for order in orders)
        )
        draw._neiqin_as_server().write(
            {
                "state": "done",
                "seed": seed,
                "share": 50.0,
                "order_numbers": orders.ids,
                "drawn_numbers": orders.ids,
            }
        )
        tasks = self.env["neiqin.reentry"]._neiqin_make(draw, orders)
        tasks._neiqin_assign()
        for task, wrong in zip(tasks[1:], (1, 0), strict=False):
            self._type_again(task, wrong)

    def _orders_with_paper(self):
        """Return the three orders delivered last, each with the customer's paper."""
        names = {row["code"]: row["name"] for row in self._rows("products")}
        deals = {
            order: deal
            for order, deal in self._orders_of_deals().items()
            if order.neiqin_stage in ("delivered", "invoiced")
            and order.neiqin_archive_state != "archived"
            and order._neiqin_content_lines()
        }
        orders = self.env["sale.order"].union(
            *sorted(deals, key=lambda order: (deals[order].day, order.id))[-3:]
        )
        for order in orders:
            if not order._neiqin_has_paper():
                text = self._order_on_paper(order, deals[order], names)
                self._attach_paper(order, deals[order], text)
        return orders

    def _type_again(self, task, wrong):
        """Type what the order says; ``wrong``: with another first quantity."""
        clerk = task.user_id
        order = task.sudo().order_id
        rows = [
            {
                "product": line.product_id.display_name,
                "quantity": f"{line.product_uom_qty + (wrong if not number else 0):g}",
                "price": f"{line.price_unit:g}",
            }
            for number, line in enumerate(order._neiqin_content_lines())
        ]
        mine = task.with_user(clerk)
        mine.write({"row_ids": [fields.Command.create(row) for row in rows]})
        mine.action_neiqin_hand_in()
