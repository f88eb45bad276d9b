"""Orders that went all the way, with moments set by hand."""

from datetime import datetime

from ..order.progress_case import ProgressCase

SHANGHAI = "Asia/Shanghai"


def at(day, hour, minute=0):
    """Return a moment of March 2026 in UTC; the company's office opens at 00:00 UTC."""
    return datetime(2026, 3, day, hour, minute)


class ReviewCase(ProgressCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company.resource_calendar_id = cls.env["resource.calendar"].create(
            {
                "name": "8 to 12, 13 to 17",
                "tz": SHANGHAI,
                "company_id": cls.company.id,
            }
        )
        cls.reviews = cls.env["neiqin.order.review"]

    def finished(self, quantity=5, paid=True, **values):
        """Return an order that was delivered, invoiced and, if asked, paid."""
        self.put(self.goods, quantity)
        order = self.order((self.goods, quantity), **values)
        self.send(order.picking_ids)
        move = self.invoice(order)
        if paid:
            self.pay(move)
        order._neiqin_settle_facts()
        return order

    def date_facts(self, order, **moments):
        """Have the timeline say when each step was reached."""
        order._neiqin_settle_facts()
        for stage, moment in moments.items():
            self.env.cr.execute(
                "UPDATE neiqin_progress_fact SET moment = %s"
                " WHERE order_id = %s AND stage = %s",
                (moment, order.id, stage),
            )
        self.env.invalidate_all()

    def run_cron(self):
        with self.enter_registry_test_mode():
            self.env.ref("neiqin_addon.ir_cron_order_review").method_direct_trigger()
        self.env.invalidate_all()

    def review(self, order):
        order._neiqin_review()
        return order.neiqin_review_ids
