"""Who is to be reminded today: planned per slice of customers, on working days."""

from datetime import datetime, time

from odoo import api, models
from odoo.fields import Domain
from odoo.tools import SQL

from ...tools.collection import Reminded, next_level
from ...tools.workday import local_to_utc
from ..control.calendar_time import CalendarTime
from .collection_query import collection_items

SLICE = 500
#: What may be reminded of, one row per document and day due.
_DUE = """
%(items)s
SELECT collection_id, move_id, due, currency_id, days_late,
       SUM(residual)::float AS residual, SUM(amount)::float AS amount
  FROM item WHERE status = 'open' AND days_late > 0
 GROUP BY 1, 2, 3, 4, 5 ORDER BY collection_id, due, move_id
"""
#: How far each came, and whether a promise was broken since.
_REACHED = """
SELECT DISTINCT ON (line.move_id, line.due) line.move_id, line.due, line.level_id,
       line.sent_on, line.state = 'sent', EXISTS (
           SELECT FROM neiqin_payment_promise promise
             JOIN neiqin_payment_promise_move_rel rel ON rel.promise_id = promise.id
            WHERE rel.move_id = line.move_id AND promise.state = 'broken'
              AND promise.until >= line.sent_on)
  FROM neiqin_collection_step_line line
  JOIN neiqin_collection_level level ON level.id = line.level_id
 WHERE line.move_id = ANY(%(moves)s) AND line.state <> 'left_out'
 ORDER BY line.move_id, line.due, level.days DESC, line.id DESC
"""


class NeiqinCollection(models.Model):
    _inherit = "neiqin.collection"

    @api.model
    def _cron_plan(self):
        """Plan reminders, once a working day for each customer."""
        companies = self.env["res.company"].sudo().search([("active", "=", True)])
        for company in companies:
            self._neiqin_ensure(company)
            self.env["neiqin.dispute"]._neiqin_find(company)
        domain = [
            Domain("company_id", "=", company.id)
            & (
                Domain("planned_on", "=", False)
                | Domain("planned_on", "<", company._neiqin_today())
            )
            for company in companies
            if company.neiqin_dunning in ("advise", "automatic")
            and company._neiqin_works_today()
        ]
        if domain:
            self._neiqin_work_off("_neiqin_plan", Domain.OR(domain), limit=SLICE)

    def _neiqin_plan(self):
        """Propose, or release, what these customers are due to be reminded of today."""
        for company, rows in self.grouped("company_id").items():
            today = company._neiqin_today()
            rows._neiqin_drop_proposals()
            wanted = rows._neiqin_wanted(company, today)
            steps = rows._neiqin_make_steps(company, today, wanted)
            if company.neiqin_dunning == "automatic" and steps:
                steps._neiqin_release()
            rows._neiqin_as_server().write({"planned_on": today})
            paid = rows.filtered(lambda row: row.level_id and not row.overdue)
            paid._neiqin_as_server().write({"level_id": False})

    def _neiqin_drop_proposals(self):
        """Yesterday's proposals are made anew: something may be paid."""
        steps = self.env["neiqin.collection.step"].sudo()
        stale = steps.search(
            [
                ("partner_id", "in", self.partner_id.ids),
                ("company_id", "in", self.company_id.ids),
                ("state", "=", "proposed"),
            ]
        )
        stale._neiqin_as_server().unlink()

    def _neiqin_wanted(self, company, today):
        """Return ``{collection: [(item, level), ...]}`` of what is due for a step."""
        levels = self.env["neiqin.collection.level"]._neiqin_levels(company)
        ladder = levels._neiqin_ladder()
        rows = self.filtered(lambda row: not row._neiqin_is_spared(today))
        rows -= rows._neiqin_busy(company)
        wanted = {}
        items = rows._neiqin_due(company)
        reached = self._neiqin_reached({item[1] for item in items})
        for item in items:
            row, move, due, _currency, late, _residual, _amount = item
            level = next_level(ladder, late, today, reached.get((move, due)))
            if level:
                wanted.setdefault(row, []).append((item, levels.browse(level.key)))
        return {self.browse(row): pairs for row, pairs in wanted.items()}

    def _neiqin_busy(self, company):
        """Return those whose last step is still on its way, or to be done by hand."""
        steps = self.env["neiqin.collection.step"].sudo()
        busy = steps.search(
            [
                ("partner_id", "in", self.partner_id.ids),
                ("company_id", "=", company.id),
                ("state", "in", ("released", "todo", "failed")),
            ]
        )
        return self.filtered(lambda row: row.partner_id in busy.partner_id)

    def _neiqin_due(self, company):
        self._neiqin_flush_read()
        items = collection_items(company, self.ids)
        return self.env.execute_query(SQL(_DUE, items=items))

    @api.model
    def _neiqin_reached(self, moves):
        """Return ``{(move id, due): Reminded}``."""
        for model in ("neiqin.collection.step.line", "neiqin.payment.promise"):
            self.env[model].flush_model()
        rows = self.env.execute_query(SQL(_REACHED, moves=list(moves)))
        return {
            (move, due): Reminded(level, sent_on, broken)
            for move, due, level, sent_on, is_sent, broken in rows
            if is_sent
        }

    def _neiqin_make_steps(self, company, today, wanted):
        steps = self.env["neiqin.collection.step"].sudo()._neiqin_as_server()
        lines = self.env["neiqin.collection.step.line"].sudo()._neiqin_as_server()
        # kept names are the company's, whoever the schedule runs as
        lang = company.partner_id.lang or self.env.lang
        planned = []
        for row, pairs in wanted.items():
            level = max((pair[1] for pair in pairs), key=lambda one: (one.days, one.id))
            total = sum(item[6] for item, _level in pairs)
            if company.currency_id.compare_amounts(total, level.minimum) >= 0:
                planned.append((row, level, pairs))
        made = steps.create(
            [
                {
                    "partner_id": row.partner_id.id,
                    "company_id": company.id,
                    "level_id": level.id,
                    "level_name": level.with_context(lang=lang).name,
                    "channel": level.channel,
                    "planned_on": today,
                }
                for row, level, _pairs in planned
            ]
        )
        lines.create(
            [
                {
                    "step_id": step.id,
                    "move_id": move,
                    "level_id": level.id,
                    "due": due,
                    "currency_id": currency,
                    "days_late": late,
                    "residual": residual,
                    "amount": amount,
                }
                for step, (_row, _level, pairs) in zip(made, planned, strict=True)
                for (_id, move, due, currency, late, residual, amount), level in pairs
            ]
        )
        return made


class ResCompany(models.Model):
    _inherit = "res.company"

    def _neiqin_works_today(self):
        """Return whether the company's calendar has hours today."""
        self.ensure_one()
        calendar = self.resource_calendar_id
        if not calendar:
            return True
        today, tz = self._neiqin_today(), self._neiqin_tz()
        start, end = (
            local_to_utc(datetime.combine(today, hour), tz)
            for hour in (time.min, time.max)
        )
        return CalendarTime(calendar, self).between(start, end) > 0
