"""Many orders: the schedule, one that fails, and who asked."""

from unittest.mock import patch

from odoo.fields import Command
from odoo.tests import tagged
from odoo.tools import mute_logger

from .archive_case import ArchiveCase, fake_print

FAILURES = "odoo.addons.neiqin_addon.models.control.failure"


@tagged("post_install", "-at_install")
class TestArchiveMany(ArchiveCase):
    def many(self, count):
        """Return orders that are through, made together."""
        line = {
            "product_id": self.goods.id,
            "product_uom_qty": 10,
            "price_unit": 9.0,
            "tax_ids": [Command.clear()],
        }
        orders = self.env["sale.order"].create(
            [
                {
                    "partner_id": self.customer.id,
                    "company_id": self.company.id,
                    "order_line": [Command.create(line)],
                }
                for _number in range(count)
            ]
        )
        orders.action_confirm()
        moves = orders.picking_ids.move_ids
        for move in moves:
            move.quantity = 10
        moves.picked = True
        orders.picking_ids._action_done()
        invoices = orders._create_invoices(grouped=True)
        invoices.action_post()
        for invoice in invoices:
            self.pay(invoice)
        self.env.flush_all()
        return orders

    def run_schedule(self):
        with self.enter_registry_test_mode(), mute_logger(FAILURES):
            self.env.ref("neiqin_addon.ir_cron_archive").method_direct_trigger()
        self.env.invalidate_all()

    def test_the_schedule_archives_where_that_is_wanted(self):
        orders = self.many(2)
        self.run_schedule()
        self.assertEqual(set(orders.mapped("neiqin_archive_state")), {"open"})
        self.company.neiqin_archive_auto = True
        self.run_schedule()  # looked through today already
        self.assertFalse(orders.neiqin_archive_ids)
        orders._neiqin_as_server().write({"neiqin_archive_checked": False})
        self.run_schedule()
        self.assertEqual(set(orders.mapped("neiqin_archive_state")), {"archived"})

    def test_more_than_a_clerk_waits_for(self):
        orders = self.many(2)
        with patch("odoo.addons.neiqin_addon.models.order.archive_order.AT_ONCE", 1):
            orders.with_user(self.clerk).action_neiqin_archive()
        self.assertFalse(orders.neiqin_archive_ids)
        self.run_schedule()
        self.assertEqual(len(orders.neiqin_archive_ids), 2)
        self.assertEqual(orders.neiqin_archive_ids.archived_by_id, self.clerk)
        self.assertFalse(orders.neiqin_archive_asked_id)

    def test_one_that_fails_stops_no_other(self):
        self.company.neiqin_archive_auto = True
        orders = self.many(3)
        bad = orders[1]

        def broken(self, report, records):
            if report.endswith("payment_proof") and bad in records:
                raise OSError("the printer is on fire")
            return fake_print(self, report, records)

        with patch.object(type(orders), "_neiqin_print", broken):
            self.run_schedule()
        self.assertEqual(
            orders.mapped("neiqin_archive_state"), ["archived", "open", "archived"]
        )
        failure = self.env["neiqin.failure"].search(
            [("res_model", "=", "sale.order"), ("res_id", "=", bad.id)]
        )
        self.assertEqual(failure.state, "open")
