"""Whose verification it is: somebody of the back office, as nobody else can open one."""

from odoo import api, models
from odoo.tools import SQL

from .file_check import CLERK

SUPERVISOR = "neiqin_addon.group_neiqin_supervisor"
# whose hands the customer's orders last went through
_LAST = """
SELECT DISTINCT ON (neiqin_debtor_id) neiqin_debtor_id, create_uid
  FROM sale_order
 WHERE neiqin_debtor_id = ANY(%(ids)s) AND company_id = %(company)s
   AND create_uid = ANY(%(clerks)s)
 ORDER BY neiqin_debtor_id, date_order DESC, id DESC
"""


class NeiqinFileCheck(models.Model):
    _inherit = "neiqin.file.check"

    @api.model
    def _neiqin_clerks_for(self, partners, company):
        """Return ``{customer: clerk}``, by one statement for any number of them.

        The salesperson, if a clerk; else who took the customer's last order; else the
        company's clerks by turns. A salesperson who works outside the back office calls
        the customer, but the file is the office's.
        """
        office = company._neiqin_group_users(CLERK) - self.env.ref("base.user_root")
        bosses = company._neiqin_group_users(SUPERVISOR)
        turns = (office - bosses or office).sorted("id")
        last = self._neiqin_last_clerks(partners, company, office)
        found = {}
        for partner in partners.sudo():
            clerk = partner.user_id & office or last.get(partner.id)
            if not clerk and turns:
                clerk = turns[partner.id % len(turns)]
            found[partner.with_env(partners.env)] = (
                clerk or partner._neiqin_file_keeper()
            )
        return found

    @api.model
    def _neiqin_last_clerks(self, partners, company, office):
        self.env["sale.order"].flush_model(
            ["neiqin_debtor_id", "company_id", "date_order"]
        )
        rows = self.env.execute_query(
            SQL(_LAST, ids=partners.ids, company=company.id, clerks=office.ids)
        )
        return {customer: office.browse(user) for customer, user in rows}

    def _neiqin_clerk(self):
        """Return whose turn it is: who has it, as long as that is a clerk."""
        self.ensure_one()
        check, company = self.sudo(), self.sudo().company_id
        if check.user_id & company._neiqin_group_users(CLERK):
            return check.user_id
        return self._neiqin_clerks_for(check.partner_id, company)[check.partner_id]
