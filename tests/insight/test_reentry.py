"""Typing again: who is drawn, who types, what is compared, who settles."""

import hashlib
import hmac
from datetime import timedelta

from freezegun import freeze_time

from odoo import fields
from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .reentry_case import ReentryCase


@tagged("post_install", "-at_install")
class TestDraw(ReentryCase):
    def test_nothing_while_off(self):
        self.company.neiqin_reentry = False
        self.paper(self.make_order())
        self.cron()
        self.assertFalse(self.env["neiqin.reentry.draw"].search([]))

    def test_not_before_the_day_is_over(self):
        order = self.paper(self.make_order())
        self.cron(days=0)
        self.assertFalse(self.tasks.search([("order_id", "=", order.id)]))

    def test_only_with_paper_and_the_rest_is_counted(self):
        order, bare = self.paper(self.make_order()), self.make_order()
        self.cron()
        draw = self.env["neiqin.reentry.draw"].search(
            [("company_id", "=", self.company.id)], order="date desc", limit=1
        )
        self.assertIn(order.id, draw.drawn_numbers)
        self.assertNotIn(bare.id, draw.order_numbers)
        self.assertGreaterEqual(draw.without_paper, 1)

    def test_draw_follows_from_its_seed_alone(self):
        self.company.neiqin_reentry_share = 50.0
        orders = [self.paper(self.make_order(lines=1)) for _number in range(12)]
        self.cron()
        draw = self.env["neiqin.reentry.draw"].search([], limit=1)
        seed = bytes.fromhex(draw.seed)
        expected = [
            order.id
            for order in orders
            if int(
                hmac.new(seed, b"%d" % order.id, hashlib.sha256).hexdigest()[:16], 16
            )
            < 2**63
        ]
        ours = {order.id for order in orders}
        self.assertEqual([n for n in draw.drawn_numbers if n in ours], expected)
        answer = self.rpc(self.lead, draw, "action_neiqin_draw_again")
        self.assertEqual(answer["params"]["type"], "success")

    def test_a_day_is_drawn_once_and_stays(self):
        self.paper(self.make_order())
        self.cron()
        self.cron()
        draws = self.env["neiqin.reentry.draw"].search([])
        self.assertEqual(len(draws), len(set(draws.mapped("date"))))
        self.assertEqual(len(self.tasks.search([])), len(draws.reentry_ids))
        with self.assertRaises(UserError):
            draws[:1]._neiqin_as_server().write({"seed": "00"})

    def test_days_by_the_company_clock(self):
        """20:00 UTC is the next day in Shanghai: drawn one day later."""
        self.company.resource_calendar_id.tz = "Asia/Shanghai"
        order = self.paper(self.make_order())
        order.flush_recordset()
        self.env.cr.execute(
            "UPDATE sale_order SET create_date = '2026-03-10 20:00' WHERE id = %s",
            [order.id],
        )
        self.env.invalidate_all()
        draw = self.env["neiqin.reentry.draw"]._neiqin_as_server()
        before, after = draw.create(
            [
                {"company_id": self.company.id, "date": day}
                for day in ("2026-03-10", "2026-03-11")
            ]
        )
        self.assertNotIn(order, before._neiqin_orders())
        self.assertIn(order, after._neiqin_orders())


