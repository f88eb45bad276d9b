"""The ways in which approvals elsewhere are got round; each fails here."""

import psycopg2

from odoo.tools import mute_logger

from .approval_case import ApprovalCase


class TestForgedApprovals(ApprovalCase):
    def test_t1_a_clerk_cannot_write_himself_an_approval(self):
        order = self.new_order()
        approval = self.ask(order).with_user(self.clerk)
        forged = {"state": "approved", "first_user_id": self.boss.id}
        with self.refused():
            approval.write(forged)
        with self.refused():
            approval.create({**forged, "res_model": "sale.order", "res_id": order.id})
        with self.refused():
            self.env["neiqin.approval.decision"].with_user(self.clerk).create(
                {"approval_id": approval.id, "verdict": "yes", "user_id": self.boss.id}
            )
        with self.refused():
            order.write(
                {"neiqin_approval_ids": [(1, approval.id, {"state": "approved"})]}
            )
        with self.refused():
            order.action_confirm()

    def test_t1_nobody_else_can_either(self):
        approval = self.ask(self.new_order())
        for user in (self.manager, self.env.ref("base.user_admin")):
            with self.refused():
                approval.with_user(user).write({"state": "approved"})
        with self.refused():
            approval.sudo().write({"state": "approved"})
        with self.refused():
            self.env["neiqin.approval.decision"].sudo().create(
                {"approval_id": approval.id, "verdict": "yes", "user_id": self.boss.id}
            )

    def test_t1_state_written_past_the_orm_opens_no_gate(self):
        order = self.new_order()
        approval = self.ask(order)
        self.env.cr.execute(
            "UPDATE neiqin_approval SET state = 'approved' WHERE id = %s", [approval.id]
        )
        approval.invalidate_recordset()
        with self.refused():
            order.action_confirm()

    def test_t1d_approvals_and_decisions_cannot_be_deleted(self):
        approval = self.approve(self.ask(self.new_order()))
        for records in (approval, approval.decision_ids):
            for user in (self.clerk, self.manager, self.env.ref("base.user_admin")):
                with self.refused():
                    records.with_user(user).unlink()
            with self.refused():
                records.sudo().unlink()

    @mute_logger("odoo.sql_db")
    def test_t1d_nor_by_plain_sql(self):
        approval = self.approve(self.ask(self.new_order()))
        rows = approval.decision_ids.ids
        for query in (
            "DELETE FROM neiqin_approval_decision WHERE id = ANY(%s)",
            "UPDATE neiqin_approval_decision SET user_id = 1 WHERE id = ANY(%s)",
            "UPDATE neiqin_approval_decision SET verdict = 'yes' WHERE id = ANY(%s)",
        ):
            with self.assertRaises(psycopg2.Error), self.env.cr.savepoint():
                self.env.cr.execute(query, [rows])

    def test_t2_withdrawing_and_asking_again_keeps_every_row(self):
        order = self.new_order()
        approval = self.ask(order)
        approval.with_user(self.boss).action_refuse("价格太低")
        again = self.ask(order)
        again.with_user(self.clerk).action_cancel("弄错了")
        third = self.ask(order)
        self.assertEqual(approval.decision_ids.mapped("verdict"), ["asked", "no"])
        self.assertEqual(approval.decision_ids[1].reason, "价格太低")
        self.assertEqual(again.decision_ids.mapped("verdict"), ["asked", "cancelled"])
        self.assertEqual(
            (approval.state, again.state, third.state), ("refused", "lapsed", "pending")
        )

    def test_only_requester_or_supervisor_withdraws(self):
        approval = self.ask(self.new_order())
        with self.refused():
            approval.with_user(self.second_clerk).action_cancel()
        approval.with_user(self.boss).action_cancel()
        self.assertEqual(approval.state, "lapsed")


class TestBoundToValues(ApprovalCase):
    def test_t3_price_changed_after_approval_blocks_again(self):
        order = self.new_order()
        approval = self.approve(self.ask(order))
        self.assertEqual(approval.state, "approved")
        order.order_line.write({"price_unit": 1.0})
        self.assertEqual(approval.state, "pending")
        with self.refused():
            order.action_confirm()
        self.assertEqual(order.state, "draft")

    def test_t3_only_lines_or_header_or_sudo(self):
        changes = {
            "line": lambda order: order.order_line.write({"discount": 5}),
            "new line": lambda order: order.write(
                {"order_line": [(0, 0, {"product_id": self.product.id})]}
            ),
            "no line": lambda order: order.order_line.unlink(),
            "date": lambda order: order.write(
                {"commitment_date": "2031-01-01 08:00:00"}
            ),
            "sudo": lambda order: order.sudo().order_line.write(
                {"product_uom_qty": 90}
            ),
            "terms": lambda order: order.write(
                {
                    "payment_term_id": self.env["account.payment.term"]
                    .create({"name": "t"})
                    .id
                }
            ),
        }
        for name, change in changes.items():
            with self.subTest(name):
                order = self.new_order()
                approval = self.approve(self.ask(order))
                change(order)
                self.assertEqual(approval.state, "pending")
                self.assertEqual(approval.decision_ids[-1].verdict, "reopened")

    def test_t3_rewriting_the_same_values_changes_nothing(self):
        order = self.new_order()
        approval = self.approve(self.ask(order))
        order.order_line.write({"price_unit": 100.0})
        order.note = "只是备注"
        self.assertEqual(approval.state, "approved")
        order.action_confirm()
        self.assertEqual(order.state, "sale")

    def test_t3_sql_change_is_found_by_the_digest(self):
        order = self.new_order()
        self.approve(self.ask(order))
        self.env.flush_all()
        self.env.cr.execute(
            "UPDATE sale_order_line SET price_unit = 1 WHERE order_id = %s", [order.id]
        )
        self.env.invalidate_all()
        with self.refused():
            order.action_confirm()

    def test_t3b_changed_while_pending_the_first_yes_is_void(self):
        order = self.new_order()
        approval = self.ask(order)
        approval.with_user(self.second_clerk).action_approve()
        order.order_line.write({"price_unit": 1.0})
        self.assertFalse(approval.first_user_id)
        self.assertEqual(approval.round, 2)
        approval.with_user(self.boss).action_approve()
        self.assertEqual(approval.state, "pending")

    def test_t3b_a_yes_to_values_not_seen_does_not_count(self):
        order = self.new_order()
        approval = self.ask(order)
        seen = approval.digest
        order.order_line.write({"price_unit": 1.0})
        notice = approval.with_user(self.boss).action_approve(digest=seen)
        self.assertEqual(notice["tag"], "display_notification")
        self.assertFalse(approval.second_user_id)
        self.assertNotIn("yes", approval.decision_ids.mapped("verdict"))

    def test_t3b_the_difference_is_shown(self):
        order = self.new_order()
        approval = self.ask(order)
        order.order_line.write({"price_unit": 88.0})
        changed = [row for row in approval._neiqin_differences() if row.changed]
        self.assertEqual(len(changed), 1)
        self.assertIn("100", changed[0].before)
        self.assertIn("88", changed[0].after)
        self.assertIn("<del", approval.values_html)

    def test_t3c_changed_after_confirming_asks_again(self):
        order = self.new_order()
        approval = self.approve(self.ask(order))
        order.action_confirm()
        order.order_line.write({"product_uom_qty": 500})
        self.assertEqual(approval.state, "pending")
        self.assertEqual(approval.decision_ids[-1].user_id, self.clerk)
