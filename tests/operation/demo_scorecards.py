"""The demo's clerks have three months of scorecards, some orders are typed again."""


class ScorecardStory:
    def test_three_months_of_scorecards(self):
        cards = self.env["neiqin.scorecard"].search([("is_team", "=", False)])
        months = sorted(set(cards.mapped("month")))
        self.assertEqual(len(months), 3)
        old = cards.filtered(lambda card: card.month < months[-1] and card.has_score)
        self.assertIn("closed", old.mapped("state"))
        last = cards.filtered(lambda card: card.month == months[-1])
        self.assertTrue({"draft", "seen"} <= set(last.mapped("state")))
        self.assertTrue(any(cards.mapped("has_score")))
        self.assertNotIn("error", cards.line_ids.mapped("status"))

    def test_second_entries_in_several_states(self):
        tasks = self.env["neiqin.reentry"].search([])
        self.assertEqual(sorted(tasks.mapped("state")), ["differs", "done", "open"])
        self.assertTrue(all(task.papers for task in tasks))
        draw = tasks.draw_id
        self.assertEqual(draw.action_neiqin_draw_again()["params"]["type"], "success")
