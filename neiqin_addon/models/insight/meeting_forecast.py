"""The forecast of a meeting: what is wanted in the next weeks, and what for it is there."""

from datetime import datetime, time

from odoo import api, models
from odoo.tools import SQL

from ...tools.forecast import AGES, Conversions, add_up, left_over, marks
from ...tools.iso_week import mondays, week_name
from ...tools.paper_term import add_months
from ...tools.workday import local_to_utc
from .meeting_forecast_sql import (
    COMING,
    FIRM,
    HISTORY,
    LIKELY,
    QUOTES,
    READ,
    RHYTHM,
    STOCK,
)

#: Products shown one by one, those that run short first; the groups count all.
MOST_PRODUCTS = 150


class NeiqinMeetingFigures(models.AbstractModel):
    """Computes a pack's figures as plain values, each by one statement."""

    _name = "neiqin.meeting.figures"
    _description = "Figures of the Weekly Meeting"

    @api.model
    def _neiqin_figures(self, company, first, weeks):
        """Return all figures of a company: a tree of plain values.

        :param company: one ``res.company``
        :param date first: a day of the first week
        :param int weeks: how many weeks ahead
        """
        today = company._neiqin_today()
        days = mondays(first, weeks)
        return {
            "currency": company.currency_id.name,
            "today": today.isoformat(),
            "weeks": [
                {"start": day.isoformat(), "name": week_name(day)} for day in days
            ],
            "forecast": self._neiqin_forecast(company, today, days),
        }

    @api.model
    def _neiqin_forecast(self, company, today, days):
        """Return the forecast: products, their groups, and what it rests on.

        Lists have one place for what was due before the first week and one per week.
        """
        self._neiqin_flush()
        values = self._neiqin_values(company, today, days)
        conversions, values["bounds"] = self._neiqin_conversions(values)
        rows = {
            "firm": [
                (product, place, float(quantity), float(amount))
                for product, place, quantity, amount in self._neiqin_rows(FIRM, values)
            ],
            "likely": self._neiqin_likely(conversions, values),
        }
        rows["rhythm"], customers = self._neiqin_rhythm(values)
        groups, products, left_off = self._neiqin_balance(company, rows, values)
        return {
            "groups": groups,
            "products": products,
            "left_off": left_off,
            "quotes": self._neiqin_quotes(conversions, values),
            "rhythm_customers": customers,
        }

    @api.model
    def _neiqin_flush(self):
        for model, names in READ.items():
            self.env[model].flush_model(names)

    @api.model
    def _neiqin_values(self, company, today, days):
        zone = company._neiqin_tz()
        year_ago = datetime.combine(add_months(today, -12), time())
        return {
            "company": company.id,
            "zone": zone,
            "today": today,
            "first": days[0],
            "weeks": len(days),
            "since": local_to_utc(year_ago, zone),
            "ages": list(AGES),
        }

    @api.model
    def _neiqin_rows(self, statement, values):
        return self.env.execute_query(SQL(statement, **values))

    # ------------------------------------------------------------ quotations

    @api.model
    def _neiqin_conversions(self, values):
        """Return what became of the year's quotations, and the bounds of their amounts."""
        rows = self._neiqin_rows(HISTORY, values)
        bounds = list(rows[0][5]) if rows else [0.0, 0.0]
        return Conversions(row[:5] for row in rows), bounds

    @api.model
    def _neiqin_likely(self, conversions, values):
        """Return the open quotations' lines, weighted; what nobody can weigh is left out."""
        found = []
        for product, place, user, amount, age, quantity, worth in self._neiqin_rows(
            LIKELY, values
        ):
            if chance := conversions.chance(user, amount, age):
                found.append(
                    (product, place, quantity * chance.share, worth * chance.share)
                )
        return found

    @api.model
    def _neiqin_quotes(self, conversions, values):
        """Return how many offers are open, and what of them can be said."""
        found = {"count": 0, "amount": 0.0, "weighted": 0.0, "unknown": 0}
        for user, amount, age, count, worth in self._neiqin_rows(QUOTES, values):
            found["count"] += count
            found["amount"] += worth
            chance = conversions.chance(user, amount, age)
            if chance:
                found["weighted"] += worth * chance.share
            else:
                found["unknown"] += count
        return {
            "count": found["count"],
            "amount": round(found["amount"], 2),
            "weighted": round(found["weighted"], 2),
            "unknown": found["unknown"],
        }

    @api.model
    def _neiqin_rhythm(self, values):
        """Return what customers order by their rhythm, and how many customers."""
        customers, found = set(), []
        for product, place, quantity, amount, who in self._neiqin_rows(RHYTHM, values):
            customers.update(who)
            found.append((product, place, quantity, amount))
        return found, len(customers)

    # --------------------------------------------------- wanted against there

    @api.model
    def _neiqin_balance(self, company, rows, values):
        """Set what is wanted against stock and what comes, per product and per group.

        :param dict rows: ``{kind: [(product, place, quantity, amount)]}``
        :return: groups, products, and the number of products not shown one by one
        """
        size = values["weeks"] + 1
        wanted = {row[0] for kind in rows.values() for row in kind}
        values = {**values, "products": sorted(wanted)}
        stock = dict(self._neiqin_rows(STOCK, values)) if wanted else {}
        coming = add_up(self._neiqin_rows(COMING, values) if wanted else (), size)
        quantities, amounts = {}, {}
        for kind, found in rows.items():
            quantities[kind] = add_up([row[:3] for row in found], size)
            amounts[kind] = add_up([(row[0], row[1], row[3]) for row in found], size)
        lines = []
        for product in self.env["product.product"].sudo().browse(values["products"]):
            line = {
                "id": product.id,
                "name": product.display_name,
                "group": product.categ_id.id,
                "unit": product.uom_id.name,
                "stocked": product.is_storable,
                "stock": stock.get(product.id, 0.0),
                "coming": coming.get(product.id, [0.0] * size),
            }
            for kind in rows:
                line[kind] = quantities[kind].get(product.id, [0.0] * size)
                line[f"{kind}_amount"] = amounts[kind].get(product.id, [0.0] * size)
            lines.append(self._neiqin_marked(line))
        groups = self._neiqin_groups(company, lines)
        lines.sort(key=self._neiqin_urgency)
        return (
            groups,
            [self._neiqin_rounded(line) for line in lines[:MOST_PRODUCTS]],
            max(len(lines) - MOST_PRODUCTS, 0),
        )

    @api.model
    def _neiqin_marked(self, line):
        """Say in which weeks a product does not suffice."""
        if not line["stocked"]:
            return {**line, "left": [], "marks": [""] * len(line["firm"])}
        sure = left_over(line["stock"], line["coming"], line["firm"])
        hoped = left_over(
            line["stock"], line["coming"], line["firm"], line["likely"], line["rhythm"]
        )
        return {**line, "left": sure, "marks": marks(sure, hoped)}

    @api.model
    def _neiqin_urgency(self, line):
        """Sort what runs short first, the soonest before, then by what it is worth."""
        found = line["marks"]
        for rank, mark in enumerate(("short", "risk")):
            if mark in found:
                return (rank, found.index(mark), -sum(line["firm_amount"]), line["id"])
        return (2, 0, -sum(line["firm_amount"]), line["id"])

    @api.model
    def _neiqin_groups(self, company, lines):
        """Add the products up by group, and set them against the capacity of a week."""
        capacities = self.env["neiqin.meeting.capacity"]._neiqin_of(company)
        names = self.env["product.category"].sudo()
        found = {}
        for line in lines:
            group = found.setdefault(
                line["group"],
                {
                    "id": line["group"],
                    "name": names.browse(line["group"]).display_name or "",
                    "units": set(),
                    "short": 0,
                    "risk": 0,
                },
            )
            group["units"].add(line["unit"])
            for mark in ("short", "risk"):
                group[mark] += line["marks"].count(mark) > 0 and (
                    mark == "short" or "short" not in line["marks"]
                )
            for kind in ("firm", "likely", "rhythm"):
                for name in (kind, f"{kind}_amount"):
                    sums = group.setdefault(name, [0.0] * len(line[name]))
                    group[name] = [a + b for a, b in zip(sums, line[name], strict=True)]
        for group in found.values():
            units = group.pop("units")
            group["unit"] = units.pop() if len(units) == 1 else ""
            self._neiqin_judge_capacity(group, capacities.get(group["id"]))
        return sorted(
            (self._neiqin_rounded(group) for group in found.values()),
            key=lambda group: (-sum(group["firm_amount"]), group["id"]),
        )

    @api.model
    def _neiqin_judge_capacity(self, group, capacity):
        """Say which weeks ask for more than the group's people can do in one.

        What is late is to be done in the first week, along with what is due in it.
        """
        group["capacity"] = capacity
        firm, hoped = list(group["firm"]), [0.0] * len(group["firm"])
        for kind in ("likely", "rhythm"):
            hoped = [a + b for a, b in zip(hoped, group[kind], strict=True)]
        firm[1] += firm[0]
        group["marks"] = [""] + [
            ""
            if capacity is None
            else "short"
            if sure > capacity
            else "risk"
            if sure + more > capacity
            else ""
            for sure, more in zip(firm[1:], hoped[1:], strict=True)
        ]

    @api.model
    def _neiqin_rounded(self, line):
        return {
            name: [
                round(number, 2) if isinstance(number, float) else number
                for number in value
            ]
            if isinstance(value, list)
            else round(value, 2)
            if isinstance(value, float)
            else value
            for name, value in line.items()
        }
