"""The customer's answer, and the links that lead to it."""

from freezegun import freeze_time

from odoo import http
from odoo.exceptions import UserError
from odoo.tests import HttpCase, new_test_user, tagged
from odoo.tools.misc import hash_sign

from odoo.addons.neiqin_addon.models.order.confirmation_letter_answer import (
    ANSWER,
    CHECK,
    answer_url,
)

from .letter_case import SIGNATURE, LetterCase


@tagged("post_install", "-at_install")
class TestLetterAnswers(LetterCase):
    def test_acknowledgement(self):
        order = self.make_order()
        letter = self.send(order)
        self.acknowledge(letter, "  Li   Si ")
        self.assertEqual(letter.state, "acknowledged")
        self.assertEqual(order.neiqin_letter_state, "acknowledged")
        self.assertEqual(letter.acknowledged_by, "Li Si")
        self.assertEqual(letter.acknowledged_from, "203.0.113.7")
        self.assertEqual(letter.signature.decode(), SIGNATURE)
        self.assertIn(letter.digest[:12], order.message_ids[0].body)
        self.assertEqual(order.message_ids[0].author_id, self.partner)
        with self.assertRaisesRegex(UserError, "acknowledged already"):
            self.acknowledge(letter, "Wang Wu")
        with self.assertRaisesRegex(UserError, "acknowledged already"):
            letter._neiqin_dispute("Wang Wu", {}, "No!", "203.0.113.8")
        self.assertEqual(letter.acknowledged_by, "Li Si")

    def test_what_is_no_signature(self):
        letter = self.send(self.make_order())
        for name, signature in (("", SIGNATURE), ("Li", ""), ("Li", "PHN2Zy8+")):
            with self.assertRaises(UserError):
                letter._neiqin_acknowledge(name, signature, "203.0.113.7")
        with self.assertRaises(UserError):
            letter._neiqin_acknowledge("Li", "A" * 400_000, "203.0.113.7")
        self.assertEqual(letter.state, "sent")

    def test_dispute(self):
        order = self.make_order()
        letter = self.send(order)
        wrong = letter.line_ids[1]
        letter._neiqin_dispute(
            "Li Si", {wrong.id: ("Too dear", "5.50")}, "Call me", "203.0.113.7"
        )
        self.assertEqual(order.neiqin_letter_state, "disputed")
        self.assertEqual(letter.line_ids.mapped("disputed"), [False, True])
        self.assertEqual(wrong.dispute_wanted, "5.50")
        todo = self.activities(letter, "disputed")
        self.assertEqual(todo.user_id, self.clerk)
        self.assertIn("5.50 / Too dear", todo.note)
        self.assertIn("Call me", todo.note)
        with self.assertRaises(UserError):
            letter._neiqin_dispute("Li Si", {}, "Again", "203.0.113.7")
        order.order_line[1].price_unit = 5.5
        self.assertEqual(letter.state, "superseded")
        self.assertFalse(self.activities(letter, "disputed"))
        self.assertEqual(self.live(order).line_ids.mapped("disputed"), [False, False])

    def test_dispute_says_something_about_this_letter(self):
        letter = self.send(self.make_order())
        other = self.send(self.make_order())
        with self.assertRaisesRegex(UserError, "what is wrong"):
            letter._neiqin_dispute(
                "Li Si", {other.line_ids[0].id: ("x", "y")}, " ", "203.0.113.7"
            )
        self.assertFalse(any(other.line_ids.mapped("disputed")))

    def test_customer_may_come_round(self):
        letter = self.send(self.make_order())
        letter._neiqin_dispute("Li Si", {}, "Wrong", "203.0.113.7")
        self.acknowledge(letter)
        self.assertEqual(letter.state, "acknowledged")
        self.assertFalse(self.activities(letter, "disputed"))

    def test_superseded_cannot_be_acknowledged(self):
        order = self.make_order()
        letter = self.send(order)
        order.order_line[0].price_unit = 1.0
        with self.assertRaisesRegex(UserError, "no longer valid"):
            self.acknowledge(letter)
        self.assertFalse(letter.acknowledged_at)

    def test_changed_behind_the_orm(self):
        order = self.make_order()
        letter = self.send(order)
        self.env.flush_all()
        self.env.cr.execute(
            "UPDATE sale_order_line SET price_unit = 1 WHERE order_id = %s",
            (order.id,),
        )
        self.env.invalidate_all()
        with self.assertRaisesRegex(UserError, "has changed since"):
            self.acknowledge(letter)


