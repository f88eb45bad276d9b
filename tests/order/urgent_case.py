"""People, departments with minutes, goods and confirmed orders for urgent orders."""

from freezegun import freeze_time

from odoo.tests import new_test_user

from .exception_goods import GoodsCase

#: A Tuesday morning; the company works from 8:00 to 12:00 and from 13:00 to 17:00.
NOW = "2031-03-04 08:00:00"


class UrgentCase(GoodsCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env.company.resource_calendar_id.tz = "UTC"
        cls.env["neiqin.approval.rule"].search(
            [("operation", "=", "order_urgent")]
        ).active = False
        departments = cls.env["neiqin.department"].search([])
        departments.urgent_minutes = 0
        cls.warehouse.urgent_minutes = 15
        cls.purchasing.urgent_minutes = 30
        cls.people["mate"] = new_test_user(
            cls.env, "case.mate", "neiqin_addon.group_neiqin_collaborator"
        )
        cls.warehouse.member_ids += cls.people["mate"]
        cls.order = cls.sell()
        cls.order.user_id = cls.people["salesman"]

    def mark(self, order=None, person="clerk", reason="客户产线停了", **values):
        """Mark an order with the dialog, as a clerk does."""
        dialog = (
            self.env["neiqin.urgent.start"]
            .with_user(self.people[person])
            .create({"order_id": (order or self.order).id, "reason": reason, **values})
        )
        dialog.action_start()
        return (order or self.order).neiqin_urgent_id

    def task(self, department, response=None):
        response = response or self.order.neiqin_urgent_id
        return response.task_ids.filtered(lambda x: x.department_id == department)

    def todos(self, task):
        kind = self.env.ref("neiqin_addon.mail_activity_type_urgent")
        return task.sudo().activity_ids.filtered(
            lambda todo: todo.activity_type_id == kind
        )

    def escalate(self, moment):
        """Run the schedule; return the names of the people it sent a message to."""
        last = self.env["mail.message"].search([], limit=1, order="id desc").id
        self.env.flush_all()
        cron = self.env.ref("neiqin_addon.ir_cron_urgent_escalate")
        with freeze_time(moment), self.enter_registry_test_mode():
            cron.method_direct_trigger()
        self.env.invalidate_all()
        sent = self.env["mail.message"].search(
            [("id", ">", last), ("message_type", "=", "user_notification")]
        )
        return sorted(
            name
            for name, user in self.people.items()
            for message in sent
            if user.partner_id in message.partner_ids and not message.model
        )
