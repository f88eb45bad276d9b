"""Cases about an order as a whole, and attackers at the dialog."""

from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import tagged

from .exception_solve_case import SolveCase


@tagged("post_install", "-at_install")
class TestSolveWhole(SolveCase):
    def setUp(self):
        super().setUp()
        other = self.goods("密封圈")
        self.stock(other, 5)
        self.stock(self.bearing, 12)
        self.order = self.sell(
            order_line=[
                Command.create({"product_id": other.id, "product_uom_qty": 5}),
                Command.create(
                    {
                        "product_id": self.bearing.id,
                        "product_uom_qty": 10,
                        "neiqin_promised_date": "2031-03-07",
                    }
                ),
            ]
        )
        self.send_letter()
        self.case = self.open_case(order=self.order)

    def deliver_first(self):
        picking = self.order.picking_ids
        picking.action_assign()
        picking.move_ids[0].write({"quantity": 5, "picked": True})
        picking.move_ids[1].write({"quantity": 0, "picked": False})
        picking.with_context(skip_backorder=True).button_validate()

    def test_a_new_date_for_the_order(self):
        self.deliver_first()
        self.solve("date", new_date="2031-03-28")
        delivered, waiting = self.order.order_line
        self.assertEqual(str(delivered._neiqin_promise()), "2031-03-03")
        self.assertEqual(str(waiting._neiqin_promise()), "2031-03-28")
        self.assertEqual(
            waiting._neiqin_open_moves().date_deadline.date().isoformat(),
            "2031-03-28",
        )
        self.assertNextLetter()

    def test_cancel_what_is_not_delivered(self):
        self.deliver_first()
        self.solve("cancel")
        self.assertEqual(self.order.order_line.mapped("product_uom_qty"), [5.0, 0.0])

    def test_the_next_letter(self):
        self.order.order_line[0].product_uom_qty = 4
        case = self.open_cases(self.order, "change")
        action = self.dialog("letter", case=case).action_apply()
        self.assertEqual(action["res_model"], "neiqin.confirmation.letter")
        letter = self.env["neiqin.confirmation.letter"].browse(action["res_id"])
        self.assertEqual((letter.state, letter.revision), ("draft", 2))

    def test_only_what_fits(self):
        self.assertEqual(
            self.case._neiqin_offered(), ["date", "terms", "letter", "cancel"]
        )
        for solution in ("split", "partial", "purchase", "substitute", "refund"):
            with self.subTest(solution=solution), self.assertRaises(UserError):
                self.solve(
                    solution,
                    quantity=1,
                    new_date="2031-03-28",
                    reason="x",
                    product_id=self.bearing.id,
                )
        without = self.cases.with_user(self.people["clerk"]).create(
            {"type_id": self.kind("other").id}
        )
        with self.assertRaises(UserError):
            without.action_solution()
        with self.assertRaises(UserError):
            self.solve("date", case=without, new_date="2031-03-28")


@tagged("post_install", "-at_install")
class TestSolveAttack(SolveCase):
    def test_the_line_is_the_cases_own(self):
        """The dialog takes no line and no order: what is sent for them is nothing."""
        other = self.sell(5)
        forged = {"line_id": other.order_line.id, "order_id": other.id}
        wizard = self.dialog("cancel", **forged)
        wizard.write(forged)
        wizard.env.flush_all()
        wizard.invalidate_recordset()
        self.assertEqual(wizard.line_id, self.line)
        wizard.action_apply()
        self.assertEqual(other.order_line.product_uom_qty, 5)

    def test_a_case_keeps_its_line(self):
        other = self.sell(5)
        case = self.case.with_user(self.people["clerk"])
        for values in (
            {"order_line_id": other.order_line.id},
            {"order_id": other.id},
            {"solution_number": 7},
            {"correction_id": False},
        ):
            with self.subTest(**values), self.assertRaises(AccessError):
                case.write(values)

    def test_another_companys_case(self):
        other = self.env["res.company"].create({"name": "别家公司"})
        stranger = self.people["supervisor"].copy(
            {"login": "case.stranger", "company_id": other.id, "company_ids": other.ids}
        )
        values = {"case_id": self.case.id, "solution": "cancel"}
        dialogs = self.env["neiqin.exception.solve"].with_user(stranger)
        with self.assertRaises(AccessError):
            dialogs.create(values)
        own = dialogs.sudo().create(values)
        with self.assertRaises(AccessError):
            own.sudo(False).action_apply()
        self.assertEqual(self.line.product_uom_qty, 10)

    def test_products_that_are_not_sold_here(self):
        company = self.env["res.company"].create({"name": "别家公司"})
        for values in (
            {"sale_ok": False},
            {"neiqin_discontinued": True},
            {"active": False},
            {"company_id": company.id},
        ):
            product = self.goods("不卖的轴承", **values)
            with self.subTest(**values), self.assertRaises(UserError):
                self.solve("substitute", product_id=product.id)
        self.assertEqual(self.order.order_line, self.line)

    def test_wrong_states(self):
        for state in ("solved", "closed"):
            self.case._neiqin_as_server().state = state
            with self.subTest(state=state), self.assertRaises(UserError):
                self.solve("cancel")
        self.case._neiqin_as_server().state = "open"
        self.order.with_context(disable_cancel_warning=True).action_cancel()
        self.case._neiqin_as_server().state = "open"
        with self.assertRaises(UserError):
            self.solve("date", new_date="2031-03-20")

    def test_a_dialog_works_once(self):
        wizard = self.dialog("date", new_date="2031-03-20")
        second = self.dialog("date", new_date="2031-03-25")
        wizard.action_apply()
        for dialog in (wizard, second):
            with self.assertRaisesRegex(UserError, "meanwhile"):
                dialog.action_apply()
        self.assertEqual(str(self.line._neiqin_promise()), "2031-03-20")
