"""What goes wrong with the demo company's orders: one case of every kind, at every step.

The causes are real, so that the sweep of the demo finds the same cases again and closes
none of them: goods are missing in the warehouse, a delivery was short, something came back.
"""

import logging
from datetime import timedelta
from typing import NamedTuple

from odoo import fields, models

_logger = logging.getLogger(__name__)


class Story(NamedTuple):
    """One case: its cause, its kind, and how far its clerk has got."""

    cause: str  # a method ``_exception_<cause>``, which returns the line or order
    code: str
    summary: str
    hours: float  # until the deadline; negative: late
    steps: tuple = ()
    solution: str = ""
    root: str = ""
    cost: float = 0


STORIES = (
    Story("partly", "quantity", "装车漏了一箱，下午补送", 2.5, ("plan", "told", "agreed")),
    Story("short", "shortage", "盘点少货，仓库在复盘", -5.5, root="stock_data"),
    Story("awaited", "shortage", "先发现货，余量随下批到货", 3, solution="split"),
    Story("awaited", "shortage", "客户同意分批到货", 6, ("told",), "partial"),
    Story("short", "shortage", "已询价，等供应商确认交期", 2, (), "purchase", cost=260),
    Story("dropped", "discontinued", "老型号停产，改发同规格", 9, (), "substitute"),
    Story("passed", "date", "司机已约，改到新日期", 1.5, ("told",), "date", cost=180),
    Story("rest", "date", "尾数客户不要了", 5, (), "cancel", root="customer"),
    Story("moved", "date", "车辆检修，晚三天送到", -1, ("plan",), root="transport"),
    Story("cheap", "price", "报价时少看了一档", 4, ("told",), "price", "order_entry"),
    Story("cheap", "price", "", 7.5),
    Story("terms", "terms", "客户要求改月结", 6.5, ("plan",), root="customer"),
    Story(
        "back", "returned", "包装受潮，整箱退回", 12, ("told", "agreed", "solve"),
        "refund", "warehouse", 320,
    ),
    Story("changed", "change", "客户追加数量，确认函待重发", 3.5),
    Story("answer", "dispute", "客户要求提前交货", -0.5, ("plan",), root="customer"),
    Story("word", "other", "客户要求加贴唛头，样式待确认", 5.5, ("plan", "told")),
)  # fmt: skip


