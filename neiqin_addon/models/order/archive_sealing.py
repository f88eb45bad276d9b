"""Sealing, opening and changing the key of archived files, with the sealed fields."""

from odoo import api, models
from odoo.fields import Domain

#: Files of one slice: each is read, changed and written whole.
SLICE = 50


class NeiqinSealing(models.Model):
    _inherit = "neiqin.sealing"

    @api.model
    def _neiqin_workers(self):
        """Files are worked off after the fields, as if they were one more model."""
        return [*super()._neiqin_workers(), self.env["neiqin.archive.document"]]


class NeiqinArchiveDocument(models.Model):
    _inherit = "neiqin.archive.document"

    @api.model
    def _neiqin_pending(self, work):
        """Return how many files wait for ``seal``, ``open`` or ``rotate``."""
        return self.sudo().search_count(self._neiqin_work_domain(work))

    @api.model
    def _neiqin_work_domain(self, work):
        kept = Domain("archive_id.state", "!=", "destroyed")
        # a damaged file cannot be sealed anew: it stays as it was found
        kept &= Domain("finding", "in", [False, "intact"])
        if work == "seal":
            return kept & Domain("key_id", "=", False)
        if work == "open":
            return kept & Domain("key_id", "!=", False)
        current = self.env["neiqin.sealing"]._neiqin_ring().current.id
        return kept & Domain("key_id", "not in", [False, current])

    @api.model
    def _neiqin_slice(self, work, limit=SLICE):
        """Do a slice of ``work``; return how many files it was.

        A file that is not what was archived is left alone and its finding says so.
        """
        papers = self.sudo().search(
            self._neiqin_work_domain(work), limit=min(limit, SLICE), order="id"
        )
        papers = papers.try_lock_for_update(allow_referencing=True)
        found = papers._neiqin_judge()
        for code, some in papers.grouped(lambda paper: found[paper.id]).items():
            some._neiqin_as_server().write({"finding": code})
        whole = papers.filtered(lambda paper: found[paper.id] == "intact")
        contents = whole._neiqin_bytes()
        old = whole._neiqin_files()
        files = self.env["ir.attachment"].sudo()
        files.browse([file.id for file in old.values()])._neiqin_as_archive().unlink()
        whole._neiqin_put(contents, seal=work != "open")
        papers.archive_id._neiqin_index_anew()
        self.env.flush_all()
        return len(papers)
