"""The demo's reasons to call: contracts, a licence, first orders; a customer filed twice."""


class OccasionStory:
    def test_occasions_of_every_kind_are_near(self):
        events = self.env["neiqin.care.event"].search(self.here)
        papers = {event.paper_id.kind for event in events if event.kind == "paper"}
        self.assertLessEqual({"contract", "licence"}, papers)
        anniversaries = events.filtered(lambda event: event.kind == "anniversary")
        self.assertEqual(sorted(anniversaries.mapped("years")), [1, 1])
        told = events.filtered("told")
        self.assertTrue(told.activity_id)
        self.assertLess(told, events)

    def test_a_customer_is_filed_twice(self):
        [twin] = self.env["neiqin.customer.twin"].search(self.here)
        self.assertTrue(twin.same_phone)
        self.assertEqual(twin.state, "open")

    def test_a_first_order_is_done_and_paid(self):
        days = self.demo._today()
        old = self.orders.filtered(
            lambda order: (days - order.date_order.date()).days > 300
        )
        self.assertEqual(len(old), 2)
        self.assertEqual(set(old.mapped("invoice_status")), {"invoiced"})
        self.assertEqual(set(old.invoice_ids.mapped("payment_state")), {"paid"})