@tagged("post_install", "-at_install")
class TestTyping(ReentryCase):
    def test_given_to_a_clerk_without_a_hand_in_it(self):
        order = self.paper(self.make_order())
        self.verify(order)  # by 李强
        task = self.drawn(order)
        self.assertEqual(task.user_id, self.zhao)
        self.assertEqual(task.state, "open")
        self.assertEqual(task.activity_ids.user_id, self.zhao)

    def test_work_is_spread_evenly(self):
        orders = [self.paper(self.make_order(lines=1)) for _number in range(6)]
        self.cron()
        tasks = self.tasks.search([("order_id", "in", [o.id for o in orders])])
        counts = [
            len(tasks.filtered(lambda t, u=u: t.user_id == u))
            for u in self.li | self.zhao
        ]
        self.assertEqual(counts, [3, 3])

    def test_due_skips_the_weekend(self):
        task = self.drawn()
        with freeze_time("2026-03-06 02:00"):  # a Friday
            self.assertEqual(str(task._neiqin_due()), "2026-03-10")

    def test_agreeing_is_settled_at_once(self):
        task = self.drawn()
        order = task.sudo().order_id
        self.type(task, self.rows_of(order), said_partner=self.customer.name)
        self.assertEqual(task.state, "done")
        # three lines of product, quantity and price, and the customer
        self.assertEqual((task.checked_count, task.wrong_count), (10, 0))
        self.assertEqual(set(task.line_ids.mapped("first_by")), {self.wang})

    def test_rows_in_another_order_and_with_chinese_digits(self):
        task = self.drawn()
        rows = self.rows_of(task.sudo().order_id)[::-1]
        rows[0]["quantity"] = "３.０"
        self.type(task, rows)
        self.assertEqual((task.state, task.differ_count), ("done", 0))

    def test_difference_goes_to_a_third_person(self):
        task = self.drawn()
        order, clerk = task.sudo().order_id, task.user_id
        answer = self.type(task, self.rows_of(order, quantity_1="20"))
        self.assertNotIn("20", self.as_text(answer))
        self.assertEqual((task.state, task.differ_count), ("differs", 1))
        self.assertEqual(task.settler_id, self.lead)
        line = task.line_ids.filtered(lambda one: not one.decision)
        self.assertEqual((line.first, line.second), ("2", "20"))
        for user in (self.wang, clerk):
            with self.assertRaises(UserError):
                self.rpc(user, line, "write", {"decision": "second"})
            with self.assertRaises(UserError):
                self.rpc(user, task, "action_neiqin_settle")
        with self.assertRaises(UserError):  # not decided yet
            self.rpc(self.lead, task, "action_neiqin_settle")
        command = [[1, line.id, {"decision": "first"}]]  # as the form sends it
        for user in (self.wang, clerk):
            with self.assertRaises(UserError):
                self.rpc(user, task, "write", {"line_ids": command})
        with self.assertRaises(UserError):
            self.rpc(self.lead, task, "write", {"line_ids": [[2, line.id, 0]]})
        self.rpc(self.lead, task, "web_save", {"line_ids": command}, {})
        self.rpc(self.lead, task, "action_neiqin_settle")
        self.assertEqual((task.state, task.wrong_count), ("done", 1))
        with self.assertRaises(UserError):
            self.rpc(self.lead, line, "write", {"decision": "second"})
        with self.assertRaises(UserError):
            line._neiqin_as_server().write({"decision": "second"})

    def test_what_only_one_has_counts_as_one_value(self):
        task = self.drawn()
        order = task.sudo().order_id
        rows = self.rows_of(order)[:2] + [{"product": "XX-9", "quantity": "4"}]
        rows[1]["product"] = "6206"  # so that the second product is nowhere
        self.type(task, rows)
        alone = task.line_ids.filtered(lambda line: not line.decision)
        self.assertTrue(
            all(
                line.field in ("product_id", "product_uom_qty", "price_unit")
                for line in alone
            )
        )
        self.assertIn("~XX-9", alone.mapped("second"))

    def test_handing_in_needs_lines_and_numbers(self):
        task = self.drawn()
        with self.assertRaises(UserError):
            self.rpc(task.user_id, task, "action_neiqin_hand_in")
        with self.assertRaises(UserError):
            self.type(task, [{"product": "6204", "quantity": "zwei"}])
        self.assertEqual(task.state, "open")

    def test_nobody_left_is_told_to_a_supervisor(self):
        order = self.paper(self.make_order())
        for user in (self.li, self.zhao, self.lead, self.boss):
            order.with_user(user).order_line[0].product_uom_qty += 1
        # each of them now had a hand in it, or another did in their place
        task = self.drawn(order)
        if task.state == "new":
            failure = self.env["neiqin.failure"].search(
                [("res_model", "=", "neiqin.reentry"), ("res_id", "=", task.id)]
            )
            self.assertTrue(failure)
        else:
            self.assertNotIn(task.user_id, order._neiqin_hands())

    def test_give_back_moves_on_and_never_returns(self):
        task = self.drawn()
        first = task.user_id
        self.rpc(first, task, "action_neiqin_give_back")
        self.assertNotIn(task.user_id, first | self.wang)
        second = task.user_id
        self.rpc(second, task, "action_neiqin_give_back")
        self.assertNotIn(task.user_id, first | second | self.wang)

    def test_leaver_hands_over_to_whom_it_may_go(self):
        task = self.drawn()
        leaver = self.env["neiqin.leaver"].create(
            {"user_id": task.user_id.id, "successor_id": self.wang.id}
        )
        gone = task.user_id
        leaver.with_user(self.boss).action_freeze()
        self.assertNotIn(task.user_id, gone | self.wang)
        self.assertTrue(task.user_id)
        self.assertIn(task.id, leaver.line_ids.mapped("res_id"))

    def test_overdue_is_told_once(self):
        task = self.drawn()
        self.cron(days=8)
        self.cron(days=9)
        told = task.activity_ids.filtered(lambda todo: todo.user_id != task.user_id)
        self.assertEqual(len(told), 1)
        self.assertEqual(told.user_id, self.lead)
        self.assertTrue(task.reminded_on)

    def test_void_by_a_supervisor_only(self):
        task = self.drawn()
        clerk = task.user_id
        for user in (clerk, self.wang):
            with self.assertRaises(AccessError):
                task.with_user(user)._neiqin_ask_void("unreadable")
        wizard = self.env["neiqin.reentry.void"].with_user(self.lead)
        wizard = wizard.create({"reentry_id": task.id, "reason": "扫描件看不清"})
        self.rpc(self.lead, wizard, "action_void")
        self.assertEqual(task.state, "void")
        self.assertFalse(task.sudo().order_id.neiqin_blind_user_id)
        self.assertFalse(task.activity_ids)

    def test_old_tasks_stay(self):
        task = self.drawn()
        self.type(task, self.rows_of(task.sudo().order_id))
        with self.assertRaises(UserError):
            task.sudo()._neiqin_as_server().write({"wrong_count": 0, "state": "open"})
        with self.assertRaises(UserError):
            task.sudo().unlink()
        soon = fields.Datetime.now() + timedelta(minutes=1)
        self.assertLess(task.done_at, soon)
