"""The figures of a report are those of the documents, in the company's days."""

from freezegun import freeze_time

from odoo import Command
from odoo.exceptions import UserError, ValidationError
from odoo.tests import tagged

from .period_case import PeriodCase, day


@tagged("post_install", "-at_install")
class TestPeriodFigures(PeriodCase):
    def test_an_empty_period(self):
        report = self.report("2024-02-29")
        self.assertEqual(
            (report.date_from, report.date_to), (day("2024-02-01"), day("2024-02-29"))
        )
        self.assertEqual(self.value(report, "order_count"), 0)
        self.assertEqual(self.value(report, "order_amount"), 0)
        for unknown in (
            "quotation_rate",
            "collection_rate",
            "outstanding_days",
            "answer_rate",
        ):
            self.assertIsNone(self.value(report, unknown), unknown)
        self.assertIn("Not enough data", report.page)
        self.assertEqual(report.state, "frozen")

    def test_days_are_the_companys(self):
        # 23:30 of February 29th and 00:30 of March 1st in Shanghai
        self.sold("2024-02-29 15:30:00", price=100)
        self.sold("2024-02-29 16:30:00", price=7)
        plan = self.plan()
        february = plan._neiqin_make_for(day("2024-02-01"))
        march = plan._neiqin_make_for(day("2024-03-31"))
        self.assertEqual(self.value(february, "order_amount"), 100)
        self.assertEqual(self.value(march, "order_amount"), 7)
        self.assertEqual(self.before(march, "order_amount"), 100)
        leap = self.report("2024-02-29", "day")
        self.assertEqual(self.value(leap, "order_count"), 1)
        week = self.report("2024-03-01", "week")  # Monday, February 26th, and on
        self.assertEqual(self.value(week, "order_amount"), 107)

    def test_two_currencies(self):
        dollar = self.env.ref("base.EUR")
        dollar.active = True
        self.env["res.currency.rate"].search([("currency_id", "=", dollar.id)]).unlink()
        for name, rate in (("2024-01-01", 0.125), ("2024-03-10", 0.2)):
            self.env["res.currency.rate"].create(
                {
                    "name": name,
                    "rate": rate,
                    "currency_id": dollar.id,
                    "company_id": self.company.id,
                }
            )
        pricelist = self.env["product.pricelist"].create(
            {"name": "EUR", "currency_id": dollar.id, "company_id": self.company.id}
        )
        with freeze_time("2024-03-05 04:00:00"):
            order = self.order((self.goods, 2, 50), pricelist_id=pricelist.id)
        self.assertEqual(order.currency_id, dollar)
        self.dated(order, "2024-03-05 04:00:00")
        self.sold("2024-03-06 04:00:00", price=60)
        report = self.report("2024-03-01")
        # 100 at the rate of its own day, not at today's
        self.assertAlmostEqual(self.value(report, "order_amount"), 100 / 0.125 + 60, 2)

    def test_conversion(self):
        won = self.sold("2024-03-05 04:00:00", price=300)
        late = self.sold("2024-03-31 10:00:00", price=100)
        self.env.cr.execute(
            "UPDATE sale_order SET date_order = '2024-04-02' WHERE id = %s", (late.id,)
        )
        open_one = self.order((self.goods, 1), confirm=False)
        self.env.cr.execute(
            "UPDATE sale_order SET create_date = '2024-03-09' WHERE id = %s",
            (open_one.id,),
        )
        self.env.invalidate_all()
        report = self.report("2024-03-01")
        self.assertEqual(self.value(report, "quotation_count"), 3)
        self.assertAlmostEqual(self.value(report, "quotation_rate"), 1 / 3, 6)
        self.assertEqual(self.value(report, "order_count"), len(won))

    def test_promises(self):
        kept = self.order((self.goods, 5), commitment_date="2024-03-20 04:00:00")
        late = self.order((self.goods, 3), commitment_date="2024-03-20 04:00:00")
        self.order((self.more, 2), commitment_date="2024-03-30 04:00:00")
        self.put(self.goods, 100)
        for order, moment in (
            (kept, "2024-03-20 10:00:00"),
            (late, "2024-03-20 17:00:00"),
        ):
            order.picking_ids.action_assign()
            self.send(order.picking_ids)
            order.picking_ids.move_ids.date = moment  # the latter on the 21st, 01:00
        for order in kept + late:
            self.assertEqual(order.picking_ids.state, "done")
        report = self.report("2024-03-01")
        self.assertEqual(self.value(report, "promise_count"), 3)
        self.assertEqual(self.value(report, "promise_late"), 2)
        self.assertIn("late", report.advice_ids.mapped("code"))

    def test_money(self):
        moves = []
        for number, due in (
            (100, "2024-03-10"),
            (50, "2024-01-15"),
            (30, "2024-04-30"),
        ):
            order = self.sold("2024-03-05 04:00:00", price=number)
            move = order._create_invoices()
            move.write({"invoice_date": "2024-03-05", "invoice_date_due": due})
            move.action_post()
            moves.append(move)
        payment = (
            self.env["account.payment.register"]
            .with_context(active_model="account.move", active_ids=moves[0].ids)
            .create({"amount": 40, "payment_date": "2024-03-20"})
        )
        payment._create_payments()
        self.env["account.payment.register"].with_context(
            active_model="account.move", active_ids=moves[1].ids
        ).create({"payment_date": "2024-04-02"})._create_payments()
        plan = self.plan()
        march, april = (
            plan._neiqin_make_for(day(x)) for x in ("2024-03-01", "2024-04-01")
        )
        self.assertEqual(self.value(march, "invoiced"), 180)
        self.assertEqual(self.value(march, "collected"), 40)
        self.assertAlmostEqual(self.value(march, "collection_rate"), 40 / 180, 5)
        self.assertEqual(self.value(march, "open"), 140)
        self.assertEqual(self.value(march, "overdue"), 110)
        self.assertAlmostEqual(self.value(march, "outstanding_days"), 140 / 180 * 90, 5)
        ages = march._neiqin_content()["money"]["ages"]
        self.assertEqual(
            {name: float(value) for name, value in ages.items()},
            {"not_due": 30, "to_30": 60, "to_60": 0, "to_90": 50, "over_90": 0},
        )
        [advice] = march.advice_ids.filtered(lambda line: line.code == "follow_up")
        action = advice.action_neiqin_open()
        found = self.env["account.move"].search(action["domain"])
        self.assertEqual(found, moves[0])  # the other one is paid by now
        self.assertEqual(self.value(april, "collected"), 50)
        self.assertEqual(self.before(april, "collected"), 40)
        self.assertEqual(self.value(april, "open"), 90)

    def test_ranking_and_moves(self):
        customers = self.env["res.partner"].create(
            [
                {"name": name, "state_id": self.env.ref(f"base.state_cn_{code}").id}
                for name, code in (("甲", "ZJ"), ("乙", "SH"))
            ]
        )
        for moment, amounts in (("2024-02-05", (500, 100)), ("2024-03-05", (200, 300))):
            for customer, amount in zip(customers, amounts, strict=True):
                self.sold(f"{moment} 04:00:00", price=amount, partner_id=customer.id)
        content = self.report("2024-03-01")._neiqin_content()
        rows = [
            (row["name"], float(row["amount"]), row["place"], row["place_before"])
            for row in content["customers"]
        ]
        self.assertEqual(rows, [("乙", 300, 1, 2), ("甲", 200, 2, 1)])
        self.assertEqual([row["place"] for row in content["regions"]], [1, 2])
        self.assertEqual(float(content["customers"][1]["change"]), -0.6)

    def test_scopes(self):
        team = self.env["crm.team"].create(
            {"name": "华东", "company_id": self.company.id}
        )
        self.sold(
            "2024-03-05 04:00:00", price=100, team_id=team.id, user_id=self.seller.id
        )
        self.sold("2024-03-05 04:00:00", price=7, team_id=False)
        cases = (
            {"scope": "team", "team_id": team.id},
            {"scope": "representative", "user_id": self.seller.id},
            {"scope": "clerk", "user_id": self.env.uid},
        )
        found = [
            self.value(self.report("2024-03-01", **case), "order_amount")
            for case in cases
        ]
        self.assertEqual(found, [100, 100, 107])
        china = self.env.ref("base.cn")
        self.customer.write(
            {"country_id": china.id, "state_id": self.env.ref("base.state_cn_ZJ").id}
        )
        for region in (
            {"country_id": china.id},
            {"state_id": self.env.ref("base.state_cn_ZJ").id},
        ):
            report = self.report("2024-03-01", scope="region", **region)
            self.assertEqual(self.value(report, "order_amount"), 107)
        with self.assertRaises(ValidationError):
            self.plan(scope="team")

    def test_stock(self):
        for product, quantity in ((self.goods, 100), (self.more, 9)):
            self.counted(product, quantity).date = "2023-10-01 04:00:00"
        order = self.order((self.goods, 90))
        self.send(order.picking_ids)
        order.picking_ids.move_ids.date = "2024-03-05 04:00:00"
        report = self.report("2024-03-01")
        stock = report._neiqin_content()["stock"]
        [short] = [row for row in stock["short"] if row["id"] == self.goods.id]
        self.assertEqual(
            [float(short[x]) for x in ("stock", "sold", "cover")], [10, 90, 10]
        )
        [slow] = [row for row in stock["slow"] if row["id"] == self.more.id]
        self.assertEqual((float(slow["stock"]), slow["days"]), (9, 182))
        self.assertLessEqual(
            {"reorder", "promote"}, set(report.advice_ids.mapped("code"))
        )
        # a month before nothing had left
        earlier = self.report("2024-02-01")._neiqin_content()["stock"]
        self.assertNotIn(self.goods.id, [row["id"] for row in earlier["short"]])

    def test_a_period_that_runs_has_no_report(self):
        with freeze_time("2024-03-31 15:59:00"), self.assertRaises(UserError):
            self.report("2024-03-05")
        with freeze_time("2024-03-31 16:00:00"):
            self.assertTrue(self.report("2024-03-05"))

    def test_one_statement_per_figure_however_many_orders(self):
        self.sold("2024-03-05 04:00:00")
        figures = self.env["neiqin.period.figures"]
        span = self.plan()._neiqin_span(self.report("2024-03-01")._neiqin_period())
        self.env.flush_all()
        figures._neiqin_compute(span)
        with self.assertQueryCount(32):
            figures._neiqin_compute(span)
        for number in range(20):
            self.sold("2024-03-06 04:00:00", price=number + 1)
        figures._neiqin_compute(span)
        with self.assertQueryCount(32):
            found, _costs = figures._neiqin_compute(span)
        self.assertEqual(found["orders"]["count"], 21)

    def test_subscribers_are_colleagues(self):
        portal = self.person("period_portal", "base.group_portal")
        with self.assertRaises(ValidationError):
            self.plan(user_ids=[Command.link(portal.id)])
