"""A verdict in words: the sum for those who see amounts, the reason for all inside."""

from odoo import models
from odoo.tools.misc import formatLang


class SaleOrder(models.Model):
    _inherit = "sale.order"

    def _neiqin_sees_credit_amounts(self):
        return self.env.user._neiqin_sees_credit_amounts()

    def _neiqin_credit_money(self, amount):
        currency = (self.company_id or self.env.company).sudo().currency_id
        return formatLang(self.env, amount, currency_obj=currency)

    def _neiqin_credit_reasons(self, verdict, amounts=None):
        """Return the verdict's reasons as sentences, the weightiest first."""
        if amounts is None:
            amounts = self._neiqin_sees_credit_amounts()
        return [
            self._neiqin_credit_reason(code, verdict, amounts)
            for code in verdict.reasons
        ]

    def _neiqin_credit_reason(self, code, verdict, amounts):
        money = self._neiqin_credit_money
        if (
            code in ("no_credit", "grade")
            and not self.env.user._neiqin_sees_credit_grade()
        ):
            return self.env._("This customer pays first.")
        if code == "no_credit":
            return self.env._("No credit: this customer pays first.")
        if code == "grade":
            return self.env._("Grade D: this customer pays first.")
        if code == "limit":
            if not amounts:
                return self.env._("Beyond the credit limit.")
            return self.env._(
                "%(over)s beyond the credit limit.", over=money(verdict.over)
            )
        if code == "near":
            return self.env._("Close to the credit limit.")
        if not amounts:
            return self.env._(
                "Invoices are overdue, by up to %(days)s days.", days=verdict.days_late
            )
        return self.env._(
            "%(amount)s overdue, by up to %(days)s days.",
            amount=money(verdict.overdue),
            days=verdict.days_late,
        )

    def _neiqin_credit_text(self, verdict):
        """Return what stands beside the light: the sum, then the reasons."""
        parts = []
        if verdict.prepaid:
            parts.append(self.env._("Paid in advance."))
        if self._neiqin_sees_credit_amounts():
            parts.append(self._neiqin_credit_sum(verdict))
            reasons = [code for code in verdict.reasons if code != "limit"]
            verdict = verdict._replace(reasons=tuple(reasons))
        elif not verdict.reasons and not verdict.prepaid:
            parts.append(self._neiqin_credit_plain(verdict))
        return " ".join([*parts, *self._neiqin_credit_reasons(verdict)])

    def _neiqin_credit_plain(self, verdict):
        if verdict.limit is None:
            return self.env._("No credit limit is set.")
        return self.env._("Within the credit limit.")

    def _neiqin_credit_sum(self, verdict):
        money = self._neiqin_credit_money
        figures = {
            "exposure": money(verdict.exposure),
            "after": money(verdict.after),
            "limit": money(verdict.limit or 0),
            "over": money(verdict.over),
            "left": money((verdict.limit or 0) - verdict.after),
        }
        if verdict.limit is None:
            return self.env._(
                "Exposure %(exposure)s, with this order %(after)s; no limit is set.",
                **figures,
            )
        if verdict.over:
            if verdict.growth <= 0:
                return self.env._(
                    "Exposure %(exposure)s, limit %(limit)s: %(over)s beyond it.",
                    **figures,
                )
            return self.env._(
                "Exposure %(exposure)s, limit %(limit)s: with this order %(over)s beyond it.",
                **figures,
            )
        if verdict.growth <= 0:
            return self.env._(
                "Exposure %(exposure)s, limit %(limit)s: %(left)s left.", **figures
            )
        return self.env._(
            "Exposure %(exposure)s, limit %(limit)s: with this order %(left)s left.",
            **figures,
        )

    def _neiqin_credit_refusal(self, verdict):
        """Return what is missing, and what may be done about it."""
        return self.env._(
            "Credit: %(reasons)s Let the customer pay, or ask for a grant.",
            reasons=" ".join(self._neiqin_credit_reasons(verdict)),
        )
