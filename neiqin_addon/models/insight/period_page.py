"""A report as a page: tiles, charts, rankings, for the screen and for the paper."""

from markupsafe import Markup

from odoo import api, fields, models
from odoo.tools import format_amount, format_date, formatLang

from ...tools import chart_svg
from ...tools.period import change
from ...tools.period_rows import FIGURES, MARGIN_FIGURES, mood, number, rows_of
from .figure_money import AGES

BODY = "neiqin_addon.period_report_body"
#: Figures that a mail and the top of the page show.
HEADLINES = ("order_amount", "order_count", "collected", "collection_rate", "overdue")
HEADLINES += ("promise_rate", "answer_rate")


class NeiqinPeriodReport(models.Model):
    _inherit = "neiqin.period.report"

    page = fields.Html(compute="_compute_page", sanitize=False)

    @api.depends("payload")
    @api.depends_context("lang", "uid")
    def _compute_page(self):
        may = self._has_field_access(self._fields["payload_margin"], "read")
        for report in self:
            report.page = report.payload and self.env["ir.qweb"]._render(
                BODY, report._neiqin_page_values(may), minimal_qcontext=True
            )

    def _neiqin_page_values(self, with_margin):
        """Return what the page is made of, in the language of the environment.

        :param bool with_margin: whether the part with costs is on it
        """
        self.ensure_one()
        report = self.sudo()
        content = report._neiqin_content()
        costs = report._neiqin_content("payload_margin") if with_margin else {}
        rows = rows_of(content) + (rows_of(costs, MARGIN_FIGURES) if costs else [])
        advice = report._neiqin_advice(with_margin)
        return {
            "report": report,
            "days": self._neiqin_days(),
            "about": self._neiqin_scope_name(),
            "sections": self._neiqin_sections(rows),
            "charts": self._neiqin_charts(content),
            "trend": self._neiqin_trend_words(content),
            "rankings": self._neiqin_rankings(content),
            "ages": self._neiqin_ages(content),
            "stock": content.get("stock") or {},
            "troubles": content.get("troubles") or [],
            "margins": self._neiqin_margins(costs),
            "advice": [(line.code, line.text) for line in advice],
            "said": self._neiqin_said,
        }

    def _neiqin_advice(self, with_margin):
        """Return the suggestions of one audience, in the reader's language.

        Searched, not read from the field: what the field keeps would be the next
        reader's in the same transaction, who may see less.
        """
        advice = self.env["neiqin.period.report.advice"].sudo()
        domain = [("report_id", "in", self.ids)]
        if not with_margin:
            domain.append(("is_margin", "=", False))
        return advice.search(domain)

    def _neiqin_days(self):
        first, last = (
            format_date(self.env, self.date_from),
            format_date(self.env, self.date_to),
        )
        return first if self.date_from == self.date_to else f"{first} – {last}"

    # ------------------------------------------------------------------ figures

    def _neiqin_said(self, unit, value):
        """Return a figure as text; a dash where it is not known."""
        if value is None or value is False:
            return "–"
        value = number(value)
        if unit == "money":
            return format_amount(self.env, value, self.sudo().company_id.currency_id)
        if unit == "share":
            return f"{value * 100:.1f}%"
        return formatLang(self.env, value, digits=1 if unit == "days" else 0)

    def _neiqin_sections(self, rows):
        """Return ``[(section, [tile, ...]), ...]`` in the order of the report."""
        labels = self.env["neiqin.period.report.row"]._fields
        names = dict(labels["code"]._description_selection(self.env))
        titles = dict(labels["section"]._description_selection(self.env))
        sections = {}
        for row in rows:
            tile = self._neiqin_tile(row, names[row.code])
            sections.setdefault(titles[row.section], []).append(tile)
        return list(sections.items())

    def _neiqin_tile(self, row, name):
        if row.unit == "share":
            known = row.value is not None and row.before is not None
            moved = row.value - row.before if known else None
            text = moved is not None and self.env._(
                "%(change)s pp", change=f"{moved * 100:+.1f}"
            )
        else:
            moved = change(row.value, row.before)
            text = moved is not None and f"{moved * 100:+.1f}%"
        return {
            "code": row.code,
            "name": name,
            "value": self._neiqin_said(row.unit, row.value),
            "moved": text,
            "mood": mood(row.code, moved),
        }

    def _neiqin_headlines(self):
        """Return ``[(name, value, change), ...]`` of the few figures a mail shows."""
        self.ensure_one()
        rows = {
            row.code: row for row in rows_of(self.sudo()._neiqin_content(), FIGURES)
        }
        sections = self._neiqin_sections([rows[code] for code in HEADLINES])
        return [tile for _title, tiles in sections for tile in tiles]

    # ------------------------------------------------------------------- charts

    def _neiqin_charts(self, content):
        """Return ``[(title, picture), ...]``; what has no data has no picture."""
        points = (content.get("history") or {}).get("points") or []
        codes = [self._neiqin_axis(code) for code, _count, _amount in points]
        amounts = [number(amount) for _code, _count, amount in points]
        ages = self._neiqin_ages(content)
        pictures = [
            (
                self.env._("Amount Ordered"),
                chart_svg.columns,
                (codes, [(self.env._("Amount Ordered"), amounts)]),
            ),
            (
                self.env._("Regions"),
                chart_svg.bars,
                (
                    [
                        (r["name"], number(r["amount"]))
                        for r in content.get("regions", [])[:8]
                    ],
                ),
            ),
            (
                self.env._("Receivables by Age"),
                chart_svg.columns,
                (
                    [name for name, _value in ages],
                    [(self.env._("Receivables"), [value for _name, value in ages])],
                ),
            ),
            (
                self.env._("Products"),
                chart_svg.bars,
                (
                    [
                        (r["name"], number(r["amount"]))
                        for r in content.get("products", [])[:8]
                    ],
                ),
            ),
        ]
        show = chart_svg.short_in(self.env.lang)
        return [
            (
                title,
                Markup(draw(*data, title=title, show=show, width=480)),
            )
            for title, draw, data in pictures
            if any(map(bool, data))
        ]

    def _neiqin_axis(self, code):
        """Return a period's code as short as an axis wants it."""
        return code[5:] if self.kind == "day" else code[2:]

    def _neiqin_ages(self, content):
        """Return ``[(name, amount), ...]`` of the receivables by age, if there are any."""
        ages = (content.get("money") or {}).get("ages") or {}
        names = (
            self.env._("Not Due"),
            self.env._("1–30 Days"),
            self.env._("31–60 Days"),
            self.env._("61–90 Days"),
            self.env._("Over 90 Days"),
        )
        values = [number(ages.get(age)) or 0.0 for age in AGES]
        return list(zip(names, values, strict=True)) if any(values) else []

    def _neiqin_trend_words(self, content):
        """Return a sentence about which way orders go, or that it cannot be said."""
        found = (content.get("history") or {}).get("trend") or {}
        direction, points = found.get("direction"), found.get("points", 0)
        if direction == "unknown" or not direction:
            return self.env._(
                "Not enough data for a trend: %(points)s periods are known, 6 are needed.",
                points=points,
            )
        slope = self._neiqin_said("money", abs(number(found["slope"])))
        sentence = {
            "up": self.env._("Orders go up by %(slope)s a period.", slope=slope),
            "down": self.env._("Orders go down by %(slope)s a period.", slope=slope),
            "flat": self.env._("Orders go neither up nor down clearly."),
        }[direction]
        last_year = number(found.get("last_year"))
        if self.kind == "month" and last_year is not None:
            sentence += " " + self.env._(
                "Against the same month of last year: %(change)s.",
                change=f"{last_year * 100:+.1f}%",
            )
        return sentence

    # ----------------------------------------------------------------- rankings

    def _neiqin_rankings(self, content):
        """Return tables with their rows: of regions, products and customers."""
        titles = (
            ("regions", self.env._("Regions")),
            ("products", self.env._("Products")),
            ("customers", self.env._("Customer")),
        )
        found = []
        for name, title in titles:
            rows = [self._neiqin_ranked(row) for row in content.get(name, [])]
            found.append({"code": name, "title": title, "rows": rows})
        return found

    def _neiqin_ranked(self, row):
        moved = number(row["change"])
        return {
            "id": row["id"],
            "place": row["place"] or "–",
            "move": self._neiqin_move(row["place"], row["place_before"]),
            "name": row["name"],
            "amount": self._neiqin_said("money", row["amount"]),
            "change": "–" if moved is None else f"{moved * 100:+.0f}%",
            "mood": mood("order_amount", moved),
        }

    def _neiqin_move(self, place, before):
        """Return how many places somebody went up or down."""
        if not place:
            return "▼"
        if not before:
            return self.env._("new")
        if place == before:
            return "="
        return f"▲{before - place}" if place < before else f"▼{place - before}"

    def _neiqin_margins(self, costs):
        products = (costs.get("margin") or {}).get("products") or []
        return [
            {
                "id": row["id"],
                "name": row["name"],
                "figures": [
                    self._neiqin_said("money", row["revenue"]),
                    self._neiqin_said("money", row["margin"]),
                    self._neiqin_said("share", row["rate"]),
                ],
            }
            for row in products
        ]
