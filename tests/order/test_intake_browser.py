"""The clerk's screen of an order file, on a laptop and on a phone."""

import json

from odoo.tests import tagged

from ..browser import BrowserCase
from .intake_common import HEADERS, csv_file

#: Put files into the upload field as a person's choice does.
UPLOAD = """(() => {
    const data = new DataTransfer();
    for (const [name, text] of Object.entries(FILES)) {
        data.items.add(new File([text], name));
    }
    const input = document.querySelector("input[type=file]");
    input.files = data.files;
    input.dispatchEvent(new Event("change", { bubbles: true }));
})()"""


@tagged("post_install", "-at_install")
class TestIntakeScreen(BrowserCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["res.partner"].create(
            {"name": "宁波港机有限公司", "ref": "C-NB", "is_company": True}
        )
        cls.env["product.product"].create(
            [
                {
                    "name": "深沟球轴承 6204",
                    "default_code": "B6204",
                    "list_price": 10.0,
                },
                {"name": "骨架油封", "default_code": "SEAL", "list_price": 4.0},
            ]
        )

    def upload(self, user):
        """Return an intake of four orders, one of them with bad rows."""
        rows = [
            ["C-NB", "PO-2031-001", "B6204", "200", "10", "2031-03-03"],
            ["C-NB", "PO-2031-002", "SEAL", "50", "4", "2031-03-10"],
            ["C-NB", "PO-2031-003", "B62O4", "12", "10", "2031-03-10"],
            ["C-NB", "PO-2031-003", "SEAL", "12", "4.80", "03/04/2031"],
            ["C-NB", "PO-2031-003", "B6204", "5", "10", "2031-03-10"],
            ["C-NB", "PO-2031-004", "B6204", "1", "10", "2031-03-12"],
        ]
        attachment = (
            self.env["ir.attachment"]
            .with_user(user)
            .create({"name": "宁波港机3月订单.csv", "raw": csv_file(rows, HEADERS)})
        )
        intakes = self.env["neiqin.order.intake"].with_user(user)
        intakes = intakes.with_context(lang="zh_CN")
        action = intakes.create_document_from_attachment(attachment.ids)
        return intakes.browse(action["res_id"])

    def test_the_next_step_is_seen_at_once(self):
        clerk = self.chinese_user("neiqin", "neiqin_addon.group_neiqin_clerk")
        intake = self.upload(clerk)
        with self.browse("/odoo/order-intake", clerk) as page:
            page.wait(".o_data_row", "宁波港机")
            page.screenshot("intake-list")
            page.open(f"/odoo/order-intake/{intake.id}")
            page.wait("button[name='action_import']")
            page.wait("[name='bad_line_ids'] .o_data_row", "B62O4")
            page.screenshot("intake-problems")
            page.click("button[name='action_import']")
            page.wait("button[name='action_open_orders']", "3")
            page.screenshot("intake-partly")
        self.assertEqual((intake.state, intake.order_count), ("partly", 3))

    def test_files_are_uploaded_through_the_web_client(self):
        """Good and bad ones at once; the names of the customers are in the list."""
        clerk = self.chinese_user("neiqin", "neiqin_addon.group_neiqin_clerk")
        good = csv_file([["C-NB", "PO-1", "SEAL", "5", "4", "2031-03-10"]], HEADERS)
        files = {"good.csv": good.decode(), "empty.csv": "", "notes.txt": "hello"}
        with self.browse("/odoo/order-intake", clerk) as page:
            page.wait(".o_list_view .o_view_nocontent_smiling_face")
            page.evaluate(UPLOAD.replace("FILES", json.dumps(files)))
            page.wait(".o_notification", "empty.csv")
            page.wait(".o_form_view button[name='action_import']")
            page.open("/odoo/order-intake")
            page.wait(".o_data_row", "宁波港机有限公司")
        intake = self.env["neiqin.order.intake"].search([("create_uid", "=", clerk.id)])
        self.assertEqual(intake.mapped("filename"), ["good.csv"])
        self.assertEqual(intake.state, "checked")

    def test_a_phone_shows_the_same(self):
        clerk = self.chinese_user("neiqin", "neiqin_addon.group_neiqin_clerk")
        intake = self.upload(clerk)
        with self.browse("/odoo/order-intake", clerk, width=390) as page:
            page.wait(".o_kanban_record", "宁波港机")
            page.assert_fits()
            page.screenshot("intake-list")
            page.open(f"/odoo/order-intake/{intake.id}")
            page.wait("[name='bad_line_ids'] .o_kanban_record", "B62O4")
            page.assert_fits()
            page.screenshot("intake-problems")

    def test_an_empty_list_tells_what_to_do(self):
        clerk = self.chinese_user("neiqin", "neiqin_addon.group_neiqin_clerk")
        with self.browse("/odoo/order-intake", clerk) as page:
            page.wait(".o_view_nocontent_smiling_face")
            page.screenshot("intake-empty")
