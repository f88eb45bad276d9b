"""A letter that goes to an address somebody has just entered says so, for good."""

import json
from datetime import timedelta

from freezegun import freeze_time

from odoo import fields
from odoo.exceptions import AccessError
from odoo.tests import new_test_user, tagged

from .letter_case import LetterCase

MINE = "clerk.private@example.net"


@tagged("post_install", "-at_install")
class TestLetterAddress(LetterCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.customer = cls.env["res.partner"].create(
            {"name": "Steady Customer", "email": "buyer@steady.example"}
        )
        cls.boss = new_test_user(
            cls.env, "letter.boss", "neiqin_addon.group_neiqin_supervisor"
        )

    def order(self):
        return self.make_order(partner_id=self.customer.id)

    def redirect(self, email=MINE, user=None):
        self.customer.with_user(user or self.clerk).email = email

    def trail(self, letter):
        entries = self.env["neiqin.trail.entry"].search(
            [
                ("action", "=", "letter"),
                ("res_model", "=", letter._name),
                ("res_id", "=", letter.id),
            ]
        )
        return [json.loads(entry.details) for entry in entries.sorted("id")]

    def later(self, **after):
        return freeze_time(fields.Datetime.now() + timedelta(**after))

    def test_an_address_of_old_says_nothing(self):
        letter = self.send(self.order())
        self.assertFalse(letter.address_note)
        self.assertNotIn("address_changed_by", self.trail(letter)[0])

    def test_redirected_and_changed_back_is_seen_by_the_supervisor(self):
        before = self.send(self.order())
        self.redirect()
        letter = self.send(self.order())
        self.redirect("buyer@steady.example")
        seen = letter.with_user(self.boss)
        self.assertEqual(seen.sent_to, MINE)
        self.assertIn(f"Sent to {MINE}", seen.address_note)
        self.assertIn(self.clerk.name, seen.address_note)
        self.assertIn(before.sent_to, seen.address_note)
        self.assertIn(letter, self.letters.search([("new_address", "!=", False)]))
        (told,) = self.trail(letter)
        self.assertEqual(told["email"], "c***@example.net")
        self.assertEqual(told["address_changed_by"], self.clerk.name)
        self.assertEqual(told["address_changed_at"], letter.new_address_at.isoformat())

    def test_sending_it_once_more_hides_nothing(self):
        self.redirect()
        letter = self.send(self.order())
        self.redirect("buyer@steady.example")
        with self.later(days=40):
            letter.with_user(self.clerk).action_send()
        self.assertEqual(letter.sent_to, "buyer@steady.example")
        first, second = self.trail(letter)
        self.assertEqual(first["address_changed_by"], self.clerk.name)
        # changed back: for a letter that address is new as well
        self.assertEqual(second["address_changed_by"], self.clerk.name)
        self.assertIn(MINE, letter.address_note)

    def test_what_was_noted_stays(self):
        self.redirect()
        letter = self.send(self.order())
        with self.later(days=40):
            letter.with_user(self.clerk).action_send()
        self.assertIn(self.clerk.name, letter.address_note)

    def test_waiting_does_not_make_it_old(self):
        self.send(self.order())
        self.redirect()
        with self.later(days=60):
            letter = self.send(self.order())
        self.assertEqual(letter.new_address, MINE)

    def test_a_contact_added_to_the_customer_is_a_new_address(self):
        contact = (
            self.env["res.partner"]
            .with_user(self.clerk)
            .create({"name": "Me", "email": MINE, "parent_id": self.customer.id})
        )
        letter = self.send(self.make_order(partner_id=contact.id))
        self.assertEqual(letter.new_address_by_id, self.clerk)

    def test_nobody_writes_what_is_noted(self):
        self.redirect()
        partner = self.customer.with_user(self.boss)
        for name in ("neiqin_email_changed_at", "neiqin_email_changed_by_id"):
            with self.assertRaises(AccessError):
                partner.write({name: False})
        letter = self.send(self.order())
        with self.assertRaises(AccessError):
            letter.with_user(self.boss).write({"new_address": False})

    def test_the_same_address_once_more_is_no_change(self):
        self.redirect("buyer@steady.example")
        self.assertFalse(self.customer.neiqin_email_changed_at)

    def test_many_customers_at_once(self):
        partners = self.env["res.partner"].create(
            [{"name": f"P{n}", "email": "a@x.example"} for n in range(80)]
        )

        def cost(count):
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            partners[:count].write({"email": f"b{count}@x.example"})
            self.env.flush_all()
            return self.env.cr.sql_log_count - before

        cost(1)
        self.assertEqual(cost(2), cost(80))
        self.assertEqual(partners.neiqin_email_changed_by_id, self.env.user)
