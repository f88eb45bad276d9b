"""Two persons means two persons, whatever role or trick is tried."""

from odoo.exceptions import AccessError, UserError
from odoo.tests import new_test_user

from .approval_case import ApprovalCase


class TestFourEyes(ApprovalCase):
    def test_t4_requester_cannot_approve_even_as_supervisor(self):
        order = self.new_order(self.second_clerk)
        approval = self.ask(order, self.boss)
        with self.refused():
            approval.with_user(self.boss).action_approve()
        with self.refused():
            approval.with_user(self.second_clerk).action_approve()

    def test_t4_confirming_is_no_approval(self):
        order = self.new_order()
        self.ask(order)
        for user in (self.boss, self.manager):
            with self.refused():
                order.with_user(user).action_confirm()
            with self.refused():
                order.with_user(user).write({"state": "sale"})

    def test_t4_one_person_gives_one_confirmation(self):
        approval = self.ask(self.new_order())
        approval.with_user(self.boss).action_approve()
        with self.refused():
            approval.with_user(self.boss).action_approve()
        self.assertEqual(approval.state, "pending")
        approval.with_user(self.second_clerk).action_approve()
        self.assertEqual(approval.state, "approved")

    def test_t4_two_clerks_are_not_enough(self):
        third = self.person("ap_clerk3", "clerk")
        approval = self.ask(self.new_order())
        approval.with_user(self.second_clerk).action_approve()
        with self.refused():
            approval.with_user(third).action_approve()

    def test_t4b_nobody_to_decide_is_refused_at_once(self):
        lonely = self.env["res.groups"].create({"name": "Lonely"})
        self.rule.second_group_id = lonely
        order = self.new_order()
        with self.assertRaisesRegex(UserError, "Lonely"):
            self.ask(order)
        self.clerk.group_ids += lonely
        with self.assertRaisesRegex(UserError, "ap_clerk"):
            self.ask(order)
        self.assertFalse(order.neiqin_approval_ids)

    def test_t4b_the_same_person_twice_is_nobody(self):
        small = self.env["res.groups"].create({"name": "Small"})
        self.boss.group_ids += small
        self.rule.write({"first_group_id": small.id, "second_group_id": small.id})
        with self.refused():
            self.ask(self.new_order())
        self.other_boss.group_ids += small
        self.approve(self.ask(self.new_order()), self.boss, self.other_boss)

    def test_t4c_creator_salesperson_and_editor_cannot_approve(self):
        order = self.new_order(self.second_clerk, user_id=self.boss.id)
        order.with_user(self.other_boss).order_line.write({"price_unit": 90.0})
        approval = self.ask(order)
        for user in (self.second_clerk, self.boss, self.other_boss, self.clerk):
            with self.refused():
                approval.with_user(user).action_approve()
        third = self.person("ap_clerk3", "clerk")
        self.approve(approval, third, self.manager)
        self.assertEqual(approval.state, "approved")

    def test_t4c_handing_the_order_over_does_not_wash_hands(self):
        order = self.new_order(self.second_clerk, user_id=self.boss.id)
        approval = self.ask(order)
        order.with_user(self.boss).write({"user_id": self.clerk.id})
        with self.refused():
            approval.with_user(self.boss).action_approve()

    def test_t4c_earlier_editor_of_another_line_is_still_an_editor(self):
        order = self.new_order()
        order.with_user(self.boss).write(
            {"order_line": [(0, 0, {"product_id": self.product.id, "price_unit": 1.0})]}
        )
        order.with_user(self.second_clerk).order_line[0].write({"price_unit": 99.0})
        approval = self.ask(order)
        with self.refused():
            approval.with_user(self.boss).action_approve()

    def test_requester_counts_as_the_first(self):
        self.rule.requester_counts = True
        order = self.new_order()
        approval = self.ask(order)
        self.assertEqual(approval.first_user_id, self.clerk)
        with self.refused():
            approval.with_user(self.second_clerk).action_approve()
        approval.with_user(self.boss).action_approve()
        self.assertEqual(approval.state, "approved")
        order.action_confirm()

    def test_requester_outside_the_first_group_counts_nothing(self):
        self.rule.requester_counts = True
        seller = new_test_user(self.env, "ap_seller", "sales_team.group_sale_salesman")
        approval = self.ask(self.new_order(seller), seller)
        self.assertFalse(approval.first_user_id)

    def test_editing_the_rule_changes_no_running_request(self):
        approval = self.ask(self.new_order())
        manager = self.env.ref("neiqin_addon.group_neiqin_manager")
        self.rule.write({"second_group_id": manager.id, "requester_counts": True})
        self.assertNotEqual(approval.second_group_id, manager)
        self.approve(approval)
        self.assertEqual(approval.state, "approved")


class TestEveryRole(ApprovalCase):
    def test_only_the_entitled_decide(self):
        outsiders = {
            "collaborator": self.person("ap_coll", "collaborator"),
            "auditor": self.person("ap_audit", "auditor"),
            "employee": new_test_user(self.env, "ap_emp", "base.group_user"),
            "seller": new_test_user(
                self.env, "ap_sell", "sales_team.group_sale_salesman"
            ),
            "portal": new_test_user(self.env, "ap_portal", "base.group_portal"),
            "public": self.env.ref("base.public_user"),
        }
        approval = self.ask(self.new_order())
        for role, user in outsiders.items():
            with self.subTest(role):
                with self.refused():
                    approval.with_user(user).action_approve()
                with self.refused():
                    approval.with_user(user).action_refuse("no")
                with self.refused():
                    approval.with_user(user).action_cancel()
        self.assertEqual(approval.decision_ids.mapped("verdict"), ["asked"])

    def test_portal_and_public_read_nothing(self):
        approval = self.ask(self.new_order())
        portal = new_test_user(self.env, "ap_portal", "base.group_portal")
        for user in (portal, self.env.ref("base.public_user")):
            for records in (approval, approval.decision_ids):
                with self.assertRaises(AccessError):
                    records.with_user(user).read(["reason"])

    def test_another_company_decides_nothing(self):
        other = self.env["res.company"].create({"name": "Other"})
        stranger = new_test_user(
            self.env,
            "ap_stranger",
            "neiqin_addon.group_neiqin_manager",
            company_id=other.id,
            company_ids=[(6, 0, other.ids)],
        )
        approval = self.ask(self.new_order())
        with self.refused():
            approval.with_user(stranger).action_approve()
        self.assertFalse(
            self.env["neiqin.approval"].with_user(stranger).search_count([])
        )

    def test_context_keys_open_nothing(self):
        order = self.new_order()
        approval = self.ask(order)
        keys = {
            "neiqin_server": True,
            "neiqin_applying": [order.id],
            "bypass_risk": True,
            "ignore_exception": True,
            "default_state": "approved",
        }
        with self.refused():
            approval.with_user(self.clerk).with_context(**keys).write(
                {"state": "approved"}
            )
        with self.refused():
            order.with_context(**keys).action_confirm()

    def test_a_deleted_order_ends_its_request(self):
        order = self.new_order()
        approval = self.ask(order)
        order.sudo().unlink()
        self.assertEqual(approval.state, "lapsed")
        with self.refused():
            approval.with_user(self.boss).action_approve()

    def test_a_record_gone_past_the_orm_says_so(self):
        order = self.new_order()
        approval = self.ask(order)
        self.env.flush_all()
        self.env.cr.execute("DELETE FROM sale_order WHERE id = %s", [order.id])
        self.env.invalidate_all()
        with self.refused():
            approval.with_user(self.boss).action_approve()
