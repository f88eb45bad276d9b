"""Which occasions are coming: one statement per line of the list, for all customers."""

from odoo import api, models
from odoo.tools import SQL

from .care_event import HORIZON

# Whoever shares a customer asks only where it trades with it, or nobody does.
_CUSTOMER = """
WITH customer AS (
    SELECT p.id, record.first_order_on
      FROM res_partner p
      LEFT JOIN neiqin_customer_record record
        ON record.partner_id = p.id AND record.company_id = %(company)s
     WHERE p.neiqin_file_completeness IS NOT NULL AND p.active
       AND (p.company_id = %(company)s OR p.company_id IS NULL
            AND (record.id IS NOT NULL OR NOT EXISTS (
                 SELECT FROM neiqin_customer_record other
                  WHERE other.partner_id = p.id)))
)
"""
# Both the end and, before it, the last day on which notice can be given. A paper that is
# renewed, by a later one of its kind, is no occasion any more.
_PAPER = """
, found AS (
    SELECT DISTINCT customer.id AS partner, paper.id AS paper, turn.day, 0 AS years
      FROM customer
      JOIN neiqin_customer_paper paper ON paper.partner_id = customer.id
     CROSS JOIN LATERAL (VALUES (paper.decide_on), (paper.expires_on)) AS turn (day)
     WHERE paper.active AND paper.kind = %(paper)s
       AND turn.day BETWEEN %(today)s AND %(until)s
       AND NOT EXISTS (
           SELECT FROM neiqin_customer_paper newer
            WHERE newer.partner_id = paper.partner_id AND newer.active
              AND newer.kind = paper.kind AND newer.id <> paper.id
              AND (newer.expires_on IS NULL OR newer.expires_on > paper.expires_on))
)
"""
# An interval of years makes 28 February of the 29th where there is none.
_ANNIVERSARY = """
, found AS (
    SELECT customer.id AS partner, NULL::int AS paper, turn.day, turn.years
      FROM customer
     CROSS JOIN LATERAL (
           SELECT (customer.first_order_on + make_interval(years => n))::date AS day,
                  n AS years
             FROM (VALUES (%(year)s - EXTRACT(YEAR FROM customer.first_order_on)::int),
                          (%(year)s + 1 - EXTRACT(YEAR FROM customer.first_order_on)::int)
                  ) AS turn (n)
            WHERE n > 0) turn
     WHERE turn.day BETWEEN %(today)s AND %(until)s
)
"""
# What nobody was told of yet follows its occasion; what was told of and is gone is void.
_STORE = """
, gone AS (
    UPDATE neiqin_care_event event SET is_void = TRUE
     WHERE event.occasion_id = %(occasion)s AND event.company_id = %(company)s
       AND event.day >= %(today)s AND NOT event.is_void
       AND NOT EXISTS (SELECT FROM found
                        WHERE found.partner = event.partner_id AND found.day = event.day
                          AND found.paper IS NOT DISTINCT FROM event.paper_id)
)
INSERT INTO neiqin_care_event (partner_id, company_id, occasion_id, kind, paper_id, day,
                               years, tell_on, told, is_void)
SELECT found.partner, %(company)s, %(occasion)s, %(kind)s, found.paper, found.day,
       found.years, found.day - %(lead)s, FALSE, FALSE
  FROM found
    ON CONFLICT DO NOTHING
"""
_MOVED = """
UPDATE neiqin_care_event SET tell_on = day - %(lead)s
 WHERE occasion_id = %(occasion)s AND company_id = %(company)s AND NOT told
   AND tell_on <> day - %(lead)s
"""
# Lines that are archived, or that a company has put its own in the place of.
_UNWANTED = """
UPDATE neiqin_care_event SET is_void = TRUE
 WHERE company_id = %(company)s AND day >= %(today)s AND NOT is_void
   AND NOT occasion_id = ANY(%(wanted)s)
"""


class NeiqinCareEvent(models.Model):
    _inherit = "neiqin.care.event"

    @api.model
    def _neiqin_find(self, company):
        """Write down what is coming in one company, and mark what is gone."""
        for model in ("neiqin.customer.paper", "neiqin.care.event", "res.partner"):
            self.env[model].flush_model()
        lines = self.env["neiqin.care.occasion"]._neiqin_of_company(company)
        today = company._neiqin_today()
        execute = self.env.cr.execute
        common = {"company": company.id, "today": today}
        execute(SQL(_UNWANTED, wanted=lines.ids, **common))
        for line in lines:
            values = {
                **common,
                "occasion": line.id,
                "kind": line.kind,
                "lead": line.lead_days,
            }
            execute(SQL(_MOVED, **values))
            execute(self._neiqin_find_sql(line, values))
        self.invalidate_model(flush=False)

    @api.model
    def _neiqin_find_sql(self, line, values):
        today = values["today"]
        until = SQL("%s::date + %s", today, max(line.lead_days, HORIZON))
        head = SQL(_CUSTOMER, company=values["company"])
        if line.kind == "paper":
            found = SQL(_PAPER, paper=line.paper, today=today, until=until)
        else:
            found = SQL(_ANNIVERSARY, year=today.year, today=today, until=until)
        store = SQL(_STORE, **values)
        return SQL("%s %s %s", head, found, store)
