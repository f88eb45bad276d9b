"""Two clerks solve the same order at the same moment, from two transactions."""

import psycopg2

from odoo.exceptions import UserError
from odoo.fields import Command
from odoo.tools import mute_logger

from ..parallel_case import ParallelCase


class TestSolveParallel(ParallelCase):
    def setUp(self):
        super().setUp()
        env = self.open_office({"one": "clerk", "two": "clerk"})
        name = self.name
        vendor = env["res.partner"].create({"name": name})
        product = env["product.product"].create(
            {
                "name": name,
                "is_storable": True,
                "company_id": self.company_id,
                "seller_ids": [Command.create({"partner_id": vendor.id, "price": 3})],
            }
        )
        order = env["sale.order"].create(
            {
                "partner_id": vendor.id,
                "commitment_date": "2091-03-03 04:00:00",
                "order_line": [
                    Command.create({"product_id": product.id, "product_uom_qty": 10})
                ],
            }
        )
        order.action_confirm()
        kinds = env["neiqin.exception.type"]
        cases = (
            env["neiqin.exception"]
            .with_user(self.users["one"])
            .create(
                [
                    {
                        "type_id": kinds._neiqin_of(code).id,
                        "order_id": order.id,
                        "order_line_id": order.order_line.id,
                    }
                    for code in ("other", "dispute")
                ]
            )
        )
        cases |= order.neiqin_exception_ids - cases  # the shortage opened by itself
        self.case_ids, self.order_id = cases.ids, order.id
        self.settle()

    def wind_up(self, env):
        env["sale.order"].browse(self.order_id)._action_cancel()
        env.company.neiqin_gate_exception = "off"

    def solve(self, cursor, person, case, solution, **values):
        env = self.env_of(cursor, ("one", "two")[person])
        env["neiqin.exception.solve"].create(
            {"case_id": self.case_ids[case], "solution": solution, **values}
        ).action_apply()
        env.flush_all()

    def lines(self, cursor):
        return self.env_of(cursor)["sale.order"].browse(self.order_id).order_line

    def race(self, first, second):
        """Let both begin before either ends; return what the repeated second meets."""
        with self.registry.cursor() as one, self.registry.cursor() as two:
            two.execute("SELECT 1 FROM sale_order LIMIT 1")  # sees things as they are
            self.solve(one, *first[0], **first[1])
            one.commit()
            with (
                self.assertRaises(psycopg2.errors.SerializationFailure),
                mute_logger("odoo.sql_db"),
            ):
                self.solve(two, *second[0], **second[1])
            two.rollback()
            # as Odoo does with what failed for this reason
            try:
                self.solve(two, *second[0], **second[1])
            except UserError as refusal:
                two.rollback()
                return str(refusal)
            two.commit()
        return None

    def test_a_line_is_not_split_twice(self):
        later = {"quantity": 4, "new_date": "2091-04-01"}
        self.race(
            ((0, 0, "split"), later),
            ((1, 1, "split"), {"quantity": 9, "new_date": "2091-04-01"}),
        )
        with self.registry.cursor() as cursor:
            quantities = sorted(self.lines(cursor).mapped("product_uom_qty"))
        # the second saw a line of four left: nine of it cannot go now
        self.assertEqual(quantities, [4.0, 6.0])

    def test_one_purchase(self):
        refusal = self.race(
            ((0, 0, "purchase"), {"quantity": 10}),
            ((1, 2, "purchase"), {"quantity": 10}),
        )
        self.assertTrue(refusal)
        with self.registry.cursor() as cursor:
            env = self.env_of(cursor)
            bought = env["purchase.order.line"].search(
                [("neiqin_sale_line_id", "in", self.lines(cursor).ids)]
            )
            self.assertEqual(sum(bought.mapped("product_qty")), 10)
            bought.order_id.button_cancel()
