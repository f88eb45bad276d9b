"""Samples of what measures people."""


class InsightSamples:
    """Part of ``samples.Samples``."""

    def make_neiqin_reentry_row(self):
        task = self.of("neiqin.reentry")
        task._neiqin_as_server().write({"state": "open", "user_id": self.env.uid})
        rows = self.env["neiqin.reentry.row"]
        return rows.create(self.values(rows))

    def make_neiqin_scorecard(self):
        cards = self.env["neiqin.scorecard"]
        values = {**self.values(cards), "user_id": self.env.uid}
        return cards._neiqin_as_server().create(values)

    def make_neiqin_scorecard_policy_measure(self):
        return self.of("neiqin.scorecard.policy").measure_ids[:1]
