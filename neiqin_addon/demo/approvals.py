"""What two persons confirm: rules, requests on their way, grants, agreed prices."""

from datetime import timedelta

from odoo import fields, models

#: What becomes of the first requests, in turn; the others wait.
STEPS = ("overdue", "first", "refused", "wait", "wait", "wait")
#: What the clerks wrote, in turn.
REASONS = (
    "年度框架客户，按约定价执行",
    "客户同时询价三家，争取本单",
    "老客户返单，数量翻倍",
    "客户停产待料，需当天确认",
)


class NeiqinDemo(models.AbstractModel):
    _inherit = "neiqin.demo"

    def _load_approvals(self):
        """The gate keeps advising; what was asked is there to be decided."""
        self._agree_on_prices()
        self._approval_rules()
        self._ask_and_decide()
        self._give_grants()

    def _approval_rules(self):
        rules = self.env["neiqin.approval.rule"]
        company = self._company()
        common = {"company_id": company.id}
        rules.create(
            [
                {
                    **common,
                    "name": "签约：订单满 10 万元",
                    "operation": "order_confirm",
                    "amount_from": 100_000,
                },
                {
                    **common,
                    "name": "低于价格表 5% 或成本加 8%",
                    "operation": "order_price",
                    "percent_from": 5,
                    "use_floor": True,
                    "floor_margin": 8,
                },
            ]
        )

    def _agree_on_prices(self):
        """Three customers pay their own prices for what they order most."""
        codes = [row["code"] for row in self._rows("products")[:3]]
        values = []
        for row in self._rows("customers")[:3]:
            for code in codes:
                product = self._known(f"product_{code}")
                price = product.list_price * (100 - int(row["discount"])) / 100
                values.append(
                    {
                        "partner_id": self._known(f"customer_{row['ref']}").id,
                        "product_id": product.id,
                        "price": round(price, 2),
                        "currency_id": self._company().currency_id.id,
                        "company_id": self._company().id,
                        "date_start": self._today() - timedelta(days=60),
                    }
                )
        self.env["neiqin.price.agreement"].create(values)

    def _ask_and_decide(self):
        """Let the clerks ask, and some of it be answered."""
        turns = iter(STEPS)
        for number, (order, deal) in enumerate(self._waiting().items()):
            clerk = self._known(f"user_{deal.clerk}")
            asker = order.with_user(clerk)
            needed = asker._neiqin_approval_needed({"order_confirm", "order_price"})
            if not needed:
                continue
            step = next(turns, None)
            if not step:
                break
            reason = REASONS[number % len(REASONS)]
            operations = {operation for _order, operation in list(needed)[:1]}
            approvals, _problems = asker._neiqin_ask_many(operations, reason)
            if approvals:
                getattr(self, f"_approval_{step}")(approvals)

    def _approval_wait(self, approval):
        """Nobody has looked at it yet."""

    def _approval_overdue(self, approval):
        late = fields.Datetime.now() - timedelta(hours=5)
        approval._neiqin_set({"overdue_at": late, "is_reminded": True})
        approval._neiqin_escalate()

    def _approval_first(self, approval):
        self._decider(approval).action_approve("价格已与业务员核对")

    def _approval_refused(self, approval):
        self._decider(approval).action_refuse("毛利太低，请与客户重新商定价格后再报")

    def _decider(self, approval):
        """Return the request as a clerk who may give the first confirmation."""
        for key in ("clerk", "clerk2", "clerk3"):
            mine = approval.with_user(self._known(f"user_{key}"))
            if mine.may_decide:
                return mine
        return approval.with_user(self._known("user_supervisor"))

    def _give_grants(self):
        """One permission that was used, and one that still waits for its use."""
        deals = self._orders_of_deals()
        sold = [item for item in deals.items() if item[1].fate == "sale"][-1]
        waiting = list(self._waiting().items())[-1]
        expires = fields.Datetime.now() + timedelta(days=3)
        for order, deal in (sold, waiting):
            clerk = self._known(f"user_{deal.clerk}")
            request = self.env["neiqin.grant.request"].with_user(clerk)
            request = request._neiqin_ask(
                "letter", order.with_user(clerk), "客户电话确认，确认函随后补签"
            )
            giver = request.sudo().activity_ids.user_id[:1]
            request.with_user(giver).action_give(expires, 0, "已与客户采购经理核实")
            if deal.fate == "sale":
                grants = self.env["neiqin.grant"].with_user(clerk)
                grants._neiqin_use_grant("letter", order.with_user(clerk))
