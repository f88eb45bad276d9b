"""Who hears when of a case that runs out of time: once, in one digest each."""

from freezegun import freeze_time

from odoo.fields import Command
from odoo.tests import tagged

from .exception_case import ExceptionCase

#: A Tuesday; eight hours from 8:00 with the lunch end at 17:00.
OPENED = "2031-03-04 08:00:00"


@tagged("post_install", "-at_install")
class TestExceptionRemind(ExceptionCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env.company.resource_calendar_id.tz = "UTC"
        with freeze_time(OPENED):
            cls.one = cls.open_case_as_clerk()
            cls.two = cls.open_case_as_clerk()
        managers = cls.env.ref("neiqin_addon.group_neiqin_manager")
        cls.env.ref("base.user_admin").group_ids = [Command.unlink(managers.id)]

    @classmethod
    def open_case_as_clerk(cls):
        return cls.cases.with_user(cls.people["clerk"]).create(
            {"type_id": cls.kind("shortage").id, "order_id": cls.make_order().id}
        )

    def remind(self, moment):
        """Run the schedule; return ``{person: bodies}`` of what it sent."""
        before = self.env["mail.message"].search([], limit=1, order="id desc").id
        self.env.flush_all()
        cron = self.env.ref("neiqin_addon.ir_cron_exception_remind")
        with freeze_time(moment), self.enter_registry_test_mode():
            cron.method_direct_trigger()
        self.env.invalidate_all()
        sent = {}
        for message in self.env["mail.message"].search(
            [("id", ">", before), ("message_type", "=", "user_notification")]
        ):
            for name, user in self.people.items():
                if user.partner_id in message.partner_ids and not message.model:
                    sent.setdefault(name, []).append(message.body)
        return sent

    def test_the_ladder(self):
        # half of eight hours is noon, 80 % is 15:24 after the lunch hour
        self.assertEqual(self.remind("2031-03-04 11:59:00"), {})
        half = self.remind("2031-03-04 12:00:00")
        self.assertEqual(set(half), {"clerk"})
        self.assertEqual(len(half["clerk"]), 1)
        for case in (self.one, self.two):
            self.assertIn(case.name, half["clerk"][0])
        self.assertEqual(self.remind("2031-03-04 15:00:00"), {})
        most = self.remind("2031-03-04 15:30:00")
        self.assertEqual(set(most), {"clerk", "buyer"})
        late = self.remind("2031-03-04 17:00:00")
        self.assertEqual(set(late), {"clerk", "buyer", "supervisor"})
        self.assertTrue(all(len(bodies) == 1 for bodies in late.values()))
        todo = self.one.activity_ids
        self.assertEqual(todo.user_id, self.people["supervisor"])
        self.assertEqual(self.remind("2031-03-05 17:00:00"), {})
        self.assertEqual(len(self.one.activity_ids), 1)

    def test_what_was_passed_over_is_told_once(self):
        late = self.remind("2031-03-06 08:00:00")
        self.assertEqual({name: len(x) for name, x in late.items()}["clerk"], 1)
        self.assertEqual(self.one.reminded, 100)

    def test_settled_cases_are_silent(self):
        self.one.action_solve()
        half = self.remind("2031-03-04 12:00:00")
        self.assertNotIn(self.one.name, half["clerk"][0])

    def test_a_digest_names_no_customer(self):
        self.partner.name = "宁波海曙泵业"
        most = self.remind("2031-03-04 15:30:00")
        self.assertNotIn("海曙", most["buyer"][0])
