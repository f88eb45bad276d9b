"""What scorecards cost the database for one clerk and for eighty."""

from datetime import date

from odoo.tests import new_test_user

from .scorecard_case import MARCH, ScorecardCase, at

CLERK = "neiqin_addon.group_neiqin_clerk"


class TestScorecardCost(ScorecardCase):
    def spent(self, work):
        self.env.flush_all()
        self.env.invalidate_all()
        before = self.env.cr.sql_log_count
        work()
        self.env.flush_all()
        return self.env.cr.sql_log_count - before

    def hire(self, number):
        """More clerks, past the forms: who they are does not matter here."""
        group = self.env.ref(CLERK)
        return (
            self.env["res.users"]
            .with_context(no_reset_password=True)
            .create(
                [
                    {
                        "name": f"员工{n}",
                        "login": f"cost.{n}",
                        "company_id": self.company.id,
                        "company_ids": [(6, 0, self.company.ids)],
                        "group_ids": [(6, 0, group.ids)],
                    }
                    for n in range(number)
                ]
            )
        )

    def test_a_month_is_made_and_counted_anew(self):
        self.case(self.wang, at(5, 2), at(5, 1))
        few = self.spent(self.make)
        again = self.spent(self.make)
        size = len(self.cards.search([("month", "=", MARCH)]))
        people = self.hire(80)
        for one in people[:5]:
            self.case(one, at(5, 2), at(5, 1))
        february = date(2026, 2, 1)
        many = self.spent(self.make)
        more = self.spent(self.make)
        cards = self.cards.search([("month", "=", MARCH)])
        self.assertEqual(len(cards), size + 80)
        # eight hundred lines are inserted by the hundred
        self.assertLessEqual(many, few + 30)
        self.assertLessEqual(more, again + 30)
        card = self.card(people[0])
        self.assertEqual(self.figures(card, "cases"), (1, 1, "few"))
        self.make(february)

        def read(some):
            self.cards.browse(some).with_user(self.lead).web_read(
                {"display_name": {}, "trend": {}, "score": {}, "line_ids": {}}
            )

        read(cards.ids[:1])
        one = self.spent(lambda: read(cards.ids[:1]))
        self.assertLessEqual(self.spent(lambda: read(cards.ids[:80])), one + 1)
        self.assertEqual(
            [point["month"] for point in card.trend], ["2026-02", "2026-03"]
        )

    def test_a_card_is_seen_and_closed(self):
        people = new_test_user(self.env, "seen.one", CLERK), self.wang
        self.make()
        costs = []
        for one in people:
            card = self.card(one)
            costs.append(
                self.spent(
                    lambda c=card, u=one: c.with_user(u).action_neiqin_seen("看过了")
                )
            )
            costs.append(
                self.spent(
                    lambda c=card: c.with_user(self.lead).action_neiqin_close("不错")
                )
            )
            self.hire(40) if one != self.wang else None
            self.make()
        self.assertLessEqual(costs[2], costs[0])
        self.assertLessEqual(costs[3], costs[1])
