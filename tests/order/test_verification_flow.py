"""From the first look at the paper to a verified order."""

from datetime import timedelta

from odoo.exceptions import UserError

from .verification_common import OfficeCase


class TestVerificationFlow(OfficeCase):
    def test_every_agreed_value_is_asked_once(self):
        order = self.make_order(lines=2)
        screen = self.open(order)
        line = screen["groups"][1]["line"]
        self.assertEqual(
            [group["line"] for group in screen["groups"]], [0, *order.order_line.ids]
        )
        self.assertEqual(
            self.keys(screen)[:8],
            [
                "0:partner_id",
                "0:partner_shipping_id",
                "0:payment_term_id",
                f"{line}:product_id",
                f"{line}:product_uom_qty",
                f"{line}:product_uom_id",
                f"{line}:price_unit",
                f"{line}:promised_date",
            ],
        )

    def test_agreeing_verifies_the_order(self):
        order = self.make_order()
        self.assertEqual(order.neiqin_verification_state, "todo")
        check = self.verify(order)
        self.assertEqual(order.neiqin_verification_state, "verified")
        self.assertEqual(
            (check.user_id, check.state, check.result), (self.li, "done", "verified")
        )
        self.assertEqual(check.checked_count, 3 + 3 * 5)
        self.assertEqual(set(check.line_ids.mapped("verdict")), {"ok"})

    def test_the_newest_comes_first(self):
        older, newer = (self.verify(self.make_order()) for _number in range(2))
        checks = self.env["neiqin.verification"].search([("id", ">=", older.id)])
        self.assertEqual(checks.ids, [newer.id, older.id])
        lines = self.env["neiqin.verification.line"].search(
            [("verification_id", "in", checks.ids)]
        )
        count = len(newer.line_ids)
        self.assertEqual(lines[:count].verification_id, newer)
        # and within one check as on the paper
        self.assertEqual(lines[:count].ids, sorted(newer.line_ids.ids))

    def test_a_mismatch_is_kept_with_wrong_right_and_author(self):
        order = self.make_order()
        check = self.verify(order, product_uom_qty_1="12", price_unit_2="15.50")
        wrong = check.line_ids.filtered(lambda line: line.verdict == "mismatch")
        first, second = order.order_line[:2]
        self.assertEqual(
            [(w.line_ref, w.field, w.entered, w.on_paper) for w in wrong],
            [
                (first.id, "product_uom_qty", "1", "12"),
                (second.id, "price_unit", "15", "15.5"),
            ],
        )
        self.assertEqual(wrong.entered_by, self.wang)
        self.assertEqual(wrong.verified_by, self.li)
        self.assertEqual(wrong.company_id, order.company_id)
        self.assertEqual(order.neiqin_verification_state, "mismatch")

    def test_values_typed_as_they_are_agree(self):
        order = self.make_order()
        check = self.verify(
            order,
            product_uom_qty_1="１.０",
            price_unit_1="¥12.50",
            product_id_1="6204",
            promised_date_1="2026年12月20日",
        )
        self.assertEqual(check.result, "verified")

    def test_paper_values_become_the_customers_wish(self):
        order = self.make_order()
        self.verify(
            order,
            product_uom_qty_1="12",
            product_id_2="6206",
            promised_date_3="2026-12-01",
        )
        lines = order.order_line
        self.assertEqual(lines.mapped("neiqin_requested_qty"), [12.0, 2.0, 3.0])
        self.assertEqual(
            lines.neiqin_requested_product_id, self.products[0] | self.products[2]
        )
        self.assertEqual(
            [str(day) for day in lines.mapped("neiqin_requested_date")],
            ["2026-12-20", "2026-12-20", "2026-12-01"],
        )
        self.assertEqual(lines.mapped("neiqin_requested_price"), [12.5, 15.0, 18.0])

    def test_a_product_that_is_not_on_file_stays_in_words(self):
        order = self.make_order()
        check = self.verify(order, product_id_1=" 9999 ")
        wrong = check.line_ids.filtered(lambda line: line.verdict == "mismatch")
        self.assertEqual((wrong.on_paper, wrong.on_paper_text), ("~9999", "9999"))
        self.assertEqual(order.order_line[0].neiqin_requested_text, "9999")
        self.assertFalse(order.order_line[0].neiqin_requested_product_id)

    def test_corrected_order_asks_only_for_what_was_wrong(self):
        order = self.make_order()
        self.verify(order, product_uom_qty_1="12")
        order.with_user(self.wang).order_line[0].product_uom_qty = 12
        self.assertEqual(order.neiqin_verification_state, "todo")
        screen = self.open(order)
        key = f"{order.order_line[0].id}:product_uom_qty"
        asked = [
            cell["key"]
            for group in screen["groups"]
            for cell in group["cells"]
            if not cell["carried"]
        ]
        self.assertEqual(asked, [key])
        answer = self.rpc(
            self.li,
            self.env["neiqin.verification"].browse(screen["id"]),
            "complete",
            {key: None},
        )
        self.assertEqual(answer["result"], "verified")
        lines = order.sudo().neiqin_verification_id.line_ids
        self.assertEqual(len(lines.filtered("carried")), 3 + 3 * 5 - 1)
        self.assertEqual(len(order.sudo().neiqin_verification_ids), 2)

    def test_what_differed_does_not_pass_by_merely_agreeing(self):
        order = self.make_order()
        self.verify(order, product_uom_qty_1="12")
        screen = self.open(order)
        with self.assertRaisesRegex(UserError, "12"):
            self.complete(screen)
        self.assertEqual(order.neiqin_verification_state, "mismatch")
        with self.assertRaises(UserError):
            self.complete(screen, product_uom_qty_1=1)
        answer = self.complete(screen, product_uom_qty_1="12")
        self.assertEqual(answer["result"], "mismatch")

    def test_a_promise_that_differs_on_purpose_passes(self):
        order = self.make_order()
        self.verify(order, promised_date_1="2026-12-01")
        # the clerk cannot keep that day and leaves the promise as it is
        screen = self.open(order)
        cell = screen["groups"][1]["cells"][4]
        self.assertTrue(cell["asked"])
        self.assertTrue(cell["unmended"])
        self.assertFalse(cell["carried"])
        answer = self.complete(screen, promised_date_1=True)
        self.assertEqual(answer["result"], "verified")
        lines = order.sudo().neiqin_verification_id.line_ids
        changed = lines.filtered(lambda line: line.verdict == "changed")
        self.assertEqual(
            (changed.entered, changed.on_paper), ("2026-12-20", "2026-12-01")
        )

    def test_changed_meanwhile_is_refused_and_shown(self):
        order = self.make_order()
        screen = self.open(order)
        line = order.order_line[1]
        line.with_user(self.wang).price_unit = 99
        answer = self.complete(screen)
        self.assertFalse(answer["done"])
        self.assertIn("changed", answer["message"])
        self.assertEqual(answer["screen"]["changed"], [f"{line.id}:price_unit"])
        self.assertEqual(order.neiqin_verification_state, "todo")
        self.assertFalse(order.sudo().neiqin_verification_id)
        self.assertTrue(self.complete(answer["screen"])["done"])

    def test_unreadable_texts_get_a_sentence(self):
        order = self.make_order()
        for name, text in (
            ("product_uom_qty_1", "a dozen"),
            ("price_unit_1", "1e5"),
            ("promised_date_1", "soon"),
        ):
            with self.subTest(text=text), self.assertRaisesRegex(UserError, text):
                self.complete(self.open(order), **{name: text})
        self.assertEqual(order.neiqin_verification_state, "todo")

    def test_rows_nobody_looked_at_are_refused(self):
        order = self.make_order()
        screen = self.open(order)
        check = self.env["neiqin.verification"].browse(screen["id"])
        with self.assertRaisesRegex(UserError, "17"):
            self.rpc(self.li, check, "complete", {self.keys(screen)[0]: None})

    def test_the_note_names_what_differs(self):
        order = self.make_order()
        self.verify(order, product_uom_qty_1="12")
        self.assertIn("12", order.message_ids[0].body)
        self.assertEqual(order.message_ids[0].author_id, self.li.partner_id)

    def test_next_order_skips_own_work_and_finished(self):
        self.env["sale.order"].search(
            [("state", "in", ("draft", "sent"))]
        ).action_cancel()
        first = self.make_order(commitment_date="2026-12-01")
        own = self.make_order(self.li, commitment_date="2026-11-01")
        later = self.make_order(commitment_date="2026-12-24")
        checks = self.env["neiqin.verification"]
        self.assertEqual(self.rpc(self.li, checks, "next_order"), first.id)
        self.assertEqual(self.rpc(self.li, checks, "next_order", [later.id]), later.id)
        self.verify(first)
        self.assertEqual(self.rpc(self.li, checks, "next_order"), later.id)
        self.assertFalse(self.rpc(self.li, checks, "next_order", [], [later.id]))
        self.assertEqual(self.rpc(self.wang, checks, "next_order"), own.id)

    def test_next_order_that_a_colleague_compares_comes_last(self):
        """For a quarter of an hour; who went home meanwhile keeps nobody waiting."""
        self.env["sale.order"].search(
            [("state", "in", ("draft", "sent"))]
        ).action_cancel()
        first = self.make_order(commitment_date="2026-12-01")
        later = self.make_order(commitment_date="2026-12-24")
        checks = self.env["neiqin.verification"]
        begun = self.open(first)
        self.assertEqual(self.rpc(self.li, checks, "next_order"), first.id)
        self.assertEqual(self.rpc(self.zhao, checks, "next_order"), later.id)
        skip = later.ids
        self.assertEqual(self.rpc(self.zhao, checks, "next_order", [], skip), first.id)
        check = checks.sudo().browse(begun["id"])
        check.date_start -= timedelta(minutes=16)
        self.assertEqual(self.rpc(self.zhao, checks, "next_order"), first.id)

    def test_button_opens_the_screen_with_the_others_queued(self):
        orders = self.make_order() | self.make_order(self.li) | self.make_order()
        action = self.rpc(self.li, orders, "action_neiqin_verify")
        self.assertEqual(action["tag"], "neiqin_verification")
        self.assertEqual(
            action["params"], {"order_id": orders[0].id, "queue": orders[2].ids}
        )
