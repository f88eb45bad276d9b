"""Two verify one order at the same moment, and a colleague works on what points to it."""

from odoo.fields import Command
from odoo.tools import mute_logger

from ..parallel_case import ParallelCase


class TestVerificationParallel(ParallelCase):
    def setUp(self):
        super().setUp()
        people = {"wang": "clerk", "li": "clerk", "zhao": "clerk"}
        env = self.open_office(people)
        product = env["product.product"].create({"name": self.name, "type": "service"})
        order = (
            env["sale.order"]
            .with_user(self.users["wang"])
            .create(
                {
                    "partner_id": env["res.partner"].create({"name": self.name}).id,
                    "order_line": [
                        Command.create({"product_id": product.id, "price_unit": 1})
                    ],
                }
            )
        )
        self.order_id = order.id
        self.settle()
        self.screens = {
            login: self.checks(self.real, login).open_order(self.order_id)
            for login in ("li", "zhao")
        }
        self.settle()

    def wind_up(self, env):
        env["sale.order"].browse(self.order_id)._action_cancel()

    def checks(self, cursor, login):
        return self.env_of(cursor, login)["neiqin.verification"]

    def complete(self, cursor, login):
        screen = self.screens[login]
        cells = (cell for group in screen["groups"] for cell in group["cells"])
        check = self.checks(cursor, login).browse(screen["id"])
        return check.complete({cell["key"]: None for cell in cells})

    @mute_logger("odoo.sql_db")
    def test_the_second_of_two_loses_nothing(self):
        with self.registry.cursor() as one, self.registry.cursor() as two:
            self.assertTrue(self.complete(one, "li")["done"])
            self.env_of(one).flush_all()
            answer = self.complete(two, "zhao")
            self.assertFalse(answer["done"])
            self.assertIn("Nothing is lost", answer["message"])
            self.assertEqual(answer["screen"]["id"], self.screens["zhao"]["id"])
            two.rollback()
            one.commit()
            self.assertTrue(self.complete(two, "zhao")["done"])
            two.commit()

    @mute_logger("odoo.sql_db")
    def test_what_points_to_the_order_does_not_fail(self):
        """A colleague opens it while somebody else finishes: no conflict, no wait."""
        with self.registry.cursor() as one, self.registry.cursor() as two:
            checks = self.checks(two, "wang")
            self.assertEqual(checks.search_count([("order_id", "=", self.order_id)]), 2)
            self.complete(one, "li")
            one.commit()
            order = self.env_of(two)["sale.order"].browse(self.order_id)
            checks.sudo()._neiqin_begin(order.with_user(self.users["wang"]))
            self.env_of(two).flush_all()
            two.commit()
