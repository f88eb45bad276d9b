"""The amounts in the list: read from the books by one statement, sorted and summed by it."""

from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import SQL

from .collection_query import FIGURES, READ, collection_figures

_COMPARE = (">", ">=", "<", "<=")
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
        """Compare within the query itself: one that also sorts asks the books once."""
        if operator not in (*_COMPARE, "in", "not in"):
            return NotImplemented

        def to_sql(model, alias, query):
            figure = model._field_to_sql(alias, name, query)
            if operator in _COMPARE:
                return SQL("%s %s %s", figure, SQL(operator), value)
            wanted = [float(one or 0) for one in value]
            if operator == "in":
                return SQL("%s = ANY(%s)", figure, wanted)
            return SQL("%s != ALL(%s)", figure, wanted)

        return Domain.custom(to_sql=to_sql)

    def _field_to_sql(self, alias, field_expr, query=None):
        """Join the figures once, for sorting, searching and summing alike."""
        if field_expr not in _NAMES or query is None:
            return super()._field_to_sql(alias, field_expr, query)
        joined = query.make_alias(alias, "figures")
        if joined not in query._joins:
            self._neiqin_flush_read()
            within = None
            if alias == self._table and query._where_clauses:
                within = query.subselect()
            self._neiqin_join(query, alias, within)
        return SQL("COALESCE(%s, 0)", SQL.identifier(joined, field_expr))

    @api.model
    def _neiqin_join(self, query, alias, within):
        """Join the figures into a query, or once more with fewer rows added up.

        :param SQL within: a ``SELECT`` of the rows that are needed, None for all
        """
        joined = query.make_alias(alias, "figures")
        companies = self.env.companies.sudo()
        if self.env.su:
            companies = companies | companies.search([("active", "=", True)])
        query._joins.pop(joined, None)
        query.add_join(
            "LEFT JOIN",
            joined,
            SQL("(%s)", collection_figures(companies, within)),
            SQL(
                "%s = %s",
                SQL.identifier(joined, "collection_id"),
                SQL.identifier(alias, "id"),
            ),
        )

    @api.model
    def _search(self, domain, *args, **options):
        """Add up the books of those alone whom the rest of the domain lets through."""
        query = super()._search(domain, *args, **options)
        if query.make_alias(self._table, "figures") in query._joins:
            rest = super()._search(_beside_figures(Domain(domain)), **_rights(options))
            if rest._where_clauses:
                self._neiqin_join(query, self._table, rest.subselect())
        return query

    @api.model
    @api.readonly
    def web_search_read(
        self, domain, specification, offset=0, limit=None, order=None, count_limit=None
    ):
        """Find the page and the number of all rows by one look into the books."""
        if not limit:
            return super().web_search_read(
                domain, specification, offset, limit, order, count_limit
            )
        found = self.search(domain, order=order)
        page = found[offset : offset + limit]
        count = min(len(found), count_limit or len(found)) if page else 0
        return {
            "length": max(count, offset + len(page)) if page else 0,
            "records": page.web_read(specification),
        }


def _rights(options):
    names = ("active_test", "bypass_access")
    return {name: options[name] for name in names if name in options}


def _beside_figures(domain):
    """Return what a domain asks for besides figures."""
    if getattr(domain, "OPERATOR", None) == "&":
        return Domain.AND(map(_beside_figures, domain.children))
    asked = {condition.field_expr for condition in domain.iter_conditions()}
    return Domain.TRUE if asked.intersection(_NAMES) or not asked else domain
