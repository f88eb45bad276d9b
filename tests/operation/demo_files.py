"""The demo company has files half full, papers that end, and calls to make."""


class FilesStory:
    def test_files_differ(self):
        customers = self.env["res.partner"].search(
            [*self.here, ("neiqin_file_missing_ids", "!=", False)]
        )
        self.assertGreater(len(set(customers.mapped("neiqin_file_completeness"))), 2)
        self.assertTrue(all(customers.mapped("neiqin_file_due_date")))

    def test_papers_verifications_and_care(self):
        papers = self.env["neiqin.customer.paper"].search(self.here)
        self.assertEqual(set(papers.mapped("state")), {"valid", "soon", "expired"})
        checks = self.env["neiqin.file.check"].search(self.here)
        self.assertEqual(set(checks.mapped("state")), {"open", "waiting"})
        self.assertTrue(self.env["neiqin.care"].search(self.here))
        states = self.env["neiqin.customer.record"].search(self.here).mapped("state")
        self.assertTrue({"regular", "due", "silent"} & set(states))
