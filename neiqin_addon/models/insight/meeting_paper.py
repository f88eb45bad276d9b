"""The pack as it is read: on the screen, on paper and in a workbook, from one content."""

import base64

from markupsafe import Markup

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import format_amount, format_date, format_datetime

from ...tools import chart_svg
from ...tools.iso_week import week_name
from ...tools.meeting_pack import amounts, cells, number, shown
from .meeting import OFFICE


class NeiqinMeeting(models.Model):
    _inherit = "neiqin.meeting"

    pack = fields.Html(
        string="Figures",
        compute="_compute_pack",
        sanitize=False,
        help="For the office all of it, for others what their departments are to do.",
    )

    @api.depends("payload", "department_payload", "state")
    @api.depends_context("uid", "lang")
    def _compute_pack(self):
        for meeting in self:
            meeting.pack = meeting._neiqin_page() if meeting.id else False

    def _neiqin_page(self, paper=False):
        """Return the pack as HTML, as much of it as the reader may see."""
        self.ensure_one()
        return self.env["ir.qweb"]._render(
            "neiqin_addon.meeting_pack", self._neiqin_page_values(paper)
        )

    def _neiqin_is_office(self):
        return self.env.user.has_groups(OFFICE)

    def _neiqin_page_values(self, paper=False):
        """Return what the page shows to whoever reads it.

        Without prices for departments: what they may not see is not in it at all.
        """
        self.ensure_one()
        meeting = self.sudo()
        common = {
            "meeting": self,
            "paper": paper,
            "held": meeting.state == "frozen",
            "number": shown,
            "guess": lambda value: shown(round(value, 0 if value >= 10 else 1)),
            "say": self._neiqin_words(),
            "day": lambda text: format_date(self.env, text) if text else "",
        }
        if not self._neiqin_is_office():
            return {**common, "office": False, **self._neiqin_department_values()}
        content = meeting._neiqin_content()
        figures = content.get("figures") or {}
        decisions = content.get("decisions") or self._neiqin_live_decisions()
        forecast = figures.get("forecast") or {}
        currency = meeting.company_id.currency_id
        weeks = [
            {**week, "short": week["name"].split("-")[1], "day": week["start"][5:]}
            for week in figures.get("weeks", [])
        ]
        chart = self._neiqin_chart(weeks, forecast)
        return {
            **common,
            "office": True,
            "figures": figures,
            "forecast": forecast,
            "weeks": weeks,
            "cells": cells,
            "money": lambda value: format_amount(self.env, number(value), currency),
            "chart": chart,
            "chart_data": base64.b64encode(chart.encode()).decode(),
            "cases": figures.get("cases") or [],
            "decisions": decisions,
        }

    def _neiqin_chart(self, weeks, forecast):
        """Return what is wanted per week, as a picture of amounts."""
        names = {
            "firm": self.env._("Ordered, Not Delivered"),
            "likely": self.env._("Quoted, Weighted"),
            "rhythm": self.env._("By Rhythm"),
        }
        series = [
            (names[kind], amounts(forecast["groups"], kind, len(weeks)))
            for kind in names
        ]
        if not any(sum(values) for _name, values in series):
            return ""
        late = self.env._("Late")
        labels = [late, *(week["short"] for week in weeks)]
        title = self.env._("What Is Wanted per Week")
        show = chart_svg.short_in(self.env.lang)
        return Markup(chart_svg.columns(labels, series, title=title, show=show))

    def _neiqin_department_values(self):
        """Return the reader's own departments' cases and decisions, and one's own."""
        content = self.sudo()._neiqin_content("department_payload")
        user = self.env.user
        mine = self.env["neiqin.department"].sudo()
        mine = set(mine.search([("member_ids", "in", user.ids)]).ids)
        decisions = {
            name: [
                row
                for row in content.get(name, ())
                if row["department"] in mine or row["user"] == user.id
            ]
            for name in ("new", "carried")
        }
        if self.state != "frozen":
            decisions = self._neiqin_live_decisions()
        return {
            "cases": [row for row in content["cases"] if row["department"] in mine],
            "decisions": decisions,
        }

    def _neiqin_live_decisions(self):
        """Return the decisions as they are now, those that the reader may see."""
        return {
            "new": self.decision_ids._filtered_access("read")._neiqin_snapshot(),
            "carried": self.carried_ids._neiqin_snapshot(more=1),
        }

    # ------------------------------------------------------------------- paper

    def _neiqin_head(self):
        """Return the lines under the title: when, who, as of when."""
        self.ensure_one()
        zone = self.company_id._neiqin_tz()
        head = []
        if self.meets_at:
            at = format_datetime(self.env, self.meets_at, tz=zone)
            head.append((self.env._("Meeting"), at))
        people = ", ".join(self.sudo().user_ids.mapped("name"))
        head.append((self.env._("Participants"), people))
        as_of = format_datetime(self.env, self.computed_at, tz=zone)
        head.append((self.env._("Figures as of"), as_of))
        if self.digest:
            head.append(("SHA-256", self.digest))
        return [(label, text) for label, text in head if text]

    def _neiqin_minutes(self):
        """Return the minutes: of a held meeting as they were written then."""
        self.ensure_one()
        if self.state != "frozen":
            return self.minutes
        # sanitised when they were written
        return Markup(self._neiqin_content()["minutes"])

    def _neiqin_paper_lang(self):
        return self.env.user.lang or self.company_id.partner_id.lang

    def action_neiqin_print(self):
        """Return the pack as PDF, with what the reader may see."""
        self.check_access("read")
        return self.env.ref("neiqin_addon.action_report_meeting").report_action(self)

    # -------------------------------------------------------------- documents

    def action_neiqin_open(self, kind, key, place=0):
        """Open the documents behind a figure, with the rights of whoever asks.

        :param str kind: a way of ``meeting_documents``: ``orders``, ``stock``, ...
        :param int key: id of the product, group, customer or department
        :param int place: 0 for what was due before the first week, else the week
        """
        self.ensure_one()
        self.check_access("read")
        if not self._neiqin_is_office():
            reason = self.env._("Only the office opens these documents.")
            raise self.env["neiqin.trail.entry"]._neiqin_denial(self, reason)
        if not (isinstance(key, int) and place in range(self.weeks + 1)):
            raise UserError(self.env._("There is no such figure in this pack."))
        found = self.env["neiqin.meeting.figures"]._neiqin_documents(
            self.company_id, str(kind), key, place, self.week_start
        )
        if not found:
            return False
        model, domain, name = found
        return {
            "type": "ir.actions.act_window",
            "name": name,
            "res_model": model,
            "views": [(False, "list"), (False, "form")],
            "domain": domain,
            "context": {"create": False},
        }

    def _neiqin_file_name(self):
        week = week_name(self.week_start)
        return self.env._("Weekly Meeting %(week)s", week=week)
