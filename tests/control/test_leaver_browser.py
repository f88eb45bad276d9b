"""A leaver at his screen is out at the next click, and no activity is lost."""

import json
import urllib.request

from odoo.tests.common import TEST_CURSOR_COOKIE_NAME

from ..browser import BrowserCase
from .rpc_case import RpcCase

ROLE = "neiqin_addon.group_neiqin_"


class TestLeaverBrowser(BrowserCase):
    def setUp(self):
        super().setUp()
        self.leaver = self.chinese_user("zhou", f"{ROLE}clerk", name="小周")
        self.successor = self.chinese_user("wu", f"{ROLE}clerk", name="小吴")
        self.manager = self.chinese_user("boss", f"{ROLE}manager", name="老板")
        partner = self.env["res.partner"].create(
            {"name": "宁波海曙泵业有限公司", "user_id": self.leaver.id}
        )
        self.orders = self.env["sale.order"].create(
            [{"partner_id": partner.id, "user_id": self.leaver.id} for _ in range(3)]
        )
        for record in (*self.orders, partner):
            record.activity_schedule(
                "mail.mail_activity_data_todo", user_id=self.leaver.id
            )
        self.env.flush_all()

    def activities(self, *users):
        found = self.env["mail.activity"].sudo()
        ids = [user.id for user in users]
        return found.search_count([("user_id", "in", ids)] if users else [])

    def freeze(self, question, key):
        """Freeze as the manager's own call: the page shares the test's transaction."""
        request = urllib.request.Request(
            f"{self.base_url()}/json/2/neiqin.leaver/action_freeze",
            data=json.dumps({"ids": [question]}).encode(),
            headers={
                "Authorization": f"Bearer {key}",
                "Content-Type": "application/json",
                "Cookie": f"{TEST_CURSOR_COOKIE_NAME}={self.http_request_key}",
            },
        )
        with urllib.request.urlopen(request, timeout=60) as answer:
            self.assertEqual(answer.status, 200)

    def check_thrown_out(self, width, row):
        before, own = self.activities(), self.activities(self.leaver)
        theirs = self.activities(self.successor)
        name = self.orders[0].name
        question = (
            self.env["neiqin.leaver"]
            .with_user(self.manager)
            .create({"user_id": self.leaver.id, "successor_id": self.successor.id})
        )
        number, key = question.id, RpcCase.new_key(self.manager)
        self.env.flush_all()
        with self.browse("/odoo/back-office-orders", self.leaver, width) as page:
            page.wait(row, name)
            page.assert_fits()
            self.freeze(number, key)
            page.click(row, name)
            page.wait("form.oe_login_form, .modal-dialog")
            page.screenshot("leaver-next-click")
            # the dialog may be drawn twice, once for each request that was refused
            page.click_until(".modal-dialog footer button", "", "form.oe_login_form")
            page.assert_fits()
            page.screenshot("leaver-login")
        self.assertEqual(self.activities(), before)
        self.assertEqual(self.activities(self.leaver), 0)
        self.assertEqual(self.activities(self.successor), theirs + own)
        self.assertEqual(question.activity_count, own)
        self.assertEqual(own, 4)

    def test_on_a_laptop(self):
        self.check_thrown_out(1366, ".o_data_row td")

    def test_on_a_phone(self):
        self.check_thrown_out(390, ".o_kanban_record")
