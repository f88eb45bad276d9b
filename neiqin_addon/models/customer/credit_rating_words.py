"""A rating in the reader's words: figures are stored, sentences are not."""

from markupsafe import Markup

from odoo import api, fields, models
from odoo.tools import format_date
from odoo.tools.misc import formatLang

from ...tools.credit_factors import AMOUNTS
from ...tools.score_chart import bands_of, score_chart

BAR = Markup(
    '<div class="row g-2 align-items-center mb-2 o_neiqin_factor">'
    '<div class="col-7 col-md-3 fw-bold text-break">{label}</div>'
    '<div class="col-5 col-md-2 text-end text-nowrap order-md-3">{points}</div>'
    '<div class="col-12 col-md-7 order-md-2">{bar}'
    '<div class="small text-muted text-break">{words}</div></div></div>'
)
PROGRESS = Markup(
    '<div class="progress" style="height:10px;width:{width}%">'
    '<div class="progress-bar bg-{colour}" role="progressbar" style="width:{part}%"'
    ' aria-valuenow="{part}" aria-valuemin="0" aria-valuemax="100"></div></div>'
)
#: How many ratings the chart shows.
SHOWN = 60


class NeiqinCreditFactor(models.Model):
    _inherit = "neiqin.credit.factor"

    text = fields.Char(string="In Words", compute="_compute_text", compute_sudo=True)

    @api.depends("code", "figure", "is_known")
    @api.depends_context("lang", "uid")
    def _compute_text(self):
        amounts = self._neiqin_sees_amounts()
        for factor in self:
            factor.text = factor._neiqin_words(amounts)

    @api.model
    def _neiqin_sees_amounts(self):
        """Say whether the reader may see amounts, whatever the rights of this code."""
        return self.env.user._neiqin_sees_credit_amounts()

    def _neiqin_words(self, amounts):
        """Return one sentence about the figure.

        :param amounts: whether the reader may see amounts
        """
        self.ensure_one()
        if not self.is_known:
            return self.env._(
                "Not known, so it is left out: the other factors share its weight."
            )
        if self.code in AMOUNTS and not amounts:
            return self.env._("What was bought in the time looked back on.")
        texts = self._neiqin_sentences()
        return texts.get(self.code, "")

    def _neiqin_sentences(self):
        number = self._neiqin_number(abs(self.figure))
        some, more = bool(self.figure), self.figure > 0
        return {
            "days_late": self.env._("Paid %(days)s days late on average.", days=number)
            if some
            else self.env._("Paid on time."),
            "worst": self.env._(
                "The worst payment came %(days)s days late.", days=number
            )
            if some
            else self.env._("No payment came late."),
            "trend": self._neiqin_trend(number, some, more),
            "overdue": self.env._(
                "%(percent)s%% of what is open is overdue.", percent=number
            )
            if some
            else self.env._("Nothing is overdue."),
            "promises": self.env._(
                "%(count)s promises to pay were broken.", count=number
            )
            if some
            else self.env._("No promise to pay was broken."),
            "disputes": self.env._("%(count)s invoices were disputed.", count=number)
            if some
            else self.env._("No invoice was disputed."),
            "complaints": self.env._("%(count)s complaints.", count=number)
            if some
            else self.env._("No complaints."),
            "tenure": self.env._("Customer for %(months)s months.", months=number),
            "volume": self.env._("Bought %(amount)s.", amount=self._neiqin_amount()),
            "limit_use": self.env._(
                "%(percent)s%% of the limit is used.", percent=number
            ),
        }

    def _neiqin_trend(self, days, some, slower):
        if not some:
            return self.env._("Pays as fast as before.")
        if slower:
            return self.env._("Pays %(days)s days later than before.", days=days)
        return self.env._("Pays %(days)s days earlier than before.", days=days)

    def _neiqin_number(self, value):
        digits = 0 if value == round(value) else 1
        return formatLang(self.env, value, digits=digits)

    def _neiqin_amount(self):
        currency = self.rating_id.policy_id.currency_id
        return formatLang(self.env, self.figure, currency_obj=currency, digits=0)

    def _neiqin_bars(self):
        """Return the factors as bars: as long as they weigh, filled as they earned."""
        widest = max(self.mapped("maximum"), default=0) or 1
        labels = dict(self._fields["code"]._description_selection(self.env))
        rows = []
        for factor in self:
            part = factor.points / factor.maximum if factor.maximum else 0
            colour = (
                "success" if part >= 0.75 else "warning" if part >= 0.4 else "danger"
            )
            points = "–"
            bar = Markup()
            if factor.is_known:
                points = (
                    f"{formatLang(self.env, factor.points, digits=1)} / "
                    f"{formatLang(self.env, factor.maximum, digits=1)}"
                )
                bar = PROGRESS.format(
                    width=max(round(100 * factor.maximum / widest), 8),
                    part=round(100 * part),
                    colour=colour,
                )
            rows.append(
                BAR.format(
                    label=labels[factor.code], points=points, bar=bar, words=factor.text
                )
            )
        return Markup().join(rows)


