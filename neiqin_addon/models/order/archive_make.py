"""Archiving: one transaction per order, with all of its papers or not at all."""

from odoo import fields, models
from odoo.exceptions import UserError

from ...tools import archive_manifest

#: For orders that no kind fits.
YEARS = 10


class SaleOrder(models.Model):
    _inherit = "sale.order"

    def _neiqin_archive_now(self):
        """Archive orders that nothing stands against; return their archives.

        The caller holds them locked. As superuser: who may ask is decided before.

        :raise UserError: naming the order and what stands against it
        """
        orders = self.sudo()
        orders._neiqin_refuse_archiving()
        papers = orders._neiqin_collect_papers()
        archives = self.env["neiqin.archive"]._neiqin_make(papers)
        orders._neiqin_drop_uploads()
        orders._neiqin_as_server().write({"neiqin_archive_state": "archived"})
        orders._neiqin_lock_documents(True)
        orders.neiqin_archive_gap_ids._neiqin_as_server().unlink()
        return archives

    def _neiqin_refuse_archiving(self):
        done = self.filtered(lambda order: order.neiqin_archive_state == "archived")
        for order in done[:1]:
            archive = order._neiqin_live_archive()
            raise UserError(
                self.env._(
                    "%(order)s is archived already, by %(user)s.",
                    order=order.name,
                    user=archive.archived_by_id.name,
                )
            )
        gaps = self._neiqin_archive_gaps()
        lines = [
            f"{order.name}: {text}"
            for order in self
            for text in order._neiqin_gap_texts(gaps[order.id])
        ]
        if lines:
            raise UserError("\n".join(lines))

    def _neiqin_live_archive(self):
        return (
            self.env["neiqin.archive"]
            .sudo()
            .search([("order_id", "in", self.ids), ("state", "=", "archived")])
        )

    def _neiqin_drop_uploads(self):
        """The sealed copy takes the place of what was uploaded for the archive."""
        for files in self._neiqin_uploads().values():
            files._neiqin_as_archive().unlink()
        self._neiqin_as_server().write({"neiqin_archive_uploads": False})


class NeiqinArchive(models.Model):
    _inherit = "neiqin.archive"

    def _neiqin_make(self, papers):
        """Write down archives of orders.

        :param dict papers: ``{order id: [Paper]}``
        """
        orders = self.env["sale.order"].sudo().browse(papers)
        versions = self._neiqin_versions(orders)
        kinds = self.env["neiqin.archive.kind"]._neiqin_of(orders)
        archives = (
            self.sudo()
            ._neiqin_as_server()
            .create(
                [
                    self._neiqin_head(order, kinds[order.id], versions[order.id])
                    for order in orders
                ]
            )
        )
        archives._neiqin_add_papers(papers)
        for archive in archives:
            archive._neiqin_close()
        self.env["neiqin.trail.entry"]._neiqin_log(
            "archive",
            archives.with_env(self.env),
            [
                {"digest": archive.digest, "papers": archive.document_count}
                for archive in archives
            ],
            masks={"digest": None, "papers": None},
        )
        return archives.with_env(self.env)

    def _neiqin_versions(self, orders):
        """Return ``{order id: number of the version to come}``."""
        rows = self.sudo()._read_group(
            [("order_id", "in", orders.ids)], ["order_id"], ["version:max"]
        )
        last = {order.id: version for order, version in rows}
        return {order.id: last.get(order.id, 0) + 1 for order in orders}

    def _neiqin_head(self, order, kind, version):
        today = order.company_id._neiqin_today()
        years = kind.years or YEARS
        return {
            "name": f"{order.name}/A{version}",
            "order_id": order.id,
            "company_id": order.company_id.id,
            "partner_id": order.partner_id.id,
            "partner_name": order.partner_id.name,
            "client_order_ref": order.client_order_ref,
            "version": version,
            "kind_id": kind.id,
            # part of the digest: the company's words, whoever archives
            "kind_name": kind.with_context(
                lang=order.company_id.partner_id.lang or "en_US"
            ).name,
            "archived_at": fields.Datetime.now(),
            "archived_by_id": self.env.uid,
            "retention_until": archive_manifest.kept_until(today, years),
        }

    def _neiqin_add_papers(self, papers):
        documents = self.env["neiqin.archive.document"].sudo()._neiqin_as_server()
        values, contents = [], []
        for archive in self:
            for sequence, paper in enumerate(papers[archive.order_id.id], 1):
                values.append(
                    {
                        "archive_id": archive.id,
                        "company_id": archive.company_id.id,
                        "sequence": sequence,
                        "kind": paper.kind,
                        "name": paper.name,
                        "mimetype": paper.mimetype,
                        "size": len(paper.data),
                        "digest": archive_manifest.sha256(paper.data),
                        "source": paper.source,
                        "taken_at": paper.taken_at,
                        "taken_by_id": paper.taken_by,
                    }
                )
                contents.append(paper.data)
        made = documents.create(values)
        by_id = dict(zip(made.ids, contents, strict=True))
        made._neiqin_put(by_id)
        self._neiqin_index(by_id)

    def _neiqin_close(self):
        """Write manifest and digest: from now on nothing of this changes."""
        self.ensure_one()
        text = self._neiqin_manifest()
        self._neiqin_as_server().write(
            {
                "manifest": text,
                "document_count": len(self.document_ids),
                "size": sum(self.document_ids.mapped("size")),
                "digest": archive_manifest.sha256(text.encode()),
            }
        )

    def _neiqin_manifest(self):
        """Return the manifest as the rows say it now."""
        self.ensure_one()
        header = {
            "archive": self.name,
            "order": self.name.rpartition("/")[0],
            "version": self.version,
            "company": self.company_id.id,
            "customer": self.partner_name,
            "customer_number": self.client_order_ref or None,
            "kind": self.kind_name or None,
            "archived_at": self.archived_at,
            "archived_by": self.archived_by_id.id,
            "kept_until": self.retention_until,
        }
        rows = [
            {
                name: paper[name] or None
                for name in archive_manifest.ROW
                if name not in ("sequence", "size")
            }
            | {"sequence": paper.sequence, "size": paper.size}
            for paper in self.document_ids.sorted("sequence")
        ]
        return archive_manifest.manifest(header, rows)
