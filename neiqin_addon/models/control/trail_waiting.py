"""Rows about changes that Odoo has yet to write: both reach the database together."""

from odoo import api, models

#: Where the rows wait: the cursor's cache is emptied together with Odoo's own, which
#: holds the changes, whenever a savepoint or the transaction is rolled back.
WAITING = "neiqin_trail_waiting"


class NeiqinTrailEntry(models.Model):
    _inherit = "neiqin.trail.entry"

    @api.model
    def _neiqin_waiting(self):
        """Return ``{model: what waits}`` of this transaction."""
        cache = self.env.cr.cache
        if WAITING not in cache:
            cache[WAITING] = {}
            # whatever becomes of the changes, no row is forgotten
            self.env.cr.precommit.add(self._neiqin_flush_waiting)
        return cache[WAITING]

    @api.model
    def _neiqin_flush_waiting(self):
        """Have the changes written, and the rows about them."""
        for model in list(self.env.cr.cache.get(WAITING, ())):
            self.env[model].flush_model()
            self.env[model]._neiqin_trail_waiting()

    @api.private
    def flush_model(self, fnames=None):
        self._neiqin_flush_waiting()
        return super().flush_model(fnames)

    @api.model
    def _search(self, domain, *args, **kwargs):
        self._neiqin_flush_waiting()
        return super()._search(domain, *args, **kwargs)
