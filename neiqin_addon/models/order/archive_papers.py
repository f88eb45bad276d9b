"""Which papers an order needs, and which of them are there."""

from collections import defaultdict

from odoo import models


class SaleOrder(models.Model):
    _inherit = "sale.order"

    def _neiqin_papers_wanted(self, kind, invoices):
        """Return ``{paper: "any" or "upload"}`` for one order.

        Nothing was carried where there are no goods, and nothing is paid where
        nothing was charged.
        """
        self.ensure_one()
        wanted = kind._neiqin_wanted() if kind else {}
        if not self._neiqin_has_goods():
            wanted.pop("delivery", None)
        if not invoices and self.currency_id.is_zero(self.amount_total):
            wanted.pop("invoice", None)
        if self.currency_id.is_zero(self.amount_total):
            wanted.pop("payment", None)
        return wanted

    def _neiqin_has_goods(self):
        self.ensure_one()
        return any(
            line.product_id.type == "consu" and line.product_uom_qty
            for line in self.order_line
        )

    def _neiqin_papers_at_hand(self):
        """Return ``{id: {paper: {"any", "upload"}}}``: what is there, and of which sort."""
        found = {order.id: defaultdict(set) for order in self}
        for order, files in self._neiqin_uploads().items():
            for file in files:
                found[order][file.neiqin_paper_type] |= {"any", "upload"}
        for order_id, papers in self._neiqin_carried_over().items():
            for paper in papers:
                found[order_id][paper.kind] |= {"any", "upload"}
        letters = self._neiqin_acknowledged_letters()
        for order in self:
            at_hand = found[order.id]
            if letters.get(order.id) or order.signed_on:
                at_hand["contract"].add("any")
            if order.neiqin_paper_ids:
                at_hand["order"] |= {"any", "upload"}
            if order._neiqin_done_pickings():
                at_hand["delivery"].add("any")
            if order._neiqin_posted_invoices():
                at_hand["invoice"].add("any")
        for order in self._neiqin_settled():
            found[order.id]["payment"].add("any")
        return found

    def _neiqin_papers_that_count(self, at_hand, wanted):
        """Return the wanted papers that are there in the sort that is wanted."""
        return frozenset(
            paper for paper, sort in wanted.items() if sort in at_hand[paper]
        )

    def _neiqin_uploads(self):
        """Return ``{id: files uploaded for the archive}``, of these orders."""
        files = (
            self.env["ir.attachment"]
            .sudo()
            .search(
                [
                    ("res_model", "=", self._name),
                    ("res_id", "in", self.ids),
                    ("res_field", "=", False),
                    ("neiqin_paper_type", "!=", False),
                ],
                order="id",
            )
        )
        return files.grouped("res_id")

    def _neiqin_carried_over(self):
        """Return ``{id: uploads in the version before}``: they go into the next one."""
        last = {}
        archives = self.env["neiqin.archive"].sudo()
        for archive in archives.search(
            [("order_id", "in", self.ids), ("state", "=", "opened")], order="version"
        ):
            last[archive.order_id.id] = archive
        papers = archives.browse([archive.id for archive in last.values()]).document_ids
        return {
            order.id: found.filtered(lambda paper: paper.source == "upload")
            for order, found in papers.grouped(
                lambda paper: paper.archive_id.order_id
            ).items()
        }

    def _neiqin_acknowledged_letters(self):
        """Return ``{id: the letter that the customer acknowledged}``."""
        letters = (
            self.env["neiqin.confirmation.letter"]
            .sudo()
            .search(
                [("order_id", "in", self.ids), ("state", "=", "acknowledged")],
                order="revision",
            )
        )
        return {letter.order_id.id: letter for letter in letters}

    def _neiqin_done_pickings(self):
        """Return one order's transfers to or from the customer that are done."""
        self.ensure_one()
        return self.picking_ids.filtered(
            lambda picking: (
                picking.state == "done"
                and picking.picking_type_code in ("outgoing", "incoming")
            )
        )

    def _neiqin_posted_invoices(self):
        return self.order_line.invoice_lines.move_id.filtered(
            lambda move: move.state == "posted"
        )

    def _neiqin_settled(self):
        """Return the orders that are invoiced with nothing left to pay.

        A credit note that a settled complaint accounts for may still be open.
        """
        explained = self._neiqin_explained_notes()
        return self.filtered(
            lambda order: (
                (charged := order._neiqin_posted_invoices() - explained)
                and not charged._neiqin_archive_unpaid()
            )
        )
