"""The demo company's complaints: every tier and state, scripts, offers, marks."""


class ServiceStory:
    def complaints(self):
        return self.env["neiqin.complaint"].search(self.here)

    def test_complaints_of_every_tier_and_state(self):
        self.assertEqual(set(self.complaints().mapped("tier_level")), set("1234"))
        states = set(self.complaints().mapped("state"))
        self.assertEqual(states, {"new", "open", "waiting", "solved", "closed", "void"})
        self.assertIn(1, self.complaints().mapped("reopen_count"))

    def test_clocks_run_stand_and_are_late(self):
        found = {
            (clock.kind, clock.state) for clock in self.complaints().sudo().clock_ids
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
        self.assertIn("late", self.complaints().mapped("response_state"))
        self.assertIn("doing", self.complaints().task_ids.mapped("state"))

    def test_customers_gave_every_mark(self):
        marks = set(self.complaints().mapped("mark"))
        self.assertLessEqual({"good", "fair", "bad"}, marks)
        bad = self.complaints().filtered(lambda row: row.mark == "bad")
        self.assertTrue(all(bad.mapped("mark_words")))
        notices = self.env["neiqin.complaint.notice"].search(
            [("complaint_id", "in", bad.ids), ("kind", "=", "rating")]
        )
        self.assertTrue(notices)

    def test_a_script_answered_in_time_and_something_was_offered(self):
        uses = self.env["neiqin.script.use"].search(self.here)
        answered = self.complaints().browse(uses.mapped("res_id"))
        self.assertEqual(answered.mapped("response_state"), ["met"])
        self.assertNotIn("【", str(answered.message_ids.mapped("body")))
        offers = self.env["neiqin.offer"].search(self.here)
        self.assertIn("accepted", offers.mapped("state"))
        self.assertGreater(sum(offers.mapped("amount")), 0)
