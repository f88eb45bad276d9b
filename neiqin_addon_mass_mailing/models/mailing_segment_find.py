"""Who is in a segment: one statement, as of now."""

from odoo import models
from odoo.tools import SQL

from odoo.addons.neiqin_addon.tools.paper_term import add_months

READ = {
    "res.partner": None,
    "mail.blacklist": ["email", "active"],
    "neiqin.mailing.consent": ["partner_id", "given", "moment"],
    "neiqin.complaint": ["commercial_partner_id", "company_id", "state", "tier_id"],
    "sale.order": ["neiqin_debtor_id", "company_id", "state", "date_order"],
    "sale.order.line": ["order_id", "product_id"],
    "neiqin.care": ["partner_id", "company_id", "plan_id"],
}
_CUSTOMERS = """
SELECT p.id
  FROM res_partner p
  LEFT JOIN neiqin_customer_record record
    ON record.partner_id = p.id AND record.company_id = %(company)s
 WHERE p.active AND p.neiqin_file_completeness IS NOT NULL
   AND (p.company_id IS NULL OR p.company_id = %(company)s)
   AND %(wanted)s
"""
_RECIPIENTS = """
SELECT person.id
  FROM (%(customers)s) customer
  JOIN res_partner person ON %(whom)s
  JOIN LATERAL (SELECT consent.given FROM neiqin_mailing_consent consent
                 WHERE consent.partner_id = person.id
                 ORDER BY consent.moment DESC, consent.id DESC LIMIT 1) said ON said.given
 WHERE person.active AND person.email_normalized IS NOT NULL
   AND NOT EXISTS (SELECT FROM mail_blacklist black
                    WHERE black.active AND black.email = person.email_normalized)
   AND %(calm)s
"""
_OPEN = """
NOT EXISTS (SELECT FROM neiqin_complaint complaint
              JOIN neiqin_complaint_type kind ON kind.id = complaint.type_id
              LEFT JOIN neiqin_complaint_tier tier ON tier.id = complaint.tier_id
             WHERE complaint.commercial_partner_id = customer.id
               AND complaint.state NOT IN ('solved', 'closed', 'void') AND %s)
"""


class NeiqinMailingSegment(models.Model):
    _inherit = "neiqin.mailing.segment"

    def _neiqin_customers(self):
        """Return the SQL of the ids of the customers who fit, whatever they agreed to."""
        self.ensure_one()
        self._neiqin_flush()
        wanted = [SQL("TRUE"), *self._neiqin_figures(), *self._neiqin_places()]
        if self.category_id:
            wanted.append(self._neiqin_bought())
        if self.plan_id:
            wanted.append(
                SQL(
                    "EXISTS (SELECT FROM neiqin_care care WHERE care.partner_id = p.id"
                    " AND care.company_id = %s AND care.plan_id = %s)",
                    self.company_id.id,
                    self.plan_id.id,
                )
            )
        wanted = SQL(" AND ").join(wanted)
        return SQL("(%s)", SQL(_CUSTOMERS, company=self.company_id.id, wanted=wanted))

    def _neiqin_recipients(self):
        """Return the SQL of the ids of whom a mailing may go to."""
        self.ensure_one()
        if self.role:
            whom = SQL(
                "person.commercial_partner_id = customer.id"
                " AND person.neiqin_contact_role = %s",
                self.role,
            )
        else:
            whom = SQL("person.id = customer.id")
        calm = [SQL("TRUE")]
        if self.skip_complaints:
            calm.append(SQL(_OPEN, SQL("tier.level IN ('3', '4')")))
        if self.skip_disputes:
            calm.append(SQL(_OPEN, SQL("kind.is_dispute")))
        return SQL(
            "(%s)",
            SQL(
                _RECIPIENTS,
                customers=self._neiqin_customers(),
                whom=whom,
                calm=SQL(" AND ").join(calm),
            ),
        )

    def _neiqin_figures(self):
        """Return the conditions on grade, turnover, rhythm and completeness."""
        company = str(self.company_id.id)
        if self.grade:
            yield SQL("p.neiqin_grade->>%s = %s", company, self.grade)
        if self.turnover_from:
            yield SQL("record.turnover >= %s", self.turnover_from)
        if self.turnover_below:
            yield SQL("COALESCE(record.turnover, 0) < %s", self.turnover_below)
        if self.rhythm:
            yield SQL("COALESCE(record.state, 'few') = %s", self.rhythm)
        if self.complete_from:
            yield SQL("p.neiqin_file_completeness >= %s", self.complete_from)
        if self.complete_below:
            yield SQL("p.neiqin_file_completeness < %s", self.complete_below)

    def _neiqin_places(self):
        if self.country_id:
            yield SQL("p.country_id = %s", self.country_id._origin.id)
        if self.state_ids:
            yield SQL("p.state_id = ANY(%s)", self.state_ids._origin.ids)

    def _neiqin_bought(self):
        groups = self.env["product.category"].sudo()
        groups = groups.search([("id", "child_of", self.category_id._origin.ids)])
        return SQL(
            "EXISTS (SELECT FROM sale_order so"
            " JOIN sale_order_line line ON line.order_id = so.id"
            " JOIN product_product product ON product.id = line.product_id"
            " JOIN product_template template ON template.id = product.product_tmpl_id"
            " WHERE so.neiqin_debtor_id = p.id AND so.company_id = %s"
            " AND so.state = 'sale' AND so.date_order > %s"
            " AND template.categ_id = ANY(%s))",
            self.company_id.id,
            add_months(self.company_id._neiqin_today(), -12),
            groups.ids,
        )

    def _neiqin_flush(self):
        for model, names in READ.items():
            self.env[model].flush_model(names)
