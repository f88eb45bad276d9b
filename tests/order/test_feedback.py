"""Customers hear how their orders stand: as often as they want, and never twice."""

from datetime import timedelta
from unittest.mock import patch

from freezegun import freeze_time

from odoo import SUPERUSER_ID, Command, fields
from odoo.exceptions import AccessError, UserError
from odoo.tests import HttpCase, tagged
from odoo.tools import mute_logger

from odoo.addons.mail.tests.common import MailCase

from .progress_case import ProgressCase

#: Ten in the morning in Shanghai.
MORNING = "2031-03-10 02:00:00"


@tagged("post_install", "-at_install")
class FeedbackCase(ProgressCase, MailCase):
    def setUp(self):
        super().setUp()
        self.company.write(
            {
                "neiqin_feedback": True,
                "neiqin_cadence": "daily",
                "email": "office@jinggong.example",
            }
        )
        self.company.partner_id.tz = "Asia/Shanghai"
        self.customer.tz = "Asia/Shanghai"
        self.notices = self.env["neiqin.progress.notice"].sudo()
        self.put(self.goods, 100)

    def sold(self, quantity=5, **values):
        values.setdefault("commitment_date", "2031-04-01 04:00:00")
        order = self.order((self.goods, quantity), **values)
        order.user_id = self.clerk
        self.env.flush_all()
        self.env["sale.order"]._neiqin_settle_facts()
        return order

    def run_at(self, moment=MORNING):
        """Run the schedule; return the mails that left to the customer."""
        with (
            freeze_time(moment),
            self.mock_mail_gateway(),
        ):
            self.work()
        return [mail for mail in self._mails if "buyer@" in str(mail["email_to"])]

    def work(self):
        """Run the schedule as a worker does: with commits of its own."""
        self.env.flush_all()
        with self.enter_registry_test_mode(), self.registry.cursor() as cursor:
            env = self.env(cr=cursor, user=SUPERUSER_ID, context={})
            env["neiqin.progress.notice"]._cron_plan()
        self.env.invalidate_all()


