"""An order short of two pieces, and the dialog that solves its case."""

from datetime import datetime

from freezegun import freeze_time

from .exception_goods import GoodsCase

NOW = datetime(2031, 2, 24, 2)


class SolveCase(GoodsCase):
    def setUp(self):
        super().setUp()
        self.startPatcher(freeze_time(NOW))
        self.stock(self.bearing, 8)
        self.order = self.sell(10)
        self.case = self.open_cases(self.order)
        self.line = self.order.order_line

    def dialog(self, solution, person="clerk", case=None, **values):
        return (
            self.env["neiqin.exception.solve"]
            .with_user(self.people[person])
            .create({"case_id": (case or self.case).id, "solution": solution, **values})
        )

    def solve(self, solution, person="clerk", case=None, **values):
        """Carry out a solution; return what the dialog said it would become."""
        wizard = self.dialog(solution, person, case, **values)
        after = wizard.after
        wizard.action_apply()
        return after

    def offer(self, code, *solutions):
        """Have a kind offer these as well."""
        self.kind(code).write({f"offers_{name}": True for name in solutions})

    def send_letter(self, order=None):
        """Let the customer have a letter of the order as it is."""
        order = order or self.order
        self.partner.email = "buyer@example.org"
        letters = order.with_user(self.people["clerk"])._neiqin_current_letters()
        self.patch(type(letters), "_neiqin_make_pdf", lambda letter: b"%PDF-1.4 x")
        letters._neiqin_send()

    def assertNextLetter(self, revision=2, order=None):
        order = order or self.order
        self.assertEqual(order.neiqin_letter_state, "superseded")
        self.assertEqual(order.neiqin_letter_revision, revision)
