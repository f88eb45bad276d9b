"""What asking for and twice deciding the approval of many orders costs.

Two hundred orders of three lines are asked for and decided by two persons in batches.
With NEIQIN_TIER_ADDONS, a folder that holds the community's base_tier_validation and
sale_tier_validation, the same number of orders passes their two tiers in the same run,
in the way they offer: one order at a time.
"""

import os
import statistics

import odoo.addons

ORDERS, LINES, TURNS = 200, 3, 3
BUDGET = 3  # queries per order
SHARE = 0.5  # of the community's time


class Office:
    """A clerk who asks, a clerk and a supervisor who decide."""

    def __init__(self, env, groups):
        self.env = env
        self.asker, self.first, self.second = (
            env["res.users"].create(
                {
                    "name": login,
                    "login": f"bench_{login}",
                    "group_ids": [(6, 0, [env.ref(group).id])],
                }
            )
            for login, group in zip(("asker", "first", "second"), groups, strict=True)
        )
        self.partner = env["res.partner"].create({"name": "Bench customer"})
        self.product = env["product.product"].create({"name": "S", "type": "service"})

    def orders(self):
        """Return new quotations, nothing of them in the cache."""
        line = {"product_id": self.product.id, "product_uom_qty": 2, "price_unit": 9.5}
        orders = (
            self.env["sale.order"]
            .with_user(self.asker)
            .create(
                [
                    {
                        "partner_id": self.partner.id,
                        "user_id": self.asker.id,
                        "order_line": [(0, 0, line)] * LINES,
                    }
                    for _ in range(ORDERS)
                ]
            )
        )
        self.forget()
        return orders

    def forget(self):
        """Leave nothing to be done, nothing in the cache."""
        self.env.cr.flush()
        self.env.invalidate_all()


class Ours(Office):
    """The add-on: two persons by rule, in batches."""

    def __init__(self, env):
        role = "neiqin_addon.group_neiqin_"
        super().__init__(env, [f"{role}clerk", f"{role}clerk", f"{role}supervisor"])
        env.company.neiqin_gate_approval = "enforce"
        env["neiqin.approval.rule"].create(
            {"name": "All", "operation": "order_confirm"}
        )

    def pass_all(self, orders):
        """Ask for all, then decide all, twice."""
        approvals, _problems = orders._neiqin_ask_many({"order_confirm"}, "bench")
        for user in (self.first, self.second):
            self.forget()
            approvals.with_user(user)._neiqin_decide_many("yes", "bench", {})
        self.forget()
        assert set(approvals.mapped("state")) == {"approved"}


class Tiers(Office):
    """The community's add-on: two tiers with one reviewer each."""

    def __init__(self, env):
        group = "sales_team.group_sale_manager"
        super().__init__(env, [group] * 3)
        for sequence, user in ((20, self.first), (10, self.second)):
            env["tier.definition"].create(
                {
                    "name": f"Tier {sequence}",
                    "model_id": env["ir.model"]._get_id("sale.order"),
                    "review_type": "individual",
                    "reviewer_id": user.id,
                    "definition_domain": "[]",
                    "sequence": sequence,
                    "approve_sequence": True,
                }
            )

    def pass_all(self, orders):
        """Ask for all, then each reviewer validates them one by one."""
        orders.request_validation()
        for user in (self.first, self.second):
            self.forget()
            for order in orders.with_user(user):
                order.validate_tier()
        self.forget()
        states = set(orders.mapped("review_ids.status"))
        assert states == {"approved"}, states


def measure(ctx, offices):
    """Return [(milliseconds, queries)] per order and office, medians over turns.

    The offices take turns, so that a busy moment of the machine hits both.
    """
    times, queries = [[] for _ in offices], [[] for _ in offices]
    for _turn in range(TURNS + 1):
        for index, office in enumerate(offices):
            orders = office.orders()
            before = office.env.cr.sql_log_count
            seconds = ctx.once(lambda o=office, orders=orders: o.pass_all(orders))
            times[index].append(seconds * 1000 / ORDERS)
            queries[index].append((office.env.cr.sql_log_count - before) / ORDERS)
    # the first turn fills caches
    return [
        (statistics.median(spent[1:]), statistics.median(asked[1:]))
        for spent, asked in zip(times, queries, strict=True)
    ]


def install_tiers(ctx, folder):
    """Install the community's modules in the stock database; it is thrown away."""
    odoo.addons.__path__.append(folder)
    with ctx.env_stock(commit=True) as env:
        env["ir.module.module"].update_list()
        module = env["ir.module.module"].search([("name", "=", "sale_tier_validation")])
        module.button_immediate_install()


def run(ctx):
    """Print the table; return 1 when a figure is above its limit."""
    folder = os.environ.get("NEIQIN_TIER_ADDONS")
    if folder:
        install_tiers(ctx, folder)
    with ctx.env_with_addon() as env, ctx.env_stock() as stock_env:
        offices = [Ours(env)]
        if folder:
            offices.append(Tiers(stock_env))
        figures = measure(ctx, offices)
    names = ["this add-on", "sale_tier_validation"]
    ctx.table(
        [
            (name, f"{spent:.1f}", f"{queries:.2f}")
            for name, (spent, queries) in zip(names, figures, strict=False)
        ],
        [f"{ORDERS} orders, asked and decided twice", "ms/order", "queries/order"],
    )
    failed = figures[0][1] > BUDGET
    if folder:
        failed |= figures[0][0] > SHARE * figures[1][0]
    return int(failed)