class NeiqinCreditRating(models.Model):
    _inherit = "neiqin.credit.rating"

    summary = fields.Char(compute="_compute_summary")
    factors_html = fields.Html(
        string="Factors", compute="_compute_factors_html", sanitize=False
    )
    history_html = fields.Html(
        string="History", compute="_compute_history_html", sanitize=False
    )

    @api.depends("grade", "score", "why", "invoices", "months", "policy_id")
    @api.depends_context("lang")
    def _compute_summary(self):
        for rating in self:
            rating.summary = rating._neiqin_summary()

    def _neiqin_summary(self):
        self.ensure_one()
        policy = self.policy_id.sudo()
        if self.why == "invoices":
            return self.env._(
                "Not rated: %(have)s invoices were paid or fell due, %(need)s are needed.",
                have=self.invoices,
                need=policy.min_invoices,
            )
        if self.why == "months":
            return self.env._(
                "Not rated: customer for %(have)s months, %(need)s are needed.",
                have=self.months,
                need=policy.min_months,
            )
        if self.why:
            return self.env._("Not rated: nothing is known of the factors that count.")
        left_out = self.factor_ids.filtered(lambda f: not f.is_known)
        text = self.env._(
            "%(score)s of 100 points, the sum of the factors: grade %(grade)s.",
            score=formatLang(self.env, self.score, digits=1),
            grade=self.grade,
        )
        if left_out:
            text += " " + self.env._(
                "%(count)s factors are not known; the others share their weight.",
                count=len(left_out),
            )
        return text

    @api.depends("factor_ids")
    @api.depends_context("lang", "uid")
    def _compute_factors_html(self):
        for rating in self:
            rating.factors_html = rating.factor_ids._neiqin_bars()

    @api.depends("partner_id", "company_id")
    @api.depends_context("lang")
    def _compute_history_html(self):
        for rating in self:
            rating.history_html = rating._neiqin_chart()

    def _neiqin_chart(self):
        """Return the scores of this customer up to now, over the bands of today."""
        self.ensure_one()
        rows = self.search_fetch(
            [
                ("partner_id", "=", self.partner_id.id),
                ("company_id", "=", self.company_id.id),
            ],
            ["date", "score", "grade", "policy_id"],
            limit=SHOWN,
        )
        points = [
            (row.date, row.score if row.grade else None, row.grade or None)
            for row in rows.sorted(lambda row: (row.date, row.id))
        ]
        policy = rows[:1].policy_id.sudo()
        bands = bands_of(policy.band_a, policy.band_b, policy.band_c)
        chart = score_chart(
            points,
            bands,
            lambda day: format_date(self.env, day),
            self.env._("Credit score of %(name)s", name=self.partner_id.sudo().name),
        )
        return Markup(chart) if chart else False
