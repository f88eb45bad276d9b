"""Departments acknowledge within their minutes, or somebody above hears of it."""

from datetime import timedelta

from freezegun import freeze_time

from odoo import fields
from odoo.exceptions import AccessError
from odoo.fields import Command
from odoo.tests import tagged

from .urgent_case import NOW, UrgentCase


@tagged("post_install", "-at_install")
class TestUrgentTask(UrgentCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        # the ladder leads to the people of these tests
        for role in ("supervisor", "manager"):
            group = cls.env.ref(f"neiqin_addon.group_neiqin_{role}")
            others = group.all_user_ids - cls.people[role] - cls.people["manager"]
            others.group_ids = [
                Command.unlink(cls.env.ref(f"neiqin_addon.group_neiqin_{name}").id)
                for name in ("supervisor", "manager")
            ]
        with freeze_time(NOW):
            dialog = (
                cls.env["neiqin.urgent.start"]
                .with_user(cls.people["clerk"])
                .create({"order_id": cls.order.id, "reason": "客户产线停了"})
            )
            dialog.action_start()
        cls.response = cls.order.neiqin_urgent_id

    def acknowledge(self, person, department=None, moment="2031-03-04 08:10:00"):
        task = self.task(department or self.warehouse)
        with freeze_time(moment):
            task.with_user(self.people[person]).action_acknowledge()
        return task

    def test_the_departments_person_acknowledges(self):
        task = self.acknowledge("packer")
        self.assertEqual(task.state, "acknowledged")
        self.assertEqual(task.acknowledged_by, self.people["packer"])
        self.assertFalse(task.late)
        self.assertFalse(self.todos(task))
        self.assertEqual(self.response.acknowledged, "1/2")
        self.acknowledge("mate", moment="2031-03-04 09:00:00")
        self.assertEqual(task.acknowledged_by, self.people["packer"], "said once")

    def test_a_colleague_of_the_department_may(self):
        self.assertEqual(self.acknowledge("mate").state, "acknowledged")

    def test_a_supervisor_may(self):
        self.assertEqual(self.acknowledge("supervisor").state, "acknowledged")

    def test_nobody_else_may(self):
        for person in ("buyer", "clerk", "salesman", "auditor"):
            with self.assertRaises(AccessError), self.cr.savepoint():
                self.acknowledge(person)
        self.assertEqual(self.task(self.warehouse).state, "todo")

    def test_ticking_off_the_to_do_acknowledges(self):
        todo = self.todos(self.task(self.warehouse))
        todo.with_user(self.people["packer"]).action_feedback(feedback="在拣货")
        self.assertEqual(self.task(self.warehouse).state, "acknowledged")

    def test_the_departments_see_no_customer_and_no_price(self):
        task = self.task(self.warehouse).with_user(self.people["packer"])
        self.assertIn("深沟球轴承", task.goods)
        self.assertNotIn(self.partner.name, task.goods)
        for name in ("order_id", "response_id"):
            with self.assertRaises(AccessError):
                task.read([name])
        buyer = self.task(self.purchasing).with_user(self.people["packer"])
        with self.assertRaises(AccessError):
            buyer.read(["reason"])
        with self.assertRaises(AccessError):
            self.response.with_user(self.people["packer"]).read(["reason"])

    # ------------------------------------------------------------ escalation

    def test_the_ladder(self):
        task = self.task(self.warehouse)
        self.acknowledge("buyer", self.purchasing)
        self.assertEqual(self.escalate("2031-03-04 08:14:00"), [])
        self.assertEqual(self.escalate("2031-03-04 08:15:00"), ["clerk", "mate"])
        self.assertEqual(self.escalate("2031-03-04 08:16:00"), [])
        self.assertEqual(self.escalate("2031-03-04 08:30:00"), ["supervisor"])
        self.assertEqual(self.escalate("2031-03-04 08:45:00"), ["manager"])
        self.assertEqual(self.escalate("2031-03-05 08:45:00"), [])
        self.assertEqual(task.rung, 3)
        people = ("packer", "supervisor", "manager")
        self.assertEqual(
            self.todos(task).user_id,
            self.env["res.users"].union(*(self.people[name] for name in people)),
        )
        self.acknowledge("packer", moment="2031-03-05 09:00:00")
        self.assertTrue(task.late)
        self.assertFalse(self.todos(task))

    def test_after_an_outage_each_is_told_once(self):
        told = self.escalate("2031-03-04 16:00:00")
        self.assertEqual(told, ["clerk", "manager", "mate", "supervisor"])
        self.assertEqual(set(self.response.task_ids.mapped("rung")), {3})

    def test_who_acknowledged_is_left_alone(self):
        self.acknowledge("packer")
        self.acknowledge("buyer", self.purchasing)
        self.assertEqual(self.escalate("2031-03-04 16:00:00"), [])

    def test_one_query_when_nothing_is_due(self):
        tasks = self.env["neiqin.urgent.task"]
        with freeze_time(NOW):
            tasks._cron_escalate()
            self.env.flush_all()
            with self.assertQueryCount(1):
                tasks._cron_escalate()

    def test_the_question_what_is_due_is_answered_by_an_index(self):
        self.env.cr.execute(
            "SELECT indexdef FROM pg_indexes WHERE tablename = 'neiqin_urgent_task'"
            " AND indexdef LIKE '%(next_escalation_at)%'"
        )
        self.assertIn("todo", self.env.cr.fetchone()[0])

    # ---------------------------------------------------------------- leaver

    def test_a_leavers_tasks_go_to_the_successor(self):
        self.env["neiqin.leaver"].with_user(self.people["manager"]).create(
            {
                "user_id": self.people["packer"].id,
                "successor_id": self.people["mate"].id,
            }
        ).action_freeze()
        task = self.task(self.warehouse)
        self.assertEqual(task.user_id, self.people["mate"])
        self.assertEqual(self.todos(task).user_id, self.people["mate"])
        task.with_user(self.people["mate"]).action_acknowledge()
        self.assertEqual(task.state, "acknowledged")

    def test_a_task_nobody_can_move_on_stops_no_other(self):
        """A row the database refuses is told to a person; the others climb."""
        bad, good = self.task(self.warehouse), self.task(self.purchasing)
        self.env.flush_all()
        self.env.cr.execute(
            "ALTER TABLE neiqin_urgent_task ADD CONSTRAINT broken"
            f" CHECK (id <> {bad.id} OR rung = 0) NOT VALID"
        )
        with self.assertLogs("odoo.sql_db", "ERROR"):
            self.escalate("2031-03-04 16:00:00")
        self.assertEqual((bad.rung, good.rung), (0, 3))
        failure = self.env["neiqin.failure"].search(
            [("res_model", "=", bad._name), ("res_id", "=", bad.id)]
        )
        self.assertEqual(failure.state, "open")
        self.env.cr.execute("ALTER TABLE neiqin_urgent_task DROP CONSTRAINT broken")

    def test_many_tasks_cost_no_more_per_task_than_one(self):
        """The sweep reads its people once, however many tasks are due."""
        counts = []
        for number in (1, 8):
            orders = [self.sell() for _turn in range(number)]
            with freeze_time(NOW):
                for order in orders:
                    self.mark(order)
            tasks = self.env["neiqin.urgent.task"].search(
                [("order_id", "in", [order.id for order in orders])]
            )
            self.env.flush_all()
            self.env.invalidate_all()
            later = fields.Datetime.to_datetime(NOW) + timedelta(minutes=35)
            before = self.env.cr.sql_log_count
            with freeze_time(later):
                tasks.sudo()._neiqin_escalate()
            self.env.flush_all()
            counts.append((self.env.cr.sql_log_count - before) / len(tasks))
        self.assertLess(counts[1], counts[0])
