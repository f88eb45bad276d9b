"""Orders compared with the customers' papers: today's, and those of three months."""

from odoo import models


class NeiqinDemo(models.AbstractModel):
    _inherit = "neiqin.demo"

    def _load_verifications(self):
        """Verify what was confirmed, and some of what waits today."""
        chance = self._chance("verifications")
        for order, deal in self._orders_of_deals().items():
            if deal.fate != "sale" or chance.random() < 0.25:
                continue
            checker = self._checker(deal)
            if chance.random() < 0.12:
                self._verify(order, checker, deal, wrong=chance.choice([-10, 10, 20]))
            self._verify(order, checker, deal)
        waiting = list(self._waiting().items())
        for number, (order, deal) in enumerate(waiting):
            # every third is verified, one turned out wrong, the others are to do
            if number % 3 == 1:
                wrong = 10 if number == 4 else 0
                self._verify(order, self._checker(deal), deal, wrong)

    def _checker(self, deal):
        """Return a clerk who did not enter the order."""
        other = {"clerk": "clerk2", "clerk2": "clerk3", "clerk3": "clerk"}
        return self._known(f"user_{other[deal.clerk]}")

    def _verify(self, order, user, deal, wrong=0):
        """Compare an order with its paper as a clerk does.

        :param wrong: how far the paper's first quantity is off the order's
        """
        order = order.with_user(user).sudo()
        check, _changed = order.env["neiqin.verification"]._neiqin_begin(order)
        check = check.with_user(user).sudo()
        cells = order._neiqin_cells_one()
        earlier = order._neiqin_earlier_verdicts()
        # what was found to differ and stayed is promised so on purpose
        answers = {
            cell.key: True
            if cell.key in earlier and earlier[cell.key]._neiqin_unmended(cell)
            else None
            for cell in cells
        }
        if wrong:
            cell = next(cell for cell in cells if cell.field == "product_uom_qty")
            answers[cell.key] = f"{abs(float(cell.entered) + wrong):g}"
        rows, moment = check.judge(cells, answers), None
        if deal.day < self._today():
            # before it is completed: from then on no date changes any more
            moment = self._moment(deal.day, 17 if deal.hour < 17 else 18, deal.minute)
            self._backdate({check: moment}, "date_start", "create_date")
            rows = [{**row, "verified_at": moment} for row in rows]
        check._neiqin_finish(cells, rows, moment)
        order._neiqin_take_verification(check)
