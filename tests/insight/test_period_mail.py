"""Reports are made when their time has come, and reach each subscriber once."""

from unittest.mock import patch

from freezegun import freeze_time

from odoo import SUPERUSER_ID, Command
from odoo.tests import tagged

from ..smtp_case import SmtpCase, receiver
from .period_case import PeriodCase, day


@tagged("post_install", "-at_install")
class TestPeriodMail(SmtpCase, PeriodCase):
    def setUp(self):
        super().setUp()
        self.deliveries = self.env["neiqin.period.report.delivery"].sudo()
        self.mails = self.enterContext(self.smtp())
        with freeze_time("2024-03-15 04:00:00"):
            self.monthly = self.plan(
                user_ids=[Command.set([self.seller.id, self.supervisor.id])]
            )

    def work(self, moment):
        """Run the schedule as a worker does: with commits of its own."""
        self.env.flush_all()
        with (
            freeze_time(moment),
            self.enter_registry_test_mode(),
            self.registry.cursor() as cursor,
        ):
            env = self.env(cr=cursor, user=SUPERUSER_ID, context={})
            env["neiqin.period.report.plan"]._cron_make()
        self.env.invalidate_all()

    def mine(self):
        return self.reports.search([("plan_id", "=", self.monthly.id)])

    def test_when_the_period_is_over_and_the_hour_has_come(self):
        self.assertEqual(str(self.monthly.next_at), "2024-04-01 00:00:00")  # 8 o'clock
        self.work("2024-03-31 23:59:00")
        self.assertFalse(self.mine())
        self.work("2024-04-01 00:00:00")
        self.assertEqual(self.mine().code, "2024-03")
        self.assertEqual(str(self.monthly.next_at), "2024-05-01 00:00:00")
        self.assertEqual(
            sorted(map(receiver, self.mails)),
            ["period_boss", "period_seller"],
        )
        self.work("2024-04-01 02:00:00")
        self.assertEqual((len(self.mine()), len(self.mails)), (1, 2))

    def test_each_gets_the_files_he_may_see_in_his_language(self):
        self.work("2024-04-01 00:00:00")
        mails = {receiver(mail): mail for mail in self.mails}
        for who, count in (("period_boss", 2), ("period_seller", 0)):
            mail = mails[who]
            names = [part.get_filename() for part in mail.iter_attachments()]
            self.assertEqual(len(names), 2)
            self.assertEqual(len([x for x in names if "margins" in x]), count)
            self.assertIn("2024-03", mail["subject"])
            self.assertIn("月报", mail["subject"])
            kinds = {part.get_content_type() for part in mail.iter_attachments()}
            self.assertIn("application/pdf", kinds)
        self.assertEqual(set(self.deliveries.search([]).mapped("mail_state")), {"sent"})
        # what the mails took along is still there
        self.assertTrue(self.mine().verify()[0]["ok"])

    def test_what_a_stopped_server_missed_follows(self):
        self.work("2024-06-03 00:00:00")
        self.assertEqual(
            sorted(self.mine().mapped("code")), ["2024-03", "2024-04", "2024-05"]
        )

    def test_a_crash_while_it_leaves_sends_nothing_twice(self):
        mails = type(self.env["mail.mail"])

        def killed(*_args, **_kwargs):
            raise KeyboardInterrupt

        with patch.object(mails, "_postprocess_sent_message", killed):
            # assertRaises would undo what the dead worker had committed
            try:
                self.work("2024-04-01 00:00:00")
            except KeyboardInterrupt:
                self.env.invalidate_all()
            else:
                self.fail("nothing was killed")
        self.assertEqual(len(self.mails), 1)  # the server had taken it
        self.work("2024-04-01 01:00:00")
        names = sorted(map(receiver, self.mails))
        self.assertEqual(names, ["period_boss", "period_seller"])
        states = sorted(self.deliveries.search([]).mapped("mail_state"))
        self.assertEqual(states, ["failed", "sent"])
        stranded = self.deliveries.search([("mail_state", "=", "failed")])
        self.assertTrue(stranded.activity_ids)
        self.assertEqual(len(self.mine()), 1)

    def test_a_crash_before_it_leaves_loses_nothing(self):
        cls = type(self.deliveries)

        def killed(*_args, **_kwargs):
            raise KeyboardInterrupt

        with patch.object(cls, "_cron_send", killed):
            try:
                self.work("2024-04-01 00:00:00")
            except KeyboardInterrupt:
                self.env.invalidate_all()
            else:
                self.fail("nothing was killed")
        self.assertFalse(self.mails)
        self.assertEqual(len(self.mine()), 1)
        self.work("2024-04-01 00:15:00")
        self.assertEqual(len(self.mails), 2)
        self.assertEqual(len(self.mine()), 1)

    def test_one_without_an_address_does_not_hold_up_the_other(self):
        self.seller.email = False
        self.work("2024-04-01 00:00:00")
        self.assertEqual(list(map(receiver, self.mails)), ["period_boss"])
        failed = self.deliveries.search([("mail_state", "=", "failed")])
        self.assertEqual(failed.user_id, self.seller)
        self.assertTrue(failed.activity_ids)

    def test_who_subscribes_later_gets_it_when_it_is_sent_again(self):
        self.work("2024-04-01 00:00:00")
        late = self.person("period_late", "neiqin_addon.group_neiqin_clerk")
        self.monthly.user_ids |= late
        self.mine().action_neiqin_send()
        self.work("2024-04-01 03:00:00")
        self.assertEqual(len(self.mails), 3)
        self.assertEqual(receiver(self.mails[-1]), "period_late")

    def test_a_daily_report_over_the_change_of_clocks(self):
        self.company.resource_calendar_id.tz = "Europe/Berlin"
        with freeze_time("2024-03-30 12:00:00"):
            daily = self.plan("day", hour=2)
        self.assertEqual(daily.next_start, day("2024-03-30"))
        # two o'clock does not exist on that morning: it comes with three
        self.assertEqual(str(daily.next_at), "2024-03-31 01:00:00")
