"""An archived order, its transfers, invoices and files stay as they are, for everybody."""

from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import tagged

from .archive_case import ArchiveCase

LOCKED = "is archived and stays as it is"
NOTE = "Good work"


@tagged("post_install", "-at_install")
class TestArchiveLock(ArchiveCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.order_done = cls.done_order()
        cls.papers = cls.archive(cls.order_done).document_ids

    def assert_kept(self, *acts, error=UserError, words=LOCKED):
        for number, act in enumerate(acts):
            with self.subTest(act=number), self.assertRaises(error) as refusal:
                act()
            self.assertRegex(str(refusal.exception), words)

    def test_the_order(self):
        order, line = self.order_done, self.order_done.order_line
        root = order.sudo()
        self.assert_kept(
            lambda: order.write({"client_order_ref": "X"}),
            lambda: root.write({"note": "X"}),
            lambda: root.with_context(neiqin_server=True).write({"origin": "X"}),
            lambda: root.action_unlock(),
            lambda: root._action_cancel(),
            lambda: root.write({"order_line": [Command.create({"name": "X"})]}),
            lambda: root.write({"neiqin_paper_ids": [Command.clear()]}),
            lambda: line.write({"price_unit": 1}),
            lambda: line.sudo().write({"product_uom_qty": 1}),
            lambda: line.sudo().unlink(),
            lambda: root.unlink(),
        )
        self.assertEqual((line.price_unit, order.state), (9.0, "sale"))
        other = self.order((self.goods, 1))
        self.assert_kept(lambda: other.order_line.sudo().write({"order_id": order.id}))

    def test_what_goes_on(self):
        order = self.order_done.with_user(self.clerk)
        order.message_post(body=NOTE)
        order.activity_schedule("mail.mail_activity_data_todo", summary="Call")
        copied = order.copy()
        self.assertEqual(copied.neiqin_archive_state, "open")
        copied.action_confirm()
        self.assertEqual(copied.state, "sale")

    def test_no_new_letter(self):
        """Neither a first one, nor the next, nor a reminder of one that waits."""
        order = self.order_done.with_user(self.clerk)
        waits = self.done_order(user_id=self.clerk.id)
        waits.with_user(self.clerk).action_neiqin_send_letter()
        self.archive(waits)
        letter = waits.neiqin_letter_ids
        self.assertEqual(letter.state, "sent")
        self.assert_kept(
            lambda: order.action_neiqin_prepare_letter(),
            lambda: order.action_neiqin_send_letter(),
            lambda: letter.with_user(self.clerk).action_send(),
        )
        notice = (order | waits.with_user(self.clerk)).action_neiqin_send_letter()
        self.assertEqual(notice["params"]["message"].count(LOCKED), 2)
        self.assertFalse(order.neiqin_letter_ids)
        self.assertEqual(order.neiqin_letter_state, "none")
        letter._neiqin_as_server().next_reminder_on = "2001-01-01"
        silent = letter._neiqin_silent_domain(self.company)
        self.assertNotIn(letter, letter.sudo().search(silent))
        # it may be read on
        action = waits.with_user(self.clerk).action_neiqin_prepare_letter()
        self.assertEqual(action["res_id"], letter.id)

    def test_customers_that_are_merged(self):
        order = self.done_order()
        order.with_user(self.clerk).action_neiqin_send_letter()
        self.archive(order)
        letter = order.neiqin_letter_ids
        other = self.customer.create({"name": "杭州精工（旧）"})
        merge = self.env["base.partner.merge.automatic.wizard"].create({})
        merge._merge([self.customer.id, other.id], other)
        self.assertEqual(order.partner_id, other)
        self.assertEqual(order.neiqin_letter_ids, letter)
        self.assertEqual(letter.state, "sent")
        self.assertEqual(order.neiqin_archive_ids.partner_name, "杭州精工")

    def test_a_leaver_leaves_it(self):
        """What is archived stays with whoever sold it; the open work changes hands."""
        free = self.env["product.product"].create(
            {"name": "安装", "type": "service", "list_price": 0}
        )
        free.write({"invoice_policy": "delivery", "taxes_id": False})
        leaver = self.person("archive_leaver", "clerk")
        order = self.done_order((self.goods, 10, 9.0), (free, 1, 0), user_id=leaver.id)
        self.archive(order)
        self.assertEqual(order.invoice_status, "no")
        open_ = self.order((self.goods, 1), user_id=leaver.id)
        self.env["neiqin.leaver"].with_user(self.manager).create(
            {
                "user_id": leaver.id,
                "successor_id": self.clerk.id,
                "reason": "离职",
            }
        ).action_freeze()
        self.assertFalse(leaver.active)
        self.assertEqual((order.user_id, open_.user_id), (leaver, self.clerk))

    def test_import(self):
        order = self.order_done
        result = order.load([".id", "client_order_ref"], [[str(order.id), "X"]])
        self.assertRegex(result["messages"][0]["message"], LOCKED)
        self.assertFalse(order.client_order_ref)

    def test_the_banks_statement_goes_on(self):
        """Its payment meets the statement later; what was paid stays as it is."""
        move = self.order_done.invoice_ids.sudo()
        payment = move._get_reconciled_payments()
        journal = self.company_data["default_journal_bank"]
        line = self.env["account.bank.statement.line"].sudo()
        line = line.create(
            {
                "journal_id": journal.id,
                "date": payment.date,
                "payment_ref": "90.00",
                "amount": payment.amount,
                "partner_id": self.customer.id,
            }
        )
        waiting = payment.move_id.line_ids.filtered(
            lambda row: row.account_id == payment.outstanding_account_id
        )
        suspense = line._seek_for_lines()[1]
        suspense.account_id = waiting.account_id
        (suspense | waiting).reconcile()
        self.assertTrue(waiting.reconciled)
        self.assertTrue(line.is_reconciled)
        self.assertEqual(move.payment_state, "paid")

    def test_its_transfers(self):
        picking = self.order_done.picking_ids.sudo()
        self.assert_kept(
            lambda: picking.write({"origin": "X"}),
            lambda: picking.write({"neiqin_tracking": "X"}),
            lambda: picking.move_ids.write({"quantity": 1}),
            lambda: picking.move_ids.move_line_ids.write({"quantity": 1}),
            lambda: picking.unlink(),
            lambda: self.bring_back(picking, 1),
        )
        self.assert_kept(lambda: picking.write({"neiqin_is_archived": False}))
        other = self.done_order().picking_ids.sudo()
        self.assert_kept(
            lambda: other.write({"neiqin_is_archived": True}),
            error=AccessError,
            words="set by the system only",
        )

    def test_its_invoices(self):
        move = self.order_done.invoice_ids.sudo()
        payment = move._get_reconciled_payments()
        self.assert_kept(
            lambda: move.button_draft(),
            lambda: move.button_cancel(),
            lambda: move.write({"ref": "X"}),
            lambda: move.invoice_line_ids.write({"price_unit": 1}),
            lambda: move.line_ids.remove_move_reconcile(),
            lambda: payment.action_draft(),
            lambda: move.with_context(force_delete=True).unlink(),
            lambda: move._reverse_moves(cancel=False),
            lambda: move.create(
                {
                    "move_type": "out_refund",
                    "partner_id": move.partner_id.id,
                    "reversed_entry_id": move.id,
                }
            ),
        )
        self.assertEqual(move.payment_state, "paid")

    def test_what_the_invoice_says_in_print(self):
        move = self.order_done.invoice_ids.sudo()
        payment = move._get_reconciled_payments()
        due = move.line_ids.filtered("date_maturity")[:1]
        self.assert_kept(
            lambda: move.write({"narration": "Pay nothing"}),
            lambda: move.write({"payment_reference": "X"}),
            lambda: move.write({"delivery_date": "2020-01-01"}),
            lambda: due.write({"date_maturity": "2030-01-01"}),
            lambda: payment.write({"amount": 1}),
            lambda: payment.write({"date": "2020-01-01"}),
            lambda: payment.unlink(),
        )

    def test_nothing_slips_in_from_other_orders(self):
        done, free = self.order_done, self.order((self.goods, 1)).sudo()
        invoiced = done.order_line.invoice_lines
        line = free.order_line
        row = free.picking_ids.move_ids.move_line_ids[:1]
        old = done.picking_ids
        loose = self.env["stock.picking"].create(
            {"picking_type_id": old.picking_type_id.id}
        )
        self.assert_kept(
            lambda: row.write({"picking_id": old.id}),
            lambda: row.write({"move_id": old.move_ids.id}),
            lambda: loose.write({"sale_id": done.id}),
            lambda: line.write({"invoice_lines": [Command.link(invoiced.id)]}),
            lambda: line.copy(
                {"order_id": free.id, "invoice_lines": [Command.link(invoiced.id)]}
            ),
        )

    def test_its_files(self):
        order = self.order_done
        files = self.env["ir.attachment"].sudo()
        mine = files.with_user(self.clerk).create(
            {"name": "a.txt", "raw": b"a", "res_model": order._name, "res_id": order.id}
        )
        self.assert_kept(
            lambda: mine.write({"raw": b"b"}),
            lambda: mine.write({"res_id": 0}),
            lambda: mine.sudo().unlink(),
            words="its files stay",
        )
        mine.name = "b.txt"  # what it is called is nobody's proof
        kept = list(self.papers._neiqin_files().values())
        self.assertEqual(len(kept), 3)
        self.assert_kept(
            lambda: kept[0].write({"raw": b"forged"}),
            lambda: kept[0].write({"res_id": kept[1].res_id}),
            lambda: kept[0].with_context(neiqin_archive_files=True).unlink(),
            lambda: mine.sudo().copy(
                {"res_model": self.papers._name, "res_field": "content"}
            ),
            words="part of an archive",
        )

    def test_the_manifest(self):
        paper, archive = self.papers[0].sudo(), self.papers.archive_id.sudo()
        for record, name in ((paper, "digest"), (archive, "manifest")):
            forged = record._neiqin_as_server()
            self.assert_kept(
                lambda record=record, name=name: record.write({name: "0"}),
                error=AccessError,
                words="set by the system only",
            )
            self.assert_kept(
                lambda forged=forged, name=name: forged.write({name: "0"}),
                lambda record=record: record.unlink(),
                words="was given out",
            )
        self.assert_kept(
            lambda: self.env["neiqin.archive.document"].sudo().create({}),
            lambda: self.env["neiqin.archive"].sudo().create({}),
            error=AccessError,
            words="set by the system only",
        )
        self.assert_kept(
            lambda: archive.with_user(self.manager).document_ids.read(["content"]),
            error=AccessError,
            words=".",
        )
