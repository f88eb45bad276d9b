"""What the policy's form shows besides its values: a customer as it would rate him."""

from markupsafe import Markup

from odoo import api, fields, models
from odoo.fields import Command
from odoo.tools.misc import formatLang

from .credit_policy import CONTENT

PREVIEW = Markup(
    '<div class="fs-4 mb-2"><strong>{grade}</strong> <span class="text-muted">'
    "{summary}</span></div>{limit}{bars}"
)


class NeiqinCreditPolicy(models.Model):
    _name = "neiqin.credit.policy"
    _inherit = ["neiqin.credit.policy", "mail.thread", "mail.activity.mixin"]

    preview_partner_id = fields.Many2one(
        comodel_name="res.partner",
        string="Try It on a Customer",
        store=False,
        domain="[('customer_rank', '>', 0), ('parent_id', '=', False)]",
    )
    preview_html = fields.Html(
        string="Preview", compute="_compute_preview_html", sanitize=False
    )
    bands_html = fields.Html(
        string="Grades in Words", compute="_compute_bands_html", sanitize=False
    )

    @api.depends(
        "preview_partner_id",
        "factor_ids.code",
        "factor_ids.weight",
        "factor_ids.full_at",
        "factor_ids.zero_at",
        *CONTENT,
    )
    @api.depends_context("lang", "uid")
    def _compute_preview_html(self):
        for policy in self:
            customer = policy.preview_partner_id.commercial_partner_id
            policy.preview_html = customer and policy._neiqin_preview(customer)

    def _neiqin_preview(self, customer):
        """Return what this version, saved or not, says of a customer today."""
        self.ensure_one()
        company = self.company_id or self.env.company
        if not self._neiqin_can_rate():
            return False
        row = self._neiqin_rate(company, customer.ids, company._neiqin_today()).get(
            customer._origin.id
        )
        if row is None:
            return self.env._("%(name)s has no invoice yet.", name=customer.name)
        rating = self.env["neiqin.credit.rating"].new(
            {
                "policy_id": self.id,
                "score": row.outcome.score,
                "grade": row.outcome.grade,
                "why": row.outcome.why,
                "invoices": row.facts.invoices,
                "months": row.months,
                "factor_ids": [
                    Command.create(
                        {**factor._asdict(), "is_known": factor.figure is not None}
                    )
                    for factor in row.outcome.factors
                ],
            }
        )
        return PREVIEW.format(
            grade=row.outcome.grade or "–",
            summary=rating._neiqin_summary(),
            limit=self._neiqin_preview_limit(company, row.suggested),
            bars=rating.factor_ids._neiqin_bars(),
        )

    def _neiqin_can_rate(self):
        """Half-typed thresholds rate nobody."""
        return self.weight_sum > 0 and all(
            line.code and line.full_at != line.zero_at for line in self.factor_ids
        )

    def _neiqin_preview_limit(self, company, suggested):
        if (
            suggested is None
            or not self.env["neiqin.credit.factor"]._neiqin_sees_amounts()
        ):
            return ""
        amount = formatLang(self.env, suggested, currency_obj=company.currency_id)
        return Markup("<p>{}</p>").format(
            self.env._("Suggested limit: %(amount)s", amount=amount)
        )

    @api.depends("band_a", "band_b", "band_c", "min_invoices", "min_months")
    @api.depends_context("lang")
    def _compute_bands_html(self):
        for policy in self:
            policy.bands_html = policy._neiqin_bands_words()

    def _neiqin_bands_words(self):
        def show(score):
            return formatLang(self.env, score, digits=1)

        lines = [
            ("A", "success", self.env._("from %(low)s points", low=show(self.band_a))),
            ("B", "info", self._neiqin_between(show(self.band_b), show(self.band_a))),
            (
                "C",
                "warning",
                self._neiqin_between(show(self.band_c), show(self.band_b)),
            ),
            (
                "D",
                "danger",
                self.env._("below %(high)s points", high=show(self.band_c)),
            ),
            (
                "–",
                "secondary",
                self.env._(
                    "not rated: fewer than %(invoices)s invoices, or customer for less "
                    "than %(months)s months",
                    invoices=self.min_invoices,
                    months=self.min_months,
                ),
            ),
        ]
        return Markup().join(
            Markup(
                '<div class="mb-1"><span class="badge text-bg-{}">{}</span> {}</div>'
            ).format(colour, grade, words)
            for grade, colour, words in lines
        )

    def _neiqin_between(self, low, high):
        return self.env._("from %(low)s to below %(high)s points", low=low, high=high)

    @api.model
    def _neiqin_manager_of(self, company):
        """Return who hears of what went wrong in a company."""
        group = self.env.ref("neiqin_addon.group_neiqin_manager").sudo()
        managers = group.all_user_ids.filtered(
            lambda user: user.active and not user.share and company in user.company_ids
        )
        return managers.sorted("id")[:1]
