"""The demo's paid orders: some are archived, others wait for their contract's scan."""


class ArchiveStory:
    def filed(self):
        return self.orders.filtered(lambda one: one.neiqin_archive_state == "archived")

    def test_archives_are_whole_and_others_wait(self):
        if not self.demo._may_print():
            self.skipTest("wkhtmltopdf is not installed: no paper can be printed")
        archives = self.filed().neiqin_archive_ids
        self.assertEqual(len(archives), 4)
        for archive in archives:
            kinds = archive.document_ids.mapped("kind")
            self.assertLessEqual(
                {"contract", "delivery", "invoice", "payment"}, {*kinds}
            )
        found = archives.sudo()._neiqin_verify()
        self.assertEqual([row["message"] for row in found], [""] * 4)
        # a product on any of its papers finds the file; the scanned contract has no text
        search = self.env["neiqin.archive"].search
        for archive in archives:
            product = archive.order_id.order_line.product_id[:1].name
            self.assertIn(archive, search([("search_text", "=", product)]))
        gaps = self.orders.neiqin_archive_gap_ids
        self.assertEqual(len(gaps.order_id), 5)
        self.assertEqual(set(gaps.mapped("paper")), {"contract"})
        self.assertTrue(all(gap.user_id for gap in gaps))

    def test_archives_and_reviews_in_a_browser(self):
        """From what is missing to the archive, from the reviews to where orders wait."""
        if not self.demo._may_print():
            self.skipTest("wkhtmltopdf is not installed: no paper can be printed")
        clerk = self.demo._known("user_clerk2")
        archive = self.filed().neiqin_archive_ids[:1]
        late = self.orders.neiqin_review_ids.filtered("late_steps")
        # not of an order that the clerk types again from its paper
        review = late.with_user(clerk)._filtered_access("read")[:1]
        gap = self.orders.neiqin_archive_gap_ids[:1]
        places = (
            ("demo-archive-missing", "archive-missing", ".o_content"),
            (
                "demo-archive-order",
                f"back-office-orders/{gap.order_id.id}",
                ".alert-info button",
            ),
            ("demo-archive-list", "order-archive", ".o_content"),
            (
                "demo-archive-form",
                f"order-archive/{archive.id}",
                ".o_form_view .btn-primary",
            ),
            ("demo-reviews", "order-reviews", ".o_content"),
            ("demo-review", f"order-reviews/{review.id}", ".o_form_view"),
            ("demo-waiting", "waiting-times", ".o_graph_renderer canvas"),
            ("demo-waiting-pivot", "waiting-times?view_type=pivot", ".o_pivot"),
        )
        for width in (1366, 390):
            with self.browse("/odoo", clerk, width) as page:
                for name, path, item in places:
                    page.open(f"/odoo/{path}")
                    page.wait(item)
                    page.screenshot(name)
                    if "pivot" not in name:  # a table that scrolls by itself
                        page.assert_fits()