@tagged("post_install", "-at_install")
class TestLetterGate(LetterCase):
    def setUp(self):
        super().setUp()
        self.env.company.neiqin_gate_verification = "off"
        self.env.company.neiqin_gate_letter = "enforce"

    def test_only_the_acknowledged_revision_opens_the_gate(self):
        order = self.make_order()
        for state in ("none", "sent"):
            self.assertEqual(order.neiqin_letter_state, state)
            with self.assertRaises(UserError):
                order.action_confirm()
            self.assertTrue(order.neiqin_gate_message)
            if state == "none":
                letter = self.send(order)
        self.acknowledge(letter)
        self.assertFalse(order.neiqin_gate_message)
        order.order_line[0].price_unit = 4.0
        with self.assertRaises(UserError) as refused:
            order.action_confirm()
        self.assertIn("revision 2", str(refused.exception))
        self.acknowledge(self.send(order))
        order.action_confirm()
        self.assertEqual(order.state, "sale")

    def test_acknowledged_values_only(self):
        order = self.make_order()
        self.acknowledge(self.send(order))
        self.env.flush_all()
        self.env.cr.execute(
            "UPDATE sale_order_line SET discount = 50 WHERE order_id = %s", (order.id,)
        )
        self.env.invalidate_all()
        with self.assertRaises(UserError) as refused:
            order.action_confirm()
        self.assertIn("not what the customer acknowledged", str(refused.exception))

    def test_own_orders_of_customers_pass(self):
        order = self.make_order()
        order._neiqin_as_server().neiqin_source = "portal"
        self.env.company.neiqin_letter_waive_portal = False
        with self.assertRaises(UserError):
            order.action_confirm()
        self.env.company.neiqin_letter_waive_portal = True
        order.action_confirm()
        self.assertEqual(order.state, "sale")

    def test_advice_lets_pass(self):
        self.env.company.neiqin_gate_letter = "advise"
        order = self.make_order()
        self.assertTrue(order.neiqin_gate_advice)
        order.action_confirm()
        self.assertEqual(order.state, "sale")


