"""The demo's backups: one place in order, one that was not reached last night."""


class BackupStory:
    def test_one_place_is_green_and_one_failed(self):
        targets = self.env["neiqin.backup.target"].search([])
        near, far = targets.sorted("id")[-2:]
        self.assertEqual((near.state, far.state), ("green", "failed"))
        self.assertEqual(far.activity_ids.user_id, far.user_id)
        manager = self.env["neiqin.backup.target"].with_user(far.user_id)
        self.assertEqual(manager.neiqin_alert(), {"state": "failed", "count": 1})
        drill = near.drill_ids.sorted("id")[-1:]
        self.assertEqual(drill.result, "passed")
        self.assertLess(drill.backup_id.started_at, drill.started_at)

    def test_backups_grow_with_the_orders(self):
        backups = self.env["neiqin.backup"].search([], order="started_at")
        self.assertGreater(len(backups), 20)
        orders = backups.mapped("orders")
        self.assertEqual(orders, sorted(orders))
        self.assertLess(orders[0], orders[-1])
