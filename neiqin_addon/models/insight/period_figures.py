"""What a period's figures are computed over: a company's days, and whose they are."""

import datetime
from typing import NamedTuple

from odoo import api, models
from odoo.tools import SQL

from ...tools.period import Period, midnight
from ...tools.workday import utc_to_day

#: What an amount of an order is in its company's currency, at the order's own rate.
IN_COMPANY_CURRENCY = SQL("/ COALESCE(NULLIF(so.currency_rate, 0), 1)::numeric")


class Span(NamedTuple):
    """A period of a company, and the part of its business that is looked at.

    :param company: a record
    :param period: :class:`~tools.period.Period`
    :param scope: ``company``, ``team``, ``clerk``, ``representative`` or ``region``
    :param about: the record of that scope, None for the company
    """

    company: object
    period: Period
    scope: str = "company"
    about: object = None

    @property
    def tz(self):
        return self.company._neiqin_tz()

    def values(self):
        """Return what every statement may ask for: days, moments, company, zone.

        ``before``, ``start`` and ``end`` are days; with ``_at`` the UTC moments at which
        these days begin.
        """
        days = {
            "before": self.period.before().start,
            "start": self.period.start,
            "end": self.period.end,
        }
        return {
            **days,
            **{f"{name}_at": midnight(day, self.tz) for name, day in days.items()},
            "company": self.company.id,
            "tz": self.tz,
        }

    def back(self, days):
        """Return the day so many days before the end."""
        return self.period.end - datetime.timedelta(days=days)

    def moment(self, day):
        """Return the UTC moment at which a day begins."""
        return midnight(day, self.tz)

    def day(self, moment):
        """Return the company's day of a UTC moment."""
        return utc_to_day(moment, self.tz)

    def where(self, **by_scope):
        """Return the SQL condition of the scope; TRUE for the company.

        :param by_scope: ``{scope: condition with one %s for the record's id}``
        """
        if self.scope == "company":
            return SQL("TRUE")
        return SQL(by_scope[self.about_kind], self.about.id)

    @property
    def about_kind(self):
        if self.scope == "region":
            return "state" if self.about._name == "res.country.state" else "country"
        return self.scope


def of_orders(span):
    """Return the condition of a scope over orders called ``so``."""
    partner = "so.partner_id IN (SELECT id FROM res_partner WHERE {} = %s)"
    return span.where(
        team="so.team_id = %s",
        clerk="so.create_uid = %s",
        representative="so.user_id = %s",
        state=partner.format("state_id"),
        country=partner.format("country_id"),
    )


def of_moves(span):
    """Return the condition of a scope over invoices called ``move``."""
    partner = "move.partner_id IN (SELECT id FROM res_partner WHERE {} = %s)"
    return span.where(
        team="move.team_id = %s",
        clerk="""EXISTS (
            SELECT FROM account_move_line AS item
              JOIN sale_order_line_invoice_rel AS rel ON rel.invoice_line_id = item.id
              JOIN sale_order_line AS sold ON sold.id = rel.order_line_id
              JOIN sale_order AS so ON so.id = sold.order_id
             WHERE item.move_id = move.id AND so.create_uid = %s)""",
        representative="move.invoice_user_id = %s",
        state=partner.format("state_id"),
        country=partner.format("country_id"),
    )


class NeiqinPeriodFigures(models.AbstractModel):
    """One SQL statement per figure, each in a file of its own.

    A figure depends on the dates of documents and of postings alone, so that a period
    of the past gives the same today as it did then, until somebody posts into it.
    """

    _name = "neiqin.period.figures"
    _description = "Figures of a Period"

    @api.model
    def _neiqin_figures(self):
        """Return ``[(name, method), ...]`` of the figures that every reader may see."""
        return []

    @api.model
    def _neiqin_margin_figures(self):
        """Return the same of figures for those who may see costs."""
        return []

    @api.model
    def _neiqin_compute(self, span):
        """Return the two parts of a report: ``(for everybody, with costs)``.

        Plain values; amounts are floats in the company's currency.
        """
        self.env.flush_all()
        figures = self.sudo()
        return tuple(
            {name: getattr(figures, method)(span) for name, method in listed}
            for listed in (self._neiqin_figures(), self._neiqin_margin_figures())
        )

    @api.model
    def _neiqin_rows(self, query, **values):
        """Run a statement; return its rows with decimals as floats."""
        return [
            tuple(float(x) if hasattr(x, "as_tuple") else x for x in row)
            for row in self.env.execute_query(SQL(query, **values))
        ]

    @api.model
    def _neiqin_pair(self, names, rows):
        """Return ``{name: value, "before": {name: value}}`` of up to two rows.

        :param rows: the first value of each says whether it is this period's
        """
        found = {row[0]: dict(zip(names, row[1:], strict=True)) for row in rows}
        nothing = dict.fromkeys(names, 0)
        return {**found.get(True, nothing), "before": found.get(False, nothing)}