@tagged("post_install", "-at_install")
class TestLetterLinks(LetterCase, HttpCase):
    def setUp(self):
        super().setUp()
        self.order = self.make_order()
        self.letter = self.send(self.order)
        self.path = self.path_of(self.letter)

    def path_of(self, letter, **kwargs):
        url = answer_url(letter, **kwargs)
        return url[url.index("/confirmation/") :]

    def accept(self, path, **params):
        params = {"name": "Li Si", "signature": SIGNATURE, **params}
        return self.make_jsonrpc_request(f"{path}/accept", params)

    def test_link_of_the_mail(self):
        page = self.url_open(self.path)
        self.assertEqual(page.status_code, 200)
        self.assertIn(self.letter.name, page.text)
        self.assertEqual(page.headers["Cache-Control"], "no-store")
        self.assertEqual(page.headers["Referrer-Policy"], "no-referrer")
        pdf = self.url_open(f"{self.path}/pdf")
        self.assertEqual(pdf.content, self.letter.pdf_id.raw)
        self.assertTrue(self.accept(self.path)["force_refresh"])
        self.assertEqual(self.letter.state, "acknowledged")
        self.assertEqual(self.letter.acknowledged_by, "Li Si")
        self.assertIn("acknowledged already", self.accept(self.path)["error"])

    def test_forged_links(self):
        token = self.path.rsplit("/", 1)[-1]
        forged = [
            token[:-2],
            token[:-2] + ("AA" if token[-2:] != "AA" else "BB"),
            "x" * 64,
            "1",
            "%00",
            "中",
            hash_sign(self.env, "some-other-scope", [self.letter.id, 1]),
            hash_sign(self.env, ANSWER, [self.letter.id, 2]),
            hash_sign(self.env, ANSWER, [10**9, 1]),
            hash_sign(self.env, CHECK, [self.letter.id, 1]),
        ]
        for token in forged:
            path = f"/confirmation/{token}"
            self.assertEqual(self.url_open(path).status_code, 404, token)
            self.assertEqual(self.url_open(f"{path}/pdf").status_code, 404, token)
        self.assertIn("error", self.accept(f"/confirmation/{forged[1]}"))
        self.assertEqual(self.letter.state, "sent")

    def test_link_of_another_order(self):
        other = self.send(self.make_order(lines=1))
        self.accept(self.path_of(other))
        self.assertEqual(other.state, "acknowledged")
        self.assertEqual(self.letter.state, "sent")
        self.assertEqual(
            self.url_open(
                f"/my/orders/{self.order.id}?access_token={self.path[14:]}"
            ).url,
            self.url_open("/my").url,
        )

    def test_link_expires(self):
        with freeze_time("2026-01-01"):
            path = self.path_of(self.letter, hours=1)
        self.assertEqual(self.url_open(path).status_code, 404)

    def test_superseded_link_tells_nothing(self):
        self.order.order_line[0].price_unit = 123.45
        page = self.url_open(self.path)
        self.assertIn("Superseded by revision 2", page.text)
        for secret in ("123.45", "5.00", self.product.name):
            self.assertNotIn(secret, page.text)
        self.assertEqual(self.url_open(f"{self.path}/pdf").status_code, 404)
        self.assertIn("no longer valid", self.accept(self.path)["error"])

    def test_code_on_the_paper_shows_little(self):
        self.partner.name = "Alfreds Futterkiste"
        order = self.make_order()
        letter = self.send(order)
        url = letter._neiqin_check_url()
        page = self.url_open(url[url.index("/confirmation/") :])
        self.assertIn("Genuine and valid", page.text)
        self.assertIn(letter.name, page.text)
        self.assertIn(letter.digest[:16], page.text)
        for secret in ("Alfreds Futterkiste", "110.00", "5.00", self.product.name):
            self.assertNotIn(secret, page.text)
        order.order_line[0].price_unit = 4.0
        page = self.url_open(url[url.index("/confirmation/") :])
        self.assertIn("no longer valid", page.text)

    def test_dispute_form(self):
        self.authenticate(None, None)
        line = self.letter.line_ids[0]
        form = {
            "name": "Li Si",
            f"wanted_{line.id}": "12",
            f"reason_{line.id}": "We need more",
        }
        refused = self.url_open(f"{self.path}/dispute", data=form)
        self.assertEqual(refused.status_code, 400)
        self.assertEqual(self.letter.state, "sent")
        token = http.Request.csrf_token(self)
        empty = self.url_open(
            f"{self.path}/dispute", data={"name": "Li Si", "csrf_token": token}
        )
        self.assertIn("Please say what is wrong", empty.text)
        self.url_open(f"{self.path}/dispute", data={**form, "csrf_token": token})
        self.assertEqual(self.letter.state, "disputed")
        self.assertEqual(line.dispute_wanted, "12")

    def test_employees_do_not_answer(self):
        self.authenticate("letter.clerk", "letter.clerk")
        self.assertIn("employee", self.accept(self.path)["error"])
        self.assertEqual(self.letter.state, "sent")

    def test_portal(self):
        portal = new_test_user(self.env, "letter.portal", "base.group_portal")
        portal.partner_id.parent_id = self.partner
        stranger = new_test_user(self.env, "letter.stranger", "base.group_portal")
        self.authenticate("letter.portal", "letter.portal")
        self.assertIn(self.letter.name, self.url_open("/my/letters").text)
        page = self.url_open(f"/my/letters/{self.letter.id}")
        self.assertIn("/confirmation/", page.url)
        self.assertIn("Everything is right", page.text)
        self.assertIn(
            f"/my/letters/{self.letter.id}",
            self.url_open(f"/my/orders/{self.order.id}").text,
        )
        self.authenticate("letter.stranger", "letter.stranger")
        self.assertNotIn(self.letter.name, self.url_open("/my/letters").text)
        page = self.url_open(f"/my/letters/{self.letter.id}")
        self.assertTrue(page.url.endswith("/my/letters"))
        self.assertTrue(stranger)
