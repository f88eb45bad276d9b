"""When a customer's file is verified next."""

from odoo import api, fields, models
from odoo.tools import SQL

from .file_item_sql import IS_CUSTOMER
from .res_partner_file import STAFF

#: Days over which files that were never verified are spread, so that a fresh
#: installation does not want all of them on its first day.
SPREAD = 180

# Where companies share a customer the shortest cycle counts. Whoever was verified, or is
# newer than the cycle, has a day of his own; the others get one of the days to come, once.
_DUE = """
WITH customer AS (
    SELECT p.id, p.neiqin_file_verified_on AS verified, p.create_date::date AS since,
           p.neiqin_file_retry_on AS retry, p.neiqin_file_due_date AS due,
           p.neiqin_grade, p.company_id
      FROM res_partner p
     WHERE p.id = ANY(%(ids)s) AND %(who)s
), side AS (
    SELECT customer.id, record.company_id, COALESCE(record.turnover, 0) AS turnover,
           customer.neiqin_grade->>record.company_id::text AS grade
      FROM customer
      JOIN neiqin_customer_record record ON record.partner_id = customer.id
     UNION ALL
    SELECT customer.id, customer.company_id, 0,
           customer.neiqin_grade->>customer.company_id::text
      FROM customer
     WHERE NOT EXISTS (SELECT FROM neiqin_customer_record record
                        WHERE record.partner_id = customer.id)
), kind AS (
    -- few kinds of customers: each is looked up in the list once
    SELECT DISTINCT company_id, grade, turnover FROM side
), term AS (
    SELECT kind.company_id, kind.grade, kind.turnover,
           (SELECT cycle.months FROM neiqin_file_cycle cycle
             WHERE (cycle.company_id IS NULL OR cycle.company_id = kind.company_id)
               AND (cycle.grade IS NULL OR cycle.grade = kind.grade)
               AND kind.turnover >= COALESCE(cycle.turnover_from, 0)
             ORDER BY cycle.company_id IS NULL, cycle.sequence, cycle.id
             LIMIT 1) AS months
      FROM kind
), months AS (
    SELECT side.id, MIN(term.months) AS months
      FROM side
      JOIN term ON term.grade IS NOT DISTINCT FROM side.grade
       AND term.turnover = side.turnover
       AND term.company_id IS NOT DISTINCT FROM side.company_id
     GROUP BY side.id
), day AS (
    SELECT customer.id, customer.retry, customer.due, customer.verified,
           (COALESCE(customer.verified, customer.since)
            + make_interval(months => months.months))::date AS day
      FROM customer JOIN months USING (id)
     WHERE months.months IS NOT NULL
), new AS (
    -- who is no customer, or fits no line of the list, has no day
    SELECT partner.id,
           CASE WHEN day.id IS NULL THEN NULL
                WHEN day.retry > %(today)s THEN day.retry
                WHEN day.verified IS NOT NULL OR day.day >= %(today)s THEN day.day
                WHEN day.due IS NOT NULL THEN LEAST(day.due, %(today)s::date + %(spread)s)
                ELSE %(today)s::date
                     + (partner.id::bigint * 7919 %% %(spread)s)::int END AS due
      FROM res_partner partner LEFT JOIN day ON day.id = partner.id
     WHERE partner.id = ANY(%(ids)s)
)
UPDATE res_partner SET neiqin_file_due_date = new.due
  FROM new
 WHERE res_partner.id = new.id
   AND res_partner.neiqin_file_due_date IS DISTINCT FROM new.due
"""


class ResPartner(models.Model):
    _inherit = "res.partner"

    neiqin_file_due_date = fields.Date(
        string="Verify the File By",
        readonly=True,
        copy=False,
        index="btree_not_null",
        groups=STAFF,
        help="When somebody asks the customer again whether the file is right, by credit "
        "grade and turnover.",
    )
    neiqin_file_verified_on = fields.Date(
        string="File Verified On", readonly=True, copy=False, groups=STAFF
    )
    neiqin_file_retry_on = fields.Date(
        string="Try Again On",
        readonly=True,
        copy=False,
        groups=STAFF,
        help="The customer was not reached: until then nobody asks again.",
    )

    @api.model
    def _neiqin_protected_fields(self):
        return super()._neiqin_protected_fields() | {
            "neiqin_file_due_date",
            "neiqin_file_verified_on",
            "neiqin_file_retry_on",
        }

    def _neiqin_file_set_due(self):
        """Store the day of these customers' next verification; one statement."""
        if not self.ids:
            return
        self.env["neiqin.file.cycle"].flush_model()
        self._neiqin_file_flush()
        self.env.cr.execute(
            SQL(
                _DUE,
                ids=self.ids,
                who=IS_CUSTOMER,
                today=self.env.company._neiqin_today(),
                spread=SPREAD,
            )
        )
        self.invalidate_model(["neiqin_file_due_date"], flush=False)

    def _neiqin_file_night(self):
        """First the records: how often a file is verified depends on the turnover."""
        self.env["neiqin.customer.record"]._neiqin_refresh(self.ids)
        res = super()._neiqin_file_night()
        self._neiqin_file_set_due()
        return res
