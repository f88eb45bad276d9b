"""The verification screen in a browser, without a mouse and on a phone."""

from ..browser import BrowserCase
from .verification_common import OfficeMixin

PAPER = """<h2>采购订单 HZ-2026-118</h2><p>杭州精工减速机有限公司</p><table border=1 cellpadding=6>
<tr><th>序号</th><th>型号</th><th>数量</th><th>单价</th><th>交期</th></tr>{rows}</table>"""
PNG = (
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk"
    "+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
)
ROW = "<tr><td>{0}</td><td>{1}</td><td>{2}</td><td>{3}</td><td>2026-12-20</td></tr>"


class TestVerificationScreen(OfficeMixin, BrowserCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["sale.order"].search(
            [("state", "in", ("draft", "sent"))]
        ).action_cancel()
        cls.env["res.lang"]._activate_lang("zh_CN")
        (cls.li | cls.wang).write({"lang": "zh_CN", "tz": "Asia/Shanghai"})

    def order_with_paper(self, lines=20):
        order = self.make_order(lines=lines, client_order_ref="HZ-2026-118")
        rows = "".join(
            ROW.format(
                i, line.product_id.default_code, line.product_uom_qty, line.price_unit
            )
            for i, line in enumerate(order.order_line, 1)
        )
        mail = (
            "From: buyer@example.com\nSubject: 采购订单\nMIME-Version: 1.0\n"
            "Content-Type: text/html; charset=utf-8\nContent-Transfer-Encoding: 8bit\n\n"
        )
        paper = self.env["ir.attachment"].create(
            {
                "name": "采购订单 HZ-2026-118.eml",
                "raw": (mail + PAPER.format(rows=rows)).encode(),
                "res_model": "sale.order",
                "res_id": order.id,
            }
        )
        order.sudo().neiqin_paper_ids = paper
        return order

    def test_twenty_lines_with_the_keyboard_alone(self):
        order = self.order_with_paper()
        with self.browse("/odoo/orders-to-verify", self.li) as page:
            page.wait(".o_data_row", "杭州精工")
            page.screenshot("verification-queue")
            page.click(".o_control_panel button[name=action_neiqin_verify]")
            page.wait(".o_neiqin_row_active input:focus")
            page.screenshot("verification")
            presses = 0
            for _row in range(1 + 20):
                page.press("Enter")
                presses += 1
            page.wait(".o_neiqin_result .btn-primary:focus")
            page.screenshot("verification-done")
        self.assertEqual(presses, 21)
        self.assertEqual(order.neiqin_verification_state, "verified")
        self.assertEqual(order.sudo().neiqin_verification_id.checked_count, 3 + 20 * 5)

    def test_typing_says_what_the_paper_has(self):
        order = self.order_with_paper(lines=3)
        following = self.make_order(
            commitment_date="2026-12-28", client_order_ref="NB-7"
        )
        first, line, last = order.order_line.ids
        with self.browse(f"/odoo/verify-order/{order.id}", self.li) as page:
            page.wait(".o_neiqin_row_active input:focus")
            page.press("Enter")
            page.wait(f'[data-line="{first}"].o_neiqin_row_active')
            page.press("ArrowDown")
            page.wait(f'[data-line="{line}"].o_neiqin_row_active')
            page.press("ArrowRight")
            page.wait(f'[data-key="{line}:product_uom_qty"]:focus')
            page.type("20")
            page.wait(".o_neiqin_cell_wrong")
            page.press("Enter")
            page.wait(f'[data-line="{last}"].o_neiqin_row_active')
            page.screenshot("verification-mismatch")
            page.press("Enter", "Control")
            page.wait(".o_neiqin_order_side .alert-warning")
            page.wait(f'[data-line="{first}"].o_neiqin_row_active')
            page.press("Enter")
            page.wait(f'[data-line="{last}"].o_neiqin_row_active')
            page.press("Enter")
            page.wait(".o_neiqin_result .text-danger")
            page.press("Enter")
            page.wait(".o_neiqin_order_side header", "NB-7")
        check = order.sudo().neiqin_verification_id
        wrong = check.line_ids.filtered(lambda value: value.verdict == "mismatch")
        self.assertEqual(
            (wrong.line_ref, wrong.field, wrong.entered, wrong.on_paper),
            (line, "product_uom_qty", "2", "20"),
        )
        self.assertEqual(following.neiqin_verification_state, "todo")

    def test_typing_faster_than_the_screen_reaches_the_right_value(self):
        order = self.order_with_paper(lines=2)
        line = order.order_line[0].id
        with self.browse(f"/odoo/verify-order/{order.id}", self.li) as page:
            page.wait(".o_neiqin_row_active input:focus")
            # all at once: no key waits for the focus to follow the one before
            page.evaluate(
                "['Enter', 'ArrowRight', '2', '0'].forEach((key) => document"
                ".activeElement.dispatchEvent(new KeyboardEvent('keydown', "
                "{key, bubbles: true, cancelable: true})))"
            )
            page.wait(f'[data-key="{line}:product_uom_qty"]:focus')
            typed = page.evaluate("document.activeElement.value")
        self.assertEqual(typed, "20")

    def test_what_still_differs_is_kept_only_on_purpose(self):
        order = self.order_with_paper(lines=2)
        self.verify(order, product_uom_qty_2="20")
        line = order.order_line[1].id
        with self.browse(f"/odoo/verify-order/{order.id}", self.li) as page:
            page.wait(f'[data-line="{line}"].o_neiqin_row_active')
            page.press("Enter")
            page.wait(".o_neiqin_order_side .alert-warning")
            page.screenshot("verification-still-differs")
            page.press("Enter", "Shift")
            page.wait(".o_neiqin_result .text-success")
        self.assertEqual(order.neiqin_verification_state, "verified")

    def test_order_changed_meanwhile_is_shown_again(self):
        order = self.order_with_paper(lines=2)
        line = order.order_line[0].with_user(self.wang)
        first, last = order.order_line.ids
        with self.browse(f"/odoo/verify-order/{order.id}", self.li) as page:
            page.wait(".o_neiqin_row_active input:focus")
            page.press("Enter")
            page.press("Enter")
            page.wait(f'[data-line="{last}"].o_neiqin_row_active')
            with page.alone():
                line.price_unit = 99
            page.press("Enter")
            page.wait(f'[data-line="{first}"] .o_neiqin_cell_changed')
            page.screenshot("verification-changed")
            page.press("Enter")
            page.wait(".o_neiqin_result .text-success")
        self.assertEqual(order.neiqin_verification_state, "verified")

    def test_on_a_phone(self):
        order = self.order_with_paper(lines=3)
        line = order.order_line[0].id
        with self.browse("/odoo/orders-to-verify", self.li, width=390) as page:
            page.wait(".o_kanban_record", "杭州精工")
            page.assert_fits()
            page.screenshot("verification-queue")
            page.click(".o_kanban_record button[name=action_neiqin_verify]")
            page.wait(".o_neiqin_row_active")
            page.assert_fits()
            page.screenshot("verification")
            page.click(".o_neiqin_order_side header .btn")
            page.wait_gone(".o_neiqin_paper_side")
            page.click(".o_neiqin_agree")
            page.wait(f'[data-line="{line}"].o_neiqin_row_active')
            page.click(f'[data-line="{line}"] .o_neiqin_cell_number')
            page.wait(f'[data-key="{line}:product_uom_qty"]:focus')
            page.type("9")
            page.wait(".o_neiqin_cell_wrong")
            page.assert_fits()
            page.screenshot("verification-typing")
            for _row in range(3):
                page.click(".o_neiqin_agree")
            page.wait(".o_neiqin_result .text-danger")
            page.assert_fits()
            page.screenshot("verification-done")
        self.assertEqual(order.neiqin_verification_state, "mismatch")

    def test_a_picture_is_dropped_where_no_paper_is(self):
        order = self.make_order(lines=1)
        with self.browse(f"/odoo/verify-order/{order.id}", self.li) as page:
            page.wait(".o_neiqin_drop")
            page.screenshot("verification-no-paper")
            page.evaluate(
                f"(() => {{ const bytes = Uint8Array.from(atob('{PNG}'), (c) => c.charCodeAt(0));"
                "const data = new DataTransfer();"
                "data.items.add(new File([bytes], 'photo.png', {type: 'image/png'}));"
                "document.querySelector('.o_neiqin_paper').dispatchEvent("
                "new DragEvent('drop', {dataTransfer: data, bubbles: true})); })()"
            )
            page.wait(".o_neiqin_sheet img")
        self.assertEqual(order.neiqin_paper_ids.name, "photo.png")
        self.assertEqual(order.neiqin_paper_ids.mimetype, "image/png")

    def test_the_order_says_what_to_do_next(self):
        order = self.order_with_paper(lines=3)
        name = order.name
        with self.browse(f"/odoo/back-office-orders/{order.id}", self.li) as page:
            page.wait("button[name=action_neiqin_verify]")
            page.screenshot("order-to-verify")
            page.click("button[name=action_neiqin_verify]")
            page.wait(".o_neiqin_row_active input:focus")
        with self.browse(f"/odoo/back-office-orders/{order.id}", self.wang) as page:
            page.wait("[name=neiqin_verify_hint]")
            self.assertEqual(page.count("button[name=action_neiqin_verify]"), 0)
            page.screenshot("order-entered-by-me")
        self.verify(order, product_uom_qty_1="12")
        with self.browse(f"/odoo/back-office-orders/{order.id}", self.zhao) as page:
            page.click("button[name=action_neiqin_verifications]")
            page.wait(".o_data_row")
        with self.browse("/odoo/mismatches", self.li) as page:
            page.wait(".o_data_row", name)
            page.screenshot("mismatches")
        with self.browse("/odoo/mismatches", self.li, width=390) as page:
            page.wait(".o_kanban_record", name)
            page.assert_fits()
            page.screenshot("mismatches")

    def test_the_managers_settings(self):
        self.boss.write({"lang": "zh_CN"})
        with self.browse("/odoo/back-office-orders", self.boss) as page:
            page.wait(".o_data_row, .o_view_nocontent, .o_list_view")
            page.evaluate(
                "odoo.__WOWL_DEBUG__.root.env.services.action.doAction('neiqin_addon.neiqin_settings_action')"
            )
            page.wait(".o_field_widget[name=neiqin_verify_by_other]")
            page.screenshot("settings")
