"""How customers paid made them an A or a D; one limit is being raised, one grade is set."""

import base64
from datetime import timedelta

from odoo import models

#: Weeks ago on which everybody was rated, besides the last day of the story.
WEEKS = (10, 8, 6, 4, 2)
INSURED = """客户编码,客户名称,批复额度,币种,到期日
{rows}
"""


class NeiqinDemo(models.AbstractModel):
    _inherit = "neiqin.demo"

    def _parts(self):
        return [*super()._parts(), "credit"]

    def _load_credit(self):
        company, today = self._company(), self._today()
        ratings = self.env["neiqin.credit.rating"]
        self._load_credit_policy()
        ids = self.env["neiqin.credit.facts"].sudo()._neiqin_invoiced(company)
        for weeks in WEEKS:
            day = today - timedelta(weeks=weeks)
            ratings._neiqin_rate_now(company, ids, day)
        self._load_insured_limits()
        ratings._neiqin_rate_now(company, ids, today)
        self._load_credit_changes(ids)

    def _load_credit_policy(self):
        """A company three months old rates sooner than the standard does."""
        standard = self.env["neiqin.credit.policy"].search(
            [("is_built_in", "=", True)], limit=1
        )
        policy = standard.copy(
            {
                "company_id": self._company().id,
                "currency_id": self._company().currency_id.id,
                "name": "信用政策",
                "min_months": 1,
                "insured_use": "at_most",
                "reason": "公司成立不久：合作满一个月、三张发票即可评级；建议额度以信保额度封顶。",
            }
        )
        tenure = policy.factor_ids.filtered(lambda factor: factor.code == "tenure")
        tenure.write({"full_at": 12, "zero_at": 0})
        policy.with_user(self._known("user_manager")).action_publish()
        self._remember("credit_policy", policy)
        draft = policy.copy(
            {"name": "从严方案", "band_a": 85, "band_b": 70, "band_c": 50}
        )
        draft.reason = "试算：提高各等级起始分，先用历史回测比较。"
        self._remember("credit_policy_draft", draft)

    def _load_insured_limits(self):
        rows = [row for row in self._rows("customers") if float(row["limit"])][:4]
        lines = (
            f"{row['ref']},{row['name']},{round(float(row['limit']) * 0.8)},CNY,"
            f"{self._today() + timedelta(days=200 + 30 * number)}"
            for number, row in enumerate(rows)
        )
        jobs = self.env["neiqin.credit.insurance.import"]
        job = jobs.with_user(self._known("user_supervisor")).create(
            {
                "file": base64.b64encode(
                    INSURED.format(rows="\n".join(lines)).encode()
                ),
                "filename": "信保额度清单.csv",
                "insurer": "中国信保",
                "company_id": self._company().id,
                "currency_id": self._company().currency_id.id,
            }
        )
        job.action_check()
        job.action_import()

    def _load_credit_changes(self, ids):
        """One request waits for its second person; one grade is set for a time."""
        changes = self.env["neiqin.credit.change"].with_context(
            allowed_company_ids=self._company().ids
        )
        clerk = changes.with_user(self._known("user_clerk"))
        rated = self.env["res.partner"].browse(ids)
        good = rated.filtered(lambda p: p.neiqin_grade in ("A", "B"))[:1]
        poor = rated.filtered(lambda p: p.neiqin_grade in ("C", "D"))[:1]
        if good:
            asked = clerk.create(
                {
                    "partner_id": good.id,
                    "limit_kind": "amount",
                    "new_limit": max(good.credit_limit, 100000) * 1.5,
                    "valid_until": self._today() + timedelta(days=90),
                    "reason": "年底备货，客户预计下单量增加一半，付款一直准时。",
                }
            )
            asked.action_submit()
            self._remember("credit_change_asked", asked)
        if poor:
            held = clerk.create(
                {
                    "partner_id": poor.id,
                    "grade": "B",
                    "valid_until": self._today() + timedelta(days=10),
                    "reason": "逾期款已与客户对账，承诺月底前结清，暂按 B 级发货。",
                }
            )
            held.action_submit()
            for login in ("user_supervisor", "user_manager"):
                held.neiqin_approval_ids.filtered(
                    lambda approval: approval.state == "pending"
                ).with_user(self._known(login)).action_approve("已核对应收账款")
            self._remember("credit_change_held", held)
