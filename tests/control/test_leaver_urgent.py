"""Who leaves while an order is urgent: nobody waits for an answer that never comes."""

from freezegun import freeze_time

from odoo import Command
from odoo.exceptions import AccessError
from odoo.tests import new_test_user, tagged

from ..order.urgent_case import NOW, UrgentCase


@tagged("post_install", "-at_install")
class TestLeaverUrgent(UrgentCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.people["newcomer"] = new_test_user(
            cls.env, "case.newcomer", "neiqin_addon.group_neiqin_collaborator"
        )
        cls.people["second"] = new_test_user(
            cls.env, "case.second", "neiqin_addon.group_neiqin_clerk"
        )
        cls.people["next"] = new_test_user(
            cls.env, "case.next", "neiqin_addon.group_neiqin_supervisor"
        )

    def leave(self, leaver, successor):
        question = self.env["neiqin.leaver"].with_user(self.people["manager"])
        question = question.create(
            {
                "user_id": self.people[leaver].id,
                "successor_id": self.people[successor].id,
            }
        )
        question.action_freeze()
        return question

    def urgent(self):
        with freeze_time(NOW):
            return self.mark()

    def test_somebody_new_takes_on_what_the_leaver_was_asked(self):
        """The successor was in no department: the seat comes with the work."""
        self.urgent()
        task, successor = self.task(self.warehouse), self.people["newcomer"]
        with self.assertRaises(AccessError):
            task.with_user(successor).read(["reason"])
        self.leave("packer", "newcomer")
        self.assertEqual(task.user_id, successor)
        self.assertEqual(self.todos(task).user_id, successor)
        self.assertEqual(self.warehouse.responsible_id, successor)
        mine = self.env["neiqin.urgent.task"].with_user(successor).search([])
        self.assertEqual(mine, task.with_user(successor))
        with freeze_time("2031-03-04 08:10:00"):
            mine.action_acknowledge()
        self.assertEqual((task.state, task.late), ("acknowledged", False))
        self.assertEqual(task.acknowledged_by, successor)
        self.assertFalse(self.todos(task))

    def test_the_minutes_go_on_and_the_ladder_knows_the_successor(self):
        self.urgent()
        task = self.task(self.warehouse)
        self.leave("packer", "newcomer")
        # the others of the department, and whoever marked it, as ever
        self.assertEqual(self.escalate("2031-03-04 08:15:00"), ["clerk", "mate"])
        self.assertEqual(task.user_id, self.people["newcomer"])

    def test_an_order_marked_later_asks_the_successor(self):
        self.leave("packer", "newcomer")
        self.urgent()
        self.assertEqual(self.task(self.warehouse).user_id, self.people["newcomer"])

    def test_what_was_answered_stays_the_leavers(self):
        self.urgent()
        task = self.task(self.warehouse)
        task.with_user(self.people["packer"]).action_acknowledge()
        self.leave("packer", "newcomer")
        self.assertEqual(task.acknowledged_by, self.people["packer"])
        self.assertEqual(task.user_id, self.people["packer"])

    def test_who_marked_it_leaves(self):
        """The successor hears of who does not answer, and ends it."""
        response = self.urgent()
        self.leave("clerk", "second")
        self.assertEqual(response.user_id, self.people["second"])
        told = self.escalate("2031-03-04 08:15:00")
        self.assertEqual(told, ["mate", "second"])
        dialog = self.env["neiqin.urgent.end"].with_user(self.people["second"])
        dialog.create({"order_id": self.order.id, "reason": "客户已换料"}).action_end()
        self.assertEqual(response.state, "ended")

    def test_who_asked_leaves_while_a_supervisor_decides(self):
        self.env["neiqin.approval.rule"].create(
            {
                "name": "Urgent",
                "operation": "order_urgent",
                "amount_from": 0,
                "requester_counts": True,
            }
        )
        response = self.urgent()
        self.assertEqual(response.state, "waiting")
        self.leave("clerk", "second")
        approval = self.env["neiqin.approval"].search(
            [("res_model", "=", response._name), ("res_id", "=", response.id)]
        )
        self.assertEqual(approval.state, "pending", "what was asked has not changed")
        approval.with_user(self.people["supervisor"]).action_approve()
        self.assertEqual(response.state, "running")
        self.assertEqual(response.user_id, self.people["second"])

    def test_a_supervisors_to_dos_go_to_the_next_one(self):
        group = self.env.ref("neiqin_addon.group_neiqin_supervisor")
        mine = self.env["res.users"].union(
            *(self.people[name] for name in ("supervisor", "next", "manager"))
        )
        others = group.all_user_ids - mine
        others.group_ids = [
            Command.unlink(self.env.ref(f"neiqin_addon.group_neiqin_{name}").id)
            for name in ("supervisor", "manager")
        ]
        self.urgent()
        task = self.task(self.warehouse)
        self.assertIn("supervisor", self.escalate("2031-03-04 08:30:00"))
        self.leave("supervisor", "next")
        people = {self.people[name] for name in ("packer", "next")}
        self.assertEqual(set(self.todos(task).user_id), people)
