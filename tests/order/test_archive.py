"""An order that is through goes into the archive; whatever is missing is said."""

import base64
import hashlib

from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import tagged

from .archive_case import ArchiveCase


@tagged("post_install", "-at_install")
class TestArchive(ArchiveCase):
    def assert_refused(self, order, *sentences):
        with self.assertRaises(UserError) as refusal:
            self.archive(order)
        for sentence in sentences:
            self.assertRegex(str(refusal.exception), sentence)
        self.assertFalse(order.neiqin_archive_ids)

    def test_a_complete_order(self):
        order = self.done_order()
        archive = self.archive(order)
        self.assertEqual(order.neiqin_archive_state, "archived")
        self.assertEqual((archive.state, archive.version), ("archived", 1))
        self.assertEqual(archive.archived_by_id, self.clerk)
        papers = archive.document_ids
        self.assertEqual(papers.mapped("kind"), ["delivery", "invoice", "payment"])
        for paper, data in papers.sudo()._neiqin_bytes().items():
            row = papers.browse(paper)
            self.assertEqual(row.size, len(data))
            self.assertEqual(row.digest, hashlib.sha256(data).hexdigest())
        digest = hashlib.sha256(archive.manifest.encode()).hexdigest()
        self.assertEqual(archive.digest, digest)
        trail = self.env["neiqin.trail.entry"].search(
            [("res_model", "=", "neiqin.archive"), ("res_id", "=", archive.id)]
        )
        self.assertEqual(trail.action, "archive")
        self.assertIn(digest, trail.details)

    def test_a_wrong_invoice_total(self):
        order = self.order((self.goods, 10, 9.0))
        self.send(order.picking_ids)
        move = order._create_invoices()
        move.invoice_line_ids.price_unit = 9.5
        move.action_post()
        self.pay(move)
        self.assert_refused(order, r"order says .*90\.00.* invoices.*95\.00")
        self.company.neiqin_archive_amount_tolerance = 5
        self.assertTrue(self.archive(order))

    def test_a_line_added_to_the_invoice_by_hand(self):
        order = self.order((self.goods, 10, 9.0))
        self.send(order.picking_ids)
        move = order._create_invoices()
        freight = {"name": "Freight", "price_unit": 7.0, "tax_ids": [Command.clear()]}
        move.invoice_line_ids = [Command.create(freight)]
        move.action_post()
        self.pay(move)
        self.assert_refused(order, r"90\.00.*97\.00")

    def test_an_open_case(self):
        order = self.done_order()
        case = self.env["neiqin.exception"].create(
            {
                "type_id": self.env.ref("neiqin_addon.exception_type_other").id,
                "order_id": order.id,
            }
        )
        self.assert_refused(order, f"Close the exception case first: {case.name}")
        case.root_cause = "other"
        case.action_close()
        self.assertTrue(self.archive(order))

    def test_an_open_complaint(self):
        order = self.done_order()
        complaint = self.env["neiqin.complaint"].create(
            {
                "partner_id": self.customer.id,
                "order_id": order.id,
                "subject": "轴承有异响",
                "channel": "phone",
                "type_id": self.env["neiqin.complaint.type"].search([], limit=1).id,
            }
        )
        self.assert_refused(order, f"Settle the complaint first: {complaint.name}")

    def test_a_missing_delivery_note(self):
        self.kind.wants_delivery = "upload"
        order = self.done_order()
        self.assert_refused(order, "Upload what is missing: Delivery Note")
        self.upload(order, "delivery", b"%PDF-1.4 signed by the customer")
        archive = self.archive(order)
        paper = archive.document_ids.filtered(lambda row: row.source == "upload")
        self.assertEqual(paper.taken_by_id, self.clerk)
        self.assertEqual(
            paper.sudo()._neiqin_bytes()[paper.id], b"%PDF-1.4 signed by the customer"
        )
        # the archive's copy takes its place
        self.assertFalse(order._neiqin_uploads())

    def upload(self, order, kind, data):
        self.env["neiqin.archive.upload"].with_user(self.clerk).create(
            {
                "order_id": order.id,
                "kind": kind,
                "file": base64.b64encode(data),
                "filename": "签收单.pdf",
            }
        ).action_upload()

    def test_an_upload_that_is_no_paper(self):
        order = self.done_order()
        for data in (b"<html><script>alert(1)</script></html>", b"MZ\x90\x00 program"):
            with self.assertRaisesRegex(UserError, "neither a PDF nor a picture"):
                self.upload(order, "delivery", data)

    def test_not_through_yet(self):
        draft = self.order((self.goods, 10, 9.0), confirm=False)
        self.assert_refused(draft, "Only a confirmed order")
        order = self.order((self.goods, 10, 9.0))
        self.assert_refused(order, "Not all goods", "not posted")
        self.send(order.picking_ids)
        move = self.invoice(order)
        self.assert_refused(order, f"left to pay: {move.name}")
        self.pay(move, 40)
        self.assert_refused(order, f"left to pay: {move.name}")
        self.pay(move)
        self.assertTrue(self.archive(order))

    def test_less_delivered_than_invoiced(self):
        self.goods.invoice_policy = "order"
        order = self.order((self.goods, 10, 9.0))
        self.send_part(order.picking_ids, 8, backorder=False)
        self.pay(self.invoice(order))
        self.assert_refused(order, "轴承: 8.00 delivered, 10.00 invoiced")
        self.company.neiqin_archive_quantity_tolerance = 20
        self.assertTrue(self.archive(order))

    def test_compensation_of_a_complaint_explains_a_credit_note(self):
        order = self.done_order()
        note = order.invoice_ids._reverse_moves(
            [{"invoice_date": "2031-03-03"}], cancel=False
        )
        note.invoice_line_ids.quantity = 2
        note.action_post()
        self.assert_refused(order, r"90\.00.*72\.00")
        complaint = self.env["neiqin.complaint"].create(
            {
                "partner_id": self.customer.id,
                "order_id": order.id,
                "subject": "轴承有异响",
                "channel": "phone",
                "type_id": self.env["neiqin.complaint.type"].search([], limit=1).id,
            }
        )
        given = self.env["neiqin.complaint.compensation"].create(
            {"complaint_id": complaint.id, "reason": "噪音"}
        )
        given._neiqin_as_server().write({"state": "done", "move_id": note.id})
        complaint._neiqin_as_server().write({"state": "closed"})
        self.assertTrue(self.archive(order))

    def test_many_at_once(self):
        good, bad = self.done_order(), self.done_order(paid=False)
        notice = (good | bad).with_user(self.clerk).action_neiqin_archive()
        self.assertEqual(
            (good | bad).mapped("neiqin_archive_state"), ["archived", "open"]
        )
        self.assertIn(bad.name, notice["params"]["message"])

    def test_twice(self):
        order = self.done_order()
        self.archive(order)
        with self.assertRaisesRegex(UserError, "archived already, by 小周"):
            order.with_user(self.other_clerk).action_neiqin_archive()
        self.assertEqual(len(order.neiqin_archive_ids), 1)

    def test_only_clerks(self):
        order = self.done_order()
        for user in (self.auditor, self.env.ref("base.public_user")):
            with self.assertRaises(AccessError):
                order.with_user(user).action_neiqin_archive()
        self.assertEqual(order.neiqin_archive_state, "open")

    def test_an_invoice_whose_file_is_lost(self):
        """No archive with an empty paper in it that the nightly look calls intact."""
        order = self.done_order()
        self.env["ir.attachment"].sudo().create(
            {
                "name": "invoice.pdf",
                "res_model": "account.move",
                "res_field": "invoice_pdf_report_file",
                "res_id": order.invoice_ids.id,
                "raw": b"",
            }
        )
        self.assert_refused(order, "invoice.pdf is empty or lost")

    def test_the_list_of_what_is_missing(self):
        self.kind.wants_contract = "any"
        order = self.done_order(user_id=self.clerk.id)
        order.with_user(self.clerk).action_neiqin_archive_check()
        self.assertEqual(order.neiqin_archive_state, "missing")
        gap = order.neiqin_archive_gap_ids
        self.assertEqual(
            (gap.code, gap.paper, gap.user_id), ("paper", "contract", self.clerk)
        )
        order.with_user(self.clerk).action_neiqin_archive_check()
        self.assertEqual(order.neiqin_archive_gap_ids, gap)
        self.kind.wants_contract = "no"
        order.with_user(self.clerk).action_neiqin_archive_check()
        self.assertFalse(gap.exists())
        self.assertEqual(order.neiqin_archive_state, "open")

    def test_the_button_archives_or_shows_what_is_missing(self):
        """The page lists it with its uploads; what is still on its way is refused."""
        self.kind.wants_contract = "any"
        order = self.done_order()
        action = order.with_user(self.clerk).action_neiqin_file()
        self.assertEqual(action["tag"], "soft_reload")
        self.assertEqual(order.neiqin_archive_state, "missing")
        self.assertEqual(order.neiqin_archive_gap_ids.mapped("paper"), ["contract"])
        self.upload(order, "contract", b"%PDF-1.4 signed")
        order.with_user(self.clerk).action_neiqin_file()
        self.assertEqual(order.neiqin_archive_state, "archived")
        with self.assertRaisesRegex(UserError, "archived already"):
            order.with_user(self.clerk).action_neiqin_file()
        unpaid = self.done_order(paid=False)
        with self.assertRaisesRegex(UserError, "left to pay"):
            unpaid.with_user(self.clerk).action_neiqin_file()
        with self.assertRaises(AccessError):
            unpaid.with_user(self.auditor).action_neiqin_file()

    def test_each_reads_it_in_their_own_language(self):
        """The digest is over the company's words, the screen speaks the reader's."""
        self.env["res.lang"]._activate_lang("zh_CN")
        self.goods.with_context(lang="en_US").name = "Bearing"
        self.goods.with_context(lang="zh_CN").name = "轴承"
        self.kind.with_context(lang="en_US").name = "Any order"
        self.kind.with_context(lang="zh_CN").name = "普通订单"
        self.company.partner_id.lang = "en_US"
        self.goods.invoice_policy = "order"
        orders = self.env["sale.order"]
        for lang in ("zh_CN", "en_US"):
            self.clerk.lang = lang
            order = self.done_order()
            archive = self.archive(order).with_context(lang=lang)
            orders |= order
            self.assertIn('"kind":"Any order"', archive.manifest)
            for reader, name in (("zh_CN", "普通订单"), ("en_US", "Any order")):
                shown = archive.with_context(lang=reader).kind_id.display_name
                self.assertEqual(shown, name)
        (result, _other) = orders.neiqin_archive_ids.with_user(self.auditor).verify()
        self.assertTrue(result["ok"], result)
        short = self.order((self.goods, 10, 9.0), (self.goods, 10, 9.0))
        picking = short.picking_ids
        picking.move_ids.quantity = 8
        self.finish(picking, backorder=False)
        self.pay(self.invoice(short))
        short.with_context(lang="zh_CN")._neiqin_archive_note()
        gaps = short.neiqin_archive_gap_ids
        self.assertEqual(gaps.mapped("code"), ["quantity", "quantity"])
        self.assertIn("Bearing", gaps[0].with_context(lang="en_US").text)
        self.assertIn("轴承", gaps[0].with_context(lang="zh_CN").text)
        # one row per line, also when both say the same, and none of them twice
        short._neiqin_archive_note()
        self.assertEqual(short.neiqin_archive_gap_ids, gaps)

    def test_the_acknowledged_letter_is_the_contract(self):
        self.kind.wants_contract = "any"
        self.assertEqual(
            self.kind._neiqin_wanted(),
            {"contract": "any", "delivery": "any", "invoice": "any", "payment": "any"},
        )