class TestFeedback(FeedbackCase):
    def test_one_mail_for_all_orders_in_the_customers_language(self):
        orders = self.sold(client_order_ref="PO-77") + self.sold(7)
        mails = self.run_at()
        self.assertEqual(len(mails), 1)
        self.assertIn("PO-77", mails[0]["body"])
        self.assertIn(orders[1].name, mails[0]["body"])
        self.assertIn("您的订单", mails[0]["subject"])
        self.assertEqual(
            orders.mapped("neiqin_last_told"),
            [fields.Datetime.to_datetime(MORNING)] * 2,
        )
        self.assertFalse(self.run_at("2031-03-10 08:00:00"))

    def test_nothing_new_is_told_after_a_week(self):
        self.sold()
        self.assertEqual(len(self.run_at()), 1)
        self.assertFalse(self.run_at("2031-03-11 02:00:00"))
        self.assertFalse(self.run_at("2031-03-16 02:00:00"))
        self.assertEqual(len(self.run_at("2031-03-17 02:00:00")), 1)

    def test_who_wants_no_mails_gets_none(self):
        order = self.sold()
        self.customer.neiqin_cadence = "never"
        self.assertFalse(self.run_at())
        self.customer.neiqin_cadence = False
        self.company.neiqin_feedback = False
        self.assertFalse(self.run_at())
        self.assertFalse(order.neiqin_last_told)

    def test_milestones(self):
        self.customer.neiqin_cadence = "milestones"
        order = self.sold()
        self.assertEqual(len(self.run_at()), 1)  # confirmed
        self.assertFalse(self.run_at("2031-03-20 02:00:00"))
        # what ships now is younger than a message of the past
        order._neiqin_told(fields.Datetime.now() - timedelta(days=1))
        self.finish(order.picking_ids)
        self.assertEqual(len(self.run_at("2031-03-20 03:00:00")), 1)

    def test_not_before_the_hour_and_not_at_night(self):
        self.sold()
        self.assertFalse(self.run_at("2031-03-10 00:30:00"))  # 8:30
        notice = self.notices.search([("company_id", "=", self.company.id)])
        self.assertEqual(str(notice.due_at), "2031-03-10 01:00:00")
        self.assertEqual(len(self.run_at()), 1)

    def test_a_refused_mail_tells_nobody(self):
        order = self.sold()

        self.env.flush_all()
        with (
            freeze_time(MORNING),
            self.mock_mail_gateway(),
            patch.object(
                type(self.env["ir.mail_server"]),
                "send_email",
                side_effect=OSError("no route"),
            ),
            mute_logger("odoo.addons.mail.models.mail_mail"),
        ):
            self.work()
        notice = self.notices.search([("order_ids", "in", order.ids)])
        self.assertEqual(notice.mail_state, "failed")
        self.assertFalse(order.neiqin_last_told)
        self.assertEqual(notice.activity_ids.user_id, self.clerk)

    def test_a_crash_while_it_leaves_sends_nothing_twice(self):
        order = self.sold()
        mails = type(self.env["mail.mail"])

        def killed(*_args, **_kwargs):
            raise KeyboardInterrupt

        self.env.flush_all()
        with (
            freeze_time(MORNING),
            self.mock_mail_gateway(),
            patch.object(mails, "_postprocess_sent_message", killed),
        ):
            # assertRaises would undo what the dead worker had committed
            try:
                self.work()
            except KeyboardInterrupt:
                self.env.invalidate_all()
            else:
                self.fail("nothing was killed")
        self.assertEqual(len(self._mails), 1)  # the server had taken it
        self.assertFalse(self.run_at("2031-03-10 02:15:00"))
        self.assertFalse(self.run_at("2031-03-10 02:30:00"))
        notice = self.notices.search([("order_ids", "in", order.ids)])
        self.assertEqual(notice.mail_state, "failed")
        self.assertEqual(notice.activity_ids.user_id, self.clerk)
        # Odoo's own queue does not send it either
        with self.mock_mail_gateway():
            self.env["mail.mail"].sudo().process_email_queue()
        self.assertFalse(
            [mail for mail in self._mails if order.name in mail.get("body", "")]
        )

    def test_a_moved_promise_drafts_a_notice(self):
        order = self.sold()
        order.commitment_date = "2031-04-05 04:00:00"
        notice = order.neiqin_open_notice_id
        self.assertEqual(str(notice.promised_before), "2031-04-01")
        order.order_line.neiqin_promised_date = "2031-04-09"
        self.assertEqual(order.neiqin_open_notice_id, notice)
        self.assertEqual(len(order.neiqin_notice_ids), 1)
        notice = notice.with_user(self.clerk)
        notice.note = "轴承晚到一周，非常抱歉。"
        notice.action_neiqin_send()
        with self.assertRaises(UserError):
            notice.note = "又改了"
        self.customer.neiqin_cadence = "never"  # the promise is told all the same
        later = fields.Datetime.now() + timedelta(minutes=1)
        mails = self.run_at(later)
        self.assertEqual(len(mails), 1)
        self.assertIn("轴承晚到一周", mails[0]["body"])
        self.assertTrue(order.neiqin_last_told)
        self.assertFalse(order.neiqin_open_notice_id)

    def test_only_what_left_to_the_customer_counts(self):
        order = self.sold()
        note, aside, told = "内部备注", "给同事", "发货通知"
        with self.mock_mail_gateway():
            order.message_post(body=note, subtype_xmlid="mail.mt_note")
            order.message_post(
                body=aside,
                partner_ids=self.clerk.partner_id.ids,
                email_from="office@jinggong.example",
                subtype_xmlid="mail.mt_comment",
            )
        self.assertFalse(order.neiqin_last_told)
        with self.mock_mail_gateway():
            order.message_post(
                body=told,
                partner_ids=self.customer.ids,
                email_from="office@jinggong.example",
                subtype_xmlid="mail.mt_comment",
            )
        self.assertTrue(order.neiqin_last_told)

    def test_nobody_writes_it(self):
        order = self.sold()
        with self.assertRaises(AccessError):
            order.with_user(self.clerk).neiqin_last_told = MORNING
        draft = self.notices._neiqin_as_server().create(
            {
                "partner_id": self.customer.id,
                "company_id": self.company.id,
                "kind": "promise",
                "order_ids": [Command.set(order.ids)],
            }
        )
        draft = self.notices.browse(draft.id).with_user(self.clerk)
        for values in (
            {"mail_state": "sent"},
            {"sent_at": MORNING},
            {"order_ids": False},
        ):
            with self.assertRaises(AccessError):
                draft.write(values)

    def test_queries_do_not_grow(self):
        def planned(count):
            customers = self.env["res.partner"].create(
                [
                    {"name": f"客户 {n}", "email": f"c{n}@example.org"}
                    for n in range(count)
                ]
            )
            for customer in customers:
                self.sold(1, partner_id=customer.id)
            self.env.flush_all()
            self.env.invalidate_all()
            with freeze_time(MORNING):
                before = self.env.cr.sql_log_count
                rows = self.notices.with_company(self.company)._neiqin_plan(
                    self.company
                )
                self.env.flush_all()
                self.assertEqual(len(rows), count)
                used = self.env.cr.sql_log_count - before
            rows.order_ids._neiqin_told(fields.Datetime.to_datetime(MORNING))
            return used

        planned(1)
        self.assertLessEqual(planned(16), planned(2) + 3)


class TestFeedbackStop(FeedbackCase, HttpCase):
    def test_a_press_ends_the_mails_and_a_look_does_not(self):
        self.sold()
        notice = self.notices.with_company(self.company)._neiqin_plan(self.company)
        self.env.flush_all()
        path = "/order-progress/stop/" + notice._neiqin_stop_url().rsplit("/", 1)[-1]
        page = self.url_open(path)
        self.assertEqual(page.status_code, 200)
        self.env.invalidate_all()
        self.assertFalse(self.customer.neiqin_cadence)
        answer = self.url_open(path, data={"List-Unsubscribe": "One-Click"})
        self.assertEqual(answer.status_code, 200)
        self.env.invalidate_all()
        self.assertEqual(self.customer.neiqin_cadence, "never")

    def test_a_wrong_link_changes_nothing(self):
        for token in ("x", "AAAA" * 10, "1"):
            answer = self.url_open(f"/order-progress/stop/{token}", data={"a": "1"})
            self.assertEqual(answer.status_code, 404)
        self.assertFalse(self.customer.neiqin_cadence)
