"""Two people at one order, and orders from before: with real transactions."""

from odoo import api, sql_db
from odoo.tests import TransactionCase, get_db_name, tagged

from .progress_case import ProgressCase


@tagged("post_install", "-at_install")
class TestProgressCost(ProgressCase):
    def confirmed(self, count):
        self.put(self.goods, count)
        orders = self.env["sale.order"]
        for _number in range(count):
            orders |= self.order((self.goods, 1), confirm=False)
        orders.action_confirm()
        self.env.cr.flush()
        return orders

    def cost(self, orders, work):
        self.env.cr.flush()
        self.env.invalidate_all()
        orders.mapped("state")
        before = self.env.cr.sql_log_count
        work()
        return self.env.cr.sql_log_count - before

    def test_queries_do_not_grow(self):
        one, many = self.confirmed(1), self.confirmed(80)
        for work in (
            lambda orders: orders._neiqin_progress(),
            lambda orders: orders._neiqin_record(),
            lambda orders: orders.mapped("neiqin_progress"),
            lambda orders: orders.order_line.mapped("neiqin_qty_shipped"),
            lambda orders: orders.mapped("neiqin_fact_ids.source_name"),
        ):
            work(one)
            few = self.cost(one, lambda work=work: work(one))
            lot = self.cost(many, lambda work=work: work(many))
            self.assertLessEqual(lot, few)
            self.assertLessEqual(few, 12)

    def test_a_change_that_moves_no_stage_writes_no_order(self):
        """Whoever reserves or ships a part does not get in the way of the clerk."""
        self.put(self.goods, 4)
        order = self.order((self.goods, 10))
        self.env.cr.flush()
        stamp = self.row(order)
        self.put(self.goods, 2)
        order.picking_ids.action_assign()
        self.env.cr.flush()
        self.assertEqual(order.order_line.neiqin_qty_reserved, 6)
        self.assertEqual(self.row(order), stamp)

    def row(self, order):
        """Return where the order's row is: it moves with every UPDATE."""
        self.env.cr.execute("SELECT ctid FROM sale_order WHERE id = %s", [order.id])
        return self.env.cr.fetchone()

    def test_orders_from_before(self):
        """Filled in slices, dated by their documents."""
        self.put(self.goods, 10)
        order = self.order((self.goods, 10))
        self.send(order.picking_ids)
        move = self.invoice(order)
        self.pay(move)
        draft = self.order((self.goods, 1), confirm=False)
        self.env.cr.flush()
        self.env.cr.execute(
            "DELETE FROM neiqin_progress_fact;"
            "UPDATE sale_order SET neiqin_stage = NULL, create_date = '2020-01-01',"
            " date_order = '2020-01-02' WHERE id = %s;"
            "UPDATE stock_move SET date = '2020-01-05' WHERE sale_line_id = %s;"
            "UPDATE account_move SET invoice_date = '2020-01-08' WHERE id = %s",
            [order.id, order.order_line.id, move.id],
        )
        self.env.invalidate_all()
        with self.enter_registry_test_mode():
            self.env.ref("neiqin_addon.ir_cron_progress").method_direct_trigger()
        self.env.invalidate_all()
        self.assertEqual(order.neiqin_stage, "paid")
        self.assertEqual(draft.neiqin_fact_ids.mapped("stage"), ["received"])
        days = {fact.stage: str(fact.moment.date()) for fact in order.neiqin_fact_ids}
        self.assertEqual(
            {
                stage: days[stage]
                for stage in ("received", "confirmed", "shipped", "invoiced")
            },
            {
                "received": "2020-01-01",
                "confirmed": "2020-01-02",
                "shipped": "2020-01-05",
                "invoiced": "2020-01-08",
            },
        )
        count = len(order.neiqin_fact_ids)
        order._neiqin_record()
        self.env.invalidate_all()
        self.assertEqual(len(order.neiqin_fact_ids), count)


@tagged("post_install", "-at_install")
class TestProgressParallel(TransactionCase):
    """What is committed here is removed again at the end."""

    def connect(self):
        cr = sql_db.db_connect(get_db_name()).cursor()
        self.addCleanup(cr.close)
        cr.execute("SET lock_timeout = '2s'")
        return api.Environment(cr, self.env.ref("base.user_admin").id, {})

    def make(self, env):
        """Return an order of three lines, each in a transfer of its own, one picked."""
        product = env["product.product"].create(
            [{"name": f"并行 {number}", "type": "consu"} for number in range(3)]
        )
        order = env["sale.order"].create(
            {
                "partner_id": env["res.partner"].create({"name": "并行"}).id,
                "order_line": [
                    (0, 0, {"product_id": each.id, "product_uom_qty": 1})
                    for each in product
                ],
            }
        )
        order.action_confirm()
        for line in order.order_line[1:]:
            apart = order.picking_ids[:1].copy({"move_ids": []})
            line.move_ids.picking_id = apart
            line.move_ids.move_line_ids.picking_id = apart
        order.order_line[0].move_ids.picked = True
        return order

    def undo(self, order_id):
        env = self.connect()
        order = env["sale.order"].browse(order_id)
        order.picking_ids.move_ids._action_cancel()
        order.with_context(disable_cancel_warning=True)._action_cancel()
        order.order_line.product_id.active = False
        env.cr.commit()

    def test_both_halves_are_seen(self):
        setup = self.connect()
        order = self.make(setup)
        setup.cr.commit()
        self.addCleanup(self.undo, order.id)
        setup.cr.commit()
        self.assertEqual(order.neiqin_stage, "reserved")
        one, two = self.connect(), self.connect()
        halves = []
        for env, line in ((one, 1), (two, 2)):
            mine = env["sale.order"].browse(order.id)
            move = mine.order_line[line].move_ids
            self.assertEqual(mine.neiqin_stage, "reserved")
            halves.append(move)
        for move in halves:
            move.picked = True
        # neither sees the other's half, neither fails, whoever is last looks again
        for env in (one, two):
            env["sale.order"].browse(order.id).flush_recordset(["neiqin_stage"])
        self.assertEqual(one["sale.order"].browse(order.id).neiqin_stage, "reserved")
        self.assertEqual(two["sale.order"].browse(order.id).neiqin_stage, "reserved")
        one.cr.commit()
        two.cr.commit()
        setup.cr.rollback()
        setup.invalidate_all()
        self.assertEqual(order.neiqin_stage, "picked")
        facts = setup["neiqin.progress.fact"].search([("order_id", "=", order.id)])
        picked = facts.filtered(lambda fact: fact.stage == "picked")
        self.assertEqual(picked.mapped("quantity"), [1, 1, 1])
        setup.cr.rollback()
