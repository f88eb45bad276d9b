"""Compensation by one or two persons, corrective action, satisfaction."""

from odoo import Command
from odoo.exceptions import AccessError, UserError, ValidationError

from odoo.addons.mail.tests.common import MailCase

from .complaint_case import ComplaintCase


class TestCompensation(ComplaintCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.second = cls.person("clerk", "second")
        cls.product = cls.env["product.product"].create(
            {"name": "Bearing", "list_price": 30.0, "invoice_policy": "order"}
        )
        cls.order = cls.env["sale.order"].create(
            {
                "partner_id": cls.partner.id,
                "order_line": [
                    Command.create(
                        {
                            "product_id": cls.product.id,
                            "product_uom_qty": 40,
                            "price_unit": 30.0,
                            "tax_ids": False,
                        }
                    )
                ],
            }
        )
        cls.line = cls.order.order_line
        cls.company.neiqin_compensation_limit = 500

    def setUp(self):
        super().setUp()
        self.complaint = self.complain(
            type_id=self.types["quality"].id, order_line_id=self.line.id
        )

    def compensate(self, quantity, kind="replacement", percent=100.0):
        return (
            self.env["neiqin.complaint.compensation"]
            .with_user(self.clerk)
            .create(
                {
                    "complaint_id": self.complaint.id,
                    "kind": kind,
                    "reason": "rusty",
                    "line_ids": [
                        Command.create(
                            {
                                "order_line_id": self.line.id,
                                "quantity": quantity,
                                "percent": percent,
                            }
                        )
                    ],
                }
            )
        )

    def invoice(self):
        self.order.action_confirm()
        invoice = self.order._create_invoices()
        invoice.action_post()
        return invoice

    def test_a_small_replacement_is_made_at_once_and_free(self):
        row = self.compensate(12)
        self.assertEqual(row.amount, 360)
        row.action_neiqin_carry_out()
        self.assertEqual(row.state, "done")
        order = row.sudo().replacement_id
        self.assertEqual(order.state, "draft")
        self.assertEqual(order.order_line.product_uom_qty, 12)
        self.assertEqual(order.amount_total, 0)
        self.assertIn(self.complaint.name, order.origin)

    def test_a_credit_note_takes_the_invoice_s_lines(self):
        with self.assertRaises(UserError):  # nothing is invoiced
            self.compensate(10, "credit").action_neiqin_carry_out()
        invoice = self.invoice()
        row = self.compensate(10, "credit", 50.0)
        row.action_neiqin_carry_out()
        note = row.sudo().move_id
        self.assertEqual((note.move_type, note.state), ("out_refund", "draft"))
        self.assertEqual(note.amount_untaxed, 150)
        self.assertEqual(note.reversed_entry_id, invoice)
        self.assertEqual(note.partner_id, invoice.partner_id)

    def test_above_the_limit_two_persons_decide(self):
        row = self.compensate(20)
        row.action_neiqin_carry_out()
        self.assertEqual(row.state, "asked")
        self.assertFalse(row.sudo().replacement_id)
        approval = row.sudo().neiqin_approval_ids
        with self.assertRaises(UserError):
            approval.with_user(self.clerk).action_approve("mine")
        approval.with_user(self.second).action_approve("yes")
        self.assertFalse(row.sudo().replacement_id)
        approval.with_user(self.supervisor).action_approve("yes")
        self.assertEqual(row.state, "done")
        self.assertEqual(row.sudo().replacement_id.order_line.product_uom_qty, 20)
        trail = self.env["neiqin.trail.entry"].search(
            [("res_model", "=", "neiqin.complaint"), ("res_id", "=", self.complaint.id)]
        )
        self.assertTrue(any("compensation" in (row.details or "") for row in trail))

    def test_what_waits_or_is_done_stays(self):
        row = self.compensate(20)
        row.action_neiqin_carry_out()
        for way in (
            lambda: row.write({"kind": "credit"}),
            lambda: row.line_ids.write({"quantity": 1}),
            lambda: row.write({"line_ids": [Command.clear()]}),
            row.unlink,
        ):
            with self.assertRaises(UserError):
                way()
        with self.assertRaises(UserError):
            row.write({"state": "done"})

    def test_no_context_key_deletes_what_waits(self):
        row = self.compensate(20)
        row.action_neiqin_carry_out()
        self.assertEqual(row.state, "asked")
        forced = row.with_context(_force_unlink=True)
        for records in (forced, forced.line_ids):
            with self.assertRaises(UserError):
                records.unlink()

    def test_a_line_of_another_order_by_whatever_door(self):
        row = self.compensate(1)
        foreign = self.order.copy().order_line
        values = {"compensation_id": row.id, "order_line_id": foreign.id}
        with self.assertRaises(ValidationError):
            self.env["neiqin.complaint.compensation.line"].with_user(self.clerk).create(
                values
            )
        with self.assertRaises(ValidationError):
            row.line_ids.order_line_id = foreign
        # nor does a line slip into a compensation that waits
        waits = self.compensate(20)
        waits.action_neiqin_carry_out()
        with self.assertRaises(UserError):
            row.line_ids.compensation_id = waits

    def test_a_refusal_gives_it_back(self):
        row = self.compensate(20)
        row.action_neiqin_carry_out()
        row.sudo().neiqin_approval_ids.with_user(self.supervisor).action_refuse("no")
        self.assertEqual(row.state, "draft")
        row.line_ids.quantity = 10
        row.action_neiqin_carry_out()
        self.assertEqual(row.state, "done")

    def test_no_more_than_was_sold(self):
        self.company.neiqin_compensation_limit = 100_000
        self.compensate(30).action_neiqin_carry_out()
        with self.assertRaises(UserError):
            self.compensate(11).action_neiqin_carry_out()

    def test_splitting_does_not_slip_below_the_limit(self):
        self.compensate(16).action_neiqin_carry_out()
        row = self.compensate(16)
        row.action_neiqin_carry_out()
        self.assertEqual(row.state, "asked")

    def test_sales_representatives_and_collaborators_do_not_compensate(self):
        row = self.compensate(5)
        for user in (self.worker, self.person("auditor")):
            with self.assertRaises(AccessError):
                row.with_user(user).action_neiqin_carry_out()


class TestClosing(ComplaintCase, MailCase):
    def solved(self):
        complaint = self.complain()
        complaint._neiqin_solve("<p>New ones leave today</p>", "phone")
        complaint.cause_kind = "transport"
        return complaint

    def test_closing_asks_for_a_mark(self):
        complaint = self.solved()
        with self.mock_mail_gateway():
            complaint.action_neiqin_close()
        rating = complaint.sudo().rating_ids
        self.assertFalse(rating.consumed)
        mail = self._new_mails
        self.assertEqual(mail.recipient_ids, self.partner)
        self.assertIn(f"/rate/{rating.access_token}/1", mail.body_html)
        # the link is nowhere that a colleague reads
        self.assertNotIn(
            rating.access_token, "".join(map(str, complaint.message_ids.mapped("body")))
        )
        seen = self.env["rating.rating"].with_user(self.clerk)
        self.assertFalse(seen.search([("res_model", "=", "neiqin.complaint")]))

    def test_low_marks_call_the_supervisor(self):
        complaint = self.solved()
        complaint.action_neiqin_close()
        rating = complaint.sudo().rating_ids
        complaint.sudo().rating_apply(1, rating=rating, feedback="still rusty")
        self.assertEqual(self.notices(kind="rating").user_id, self.supervisor)
        self.assertEqual(complaint.rating_last_value, 1)

    def test_good_marks_call_nobody(self):
        complaint = self.solved()
        complaint.action_neiqin_close()
        complaint.sudo().rating_apply(5, rating=complaint.sudo().rating_ids)
        self.assertFalse(self.notices(kind="rating"))

    def test_nobody_marks_for_the_customer(self):
        complaint = self.solved()
        complaint.action_neiqin_close()
        rating = complaint.sudo().rating_ids
        mine = complaint.with_user(self.clerk)
        with self.assertRaises(ValueError):
            mine.rating_apply(5, token=rating.access_token)
        complaint.sudo().rating_apply(1, rating=rating)
        with self.assertRaises(AccessError):
            rating.with_user(self.clerk).write({"rating": 5})
        # a mark without its model is nobody's
        mine.write({"rating_ids": [Command.create({"rating": 5, "consumed": True})]})
        self.env.flush_all()
        self.env.invalidate_all()
        self.assertEqual(complaint.sudo().rating_ids, rating)
        self.assertEqual(complaint.rating_last_value, 1)
        with self.assertRaises(AccessError):
            self.env["rating.rating"].with_user(self.clerk).create(
                {
                    "res_model_id": self.env["ir.model"]._get_id("neiqin.complaint"),
                    "res_id": complaint.id,
                    "rating": 5,
                    "consumed": True,
                }
            )
        self.assertEqual(rating.rating, 1)

    def test_somebody_else_checks_the_effect(self):
        complaint = self.solved()
        complaint.write(
            {
                "corrective_action": "dry bags in every box",
                "corrective_user_id": self.clerk.id,
                "effect_due": "2026-04-10",
            }
        )
        complaint.action_neiqin_close()
        self.assertEqual(str(complaint.activity_ids.date_deadline), "2026-04-10")
        with self.assertRaises(UserError):
            complaint._neiqin_note_effect("works", "I say so")
        complaint.with_user(self.supervisor)._neiqin_note_effect("works", "no rust")
        self.assertEqual(complaint.effect, "works")
        self.assertEqual(complaint.effect_user_id, self.supervisor)
        self.assertFalse(complaint.activity_ids)

    def test_reopening_leaves_a_row(self):
        complaint = self.solved()
        with self.assertRaises(UserError):
            complaint._neiqin_reopen("")
        complaint._neiqin_reopen("the new ones rust as well")
        self.assertEqual((complaint.state, complaint.reopen_count), ("open", 1))
        row = self.env["neiqin.trail.entry"].search(
            [("res_model", "=", "neiqin.complaint"), ("res_id", "=", complaint.id)],
            limit=1,
        )
        self.assertIn("rust as well", row.reason)
