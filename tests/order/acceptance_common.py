"""A customer who signs, and the schedule that confirms."""

from odoo import fields

SIGNATURE = (
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk"
    "+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
)
CRON = "neiqin_addon.ir_cron_acceptance"


class AcceptanceMixin:
    """Signs as the portal does, and lets the schedule work."""

    def sign(self, orders):
        for order in orders.sudo():
            order.write(
                {
                    "signed_by": "刘总",
                    "signed_on": fields.Datetime.now(),
                    "signature": SIGNATURE,
                }
            )
            order._validate_order()
            self.assertEqual(order.state, "sent")

    def triggered(self):
        """Return how often the schedule was called, and forget the calls."""
        calls = self.env["ir.cron.trigger"].search(
            [("cron_id", "=", self.env.ref(CRON).id)]
        )
        count = len(calls)
        calls.unlink()
        return count

    def work(self):
        with self.enter_registry_test_mode():
            self.env.ref(CRON).method_direct_trigger()
        self.env.invalidate_all()
