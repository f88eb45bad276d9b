"""Midnight, currencies, promises, and an empty office."""

import datetime

from freezegun import freeze_time

from odoo.tests import new_test_user, tagged

from .figures_case import FiguresCase

REPORTS = ("sales", "order", "cohort", "complaint", "credit", "workload")
APRIL = [("date", ">=", "2026-04-01"), ("date", "<=", "2026-04-30")]


@tagged("post_install", "-at_install")
class TestFigures(FiguresCase):
    def sales(self, domain, aggregates=("amount:sum",), groupby=()):
        return self.env["neiqin.sales.report"]._read_group(
            domain, list(groupby), list(aggregates)
        )

    def test_half_an_hour_before_midnight(self):
        """In Shanghai it is the last evening of March, and the first night of April."""
        march = self.order_at("2026-03-31 15:30:00", 10)
        april = self.order_at("2026-03-31 16:30:00", 20)
        domain = [("order_id", "in", (march + april).ids)]
        found = self.sales(domain, groupby=["date:month"])
        self.assertEqual(
            found,
            [(datetime.date(2026, 3, 1), 10.0), (datetime.date(2026, 4, 1), 20.0)],
        )
        self.assertEqual(self.sales([*domain, *APRIL]), [(20.0,)])
        self.assertEqual(self.sales([*domain, "!", "&", *APRIL]), [(10.0,)])
        with self.subTest("the user's own clock changes nothing"):
            env = self.env(context={"tz": "America/New_York"})
            report = env["neiqin.sales.report"]
            self.assertEqual(
                report._read_group([*domain, *APRIL], [], ["amount:sum"]), [(20.0,)]
            )

    def test_the_furthest_clocks(self):
        """Searching by days finds what searching by moments in UTC would miss."""
        for zone, moment in (
            ("Pacific/Kiritimati", "2026-03-31 10:00:00"),  # 14 hours before UTC
            ("Etc/GMT+12", "2026-05-01 11:59:59"),
        ):
            with self.subTest(zone=zone):
                self.set_zone(zone)
                order = self.order_at(moment, 7)
                found = self.sales([*APRIL, ("order_id", "=", order.id)])
                self.assertEqual(found, [(7.0,)])

    def test_this_month_in_words(self):
        order = self.order_at("2026-04-10 03:00:00", 5)
        with freeze_time("2026-04-20 03:00:00"):
            domain = [("date", ">=", "today =1d"), ("order_id", "=", order.id)]
            self.assertEqual(self.sales(domain), [(5.0,)])
        with freeze_time("2026-05-20 03:00:00"):
            self.assertFalse(self.sales(domain)[0][0])

    # -------------------------------------------------------------- currencies

    def test_an_order_in_another_currency_counts_at_its_own_rate(self):
        order = self.order_at(
            "2026-04-10 03:00:00", 100, currency_id=self.other().id, currency_rate=0.125
        )
        mine = self.order_at("2026-04-11 03:00:00", 50)
        domain = [("order_id", "in", (order + mine).ids)]
        self.assertEqual(self.sales(domain), [(850.0,)])
        self.rate(self.other(), 0.5, "2026-04-01")
        self.assertEqual(self.sales(domain), [(850.0,)])
        found = self.env["neiqin.order.report"]._read_group(domain, [], ["amount:sum"])
        self.assertEqual(found, [(850.0,)])

    def test_two_companies_with_two_currencies(self):
        """The other company's amounts are turned at the rate of each order's day."""
        foreign = self.env["res.company"].create(
            {"name": "Hong Kong", "currency_id": self.other().id}
        )
        self.rate(self.company.currency_id, 1, "2020-01-01")
        self.rate(self.other(), 0.5, "2026-01-01")
        self.rate(self.other(), 0.25, "2026-04-15")
        ids = [
            self.order_at(f"2026-04-{day} 03:00:00", 10, company_id=foreign.id).id
            for day in (10, 20)
        ]
        ids.append(self.order_at("2026-04-10 03:00:00", 1).id)
        report = self.env["neiqin.sales.report"].with_context(
            allowed_company_ids=[self.company.id, foreign.id]
        )
        domain = [("order_id", "in", ids)]
        self.assertEqual(
            report._read_group(domain, [], ["amount:sum"]), [(20 + 40 + 1,)]
        )

    def other(self):
        currency = self.env.ref("base.EUR")
        if currency == self.company.currency_id:
            currency = self.env.ref("base.USD")
        currency.active = True
        return currency

    def rate(self, currency, rate, day):
        rates = self.env["res.currency.rate"]
        rates.search([("currency_id", "=", currency.id), ("name", "=", day)]).unlink()
        rates.create(
            {
                "currency_id": currency.id,
                "rate": rate,
                "name": day,
                "company_id": self.company.id,
            }
        )

    # -------------------------------------------------------------- what counts

    def test_down_payments_and_notes_are_not_sold(self):
        order = self.order_at("2026-04-10 03:00:00", 100)
        self.env.cr.execute(
            "UPDATE sale_order_line SET is_downpayment = TRUE WHERE order_id = %s",
            [order.id],
        )
        self.assertFalse(self.sales([("order_id", "=", order.id)])[0][0])

    def test_promises(self):
        """Kept on its very day, broken a day later, overdue, not due, none given."""
        made = {
            name: self.order_at(
                "2026-04-01 03:00:00",
                commitment_date=promised,
                neiqin_stage="delivered" if delivered else "confirmed",
            )
            for name, promised, delivered in (
                ("on_time", "2026-04-10 04:00:00", "2026-04-10 15:59:00"),
                ("late", "2026-04-10 04:00:00", "2026-04-10 16:01:00"),
                ("overdue", "2026-04-10 04:00:00", None),
                ("open", "2026-04-20 04:00:00", None),
                ("none", None, None),
            )
        }
        self.deliver_at(made["on_time"], "2026-04-10 15:59:00")
        self.deliver_at(made["late"], "2026-04-10 16:01:00")
        # a part of an order is not the order
        self.deliver_at(made["overdue"], "2026-04-09 03:00:00")
        with freeze_time("2026-04-15 03:00:00"):
            rows = self.env["neiqin.order.report"].browse(
                [order.id for order in made.values()]
            )
            self.assertEqual(rows.mapped("delivery"), list(made))
            domain = [("id", "in", rows.ids)]
            [(late,)] = rows._read_group(domain, [], ["late:avg"])
            weeks = rows._read_group(domain, ["date:month", "weeks"], ["__count"])
        self.assertAlmostEqual(late, 200 / 3)
        # nine and ten days are the second week; what is not delivered stands apart
        april = datetime.date(2026, 4, 1)
        self.assertEqual(weeks, [(april, 0, 3), (april, 2, 2)])

    def deliver_at(self, order, moment):
        self.env.cr.execute(
            "INSERT INTO neiqin_progress_fact"
            " (order_id, company_id, stage, moment, quantity, key, number)"
            " VALUES (%s, %s, 'delivered', %s, 1, 'test', 1)",
            [order.id, self.company.id, moment],
        )

    def test_a_delivery_that_was_undone(self):
        order = self.order_at(
            "2026-04-01 03:00:00",
            commitment_date="2026-04-10 04:00:00",
            neiqin_stage="delivered",
        )
        self.deliver_at(order, "2026-04-09 03:00:00")
        self.env.cr.execute(
            "INSERT INTO neiqin_progress_fact"
            " (order_id, company_id, stage, moment, quantity, key, number)"
            " VALUES (%s, %s, 'delivered', '2026-04-11', -1, 'test', 2)",
            [order.id, self.company.id],
        )
        self.assertFalse(self.env["neiqin.order.report"].browse(order.id).delivered_on)

    def test_an_empty_office(self):
        """A company that just began: every analysis says nothing, and none fails."""
        company = self.env["res.company"].create({"name": "New"})
        for name in REPORTS:
            with self.subTest(report=name):
                report = self.env[f"neiqin.{name}.report"].with_context(
                    allowed_company_ids=company.ids
                )
                report = report.with_user(self.manager(company))
                for view in ("pivot", "graph", "list"):
                    report.get_view(view_type=view)
                # what shared customers owe elsewhere is owed here too
                if name != "credit":
                    self.assertFalse(report.search([]))
                measures = [
                    f"{field.name}:{field.aggregator}"
                    for field in report._fields.values()
                    if field.aggregator
                    and field.store
                    and field.name not in ("id", "months", "res_id")
                ]
                [row] = report._read_group([], [], [*measures, "__count"])
                if name != "credit":
                    self.assertFalse(any(row))

    def manager(self, company):
        login = "figures-manager"
        user = self.env["res.users"].search([("login", "=", login)])
        if not user:
            user = new_test_user(
                self.env,
                login,
                "neiqin_addon.group_neiqin_manager",
                company_id=company.id,
                company_ids=[(6, 0, company.ids)],
            )
        user.write({"company_ids": [(4, company.id)], "company_id": company.id})
        return user

    def test_groups_stand_in_the_order_of_their_lists(self):
        """As Odoo's own ordering by name would have them, empty ones last."""
        names = ("Zhang", "Bai", "Li")
        users = [
            new_test_user(
                self.env, f"order.{name}", "sales_team.group_sale_salesman", name=name
            )
            for name in names
        ]
        orders = self.pattern.browse()
        for user in users:
            orders += self.order_at("2026-04-10 03:00:00", 5, user_id=user.id)
        orders += self.order_at("2026-04-10 03:00:00", 5, user_id=None)
        for order, expected in (
            ("user_id", ["Bai", "Li", "Zhang", False]),
            ("user_id desc, date:month", [False, "Zhang", "Li", "Bai"]),
        ):
            rows = self.env["neiqin.sales.report"]._read_group(
                [("order_id", "in", orders.ids)],
                ["user_id", "date:month"],
                ["amount:sum"],
                order=order,
            )
            self.assertEqual([row[0].name for row in rows], expected)
