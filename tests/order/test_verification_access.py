"""Who verifies what, asked by people with other plans."""

import base64

from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import new_test_user

from .verification_common import CLERK, OfficeCase


class TestVerificationAccess(OfficeCase):
    def test_only_clerks(self):
        order = self.make_order()
        portal = new_test_user(self.env, "gate_portal", "base.group_portal")
        for user in (self.rep, portal):
            with self.subTest(user=user.login):
                with self.assertRaises(AccessError):
                    self.open(order, user)
                with self.assertRaises(AccessError):
                    self.rpc(user, order, "action_neiqin_verify")
                checks = self.env["neiqin.verification"]
                with self.assertRaises(AccessError):
                    self.rpc(user, checks, "next_order")
                with self.assertRaises(AccessError):
                    self.rpc(user, checks, "add_paper", order.id, "a.pdf", "YQ==")
        self.assertFalse(order.with_user(self.rep).neiqin_may_verify)

    def test_not_who_entered_it(self):
        order = self.make_order()
        self.assertFalse(order.with_user(self.wang).neiqin_may_verify)
        self.assertIn("somebody else", order.with_user(self.wang).neiqin_verify_hint)
        self.assertTrue(order.with_user(self.li).neiqin_may_verify)
        with self.assertRaisesRegex(UserError, "somebody else"):
            self.open(order, self.wang)

    def test_not_who_changed_a_line_while_checking(self):
        order = self.make_order()
        screen = self.open(order)
        order.with_user(self.li).order_line[0].price_unit = 1
        self.assertEqual(order.order_line[0].neiqin_content_uid, self.li)
        self.assertEqual(order.neiqin_content_uid, self.li)
        with self.assertRaisesRegex(UserError, "somebody else"):
            self.complete(screen)
        self.verify(order, self.zhao)

    def test_somebody_elses_edit_does_not_wash_mine_away(self):
        order = self.make_order()
        order.with_user(self.li).order_line[0].price_unit = 1
        order.with_user(self.zhao).order_line[1].price_unit = 1
        self.assertEqual(order.neiqin_content_uid, self.zhao)
        for user in (self.wang, self.li, self.zhao):
            self.assertFalse(order.with_user(user).neiqin_may_verify)
        self.assertTrue(order.with_user(self.boss).neiqin_may_verify)

    def test_who_added_or_removed_a_line_changed_the_order(self):
        for change in (
            lambda order: order.write(
                {"order_line": [Command.create({"product_id": self.products[0].id})]}
            ),
            lambda order: order.order_line[0].unlink(),
            lambda order: order.write({"payment_term_id": False}),
        ):
            order = self.make_order()
            change(order.with_user(self.li))
            self.assertEqual(order.neiqin_content_uid, self.li)
            self.assertFalse(order.with_user(self.li).neiqin_may_verify)

    def test_a_rewrite_of_equal_values_makes_no_editor(self):
        order = self.make_order()
        line = order.with_user(self.li).order_line[0]
        line.write({"product_uom_qty": 1, "price_unit": 12.5})
        order.with_user(self.li).write({"partner_id": self.customer.id})
        self.assertFalse(order.neiqin_content_uid or line.neiqin_content_uid)

    def test_small_office_may_switch_it_off(self):
        self.company.neiqin_verify_by_other = False
        order = self.make_order()
        self.assertTrue(order.with_user(self.wang).neiqin_may_verify)
        self.assertEqual(self.verify(order, self.wang).user_id, self.wang)

    def test_checks_are_not_writable_by_anyone(self):
        order = self.make_order()
        screen = self.open(order)
        check = self.env["neiqin.verification"].browse(screen["id"])
        line = self.env["neiqin.verification.line"]
        values = {
            "order_id": order.id,
            "company_id": self.company.id,
            "user_id": self.li.id,
            "state": "done",
            "result": "verified",
        }
        for user in (self.li, self.boss):
            for records, method, args in (
                (check, "write", [{"state": "done", "result": "verified"}]),
                (check, "unlink", []),
                (check.browse(), "create", [values]),
                (
                    line,
                    "create",
                    [{"verification_id": check.id, "field": "price_unit"}],
                ),
            ):
                with self.subTest(method=method), self.assertRaises(AccessError):
                    self.rpc(user, records, method, *args)

    def test_private_helpers_are_out_of_reach(self):
        order = self.make_order()
        check = self.env["neiqin.verification"].browse(self.open(order)["id"])
        for records, method in (
            (check, "judge"),
            (check, "_neiqin_finish"),
            (order, "_neiqin_take_verification"),
            (order, "_neiqin_as_server"),
        ):
            with self.subTest(method=method), self.assertRaises(AccessError):
                self.rpc(self.li, records, method)

    def test_another_users_check_cannot_be_finished(self):
        order = self.make_order()
        screen = self.open(order)
        with self.assertRaises(AccessError):
            self.complete(screen, self.zhao)

    def test_a_finished_check_is_not_finished_twice(self):
        order = self.make_order()
        screen = self.open(order)
        self.complete(screen)
        with self.assertRaises(UserError):
            self.complete(screen)

    def test_forged_answers(self):
        order, other = self.make_order(), self.make_order()
        screen = self.open(order)
        check = self.env["neiqin.verification"].browse(screen["id"])
        whole = dict.fromkeys(self.keys(screen))
        foreign = f"{other.order_line[0].id}:price_unit"
        for answers in (
            {**whole, foreign: None},
            {**whole, "0:state": "sale"},
            {**whole, "0:partner_id": 3},
            {**whole, "0:partner_id": {"a": 1}},
            {**whole, "0:partner_id": "x" * 501},
            list(whole),
            None,
        ):
            with self.subTest(answers=str(answers)[:60]), self.assertRaises(UserError):
                self.rpc(self.li, check, "complete", answers)
        self.assertEqual(order.neiqin_verification_state, "todo")

    def test_forged_orders(self):
        checks = self.env["neiqin.verification"]
        for order_id in (0, 10**9, "1", None, [1], {"a": 1}):
            with self.subTest(order_id=order_id), self.assertRaises(UserError):
                self.rpc(self.li, checks, "open_order", order_id)

    def test_other_companies_are_closed(self):
        company = self.env["res.company"].create({"name": "上海分公司"})
        stranger = new_test_user(
            self.env, "stranger", CLERK, company_id=company.id, company_ids=company.ids
        )
        order = self.make_order()
        check = self.verify(order)
        with self.assertRaises(AccessError):
            self.open(order, stranger)
        checks = self.env["neiqin.verification"].with_user(stranger)
        self.assertFalse(checks.search([("id", "=", check.id)]))
        self.assertFalse(
            checks.env["neiqin.verification.line"].search([]) & check.line_ids
        )
        self.assertFalse(self.rpc(stranger, checks, "next_order", order.ids))

    def test_cancelled_and_empty_orders_are_refused(self):
        order = self.make_order()
        order.action_cancel()
        empty = self.make_order(lines=0)
        for refused in (order, empty):
            with self.assertRaises(UserError):
                self.open(refused)

    def test_papers(self):
        order = self.make_order()
        checks = self.env["neiqin.verification"]
        pdf = "JVBERi0xLjQKJSVFT0YK"
        papers = self.rpc(self.li, checks, "add_paper", order.id, "../po.pdf", pdf)
        self.assertEqual([(p["name"], p["kind"]) for p in papers], [("po.pdf", "pdf")])
        self.assertEqual(order.neiqin_paper_ids.res_id, order.id)
        mail = base64.b64encode(
            b"From: a@b.c\nContent-Type: text/html\n\n<script>alert(1)</script><p>ten</p>"
        ).decode()
        papers = self.rpc(self.li, checks, "add_paper", order.id, "po.eml", mail)
        self.assertEqual(papers[1]["kind"], "page")
        self.assertIn("ten", papers[1]["html"])
        self.assertNotIn("script", papers[1]["html"])
        for name, data in (
            ("a.pdf", "%%%"),
            ("a.pdf", ""),
            ("", pdf),
            (3, pdf),
            ("a", None),
        ):
            with self.subTest(name=name, data=data), self.assertRaises(UserError):
                self.rpc(self.li, checks, "add_paper", order.id, name, data)
