"""Making the cards of a month: by a schedule on the first working day after it."""

from datetime import datetime, timedelta

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import SQL

from ...tools.scorecard import Figure, figure, team_at
from ...tools.workday import local_to_utc
from ..control.calendar_time import WorkTimes

CLERKS = "neiqin_addon.group_neiqin_clerk"
NOTHING = Figure(0.0, 0.0, ())


class Span:
    """One company's month: its days, its moments in UTC and the working times."""

    def __init__(self, company, month):
        self.company, self.month = company, month
        self.last = fields.Date.add(month, months=1) - timedelta(days=1)
        self.tz = company._neiqin_tz()
        self.start, self.end = (
            local_to_utc(datetime.combine(day, datetime.min.time()), self.tz)
            for day in (month, self.last + timedelta(days=1))
        )
        self.times = WorkTimes()

    @property
    def values(self):
        """What the statements are given."""
        return {
            "company": self.company.id,
            "start": self.start,
            "end": self.end,
            "first": self.month,
            "last": self.last,
            "tz": self.tz,
        }


class NeiqinScorecard(models.Model):
    _inherit = "neiqin.scorecard"

    @api.model
    def _neiqin_is_asked(self, company):
        """Return whether somebody in the company is measured at all."""
        return bool(self._neiqin_clerks(company))

    @api.model
    def _neiqin_has_begun(self, company, today):
        """Return whether the company has worked in this month, or works right now."""
        first = local_to_utc(
            datetime.combine(today.replace(day=1), datetime.min.time()),
            company._neiqin_tz(),
        )
        work = WorkTimes().of(company.resource_calendar_id, company)
        return work.between(first, fields.Datetime.now()) > 0

    @api.model
    def _neiqin_clerks(self, company):
        """Return who is measured: the company's clerks, without OdooBot."""
        users = company._neiqin_group_users(CLERKS)
        return users - self.env.ref("base.user_root") - self.env.ref("base.user_admin")

    @api.model
    def _neiqin_gone(self, figures):
        """Return clerks who left since, or who work elsewhere, and have figures here."""
        numbers = [number for kind, number in figures if kind == "user"]
        users = self.env["res.users"].sudo().browse(numbers)
        bots = self.env.ref("base.user_root") | self.env.ref("base.user_admin")
        return users.filtered(lambda user: user.has_group(CLERKS)) - bots

    # --- counting

    @api.model
    def _neiqin_make(self, company, month):
        """Make or count anew the cards of one company's month; closed ones stay.

        :return: the cards
        """
        self.env.flush_all()
        span, cards = Span(company, month), self.sudo()
        policy = self.env["neiqin.scorecard.policy"]._neiqin_active(company)
        if not policy:
            raise UserError(self.env._("There is no scorecard policy in force."))
        measures = policy.measure_ids.filtered("weight")
        counted = {
            measure: cards._neiqin_counted(span, measure) for measure in measures
        }
        teams = cards._neiqin_teams(company)
        figures = cards._neiqin_figures(span, counted, teams)
        people = cards._neiqin_clerks(company) | cards._neiqin_gone(figures)
        keys = [("user", one) for one in sorted(people.ids)]
        keys += sorted(key for key in figures if key[0] == "team")
        made = cards._neiqin_cards(span, policy, keys, teams)
        filled = cards.browse(card.id for card in made.values())
        filled._neiqin_fill(
            counted, {card.id: figures.get(key, {}) for key, card in made.items()}
        )
        return filled

    @api.model
    def _neiqin_counted(self, span, measure):
        """Return a measure's documents, or the words why it could not be counted."""
        count = getattr(self, f"_neiqin_count_{measure.code}")
        try:
            with self.env.cr.savepoint():
                return count(span, measure)
        except Exception as error:  # noqa: BLE001 stands on the card, the others go on
            return type(error).__name__

    @api.model
    def _neiqin_figures(self, span, counted, teams):
        """Return ``{("user" or "team", id): {measure: Figure}}``."""
        figures = {}
        for measure, documents in counted.items():
            groups = {}
            for one in () if isinstance(documents, str) else documents:
                groups.setdefault(("user", one.user), []).append(one)
                team = team_at(teams.get(one.user, ()), one.moment)
                if team:
                    groups.setdefault(("team", team), []).append(one)
            for key, found in groups.items():
                figures.setdefault(key, {})[measure] = figure(found)
        return figures

    @api.model
    def _neiqin_teams(self, company):
        """Return ``{user id: [(from, until or None, team id)]}`` of sales teams."""
        rows = self.env.execute_query(
            SQL(
                """
                SELECT member.user_id, member.create_date,
                       CASE WHEN member.active THEN NULL ELSE member.write_date END,
                       member.crm_team_id
                  FROM crm_team_member AS member
                  JOIN crm_team AS team ON team.id = member.crm_team_id
                 WHERE COALESCE(team.company_id, %(company)s) = %(company)s
                """,
                company=company.id,
            )
        )
        teams = {}
        for user, start, end, team in rows:
            teams.setdefault(user, []).append((start, end, team))
        return teams

    # --- writing

    @api.model
    def _neiqin_cards(self, span, policy, keys, teams):
        """Return ``{key: card}`` of cards that may still be counted, new ones made."""
        found = self.search(
            [("company_id", "=", span.company.id), ("month", "=", span.month)]
        )
        known = {
            ("user", card.user_id.id)
            if card.user_id
            else ("team", card.team_id.id): card
            for card in found
        }
        missing = [key for key in keys if key not in known]
        made = self._neiqin_as_server().create(
            [
                {
                    "company_id": span.company.id,
                    "month": span.month,
                    "policy_id": policy.id,
                    "user_id": number if kind == "user" else False,
                    "team_id": number
                    if kind == "team"
                    else team_at(teams.get(number, ()), span.end) or False,
                }
                for kind, number in missing
            ]
        )
        known.update(zip(missing, made, strict=True))
        known = {key: card for key, card in known.items() if card.state == "draft"}
        self.browse(card.id for card in known.values())._neiqin_as_server().write(
            {"policy_id": policy.id}
        )
        return known

    def _neiqin_fill(self, counted, found):
        """Write the lines of these cards anew.

        :param found: ``{card id: {measure: Figure}}``
        """
        lines = self.env["neiqin.scorecard.line"].sudo()._neiqin_as_server()
        self.line_ids._neiqin_as_server().unlink()
        rows = []
        for card in self:
            for measure, documents in counted.items():
                figures = found[card.id].get(measure, NOTHING)
                row = lines._neiqin_values(measure, figures)
                if isinstance(documents, str):
                    row.update(status="error", note=documents)
                rows.append(
                    {**row, "card_id": card.id, "company_id": card.company_id.id}
                )
        lines.create(rows)
        self._neiqin_add_up()

    def action_neiqin_count_again(self):
        """Count drafts anew: for supervisors, after something was put right."""
        self.env["neiqin.trail.entry"]._neiqin_require(
            self,
            ["neiqin_addon.group_neiqin_supervisor"],
            self.env._("Only supervisors count scorecards anew."),
        )
        self.check_access("read")
        for company, month in {(card.company_id, card.month) for card in self.sudo()}:
            self.sudo()._neiqin_make(company, month)
        return True
