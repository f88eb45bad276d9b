"""Asking, deciding in batches, substitutes, reminders, dialogs."""

from datetime import timedelta

from freezegun import freeze_time

from odoo import fields
from odoo.tests import Form, new_test_user, tagged

from .approval_case import ApprovalCase


class TestSubstitutes(ApprovalCase):
    def away(self, user, substitute, first="2020-01-01", last="2099-01-01"):
        return self.env["neiqin.approval.substitute"].create(
            {
                "user_id": user.id,
                "substitute_id": substitute.id,
                "date_from": first,
                "date_to": last,
            }
        )

    def test_a_substitute_decides_in_the_others_place(self):
        self.away(self.boss, self.second_clerk)
        third = self.person("ap_clerk3", "clerk")
        approval = self.ask(self.new_order())
        found = self.env["neiqin.approval"].with_user(self.second_clerk)
        self.assertIn(approval, found.search([("may_decide", "=", True)]))
        approval.with_user(third).action_approve()
        approval.with_user(self.second_clerk).action_approve("代")
        self.assertEqual(approval.state, "approved")
        self.assertEqual(approval.decision_ids[-1].seat_user_id, self.boss)

    def test_outside_the_dates_he_does_not(self):
        self.away(self.boss, self.second_clerk, last="2020-02-01")
        third = self.person("ap_clerk3", "clerk")
        approval = self.ask(self.new_order())
        approval.with_user(third).action_approve()
        with self.refused():
            approval.with_user(self.second_clerk).action_approve()

    def test_away_and_substitute_are_one(self):
        small = self.env["res.groups"].create({"name": "Small"})
        (self.boss | self.other_boss).write({"group_ids": [(4, small.id)]})
        self.rule.write({"first_group_id": small.id, "second_group_id": small.id})
        self.away(self.boss, self.second_clerk)
        approval = self.ask(self.new_order())
        approval.with_user(self.boss).action_approve()
        with self.refused():
            approval.with_user(self.second_clerk).action_approve()
        approval.with_user(self.other_boss).action_approve()
        self.assertEqual(approval.state, "approved")

    def test_nobody_sits_in_the_seat_of_one_with_a_hand_in_it(self):
        self.away(self.boss, self.second_clerk)
        third = self.person("ap_clerk3", "clerk")
        approval = self.ask(self.new_order(user_id=self.boss.id))
        approval.with_user(third).action_approve()
        with self.refused():
            approval.with_user(self.second_clerk).action_approve()

    def test_chains_hold_and_circles_are_refused(self):
        self.away(self.boss, self.other_boss)
        self.away(self.other_boss, self.second_clerk)
        third = self.person("ap_clerk3", "clerk")
        approval = self.ask(self.new_order())
        approval.with_user(third).action_approve()
        approval.with_user(self.second_clerk).action_approve()
        self.assertEqual(approval.state, "approved")
        with self.refused():
            self.away(self.second_clerk, self.boss)
        with self.refused():
            self.away(self.boss, self.manager)
        self.away(self.second_clerk, self.boss, "2010-01-01", "2010-02-01")

    def test_only_for_oneself(self):
        rows = self.env["neiqin.approval.substitute"].with_user(self.clerk)
        vals = {"substitute_id": self.clerk.id, "date_to": "2099-01-01"}
        with self.refused():
            rows.create({**vals, "user_id": self.boss.id})
        own = rows.create(
            {**vals, "user_id": self.clerk.id, "substitute_id": self.boss.id}
        )
        with self.refused():
            own.write({"user_id": self.boss.id, "substitute_id": self.clerk.id})
        with self.refused():
            own.with_user(self.second_clerk).unlink()
        theirs = own.with_user(self.second_clerk).with_context(_force_unlink=True)
        with self.refused():
            theirs.unlink()

    def test_a_substitute_works_in_the_office(self):
        stranger = new_test_user(self.env, "ap_emp", "base.group_user")
        with self.refused():
            self.away(self.boss, stranger)