class NeiqinDemo(models.AbstractModel):
    _inherit = "neiqin.demo"

    def _parts(self):
        return [*super()._parts(), "exceptions"]

    def _load_company(self):
        """Nobody watches while three months are entered in one minute."""
        res = super()._load_company()
        self._company().neiqin_gate_exception = "off"
        return res

    def _load_exceptions(self):
        """Each step alone: what a company's own rules refuse is left out of the story."""
        company = self._company()
        # nobody watches while things go wrong: all of it is found at once
        company.neiqin_gate_exception = "off"
        self._try(self._exception_departments)
        self._try(self._exception_clean)
        self._try(self._load_exception_history)
        self._try(self._exception_promises)
        taken = set()
        about = [self._try(self._exception_cause, story, taken) for story in STORIES]
        company.neiqin_gate_exception = "advise"
        self._try(self._exception_sweep, about)
        self._try(self._close_late_deliveries)
        for story, record in zip(STORIES, about, strict=True):
            self._try(self._exception_tell, story, record)
        self._try(self._exception_settle, about)
        self._try(self._load_exception_notices)

    def _try(self, step, *args):
        """Do a step; what fails leaves nothing behind and stops nothing."""
        try:
            with self.env.cr.savepoint():
                return step(*args)
        except Exception:  # noqa: BLE001 the rest of the story is told all the same
            _logger.warning("demo: %s left out", step.__name__, exc_info=True)
            return None

    def _exception_departments(self):
        """Who answers in this company; where a department has its own, it stays."""
        people = {"sales": "clerk", "logistics": "warehouse", "warehouse": "warehouse"}
        people.update(purchasing="manager", finance="finance")
        departments = self.env["neiqin.department"]
        for code, key in people.items():
            common = self.env.ref(f"neiqin_addon.department_{code}")
            own = common._neiqin_in(self._company())
            if own == common:
                user = self._known(f"user_{key}")
                values = {"company_id": self._company().id, "responsible_id": user.id}
                departments |= common.copy(values)
        return departments

    def _exception_clean(self):
        """What was found while the story was entered is no part of it: deliveries got
        their days afterwards. What should have come weeks ago was promised anew."""
        orders = self._remembered("order_", "sale.order")
        self.env["neiqin.exception"].search(
            [("order_id", "in", orders.ids), ("found", "=", True)]
        ).unlink()
        weeks = self._today() - timedelta(days=20)
        lines = orders.order_line.filtered(
            lambda line: line.state == "sale"
            and line.product_id.type == "consu"
            and line.qty_delivered < line.product_uom_qty
            and (line._neiqin_promise() or weeks) < weeks
        )
        # the last ones are stories of their own
        lines = lines.filtered(lambda line: line.order_id in lines.order_id[:-2])
        for number, line in enumerate(lines):
            line.neiqin_promised_date = self._today() + timedelta(days=3 + number % 9)

    def _exception_promises(self):
        """The customers know the days as they are. From now on a promise that moves
        drafts a notice; nobody else gets mails."""
        company = self._company()
        orders = self._remembered("order_", "sale.order")
        sold = orders.filtered(lambda order: order.state == "sale")
        company.neiqin_gate_exception = "advise"
        sold._neiqin_give_promises(anew=True)
        company.neiqin_gate_exception = "off"
        company.write({"neiqin_feedback": True, "neiqin_cadence": "never"})

    def _exception_agree(self, orders):
        lines = orders.order_line.filtered(lambda line: not line.display_type)
        lines._neiqin_keep_prices({line.id: line._neiqin_net_price() for line in lines})

    def _exception_cause(self, story, taken):
        return getattr(self, f"_exception_{story.cause}")(taken)

    def _exception_sweep(self, about):
        """Find what is wrong, once: prices last, which every change looks up anew."""
        orders = self.env["sale.order"].search(
            [("company_id", "=", self._company().id), ("state", "!=", "cancel")]
        )
        self._exception_prices(orders, about)
        self.env["neiqin.exception"]._neiqin_check(orders.ids)

    def _exception_prices(self, orders, about):
        """All prices were agreed, but for those of the stories that are about one."""
        self._exception_agree(orders)
        cheap = [
            record
            for story, record in zip(STORIES, about, strict=True)
            if story.cause == "cheap" and record
        ]
        self.env["sale.order.line"]._neiqin_keep_prices(
            {line.id: line._neiqin_net_price() * 1.04 for line in cheap}
        )
        return cheap

    def _exception_settle(self, about):
        """The solutions had prices looked up anew: take that back. Join duplicates."""
        cases = self.env["neiqin.exception"].search(
            [("company_id", "=", self._company().id), ("state", "!=", "closed")]
        )
        priced = cases.filtered(lambda case: case.type_id.code == "price")
        cheap = self._exception_prices(priced.order_id, about)
        (priced.filtered(lambda case: case.order_line_id not in cheap)).unlink()
        overdue = (cases - priced).filtered(
            lambda case: case.type_id.code == "date" and case.state == "open"
        )
        clerk = self._known("user_clerk")
        for same in overdue.grouped("order_id").values():
            if len(same) > 2:
                same.with_user(clerk).action_merge()

    def _exception_tell(self, story, record):
        """Let a case's clerk get as far with it as the story says."""
        case = self._exception_case(story, record)
        if not case:
            return
        values = {"summary": story.summary, "cost": story.cost}
        if story.root:
            values["root_cause"] = story.root
        case.write(values)
        self._exception_time(case, story.hours)
        mine = case.with_user(case.owner_id)
        if story.solution:
            self._exception_solve(mine, story.solution)
        for step in story.steps:
            if case.state != "closed":
                getattr(mine, f"action_{step}")()
        if story.hours < 0:
            case._neiqin_remind()

    def _exception_case(self, story, record):
        """Return the open case of a story, with the order's own clerk."""
        cases = self.env["neiqin.exception"]
        if not record:
            return cases
        line = record if record._name == "sale.order.line" else record.order_line
        order = line.order_id
        here = [("order_id", "=", order.id), ("state", "!=", "closed")]
        case = cases.search([*here, ("type_id.code", "=", story.code)])
        case = case.filtered(lambda one: one.order_line_id in line)[:1] or case[:1]
        if story.cause == "word":
            kind = self.env.ref("neiqin_addon.exception_type_other")
            values = {"type_id": kind.id, "order_id": order.id}
            case = cases.with_user(self._known("user_clerk")).create(values).sudo()
        deal = self._orders_of_deals().get(order)
        case.owner_id = self._known(f"user_{deal.clerk if deal else 'clerk'}")
        return case

    def _exception_time(self, case, hours):
        """Have a case opened as long ago that this many hours are left."""
        now = fields.Datetime.now()
        due = now + timedelta(hours=hours)
        allowed = timedelta(hours=case.type_id.hours)
        moments = {
            "opened_at": min(due - allowed, now - timedelta(minutes=20)),
            "half_at": due - allowed * 0.5,
            "most_at": due - allowed * 0.2,
            "deadline": due,
        }
        ahead = [at for at in list(moments.values())[1:] if at > now]
        moments["next_reminder_at"] = min(ahead, default=False)
        case._neiqin_as_server().write(moments)

    def _exception_solve(self, case, solution):
        """Fill in the dialog as a clerk does: most of it is proposed."""
        later = fields.Date.context_today(case) + timedelta(days=9)
        promise = case.order_line_id._neiqin_promise() if case.order_line_id else None
        later = max(later, (promise or later) + timedelta(days=6))
        given = {
            "date": {"new_date": later},
            "split": {"new_date": later},
            "partial": {"new_date": later},
            "price": {"reason": "报价时少看了一档，客户同意按协议价"},
            "refund": {"reason": "整箱受潮，货已退回"},
        }.get(solution, {})
        if solution == "substitute":
            given = {"product_id": self._exception_substitute(case).id}
        dialog = self.env["neiqin.exception.solve"].with_user(case.owner_id)
        values = {"case_id": case.id, "solution": solution, **given}
        dialog.create(values).action_apply()

    def _exception_substitute(self, case):
        """Return another product of the category, for the price closest to it."""
        old = case.sudo().product_id
        others = self._remembered("product_", "product.product").filtered(
            lambda product: product.categ_id == old.categ_id
            and product != old
            and not product.neiqin_discontinued
        )
        return others.sorted(lambda one: abs(one.list_price - old.list_price))[:1]
