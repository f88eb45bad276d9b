"""What is refused stays as work, and is judged again when something changed."""

from odoo.exceptions import AccessError

from .credit_case import CreditCase


class TestCreditBlocks(CreditCase):
    def setUp(self):
        super().setUp()
        self.order = self.new_order(1200)
        self.blocks = self.env["neiqin.credit.block"]
        self.cron = self.env.ref("neiqin_addon.credit_block_cron")

    def block(self, order=None, step="confirm", rise=0.0, user=None):
        """What a refusal leaves behind once its transaction is undone."""
        user = user or self.clerk
        return self.blocks._neiqin_open(step, {(order or self.order).id: rise}, user.id)

    def judge(self):
        """Run what the change of a limit, a policy or a payment sets off."""
        self.env.flush_all()
        triggers = self.env["ir.cron.trigger"].search([("cron_id", "=", self.cron.id)])
        self.assertTrue(triggers, "nothing set the schedule off")
        triggers.unlink()
        self.blocks.search([("closed_at", "=", False)])._neiqin_judge_safely()

    def quiet(self):
        self.env["ir.cron.trigger"].search([("cron_id", "=", self.cron.id)]).unlink()

    def test_a_refusal_leaves_a_block(self):
        """Through the very hook that runs when the refused transaction ends."""
        with self.refused():
            self.order.action_confirm()
        refused = self.env.cr.postrollback.data["neiqin_credit_refused"]
        self.assertEqual(refused, {("confirm", self.clerk.id): {self.order.id: 0.0}})
        self.env.flush_all()
        with self.enter_registry_test_mode():
            self.env.cr.postrollback.run()
        self.env.invalidate_all()
        block = self.order.with_user(self.boss).neiqin_credit_block_ids
        self.assertEqual(block.step, "confirm")
        self.assertEqual(block.opened_by_id, self.clerk)
        self.assertEqual(
            (block.exposure, block.credit_limit, block.over), (1200, 1000, 200)
        )
        self.assertTrue(self.order.neiqin_credit_blocked)
        self.assertFalse(refused)

    def test_one_per_order_and_step(self):
        first = self.block()
        self.order.order_line.price_unit = 1300
        self.assertFalse(self.block(), "a second one")
        self.assertEqual(first.over, 300)

    def test_not_for_what_passes_meanwhile(self):
        self.customer.credit_limit = 1200
        self.assertFalse(self.block())
        self.assertFalse(self.order.neiqin_credit_blocked)

    def test_a_higher_limit_releases(self):
        block = self.block()
        self.quiet()
        self.customer.credit_limit = 1199.99
        self.judge()
        self.assertFalse(block.closed_at)
        self.assertEqual(block.over, 0.01)
        self.customer.credit_limit = 1200
        self.judge()
        self.assertEqual(block.closed_by, "limit")
        self.assertFalse(self.order.neiqin_credit_blocked)
        todo = self.order.activity_ids
        self.assertEqual(todo.user_id, self.clerk)
        self.assertIn("confirm the order", todo.summary)
        self.order.action_confirm()

    def test_a_payment_releases(self):
        invoice = self.owes(700)
        order = self.new_order(301)
        block = self.block(order)
        self.quiet()
        # a part of it
        self.pays(1)
        self.judge()
        self.assertEqual(block.closed_by, "payment")
        self.assertEqual(invoice.amount_residual, 700)
        order.action_confirm()

    def test_matching_money_on_account_with_an_overdue_invoice_releases(self):
        invoice = self.owes(500, 40)
        money = self.pays(500)
        order = self.new_order(1)
        block = self.block(order)
        self.assertTrue(block.is_overdue)
        self.quiet()
        lines = (invoice | money).line_ids
        lines.filtered(lambda line: line.account_type == "asset_receivable").reconcile()
        self.judge()
        self.assertEqual(block.closed_by, "payment")

    def test_a_policy_releases(self):
        self.owes(500, 40)
        order = self.new_order(1)
        block = self.block(order)
        self.quiet()
        self.company.neiqin_credit_overdue_days = 40
        self.judge()
        self.assertEqual(block.closed_by, "policy")
        block = self.block(self.order)
        self.quiet()
        self.company.neiqin_gate_credit = "advise"
        self.judge()
        self.assertEqual(block.closed_by, "policy")

    def test_a_grant_releases(self):
        block = self.block()
        grant = self.give(self.order, 1200)
        self.assertEqual((block.closed_by, block.grant_id), ("grant", grant))
        self.assertFalse(self.order.neiqin_credit_blocked)

    def test_a_grant_that_is_too_small_releases_nothing(self):
        block = self.block()
        self.give(self.order, 1199.99)
        self.assertFalse(block.closed_at)
        self.assertTrue(self.order.neiqin_credit_blocked)

    def test_a_cancelled_order_waits_for_nothing(self):
        block = self.block()
        self.order._action_cancel()
        block._neiqin_judge_safely()
        self.assertEqual(block.closed_by, "passed")
        self.assertFalse(self.order.activity_ids)

    def test_one_growth(self):
        order = self.new_order(1000)
        order.action_confirm()
        block = self.block(order, "change", 50.0)
        self.assertEqual((block.over, block.rise), (50, 50))
        self.quiet()
        self.customer.credit_limit = 1049.99
        self.judge()
        self.assertFalse(block.closed_at)
        self.customer.credit_limit = 1050
        self.judge()
        self.assertEqual(block.closed_by, "limit")
        self.assertIn("change the order", order.activity_ids.summary)

    def test_a_block_that_cannot_be_judged_stops_no_other(self):
        other = self.new_order(1300)
        blocks = self.block() | self.block(other)
        self.customer.credit_limit = 1300
        judge = type(blocks)._neiqin_tell_released

        def tell(block):
            if block.order_id == self.order:
                raise ValueError("mail server down")
            return judge(block)

        self.patch(type(blocks), "_neiqin_tell_released", tell)
        with self.assertLogs(
            "odoo.addons.neiqin_addon.models.order.credit_block_judge", "ERROR"
        ):
            blocks._neiqin_judge_safely()
        self.env.invalidate_all()
        self.assertEqual(
            [bool(block.closed_at) for block in blocks.sorted("id")], [False, True]
        )

    def test_the_schedule_judges_all(self):
        block = self.block()
        self.customer.credit_limit = 1200
        self.env.flush_all()
        with self.enter_registry_test_mode():
            self.cron.method_direct_trigger()
        self.assertEqual(block.closed_by, "limit")

    def test_nobody_writes_a_block(self):
        block = self.block()
        for user in (self.clerk, self.boss, self.env.ref("base.user_admin")):
            for act in (
                lambda one: one.write({"closed_at": "2031-01-01"}),
                lambda one: one.write({"closed_by": "grant"}),
                lambda one: one.unlink(),
                lambda one: one.create({"order_id": self.order.id, "step": "confirm"}),
                lambda one: one.order_id.write({"neiqin_credit_blocked": False}),
                lambda one: one.order_id.write({"neiqin_credit_block_ids": [(5,)]}),
            ):
                with self.assertRaises(AccessError):
                    act(block.with_user(user))

    def test_who_reads_which(self):
        block = self.block()
        mine = self.new_order(1200, user=self.rep)
        own = self.block(mine, user=self.rep)
        self.assertEqual(self.blocks.with_user(self.rep).search([]), own)
        self.assertIn(block, self.blocks.with_user(self.clerk).search([]))
        for user in (self.porter, self.books):
            with self.assertRaises(AccessError):
                block.with_user(user).read(["step"])
        # reasons for all who sell, sums for those who may see them
        self.assertEqual(own.with_user(self.rep).why, "Beyond the credit limit.")
        for name in ("over", "exposure", "credit_limit", "overdue", "rise"):
            for user in (self.rep, self.clerk):
                with self.assertRaises(AccessError):
                    (own if user == self.rep else block).with_user(user).read([name])
        self.assertEqual(block.with_user(self.boss).over, 200)

    def test_given_up_lets_nothing_through(self):
        block = self.block()
        with self.assertRaises(AccessError):
            block.with_user(self.rep).action_neiqin_drop()
        block.with_user(self.clerk).action_neiqin_drop()
        self.assertEqual(block.closed_by, "dropped")
        with self.refused():
            self.order.action_confirm()

    def test_b4_both_in_the_trail(self):
        block = self.block()
        self.give(self.order, 1200)
        entries = self.env["neiqin.trail.entry"].search(
            [("res_model", "=", "sale.order"), ("res_id", "=", self.order.id)]
        )
        self.assertTrue(block.closed_at)
        self.assertLessEqual(
            {"credit_block", "credit_release"}, set(entries.mapped("action"))
        )
