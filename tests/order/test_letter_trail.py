"""What became of a letter can be read in the trail, without anybody's address."""

import json

from odoo.tests import tagged

from .letter_case import LetterCase


@tagged("post_install", "-at_install")
class TestLetterTrail(LetterCase):
    def entries(self, action, letters):
        return self.env["neiqin.trail.entry"].search(
            [
                ("action", "=", action),
                ("res_model", "=", letters._name),
                ("res_id", "in", letters.ids),
            ]
        )

    def details(self, action, letter):
        return json.loads(self.entries(action, letter).ensure_one().details)

    def test_sent(self):
        letter = self.send(self.make_order())
        told = self.details("letter", letter)
        self.assertEqual(told["email"], "b***@example.org")
        self.assertEqual(told["digest"], letter.digest)
        entry = self.entries("letter", letter)
        self.assertEqual((entry.user_id, entry.res_name), (self.clerk, letter.name))

    def test_sent_once_more_is_one_more_row(self):
        letter = self.send(self.make_order())
        letter.with_user(self.clerk).action_send()
        letter._neiqin_remind()
        told = self.entries("letter", letter).sorted("id").mapped("details")
        self.assertEqual([json.loads(text)["reminders"] for text in told], [0, 0, 1])

    def test_answers(self):
        first, second = (self.send(self.make_order()) for _number in range(2))
        self.acknowledge(first)
        self.assertEqual(
            self.details("acknowledge", first),
            {
                "revision": 1,
                "digest": first.digest,
                "by": "Li Si",
                "ip": "203.0.113.7",
            },
        )
        second._neiqin_dispute("Li Si", {}, "call 13812345678", "203.0.113.7")
        self.assertEqual(self.details("dispute", second)["by"], "Li Si")

    def test_superseded(self):
        order = self.make_order()
        letter = self.send(order)
        order.order_line[0].price_unit = 4.0
        self.assertEqual(letter.state, "superseded")
        self.assertEqual(self.details("supersede", letter)["digest"], letter.digest)

    def test_not_delivered(self):
        letter = self.send(self.make_order())
        letter._neiqin_undelivered("bounced", "no such user: buyer@example.org")
        told = self.details("undelivered", letter)
        self.assertEqual(told["delivery"], "bounced")
        self.assertEqual(told["problem"], "no such user: b***@example.org")

    def test_held_back(self):
        order, other = self.make_order(), self.make_order()
        silent = self.env["res.partner"].create({"name": "No address"})
        other.partner_id = silent
        (order | other).with_user(self.clerk).action_neiqin_send_letter()
        held = self.live(other)
        self.assertIn("no e-mail address", self.details("undelivered", held)["problem"])
        self.assertFalse(self.entries("letter", held))
        self.assertTrue(self.entries("letter", self.live(order)))

    def test_one_call_for_a_batch(self):
        letters = self.send(self.make_order())
        for _number in range(9):
            letters |= self.send(self.make_order())
        self.env.flush_all()
        costs = {}
        for batch in (letters[:1], letters):
            batch._neiqin_trail("supersede")
            before = self.env.cr.sql_log_count
            batch._neiqin_trail("supersede")
            costs[len(batch)] = self.env.cr.sql_log_count - before
        self.assertEqual(costs[1], costs[10])
