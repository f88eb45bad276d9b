"""Above an amount a supervisor confirms before an order goes first: four eyes."""

from odoo.exceptions import UserError
from odoo.tests import new_test_user, tagged

from .urgent_case import UrgentCase


@tagged("post_install", "-at_install")
class TestUrgentApproval(UrgentCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.rule = cls.env["neiqin.approval.rule"].create(
            {
                "name": "Urgent",
                "operation": "order_urgent",
                "amount_from": 500,
                "requester_counts": True,
            }
        )
        cls.bearing.list_price = 100
        cls.bearing.taxes_id = False
        cls.order = cls.sell()  # 1,000
        cls.second = new_test_user(
            cls.env, "case.second", "neiqin_addon.group_neiqin_supervisor"
        )

    def request(self, response):
        return self.env["neiqin.approval"].search(
            [("res_model", "=", response._name), ("res_id", "=", response.id)]
        )

    def test_it_waits_and_the_supervisor_lets_it_run(self):
        response = self.mark()
        self.assertEqual(response.state, "waiting")
        self.assertFalse(self.order.neiqin_is_urgent)
        self.assertFalse(response.task_ids)
        self.assertEqual(self.order.picking_ids.priority, "0")
        approval = self.request(response)
        with self.assertRaises(UserError), self.cr.savepoint():
            approval.with_user(self.people["clerk"]).action_approve()
        approval.with_user(self.people["supervisor"]).action_approve()
        self.assertEqual(response.state, "running")
        self.assertTrue(self.order.neiqin_is_urgent)
        self.assertEqual(len(response.task_ids), 2)
        self.assertEqual(self.order.picking_ids.priority, "1")

    def test_a_supervisor_needs_another_one(self):
        response = self.mark(person="supervisor")
        approval = self.request(response)
        with self.assertRaises(UserError), self.cr.savepoint():
            approval.with_user(self.people["supervisor"]).action_approve()
        approval.with_user(self.second).action_approve()
        self.assertTrue(self.order.neiqin_is_urgent)

    def test_small_orders_need_nobody(self):
        small = self.sell(quantity=4)
        self.assertEqual(self.mark(small).state, "running")

    def test_refused_it_goes_its_ordinary_way(self):
        response = self.mark()
        self.request(response).with_user(self.people["supervisor"]).action_refuse(
            "不急"
        )
        self.assertEqual(response.state, "refused")
        self.assertFalse(self.order.neiqin_is_urgent)
        self.assertEqual(self.mark().state, "waiting", "and may be asked again")

    def test_a_larger_order_is_decided_anew(self):
        response = self.mark()
        approval = self.request(response)
        digest = approval.sudo().digest
        self.order.order_line.product_uom_qty = 90
        approval.with_user(self.people["supervisor"]).action_approve(digest=digest)
        self.assertFalse(self.order.neiqin_is_urgent)
        self.assertEqual(response.state, "waiting")
        self.assertNotEqual(approval.sudo().digest, digest)

    def test_taken_back_nobody_decides_any_more(self):
        response = self.mark()
        self.env["neiqin.urgent.end"].with_user(self.people["clerk"]).create(
            {"order_id": self.order.id, "reason": "不急了"}
        ).action_end()
        self.assertEqual(response.state, "ended")
        self.assertEqual(self.request(response).state, "lapsed")

    def test_cancelled_meanwhile_nothing_starts(self):
        response = self.mark()
        self.order._action_cancel()
        self.assertEqual(response.state, "ended")
        self.assertEqual(self.request(response).state, "lapsed")

    def test_every_company_begins_with_a_rule(self):
        company = self.env["res.company"].create({"name": "Neu"})
        here = [("company_id", "=", company.id), ("operation", "=", "order_urgent")]
        order = self.env["sale.order"].create(
            {"partner_id": self.partner.id, "company_id": company.id}
        )
        order.with_company(company)._neiqin_mark_urgent("客户产线停了")
        rule = self.env["neiqin.approval.rule"].search(here)
        self.assertEqual(len(rule), 1)
        self.assertTrue(rule.requester_counts)
        rule.active = False
        rule._neiqin_seed_urgent(company)
        self.assertFalse(rule.search(here), "switched off is switched off")

    def test_the_dialog_says_it_beforehand(self):
        dialogs = self.env["neiqin.urgent.start"].with_user(self.people["clerk"])
        large = dialogs.new({"order_id": self.order.id})
        small = dialogs.new({"order_id": self.sell(quantity=4).id})
        self.assertEqual((large.needs_approval, small.needs_approval), (True, False))
