"""The demo's customers are reminded, one disputes, one promises, statements are answered."""


class CollectionStory:
    @property
    def collections(self):
        return self.env["neiqin.collection"].search(self.here)

    def test_customers_stand_at_each_level(self):
        levels = self.env["neiqin.collection.level"]._neiqin_levels(self.company)
        self.assertEqual(len(levels), 4)
        reached = self.collections.filtered("level_id").level_id
        self.assertEqual(reached, levels)
        self.assertTrue(self.collections.filtered(lambda row: not row.level_id))
        self.assertEqual(levels.with_context(lang="zh_CN")[0].name, "友情提醒")

    def test_what_is_disputed_or_promised_is_not_proposed(self):
        rows = self.collections
        disputed = rows.filtered(lambda row: row.disputed > 0)
        promised = rows.filtered(lambda row: row.promised > 0)
        self.assertTrue(disputed and promised)
        steps = self.env["neiqin.collection.step"].search(
            [*self.here, ("state", "=", "proposed")]
        )
        self.assertTrue(steps)
        kept = rows.item_ids.filtered(
            lambda one: one.status in ("disputed", "promised")
        )
        self.assertFalse(steps.line_ids.move_id & kept.move_id)

    def test_the_list_adds_up_to_the_books(self):
        lines = self.env["account.move.line"].search(
            [
                *self.here,
                ("account_type", "=", "asset_receivable"),
                ("parent_state", "=", "posted"),
                ("partner_id", "!=", False),
            ]
        )
        self.assertAlmostEqual(
            sum(self.collections.mapped("total")), sum(lines.mapped("amount_residual"))
        )

    def test_one_statement_confirmed_one_objected(self):
        statements = self.env["neiqin.statement"].search(self.here)
        found = sorted(statements.mapped("answer"))
        self.assertEqual(found, ["confirmed", "none", "objected"])
        objected = statements.filtered(lambda one: one.answer == "objected")
        self.assertEqual(
            objected.activity_ids.user_id, self.demo._known("user_finance")
        )
        self.assertTrue(all(result["ok"] for result in statements.verify()))
