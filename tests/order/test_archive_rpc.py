"""An archived order attacked over HTTP by every role: all is refused, nothing changes."""

from unittest.mock import patch

from odoo.addons.base.models import res_users
from odoo.tests import new_test_user, tagged
from odoo.tools import SQL, mute_logger

from ..control.rpc_case import CLEAR, QUICK, RpcCase
from ..control.test_rpc_rights import HOSTILE
from .archive_case import ArchiveCase

#: Roles of Odoo's own that may do most with what is attacked, and everything at once.
MIGHTY = {
    "accountant": "account.group_account_manager",
    "warehouse": "stock.group_stock_manager",
    "sales_boss": "sales_team.group_sale_manager",
    "system": "base.group_system,account.group_account_manager,"
    "stock.group_stock_manager,sales_team.group_sale_manager,"
    "neiqin_addon.group_neiqin_manager,neiqin_addon.group_neiqin_auditor",
}
FORGED = {
    **HOSTILE,
    "neiqin_archive_files": True,
    "neiqin_archive_lock": False,
    "check_move_validity": False,
    "skip_invoice_sync": True,
    "skip_account_move_synchronization": True,
    "disable_cancel_warning": True,
    "default_neiqin_is_archived": False,
}
UPDATE, DELETE, CREATE, CLEAR_ALL = 1, 2, 0, [5, 0, 0]


