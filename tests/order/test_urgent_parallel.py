"""Two mark one order, or take on one task, at the same moment from two transactions."""

import uuid

from odoo import SUPERUSER_ID, api
from odoo.exceptions import UserError
from odoo.tests import TransactionCase, tagged
from odoo.tools import mute_logger


@tagged("post_install", "-at_install")
class TestUrgentParallel(TransactionCase):
    """Commits for real, in a company of its own; undone at the end."""

    def setUp(self):
        super().setUp()
        self.real = self.registry.cursor()
        self.addCleanup(self.real.close)
        env = api.Environment(self.real, SUPERUSER_ID, {})
        name = f"{self._testMethodName} {uuid.uuid4().hex[:8]}"
        company = env["res.company"].create({"name": name})
        self.company_id = company.id
        env = self.env_of(self.real)
        product = env["product.product"].create({"name": name, "type": "service"})
        order = env["sale.order"].create(
            {
                "partner_id": env["res.partner"].create({"name": name}).id,
                "order_line": [(0, 0, {"product_id": product.id, "price_unit": 1})],
            }
        )
        self.order_id = order.id
        self.real.commit()
        self.addCleanup(self.retire)

    def env_of(self, cr):
        return api.Environment(
            cr, SUPERUSER_ID, {"allowed_company_ids": [self.company_id]}
        )

    def order(self, cr):
        return self.env_of(cr)["sale.order"].browse(self.order_id)

    def retire(self):
        """Leave nothing that a later test finds by chance."""
        self.real.rollback()
        order = self.order(self.real)
        order._action_cancel()
        order.unlink()
        self.real.commit()

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
