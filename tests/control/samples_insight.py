"""Samples of what measures people, and of what measures the system."""

from odoo import fields


class InsightSamples:
    """Part of ``samples.Samples``."""

    def make_neiqin_health_token(self):
        """One that has ended: managers of any company may end those in use."""
        tokens = self.env["neiqin.health.token"]
        values = {**self.values(tokens), "revoked_at": fields.Datetime.now()}
        return tokens._neiqin_as_server().create(values)

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
