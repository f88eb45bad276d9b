"""What somebody might call to change an archived order: record, method, arguments.

The names are those of ``TestArchiveRpc``: ``done`` is the archived order, ``free`` another
one, ``draft_note`` a credit note of nothing, ``paper`` one of the archive's documents,
``kept`` its file, ``file`` one of a note.
"""

UPDATE, DELETE, CREATE, CLEAR_ALL = 1, 2, 0, [5, 0, 0]


class ArchiveAttacks:
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
        for method in (
            "action_unlock",
            "action_lock",
            "action_cancel",
            "action_neiqin_archive",
            "action_neiqin_file",
            "action_neiqin_prepare_letter",
            "action_neiqin_send_letter",
        ):
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
        row = {"picking_id": picking.id, "product_id": self.goods.id, "quantity": 1}
        yield move.move_line_ids.browse(), "create", {"vals_list": [row]}
        ends = {name: move[name].id for name in ("location_id", "location_dest_id")}
        row = {"picking_id": picking.id, "product_id": self.goods.id, **ends}
        yield move.browse(), "create", {"vals_list": [row]}
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
        for vals in (
            {"price_unit": 1},
            {"price_total": 1},
            {"sale_line_ids": [CLEAR_ALL]},
        ):
            yield move.invoice_line_ids, "write", {"vals": vals}
        yield move.invoice_line_ids, "unlink", {}
        row = {"move_id": move.id, "name": "X", "price_unit": 1}
        yield move.line_ids.browse(), "create", {"vals_list": [row]}
        note = {"move_type": "out_refund", "partner_id": move.partner_id.id}
        for back in (move, payment.move_id):
            row = {**note, "reversed_entry_id": back.id}
            yield move.browse(), "create", {"vals_list": [row]}
        yield self.draft_note, "write", {"vals": {"reversed_entry_id": move.id}}
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
