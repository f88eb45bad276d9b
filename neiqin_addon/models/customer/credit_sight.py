"""Who sees what about a customer's credit: decided here, for customers and orders."""

from odoo import models

#: Who sees how a customer is graded, and his light; amounts are for fewer.
SEES_GRADE = (
    "sales_team.group_sale_salesman,account.group_account_invoice,"
    "account.group_account_readonly,neiqin_addon.group_neiqin_auditor"
)
#: Who sees what a customer owes and may owe.
SEES_AMOUNTS = (
    "neiqin_addon.group_neiqin_supervisor,neiqin_addon.group_neiqin_auditor,"
    "account.group_account_invoice,account.group_account_readonly"
)


class ResUsers(models.Model):
    _inherit = "res.users"

    def _neiqin_sees_credit_grade(self):
        return self.has_groups(SEES_GRADE)

    def _neiqin_sees_credit_amounts(self):
        return self.has_groups(SEES_AMOUNTS)
