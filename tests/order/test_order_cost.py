"""What the add-on adds to confirming and listing orders, told by its statements."""

from contextlib import contextmanager
from unittest.mock import patch

from odoo.fields import Command
from odoo.sql_db import Cursor
from odoo.tests import tagged
from odoo.tools import SQL

from .exception_case import ExceptionCase

#: A few of the columns that no list of orders shows and nobody needs for it.
UNSEEN = ('"note"', '"access_token"', '"neiqin_dropped_requests"')


@tagged("post_install", "-at_install")
class TestOrderCost(ExceptionCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.service = cls.env["product.product"].create(
            {"name": "安装", "type": "service", "standard_price": 6}
        )

    @contextmanager
    def statements(self):
        """Yield the statements of what runs inside, stored and out of the cache before."""
        self.env.cr.flush()
        self.env.invalidate_all()
        found, execute = [], Cursor.execute

        def noting(cursor, query, *args, **kwargs):
            code = query.code if isinstance(query, SQL) else str(query)
            found.append(" ".join(code.split()))
            return execute(cursor, query, *args, **kwargs)

        with patch.object(Cursor, "execute", noting):
            yield found

    def services(self, count):
        line = {"product_id": self.service.id, "product_uom_qty": 2, "price_unit": 9.5}
        return self.env["sale.order"].create(
            [
                {
                    "partner_id": self.partner.id,
                    "order_line": [Command.create(line), Command.create(line)],
                }
            ]
            * count
        )

    def test_a_confirmation_is_stored_once(self):
        """State, progress and plan of five orders go into one statement, and the costs
        of their lines into one that Odoo has anyway."""
        orders = self.services(5)
        with self.statements() as found:
            orders.action_confirm()
            self.env.cr.flush()
        heads = [code for code in found if code.startswith('UPDATE "sale_order" ')]
        self.assertEqual(len(heads), 1, heads)
        for name in ("state", "neiqin_stage", "neiqin_planned_cost"):
            self.assertIn(f'"{name}"', heads[0])
        costs = [code for code in found if '"neiqin_unit_cost" =' in code]
        self.assertEqual(len(costs), 1)
        self.assertIn('"qty_to_invoice"', costs[0])
        for order in orders.sudo():
            self.assertEqual(order.neiqin_planned_revenue, 38)
            self.assertEqual(order.neiqin_planned_cost, 24)

    def test_what_is_at_hand_is_not_asked_for(self):
        """No letter, the customer's own terms: nothing that an approval could excuse.
        Whom orders are closed to comes with the orders."""
        orders = self.services(2)
        with self.statements() as found:
            orders.action_confirm()
            self.env.cr.flush()
        for code in found:
            self.assertNotIn('FROM "res_company" WHERE ("res_company"."active"', code)
            self.assertNotIn("FROM neiqin_approval", code)
            self.assertNotIn("FROM neiqin_confirmation_letter", code)
        asked = [code for code in found if '"neiqin_blind_user_id" FROM' in code]
        self.assertLessEqual(len(asked), 1, asked)

    def test_a_confirmation_leaves_nothing_in_the_context(self):
        """Each order's messages would be made in environments of their own."""
        order = self.services(1)
        seen = []

        def noting(record):
            seen.append((record._neiqin_credit_call(), dict(record.env.context)))

        self.patch(type(order), "_neiqin_note_confirmed", noting)
        order.action_confirm()
        [(call, context)] = seen
        self.assertIsNotNone(call)
        self.assertEqual(context, order.env.context)
        self.assertIsNone(order._neiqin_credit_call())

    def test_an_order_that_is_gone_has_no_timeline(self):
        """Noted when it was entered, and deleted in the same transaction."""
        gone, stays = self.services(2)
        gone.unlink()
        self.env.cr.flush()
        self.assertEqual(stays.sudo().neiqin_fact_ids.mapped("stage"), ["received"])

    def test_letters_of_services_open_a_case(self):
        """Left out where no letter is, looked at where one is."""
        order = self.services(1)
        superseded = {"neiqin_letter_state": "superseded", "neiqin_letter_revision": 2}
        order.sudo()._neiqin_as_server().write(superseded)
        order.action_confirm()
        self.assertEqual(order.sudo().neiqin_exception_ids.type_id.code, "change")

    def test_services_are_looked_at_without_their_goods(self):
        """No stock, no document and no promise: nothing of it is asked for."""
        orders = self.services(2)
        with self.statements() as found:
            orders.action_confirm()
            self.env.cr.flush()
        text = "\n".join(found)
        self.assertIn("neiqin_exception_type", text)  # it was looked for cases
        for table in ("stock_quant", "step_move", "neiqin_given_date ="):
            self.assertNotIn(table, text)
        goods = self.make_order(lines=1)
        with self.statements() as found:
            goods.action_confirm()
            self.env.cr.flush()
        text = "\n".join(found)
        for table in ("stock_quant", "step_move", "neiqin_given_date ="):
            self.assertIn(table, text)

    def test_terms_of_services_open_a_case(self):
        """What is no matter of goods is found all the same, and closed again."""
        term = self.env.ref("account.account_payment_term_30days")
        other = self.env.ref("account.account_payment_term_immediate")
        self.partner.property_payment_term_id = term
        order = self.services(1)
        order.payment_term_id = other
        order.action_confirm()
        case = order.sudo().neiqin_exception_ids
        self.assertEqual(case.type_id.code, "terms")
        order.payment_term_id = term
        self.assertEqual(case.state, "closed")

    def test_what_is_no_goods_any_more_has_no_case_of_goods(self):
        """A line was dear and then is a service: nobody looks for it, its case closes."""
        self.env.company.neiqin_gate_exception = "enforce"
        order = self.make_order(lines=1)
        order.order_line.price_unit += 5
        cases = order.sudo().neiqin_exception_ids
        case = cases.filtered(lambda case: case.type_id.code == "price")
        self.assertTrue(case)
        self.assertNotEqual(case.state, "closed")
        self.product.type = "service"
        order._neiqin_detect()
        self.assertEqual(case.state, "closed")

    def test_a_list_reads_what_it_shows(self):
        """The light and the record rules of eighty orders read no other columns."""
        self.services(3)
        self.env.user.group_ids += self.env.ref("sales_team.group_sale_salesman")
        columns = {"name": {}, "state": {}, "neiqin_credit_light": {}}
        clerk = self.env["sale.order"].with_user(self.people["clerk"])
        clerk.web_search_read([], columns)
        with self.statements() as found:
            rows = clerk.web_search_read([], columns)["records"]
        self.assertGreaterEqual(len(rows), 3)
        for code in found:
            if 'FROM "sale_order"' in code:
                for name in UNSEEN:
                    self.assertNotIn(name, code)
