"""What a customer accepted waits for the last gate, and is then confirmed by itself."""

from unittest.mock import patch

from odoo import fields
from odoo.exceptions import AccessError, UserError
from odoo.tests import mute_logger

from ..control.approval_case import ApprovalCase
from ..control.schedule_case import FAILURES
from .acceptance_common import SIGNATURE, AcceptanceMixin


class TestAcceptance(AcceptanceMixin, ApprovalCase):
    def accepted(self, **values):
        order = self.new_order(require_signature=True, require_payment=False, **values)
        approval = self.ask(order)
        self.sign(order)
        self.triggered()
        return order, approval

    def test_signed_order_waits_and_one_person_is_told(self):
        order, _approval = self.accepted()
        self.assertEqual(order.neiqin_acceptance, "waiting")
        self.assertEqual(order.signed_by, "刘总")
        self.assertEqual(order.activity_ids.user_id, self.clerk)
        self.assertIn("order_confirm", str(order.activity_ids.note))

    def test_second_yes_confirms_it_exactly_once(self):
        order, approval = self.accepted()
        approval.with_user(self.second_clerk).action_approve()
        self.assertEqual(self.triggered(), 0)
        self.work()
        self.assertEqual(order.state, "sent")
        approval.with_user(self.boss).action_approve()
        self.assertEqual(self.triggered(), 1)
        mails = self.capture_confirmation_mails()
        self.work()
        self.work()
        self.assertEqual(order.state, "sale")
        self.assertEqual(mails, [order.id])
        self.assertFalse(order.neiqin_acceptance)
        self.assertFalse(order.activity_ids)
        self.assertEqual(approval.state, "approved")

    def capture_confirmation_mails(self):
        sent = []
        model = self.env.registry["sale.order"]
        patcher = patch.object(
            model,
            "_send_order_confirmation_mail",
            lambda orders: sent.extend(orders.ids),
        )
        patcher.start()
        self.addCleanup(patcher.stop)
        return sent

    def test_signed_before_anybody_asked(self):
        order = self.new_order(require_signature=True, require_payment=False)
        self.sign(order)
        self.approve(self.ask(order))
        self.work()
        self.assertEqual(order.state, "sale")

    def test_other_values_are_a_task_and_never_confirmed_by_itself(self):
        order, approval = self.accepted()
        order.with_user(self.second_clerk).order_line.price_unit = 130.0
        self.assertEqual(order.neiqin_acceptance, "changed")
        task = order.activity_ids
        self.assertEqual(len(task), 1)
        self.assertEqual(task.user_id, self.clerk)
        self.assertIn("100", str(task.note))
        self.assertIn("130", str(task.note))
        approval.with_user(self.boss).action_approve()
        approval.with_user(self.other_clerk()).action_approve()
        self.assertEqual(approval.state, "approved")
        self.assertEqual(self.triggered(), 0)
        self.work()
        self.assertEqual(order.state, "sent")
        self.assertEqual(order.activity_ids, task)

    def other_clerk(self):
        return self.person("ap_clerk3", "clerk")

    def test_values_put_back_wait_again(self):
        order, _approval = self.accepted()
        line = order.order_line
        line.price_unit = 130.0
        line.price_unit = 100.0
        self.assertEqual(order.neiqin_acceptance, "waiting")
        self.assertEqual(len(order.activity_ids), 1)
        self.assertEqual(
            order.activity_ids.activity_type_id,
            self.env.ref("neiqin_addon.mail_activity_customer_accepted"),
        )

    def test_changed_by_sql_is_seen_at_the_last_moment(self):
        order, approval = self.accepted()
        self.approve(approval)
        self.env.flush_all()
        self.env.cr.execute(
            "UPDATE sale_order_line SET price_unit = 1 WHERE order_id = %s", [order.id]
        )
        self.env.invalidate_all()
        self.work()
        self.assertEqual(order.state, "sent")

    def test_colleague_confirms_by_hand_first(self):
        order, approval = self.accepted()
        self.approve(approval)
        order.with_user(self.clerk).action_confirm()
        self.assertFalse(order.neiqin_acceptance)
        self.assertFalse(order.activity_ids)
        mails = self.capture_confirmation_mails()
        self.work()
        self.assertEqual(mails, [])

    def test_cancelled_order_stays_cancelled(self):
        order, approval = self.accepted()
        order.with_user(self.clerk)._action_cancel()
        self.approve(approval)
        self.work()
        self.assertEqual(order.state, "cancel")
        self.assertFalse(order.activity_ids)

    def test_signature_taken_back_confirms_nothing(self):
        order, approval = self.accepted()
        self.approve(approval)
        order.signature = False
        self.work()
        self.assertEqual(order.state, "sent")

    def test_refused_order_waits_for_a_person(self):
        order, approval = self.accepted()
        approval.with_user(self.boss).action_refuse("价格太低")
        self.work()
        self.assertEqual(order.state, "sent")
        self.assertEqual(order.activity_ids.user_id, self.clerk)

    def test_grant_clears_the_gate(self):
        order, _approval = self.accepted()
        self.env["neiqin.grant"].with_user(self.manager)._neiqin_give(
            "approval",
            order.with_user(self.manager),
            "老客户急单",
            fields.Datetime.add(fields.Datetime.now(), days=1),
            self.clerk,
        )
        self.assertEqual(self.triggered(), 1)
        self.work()
        self.assertEqual(order.state, "sale")
        grant = self.env["neiqin.grant"].search([("res_id", "=", order.id)])
        self.assertTrue(grant.used_at)

    def test_gate_switched_off_is_seen_by_the_schedule(self):
        order, _approval = self.accepted()
        self.rule.active = False
        order._neiqin_running().with_user(self.clerk).action_cancel()
        self.work()
        self.assertEqual(order.state, "sale")

    def test_failure_is_a_task_and_stops_no_other(self):
        first, approval = self.accepted()
        second, other = self.accepted()
        self.approve(approval | other)
        model = self.env.registry["sale.order"]
        original = model._confirmation_error_message

        def message(order):
            return "缺少科目" if order.id == first.id else original(order)

        with patch.object(model, "_confirmation_error_message", message):
            self.work()
        self.assertEqual((first.state, second.state), ("sent", "sale"))
        failed = self.env.ref("neiqin_addon.mail_activity_type_failure")
        told = first.activity_ids.filtered(lambda x: x.activity_type_id == failed)
        self.assertEqual(told.user_id, self.clerk)
        self.assertIn("缺少科目", str(told.note))
        self.assertEqual(approval.state, "approved")

    @mute_logger(FAILURES)
    def test_unexpected_failure_is_told_and_over_when_confirmed_by_hand(self):
        order, approval = self.accepted()
        self.approve(approval)
        with patch.object(
            self.env.registry["sale.order"],
            "_send_order_confirmation_mail",
            side_effect=ZeroDivisionError("secret"),
        ):
            self.work()
        self.assertEqual(order.state, "sent")
        self.assertEqual(len(order.activity_ids), 2)
        self.assertNotIn("secret", "".join(order.activity_ids.mapped("note")))
        order.with_user(self.clerk).action_confirm()
        self.assertEqual(order.state, "sale")
        self.assertFalse(order.activity_ids)

    def test_nobody_writes_the_acceptance_by_hand(self):
        order = self.new_order()
        for vals in (
            {"neiqin_acceptance": "waiting"},
            {"neiqin_accepted_content": {}},
            {"neiqin_accepted_at": "2026-01-01 00:00:00"},
        ):
            for user in (self.clerk, self.manager):
                with self.assertRaises(AccessError):
                    order.with_user(user).write(vals)

    def test_signature_written_by_a_colleague_is_no_customer_act(self):
        order, _approval = self.accepted()
        order.order_line.price_unit = 130.0
        order.with_user(self.clerk).write({"signature": SIGNATURE})
        self.assertEqual(order.neiqin_acceptance, "changed")

    def test_asking_the_customer_again(self):
        order, _approval = self.accepted()
        with self.assertRaises(UserError):
            order.with_user(self.clerk).action_neiqin_ask_customer_again()
        order.order_line.price_unit = 130.0
        with self.assertRaises(AccessError):
            stranger = self.person("ap_stranger", "auditor")
            order.with_user(stranger).action_neiqin_ask_customer_again()
        action = order.with_user(self.clerk).action_neiqin_ask_customer_again()
        self.assertEqual(action["res_model"], "mail.compose.message")
        self.assertFalse(order.signature or order.neiqin_acceptance)
        self.assertFalse(order.activity_ids)
        self.sign(order)
        self.assertEqual(order.neiqin_acceptance, "waiting")

    def test_a_customer_choosing_options_reopens_without_an_error(self):
        order = self.new_order(require_signature=True)
        approval = self.approve(self.ask(order))
        public = order.with_user(self.env.ref("base.public_user")).sudo()
        public.order_line.product_uom_qty = 7
        self.assertEqual(approval.state, "pending")
        self.assertEqual(order.order_line.product_uom_qty, 7)

    def test_queries_do_not_grow_with_those_who_wait(self):
        def queries(count):
            orders = self.env["sale.order"].union(
                *(self.new_order(require_signature=True) for _ in range(count))
            )
            self.sign(orders)
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.cr.sql_log_count
            self.assertFalse(orders._neiqin_ready_to_confirm())
            return self.cr.sql_log_count - before

        queries(1)
        self.assertLessEqual(queries(15) - queries(1), 4)
