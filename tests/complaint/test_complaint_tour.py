"""Whole ways through a complaint in the browser: the customer's, the department's, the wall's."""

import time

from odoo.addons.bus.models.bus import channel_with_db, dispatch, hashable
from odoo.addons.mail.tests.common import MailCase
from odoo.addons.neiqin_addon.models.complaint.complaint_link import complaint_url

from ..browser import PATIENCE
from .test_complaint_browser import ROLE, ComplaintScreens

ANSWER = "已收到，今天给您答复。"
#: Boards ask again every minute by themselves; here only the bus makes them.
NO_TIMERS = """
const later = window.setInterval;
window.setInterval = (work, every, ...rest) =>
    every >= 60000 ? 0 : later(work, every, ...rest);
"""


class TestCustomerTour(ComplaintScreens, MailCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["res.lang"]._activate_lang("zh_CN")
        cls.partners.lang = "zh_CN"
        cls.order.action_confirm()

    def newest(self):
        return self.env["neiqin.complaint"].search([], limit=1, order="id desc")

    def fill_in(self, page, text):
        """Choose what it is about, write, send."""
        page.click_until("label.btn", "产品质量", "input[name=type_id]:checked + label")
        page.fill("textarea[name=description]", text)

    def test_from_the_signed_link_without_login(self):
        link = complaint_url(self.order)
        for width in (1366, 390):
            with self.browse(link, None, width=width) as page:
                page.wait("textarea[name=description]")
                page.assert_fits()
                page.screenshot("complaint-page")
        with self.browse(link, None, width=390) as page:
            self.fill_in(page, "40 套里有 37 套生锈")
            page.fill("input[name=contact_name]", "林工")
            page.fill("input[name=contact_phone]", "13800000000")
            page.click("form[action^='/complaint'] button[type=submit]")
            page.wait("h1", "已收到您的投诉")
            page.assert_fits()
            page.screenshot("complaint-filed")
            shown = page.text("#wrap")
        complaint = self.newest()
        self.assertIn(complaint.name, shown)
        self.assertEqual(complaint.order_id, self.order)

    def test_in_the_portal_from_the_order_to_the_mark(self):
        customer = self.chinese_user("lin", "base.group_portal", email="lin@c.cn")
        customer.partner_id.parent_id = self.partners[0]
        with self.browse(f"/my/orders/{self.order.id}", customer, width=390) as page:
            page.click("a[name=neiqin_complain]")
            page.wait("textarea[name=description]")
            page.open("/my/complaints/new")
            self.fill_in(page, "40 套里有 37 套生锈")
            page.click("form[action='/my/complaints/new'] button[type=submit]")
            page.wait(".badge", "未处理")
            with page.alone(), self.mock_mail_gateway():
                complaint = self.newest()
                number = complaint.name
                complaint.with_user(self.clerk).message_post(
                    body=ANSWER,
                    message_type="comment",
                    subtype_xmlid="mail.mt_comment",
                )
            page.open("/my/complaints")
            page.click("a.card", number)
            page.wait(".card", ANSWER)
            with page.alone():
                complaint.with_user(self.clerk)._neiqin_solve(
                    "<p>明天补发 37 套，运费我们承担。</p>", "phone"
                )
            page.open(f"/my/complaints/{complaint.id}")
            page.wait("#mark", "您对")
            page.assert_fits()
            page.screenshot("complaint-portal")
            page.click("#mark button", "满意")
            page.wait("#mark", "感谢")
            page.screenshot("complaint-marked")
        self.assertEqual(complaint.partner_id, customer.partner_id)
        self.assertEqual(complaint.mark, "good")
        with self.browse(f"/odoo/complaints/{complaint.id}", self.clerk) as page:
            page.wait("[name=mark]", "满意")
            page.assert_fits()
            page.screenshot("complaint-marked-form")


class TestDepartmentTour(ComplaintScreens):
    def test_the_task_is_done_on_the_phone(self):
        task = (
            self.env["neiqin.complaint.task"]
            .with_user(self.clerk)
            .create(
                {
                    "complaint_id": self.late.id,
                    "name": "清点库存并拍照",
                    "department_id": self.env.ref(
                        "neiqin_addon.department_warehouse"
                    ).id,
                    "minutes": 60,
                }
            )
        )
        with self.browse("/odoo/complaint-tasks", self.worker, width=390) as page:
            page.click(".o_kanban_record", "清点库存")
            page.click("button[name=action_neiqin_start]")
            page.fill("[name=result] textarea", "同批还有 12 套，已隔离，照片见附件")
            page.assert_fits()
            page.screenshot("complaint-task-doing")
            page.click("button[name=action_neiqin_done]")
            page.wait_gone("button[name=action_neiqin_done]")
            # no prices and nobody's phone number on their screens
            self.assertNotIn("13800000000", page.text(".o_content"))
        self.assertEqual((task.state, task.clock_state), ("done", "met"))
        self.assertIn("12 套", task.result)


class TestBoardTour(ComplaintScreens):
    def setUp(self):
        super().setUp()
        # asked for before a page is open: both would use one cursor
        group = self.env.ref(f"{ROLE}clerk")
        self.channel = hashable(channel_with_db(self.registry.db_name, group))

    def sockets(self):
        """Return the open connections that hear what clerks are told."""
        return list(dispatch._channels_to_ws.get(self.channel, ()))

    def wait_for_socket(self):
        end = time.monotonic() + PATIENCE
        while time.monotonic() < end and not self.sockets():
            time.sleep(0.1)
        self.assertTrue(self.sockets(), "the page did not connect to the bus")

    def tell(self):
        """Hand on what waits for the commit, as the bus does after one."""
        self.env.cr.precommit.run()
        for socket in self.sockets():
            socket.trigger_notification_dispatching()

    def test_an_open_board_shows_what_somebody_else_files(self):
        with self.browse("about:blank", self.boss) as page:
            page.browser._websocket_request(
                "Page.addScriptToEvaluateOnNewDocument", params={"source": NO_TIMERS}
            )
            page.open("/odoo/complaint-board")
            page.wait(".o_neiqin_board_card", "杭州精工")
            page.wait_gone(".o_neiqin_board_card", "发票抬头开错")
            self.wait_for_socket()
            with page.alone():
                self.file(1, "invoice", "发票抬头开错", 5)
                self.tell()
            page.wait(".o_neiqin_board_card", "发票抬头开错")
            # and what is answered leaves it
            with page.alone():
                self.short._neiqin_solve("<p>今天补发</p>", "phone")
                self.tell()
            page.wait_gone(".o_neiqin_board_card", "少发 3 箱")
