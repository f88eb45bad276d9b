"""Duplicates are found: three questions to the database, names compared in Python."""

from odoo import api, models
from odoo.tools import SQL

from ...tools.name_twins import twins

#: So many customers with one number share a switchboard or a dummy.
MOST = 5

# Numbers of customers and their contacts. Of a sealed one the index holds the whole
# number and its end: who shares both shares the number.
_PHONES = """
WITH clear AS (
    SELECT commercial_partner_id AS customer,
           RIGHT(regexp_replace(phone, '[^0-9]', '', 'g'), 11) AS number
      FROM res_partner
     WHERE active AND phone IS NOT NULL AND neiqin_sealed IS NULL
), plain AS (
    SELECT number, ARRAY_AGG(DISTINCT customer ORDER BY customer) AS customers
      FROM clear
      JOIN asked ON asked.id = clear.customer
     WHERE LENGTH(number) >= 7
     GROUP BY number
    HAVING COUNT(DISTINCT customer) BETWEEN 2 AND %(most)s
), sealed AS (
    SELECT DISTINCT partner.commercial_partner_id AS customer, term.digest
      FROM neiqin_sealed_index term
      JOIN res_partner partner ON partner.id = term.res_id AND partner.active
      JOIN asked ON asked.id = partner.commercial_partner_id
     WHERE term.res_model = 'res.partner' AND term.field = 'phone'
), rare AS (
    SELECT digest FROM sealed GROUP BY digest HAVING COUNT(*) BETWEEN 2 AND 50
), hidden AS (
    SELECT one.customer, other.customer AS twin
      FROM sealed one
      JOIN rare ON rare.digest = one.digest
      JOIN sealed other ON other.digest = one.digest AND other.customer > one.customer
     GROUP BY one.customer, other.customer HAVING COUNT(*) > 1
)
SELECT one, other FROM plain, UNNEST(customers) one, UNNEST(customers) other
 WHERE one < other
 UNION SELECT customer, twin FROM hidden
"""
_VATS = """
, vat AS (
    SELECT UPPER(regexp_replace(partner.vat, '[^[:alnum:]]', '', 'g')) AS vat, partner.id
      FROM res_partner partner JOIN asked ON asked.id = partner.id
     WHERE partner.vat IS NOT NULL
)
SELECT one.id, other.id FROM vat one JOIN vat other ON other.vat = one.vat
   AND other.id > one.id
 WHERE LENGTH(one.vat) > 4
"""
_ASKED = """
WITH asked AS (
    SELECT id FROM res_partner
     WHERE active AND commercial_partner_id = id
       AND neiqin_file_completeness IS NOT NULL
)
"""


class NeiqinCustomerTwin(models.Model):
    _inherit = "neiqin.customer.twin"

    @api.model
    def _cron_search(self):
        """Look through all customers."""
        self._neiqin_search()

    @api.model
    def _neiqin_search(self):
        """Write down all pairs, forget those that are none any more.

        What somebody called different stays so.
        """
        found = self._neiqin_found()
        companies = self._neiqin_companies(found)
        rows = [
            (one, other, *companies[one, other], *reasons)
            for (one, other), reasons in sorted(found.items())
            if (one, other) in companies
        ]
        self.flush_model()
        self.env.cr.execute(
            "DELETE FROM neiqin_customer_twin WHERE state = 'open'"
            " AND NOT EXISTS (SELECT FROM UNNEST(%s::int[], %s::int[]) AS pair (one, other)"
            " WHERE pair.one = partner_id AND pair.other = other_id)",
            [[row[0] for row in rows], [row[1] for row in rows]],
        )
        if rows:
            self.env.cr.execute_values(
                "INSERT INTO neiqin_customer_twin (partner_id, other_id, company_id,"
                " same_vat, same_phone, likeness, state) VALUES %s"
                " ON CONFLICT (partner_id, other_id) DO UPDATE SET"
                " same_vat = EXCLUDED.same_vat, same_phone = EXCLUDED.same_phone,"
                " likeness = EXCLUDED.likeness, company_id = EXCLUDED.company_id",
                [(*row, "open") for row in rows],
                page_size=1000,
            )
        self.invalidate_model(flush=False)
        return len(rows)

    @api.model
    def _neiqin_found(self):
        """Return ``{(id, id): (same tax number, same phone, names alike)}``."""
        partners = self.env["res.partner"].sudo()
        partners.flush_model()
        query = self.env.execute_query
        vats = set(query(SQL("%s %s", SQL(_ASKED), SQL(_VATS.lstrip()))))
        phones = _PHONES.replace("WITH clear", ", clear", 1)
        phones = set(query(SQL("%s %s", SQL(_ASKED), SQL(phones, most=MOST))))
        names = dict(
            query(
                SQL(
                    "%s SELECT partner.id, partner.name FROM res_partner partner"
                    " JOIN asked ON asked.id = partner.id",
                    SQL(_ASKED),
                )
            )
        )
        alike = twins(names)
        return {
            pair: (pair in vats, pair in phones, round(alike.get(pair, 0) * 100))
            for pair in vats | phones | alike.keys()
        }

    @api.model
    def _neiqin_companies(self, found):
        """Return ``{pair: (company id or None,)}`` of the pairs that one company sees."""
        ids = list({partner for pair in found for partner in pair})
        rows = self.env.execute_query(
            SQL("SELECT id, company_id FROM res_partner WHERE id = ANY(%s)", ids)
        )
        company = dict(rows)
        return {
            (one, other): (company[one] or company[other],)
            for one, other in found
            if not (company[one] and company[other]) or company[one] == company[other]
        }
