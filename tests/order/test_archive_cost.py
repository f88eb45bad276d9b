"""What the gate asks the database, for one order and for many; a slice that breaks off."""

from unittest.mock import patch

from odoo.tests import tagged
from odoo.tools import SQL, mute_logger

from ..clone_rows import clone_orders
from .archive_case import ArchiveCase
from .archive_halves import HALVES

FAILURES = "odoo.addons.neiqin_addon.models.control.failure"


@tagged("post_install", "-at_install")
class TestArchiveCost(ArchiveCase):
    def queries(self, orders):
        self.env.invalidate_all()
        before = self.env.cr.sql_log_count
        orders._neiqin_archive_gaps()
        return self.env.cr.sql_log_count - before

    def test_the_gate_for_one_for_twenty_and_for_eighty(self):
        seeds = self.done_order() | self.done_order() | self.done_order(paid=False)
        seeds |= self.order((self.goods, 10, 9.0))
        orders = seeds | clone_orders(seeds, 19)
        self.assertEqual(len(orders), 80)
        self.queries(orders)  # what is cached once for all
        one = self.queries(orders[:1])
        for some in (orders[:20], orders):
            self.env.invalidate_all()
            with self.assertQueryCount(one):
                gaps = some._neiqin_archive_gaps()
            # the copies are what they are copies of
            for number, order in enumerate(some):
                seed = seeds[number % 4]
                codes = [code for code, _values in gaps[order.id]]
                self.assertEqual(codes, [code for code, _ in gaps[seed.id]])
        self.assertEqual(
            [[code for code, _values in gaps[seed.id]] for seed in seeds],
            [
                [],
                [],
                ["payment", "paper"],
                ["delivery", "invoice", "paper", "paper", "paper"],
            ],
        )

    def halves(self):
        """Return what a broken archive would leave: rows without digest, lone files."""
        return self.env.execute_query(SQL(HALVES))

    def test_a_slice_that_breaks_off_leaves_no_half_archive(self):
        self.company.neiqin_archive_auto = True
        seed = self.done_order()
        orders = seed | clone_orders(seed, 3)
        model, bad = type(self.env["neiqin.archive"]), orders[2]
        close = model._neiqin_close

        def broken(archive):
            if archive.order_id == bad:
                raise MemoryError
            return close(archive)

        with patch.object(model, "_neiqin_close", broken), mute_logger(FAILURES):
            with self.enter_registry_test_mode():
                self.env.ref("neiqin_addon.ir_cron_archive").method_direct_trigger()
        self.env.invalidate_all()
        states = dict.fromkeys(orders, "archived") | {bad: "open"}
        self.assertEqual(
            {order: order.neiqin_archive_state for order in orders}, states
        )
        self.assertEqual(len((orders - bad).neiqin_archive_ids), 3)
        self.assertFalse(bad.neiqin_archive_ids)
        self.assertEqual(self.halves(), [])
        # the next night it works, and says who had the trouble
        failure = self.env["neiqin.failure"].search(
            [("res_model", "=", "sale.order"), ("res_id", "=", bad.id)]
        )
        self.assertEqual(failure.state, "open")
        bad.with_user(self.clerk).action_neiqin_archive()
        self.assertEqual(bad.neiqin_archive_state, "archived")
