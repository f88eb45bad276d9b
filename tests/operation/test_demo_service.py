"""The demo company's complaints: every tier and state, scripts, offers, marks."""

from odoo.tests import TransactionCase, tagged


@tagged("post_install", "-at_install")
class TestDemoService(TransactionCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.mails = cls.env["mail.mail"].search_count([])
        cls.demo = cls.env["neiqin.demo"]
        cls.demo._load()
        here = [("company_id", "=", cls.demo._company().id)]
        cls.complaints = cls.env["neiqin.complaint"].search(here)
        cls.offers = cls.env["neiqin.offer"].search(here)
        cls.uses = cls.env["neiqin.script.use"].search(here)

    def test_every_tier_and_every_state(self):
        self.assertEqual(set(self.complaints.mapped("tier_level")), set("1234"))
        states = set(self.complaints.mapped("state"))
        self.assertEqual(states, {"new", "open", "waiting", "solved", "closed", "void"})
        self.assertIn(1, self.complaints.mapped("reopen_count"))

    def test_clocks_run_stand_and_are_late(self):
        found = {
            (clock.kind, clock.state) for clock in self.complaints.sudo().clock_ids
        }
        self.assertLessEqual(
            {
                ("response", "running"),
                ("response", "stopped"),
                ("solution", "running"),
                ("solution", "paused"),
                ("task", "running"),
                ("task", "stopped"),
            },
            found,
        )
        self.assertIn("late", self.complaints.mapped("response_state"))
        self.assertIn("doing", self.complaints.task_ids.mapped("state"))

    def test_customers_gave_every_mark(self):
        marks = set(self.complaints.mapped("mark"))
        self.assertLessEqual({"good", "fair", "bad"}, marks)
        bad = self.complaints.filtered(lambda row: row.mark == "bad")
        self.assertTrue(all(bad.mapped("mark_words")))
        notices = self.env["neiqin.complaint.notice"].search(
            [("complaint_id", "in", bad.ids), ("kind", "=", "rating")]
        )
        self.assertTrue(notices)

    def test_a_script_answered_in_time_and_something_was_offered(self):
        answered = self.complaints.browse(self.uses.mapped("res_id"))
        self.assertEqual(answered.mapped("response_state"), ["met"])
        self.assertNotIn("【", str(answered.message_ids.mapped("body")))
        self.assertIn("accepted", self.offers.mapped("state"))
        self.assertGreater(sum(self.offers.mapped("amount")), 0)

    def test_nothing_is_sent(self):
        self.assertEqual(self.env["mail.mail"].search_count([]), self.mails)
