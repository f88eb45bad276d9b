"""The sweep's plan does not depend on statistics that a mass insert has left behind."""

from odoo.tests import tagged
from odoo.tools import SQL

from .exception_case import ExceptionCase


@tagged("post_install", "-at_install")
class TestExceptionPlan(ExceptionCase):
    def plan(self, order_ids):
        tables = self.cases._neiqin_findings(order_ids)
        statement = self.cases._neiqin_compare(tables, order_ids)
        with self.cases._neiqin_planning(order_ids):
            [(plan,)] = self.env.execute_query(
                SQL("EXPLAIN (FORMAT JSON) %s", statement)
            )
        return plan[0]["Plan"]

    def nodes(self, node):
        yield node
        for child in node.get("Plans", ()):
            yield from self.nodes(child)

    def scanned_again(self, plan):
        """Return the tables between that are read once for each row of another."""
        return [
            below["CTE Name"]
            for node in self.nodes(plan)
            if node["Node Type"] == "Nested Loop"
            for below in self.nodes(node["Plans"][1])
            if below["Node Type"] == "CTE Scan"
        ]

    def test_no_table_is_read_once_per_row(self):
        """An empty database is the worst that statistics can say of a full one."""
        # no order is there to say that goods are looked for
        self.patch(type(self.cases), "_neiqin_has_goods", lambda *_ids: True)
        many = list(range(1, 1001))
        for order_ids in (None, many):
            with self.subTest(chosen=order_ids is not None):
                self.assertEqual(self.scanned_again(self.plan(order_ids)), [])

    def test_the_next_statement_is_planned_as_ever(self):
        self.plan(None)
        for name in ("enable_nestloop", "jit"):
            [(now, usual)] = self.env.execute_query(
                SQL("SELECT setting, reset_val FROM pg_settings WHERE name = %s", name)
            )
            self.assertEqual(now, usual)
