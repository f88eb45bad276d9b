"""Letters, checks, order files and approvals of a leaver are in other hands."""

from datetime import timedelta

from odoo import fields
from odoo.tests import tagged

from .approval_case import ApprovalCase


@tagged("post_install", "-at_install")
class TestLeaverWork(ApprovalCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.successor = cls.person("ap_successor", "clerk")

    def freeze(self, leaver, successor=None):
        question = (
            self.env["neiqin.leaver"]
            .with_user(self.manager)
            .create(
                {
                    "user_id": leaver.id,
                    "successor_id": (successor or self.successor).id,
                }
            )
        )
        question.action_freeze()
        return question

    def todos(self, record):
        return self.env["mail.activity"].search(
            [("res_model", "=", record._name), ("res_id", "=", record.id)]
        )

    def begin(self, order, user):
        checks = self.env["neiqin.verification"].with_user(user)
        return checks._neiqin_begin(order.with_user(user))[0]

    def total(self):
        return self.env["mail.activity"].search_count([])

    def nothing_open(self, leaver):
        question = self.env["neiqin.leaver"].new({"user_id": leaver.id})
        left = {label: found for label, _owner, found in question._neiqin_open_work()}
        self.assertFalse({label: found for label, found in left.items() if found})
        self.assertFalse(
            self.env["mail.activity"].search([("user_id", "=", leaver.id)])
        )

    def test_letters_checks_and_order_files(self):
        order = self.new_order()
        letter = order.sudo()._neiqin_current_letters()
        letter.user_id = self.clerk
        twice, once = self.new_order(self.boss), self.new_order(self.boss)
        mine, other = self.begin(twice, self.clerk), self.begin(once, self.clerk)
        own = self.begin(twice, self.successor)
        intake = self.env["neiqin.order.intake"].create({"name": "订单.xlsx"})
        intake._neiqin_as_server().job_user_id = self.clerk
        before = self.total()
        self.freeze(self.clerk)
        self.assertEqual(letter.user_id, self.successor)
        self.assertEqual(intake.job_user_id, self.successor)
        self.assertEqual(other.user_id, self.successor)
        self.assertFalse(mine.exists(), "the successor's own check is the one")
        self.assertEqual(own.user_id, self.successor)
        self.assertEqual(self.total(), before)
        self.nothing_open(self.clerk)

    def test_sent_letters_and_completed_checks_stay_history(self):
        order = self.new_order()
        letter = order.sudo()._neiqin_current_letters()
        letter.user_id = self.clerk
        letter._neiqin_as_server().write({"state": "superseded"})
        check = self.begin(order, self.clerk)
        cells = order._neiqin_cells_one()
        answers = dict.fromkeys(cell.key for cell in cells)
        check._neiqin_finish(cells, check.judge(cells, answers))
        self.freeze(self.clerk)
        self.assertEqual(letter.user_id, self.clerk)
        self.assertEqual(check.user_id, self.clerk)

    def test_what_he_asked_for_is_answered_to_the_successor(self):
        approval = self.ask(self.new_order(self.boss, user_id=self.boss.id))
        request = self.env["neiqin.grant.request"].with_user(self.clerk)
        order = self.new_order(self.second_clerk).with_user(self.clerk)
        request = request._neiqin_ask("letter", order, "客户急用")
        before = self.total()
        self.freeze(self.clerk)
        self.assertEqual(self.total(), before)
        self.assertEqual(approval.requester_id, self.clerk, "who asked stays")
        self.nothing_open(self.clerk)
        approval.with_user(self.other_boss).action_refuse("价格不对")
        self.assertIn(self.successor, self.todos(approval).user_id)
        request.with_user(self.manager).action_decline("没有理由")
        self.assertEqual(self.todos(request).user_id, self.successor)

    def test_the_successor_withdraws_what_was_asked(self):
        approval = self.ask(self.new_order(self.boss, user_id=self.boss.id))
        with self.refused():
            approval.with_user(self.second_clerk).action_cancel()
        self.freeze(self.clerk)
        approval.with_user(self.successor).action_cancel()
        self.assertEqual(approval.state, "lapsed")

    def test_what_he_had_to_decide_goes_to_one_who_can(self):
        # a supervisor leaves, a clerk takes over: the second yes is not for him
        approval = self.ask(self.new_order())
        seatings = approval._neiqin_seatings(approval._neiqin_questions())
        bosses = self.env["res.users"].browse(list(seatings[approval.id].values())[1])
        second = self.todos(approval).filtered(lambda todo: todo.user_id in bosses)
        (second - second[1:]).user_id = self.boss
        before = self.total()
        self.freeze(self.boss)
        self.assertEqual(self.total(), before)
        self.assertEqual(len(self.todos(approval)), 2)
        seatings = approval._neiqin_seatings(approval._neiqin_questions())
        first, second = seatings[approval.id].values()
        people = self.todos(approval).user_id
        self.assertTrue(people & self.env["res.users"].browse(first))
        self.assertTrue(people & self.env["res.users"].browse(second))
        self.nothing_open(self.boss)
        for user in people.sorted(lambda user: user.id in second):
            approval.with_user(user).action_approve()
        self.assertEqual(approval.state, "approved")

    def test_substitutes(self):
        today = fields.Date.today()
        rows = self.env["neiqin.approval.substitute"].create(
            [
                {
                    "user_id": user.id,
                    "substitute_id": substitute.id,
                    "date_to": today + timedelta(days=3),
                }
                for user, substitute in (
                    (self.boss, self.clerk),  # the successor takes it
                    (self.clerk, self.second_clerk),  # nobody is away for good
                    (self.successor, self.clerk),  # nobody stands in for himself
                )
            ]
        )
        question = self.freeze(self.clerk)
        self.assertEqual(rows.exists(), rows[0])
        self.assertEqual(rows[0].substitute_id, self.successor)
        listed = question.line_ids.filtered(lambda x: x.res_model == rows._name)
        self.assertEqual(set(listed.mapped("res_id")), set(rows.ids))
