"""The demo company has exception cases at every step, and they are true."""

from odoo.tools import mute_logger

LOGGER = "odoo.addons.neiqin_addon.demo.exceptions"
GATES = ("verification", "letter", "approval", "credit", "exception")


class ExceptionStory:
    def cases_here(self):
        return self.env["neiqin.exception"].search(self.here)

    def test_cases_of_every_kind_at_every_step(self):
        cases = self.cases_here()
        running = cases.filtered(lambda case: case.state != "closed")
        self.assertEqual(
            set(running.mapped("state")),
            {"open", "planned", "told", "agreed", "solved"},
        )
        kinds = set(self.env["neiqin.exception.type"].search([]).mapped("code"))
        self.assertEqual(set(cases.mapped("type_id.code")), kinds)
        # one of them is about a letter that the customer objects to
        late = 3 if self.demo._may_print() else 2
        self.assertEqual(len(running.filtered("late")), late)
        self.assertLess(len(running), 40, "an office that keeps up")
        self.assertNotIn(self.env.ref("base.user_admin"), running.owner_id)

    def test_every_way_out_was_taken(self):
        taken = set(self.cases_here().mapped("solution"))
        ways = ("split", "partial", "substitute", "purchase", "date", "price")
        self.assertLessEqual({*ways, "cancel", "refund"}, taken)

    def test_the_pivot_has_something_to_count(self):
        closed = self.cases_here().filtered(lambda case: case.state == "closed")
        self.assertGreater(len(set(closed.mapped("root_cause"))), 5)
        self.assertGreater(len(closed.department_id), 2)
        self.assertGreater(sum(closed.mapped("cost")), 1000)

    def test_the_next_sweep_finds_the_same(self):
        found = self.env["neiqin.exception"]._neiqin_differences(self.orders.ids)
        self.assertEqual(found, [])

    def test_notices_wait_for_a_clerk_and_for_tomorrow(self):
        notices = self.env["neiqin.progress.notice"].search(self.here)
        states = set(notices.mapped("mail_state"))
        self.assertLessEqual({"draft", "due", "failed", "sent"}, states)
        failed = notices.filtered(lambda notice: notice.mail_state == "failed")
        self.assertTrue(failed.activity_ids)

    def test_enforced_gates_leave_stories_out_and_load_the_rest(self):
        company = self.company
        company.write({f"neiqin_gate_{gate}": "enforce" for gate in GATES})
        before = self.cases_here()
        with mute_logger(LOGGER):
            self.demo.sudo()._in_company()._load_exceptions()
        self.assertTrue(self.cases_here() - before)

    def test_a_step_that_fails_leaves_nothing_behind(self):
        name = self.company.name

        def fail():
            self.company.name = "没有写完"
            raise ValueError("refused")

        with self.assertLogs(LOGGER, "WARNING"):
            self.assertIsNone(self.demo._try(fail))
        self.assertEqual(self.company.name, name)

    def test_cases_in_a_browser(self):
        """What a clerk sees of them; on the phone as well."""
        clerk = self.demo._known("user_clerk")
        case = self.cases_here().filtered(
            lambda one: (
                one.state != "closed"
                and one.type_id.code == "shortage"
                and one.summary == "盘点少货，仓库在复盘"
            )
        )
        # read now: while a page loads, both sides share one transaction
        name, goods = case.order_name, case.product_id.default_code
        form = f"/odoo/exceptions/{case.id}"
        order = f"/odoo/back-office-orders/{case.order_id.id}"
        for width in (1366, 390):
            with self.browse("/odoo/exceptions", clerk, width) as page:
                page.wait(".o_kanban_record", name)
                if width == 390:
                    page.assert_fits()
                page.screenshot("exceptions")
                page.open(form)
                page.wait(".o_form_view .alert-danger")
                page.assert_fits()
                page.screenshot("exception-case")
                if width == 390:
                    page.click(".o_statusbar_buttons .oi-ellipsis-v")
                page.click("button[name=action_solution]")
                page.wait(".modal [name=before]", goods)
                page.assert_fits()
                page.screenshot("exception-solution")
                page.open(order)
                page.wait(".o_form_view .alert-warning")
                page.assert_fits()
                page.screenshot("exception-order")
                page.open("/odoo/order-progress")
                page.wait(".o_kanban_record")
                page.screenshot("progress-board")
        with self.browse("/odoo/exceptions?view_type=list", clerk) as page:
            page.wait(".o_data_row", name)
            page.screenshot("exceptions-list")
            page.open("/odoo/exception-analysis")
            page.wait(".o_pivot")
            page.screenshot("exceptions-pivot")
