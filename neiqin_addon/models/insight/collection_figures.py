"""The amounts in the list: read from the books by one statement, sorted and summed by it."""

import operator as op

from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import SQL

from .collection_query import FIGURES, READ, collection_figures

_COMPARE = {">": op.gt, ">=": op.ge, "<": op.lt, "<=": op.le}
_NAMES = (*FIGURES, "days_late")


def _figure(name, label, explanation=None):
    return fields.Monetary(
        string=label,
        help=explanation,
        compute="_compute_figures",
        search=lambda self, operator, value: self._neiqin_search(name, operator, value),
        compute_sudo=True,
        aggregator="sum",
    )


class NeiqinCollection(models.Model):
    """Nothing of this is kept: a payment booked a second ago is in it."""

    _inherit = "neiqin.collection"

    total = _figure("total", "Open Balance", "All that is open, credits taken off.")
    not_due = _figure("not_due", "Not Due")
    b30 = _figure("b30", "1–30 Days")
    b60 = _figure("b60", "31–60 Days")
    b90 = _figure("b90", "61–90 Days")
    more = _figure("more", "> 90 Days")
    disputed = _figure(
        "disputed", "Disputed", "Part of the balance, but nobody is reminded of it."
    )
    promised = _figure(
        "promised", "Promised", "A promise to pay runs, or a payment is on its way."
    )
    credit = _figure(
        "credit", "Credits", "Credit notes and money that pay no invoice yet."
    )
    overdue = _figure(
        "overdue", "Overdue", "Past its date, neither disputed nor promised."
    )
    days_late = fields.Integer(
        string="Days Overdue",
        compute="_compute_figures",
        search=lambda self, operator, value: self._neiqin_search(
            "days_late", operator, value
        ),
        compute_sudo=True,
        aggregator="max",
        help="Of the oldest overdue invoice.",
    )

    @api.depends_context("uid")
    def _compute_figures(self):
        """One statement for all of them, whichever their companies."""
        rows = {}
        if self.ids:
            self._neiqin_flush_read()
            query = collection_figures(self.company_id, self.ids)
            rows = {row[0]: row[1:] for row in self.env.execute_query(query)}
        for row in self:
            values = rows.get(row.id, (0,) * len(_NAMES))
            row.update(dict(zip(_NAMES, values, strict=True)))

    @api.model
    def _neiqin_flush_read(self):
        for model, names in READ.items():
            self.env[model].flush_model(names)

    @api.model
    def _neiqin_search(self, name, operator, value):
        query = self.sudo()._search([])
        sql = self._field_to_sql(self._table, name, query)
        if operator in _COMPARE:
            query.add_where(SQL("%s %s %s", sql, SQL(operator), value))
        elif operator in ("in", "not in"):
            wanted = [float(one or 0) for one in value]
            test = (
                SQL("= ANY(%s)", wanted)
                if operator == "in"
                else SQL("!= ALL(%s)", wanted)
            )
            query.add_where(SQL("%s %s", sql, test))
        else:
            return NotImplemented
        return Domain("id", "in", query)

    def _field_to_sql(self, alias, field_expr, query=None):
        """Join the figures once, for sorting, searching and summing alike."""
        if field_expr not in _NAMES or query is None:
            return super()._field_to_sql(alias, field_expr, query)
        joined = query.make_alias(alias, "figures")
        if joined not in query._joins:
            self._neiqin_flush_read()
            companies = self.env.companies.sudo()
            if self.env.su:
                companies = companies | companies.search([("active", "=", True)])
            query.add_join(
                "LEFT JOIN",
                joined,
                SQL("(%s)", collection_figures(companies)),
                SQL(
                    "%s = %s",
                    SQL.identifier(joined, "collection_id"),
                    SQL.identifier(alias, "id"),
                ),
            )
        return SQL("COALESCE(%s, 0)", SQL.identifier(joined, field_expr))
