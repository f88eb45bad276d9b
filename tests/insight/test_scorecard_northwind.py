"""Nine clerks over two years of a real trader, each card counted again in plain Python.

The sample has the days of orders, promises and shipments, who took them, and the money.
The hours of an office are not in it: they are derived from its own numbers.
"""

import unittest
from collections import defaultdict
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from odoo.tests import new_test_user, tagged

from odoo.addons.neiqin_addon.models.insight.scorecard_make import Span

from ..order.northwind_case import HAVE_SAMPLE, copy_rows, day, read
from .figures_case import SHANGHAI, FiguresCase

HOURS = ((8, 12), (13, 17))
#: What a company begins with: weight, all points at, none at, documents needed.
POLICY = {
    "verify": (15, 95, 70, 5),
    "letter": (15, 95, 70, 5),
    "promises": (10, 95, 75, 5),
    "collection": (5, 95, 70, 1),
}


def there(moment):
    """Return a naive UTC moment on the office's clock."""
    return (
        moment.replace(tzinfo=UTC).astimezone(ZoneInfo(SHANGHAI)).replace(tzinfo=None)
    )


def worked(begin, end):
    """Return the office's working time between two UTC moments, day by day."""
    begin, end, total = there(begin), there(end), timedelta()
    when = begin.date()
    while when <= end.date():
        if when.weekday() < 5:
            for opens, closes in HOURS:
                first = datetime.combine(when, datetime.min.time().replace(opens))
                last = datetime.combine(when, datetime.min.time().replace(closes))
                total += max(timedelta(), min(end, last) - max(begin, first))
        when += timedelta(days=1)
    return total


def month_of(when):
    return when.replace(day=1)


