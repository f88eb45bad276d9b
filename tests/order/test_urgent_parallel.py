"""Two mark one order, or take on one task, at the same moment from two transactions."""

from odoo.exceptions import UserError
from odoo.tools import mute_logger

from ..parallel_case import ParallelCase


class TestUrgentParallel(ParallelCase):
    def setUp(self):
        super().setUp()
        env = self.open_office()
        name = self.name
        product = env["product.product"].create({"name": name, "type": "service"})
        order = env["sale.order"].create(
            {
                "partner_id": env["res.partner"].create({"name": name}).id,
                "order_line": [(0, 0, {"product_id": product.id, "price_unit": 1})],
            }
        )
        self.order_id = order.id
        self.settle()

    def order(self, cr):
        return self.env_of(cr)["sale.order"].browse(self.order_id)

    def wind_up(self, env):
        order = env["sale.order"].browse(self.order_id)
        order._action_cancel()
        order.unlink()

    @mute_logger("odoo.sql_db")
    def test_two_mark_one_order(self):
        with self.registry.cursor() as one, self.registry.cursor() as two:
            first, second = self.order(one), self.order(two)
            self.assertEqual((first.state, second.state), ("draft", "draft"))
            first._neiqin_mark_urgent("客户产线停了")
            with self.assertRaises(UserError):
                second._neiqin_mark_urgent("我先看到的")
            two.rollback()
            one.commit()
            with self.assertRaises(UserError):
                self.order(two)._neiqin_mark_urgent("再来一次")
            two.rollback()
        self.real.rollback()
        urgencies = self.order(self.real).neiqin_urgent_ids
        self.assertEqual(urgencies.mapped("reason"), ["客户产线停了"])

    @mute_logger("odoo.sql_db")
    def test_two_take_on_one_task(self):
        department = self.env_of(self.real)["neiqin.department"].search(
            [("urgent_minutes", ">", 0), ("company_id", "=", False)], limit=1
        )
        self.assertTrue(department, "some department is asked for urgent orders")
        urgency = self.order(self.real)._neiqin_mark_urgent("客户产线停了")
        task_id = urgency.task_ids[0].id
        self.real.commit()
        with self.registry.cursor() as one, self.registry.cursor() as two:
            tasks = [self.env_of(cr)["neiqin.urgent.task"] for cr in (one, two)]
            tasks[0].browse(task_id).action_acknowledge()
            with self.assertRaises(UserError):
                tasks[1].browse(task_id).action_acknowledge()
            two.rollback()
            one.commit()
        self.real.rollback()
        task = self.env_of(self.real)["neiqin.urgent.task"].browse(task_id)
        self.assertEqual(task.state, "acknowledged")
