"""Would this policy have warned of the customers who paid badly later?"""

from dateutil.relativedelta import relativedelta
from markupsafe import Markup

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.tools.misc import formatLang

from ..tools.backtest import WARNS, confusion

MANAGER = "neiqin_addon.group_neiqin_manager"
SLICE = 5000
TABLE = Markup(
    '<div class="table-responsive"><table class="table table-sm table-bordered text-center'
    ' align-middle mb-2"><thead><tr><th></th><th>{bad}</th><th>{good}</th></tr></thead>'
    '<tbody><tr><th class="text-start">{warned}</th>'
    '<td class="table-success">{hits}</td><td class="table-warning">{false_alarms}</td></tr>'
    '<tr><th class="text-start">{trusted}</th>'
    '<td class="table-danger">{missed}</td><td>{passed}</td></tr></tbody></table></div>'
    '<p class="mb-1"><strong>{recall}</strong> {recall_words}</p>'
    '<p class="mb-1"><strong>{precision}</strong> {precision_words}</p>'
    '<p class="text-muted mb-0">{rest}</p>'
)


class NeiqinCreditBacktest(models.TransientModel):
    _name = "neiqin.credit.backtest"
    _description = "Back-test of Credit Policies"
    _rec_name = "policy_id"

    company_id = fields.Many2one(
        comodel_name="res.company", required=True, default=lambda self: self.env.company
    )
    policy_id = fields.Many2one(
        comodel_name="neiqin.credit.policy",
        required=True,
        default=lambda self: self._default_policy_id(),
    )
    other_policy_id = fields.Many2one(
        comodel_name="neiqin.credit.policy",
        string="Compared With",
        default=lambda self: self._default_other_policy_id(),
    )
    date = fields.Date(
        string="Graded as of",
        required=True,
        default=lambda self: self._default_today() - relativedelta(months=12),
        help="Each customer is graded with what could be known on this day.",
    )
    until = fields.Date(
        string="Looked at Until",
        required=True,
        default=lambda self: self._default_today(),
    )
    bad_days = fields.Integer(
        string="Bad From (Days Late)",
        default=60,
        required=True,
        help="A customer paid badly when an invoice reached this many days late after "
        "he was graded.",
    )
    ignore_below = fields.Float(string="Ignore up to", default=100)
    result = fields.Json(readonly=True)
    policy_html = fields.Html(compute="_compute_tables", sanitize=False)
    other_html = fields.Html(compute="_compute_tables", sanitize=False)
    verdict = fields.Char(compute="_compute_tables")

    @api.model
    def _default_today(self):
        return self.env.company._neiqin_today()

    @api.model
    def _default_policy_id(self):
        return self.env["neiqin.credit.policy"]._neiqin_active(self.env.company)

    @api.model
    def _default_other_policy_id(self):
        """Compare a draft with what is in force."""
        active = self._default_policy_id()
        asked = self.env.context.get("default_policy_id")
        return active if asked and asked != active.id else False

    def action_run(self):
        """Grade everybody as of the day by both policies, and count what came."""
        self.ensure_one()
        if not self.env.user.has_group(MANAGER):
            raise AccessError(self.env._("Only managers test credit policies."))
        self._neiqin_check()
        result = {}
        for policy in self.policy_id | self.other_policy_id:
            policy.check_access("read")
            result[str(policy.id)] = self._neiqin_run(policy)
        self.result = result
        return {
            **self._get_records_action(),
            "target": "new",
            "name": self.env._("Test on the Past"),
        }

    def _neiqin_check(self):
        if self.company_id not in self.env.companies:
            raise AccessError(self.env._("This is not one of your companies."))
        if not self.date < self.until <= self._default_today():
            raise UserError(
                self.env._(
                    "Choose a day in the past, and a later one until which to look."
                )
            )
        if self.bad_days < 1:
            raise UserError(self.env._("Bad begins with one day late at the earliest."))

    def _neiqin_run(self, policy):
        """Return counts and the ids behind them."""
        source = self.env["neiqin.credit.facts"].sudo()
        grades, bad = {}, {}
        ids = source._neiqin_invoiced(self.company_id)
        for start in range(0, len(ids), SLICE):
            part = ids[start : start + SLICE]
            rated = policy._neiqin_rate(self.company_id, part, self.date)
            grades.update({key: row.outcome.grade for key, row in rated.items()})
            bad.update(
                source._neiqin_outcome(
                    self.company_id,
                    part,
                    self.date,
                    self.until,
                    self.bad_days,
                    self.ignore_below,
                )
            )
        counts, unrated, unseen = confusion(grades, bad)
        seen = [key for key in grades if grades[key] and key in bad]
        return {
            "counts": list(counts),
            "precision": counts.precision,
            "recall": counts.recall,
            "unrated": unrated,
            "unseen": unseen,
            "missed": [k for k in seen if bad[k] and grades[k] not in WARNS],
            "false_alarms": [k for k in seen if not bad[k] and grades[k] in WARNS],
        }

    # --- what is shown

    @api.depends("result")
    @api.depends_context("lang")
    def _compute_tables(self):
        for test in self:
            found = test.result or {}
            mine = found.get(str(test.policy_id.id))
            other = found.get(str(test.other_policy_id.id))
            test.policy_html = mine and self._neiqin_table(mine)
            test.other_html = other and self._neiqin_table(other)
            test.verdict = mine and other and test._neiqin_verdict(mine, other)

    @api.model
    def _neiqin_percent(self, part):
        if part is None:
            return "–"
        return formatLang(self.env, 100 * part, digits=1) + " %"

    @api.model
    def _neiqin_table(self, found):
        hits, false_alarms, missed, passed = found["counts"]
        return TABLE.format(
            bad=self.env._("Paid badly later"),
            good=self.env._("Paid well"),
            warned=self.env._("Graded C or D"),
            trusted=self.env._("Graded A or B"),
            hits=hits,
            false_alarms=false_alarms,
            missed=missed,
            passed=passed,
            recall=self._neiqin_percent(found["recall"]),
            recall_words=self.env._(
                "of those who paid badly had been graded C or D (recall)."
            ),
            precision=self._neiqin_percent(found["precision"]),
            precision_words=self.env._(
                "of those graded C or D paid badly later (precision)."
            ),
            rest=self.env._(
                "%(unrated)s were not rated on that day, %(unseen)s had nothing to pay "
                "afterwards: they do not count.",
                unrated=found["unrated"],
                unseen=found["unseen"],
            ),
        )

    def _neiqin_verdict(self, mine, other):
        """Say which of the two warned of more, and at what price."""
        self.ensure_one()
        hits, alarms = (mine["counts"][i] - other["counts"][i] for i in (0, 1))
        return self.env._(
            "%(policy)s warns of %(hits)s bad payers and of %(alarms)s good ones, "
            "compared with %(other)s.",
            policy=self.policy_id.display_name,
            other=self.other_policy_id.display_name,
            hits=f"{hits:+d}",
            alarms=f"{alarms:+d}",
        )

    def action_open_missed(self):
        """Open the customers who paid badly although they had a good grade."""
        return self._neiqin_open("missed", self.env._("Paid Badly, Graded A or B"))

    def action_open_false_alarms(self):
        """Open the customers who paid well although they were graded C or D."""
        return self._neiqin_open("false_alarms", self.env._("Paid Well, Graded C or D"))

    def _neiqin_open(self, key, name):
        self.ensure_one()
        found = (self.result or {}).get(str(self.policy_id.id)) or {}
        return {
            "type": "ir.actions.act_window",
            "name": name,
            "res_model": "res.partner",
            "views": [(False, "list"), (False, "form")],
            "domain": [("id", "in", found.get(key, []))],
            "context": {"active_test": False, "create": False},
        }
