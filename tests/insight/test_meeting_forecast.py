"""The forecast, against what plain Python makes of the same documents."""

from datetime import date, datetime, timedelta

from freezegun import freeze_time

from odoo.exceptions import UserError

from .meeting_case import MONDAY, MeetingCase, noon


class TestMeetingForecast(MeetingCase):
    def test_open_orders_by_promised_week_against_stock_and_receipts(self):
        self.put(self.goods, 6)
        wanted = [(noon(3, 5), 2), (noon(3, 9), 3), (noon(3, 15), 4), (noon(3, 30), 5)]
        for day, quantity in wanted:
            self.order((self.goods, quantity, 10), commitment_date=day)
        # beyond the four weeks
        self.order((self.goods, 99, 10), commitment_date=noon(4, 6))
        self.receipt(self.goods, 3, noon(3, 18))
        line = self.line_of(self.goods)
        expected = [0.0] * 5
        for day, quantity in wanted:
            ahead = (day.date() - MONDAY).days // 7
            expected[max(ahead + 1, 0)] += quantity
        self.assertEqual(line["firm"], expected)
        self.assertEqual(line["firm"], [2, 7, 0, 0, 5])
        self.assertEqual(line["firm_amount"], [20, 70, 0, 0, 50])
        self.assertEqual(line["stock"], 6)
        self.assertEqual(line["coming"], [0, 0, 3, 0, 0])
        self.assertEqual(line["left"], [4, -3, 0, 0, -5])
        self.assertEqual(line["marks"], ["", "short", "", "", "short"])

    def receipt(self, product, quantity, day):
        vendor = self.env["res.partner"].create({"name": "供应商"})
        order = self.env["purchase.order"].create(
            {
                "partner_id": vendor.id,
                "company_id": self.company.id,
                "picking_type_id": self.warehouse.in_type_id.id,
                "order_line": [
                    (
                        0,
                        0,
                        {
                            "product_id": product.id,
                            "product_qty": quantity,
                            "price_unit": 1,
                            "date_planned": day,
                        },
                    )
                ],
            }
        )
        order.button_confirm()
        return order

    def test_partly_delivered(self):
        self.put(self.goods, 10)
        order = self.order((self.goods, 8, 10), commitment_date=noon(3, 11))
        self.send_part(order.picking_ids, 5)
        line = self.line_of(self.goods)
        self.assertEqual(line["firm"], [0, 3, 0, 0, 0])
        self.assertEqual(line["firm_amount"], [0, 30, 0, 0, 0])
        self.assertEqual(line["stock"], 5)

    def test_day_is_the_company_s(self):
        # Sunday 23:30 in Shanghai, then half an hour into Monday
        self.order((self.goods, 1), commitment_date=datetime(2026, 3, 15, 15, 30))
        self.order((self.goods, 10), commitment_date=datetime(2026, 3, 15, 16, 30))
        self.assertEqual(self.line_of(self.goods)["firm"], [0, 1, 10, 0, 0])

    def test_unit_of_the_line(self):
        dozen = self.env.ref("uom.product_uom_dozen")
        order = self.order(
            (self.goods, 2, 120), commitment_date=noon(3, 11), confirm=False
        )
        order.order_line.write({"product_uom_id": dozen.id, "price_unit": 120})
        order.action_confirm()
        line = self.line_of(self.goods)
        self.assertEqual(line["firm"], [0, 24, 0, 0, 0])
        self.assertEqual(line["firm_amount"], [0, 240, 0, 0, 0])

    def test_two_currencies(self):
        """Each order at the rate of its own day."""
        foreign = self.setup_other_currency("EUR", rates=[("2026-01-01", 0.5)])
        pricelist = self.env["product.pricelist"].create(
            {"name": "EUR", "currency_id": foreign.id, "company_id": self.company.id}
        )
        self.order((self.goods, 3, 10), commitment_date=noon(3, 11))
        order = self.order(
            (self.goods, 2, 10),
            commitment_date=noon(3, 11),
            pricelist_id=pricelist.id,
        )
        self.assertEqual(order.currency_id, foreign)
        self.env["res.currency.rate"].create(
            {
                "currency_id": foreign.id,
                "name": "2026-03-11",
                "rate": 0.25,
                "company_id": self.company.id,
            }
        )
        # 3 × 10 + 2 × 10 / 0.5: the order's own rate, whatever it is today
        self.assertEqual(self.line_of(self.goods)["firm_amount"][1], 70)

    def test_quotations_weighted_by_their_likes(self):
        past = []
        for number in range(10):
            # six of ten are won on the next day, two of ten after six weeks
            days, won = (1, True) if number < 6 else (40, number < 8)
            created = noon(1, 5) + timedelta(days=number)
            past.append((days, won))
            self.past_quote(100, created, created + timedelta(days=days), won)
        self.open_quote(10, 7, noon(3, 10), commitment_date=noon(3, 18))
        line = self.line_of(self.goods)
        share = sum(won for _days, won in past) / len(past)
        self.assertEqual(share, 0.8)
        self.assertEqual(line["likely"], [0, 0, 8, 0, 0])
        self.assertEqual(line["likely_amount"], [0, 0, 56, 0, 0])
        self.assertEqual(line["firm"], [0] * 5)
        # nothing on the shelf, yet nothing is owed: a risk, no shortage
        self.assertEqual(line["marks"], ["", "", "risk", "risk", "risk"])
        quotes = self.figures()["forecast"]["quotes"]
        self.assertEqual(
            quotes, {"count": 1, "amount": 70, "weighted": 56, "unknown": 0}
        )

    def test_not_enough_data(self):
        """An old quotation has too few like it; then it counts for nothing."""
        for number in range(10):
            created = noon(1, 5) + timedelta(days=number)
            self.past_quote(100, created, created + timedelta(days=1), True)
        self.open_quote(10, 7, noon(1, 20), commitment_date=noon(3, 18))
        forecast = self.figures()["forecast"]
        self.assertEqual(forecast["quotes"]["unknown"], 1)
        self.assertEqual(forecast["quotes"]["weighted"], 0)
        self.assertFalse(forecast["products"])

    def test_an_offer_that_ran_out_counts_no_more(self):
        self.open_quote(10, 7, noon(3, 1), validity_date=date(2026, 3, 10))
        quotes = self.figures()["forecast"]["quotes"]
        self.assertEqual(quotes["count"], 0)

    def test_rhythm(self):
        """Every 14 days, the last on 2 March: the next on the 16th and the 30th."""
        for day, quantity in ((5, 4), (19, 8)):
            self.past_order(datetime(2026, 1, day, 4), quantity)
        for moment, quantity in ((noon(2, 2), 4), (noon(2, 16), 8), (noon(3, 2), 6)):
            self.past_order(moment, quantity)
        self.env["neiqin.customer.record"]._neiqin_refresh(self.customer.ids)
        self.goods.product_tmpl_id.sale_delay = 2
        forecast = self.figures()["forecast"]
        line = next(row for row in forecast["products"] if row["id"] == self.goods.id)
        usual = (4 + 8 + 4 + 8 + 6) / 5
        expected = [0.0] * 5
        for day in (date(2026, 3, 16), date(2026, 3, 30)):
            due = day + timedelta(days=2)
            expected[(due - MONDAY).days // 7 + 1] += usual
        self.assertEqual(line["rhythm"], expected)
        self.assertEqual(line["rhythm"], [0, 0, 6, 0, 6])
        self.assertEqual(line["rhythm_amount"], [0, 0, 60, 0, 60])
        self.assertEqual(forecast["rhythm_customers"], 1)
        meeting = self.meeting().with_user(self.clerk)
        for way in (("rhythm", 0, 4), ("expected", self.goods.id, 2)):
            self.assertEqual(self.behind(meeting, *way).partner_id, self.customer)
        self.assertFalse(self.behind(meeting, "expected", self.goods.id, 1))

    def behind(self, meeting, *way):
        action = meeting.action_neiqin_open(*way)
        model = self.env[action["res_model"]].with_user(self.clerk)
        return model.search(action["domain"])

    def past_order(self, moment, quantity):
        order = self.past_quote(quantity * 10, moment, moment, True)
        self.env.cr.execute(
            "UPDATE sale_order_line SET product_uom_qty = %s, qty_delivered = %s"
            " WHERE order_id = %s",
            (quantity, quantity, order.id),
        )
        self.env.invalidate_all()

    def test_too_few_orders_have_no_rhythm(self):
        for moment in (noon(2, 16), noon(3, 2)):
            self.past_order(moment, 5)
        self.env["neiqin.customer.record"]._neiqin_refresh(self.customer.ids)
        forecast = self.figures()["forecast"]
        self.assertFalse(forecast["rhythm_customers"])
        self.assertFalse(forecast["products"])

    def test_capacity_of_a_group(self):
        groups = self.env["product.category"].create({"name": "传动件"})
        (self.goods | self.more).product_tmpl_id.categ_id = groups
        self.env["neiqin.meeting.capacity"].create(
            {
                "company_id": self.company.id,
                "categ_id": self.goods.categ_id.id,
                "quantity": 10,
            }
        )
        self.order((self.goods, 4), commitment_date=noon(3, 5))
        self.order((self.more, 7), commitment_date=noon(3, 11))
        self.order((self.goods, 10), commitment_date=noon(3, 18))
        (group,) = self.figures()["forecast"]["groups"]
        self.assertEqual(group["firm"], [4, 7, 10, 0, 0])
        self.assertEqual(group["capacity"], 10)
        # what is late is to be done this week as well: 11 of 10
        self.assertEqual(group["marks"], ["", "short", "", "", ""])

    @freeze_time("2026-12-30 04:00:00")
    def test_over_the_end_of_a_year(self):
        self.order((self.goods, 3), commitment_date=datetime(2027, 1, 3, 4))
        self.order((self.goods, 5), commitment_date=datetime(2027, 1, 4, 4))
        figures = self.figures(week=date(2026, 12, 30), weeks=2)
        self.assertEqual(
            figures["weeks"],
            [
                {"start": "2026-12-28", "name": "2026-W53"},
                {"start": "2027-01-04", "name": "2027-W01"},
            ],
        )
        self.assertEqual(figures["forecast"]["products"][0]["firm"], [0, 3, 5])

    def test_empty_company(self):
        company = self.env["res.company"].create({"name": "空公司"})
        self.env.user.company_ids |= company
        meeting = self.meetings.with_context(allowed_company_ids=company.ids).create(
            {"company_id": company.id, "week_start": MONDAY}
        )
        figures = meeting._neiqin_content()["figures"]
        self.assertEqual(figures["forecast"]["products"], [])
        self.assertEqual(figures["cases"], [])
        self.assertEqual(figures["overdue"], {"total": "0", "count": 0, "rows": []})
        self.assertIn("Nothing is on order", meeting.pack)

    def test_other_companies_orders_do_not_count(self):
        self.order((self.goods, 3), commitment_date=noon(3, 11))
        company = self.env["res.company"].create({"name": "别家"})
        found = self.env["neiqin.meeting.figures"].sudo()
        found = found._neiqin_figures(company, MONDAY, 4)
        self.assertEqual(found["forecast"]["products"], [])

    def test_queries_do_not_grow_with_orders(self):
        def count():
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            self.figures()
            return self.env.cr.sql_log_count - before

        self.order((self.goods, 1), commitment_date=noon(3, 11))
        self.figures()
        one = count()
        for number in range(12):
            self.order(
                (self.make_product(f"零件{number}"), 1), commitment_date=noon(3, 11)
            )
            self.open_quote(1, 7, noon(3, 10))
        self.env.flush_all()
        self.assertLessEqual(count(), one)

    def test_figures_lead_to_their_lines(self):
        early = self.order((self.goods, 2), commitment_date=noon(3, 5))
        order = self.order((self.goods, 3), commitment_date=noon(3, 11))
        self.order((self.more, 9), commitment_date=noon(3, 11))
        meeting = self.meeting().with_user(self.clerk)
        for place, expected in ((0, early), (1, order)):
            lines = self.behind(meeting, "orders", self.goods.id, place)
            self.assertEqual(lines.order_id, expected)
        group = self.goods.categ_id.id
        lines = self.behind(meeting, "group", group, 1)
        self.assertEqual(sum(lines.mapped("product_uom_qty")), 3 + 9)
        offer = self.open_quote(10, 7, noon(3, 10), commitment_date=noon(3, 18))
        lines = self.behind(meeting, "expected", self.goods.id, 2)
        self.assertEqual(lines.order_id, offer)
        self.put(self.goods, 25)
        found = self.behind(meeting, "stock", self.goods.id, 0)
        self.assertEqual(sum(found.mapped("quantity")), 25)
        case = self.env["neiqin.exception"].create(
            {
                "type_id": self.env.ref("neiqin_addon.exception_type_other").id,
                "product_id": self.goods.id,
            }
        )
        department = case.department_id.id
        self.assertEqual(self.behind(meeting, "cases", department, 0), case)
        self.assertFalse(self.behind(meeting, "complaints", 0, 0))
        self.assertFalse(meeting.action_neiqin_open("anything", 1))
        for key, place in (("1", 0), (1, 99), (1, -1), (None, 0), (1, [])):
            with self.assertRaises(UserError):
                meeting.action_neiqin_open("orders", key, place)