@tagged("post_install", "-at_install")
class TestArchiveRpc(ArchiveCase, RpcCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        for role, groups in MIGHTY.items():
            cls.users[role] = new_test_user(cls.env, f"rpc_{role}", groups)
        with patch.object(res_users, "KEY_CRYPT_CONTEXT", QUICK):
            for role in MIGHTY:
                cls.keys[role] = cls.new_key(cls.users[role])
        for user in cls.users.values():
            user.write(
                {"company_ids": [(4, cls.company.id)], "company_id": cls.company.id}
            )

    def setUp(self):
        super().setUp()
        self.done = self.done_order()
        self.note = self.done.message_post(
            body="Signed", attachments=[("signed.txt", b"signed")]
        )
        self.file = self.note.attachment_ids
        self.archived = self.archive(self.done)
        self.archived.with_user(self.boss)._neiqin_hold("audit")
        self.paper = self.archived.document_ids[:1]
        self.kept = self.paper._neiqin_files()[self.paper.id]
        self.free = self.order((self.goods, 1))
        self.picking, self.invoice_done = self.done.picking_ids, self.done.invoice_ids
        self.payment = self.invoice_done._get_reconciled_payments()
        self.env.flush_all()

    # --- what must stay

    def rows(self):
        """Return all that the attacks are about, as the database has it."""
        self.env.flush_all()
        invoice, pays = self.invoice_done.line_ids, self.payment.move_id.line_ids
        parts = invoice.matched_credit_ids | invoice.matched_debit_ids
        kept = (
            self.done,
            self.done.order_line,
            self.picking,
            self.picking.move_ids,
            self.picking.move_line_ids,
            self.invoice_done,
            self.payment.move_id,
            invoice | pays,
            self.payment,
            parts,
            self.file | self.kept,
            self.archived,
            self.archived.document_ids,
            self.archived.hold_ids,
        )
        return {
            (records._name, row[0]): row[1]
            for records in kept
            for row in self.env.execute_query(
                SQL(
                    "SELECT id, to_jsonb(t) FROM %s AS t WHERE id = ANY(%s)",
                    SQL.identifier(records._table),
                    records.ids,
                )
            )
        }

    def counts(self):
        """Return how many rows hang on the order: nothing is added either."""
        models = {
            "sale.order.line": [("order_id", "=", self.done.id)],
            "stock.move": [("picking_id", "=", self.picking.id)],
            "stock.move.line": [("picking_id", "=", self.picking.id)],
            "account.move.line": [("move_id", "=", self.invoice_done.id)],
            "neiqin.archive": [],
            "neiqin.archive.document": [],
            "neiqin.archive.hold": [],
            "neiqin.archive.destruction": [],
        }
        return {name: self.env[name].search_count(what) for name, what in models.items()}

    # --- the attacks: (records, method, arguments)

    def on_the_order(self):
        order, line = self.done, self.done.order_line
        for vals in (
            {"client_order_ref": "X"},
            {"note": "X"},
            {"state": "cancel"},
            {"locked": False},
            {"partner_id": self.env.company.partner_id.id},
            {"commitment_date": "2001-02-03 04:05:06"},
            {"neiqin_archive_state": "open"},
            {"neiqin_archive_ids": [CLEAR_ALL]},
            {"neiqin_paper_ids": [CLEAR_ALL]},
            {"neiqin_archive_uploads": {}},
            {"picking_ids": [CLEAR_ALL]},
            {"order_line": [[CREATE, 0, {"name": "X", "display_type": "line_note"}]]},
            {"order_line": [[UPDATE, line.id, {"price_unit": 1}]]},
            {"order_line": [[DELETE, line.id, 0]]},
        ):
            yield order, "write", {"vals": vals}
        yield order, "web_save", {"vals": {"note": "X"}, "specification": {"note": {}}}
        yield order, "unlink", {}
        for method in ("action_unlock", "action_lock", "action_cancel", "action_draft"):
            yield order, method, {}
        for vals in (
            {"price_unit": 1},
            {"product_uom_qty": 1},
            {"name": "X"},
            {"order_id": self.free.id},
            {"invoice_lines": [CLEAR_ALL]},
            {"qty_delivered": 1},
        ):
            yield line, "write", {"vals": vals}
        yield line, "unlink", {}
        yield self.free.order_line, "write", {"vals": {"order_id": order.id}}
        row = {"order_id": order.id, "name": "X", "display_type": "line_note"}
        yield line.browse(), "create", {"vals_list": [row]}

    def on_the_goods(self):
        picking, move = self.picking, self.picking.move_ids
        for vals in (
            {"origin": "X"},
            {"partner_id": self.env.company.partner_id.id},
            {"date_done": "2001-02-03 04:05:06"},
            {"neiqin_is_archived": False},
            {"sale_id": self.free.id},
            {"move_ids": [CLEAR_ALL]},
        ):
            yield picking, "write", {"vals": vals}
        for method in ("action_cancel", "action_toggle_is_locked", "unlink"):
            yield picking, method, {}
        for vals in (
            {"quantity": 1},
            {"product_uom_qty": 1},
            {"state": "cancel"},
            {"sale_line_id": self.free.order_line.id},
            {"picking_id": self.free.picking_ids.id},
        ):
            yield move, "write", {"vals": vals}
        yield move, "unlink", {}
        yield move.move_line_ids, "write", {"vals": {"quantity": 1}}
        yield move.move_line_ids, "unlink", {}
        other = self.free.picking_ids
        yield other, "write", {"vals": {"sale_id": self.done.id}}
        yield other.move_ids, "write", {"vals": {"picking_id": picking.id}}

    def on_the_money(self):
        move, payment = self.invoice_done, self.payment
        for vals in (
            {"ref": "X"},
            {"narration": "X"},
            {"invoice_date": "2001-02-03"},
            {"state": "draft"},
            {"payment_state": "not_paid"},
            {"amount_untaxed": 1},
            {"neiqin_is_archived": False},
            {"invoice_line_ids": [CLEAR_ALL]},
            {"invoice_line_ids": [[CREATE, 0, {"name": "X", "price_unit": 1}]]},
        ):
            yield move, "write", {"vals": vals}
        for method in ("button_draft", "button_cancel", "unlink"):
            yield move, method, {}
        for vals in ({"price_unit": 1}, {"price_total": 1}, {"sale_line_ids": [CLEAR_ALL]}):
            yield move.invoice_line_ids, "write", {"vals": vals}
        yield move.invoice_line_ids, "unlink", {}
        yield move.line_ids, "remove_move_reconcile", {}
        parts = move.line_ids.matched_credit_ids
        yield parts, "unlink", {}
        yield parts, "write", {"vals": {"amount": 1}}
        yield move, "js_remove_outstanding_partial", {"partial_id": parts.id}
        for vals in ({"amount": 1}, {"date": "2001-02-03"}, {"state": "canceled"}):
            yield payment, "write", {"vals": vals}
        for method in ("action_draft", "action_cancel", "unlink"):
            yield payment, method, {}
        yield payment.move_id, "button_draft", {}

    def on_the_files(self):
        for file in (self.file, self.kept):
            for vals in (
                {"raw": "forged"},
                {"datas": "Zm9yZ2Vk"},
                {"store_fname": "aa/forged"},
                {"checksum": "0" * 40},
                {"res_id": self.free.id, "res_model": "sale.order"},
                {"type": "url", "url": "https://example.com"},
                {"public": True},
            ):
                yield file, "write", {"vals": vals}
            yield file, "unlink", {}
        row = {
            "name": "content",
            "datas": "Zm9yZ2Vk",
            "res_model": "neiqin.archive.document",
            "res_field": "content",
            "res_id": self.paper.id,
        }
        yield self.file.browse(), "create", {"vals_list": [row]}
        into = {key: row[key] for key in ("res_model", "res_field", "res_id")}
        yield self.file, "copy", {"default": into}

    def on_the_archive(self):
        archive, paper, hold = self.archived, self.paper, self.archived.hold_ids
        for vals in (
            {"state": "opened"},
            {"manifest": "{}"},
            {"digest": "0" * 64},
            {"retention_until": "2001-02-03"},
            {"is_intact": False},
            {"is_held": False},
            {"kind_id": False},
            {"hold_ids": [[DELETE, hold.id, 0]]},
            {"document_ids": [[UPDATE, paper.id, {"name": "X"}]]},
        ):
            yield archive, "write", {"vals": vals}
        for vals in ({"digest": "0" * 64}, {"name": "X"}, {"content": "Zm9yZ2Vk"}):
            yield paper, "write", {"vals": vals}
        for vals in ({"reason": "X"}, {"released_at": "2001-02-03 04:05:06"}):
            yield hold, "write", {"vals": vals}
        for records in (archive, paper, hold):
            yield records, "unlink", {}
            yield records, "copy", {}
            yield records.browse(), "create", {"vals_list": [{}]}
        yield paper, "read", {"fields": ["content"]}
        protocol = {"reason": "X", "archive_ids": [[4, archive.id]]}
        yield (
            self.env["neiqin.archive.destruction"],
            "create",
            {"vals_list": [protocol]},
        )

    def attack(self, attacks):
        before, numbers = self.rows(), self.counts()
        attacks = [(one._name, one.ids, method, how) for one, method, how in attacks]
        # a method that is not there would be refused for that reason alone
        missing = [
            (model, method)
            for model, _ids, method, _how in attacks
            if not hasattr(self.env[model], method)
        ]
        self.assertFalse(missing)
        wrong, rights = [], {"accountant", "warehouse", "sales_boss", "system", "clerk"}
        with mute_logger("odoo.http", "odoo.addons.base.models.ir_model", "odoo.sql_db"):
            for role in [*self.users, "public"]:
                for model, ids, method, how in attacks:
                    for context in (FORGED, None) if role in rights else (FORGED,):
                        answer = self.call(
                            role, model, method, ids or None, context, **how
                        )
                        if answer.error not in CLEAR:
                            wrong.append((role, model, method, how, answer))
        self.assertFalse(wrong, "\n".join(map(str, wrong)))
        self.env.invalidate_all()
        self.assertEqual(self.counts(), numbers)
        after = self.rows()
        for key, row in before.items():
            self.assertEqual(after.get(key), row, key)

    def test_the_order_and_its_lines(self):
        self.attack(self.on_the_order())

    def test_transfers_and_moves(self):
        self.attack(self.on_the_goods())

    def test_invoices_and_payments(self):
        self.attack(self.on_the_money())

    def test_files(self):
        self.attack(self.on_the_files())

    def test_the_archive_itself(self):
        self.attack(self.on_the_archive())

    def test_a_note_that_is_deleted_leaves_its_file(self):
        before = self.rows()
        with mute_logger("odoo.http", "odoo.addons.base.models.ir_model"):
            for role in self.users:
                self.call(role, "mail.message", "unlink", self.note.ids)
                self.call(
                    role,
                    "mail.message",
                    "write",
                    self.note.ids,
                    vals={"attachment_ids": [CLEAR_ALL]},
                )
        self.env.invalidate_all()
        self.assertEqual(self.rows(), before)
        (result,) = self.archived.with_user(self.auditor).verify()
        self.assertTrue(result["ok"])