class TestMany(ApprovalCase):
    def test_ask_for_many_and_decide_many(self):
        orders = self.env["sale.order"].union(*(self.new_order() for _ in range(4)))
        confirmed = self.new_order()
        self.rule.amount_from = 150
        small = self.new_order(quantity=1)
        confirmed.with_user(self.env.ref("base.user_admin")).write({"note": "x"})
        self.approve(self.ask(confirmed))
        context = {
            "active_model": "sale.order",
            "active_ids": (orders | small | confirmed).ids,
        }
        dialog = (
            self.env["neiqin.approval.ask"]
            .with_user(self.clerk)
            .with_context(**context)
        )
        notice = dialog.create(
            {**dialog.default_get([]), "reason": "月底"}
        ).action_ask()
        self.assertIn(small.name, notice["params"]["message"])
        self.assertIn(confirmed.name, notice["params"]["message"])
        approvals = orders.neiqin_approval_ids
        self.assertEqual(len(approvals), 4)
        for user in (self.second_clerk, self.boss):
            action = orders.with_user(user).action_neiqin_decide_approvals()
            box = self.env["neiqin.approval.decide"].with_user(user)
            with Form(box.with_context(**action["context"])) as form:
                form.reason = "同意"
            form.record.action_approve()
        self.assertEqual(approvals.mapped("state"), ["approved"] * 4)
        orders.action_confirm()

    def test_one_that_cannot_be_decided_stops_no_other(self):
        good, own = self.new_order(), self.new_order(self.boss)
        approvals = self.ask(good) | self.ask(own)
        box = self.env["neiqin.approval.decide"].with_user(self.boss)
        box = box.with_context(neiqin_approval_ids=approvals.ids)
        notice = box.create(box.default_get([])).action_approve()
        self.assertIn(own.name, notice["params"]["message"])
        self.assertEqual(approvals.mapped("second_user_id"), self.boss)
        self.assertFalse(own.neiqin_approval_ids.second_user_id)

    def test_refusing_needs_a_reason_and_reaches_the_requester(self):
        approval = self.ask(self.new_order())
        with self.refused():
            approval.with_user(self.boss).action_refuse("  ")
        approval.with_user(self.boss).action_refuse("账期太长")
        self.assertEqual(approval.activity_ids.user_id, self.clerk)
        self.assertIn("账期太长", approval.activity_ids.summary)

    def test_asked_twice_is_refused(self):
        order = self.new_order()
        self.ask(order)
        with self.refused():
            self.ask(order, self.second_clerk)

    def test_my_decisions(self):
        mine = self.ask(self.new_order())
        own = self.ask(self.new_order(self.boss))
        approvals = self.env["neiqin.approval"]
        for user, expected in (
            (self.boss, mine),
            (self.other_boss, mine | own),
            (self.clerk, approvals),
        ):
            found = approvals.with_user(user).search(
                [("may_decide", "=", True), ("id", "in", (mine | own).ids)]
            )
            self.assertEqual(found, expected)
        mine.with_user(self.boss).action_approve()
        self.assertFalse(mine.with_user(self.boss).may_decide)
        self.assertTrue(mine.with_user(self.other_boss).may_decide)
        self.assertTrue(mine.with_user(self.second_clerk).may_decide)

    def test_portal_customer_never_sees_an_error(self):
        order = self.new_order()
        order.action_quotation_sent()
        order.sudo()._validate_order()
        self.assertEqual(order.state, "sent")
        self.assertTrue(order.activity_ids)


@tagged("post_install", "-at_install")
class TestClock(ApprovalCase):
    def run_clock(self, **later):
        with freeze_time(fields.Datetime.now() + timedelta(**later)):
            with self.enter_registry_test_mode():
                self.env.ref(
                    "neiqin_addon.ir_cron_approval_watch"
                ).method_direct_trigger()

    def test_todos_reminder_manager_end(self):
        approval = self.ask(self.new_order())
        people = approval.activity_ids.user_id
        self.assertEqual(len(people), 2)
        self.assertNotIn(self.clerk, people)
        self.run_clock(hours=5)
        self.assertTrue(approval.is_reminded)
        mail = self.env["mail.message"].search(
            [("partner_ids", "in", people.partner_id.ids)], limit=1, order="id desc"
        )
        self.assertIn(approval.record_name, mail.body)
        self.rule.overdue_user_id = self.manager
        self.run_clock(hours=25)
        self.assertTrue(approval.is_overdue)
        self.assertEqual(len(approval.activity_ids), 3)
        self.run_clock(days=15)
        self.assertEqual(approval.state, "lapsed")
        self.assertEqual(approval.decision_ids[-1].verdict, "lapsed")
        self.assertEqual(approval.activity_ids.user_id, self.clerk)

    def test_overdue_goes_to_the_person_named(self):
        self.rule.overdue_user_id = self.other_boss
        approval = self.ask(self.new_order(self.second_clerk), self.second_clerk)
        self.rule.overdue_user_id = self.manager
        self.run_clock(hours=25)
        self.assertIn(self.other_boss, approval.activity_ids.user_id)

    def test_decided_requests_leave_no_todo(self):
        approval = self.approve(self.ask(self.new_order()))
        self.assertFalse(approval.activity_ids)
        self.run_clock(days=30)
        self.assertEqual(approval.state, "approved")
