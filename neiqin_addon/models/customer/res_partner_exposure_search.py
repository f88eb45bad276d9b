"""Finding and sorting customers by what they owe, as kept, live where outdated."""

import operator as operators

from odoo import api, models
from odoo.fields import Domain
from odoo.tools import SQL

from .res_partner_exposure import PARTS

_COMPARE = {
    "<": (SQL("<"), operators.lt),
    "<=": (SQL("<="), operators.le),
    ">": (SQL(">"), operators.gt),
    ">=": (SQL(">="), operators.ge),
}
#: field -> column of the kept row
_KEPT = {**PARTS, "neiqin_exposure_date": "computed_at"}


class ResPartner(models.Model):
    _inherit = "res.partner"

    def _search_neiqin_exposure(self, operator, value):
        self._neiqin_check_sees("neiqin_exposure")
        return self._neiqin_exposure_domain("total", operator, value)

    def _search_neiqin_overdue(self, operator, value):
        self._neiqin_check_sees("neiqin_overdue")
        return self._neiqin_exposure_domain("overdue", operator, value)

    def _search_neiqin_exposure_date(self, operator, value):
        self._neiqin_check_sees("neiqin_exposure_date")
        if operator not in _COMPARE:
            return NotImplemented
        return self._neiqin_kept_domain("computed_at", _COMPARE[operator][0], value)

    @api.model
    def _neiqin_check_sees(self, name):
        """Refuse to compare an amount with guesses for who may not read it."""
        self._check_field_access(self._fields[name], "read")

    @api.model
    def _neiqin_exposure_domain(self, column, operator, value):
        """Return the customers by the rows as kept, by live figures where outdated."""
        if operator == "in":
            parts = [self._neiqin_amount_domain(column, one) for one in value]
            return Domain.OR(parts)
        if operator not in _COMPARE:
            return NotImplemented
        sql, test = _COMPARE[operator]
        exposures = self.env["neiqin.credit.exposure"].sudo()
        outdated = exposures._neiqin_outdated()
        live = exposures._neiqin_exposures(self.browse(outdated), self.env.company)
        found = [
            customer
            for customer, exposure in live.items()
            if test(getattr(exposure, column), value)
        ]
        kept = self._neiqin_kept_domain(column, sql, value)
        return (kept & Domain("commercial_partner_id", "not in", outdated)) | Domain(
            "commercial_partner_id", "in", found
        )

    @api.model
    def _neiqin_amount_domain(self, column, value):
        """Return the customers with just this amount."""
        amount = float(value or 0)
        half = self.env.company.currency_id.rounding / 2
        least = self._neiqin_exposure_domain(column, ">=", amount - half)
        return least & self._neiqin_exposure_domain(column, "<=", amount + half)

    @api.model
    def _neiqin_kept_domain(self, column, sql_operator, value):
        return Domain.custom(
            to_sql=lambda model, alias, query: SQL(
                "%s %s %s",
                model._neiqin_kept_sql(alias, column),
                sql_operator,
                value,
            )
        )

    @api.model
    def _neiqin_kept_sql(self, alias, column):
        """Return a column of the kept row of a partner's company."""
        kept = SQL(
            "(SELECT kept.%s FROM neiqin_credit_exposure kept"
            " WHERE kept.partner_id = %s AND kept.company_id = %s)",
            SQL.identifier(column),
            SQL.identifier(alias, "commercial_partner_id"),
            self.env.company.id,
        )
        return kept if column == "computed_at" else SQL("COALESCE(%s, 0)", kept)

    def _field_to_sql(self, alias, field_expr, query=None):
        """Let lists be sorted by what is kept."""
        column = _KEPT.get(field_expr)
        if not column:
            return super()._field_to_sql(alias, field_expr, query)
        self._neiqin_check_sees(field_expr)
        return self._neiqin_kept_sql(alias, column)
