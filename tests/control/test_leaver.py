"""A leaver is out at the next click, and all of the work is in other hands."""

from odoo.exceptions import AccessError, UserError
from odoo.tests import HttpCase, TransactionCase, new_test_user, tagged

MANAGER = "neiqin_addon.group_neiqin_manager"
CLERK = "neiqin_addon.group_neiqin_clerk,base.group_partner_manager"


@tagged("post_install", "-at_install")
class TestLeaver(TransactionCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.leaver = new_test_user(cls.env, "leaver", CLERK, name="小周")
        cls.successor = new_test_user(cls.env, "successor", CLERK, name="小吴")
        cls.manager = new_test_user(cls.env, "boss", MANAGER, name="老板")
        cls.product = cls.env["product.product"].create({"name": "轴承"})
        cls.partners = cls.env["res.partner"].create(
            [{"name": f"客户 {i}", "user_id": cls.leaver.id} for i in range(3)]
        )
        cls.partners[2].active = False
        line = (0, 0, {"product_id": cls.product.id, "product_uom_qty": 5})
        cls.orders = cls.env["sale.order"].create(
            [
                {
                    "partner_id": cls.partners[0].id,
                    "user_id": cls.leaver.id,
                    "order_line": [line],
                }
                for _ in range(4)
            ]
        )
        cls.orders[1].action_confirm()
        cls.orders[2].action_cancel()
        for record in (*cls.orders, *cls.partners[:2]):
            record.activity_schedule(
                "mail.mail_activity_data_todo", user_id=cls.leaver.id
            )

    def question(self, user=None, **values):
        values = {
            "user_id": self.leaver.id,
            "successor_id": self.successor.id,
            **values,
        }
        return self.env["neiqin.leaver"].with_user(user or self.manager).create(values)

    def count(self, user):
        return (
            self.env["mail.activity"].sudo().search_count([("user_id", "=", user.id)])
        )

    def test_everything_changes_hands_and_nothing_is_lost(self):
        before = self.count(self.leaver)
        self.assertEqual(before, 6)
        total = self.env["mail.activity"].sudo().search_count([])
        question = self.question()
        self.assertIn("6", question.preview)
        question.action_freeze()
        self.assertEqual(self.count(self.leaver), 0)
        self.assertEqual(self.count(self.successor), before)
        self.assertEqual(self.env["mail.activity"].sudo().search_count([]), total)
        self.assertEqual(question.activity_count, before)
        self.assertFalse(self.leaver.active)
        self.assertEqual(self.partners.user_id, self.successor)
        still_open = self.orders[0] | self.orders[1] | self.orders[3]
        self.assertEqual(still_open.user_id, self.successor)
        self.assertEqual(self.orders[2].user_id, self.leaver, "cancelled: history")
        listed = {(line.res_model, line.res_id) for line in question.line_ids}
        for record in (*self.partners, *still_open):
            self.assertIn((record._name, record.id), listed)
        self.assertEqual(question.state, "frozen")
        entries = self.env["neiqin.trail.entry"].search(
            [("user_id", "=", self.manager.id)]
        )
        self.assertEqual(
            entries.filtered(lambda e: e.action == "freeze").res_id, self.leaver.id
        )
        told = {(e.res_model, e.res_id) for e in entries if e.action == "hand_over"}
        self.assertLessEqual(
            {(r._name, r.id) for r in (*self.partners, *still_open)}, told
        )
        self.assertEqual(question.frozen_by_id, self.manager)

    def test_the_exports_of_the_last_days_are_listed(self):
        self.leaver.group_ids |= self.env.ref("base.group_allow_export")
        self.partners.with_user(self.leaver).export_data(["name"])
        question = self.question()
        question.action_freeze()
        self.assertEqual(len(question.export_ids), 1)
        self.assertIn("3", question.export_ids.details)

    def test_keys_and_second_factors_are_gone(self):
        keys = self.env["res.users.apikeys"].with_user(self.leaver)
        key = keys.sudo()._generate("rpc", "脚本", self.env.cr.now().replace(year=2099))
        self.assertEqual(keys._check_credentials(scope="rpc", key=key), self.leaver.id)
        self.leaver.sudo().totp_secret = "JBSWY3DPEHPK3PXP"
        self.question().action_freeze()
        self.assertFalse(keys._check_credentials(scope="rpc", key=key))
        self.assertFalse(self.leaver.sudo().totp_secret)
        self.assertFalse(
            self.env["mail.followers"].search(
                [("partner_id", "=", self.leaver.partner_id.id)]
            )
        )

    def test_only_a_manager_and_not_by_writing(self):
        for user in (self.leaver, self.successor):
            with self.assertRaises(AccessError):
                self.question(user)
        question = self.question()
        with self.assertRaises(AccessError):
            question.with_user(self.successor).action_freeze()
        for values in ({"state": "frozen"}, {"activity_count": 5}):
            with self.assertRaises(AccessError):
                question.write(values)
        with self.assertRaises(AccessError):
            self.question(state="frozen")
        question.action_freeze()
        with self.assertRaises(AccessError):
            question.write({"successor_id": self.manager.id})
        with self.assertRaises(UserError):
            question.unlink()
        with self.assertRaises(UserError):
            question.with_context(_force_unlink=True).unlink()
        with self.assertRaises(UserError):
            question.action_freeze()

    def refused(self, words, **values):
        question = self.question(**values)
        with self.assertRaises(UserError) as caught:
            question.action_freeze()
        self.assertIn(words, str(caught.exception))

    def test_who_cannot_leave_and_who_cannot_take_over(self):
        self.refused("himself", user_id=self.manager.id)
        self.refused("another active", successor_id=self.leaver.id)
        portal = new_test_user(self.env, "portal_c", "base.group_portal")
        self.refused("another active", successor_id=portal.id)
        self.refused("not a colleague", user_id=portal.id)
        gone = new_test_user(self.env, "gone", CLERK)
        gone.active = False
        self.refused("another active", successor_id=gone.id)
        self.refused("not a colleague", user_id=self.env.ref("base.user_root").id)
        company = self.env["res.company"].create({"name": "二厂"})
        self.manager.company_ids |= company
        self.leaver.company_ids |= company
        self.refused("二厂")

    def test_administrators_stay_in(self):
        admins = self.env.ref("base.group_system").all_user_ids
        admins = admins.filtered(lambda user: not user.share)
        last = self.env.ref("base.user_admin")
        (admins - last - self.env.ref("base.user_root")).active = False
        self.refused("last administrator", user_id=last.id)
        new_test_user(self.env, "second_admin", "base.group_system")
        self.refused("Only an administrator", user_id=last.id)

    def test_cost_does_not_grow_with_the_orders(self):
        def cost(number):
            user = new_test_user(self.env, f"leaver{number}", CLERK)
            self.env["res.partner"].create(
                [{"name": f"K{i}", "user_id": user.id} for i in range(number)]
            )
            question = self.question(user_id=user.id)
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            question.action_freeze()
            self.env.flush_all()
            return self.env.cr.sql_log_count - before

        cost(2)
        self.assertLessEqual(cost(81) - cost(3), 10)


@tagged("post_install", "-at_install")
class TestFrozenSession(HttpCase):
    def test_an_open_session_is_thrown_out_at_its_next_click(self):
        leaver = new_test_user(self.env, "leaver", CLERK)
        successor = new_test_user(self.env, "successor", CLERK)
        manager = new_test_user(self.env, "boss", MANAGER)
        self.authenticate("leaver", "leaver")
        self.assertIn("/odoo", self.url_open("/odoo").url)
        self.env["neiqin.leaver"].with_user(manager).create(
            {"user_id": leaver.id, "successor_id": successor.id}
        ).action_freeze()
        self.assertIn("/web/login", self.url_open("/odoo").url)
        answer = self.url_open(
            "/web/dataset/call_kw/res.partner/search_read",
            json={
                "params": {
                    "model": "res.partner",
                    "method": "search_read",
                    "args": [[], ["name"]],
                    "kwargs": {},
                }
            },
        ).json()
        self.assertIn("error", answer)
