"""Solutions change the order: lines, days, pickings and the next letter, or nothing."""

from unittest.mock import patch

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .exception_solve_case import SolveCase


@tagged("post_install", "-at_install")
class TestExceptionSolve(SolveCase):
    def test_split(self):
        after = self.solve("split", quantity=8, new_date="2031-03-20")
        self.assertEqual(len(after.split("\n")), 2)
        first, rest = self.order.order_line.sorted("id")
        self.assertEqual((first.product_uom_qty, rest.product_uom_qty), (8, 2))
        self.assertEqual(str(rest.neiqin_promised_date), "2031-03-20")
        self.assertEqual(rest.price_unit, first.price_unit)
        moves = self.order.picking_ids.move_ids
        self.assertEqual(sum(moves.mapped("product_uom_qty")), 10)
        # what was missing for the first day is not missing any more
        self.assertEqual(self.case.state, "closed")
        self.assertEqual(self.case.solution, "split")
        self.assertEqual(self.open_cases(self.order).order_line_id, rest)

    def test_new_date(self):
        self.solve("date", new_date="2031-03-20")
        self.assertEqual(str(self.line._neiqin_promise()), "2031-03-20")
        self.assertEqual(
            self.line.move_ids.date_deadline.date().isoformat(), "2031-03-20"
        )
        # still short then, and the customer has to be told of the moved day
        self.assertEqual(self.codes(self.order), ["date", "shortage"])

    def test_substitute(self):
        other = self.goods("深沟球轴承 6204-2RS", list_price=33)
        self.stock(other, 50)
        self.solve("substitute", product_id=other.id)
        new = self.order.order_line - self.line
        self.assertEqual(self.line.product_uom_qty, 0)
        self.assertEqual((new.product_id, new.product_uom_qty), (other, 10))
        self.assertEqual(new.price_unit, 33)
        self.assertFalse(self.open_cases(self.order))

    def test_cancel_keeps_what_was_delivered(self):
        self.deliver(self.order, 8)
        self.case = self.open_cases(self.order)
        self.assertEqual(self.case.type_id.code, "shortage")
        self.solve("cancel")
        self.assertEqual(self.line.product_uom_qty, 8)
        self.assertFalse(self.open_cases(self.order))

    def test_the_next_letter_is_drafted(self):
        self.partner.email = "buyer@example.org"
        letters = self.order.with_user(self.people["clerk"])._neiqin_current_letters()
        letter = type(letters)
        with patch.object(letter, "_neiqin_make_pdf", lambda letter: b"%PDF-1.4 x"):
            letters._neiqin_send()
            self.solve("date", new_date="2031-03-20")
        self.assertEqual(self.order.neiqin_letter_state, "superseded")
        self.assertEqual(self.order.neiqin_letter_revision, 2)
        self.assertIn("change", self.codes(self.order))

    def test_all_or_nothing(self):
        lines = type(self.line)
        create = lines.create

        refusal = UserError("full")

        def fail(records, vals_list):
            create(records, vals_list)
            raise refusal

        with patch.object(lines, "create", fail), self.assertRaises(UserError):
            self.solve("split", quantity=8, new_date="2031-03-20")
        self.assertEqual(self.order.order_line, self.line)
        self.assertEqual(self.line.product_uom_qty, 10)
        self.assertFalse(self.case.solution)

    def test_what_is_refused(self):
        for values in (
            {"solution": "split", "quantity": 10, "new_date": "2031-03-20"},
            {"solution": "split", "quantity": -1, "new_date": "2031-03-20"},
            {"solution": "date"},
            {"solution": "date", "new_date": "2031-01-01"},
            {"solution": "substitute"},
            {"solution": "substitute", "product_id": self.bearing.id},
        ):
            with self.subTest(**values), self.assertRaises(UserError):
                self.solve(**values)
        self.kind("shortage").offers_cancel = False
        with self.assertRaises(UserError):
            self.solve("cancel")
        for person in ("packer", "salesman", "auditor"):
            with self.subTest(person=person), self.assertRaises(AccessError):
                self.solve("cancel", person=person)
        self.assertEqual(self.line.product_uom_qty, 10)
