"""What all analyses share: the company's days, one currency, rates of sums."""

from datetime import date, datetime, time, timedelta

from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import SQL

#: No clock on earth is further from UTC than this, in days, rounded up.
FAR = timedelta(days=1)
#: Lists up to this length are put in order before, longer ones by the database.
SHORT = 500


class NeiqinReportMixin(models.AbstractModel):
    """Set-based analyses over documents: figures of the past stay what they were.

    Days are the company's, from the documents' own dates; amounts are in the currency of
    the company that asks, at the rate of the document's day.
    """

    _name = "neiqin.report.mixin"
    _description = "Analysis"

    #: The moment that each day comes from, as ``{day: moment}``: PostgreSQL finds moments
    #: by an index, days that it has to work out first it does not.
    _neiqin_moments = {}
    #: Measures that are quotients: ``{name: (SQL of the aggregate, fields in it)}``.
    _neiqin_quotients = {}
    #: The field with the document behind a row.
    _neiqin_document = "order_id"

    def action_neiqin_open(self):
        """Open the document behind a figure, with the rights of whoever asks."""
        self.ensure_one()
        self.check_access("read")
        return self[self._neiqin_document]._get_records_action()

    # ------------------------------------------------------------------- SQL

    @api.model
    def _neiqin_companies(self):
        """Return SQL of all companies, as rows of (company_id, currency_id, tz, today)."""
        companies = self.env["res.company"].sudo().with_context(active_test=False)
        rows = [
            SQL(
                "(%s, %s, %s, %s::date)",
                company.id,
                company.currency_id.id,
                company._neiqin_tz(),
                company._neiqin_today(),
            )
            for company in companies.search([], order="id")
        ]
        return SQL("(VALUES %s)", SQL(", ").join(rows))

    @api.model
    def _neiqin_day(self, moment):
        """Return SQL of the day of a moment, on the clock of the row's company."""
        return SQL("(%s AT TIME ZONE 'UTC' AT TIME ZONE company.tz)::date", moment)

    @api.model
    def _neiqin_factor(self, day):
        """Return SQL that turns amounts of the row's company into the asking one's."""
        asking = self.env.company
        if self.env.companies.currency_id <= asking.currency_id:
            return SQL("1.0")
        rate = """
            COALESCE((
                SELECT known.rate FROM res_currency_rate AS known
                 WHERE known.currency_id = %(currency)s AND known.name <= %(day)s
                   AND (known.company_id IS NULL OR known.company_id = %(root)s)
              ORDER BY known.company_id, known.name DESC LIMIT 1), 1.0)
        """
        values = {"day": day, "root": asking.root_id.id}
        return SQL(
            "CASE WHEN company.currency_id = %s THEN 1.0 ELSE %s / %s END",
            asking.currency_id.id,
            SQL(rate, currency=asking.currency_id.id, **values),
            SQL(rate, currency=SQL("company.currency_id"), **values),
        )

    @api.model
    def _neiqin_grade_on(self, partner, day):
        """Return SQL of the grade that a customer had on a day, as he was rated."""
        return SQL(
            """(SELECT rating.grade FROM neiqin_credit_rating AS rating
                 WHERE rating.partner_id = %s AND rating.date <= %s
                   AND rating.company_id = company.company_id
              ORDER BY rating.date DESC, rating.id DESC LIMIT 1)""",
            partner,
            day,
        )

    # ---------------------------------------------------------------- reading

    @api.model
    def _search(self, domain, *args, **kwargs):
        domain = Domain(domain).optimize_full(self).map_conditions(self._neiqin_narrow)
        return super()._search(domain, *args, **kwargs)

    @api.model
    def _neiqin_narrow(self, condition):
        """Say of a condition on a day what it means for the moment behind it, loosely."""
        moment = self._neiqin_moments.get(condition.field_expr)
        if not moment:
            return condition
        value, operator = condition.value, condition.operator
        if operator == "in":
            days = [day for day in value if isinstance(day, date)]
            if not days or len(days) < len(value):
                return condition
            first, last = min(days), max(days)
        elif operator in (">", ">=", "<", "<=") and isinstance(value, date):
            first = value if operator[0] == ">" else None
            last = value if operator[0] == "<" else None
        else:
            return condition
        if first:
            condition &= Domain(moment, ">=", datetime.combine(first - FAR, time()))
        if last:
            condition &= Domain(moment, "<", datetime.combine(last + 2 * FAR, time()))
        return condition

    def _read_group_orderby(self, order, groupby_terms, query):
        """Order people, teams and kinds by their place in their own lists.

        Odoo joins their names to every row and groups by these as well, which takes
        longer than the sums.
        """
        parts = []
        for part in filter(None, (order or "").split(",")):
            term, *turn = part.split()
            ids = term in groupby_terms and self._neiqin_places(term)
            if ids and [word.upper() for word in turn] in ([], ["ASC"], ["DESC"]):
                place = SQL("ARRAY_POSITION(%s::int[], %s)", ids, groupby_terms[term])
                parts.append(
                    SQL("%s %s", place, SQL(turn[0].upper() if turn else "ASC"))
                )
            else:
                parts.append(super()._read_group_orderby(part, groupby_terms, query))
        return SQL(", ").join(parts)

    @api.model
    def _neiqin_places(self, term):
        """Return all ids of a short list in its own order; None of what has no such."""
        field = self._fields.get(term)
        if not field or field.type != "many2one":
            return None
        listed = self.env[field.comodel_name].sudo().with_context(active_test=False)
        ids = listed.search([], limit=SHORT + 1).ids
        return ids if len(ids) <= SHORT else None

    def _read_group_select(self, aggregate_spec, query):
        """A quotient of a group is that of its sums, never a mean of quotients."""
        name, _colon, function = aggregate_spec.partition(":")
        if name not in self._neiqin_quotients or function not in ("avg", "sum"):
            return super()._read_group_select(aggregate_spec, query)
        text, names = self._neiqin_quotients[name]
        # asking for the field itself asks whether it may be seen
        for asked in (name, *names):
            self._check_field_access(self._fields[asked], "read")
        terms = {
            asked: self._field_to_sql(self._table, asked, query) for asked in names
        }
        return SQL(text, **terms)


def reading(label, kind=fields.Many2one, **attributes):
    """Return a readonly field; analyses have no others."""
    return kind(string=label, readonly=True, **attributes)
