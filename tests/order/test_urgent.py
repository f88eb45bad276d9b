"""An order goes first: who is asked, what rises, when it ends."""

from freezegun import freeze_time

from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import Form, tagged

from .urgent_case import NOW, UrgentCase


@tagged("post_install", "-at_install")
class TestUrgent(UrgentCase):
    def test_the_departments_are_asked(self):
        with freeze_time(NOW):
            response = self.mark(cost=120)
        self.assertTrue(self.order.neiqin_is_urgent)
        self.assertEqual(response.state, "running")
        self.assertEqual((response.reason, response.cost), ("客户产线停了", 120))
        self.assertEqual(response.user_id, self.people["clerk"])
        asked = {task.department_id: task for task in response.task_ids}
        self.assertEqual(set(asked), {self.warehouse, self.purchasing})
        task = asked[self.warehouse]
        self.assertEqual(task.user_id, self.people["packer"])
        self.assertEqual(str(task.due_at), "2031-03-04 08:15:00")
        self.assertEqual(self.todos(task).user_id, self.people["packer"])
        self.assertEqual(str(asked[self.purchasing].due_at), "2031-03-04 08:30:00")

    def test_minutes_are_working_minutes_unless_agreed_otherwise(self):
        with freeze_time("2031-03-04 16:50:00"):
            self.mark()
        due = self.task(self.warehouse).due_at
        self.assertEqual(str(due), "2031-03-05 08:05:00")
        self.env.company.neiqin_urgent_clock = "always"
        other = self.sell()
        with freeze_time("2031-03-04 16:50:00"):
            self.mark(other)
        due = self.task(self.warehouse, other.neiqin_urgent_id).due_at
        self.assertEqual(str(due), "2031-03-04 17:05:00")

    def test_a_department_of_the_companys_own_is_asked_instead(self):
        own = self.warehouse.copy(
            {
                "company_id": self.env.company.id,
                "responsible_id": self.people["mate"].id,
                "urgent_minutes": 5,
            }
        )
        response = self.mark()
        self.assertEqual(response.task_ids.department_id, own | self.purchasing)

    def test_a_reason_is_needed(self):
        for reason in ("  ", "\t"):
            with self.assertRaises(UserError), self.cr.savepoint():
                self.mark(reason=reason)
        with self.assertRaises(UserError), self.cr.savepoint():
            self.mark(cost=-1)
        self.assertFalse(self.order.neiqin_is_urgent)

    def test_once_and_only_what_is_under_way(self):
        self.mark()
        with self.assertRaises(UserError), self.cr.savepoint():
            self.mark()
        cancelled = self.sell(confirm=False)
        cancelled.action_cancel()
        delivered = self.sell()
        self.stock(self.bearing, 10)
        self.deliver(delivered)
        for order in (cancelled, delivered):
            with self.assertRaises(UserError), self.cr.savepoint():
                self.mark(order)

    def test_the_salesperson_is_told(self):
        self.mark()
        told = self.env["mail.message"].search(
            [
                ("message_type", "=", "user_notification"),
                ("partner_ids", "in", self.people["salesman"].partner_id.ids),
                ("model", "=", "sale.order"),
                ("res_id", "=", self.order.id),
            ]
        )
        self.assertEqual(len(told), 1)
        self.assertIn("客户产线停了", told.body)
        notes = self.order.message_ids.filtered(lambda x: "客户产线停了" in x.body)
        self.assertTrue(notes.filtered(lambda x: x.subtype_id.internal))

    # ------------------------------------------------------------- priority

    def test_the_transfers_go_first_and_back(self):
        picking = self.order.picking_ids
        self.assertEqual(picking.priority, "0")
        self.mark()
        self.assertEqual(picking.priority, "1")
        self.end()
        self.assertEqual(picking.priority, "0")
        self.assertFalse(self.order.neiqin_is_urgent)

    def test_what_went_first_before_stays_so(self):
        picking = self.order.picking_ids
        picking.priority = "1"
        self.mark()
        self.end()
        self.assertEqual(picking.priority, "1")

    def test_what_a_person_lowered_stays_low(self):
        self.mark()
        self.order.picking_ids.priority = "0"
        self.order.order_line.product_uom_qty = 12
        self.assertEqual(self.order.picking_ids.priority, "0")

    def test_later_transfers_go_first_too(self):
        quotation = self.sell(confirm=False)
        self.mark(quotation)
        quotation.action_confirm()
        self.assertEqual(quotation.picking_ids.priority, "1")

    def test_the_rest_of_a_transfer_goes_first_and_back(self):
        self.mark()
        self.stock(self.bearing, 10)
        self.deliver(self.order, quantity=4)
        rest = self.order.picking_ids.filtered(lambda x: x.state != "done")
        self.assertEqual(rest.priority, "1")
        self.assertTrue(self.order.neiqin_is_urgent)
        self.end()
        self.assertEqual(rest.priority, "0")

    def test_two_steps_go_first_as_well(self):
        self.house.delivery_steps = "pick_ship"
        order = self.sell()
        self.mark(order)
        self.stock(self.bearing, 10)
        pick = order.picking_ids
        self.assertEqual(set(pick.mapped("priority")), {"1"})
        self.deliver(order)
        self.assertTrue(order.neiqin_is_urgent, "picked is not delivered")
        ship = order.picking_ids - pick
        self.assertEqual(ship.mapped("priority"), ["1"])
        self.deliver(order)
        self.assertFalse(order.neiqin_is_urgent)
        self.assertEqual(order.neiqin_urgent_ids.ended_by, "delivered")

    def test_free_goods_are_reserved_at_once_where_the_house_does(self):
        self.house.out_type_id.reservation_method = "at_confirm"
        order = self.sell()
        self.stock(self.bearing, 10)
        self.assertNotEqual(order.picking_ids.state, "assigned")
        self.mark(order)
        self.assertEqual(order.picking_ids.state, "assigned")

    # ------------------------------------------------------------------ end

    def end(self, person="clerk", reason="客户另有库存"):
        self.env["neiqin.urgent.end"].with_user(self.people[person]).create(
            {"order_id": self.order.id, "reason": reason}
        ).action_end()

    def test_it_ends_with_the_delivery(self):
        response = self.mark()
        self.stock(self.bearing, 10)
        self.deliver(self.order)
        self.assertFalse(self.order.neiqin_is_urgent)
        self.assertEqual((response.state, response.ended_by), ("ended", "delivered"))
        self.assertEqual(set(response.task_ids.mapped("state")), {"dropped"})
        self.assertFalse(self.todos(response.task_ids))

    def test_it_ends_with_the_order(self):
        response = self.mark()
        self.order._action_cancel()
        self.assertFalse(self.order.neiqin_is_urgent)
        self.assertEqual(response.ended_by, "cancelled")

    def test_it_ends_by_hand_with_a_reason(self):
        response = self.mark()
        with self.assertRaises(UserError), self.cr.savepoint():
            self.end(reason=" ")
        self.end()
        self.assertEqual(response.ended_by, "hand")
        self.assertEqual(response.end_reason, "客户另有库存")
        self.mark()  # and may begin anew
        self.assertTrue(self.order.neiqin_is_urgent)

    def test_a_quotation_takes_its_urgency_along(self):
        quotation = self.sell(confirm=False)
        response = self.mark(quotation)
        quotation.action_cancel()
        quotation.unlink()
        self.assertFalse(response.exists())

    def test_a_copy_is_not_urgent(self):
        self.mark()
        self.assertFalse(self.order.copy().neiqin_is_urgent)

    # ---------------------------------------------------------------- rights

    def test_only_clerks_mark(self):
        for person in ("salesman", "packer", "auditor"):
            order = self.order.with_user(self.people[person])
            with self.assertRaises(AccessError), self.cr.savepoint():
                order.action_neiqin_mark_urgent()
            with self.assertRaises(AccessError), self.cr.savepoint():
                self.mark(person=person)
            with self.assertRaises(AccessError), self.cr.savepoint():
                self.end(person=person)
        self.assertFalse(self.order.neiqin_is_urgent)

    def test_nobody_writes_it(self):
        order = self.order.with_user(self.people["manager"])
        for attack in (
            lambda: order.write({"neiqin_is_urgent": True}),
            lambda: order.write({"neiqin_urgent_ids": [Command.create({})]}),
            lambda: order.with_context(neiqin_server=True).write(
                {"neiqin_is_urgent": True}
            ),
            lambda: order.create(
                {"partner_id": self.partner.id, "neiqin_is_urgent": True}
            ),
        ):
            with self.assertRaises(AccessError), self.cr.savepoint():
                attack()
        sent = order.with_context(default_neiqin_is_urgent=True)
        self.assertFalse(sent.create({"partner_id": self.partner.id}).neiqin_is_urgent)
        answer = order.load(
            ["partner_id/.id", "neiqin_is_urgent"], [[str(self.partner.id), "1"]]
        )
        self.assertFalse(answer["ids"])

    def test_the_dialog_says_who_is_asked(self):
        clerk = self.env(user=self.people["clerk"])
        action = self.order.with_env(clerk).action_neiqin_mark_urgent()
        dialog = Form(
            clerk["neiqin.urgent.start"].with_context(action["context"]),
            "neiqin_addon.neiqin_urgent_start_view_form",
        )
        self.assertFalse(dialog.needs_approval)
        dialog.reason = "客户产线停了"
        dialog.save().action_start()
        self.assertTrue(self.order.neiqin_is_urgent)

    def test_the_other_companys_order_is_out_of_reach(self):
        other = self.env["res.company"].create({"name": "Other"})
        order = self.env["sale.order"].create(
            {"partner_id": self.partner.id, "company_id": other.id}
        )
        with self.assertRaises(AccessError), self.cr.savepoint():
            self.mark(order)
