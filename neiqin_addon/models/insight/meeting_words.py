"""The sentences of a pack that have numbers in them, whole, so that they can be said well."""

from odoo import models


class NeiqinMeeting(models.Model):
    _inherit = "neiqin.meeting"

    def _neiqin_words(self):
        """Return ``{name: function that writes it}``, in the reader's language."""
        return {
            **self._neiqin_words_of_goods(),
            **self._neiqin_words_of_work(),
            **self._neiqin_words_of_money(),
        }

    def _neiqin_words_of_goods(self):
        return {
            "quotes": lambda count, amount: self.env._(
                "%(count)s quotations are open, %(amount)s.", count=count, amount=amount
            ),
            "worth": lambda amount: self.env._(
                "By what became of those before them they are worth %(amount)s.",
                amount=amount,
            ),
            "unknown": lambda count: self.env._(
                "Not enough data for %(count)s of them: they count for nothing here.",
                count=count,
            ),
            "rhythm": lambda count: self.env._(
                "%(count)s customers are expected to order by their rhythm.",
                count=count,
            ),
            "stock": lambda count: self.env._("in stock %(count)s", count=count),
            "capacity": lambda count: self.env._("%(count)s per week", count=count),
            "lacks": lambda count: self.env._("lacks %(count)s", count=count),
            "products": lambda count: self.env._(
                "and %(count)s products more, counted in their groups", count=count
            ),
        }

    def _neiqin_words_of_work(self):
        return {
            "cases": lambda count, days: self.env._(
                "%(count)s open, the oldest for %(days)s days", count=count, days=days
            ),
            "late": lambda count: self.env._("%(count)s late", count=count),
            "more": lambda count: self.env._("and %(count)s more", count=count),
            "until": lambda day: self.env._("until %(day)s", day=day),
            "answer": lambda day: self.env._("answer until %(day)s", day=day),
            "solve": lambda day: self.env._("solve until %(day)s", day=day),
            "days": lambda count: self.env._("%(count)s days", count=count),
            "decided": lambda week: self.env._("decided in %(week)s", week=week),
            "carried": lambda count: self.env._(
                "carried over %(count)s ×", count=count
            ),
        }

    def _neiqin_words_of_money(self):
        return {
            "debtors": lambda count, amount: self.env._(
                "%(count)s customers, %(amount)s", count=count, amount=amount
            ),
            "owed": lambda count, days: self.env._(
                "%(count)s invoices, %(days)s days late", count=count, days=days
            ),
            "promised": lambda day: self.env._("promised for %(day)s", day=day),
            "broken": lambda count: self.env._(
                "%(count)s promises broken", count=count
            ),
        }
