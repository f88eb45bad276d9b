"""The demo's weekly meetings: three were held, the next one is in preparation."""

from collections import Counter
from datetime import timedelta


class MeetingStory:
    def test_decisions_are_carried_over(self):
        meetings = self.env["neiqin.meeting"].search(self.here, order="week_start")
        self.assertEqual(meetings.mapped("state"), ["frozen"] * 3 + ["draft"])
        self.assertTrue(all(row["ok"] for row in meetings.verify()))
        for held in meetings[:3]:
            self.assertEqual(held.frozen_at - held.meets_at, timedelta(minutes=50))
        decisions = meetings.decision_ids
        self.assertEqual(Counter(decisions.mapped("state")), {"done": 2, "open": 2})
        self.assertEqual(max(decisions.mapped("carried_count")), 2)
        self.assertEqual(len(meetings[-1].carried_ids), 3)
        for decision in decisions.filtered(lambda one: one.state == "open"):
            self.assertEqual(decision.activity_ids.user_id, decision.user_id)

    def test_the_next_pack_has_something_to_talk_about(self):
        meeting = self.env["neiqin.meeting"].search(
            [*self.here, ("state", "=", "draft")]
        )
        figures = meeting._neiqin_content()["figures"]
        self.assertTrue(figures["forecast"]["products"])
        self.assertTrue(figures["cases"])
        self.assertTrue(figures["overdue"]["rows"])
