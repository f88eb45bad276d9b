"""One clerk's or one team's month in figures."""

from odoo import api, fields, models
from odoo.fields import Domain

from ...tools.scorecard import score

STATES = [("draft", "Draft"), ("seen", "Seen by the Clerk"), ("closed", "Signed Off")]
#: Months of the little trend on a card.
TREND = 6


class NeiqinScorecard(models.Model):
    """Counted by a schedule, computed anew while it is a draft; the clerk it is about
    sees and comments it, a supervisor closes it. A closed card never changes."""

    _name = "neiqin.scorecard"
    _description = "Scorecard"
    _inherit = [
        "neiqin.schedule.mixin",
        "neiqin.frozen.mixin",
        "neiqin.checked.mixin",
    ]
    _order = "month desc, score desc, id"
    _check_company_auto = True

    _neiqin_kept_state = "closed"
    _neiqin_frozen_when = "OLD.state = 'closed'"
    _neiqin_frozen_columns = (
        "company_id",
        "user_id",
        "team_id",
        "month",
        "policy_id",
        "score",
        "has_score",
        "state",
        "comment",
        "seen_at",
        "verdict",
        "closed_at",
        "closed_by_id",
        "digest",
    )

    company_id = fields.Many2one(
        comodel_name="res.company", required=True, readonly=True, index=True
    )
    user_id = fields.Many2one(
        comodel_name="res.users",
        string="Clerk",
        readonly=True,
        index=True,
        ondelete="restrict",
    )
    team_id = fields.Many2one(
        comodel_name="crm.team",
        string="Sales Team",
        readonly=True,
        index=True,
        ondelete="restrict",
        help="Of a clerk's card: the team at the end of the month.",
    )
    is_team = fields.Boolean(
        string="Team's Card", compute="_compute_is_team", store=True
    )
    month = fields.Date(required=True, readonly=True, help="Its first day.")
    policy_id = fields.Many2one(
        comodel_name="neiqin.scorecard.policy",
        string="Policy",
        required=True,
        readonly=True,
        ondelete="restrict",
    )
    state = fields.Selection(
        selection=STATES,
        string="Status",
        required=True,
        readonly=True,
        default="draft",
    )
    line_ids = fields.One2many(
        comodel_name="neiqin.scorecard.line",
        inverse_name="card_id",
        string="Measures",
        readonly=True,
    )
    score = fields.Float(
        readonly=True, digits=(5, 1), aggregator="avg", help="Of a hundred."
    )
    has_score = fields.Boolean(
        string="Enough Data", readonly=True, help="One measure at least was judged."
    )
    trend = fields.Json(compute="_compute_trend")
    comment = fields.Text(string="Clerk's Comment", readonly=True)
    seen_at = fields.Datetime(string="Seen On", readonly=True)
    verdict = fields.Text(string="Supervisor's Words", readonly=True)
    closed_at = fields.Datetime(string="Signed Off On", readonly=True)
    closed_by_id = fields.Many2one(
        comodel_name="res.users", string="Signed Off By", readonly=True
    )
    digest = fields.Char(readonly=True, help="SHA-256 over the closed card.")
    is_own = fields.Boolean(compute="_compute_is_own")

    _card_once = models.UniqueIndex(
        "(company_id, month, COALESCE(user_id, 0),"
        " (CASE WHEN user_id IS NULL THEN team_id ELSE 0 END))",
        "There is one scorecard a month.",
    )
    _somebody = models.Constraint(
        "CHECK (user_id IS NOT NULL OR team_id IS NOT NULL)",
        "A scorecard is a clerk's or a team's.",
    )

    @api.model
    def _neiqin_protected_fields(self):
        return super()._neiqin_protected_fields() | self._neiqin_fields_but()

    def _neiqin_frozen(self):
        return self.filtered(lambda card: card.id and card._origin.state == "closed")

    @api.model_create_multi
    def create(self, vals_list):
        self._neiqin_check_protected({"month"})
        return super().create(vals_list)

    @api.depends("user_id")
    def _compute_is_team(self):
        for card in self:
            card.is_team = not card.user_id

    @api.depends("user_id", "team_id", "month")
    def _compute_display_name(self):
        for card in self:
            name = card.user_id.name or card.team_id.name
            month = f" {card.month:%Y-%m}" if card.month else ""
            card.display_name = f"{name}{month}"

    @api.depends("user_id")
    @api.depends_context("uid")
    def _compute_is_own(self):
        for card in self:
            card.is_own = card.user_id == self.env.user

    @api.depends("month", "score")
    def _compute_trend(self):
        """Show the scores of the last months, those whoever looks may read."""
        known = self._neiqin_earlier()
        for card in self:
            since = card.month and fields.Date.subtract(card.month, months=TREND - 1)
            card.trend = [
                {
                    "month": f"{one.month:%Y-%m}",
                    "score": round(one.score, 1) if one.has_score else None,
                }
                for one in known.get(card._neiqin_whose(), ())
                if since and since <= one.month <= card.month
            ]

    def _neiqin_whose(self):
        """Return what tells this card's row of months from others'."""
        return self.company_id, self.user_id, not self.user_id and self.team_id

    def _neiqin_earlier(self):
        """Return ``{whose: cards}`` of all months that these cards' trends show."""
        months = [card.month for card in self if card.month]
        if not months:
            return {}
        team = Domain("user_id", "=", False) & Domain("team_id", "in", self.team_id.ids)
        about = Domain("user_id", "in", self.user_id.ids) | team
        since = fields.Date.subtract(min(months), months=TREND - 1)
        cards = self.search(
            about
            & Domain("company_id", "in", self.company_id.ids)
            & Domain("month", ">=", since)
            & Domain("month", "<=", max(months)),
            order="month",
        )
        return cards.grouped(lambda card: card._neiqin_whose())

    def _neiqin_add_up(self):
        """Write the score of these cards from their lines."""
        for card in self:
            found = score(
                [
                    (line.weight, line.share if line.status == "ok" else None)
                    for line in card.line_ids
                ]
            )
            card._neiqin_as_server().write(
                {"score": found or 0.0, "has_score": found is not None}
            )
