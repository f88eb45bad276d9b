"""Customers ask about an order over HTTP; forged tokens find nothing."""

import re
from datetime import timedelta

from odoo.fields import Command
from odoo.tests import HttpCase, new_test_user, tagged
from odoo.tools.misc import hash_sign

from odoo.addons.neiqin_addon.models.order.order_question import (
    MOST_A_DAY,
    SCOPE,
    SUBTYPE,
    question_url,
)


@tagged("post_install", "-at_install")
class TestOrderQuestion(HttpCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.clerk = new_test_user(cls.env, "q_clerk", "neiqin_addon.group_neiqin_clerk")
        cls.firm = cls.env["res.partner"].create(
            {"name": "Gears Ltd", "is_company": True}
        )
        cls.customer = new_test_user(cls.env, "q_customer", "base.group_portal")
        cls.customer.partner_id.parent_id = cls.firm
        cls.product = cls.env["product.product"].create({"name": "Bearing 6204"})
        cls.order = cls.env["sale.order"].create(
            {
                "partner_id": cls.firm.id,
                "user_id": cls.clerk.id,
                "order_line": [
                    Command.create({"product_id": cls.product.id, "price_unit": 71.93})
                ],
            }
        )
        cls.order.action_confirm()
        cls.path = question_url(cls.order)

    def questions(self, order=None):
        return self.env["mail.message"].search(
            [
                ("model", "=", "sale.order"),
                ("res_id", "=", (order or self.order).id),
                ("subtype_id", "=", self.env.ref(SUBTYPE).id),
            ],
            order="id",
        )

    def standing(self):
        """Return what a question must not move."""
        order = self.order
        cases = order.neiqin_exception_ids
        return order.state, order.neiqin_last_told, order.neiqin_stage, cases

    def todos(self):
        return self.order.activity_ids.filtered(lambda x: x.user_id == self.clerk)

    def ask(self, text="When does the rest leave?", path=None, token=True, **values):
        path = path or self.path
        form = {"question": text, "name": "Lin Gong", **values}
        if token:
            page = self.url_open(path, timeout=60).text
            found = re.search(r'name="csrf_token" value="([^"]+)"', page)
            form["csrf_token"] = found[1] if found else ""
        answer = self.url_open(path, data=form, timeout=60)
        self.env.invalidate_all()
        return answer

    def test_the_orders_page_has_the_button(self):
        page = self.url_open(self.order.get_portal_url(), timeout=60).text
        found = re.search(r'href="(/order-question/[^"]+)"', page)
        answer = self.url_open(found[1], timeout=60)
        self.assertEqual(answer.status_code, 200)
        self.assertIn(self.order.name, answer.text)
        self.assertNotIn("71.93", answer.text)

    def test_a_question_reaches_the_clerk_and_stops_nothing(self):
        before = self.standing()
        answer = self.ask()
        self.assertIn("We have your question", answer.text)
        question = self.questions()
        self.assertIn("When does the rest leave?", question.body)
        self.assertIn("Lin Gong", question.body)
        self.assertEqual(question.author_id, self.firm)
        self.assertEqual(len(self.todos()), 1)
        self.assertIn("When does the rest leave?", self.todos().note)
        self.assertEqual(self.standing(), before)

    def test_logged_in_it_is_the_contacts_own(self):
        self.authenticate("q_customer", "q_customer")
        self.ask()
        self.assertEqual(self.questions().author_id, self.customer.partner_id)

    def test_somebody_elses_contact_is_not_taken_for_the_customer(self):
        new_test_user(self.env, "q_other", "base.group_portal")
        self.authenticate("q_other", "q_other")
        self.ask()
        self.assertEqual(self.questions().author_id, self.firm)

    def test_forged_and_expired_tokens_find_nothing(self):
        token = self.path.rpartition("/")[2]
        late = hash_sign(
            self.env, SCOPE, [self.order.id], expiration=-timedelta(days=1)
        )
        other = hash_sign(self.env, "neiqin-order-complaint", [self.order.id])
        for forged in ("x", token[:-2] + "AA", token[2:], late, other, "%00", "né"):
            answer = self.url_open(f"/order-question/{forged}", timeout=60)
            self.assertEqual(answer.status_code, 404, forged)
            self.assertNotIn(self.order.name, answer.text)
        self.ask(path="/order-question/x")
        self.assertFalse(self.questions())

    def test_without_its_csrf_token_nothing_is_asked(self):
        self.ask(token=False)
        self.assertFalse(self.questions())

    def test_scripts_are_text(self):
        self.ask("<script>alert(1)</script>", name="<img src=x onerror=alert(1)>")
        body = str(self.questions().body) + str(self.todos().note)
        self.assertNotIn("<script", body)
        self.assertNotIn("<img", body)

    def test_pressed_twice_is_one_and_a_flood_is_stopped(self):
        for _turn in range(2):
            self.ask()
        self.assertEqual(len(self.questions()), 1)
        for turn in range(MOST_A_DAY + 1):
            answer = self.ask(f"And now, number {turn}?")
        self.assertEqual(len(self.questions()), MOST_A_DAY)
        self.assertEqual(len(self.todos()), MOST_A_DAY)
        self.assertIn("several questions", answer.text)

    def test_nothing_asked_is_nothing(self):
        self.ask("   ")
        self.assertFalse(self.questions())

    def test_employees_do_not_ask_for_the_customer(self):
        self.authenticate("q_clerk", "q_clerk")
        self.ask()
        self.assertFalse(self.questions())

    def test_cancelled_orders_take_no_questions(self):
        self.order._action_cancel()
        self.assertEqual(self.url_open(self.path, timeout=60).status_code, 404)
