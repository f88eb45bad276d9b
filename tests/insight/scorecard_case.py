"""A month of March 2026 in Shanghai, its documents set by hand."""

from datetime import date, datetime
from itertools import count

from odoo.fields import Command
from odoo.tests import new_test_user

from ..order.verification_common import OfficeCase

SUPERVISOR = "neiqin_addon.group_neiqin_supervisor"
MARCH = date(2026, 3, 1)
NUMBERS = count(1)


def at(day, hour, minute=0):
    """Return a moment of March 2026 in UTC; the office opens at 00:00 UTC."""
    return datetime(2026, 3, day, hour, minute)


class ScorecardCase(OfficeCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.lead = new_test_user(cls.env, "lead", SUPERVISOR, name="孙组长")
        cls.lead2 = new_test_user(cls.env, "lead2", SUPERVISOR, name="周组长")
        cls.company.resource_calendar_id = cls.env["resource.calendar"].create(
            {
                "name": "8 to 12, 13 to 17",
                "tz": "Asia/Shanghai",
                "company_id": cls.company.id,
            }
        )
        cls.cards = cls.env["neiqin.scorecard"]
        cls.case_type = cls.env["neiqin.exception.type"].search([], limit=1)

    def put(self, records, **columns):
        """Set columns past every rule: when things happened."""
        records.flush_recordset()
        for name, value in columns.items():
            self.env.cr.execute(
                f"UPDATE {records._table} SET {name} = %s WHERE id = ANY(%s)",
                [value, records.ids],
            )
        self.env.invalidate_all()

    def checked(self, user, arrived, done, fields=1, wrong=0, by=None):
        """An order of a user that came at one moment and was verified at another."""
        order = self.make_order(by or self.zhao, lines=1).sudo()
        check = self.env["neiqin.verification"].create(
            {
                "order_id": order.id,
                "company_id": self.company.id,
                "user_id": user.id,
            }
        )
        self.env["neiqin.verification.line"].create(
            [
                {
                    "verification_id": check.id,
                    "order_id": order.id,
                    "company_id": self.company.id,
                    "line_ref": next(NUMBERS),
                    "field": "price_unit",
                    "entered": "1",
                    "verdict": "mismatch" if number < wrong else "ok",
                    "entered_by": (by or self.zhao).id,
                    "verified_by": user.id,
                    "verified_at": done,
                }
                for number in range(fields)
            ]
        )
        check.write({"state": "done", "date_done": done})
        self.put(order, create_date=arrived)
        return order

    def case(self, owner, deadline, solved):
        order = self.make_order(self.zhao, lines=1).sudo()
        case = self.env["neiqin.exception"].create(
            {"type_id": self.case_type.id, "order_id": order.id, "owner_id": owner.id}
        )
        self.put(case, owner_id=owner.id, deadline=deadline, solved_at=solved)
        return case

    def complaint(self, user, deadline, answered, solution=None, solved=None):
        complaint = self.env["neiqin.complaint"].create(
            {
                "partner_id": self.customer.id,
                "subject": "少货",
                "type_id": self.env["neiqin.complaint.type"].search([], limit=1).id,
                "user_id": user.id,
            }
        )
        self.put(
            complaint,
            user_id=user.id,
            first_response_deadline=deadline,
            first_response_at=answered,
            solution_deadline=solution,
            solved_at=solved,
        )
        return complaint

    def invoice(self, amount, due, user, paid=0, paid_on=None):
        move = self.env["account.move"].create(
            {
                "move_type": "out_invoice",
                "partner_id": self.customer.id,
                "invoice_user_id": user.id,
                "invoice_date": "2026-02-10",
                "invoice_date_due": due,
                "invoice_payment_term_id": False,
                "invoice_line_ids": [
                    Command.create(
                        {
                            "product_id": self.products[0].id,
                            "price_unit": amount,
                            "tax_ids": [Command.clear()],
                        }
                    )
                ],
            }
        )
        move.action_post()
        if paid:
            self.env["account.payment.register"].with_context(
                active_model="account.move", active_ids=move.ids
            ).create({"amount": paid, "payment_date": paid_on})._create_payments()
        return move

    def make(self, month=MARCH, company=None):
        return self.cards._neiqin_make(company or self.company, month)

    def card(self, user, month=MARCH):
        return self.cards.search([("user_id", "=", user.id), ("month", "=", month)])

    def line(self, card, code):
        return card.line_ids.filtered(lambda line: line.code == code)

    def figures(self, card, code):
        line = self.line(card, code)
        return line.numerator, line.denominator, line.status

    def closed(self, user):
        card = self.card(user)
        self.rpc(user, card, "action_neiqin_seen", "看过了")
        self.rpc(self.lead, card, "action_neiqin_close", "不错")
        return card
