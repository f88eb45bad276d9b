"""An archived order attacked over HTTP by every role: all is refused, nothing changes."""

from unittest.mock import patch

from odoo.tests import new_test_user, tagged
from odoo.tools import SQL, mute_logger

from odoo.addons.base.models import res_users

from ..control.rpc_case import CLEAR, QUICK, RpcCase
from ..control.test_rpc_rights import HOSTILE
from .archive_attacks import CLEAR_ALL, ArchiveAttacks
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


@tagged("post_install", "-at_install")
class TestArchiveRpc(ArchiveAttacks, ArchiveCase, RpcCase):
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
            body=self.env._("Signed"), attachments=[("signed.txt", b"signed")]
        )
        self.file = self.note.attachment_ids
        self.archived = self.archive(self.done)
        self.archived.with_user(self.boss)._neiqin_hold("audit")
        self.paper = self.archived.document_ids[:1]
        self.kept = self.paper._neiqin_files()[self.paper.id]
        self.free = self.order((self.goods, 1))
        self.picking, self.invoice_done = self.done.picking_ids, self.done.invoice_ids
        self.payment = self.invoice_done._get_reconciled_payments()
        self.draft_note = self.invoice_done.create(
            {"move_type": "out_refund", "partner_id": self.customer.id}
        )
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
            "account.move": [("reversed_entry_id", "!=", False)],
            "neiqin.confirmation.letter": [("order_id", "=", self.done.id)],
            "neiqin.archive": [],
            "neiqin.archive.document": [],
            "neiqin.archive.hold": [],
            "neiqin.archive.destruction": [],
        }
        return {
            name: self.env[name].search_count(what) for name, what in models.items()
        }

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
        wrong, rights = [], {"system", "clerk"}
        with mute_logger(
            "odoo.http", "odoo.addons.base.models.ir_model", "odoo.sql_db"
        ):
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
