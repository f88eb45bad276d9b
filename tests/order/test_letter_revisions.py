"""Revisions: what a letter says, when it stops being true, and what comes next."""

from datetime import date

from odoo.exceptions import AccessError, UserError
from odoo.tests import Form, tagged

from .letter_case import LetterCase


@tagged("post_install", "-at_install")
class TestLetterRevisions(LetterCase):
    def test_first_letter_counts_what_was_entered_as_asked_for(self):
        letter = self.send(self.make_order())
        self.assertEqual(letter.revision, 1)
        self.assertEqual(letter.state, "sent")
        self.assertEqual(letter.line_ids.mapped("verdict"), ["accepted", "accepted"])
        self.assertEqual(letter.line_ids.mapped("requested_quantity"), [10.0, 10.0])
        self.assertEqual(letter.line_ids.mapped("requested_price"), [5.0, 6.0])
        self.assertEqual(
            set(letter.line_ids.mapped("requested_date")), {date(2031, 3, 1)}
        )
        self.assertEqual(len(letter.digest), 64)

    def test_verdicts_against_the_request(self):
        order = self.make_order(lines=6)
        same, quantity, price, day, other, gone = order.order_line
        stated = {
            "product_id": self.product.id,
            "qty": 10,
            "date": "2031-03-01",
        }
        self.state_requests(same, **stated, price=5.0)
        self.state_requests(quantity, **{**stated, "qty": 12}, price=6.0)
        self.state_requests(price, **stated, price=6.5)
        self.state_requests(day, **{**stated, "date": "2031-02-20"}, price=8.0)
        self.state_requests(
            other, **{**stated, "product_id": self.service_product.id}, price=9.0
        )
        self.state_requests(gone, **stated, price=10.0)
        gone.product_uom_qty = 0
        letter = self.send(order)
        self.assertEqual(
            letter.line_ids.mapped("verdict"),
            ["accepted", "quantity", "price", "date", "substituted", "rejected"],
        )
        self.assertEqual(letter.line_ids[1].changes, ["quantity"])
        self.assertIn("12 → 10", letter.line_ids[1].change_text)

    def test_line_with_several_changes_shows_the_gravest(self):
        order = self.make_order(lines=1)
        self.state_requests(
            order.order_line, qty=12, price=4.0, date="2031-02-20", text="Widget"
        )
        line = self.send(order).line_ids
        self.assertEqual(line.verdict, "quantity")
        self.assertEqual(line.changes, ["quantity", "price", "date"])

    def test_requested_line_taken_out_of_the_order_is_rejected(self):
        order = self.make_order(lines=2)
        self.state_requests(order.order_line[1], qty=3, text="Blue widget", price=6.0)
        order.order_line[1].unlink()
        letter = self.send(order)
        self.assertEqual(letter.line_ids.mapped("verdict"), ["accepted", "rejected"])
        refused = letter.line_ids[1]
        self.assertEqual(refused.requested_text, "Blue widget")
        self.assertEqual(refused.requested_quantity, 3)
        self.assertEqual(refused.quantity, 0)
        self.assertEqual(letter.amount_untaxed, 50.0)

    def test_price_change_marks_exactly_that_line(self):
        order = self.make_order(lines=3)
        first = self.send(order)
        self.acknowledge(first)
        order.order_line[1].price_unit = 6.5
        self.assertEqual(first.state, "superseded")
        self.assertEqual(order.neiqin_letter_state, "superseded")
        second = self.live(order)
        self.assertEqual(second.revision, 2)
        self.assertEqual(second.previous_id, first)
        self.assertEqual(second.state, "draft")
        self.assertEqual(
            second.line_ids.mapped("difference"), ["same", "changed", "same"]
        )
        self.assertEqual(
            second.line_ids[1].difference_fields, {"price_unit": [6.0, 6.5]}
        )
        self.assertEqual(
            set(second.header_difference),
            {"amount_untaxed", "amount_tax", "amount_total"}
            & set(second.header_difference),
        )
        self.assertEqual(second.header_difference["amount_untaxed"], [180.0, 185.0])
        self.assertFalse(second.acknowledged_at)
        self.assertEqual(first.acknowledged_by, "Li Si")

    def test_draft_follows_its_order_and_is_not_multiplied(self):
        order = self.make_order()
        self.send(order)
        for price in (6.0, 7.0, 8.0):
            order.order_line[0].price_unit = price
        self.assertEqual(sorted(order.neiqin_letter_ids.mapped("revision")), [1, 2])
        changed = self.live(order).line_ids[0]
        self.assertEqual(changed.difference_fields, {"price_unit": [5.0, 8.0]})

    def test_changing_back_does_not_revive_the_old_letter(self):
        order = self.make_order()
        first = self.send(order)
        self.acknowledge(first)
        order.order_line[0].price_unit = 9.0
        order.order_line[0].price_unit = 5.0
        self.assertEqual(first.state, "superseded")
        second = self.live(order)
        self.assertEqual(set(second.line_ids.mapped("difference")), {"same"})
        second._neiqin_send(single=True)
        self.assertEqual(second.state, "sent")
        self.assertFalse(second.acknowledged_at)

    def test_writing_the_same_value_keeps_the_letter(self):
        order = self.make_order()
        letter = self.send(order)
        order.order_line[0].price_unit = 5.0
        order.partner_id = order.partner_id
        order.note = "Nobody agrees on a note."
        self.assertEqual(letter.state, "sent")

    def test_added_and_removed_lines_are_marked(self):
        order = self.make_order(lines=2)
        self.send(order)
        order.order_line[0].unlink()
        order.write(
            {
                "order_line": [
                    (0, 0, {"product_id": self.service_product.id, "price_unit": 3.0})
                ]
            }
        )
        second = self.live(order)
        self.assertEqual(
            second.line_ids.mapped("difference"), ["same", "added", "removed"]
        )
        self.assertEqual(second.line_ids[2].verdict, "rejected")
        self.assertEqual(second.line_ids[2].price_subtotal, 0)

    def test_terms_and_addresses_are_agreed_on_too(self):
        order = self.make_order()
        first = self.send(order)
        order.payment_term_id = self.env.ref("account.account_payment_term_30days")
        self.assertEqual(first.state, "superseded")
        self.assertIn("payment_term", self.live(order).header_difference)

    def test_changes_are_told_in_the_letters_own_order_without_phone_numbers(self):
        order = self.make_order()
        order.partner_id.phone = "+86 574 5550 1234"
        first = self.send(order)
        self.assertNotIn("1234", first.delivery_address)
        order.payment_term_id = self.env.ref("account.account_payment_term_30days")
        order.order_line[0].price_unit = 7.5
        second = self.live(order)
        self.env.invalidate_all()  # as the database keeps it
        labels = [label for label, _was, _now in second._neiqin_header_changes()]
        self.assertEqual(labels[:2], ["Payment Terms", "Untaxed Amount"])
        self.assertEqual(labels[-1], "Total")

    def test_an_acknowledged_order_is_edited_in_its_form(self):
        """While it is edited its lines are records without numbers."""
        order = self.make_order()
        self.acknowledge(self.send(order))
        with Form(order) as form:
            with form.order_line.edit(0) as line:
                line.price_unit = 9.0
            with form.order_line.new() as line:
                line.product_id = self.product
        second = self.live(order)
        self.assertEqual(second.revision, 2)
        self.assertEqual(
            second.line_ids.mapped("difference"), ["changed", "same", "added"]
        )

    def test_rejecting_a_line_promises_nothing(self):
        order = self.make_order()
        order.with_user(self.clerk).action_neiqin_prepare_letter()
        letter = self.live(order)
        line = letter.line_ids[0].with_user(self.clerk)
        line.write({"decision": "rejected", "reason": "Out of production"})
        self.assertEqual(order.order_line[0].product_uom_qty, 0)
        self.assertEqual(letter.line_ids[0].verdict, "rejected")
        self.assertEqual(letter.line_ids[0].requested_quantity, 10)
        self.assertEqual(letter.amount_untaxed, order.amount_untaxed)
        line.decision = False
        self.assertEqual(order.order_line[0].product_uom_qty, 10)
        self.assertEqual(letter.line_ids[0].verdict, "accepted")

    def test_back_order_stays_with_the_next_revision(self):
        order = self.make_order()
        order.with_user(self.clerk).action_neiqin_prepare_letter()
        letter = self.live(order)
        letter.line_ids[1].with_user(self.clerk).write(
            {"decision": "back_ordered", "reason": "In April"}
        )
        self.send(order)
        self.assertEqual(letter.line_ids[1].verdict, "back_ordered")
        order.order_line[0].price_unit = 4.0
        second = self.live(order)
        self.assertEqual(second.line_ids[1].verdict, "back_ordered")
        self.assertEqual(second.line_ids[1].reason, "In April")
        self.assertEqual(second.line_ids[1].difference, "same")

    def test_nobody_writes_what_the_server_decides(self):
        order = self.make_order()
        letter = self.send(order).with_user(self.clerk)
        for values in (
            {"state": "acknowledged"},
            {"acknowledged_by": "me"},
            {"delivery_state": "delivered"},
        ):
            with self.assertRaises(AccessError):
                letter.write(values)
        with self.assertRaises(AccessError):
            letter.line_ids.write({"verdict": "accepted"})
        with self.assertRaises(AccessError):
            order.with_user(self.clerk).write({"neiqin_letter_state": "acknowledged"})
        with self.assertRaises(AccessError):
            letters = self.letters.with_user(self.clerk)
            letters.create({"order_id": order.id, "revision": 9, "name": "X"})

    def test_order_with_a_sent_letter_cannot_be_deleted(self):
        kept, free = self.make_order(), self.make_order()
        self.send(kept)
        free.with_user(self.clerk).action_neiqin_prepare_letter()
        with self.assertRaises(UserError):
            kept.unlink()
        draft = self.live(free)
        free.unlink()
        self.assertFalse(draft.exists())
