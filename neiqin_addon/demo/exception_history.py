"""Cases of the past months, closed with what they taught, and customers to be told."""

from datetime import timedelta

from odoo import fields, models

#: Kind, root cause, solution, cost and words, in turn; of late deliveries and of others.
LATE = (
    ("date", "transport", "date", 180, "高速封路，次日送到"),
    ("shortage", "supplier", "purchase", 420, "供应商晚交一周"),
    ("date", "warehouse", "partial", 0, "备货排队，分两车发"),
    ("shortage", "stock_data", "split", 90, "账实不符，差 20 件"),
    ("date", "supplier", "date", 0, "等补料，改期两天"),
    ("date", "transport", "date", 260, "零担换专车"),
)
OTHERS = (
    ("price", "price_data", "price", 0, "价格表未更新"),
    ("change", "customer", "letter", 0, "客户改型号，重发确认函"),
    ("dispute", "order_entry", "date", 0, "交期录错一周"),
    ("discontinued", "order_entry", "substitute", 75, "停产型号，改发替代"),
    ("terms", "customer", "terms", 0, "账期按合同改回"),
    ("other", "other", False, 50, "补开送货单"),
)
#: What happened longer ago the sweep does not look at.
OLD = 35


class NeiqinDemo(models.AbstractModel):
    _inherit = "neiqin.demo"

    def _load_exception_history(self):
        """One case for each late delivery of long ago, and one for every sixth order."""
        before = self._today() - timedelta(days=OLD)
        old = [
            (order, deal)
            for order, deal in self._orders_of_deals().items()
            if deal.delivered and deal.delivered < before
        ]
        late = [row for row in old if row[1].delivered > row[1].promised]
        others = [row for row in old if row not in late][::6]
        values = [
            self._exception_past(order, deal, rows[number % len(rows)], number)
            for found, rows in ((late, LATE), (others, OTHERS))
            for number, (order, deal) in enumerate(found)
        ]
        values.sort(key=lambda vals: vals["opened_at"])
        times = [vals.pop("times") for vals in values]
        cases = self.env["neiqin.exception"]._neiqin_as_server().create(values)
        for case, moments in zip(cases, times, strict=True):
            case._neiqin_as_server().write(moments)
        self._backdate({case: case.opened_at for case in cases}, "create_date")

    def _exception_past(self, order, deal, story, number):
        code, cause, solution, cost, words = story
        opened = self._moment(deal.promised, 9, 10 + number % 40)
        hours = (1, 3, 6, 26, 50)[number % 5]
        stamps = ("planned", "told", "agreed", "solved", "closed")
        clerk = self._known(f"user_{deal.clerk}")
        times = {"opened_at": opened, "deadline": opened + timedelta(hours=8)}
        for turn, stamp in enumerate(stamps, 1):
            times[f"{stamp}_at"] = opened + timedelta(hours=hours * turn / len(stamps))
            times[f"{stamp}_by_id"] = clerk.id
        times.update(next_reminder_at=False, half_at=False, most_at=False)
        return {
            "type_id": self.env.ref(f"neiqin_addon.exception_type_{code}").id,
            "order_id": order.id,
            "order_line_id": order.order_line[:1].id,
            "owner_id": clerk.id,
            "summary": words,
            "root_cause": cause,
            "solution": solution,
            "cost": cost,
            "state": "closed",
            "opened_at": opened,
            "times": times,
        }

    def _close_late_deliveries(self):
        """What came late in the last weeks was settled, but for the last days."""
        deals = self._orders_of_deals()
        lately = self._today() - timedelta(days=4)
        cases = self.env["neiqin.exception"].search(
            [
                ("company_id", "=", self._company().id),
                ("type_id.code", "=", "date"),
                ("lasting", "=", True),
                ("state", "!=", "closed"),
            ]
        )
        settled = cases.filtered(
            lambda case: case.order_id in deals
            and (deals[case.order_id].delivered or lately) < lately
        )
        for number, case in enumerate(settled):
            _code, cause, _solution, cost, words = LATE[number % len(LATE)]
            case.write({"root_cause": cause, "cost": cost, "summary": words})
        mine = settled.with_user(self._known("user_clerk"))
        mine.action_told()
        mine.action_agreed()
        mine.action_close()
        for case in settled:
            self._exception_date_late(case, deals[case.order_id])
        self._backdate({case: case.opened_at for case in settled}, "create_date")

    def _exception_date_late(self, case, deal):
        """Put a settled case where it happened: from the promise to the delivery."""
        opened = self._moment(deal.promised + timedelta(days=1), 8, 5)
        told, closed = (self._moment(deal.delivered, hour) for hour in (11, 17))
        case._neiqin_as_server().write(
            {
                "opened_at": opened,
                "deadline": opened + timedelta(hours=4),
                "planned_at": opened + timedelta(hours=1),
                "told_at": told,
                "agreed_at": told,
                "solved_at": closed,
                "closed_at": closed,
                "owner_id": self._known(f"user_{deal.clerk}").id,
            }
        )

    # --------------------------------------------------------- customers to be told

    def _load_exception_notices(self):
        """Three customers want to hear regularly; what they are told leaves tomorrow.
        One mail did not arrive."""
        company = self._company()
        customers = self.env["sale.order"].search(
            [
                ("company_id", "=", company.id),
                ("state", "=", "sale"),
                ("neiqin_next_promise", "!=", False),
                ("neiqin_last_told", "=", False),
            ],
            order="id desc",
        )
        customers = customers.partner_id.commercial_partner_id[:3]
        for customer, cadence in zip(
            customers, ("daily", "weekly", "daily"), strict=False
        ):
            customer.neiqin_cadence = cadence
        notices = self.env["neiqin.progress.notice"]
        planned = notices.with_company(company)._neiqin_plan(company)
        tomorrow = self._moment(fields.Date.today() + timedelta(days=1), 9)
        planned._neiqin_as_server().write({"due_at": tomorrow})
        planned[-1:]._neiqin_fail("550 收件人邮箱已满，请与客户确认邮箱")
