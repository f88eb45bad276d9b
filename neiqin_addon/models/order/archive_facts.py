"""What an archive is decided by, for many orders with the same number of queries."""

from collections import defaultdict

from odoo import models

from ...tools import archive_check
from ...tools.archive_check import Facts, Line


class SaleOrder(models.Model):
    _inherit = "sale.order"

    def _neiqin_archive_gaps(self):
        """Return ``{id: [(code, values)]}`` of what each order's archive lacks."""
        gaps = {}
        for order, facts in self._neiqin_archive_facts().items():
            company = order.company_id
            gaps[order.id] = archive_check.gaps(
                facts,
                company.neiqin_archive_amount_tolerance,
                company.neiqin_archive_quantity_tolerance,
            )
        return gaps

    def _neiqin_archive_facts(self):
        """Return ``{order: Facts}``."""
        orders = self.sudo().with_context(active_test=False)
        invoices = orders._neiqin_archive_invoices()
        moves = orders._neiqin_archive_moves()
        cases = orders._neiqin_open_names(
            "neiqin.exception", [("state", "!=", "closed")]
        )
        complaints = orders._neiqin_open_names(
            "neiqin.complaint", [("state", "not in", ("solved", "closed", "void"))]
        )
        explained = orders._neiqin_explained_notes()
        papers = orders._neiqin_papers_at_hand()
        kinds = self.env["neiqin.archive.kind"]._neiqin_of(orders)
        facts = {}
        for order in orders:
            mine = invoices[order.id]
            together = mine._prefetch_ids
            posted = mine.filtered(lambda move: move.state == "posted")
            notes = posted & explained
            charged = (posted - notes).with_prefetch(together)
            wanted = order._neiqin_papers_wanted(kinds[order.id], posted)
            facts[order] = Facts(
                confirmed=order.state == "sale",
                open_moves=moves.get(order.id, 0),
                drafts=len(mine - posted),
                unpaid=tuple(charged._neiqin_archive_unpaid()),
                ordered=order.amount_total,
                invoiced=charged._neiqin_archive_total(order),
                lines=tuple(order._neiqin_archive_lines(notes)),
                cases=tuple(cases.get(order.id, ())),
                complaints=tuple(complaints.get(order.id, ())),
                wanted=tuple(wanted),
                papers=order._neiqin_papers_that_count(papers[order.id], wanted),
            )
        return facts

    def _neiqin_archive_invoices(self):
        """Return ``{id: invoices and credit notes, without cancelled ones}``."""
        found, together = {}, self.order_line.invoice_lines.move_id.ids
        for order in self:
            moves = order.order_line.invoice_lines.move_id.with_prefetch(together)
            kept = moves.filtered(lambda move: move.state != "cancel")
            found[order.id] = kept.with_prefetch(together)
        return found

    def _neiqin_archive_moves(self):
        """Return ``{id: number of transfers of goods still under way}``."""
        rows = self.env["stock.move"]._read_group(
            [
                ("sale_line_id.order_id", "in", self.ids),
                ("state", "not in", ("done", "cancel")),
            ],
            ["sale_line_id"],
            ["__count"],
        )
        found = defaultdict(int)
        for line, count in rows:
            found[line.order_id.id] += count
        return found

    def _neiqin_open_names(self, model, domain):
        """Return ``{id: names of the open records about the order}``."""
        records = self.env[model].sudo()
        records = records.search([("order_id", "in", self.ids), *domain], order="id")
        return {
            order.id: found.mapped("name")
            for order, found in records.grouped("order_id").items()
        }

    def _neiqin_explained_notes(self):
        """Return the credit notes that a settled complaint accounts for.

        What a customer gets as compensation makes neither the order nor its invoice
        wrong.
        """
        done = (
            self.env["neiqin.complaint.compensation"]
            .sudo()
            .search([("order_id", "in", self.ids), ("state", "=", "done")])
        )
        return done.move_id

    def _neiqin_archive_lines(self, notes):
        """Yield the figures of the lines about goods, without explained credit notes."""
        self.ensure_one()
        for line in self.order_line:
            if (
                line.display_type
                or line.is_downpayment
                or line.product_id.type != "consu"
            ):
                continue
            credited = sum(
                row.product_uom_id._compute_quantity(row.quantity, line.product_uom_id)
                for row in line.invoice_lines
                if row.move_id in notes
            )
            yield Line(
                line.id,
                line.product_uom_qty,
                line.qty_delivered,
                line.qty_invoiced + credited,
            )
