"""Figures that are not for everybody, attacked as a client would."""

from odoo.exceptions import AccessError
from odoo.service.model import call_kw
from odoo.tests import new_test_user, tagged

from .figures_case import FiguresCase
from .test_figures import REPORTS


@tagged("post_install", "-at_install")
class TestMargin(FiguresCase):
    """A clerk sees what is sold, not what it cost, whatever he asks."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.bearing.standard_price = 40
        cls.order = cls.sell(10, day="2026-04-20")
        cls.clerk = new_test_user(
            cls.env, "figures-clerk", "neiqin_addon.group_neiqin_clerk"
        )
        cls.chief = new_test_user(
            cls.env, "figures-chief", "neiqin_addon.group_neiqin_supervisor"
        )
        cls.domain = [("order_id", "=", cls.order.id)]

    def call(self, user, method, *args, **kwargs):
        model = self.env["neiqin.sales.report"].with_user(user)
        return call_kw(model, method, args, kwargs)

    def test_margin_by_the_costs_of_the_confirmation(self):
        self.bearing.standard_price = 90
        self.env.flush_all()
        row = self.env["neiqin.sales.report"].with_user(self.chief).search(self.domain)
        self.assertAlmostEqual(row.margin, row.amount - 400)
        self.assertAlmostEqual(row.margin_rate, 100 * row.margin / row.amount)

    def test_the_rate_of_a_group_is_that_of_its_sums(self):
        other = self.sell(1, day="2026-04-21", order_line=[])
        self.assertFalse(other.order_line)
        big = self.sell(30, day="2026-04-21")
        big.order_line.price_unit = 50
        orders = self.order + big
        rows = self.call(
            self.chief,
            "formatted_read_group",
            [("order_id", "in", orders.ids)],
            [],
            ["margin:sum", "amount:sum", "margin_rate:avg"],
        )
        [row] = rows
        self.assertAlmostEqual(
            row["margin_rate:avg"], 100 * row["margin:sum"] / row["amount:sum"]
        )

    def test_a_clerk_gets_at_no_margin(self):
        attacks = {
            "sum": ("formatted_read_group", self.domain, [], ["margin:sum"]),
            "list": ("formatted_read_group", self.domain, [], ["margin:array_agg"]),
            "rate": ("formatted_read_group", self.domain, [], ["margin_rate:avg"]),
            "rate's sum": (
                "formatted_read_group",
                self.domain,
                [],
                ["margin_rate:sum"],
            ),
            "rate's max": (
                "formatted_read_group",
                self.domain,
                [],
                ["margin_rate:max"],
            ),
            "group": ("formatted_read_group", self.domain, ["margin"], ["__count"]),
            "path": (
                "formatted_read_group",
                self.domain,
                ["order_id.neiqin_planned_cost"],
                ["__count"],
            ),
            "domain": ("search_count", [*self.domain, ("margin", ">", 0)]),
            "domain of the rate": ("search_count", [("margin_rate", ">", 0)]),
            "domain beyond": (
                "search_count",
                [("order_id.order_line.neiqin_unit_cost", ">", 0)],
            ),
            "order": ("search_read", self.domain, ["amount"], 0, 1, "margin"),
            "read": ("search_read", self.domain, ["margin"]),
            "web": ("web_search_read", self.domain, {"margin": {}}),
            "sets": (
                "formatted_read_grouping_sets",
                self.domain,
                [["user_id"]],
                ["margin:sum"],
            ),
        }
        for name, (method, *args) in attacks.items():
            with self.subTest(attack=name), self.assertRaises(AccessError):
                self.call(self.clerk, method, *args)
            if name != "path":
                with self.subTest(control=name):
                    self.call(self.chief, method, *args)

    def test_having_and_export(self):
        with self.assertRaises(AccessError):
            self.call(
                self.clerk,
                "formatted_read_group",
                self.domain,
                ["user_id"],
                ["__count"],
                having=[("margin:sum", ">", 0)],
            )
        self.clerk.write(
            {"group_ids": [(4, self.env.ref("base.group_allow_export").id)]}
        )
        row = self.env["neiqin.sales.report"].with_user(self.clerk).search(self.domain)
        self.call(self.clerk, "export_data", row.ids, ["order_id", "amount"])
        with self.assertRaises(AccessError):
            self.call(self.clerk, "export_data", row.ids, ["order_id", "margin"])
        names = self.call(self.clerk, "fields_get")
        self.assertFalse({"margin", "margin_rate"} & set(names))
        for view in ("list", "pivot", "graph", "search"):
            arch = self.call(self.clerk, "get_view", False, view)["arch"]
            self.assertNotIn("margin", arch)

    def test_costs_on_lines_are_the_servers(self):
        line = self.order.order_line
        with self.assertRaises(AccessError):
            line.with_user(self.clerk).read(["neiqin_unit_cost"])
        for user in (self.clerk, self.chief, self.env.ref("base.user_admin")):
            with self.assertRaises(AccessError):
                line.with_user(user).write({"neiqin_unit_cost": 1})
        self.assertEqual(line.sudo().neiqin_unit_cost, 40)

    def test_collaborators_and_colleagues_see_nothing(self):
        groups = ("neiqin_addon.group_neiqin_collaborator", "base.group_user")
        for number, group in enumerate(groups):
            user = new_test_user(self.env, f"figures-nobody-{number}", group)
            for name in REPORTS:
                with self.subTest(group=group, report=name):
                    model = self.env[f"neiqin.{name}.report"].with_user(user)
                    with self.assertRaises(AccessError):
                        call_kw(
                            model, "formatted_read_group", [[], [], ["__count"]], {}
                        )
