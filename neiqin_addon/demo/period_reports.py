"""Reports of the last three months and weeks, and who gets them."""

from odoo import models
from odoo.fields import Command

from ..tools.period import period_of

#: Kind of period, how many of the last ones, name of the plan.
PLANS = (("month", 3, "公司经营月报"), ("week", 4, "公司经营周报"))


class NeiqinDemo(models.AbstractModel):
    _inherit = "neiqin.demo"

    def _parts(self):
        return [*super()._parts(), "period_reports"]

    def _load_period_reports(self):
        readers = self._known("user_clerk") | self._known("user_supervisor")
        for kind, count, name in PLANS:
            plan = self.env["neiqin.period.report.plan"].create(
                {
                    "name": name,
                    "kind": kind,
                    "company_id": self._company().id,
                    "lang": "zh_CN",
                    "user_ids": [Command.set(readers.ids)],
                }
            )
            running = period_of(kind, self._today())
            for turn in range(count, 0, -1):
                period = running.before(turn)
                plan._neiqin_make(period, self._moment(period.end, 7))
