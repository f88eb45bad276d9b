"""The demo company has orders that go first, and customers to be told."""


class UrgentStory:
    def test_two_orders_go_first(self):
        running = self.env["neiqin.urgent.response"].search(self.here)
        self.assertEqual(running.mapped("state"), ["running"] * 2)
        self.assertTrue(all(running.order_id.mapped("neiqin_is_urgent")))
        pickings = running.order_id.picking_ids
        self.assertEqual(set(pickings.mapped("priority")), {"1"})
        states = running.task_ids.mapped("state")
        self.assertEqual(states.count("acknowledged"), 1)
        self.assertIn("todo", states)

    def test_customers_have_been_told_or_wait_to_be(self):
        notices = self.env["neiqin.progress.notice"].search(self.here)
        kinds = {(notice.kind, notice.mail_state) for notice in notices}
        self.assertLessEqual({("promise", "draft"), ("digest", "sent")}, kinds)
