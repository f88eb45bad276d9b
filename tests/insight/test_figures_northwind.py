"""Two years of orders: what the analyses say, and what plain Python counts in the files."""

import datetime
import unittest
from collections import Counter, defaultdict

from odoo.tests import new_test_user, tagged

from ..order.northwind_case import HAVE_SAMPLE, copy_rows, day, read
from .figures_case import FiguresCase


def amount(detail):
    price, quantity = float(detail["unitPrice"]), float(detail["quantity"])
    return round(price * quantity * (1 - float(detail["discount"])), 2)


@tagged("post_install", "-at_install")
@unittest.skipUnless(HAVE_SAMPLE, "the sample is missing: set NEIQIN_SAMPLE_DATA")
class TestFiguresNorthwind(FiguresCase):
    """What is not shipped in the sample is a quotation here: 21 of 830."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.orders, cls.details = read("orders"), defaultdict(list)
        for row in read("order-details"):
            cls.details[row["orderID"]].append(row)
        cls.sheet = {row["productID"]: row for row in read("products")}
        cls.make_masters()
        cls.copy_orders()
        cls.domain = [("order_id", "in", cls.sold.ids)]

    @classmethod
    def make_masters(cls):
        groups = cls.env["product.category"].create(
            [{"name": row["categoryName"]} for row in read("categories")]
        )
        products = cls.env["product.product"].create(
            [
                {
                    "name": row["productName"],
                    "type": "consu",
                    "categ_id": groups[int(row["categoryID"]) - 1].id,
                }
                for row in cls.sheet.values()
            ]
        )
        cls.products = dict(zip(cls.sheet, products, strict=True))
        cls.sellers = {
            row["employeeID"]: new_test_user(
                cls.env,
                f"nw{row['employeeID']}",
                "sales_team.group_sale_salesman",
                name=row["lastName"],
            )
            for row in read("employees")
        }
        names = sorted({row["shipCountry"] for row in cls.orders})
        countries = cls.env["res.country"].search([], limit=len(names))
        cls.countries = dict(zip(names, countries, strict=True))
        home = {row["customerID"]: row["shipCountry"] for row in cls.orders}
        partners = cls.env["res.partner"].create(
            [
                {"name": code, "country_id": cls.countries[name].id}
                for code, name in home.items()
            ]
        )
        cls.partners = dict(zip(home, partners, strict=True))

    @classmethod
    def copy_orders(cls):
        cls.sold = copy_rows(
            cls.pattern,
            [
                {
                    "name": f"NW{row['orderID']}",
                    "partner_id": cls.partners[row["customerID"]].id,
                    "user_id": cls.sellers[row["employeeID"]].id,
                    "date_order": row["orderDate"][:19],
                    "create_date": row["orderDate"][:19],
                    "commitment_date": f"{day(row['requiredDate'])} 04:00:00",
                    "state": "sale" if day(row["shippedDate"]) else "sent",
                    "neiqin_stage": "delivered" if day(row["shippedDate"]) else None,
                    "amount_untaxed": sum(map(amount, cls.details[row["orderID"]])),
                }
                for row in cls.orders
            ],
        )
        copy_rows(
            cls.pattern.order_line,
            [
                {
                    "order_id": order.id,
                    "product_id": cls.products[detail["productID"]].id,
                    "product_uom_qty": float(detail["quantity"]),
                    "price_subtotal": amount(detail),
                }
                for order, row in zip(cls.sold, cls.orders, strict=True)
                for detail in cls.details[row["orderID"]]
            ],
        )
        facts = [
            (order.id, f"{day(row['shippedDate'])} 06:00:00")
            for order, row in zip(cls.sold, cls.orders, strict=True)
            if day(row["shippedDate"])
        ]
        cls.delivered(facts)

    def shipped(self):
        return [row for row in self.orders if day(row["shippedDate"])]

    def won(self):
        """Return the rows of order and of line that were sold."""
        return [
            (row, detail)
            for row in self.shipped()
            for detail in self.details[row["orderID"]]
        ]

    def assert_amounts(self, groupby, expected):
        found = self.sums(
            "neiqin.sales.report",
            [*self.domain, ("state", "=", "sale")],
            [groupby],
            "amount:sum",
        )
        self.assertEqual(set(found), set(expected))
        for key, value in expected.items():
            self.assertAlmostEqual(found[key][0], value, 2, key)
        return found

    def test_total_and_number_of_orders(self):
        [(found, count)] = self.env["neiqin.sales.report"]._read_group(
            [*self.domain, ("state", "=", "sale")],
            [],
            ["amount:sum", "order_count:sum"],
        )
        self.assertAlmostEqual(
            found, sum(amount(detail) for _r, detail in self.won()), 2
        )
        self.assertEqual(count, len(self.shipped()))

    def test_months(self):
        months = defaultdict(float)
        for row, detail in self.won():
            months[day(row["orderDate"]).replace(day=1)] += amount(detail)
        self.assert_amounts("date:month", months)

    def test_ranking_of_countries_products_and_people(self):
        for groupby, key in (
            ("country_id", lambda row, _d: self.partners[row["customerID"]].country_id),
            ("product_id", lambda _row, d: self.products[d["productID"]]),
            ("user_id", lambda row, _d: self.sellers[row["employeeID"]]),
            ("partner_id", lambda row, _d: self.partners[row["customerID"]]),
        ):
            with self.subTest(groupby=groupby):
                expected = defaultdict(float)
                for row, detail in self.won():
                    expected[key(row, detail)] += amount(detail)
                found = self.assert_amounts(groupby, expected)
                best = max(expected, key=expected.get)
                self.assertEqual(max(found, key=lambda one: found[one][0]), best)

    def test_share_of_late_orders(self):
        late = Counter(
            self.sellers[row["employeeID"]]
            for row in self.shipped()
            if day(row["shippedDate"]) > day(row["requiredDate"])
        )
        every = Counter(self.sellers[row["employeeID"]] for row in self.shipped())
        found = self.sums("neiqin.order.report", self.domain, ["user_id"], "late:avg")
        for seller, count in every.items():
            self.assertAlmostEqual(found[seller][0], 100 * late[seller] / count, 6)
        [(share,)] = self.env["neiqin.order.report"]._read_group(
            self.domain, [], ["late:avg"]
        )
        self.assertAlmostEqual(share, 100 * late.total() / every.total(), 6)

    def test_days_to_deliver(self):
        days = [
            (day(row["shippedDate"]) - day(row["orderDate"])).days
            for row in self.shipped()
        ]
        [(found,)] = self.env["neiqin.order.report"]._read_group(
            self.domain, [], ["deliver_days:avg"]
        )
        self.assertAlmostEqual(found, sum(days) / len(days), 6)

    def test_conversion_by_orders_not_by_lines(self):
        won = Counter(row["employeeID"] for row in self.shipped())
        every = Counter(row["employeeID"] for row in self.orders)
        for model in ("neiqin.sales.report", "neiqin.order.report"):
            found = self.sums(model, self.domain, ["user_id"], "conversion:avg")
            for number, count in every.items():
                seller = self.sellers[number]
                self.assertAlmostEqual(found[seller][0], 100 * won[number] / count, 6)

    def test_customers_who_come_back(self):
        first = {}
        for row in sorted(self.shipped(), key=lambda one: one["orderDate"]):
            first.setdefault(row["customerID"], day(row["orderDate"]))
        cohorts = defaultdict(set)
        for row in self.shipped():
            begin, now = first[row["customerID"]], day(row["orderDate"])
            months = (now.year - begin.year) * 12 + now.month - begin.month
            cohorts[begin.replace(day=1), months].add(row["customerID"])
        found = self.sums(
            "neiqin.cohort.report",
            self.domain,
            ["first_on:month", "months"],
            "customers:sum",
        )
        self.assertEqual(
            {key: row[0] for key, row in found.items()},
            {key: len(who) for key, who in cohorts.items()},
        )

    def test_a_seller_sees_his_own(self):
        seller = self.sellers["5"]
        found = self.sums(
            "neiqin.sales.report", self.domain, ["user_id"], "amount:sum", user=seller
        )
        self.assertEqual([user.id for user in found], [seller.id])
        self.assertGreater(found[seller.with_user(seller)][0], 0)

    def test_the_past_does_not_change_with_the_day(self):
        """The same months asked for in a later year, with another day's rates."""
        read_all = lambda: self.sums(  # noqa: E731
            "neiqin.sales.report", self.domain, ["date:month"], "amount:sum"
        )
        before = read_all()
        self.env["res.currency.rate"].create(
            {
                "currency_id": self.company.currency_id.id,
                "rate": 3,
                "name": datetime.date(2030, 1, 1),
            }
        )
        self.assertEqual(read_all(), before)
