"""The demo's health: last night's backup did not reach the other building."""


class HealthStory:
    def test_the_page_says_what_the_story_says(self):
        user = self.env["neiqin.backup.target"].search([], limit=1).user_id
        page = self.env["neiqin.health"].with_user(user)
        page = page.with_context(allowed_company_ids=self.company.ids).load()
        rows = {row["key"]: row for group in page["groups"] for row in group["checks"]}
        broken = {key for key, row in rows.items() if "could not be" in row["sentence"]}
        self.assertEqual(broken, set())
        self.assertEqual(page["light"], "red")
        self.assertEqual(rows["backup"]["light"], "red")
        self.assertIn("萧山仓", rows["backup"]["details"][0][1])
        self.assertEqual(rows["failures"]["light"], "amber")
        self.assertEqual(rows["version"]["light"], "green")
