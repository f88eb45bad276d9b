"""How complete files are: at once where one changed, all of them at night."""

import logging

from odoo import api, models
from odoo.service.model import PG_CONCURRENCY_EXCEPTIONS_TO_RETRY as CONFLICTS
from odoo.tools import SQL

from ...tools.file_list import of_company
from .file_item_sql import IS_CUSTOMER, READ, SIDES, items_sql

_logger = logging.getLogger(__name__)

#: files measured between two commits
SLICE = 5000
TURN = "customer file"
MEASURED = ["neiqin_file_completeness", "neiqin_file_missing_ids"]

# 100 per cent only where nothing is missing: no rounding up.
_MEASURE = """
WITH file AS MATERIALIZED (
    SELECT p.id, item.id AS item, item.weight, COALESCE(item.filled, FALSE) AS filled
      FROM res_partner p %(sides)s
     CROSS JOIN LATERAL (VALUES %(items)s) AS item (id, weight, wanted, filled)
     WHERE p.id = ANY(%(ids)s) AND item.wanted AND %(who)s
)
"""
_READ = """
SELECT id,
       FLOOR(100.0 * COALESCE(SUM(weight) FILTER (WHERE filled), 0) / SUM(weight))::int,
       COALESCE(ARRAY_AGG(item) FILTER (WHERE NOT filled), ARRAY[]::int[])
  FROM file GROUP BY id
"""
_STORE = """
, gone AS (
    DELETE FROM neiqin_file_missing_rel missing
     WHERE missing.partner_id = ANY(%(ids)s)
       AND NOT EXISTS (SELECT FROM file WHERE file.id = missing.partner_id
                        AND file.item = missing.item_id AND NOT file.filled)
 RETURNING missing.partner_id
), come AS (
    INSERT INTO neiqin_file_missing_rel (partner_id, item_id)
    SELECT id, item FROM file WHERE NOT filled
        ON CONFLICT DO NOTHING
 RETURNING partner_id
), degree AS (
    SELECT partner.id, done.percent
      FROM res_partner partner
      LEFT JOIN (SELECT id, FLOOR(100.0 * COALESCE(SUM(weight) FILTER (WHERE filled), 0)
                                  / SUM(weight))::int AS percent
                   FROM file GROUP BY id) done ON done.id = partner.id
     WHERE partner.id = ANY(%(ids)s)
), changed AS (
    UPDATE res_partner SET neiqin_file_completeness = degree.percent
      FROM degree
     WHERE res_partner.id = degree.id
       AND res_partner.neiqin_file_completeness IS DISTINCT FROM degree.percent
 RETURNING res_partner.id
)
SELECT id FROM changed UNION SELECT partner_id FROM gone
 UNION SELECT partner_id FROM come
"""


class ResPartner(models.Model):
    _inherit = "res.partner"

    def _neiqin_file_measure(self):
        """Store how complete the files of these customers are, and what they lack.

        One statement for any number of them; who is no customer has no figure.

        :return: the ids of whose figure or list changed
        """
        if not self.ids:
            return []
        items = self.env["neiqin.file.item"]._neiqin_list()
        self._neiqin_file_flush()
        if not items:
            rows = self.env.execute_query(
                SQL(
                    "UPDATE res_partner SET neiqin_file_completeness = NULL WHERE id ="
                    " ANY(%s) AND neiqin_file_completeness IS NOT NULL RETURNING id",
                    self.ids,
                )
            )
        else:
            rows = self.env.execute_query(
                SQL("%s %s", self._neiqin_file_sql(items), SQL(_STORE, ids=self.ids))
            )
        if rows:
            self.invalidate_model(MEASURED, flush=False)
        return [partner for (partner,) in rows]

    def _neiqin_file_figures(self, company):
        """Return ``{id: (per cent, ids of the items missing)}`` as of this moment.

        For whoever decides by it: of anybody, customer yet or not, in one query.

        :param company: whose payment terms and credit count
        """
        items = self.ids and self.env["neiqin.file.item"]._neiqin_list()
        if not items or not of_company(items, company.id):
            return {}
        self._neiqin_file_flush()
        sql = self._neiqin_file_sql(items, company, SQL("TRUE"))
        rows = self.env.execute_query(SQL("%s %s", sql, SQL(_READ)))
        return {partner: (percent, missing) for partner, percent, missing in rows}

    def _neiqin_file_sql(self, items, company=None, who=IS_CUSTOMER):
        today = (company or self.env.company)._neiqin_today()
        own = not company and any(line.company for line in items)
        return SQL(
            _MEASURE,
            items=items_sql(items, today, company, self._neiqin_file_shapes(items)),
            sides=SIDES if own else SQL(),
            ids=self.ids,
            who=who,
        )

    @api.model
    def _neiqin_file_shapes(self, items):
        """Return how the values of other fields are stored, where it is not plain."""
        found = {}
        for name in {line.which for line in items if line.kind == "field"}:
            field = self._fields[name]
            if field.company_dependent:
                found[name] = "company"
            elif field.translate:
                found[name] = "translated"
            elif field.type == "html":
                found[name] = "html"
        return found

    @api.model
    def _neiqin_file_flush(self):
        for model, names in READ.items():
            self.env[model].flush_model(names)

    # --- at night

    @api.model
    def _neiqin_files_at_once(self):
        """Do the night's work for all in one go, without its commits."""
        self.browse(self._neiqin_file_customers())._neiqin_file_night()

    @api.model
    def _cron_neiqin_files(self):
        """Bring all files up to date: papers expire and orders come without a change."""
        commit = self.env["ir.cron"]._commit_progress
        ids = self._neiqin_file_customers()
        commit(0, remaining=len(ids))
        for start in range(0, len(ids), SLICE):
            part = ids[start : start + SLICE]
            self.browse(part)._neiqin_file_night_safely()
            if not commit(len(part)):
                return

    @api.model
    def _neiqin_file_customers(self):
        """Return the ids of customers, and of who was one and still has a figure."""
        self._neiqin_file_flush()
        rows = self.env.execute_query(
            SQL(
                "SELECT p.id FROM res_partner p WHERE %s"
                " OR p.neiqin_file_completeness IS NOT NULL ORDER BY p.id",
                IS_CUSTOMER,
            )
        )
        return [partner for (partner,) in rows]

    def _neiqin_file_night_safely(self):
        """Do the night's work for these; halve them until who is at fault stands alone."""
        try:
            with self.env.cr.savepoint():
                self._neiqin_file_night()
        except CONFLICTS as conflict:
            # whoever was in the way has measured them, or the next night does
            _logger.info("customer files are left to the next run (%s)", conflict)
            self.env.cr.rollback()
        except Exception as error:  # noqa: BLE001 told to a person
            self.env.invalidate_all(flush=False)
            if len(self) == 1:
                self.env["neiqin.failure"]._neiqin_note(self, TURN, error)
                return
            half = len(self) // 2
            self[:half]._neiqin_file_night_safely()
            self[half:]._neiqin_file_night_safely()
        else:
            self.env["neiqin.failure"]._neiqin_close(self, TURN)

    def _neiqin_file_night(self):
        """Called with a slice of customers each night; capabilities add their part."""
        self._neiqin_file_measure()