class Deal:
    """One order of the sample with an office's hours."""

    def __init__(self, row, amount):
        self.number = int(row["orderID"])
        self.clerk = int(row["employeeID"]) - 1
        #: One verifies what another entered, a third one writes the letter.
        self.checker, self.writer = (self.clerk + 1) % 9, (self.clerk + 2) % 9
        self.amount = amount
        self.ordered, self.promised = day(row["orderDate"]), day(row["requiredDate"])
        self.shipped = day(row["shippedDate"])
        cents = round(float(row["freight"]) * 100)
        midnight = datetime.combine(self.ordered, datetime.min.time())
        self.came = midnight + timedelta(minutes=self.number % 500)
        self.checked = self.came + timedelta(minutes=cents % 2000)
        self.has_letter = bool(self.number % 7)
        self.written = self.checked + timedelta(minutes=cents // 3 % 1500)
        self.due = self.ordered + timedelta(days=30)
        #: A fifth pays a part, who got nothing pays nothing.
        self.part = 0.4 if self.number % 5 == 0 else 1.0
        self.paid = self.shipped and self.shipped + timedelta(days=self.number % 45)

    def documents(self):
        """Yield ``(measure, clerk, day, numerator, denominator)``."""
        limit = timedelta(hours=4)
        fast = worked(self.came, self.checked) <= limit
        yield "verify", self.checker, there(self.checked).date(), fast, 1
        if self.has_letter:
            fast = worked(self.checked, self.written) <= limit
            yield "letter", self.writer, there(self.written).date(), fast, 1
        if self.shipped:
            kept = self.shipped <= self.promised
            whose = self.writer if self.has_letter else self.clerk
            yield "promises", whose, self.shipped, kept, 1
        end = month_of(month_of(self.due) + timedelta(days=31))
        in_time = self.paid and self.paid < end
        paid = round(self.amount * self.part, 2) if in_time else 0
        yield "collection", self.clerk, self.due, paid, self.amount


@tagged("post_install", "-at_install")
@unittest.skipUnless(HAVE_SAMPLE, "the sample is missing: set NEIQIN_SAMPLE_DATA")
class TestScorecardNorthwind(FiguresCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        amounts = defaultdict(float)
        for row in read("order-details"):
            price, quantity = float(row["unitPrice"]), float(row["quantity"])
            net = price * quantity * (1 - float(row["discount"]))
            amounts[row["orderID"]] += round(net, 2)
        cls.deals = [
            Deal(row, round(amounts[row["orderID"]], 2)) for row in read("orders")
        ]
        cls.clerks = [
            new_test_user(cls.env, f"nw{n}", "neiqin_addon.group_neiqin_clerk")
            for n in range(9)
        ]
        cls.expected = defaultdict(lambda: [0.0, 0.0])
        for deal in cls.deals:
            for code, clerk, when, part, whole in deal.documents():
                sums = cls.expected[month_of(when), clerk, code]
                sums[0] += part
                sums[1] += whole
        cls.copy_orders()
        cls.copy_checks()
        cls.copy_letters()
        cls.copy_invoices()
        cls.env.invalidate_all()
        cls.gone._neiqin_review()
        cls.env.flush_all()
        cls.cards = cls.env["neiqin.scorecard"]

    @classmethod
    def copy_orders(cls):
        cls.orders = copy_rows(
            cls.pattern,
            [
                {
                    "name": f"NW{deal.number}",
                    "create_date": deal.came,
                    "create_uid": cls.clerks[deal.clerk].id,
                    "date_order": deal.came,
                    "commitment_date": f"{deal.promised} 04:00:00",
                }
                for deal in cls.deals
            ],
        )
        copy_rows(
            cls.pattern.order_line, [{"order_id": order.id} for order in cls.orders]
        )
        gone = [
            (order.id, f"{deal.shipped} 06:00:00")
            for order, deal in zip(cls.orders, cls.deals, strict=True)
            if deal.shipped
        ]
        cls.delivered(gone)
        cls.gone = cls.orders.browse([order for order, _moment in gone])

    @classmethod
    def copy_checks(cls):
        values = {"order_id": cls.pattern.id, "company_id": cls.company.id}
        pattern = cls.env["neiqin.verification"].create(
            {**values, "user_id": cls.env.uid}
        )
        copy_rows(
            pattern,
            [
                {
                    "order_id": order.id,
                    "user_id": cls.clerks[deal.checker].id,
                    "state": "done",
                    "date_done": deal.checked,
                }
                for order, deal in zip(cls.orders, cls.deals, strict=True)
            ],
        )

    @classmethod
    def copy_letters(cls):
        copy_rows(
            cls.pattern._neiqin_current_letters(),
            [
                {
                    "order_id": order.id,
                    "name": f"NW{deal.number}",
                    "state": "sent",
                    "sent_at": deal.written,
                    "sent_by_id": cls.clerks[deal.writer].id,
                }
                for order, deal in zip(cls.orders, cls.deals, strict=True)
                if deal.has_letter
            ],
        )

    @classmethod
    def copy_invoices(cls):
        """Copies of one invoice and of what was paid of it."""
        move = cls.env["account.move"].create(
            {
                "move_type": "out_invoice",
                "partner_id": cls.partner.id,
                "invoice_date": "1990-01-01",
                "invoice_line_ids": [
                    (0, 0, {"name": "x", "price_unit": 100, "tax_ids": False})
                ],
            }
        )
        move.action_post()
        wizard = cls.env["account.payment.register"].with_context(
            active_model="account.move", active_ids=move.ids
        )
        wizard.create({"payment_date": "1990-01-01"})._create_payments()
        line = move.line_ids.filtered("debit")
        [part] = line.matched_credit_ids
        moves = copy_rows(
            move,
            [
                {
                    "name": f"NW{deal.number}",
                    "invoice_user_id": cls.clerks[deal.clerk].id,
                    "invoice_date_due": deal.due,
                }
                for deal in cls.deals
            ],
        )
        debts = copy_rows(
            line,
            [
                {
                    "move_id": one.id,
                    "date_maturity": deal.due,
                    "debit": deal.amount,
                    "balance": deal.amount,
                }
                for one, deal in zip(moves, cls.deals, strict=True)
            ],
        )
        copy_rows(
            part,
            [
                {
                    "debit_move_id": debt.id,
                    "amount": round(deal.amount * deal.part, 2),
                    "max_date": deal.paid,
                }
                for debt, deal in zip(debts, cls.deals, strict=True)
                if deal.paid
            ],
        )

    def test_every_month_every_clerk(self):
        """Numerators and denominators of all months, as the statements give them."""
        policy = self.env["neiqin.scorecard.policy"]._neiqin_active(self.company)
        measures = policy.measure_ids.filtered(lambda one: one.code in POLICY)
        self.assertEqual(len(measures), len(POLICY))
        numbers = {user.id: number for number, user in enumerate(self.clerks)}
        found = {}
        for month in sorted({key[0] for key in self.expected}):
            span = Span(self.company, month)
            counted = {one: self.cards._neiqin_counted(span, one) for one in measures}
            figures = self.cards._neiqin_figures(span, counted, {})
            for (_kind, user), by_measure in figures.items():
                for measure, figure in by_measure.items():
                    key = month, numbers[user], measure.code
                    found[key] = (figure.numerator, figure.denominator)
        self.assertEqual(set(found), set(self.expected))
        for key, (part, whole) in self.expected.items():
            self.assertAlmostEqual(found[key][0], part, 2, key)
            self.assertAlmostEqual(found[key][1], whole, 2, key)
        # the sample says something: neither all nor nothing is in time, kept or paid
        for code in POLICY:
            rows = [value for key, value in self.expected.items() if key[2] == code]
            part, whole = (sum(row[n] for row in rows) for n in (0, 1))
            self.assertLess(0.2 * whole, part, code)
            self.assertLess(part, 0.98 * whole, code)

    def test_points_and_scores(self):
        """What stands on the cards of a month: worked out from the files alone."""
        judged = 0
        for month in (date(1996, 12, 1), date(1998, 3, 1)):
            self.cards._neiqin_make(self.company, month)
            for number, user in enumerate(self.clerks):
                own = [("user_id", "=", user.id), ("month", "=", month)]
                card = self.cards.search(own)
                points = weights = 0
                for code, (weight, best, none, least) in POLICY.items():
                    [line] = card.line_ids.filtered(
                        lambda one, code=code: one.code == code
                    )
                    part, whole = self.expected.get((month, number, code), (0, 0))
                    if whole < least:
                        self.assertEqual(line.status, "few")
                        continue
                    value = 100 * part / whole
                    share = min(1, max(0, (value - none) / (best - none)))
                    points += weight * share
                    weights += weight
                    self.assertEqual(line.status, "ok")
                    self.assertAlmostEqual(line.value, round(value, 2), 2)
                    self.assertAlmostEqual(line.points, round(weight * share, 1), 1)
                self.assertEqual(card.has_score, bool(weights))
                score = 100 * points / weights if weights else 0
                self.assertAlmostEqual(card.score, round(score, 1), 1, user.login)
                judged += bool(weights)
        self.assertGreater(judged, 9)
