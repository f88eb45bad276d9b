"""Two confirm at the same moment, from two transactions that see nothing of each other."""

import threading

import psycopg2

from odoo.exceptions import UserError
from odoo.service.model import retrying
from odoo.tools import mute_logger

from ..parallel_case import ParallelCase


class TestCreditParallel(ParallelCase):
    def setUp(self):
        super().setUp()
        env = self.open_office(neiqin_gate_credit="enforce")
        product = {"name": self.name, "type": "service", "list_price": 1}
        self.product_id = (
            env["product.product"].create({**product, "taxes_id": False}).id
        )
        self.customers = [self.new_customer(env, f"{self.name} {n}") for n in range(2)]
        self.settle()

    def new_customer(self, env, name):
        return env["res.partner"].create({"name": name, "credit_limit": 1000}).id

    def orders(self, *amounts, customer=0):
        """Commit quotations and return their ids."""
        env = self.env_of(self.real)
        line = {"product_id": self.product_id, "product_uom_qty": 1, "tax_ids": False}
        orders = env["sale.order"].create(
            [
                {
                    "partner_id": self.customers[customer],
                    "order_line": [(0, 0, {**line, "price_unit": amount})],
                }
                for amount in amounts
            ]
        )
        ids = orders.ids
        self.real.commit()
        return ids

    def order(self, cr, order_id):
        return self.env_of(cr)["sale.order"].browse(order_id)

    def states(self, ids):
        self.real.rollback()
        self.real.execute(
            "SELECT state FROM sale_order WHERE id = ANY(%s) ORDER BY id", [ids]
        )
        return [state for (state,) in self.real.fetchall()]

    def wind_up(self, env):
        orders = env["sale.order"].search([("company_id", "=", self.company_id)])
        orders._action_cancel()
        env.company.neiqin_gate_credit = "off"
        env["res.partner"].browse(self.customers).active = False
        env["product.product"].browse(self.product_id).active = False

    @mute_logger("odoo.sql_db")
    def test_two_do_not_slip_under_one_limit(self):
        ids = self.orders(700, 700)
        with self.registry.cursor() as one, self.registry.cursor() as two:
            first, second = self.order(one, ids[0]), self.order(two, ids[1])
            # both look at the customer before either has confirmed
            lights = (first.neiqin_credit_light, second.neiqin_credit_light)
            self.assertEqual(lights, ("green", "green"))
            first.action_confirm()
            one.commit()
            with self.assertRaises(psycopg2.errors.SerializationFailure):
                second.action_confirm()
            two.rollback()
            # as Odoo does: once more, and now it sees the other
            two.execute("SELECT 1")
            again = self.order(two, ids[1])
            again.env.invalidate_all()
            with self.assertRaises(UserError):
                again.action_confirm()
            two.rollback()
        self.assertEqual(self.states(ids), ["sale", "draft"])
        # and the refusal is on somebody's list
        self.real.execute(
            "SELECT step, over FROM neiqin_credit_block WHERE order_id = %s", [ids[1]]
        )
        self.assertEqual(
            [(step, float(over)) for step, over in self.real.fetchall()],
            [("confirm", 400.0)],
        )

    @mute_logger("odoo.sql_db")
    def test_growth_and_confirmation(self):
        grown, fresh = self.orders(500, 500)
        self.order(self.real, grown).action_confirm()
        self.real.commit()
        with self.registry.cursor() as one, self.registry.cursor() as two:
            first, second = self.order(one, grown), self.order(two, fresh)
            self.assertEqual((first.state, second.state), ("sale", "draft"))
            first.order_line.price_unit = 501
            one.commit()
            with self.assertRaises(psycopg2.errors.SerializationFailure):
                second.action_confirm()
            two.rollback()
        self.assertEqual(self.states([grown, fresh]), ["sale", "draft"])

    def test_others_do_not_wait(self):
        """Another customer's order passes while one transaction is under way."""
        (mine,), (other,) = self.orders(700), self.orders(700, customer=1)
        with self.registry.cursor() as one, self.registry.cursor() as two:
            two.execute("SET lock_timeout = '2s'")
            self.order(one, mine).action_confirm()
            self.order(two, other).action_confirm()
            two.commit()
            one.commit()
        self.assertEqual(self.states([mine, other]), ["sale", "sale"])

    @mute_logger("odoo.sql_db", "odoo.service.model")
    def test_mass_confirmations_in_opposite_order_end(self):
        """Turns are taken by the customers' ids: nobody waits in a circle."""
        here = self.orders(300, 300, 300)
        there = self.orders(300, 300, 300, customer=1)
        plans = [
            [here[0], there[0]],
            [there[1], here[1]],
            [here[2], there[2]],
        ]
        errors = []

        def confirm(ids):
            try:
                with self.registry.cursor() as cr:
                    cr.execute("SET lock_timeout = '60s'")
                    env = self.env_of(cr)
                    retrying(env["sale.order"].browse(ids).action_confirm, env)
            except Exception as error:  # noqa: BLE001 told to the test
                errors.append(error)

        threads = [threading.Thread(target=confirm, args=[ids]) for ids in plans]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(timeout=120)
        self.assertFalse(any(thread.is_alive() for thread in threads))
        self.assertEqual(errors, [])
        self.assertEqual(self.states(here + there), ["sale"] * 6)
