"""Two people at one order at the same time, and orders from before the add-on.

Each transaction sees the documents as they were when it began, and its own. Two that
end at the same time may each miss the other's part. So each looks once more after its
commit, with fresh eyes, at the orders it touched; whoever is last sees everything.
"""

import logging

from psycopg2 import OperationalError

from odoo import SUPERUSER_ID, api, models
from odoo.fields import Domain
from odoo.tools.sql import column_exists, create_column

_logger = logging.getLogger(__name__)

RECHECK = "neiqin_addon.progress_recheck"
TRIES = 4
SLICE = 200
STORED = {
    "neiqin_stage": "stage",
    "neiqin_is_partial": "partial",
    "neiqin_next_promise": "promise",
}


class SaleOrder(models.Model):
    _inherit = "sale.order"

    def _auto_init(self):
        """Add the columns empty: existing orders are filled in slices afterwards."""
        for name, kind in (
            ("neiqin_stage", "varchar"),
            ("neiqin_is_partial", "bool"),
            ("neiqin_next_promise", "date"),
        ):
            if not column_exists(self.env.cr, self._table, name):
                create_column(self.env.cr, self._table, name, kind)
        return super()._auto_init()

    # ---------------------------------------------------------------- recheck

    def _neiqin_recheck_later(self):
        """Look at these orders once more when the transaction is committed."""
        postcommit = self.env.cr.postcommit
        touched = postcommit.data.get(RECHECK)
        if touched is None:
            touched = postcommit.data[RECHECK] = set()
            registry = self.env.registry

            @postcommit.add
            def look_again():
                ids = sorted(touched)
                for _turn in range(TRIES):
                    try:
                        with registry.cursor() as cr:
                            env = api.Environment(cr, SUPERUSER_ID, {})
                            env["sale.order"].browse(ids)._neiqin_recheck()
                        return
                    except OperationalError:
                        continue  # somebody else was quicker: see what there is now
                _logger.warning("progress of orders %s was not looked at again", ids)

        touched.update(self.ids)

    def _neiqin_recheck(self):
        """Correct what is stored where it is not what the documents say.

        :return: the orders that were wrong
        """
        orders = self.exists()
        progress = orders._neiqin_progress()
        wrong = orders.filtered(
            lambda order: any(
                (order[name] or False) != (getattr(progress[order.id], key) or False)
                for name, key in STORED.items()
            )
        )
        if wrong:
            self.env.add_to_compute(self._fields["neiqin_stage"], wrong)
            wrong.flush_recordset(STORED)
            wrong._neiqin_record()
        return wrong

    # --------------------------------------------------------------- schedule

    @api.model
    def _cron_neiqin_progress(self):
        """Fill in orders from before the add-on, in slices."""
        known = self.env["neiqin.progress.fact"]._search([])
        unknown = Domain("id", "not in", known.subselect("order_id"))
        orders = self.with_context(active_test=False)
        remaining = orders.search_count(unknown)
        while remaining:
            part = orders.search(unknown, limit=SLICE, order="id desc")
            if not part:
                break
            self.env.add_to_compute(self._fields["neiqin_stage"], part)
            part.flush_recordset(STORED)
            part._neiqin_record()
            remaining = max(remaining - len(part), 0)
            if not self.env["ir.cron"]._commit_progress(len(part), remaining=remaining):
                break
