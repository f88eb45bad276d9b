"""Several people at one scorecard at the same moment, each with a connection of his own."""

import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from functools import partial

from odoo.exceptions import UserError
from odoo.service.model import retrying
from odoo.tools import mute_logger

from ..parallel_case import ParallelCase

#: So often they meet; who comes first is left to the machine.
ROUNDS = 8


def month(number):
    return date(2024, 1 + number, 1)


class TestScorecardParallel(ParallelCase):
    def setUp(self):
        super().setUp()
        self.other = self.registry.cursor()
        self.addCleanup(self.other.close)
        self.open_office(
            {"clerk": "clerk", "lead": "supervisor", "lead2": "supervisor"}
        )
        self.settle()

    def card(self, cursor, who=None, number=0):
        """Return the clerk's card of a month, as somebody sees it."""
        cursor.rollback()
        return self.env_of(cursor, who)["neiqin.scorecard"].search(
            [("user_id", "=", self.users["clerk"]), ("month", "=", month(number))]
        )

    def make(self, count=1):
        env = self.env_of(self.real)
        for number in range(count):
            env["neiqin.scorecard"]._neiqin_make(env.company, month(number))
        self.settle()
        for number in range(count):
            self.card(self.real, "clerk", number).action_neiqin_seen("先说的")
            self.real.commit()

    def log(self, card):
        return card.env["neiqin.trail.entry"].search_count(
            [
                ("action", "=", "approve"),
                ("res_model", "=", card._name),
                ("res_id", "=", card.id),
            ]
        )

    def at_once(self, number, *calls):
        """Have people call methods in the same instant, each in a thread and transaction.

        As a request does it: what collides in the database is tried again.

        :param calls: ``(who, method, words)``
        :return: for each, None where it went well, else what he was told
        """
        start = threading.Barrier(len(calls))

        def call(who, method, words):
            with self.registry.cursor() as cursor:
                card = self.card(cursor, who, number)
                start.wait(60)
                try:
                    retrying(partial(getattr(card, method), words), card.env)
                except UserError as error:
                    cursor.rollback()
                    return str(error)
            return None

        with ThreadPoolExecutor(len(calls)) as pool:
            waiting = [pool.submit(call, *one) for one in calls]
            return [one.result(120) for one in waiting]

    @mute_logger("odoo.sql_db")
    def test_in_turn(self):
        """Held by the first, then closed by him: the second is told which."""
        self.make()
        self.card(self.real, "lead").action_neiqin_close("甲")
        for who, method in (("lead2", "close"), ("clerk", "seen")):
            card = self.card(self.other, who)
            with self.assertRaisesRegex(UserError, "is working on"):
                getattr(card, f"action_neiqin_{method}")("乙")
        self.other.rollback()
        self.real.commit()
        for who, method in (("lead2", "close"), ("clerk", "seen")):
            card = self.card(self.other, who)
            with self.assertRaisesRegex(UserError, "has signed off .* 2024-01"):
                getattr(card, f"action_neiqin_{method}")("乙")
        card = self.card(self.real)
        self.assertEqual((card.verdict, card.comment), ("甲", "先说的"))

    @mute_logger("odoo.sql_db")
    def test_two_supervisors_close(self):
        self.make(ROUNDS)
        for number in range(ROUNDS):
            told = self.at_once(
                number,
                ("lead", "action_neiqin_close", "甲"),
                ("lead2", "action_neiqin_close", "乙"),
            )
            self.assertEqual(told.count(None), 1, told)
            first = told.index(None)
            self.assertRegex(told[1 - first], "is working on|has signed off")
            card = self.card(self.real, number=number)
            winner = ("lead", "lead2")[first]
            self.assertEqual(card.state, "closed")
            self.assertEqual(card.closed_by_id.id, self.users[winner])
            self.assertEqual(card.verdict, ("甲", "乙")[first])
            self.assertEqual(self.log(card), 1)
            found = self.card(self.real, "lead", number).action_neiqin_verify()
            self.assertEqual(found["params"]["type"], "success")

    @mute_logger("odoo.sql_db")
    def test_the_clerk_comments_while_a_supervisor_closes(self):
        self.make(ROUNDS)
        for number in range(ROUNDS):
            said, closed = self.at_once(
                number,
                ("clerk", "action_neiqin_seen", "后说的"),
                ("lead", "action_neiqin_close", "甲"),
            )
            for told in filter(None, (said, closed)):
                self.assertRegex(told, "is working on|has signed off")
            self.assertIn(None, (said, closed))
            card = self.card(self.real, number=number)
            # what somebody was not refused stands, and the other's words do not
            self.assertEqual(card.comment, "先说的" if said else "后说的")
            self.assertEqual(card.state, "seen" if closed else "closed")
            self.assertEqual(card.verdict or None, None if closed else "甲")
            self.assertEqual(self.log(card), 0 if closed else 1)
            if not closed:
                found = self.card(self.real, "lead", number).action_neiqin_verify()
                self.assertEqual(found["params"]["type"], "success")
