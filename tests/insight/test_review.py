"""Looking back at an order: hours, promise, trouble, margin, all computed."""

from datetime import date

from odoo.exceptions import AccessError, UserError
from odoo.tests import new_test_user

from ..order.progress_case import CLERK
from .review_case import ReviewCase, at

WEEK = {
    # Monday 9 March 2026, office hours 00:00-04:00 and 05:00-09:00 UTC
    "received": at(9, 1),
    "confirmed": at(9, 3),
    "reserved": at(9, 3),
    "picked": at(10, 2),
    "shipped": at(10, 6),
    "delivered": at(11, 8),
    "invoiced": at(16, 2),
    "paid": at(17, 2),
}


class TestReview(ReviewCase):
    def test_hours_are_those_of_the_office(self):
        order = self.finished()
        self.date_facts(order, **WEEK)
        review = self.review(order)
        hours = {step.step: round(step.hours, 2) for step in review.step_ids}
        self.assertEqual(
            hours,
            {
                "confirmed": 2.0,
                "reserved": 0.0,
                # Monday 3:00 to 4:00 and 5:00 to 9:00, Tuesday 0:00 to 2:00
                "picked": 7.0,
                "shipped": 3.0,
                # Tuesday 6:00 to 9:00, Wednesday 0:00 to 4:00 and 5:00 to 8:00
                "delivered": 10.0,
                # one hour of Wednesday, Thursday and Friday, two of Monday
                "invoiced": 19.0,
                "paid": 8.0,
            },
        )
        self.assertAlmostEqual(review.hours, 49.0, 2)
        late = review.step_ids.filtered("is_late")
        self.assertEqual(late.mapped("step"), ["invoiced"])  # 16 hours are allowed
        self.assertEqual(review.slowest_step, "invoiced")
        self.assertEqual(late.department_id.code, "finance")
        self.assertTrue(review.needs_look)

    def test_a_target_of_the_company_goes_first(self):
        self.env["neiqin.review.target"].create(
            {"company_id": self.company.id, "step": "invoiced", "hours": 19.5}
        )
        order = self.finished()
        self.date_facts(order, **WEEK)
        review = self.review(order)
        self.assertEqual(review.late_steps, 0)
        self.assertFalse(review.slowest_step)
        self.assertFalse(review.needs_look)

    def test_what_became_of_the_promise(self):
        for promised, promise, late in (
            (date(2026, 3, 11), "kept", 0),
            (date(2026, 3, 10), "late", 1),
        ):
            order = self.finished()
            order.order_line.neiqin_promised_date = promised
            self.date_facts(order, **WEEK)
            review = self.review(order)
            self.assertEqual((review.promise, review.days_late), (promise, late))
            self.assertEqual(review.date, date(2026, 3, 11))

    def test_the_first_letter_is_the_first_promise(self):
        self.put(self.goods, 5)
        order = self.order((self.goods, 5), confirm=False)
        order.order_line.neiqin_promised_date = date(2026, 3, 9)
        order.with_user(self.clerk).action_neiqin_prepare_letter()
        letter = self.env["neiqin.confirmation.letter"].search(
            [("order_id", "=", order.id)]
        )
        letter.sudo()._neiqin_as_server().write({"state": "sent", "sent_at": at(9, 2)})
        order.action_confirm()
        order.order_line.neiqin_promised_date = date(2026, 3, 12)
        self.send(order.picking_ids)
        self.date_facts(order, **{**WEEK, "letter": None})
        review = self.review(order)
        self.assertEqual(review.first_promise, date(2026, 3, 9))
        self.assertEqual(review.last_promise, date(2026, 3, 12))
        self.assertEqual((review.promise, review.days_late), ("moved", 2))

    def test_final_once_everything_is_paid(self):
        order = self.finished(paid=False)
        self.run_cron()
        review = order.neiqin_review_ids
        self.assertFalse(review.is_final)
        self.assertNotIn("paid", review.step_ids.mapped("step"))
        self.pay(order.invoice_ids)
        order._neiqin_settle_facts()
        self.run_cron()
        self.assertTrue(review.is_final)
        self.assertIn("paid", review.step_ids.mapped("step"))
        before = review.step_ids.ids
        self.run_cron()
        self.assertEqual(review.step_ids.ids, before)
        self.assertEqual(len(order.neiqin_review_ids), 1)

    def test_nothing_before_the_customer_has_everything(self):
        self.put(self.goods, 5)
        order = self.order((self.goods, 5))
        self.send_part(order.picking_ids, 3)
        self.run_cron()
        self.assertFalse(order.neiqin_review_ids)

    def test_cases_and_complaints_are_counted(self):
        order = self.finished()
        kind = self.env.ref("neiqin_addon.exception_type_price")
        case = self.env["neiqin.exception"].create(
            {"order_id": order.id, "type_id": kind.id, "summary": "单价"}
        )
        complaint = self.env["neiqin.complaint"].create(
            {
                "partner_id": self.customer.id,
                "order_id": order.id,
                "subject": "少发一件",
                "company_id": self.company.id,
                "type_id": self.env.ref("neiqin_addon.complaint_type_other").id,
            }
        )
        review = self.review(order)
        self.assertEqual((review.case_count, review.complaint_count), (1, 1))
        self.assertEqual(review.case_ids, case)
        self.assertEqual(review.complaint_ids, complaint)
        self.assertTrue(review.needs_look)

    def test_margin_against_plan(self):
        """Planned at 6 a piece, delivered when it cost 7."""
        self.goods.with_company(self.company).standard_price = 6
        self.put(self.goods, 5)
        order = self.order((self.goods, 5))
        self.goods.with_company(self.company).standard_price = 7
        self.send(order.picking_ids)
        self.invoice(order)
        review = self.review(order)
        self.assertEqual(review.margin_planned, 5 * 10 - 5 * 6)
        self.assertEqual(review.margin_actual, 5 * 10 - 5 * 7)
        self.assertEqual(review.margin_gap, -5)

    def test_what_comes_back_to_the_supplier_is_no_cost(self):
        """Five go from supplier to customer, two of them back: three were sold."""
        self.goods.with_company(self.company).standard_price = 6
        order = self.finished(1)
        here = {
            usage: self.env["stock.location"].search([("usage", "=", usage)], limit=1)
            for usage in ("supplier", "customer")
        }
        for start, end, quantity in (
            ("supplier", "customer", 5),
            ("customer", "supplier", 2),
        ):
            move = self.env["stock.move"].create(
                {
                    "product_id": self.goods.id,
                    "product_uom_qty": quantity,
                    "location_id": here[start].id,
                    "location_dest_id": here[end].id,
                    "sale_line_id": order.order_line.id,
                    "company_id": self.company.id,
                }
            )
            move._action_confirm()
            move.quantity = quantity
            move.picked = True
            move._action_done()
            self.assertTrue(move.is_dropship)
            move.value = quantity * 6
        costs = self.reviews._neiqin_goods_costs(order)
        self.assertEqual(costs[order.id], (1 + 5 - 2) * 6)

    def test_queries_do_not_grow(self):
        orders = self.env["sale.order"].concat(*(self.finished() for _n in range(9)))
        self.review(orders[0])
        costs = []
        for some in (orders[1:3], orders[3:9]):
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            some._neiqin_review()
            self.env.flush_all()
            costs.append(self.env.cr.sql_log_count - before)
        self.assertLessEqual(costs[1], costs[0] + 2, costs)


class TestReviewPeople(ReviewCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        elsewhere = cls.env["res.company"].create({"name": "别的公司"})
        cls.stranger = new_test_user(
            cls.env,
            "review_stranger",
            CLERK,
            company_id=elsewhere.id,
            company_ids=elsewhere.ids,
        )

    def test_figures_are_nobodys_to_write(self):
        review = self.review(self.finished()).with_user(self.clerk)
        for name, value in (("promise", "kept"), ("late_steps", 0), ("hours", 1)):
            with self.assertRaises(AccessError):
                review.write({name: value})
        with self.assertRaises(AccessError):
            review.step_ids.write({"hours": 0})
        with self.assertRaises(AccessError):
            self.reviews.with_user(self.clerk).create({"order_id": review.order_id.id})
        with self.assertRaises(AccessError):
            review.unlink()

    def test_margins_are_not_for_clerks(self):
        review = self.review(self.finished()).with_user(self.clerk)
        for name in ("margin_planned", "margin_actual", "margin_gap"):
            with self.assertRaises(AccessError):
                review.read([name])
        with self.assertRaises(AccessError):
            review.order_id.read(["neiqin_planned_cost"])

    def test_another_company_sees_nothing(self):
        review = self.review(self.finished())
        elsewhere = review.with_user(self.stranger).with_context(
            allowed_company_ids=self.stranger.company_ids.ids
        )
        self.assertFalse(elsewhere.search([]))
        with self.assertRaises(AccessError):
            elsewhere.action_neiqin_looked()

    def test_looked_at_says_by_whom(self):
        review = self.review(self.finished())
        review.with_user(self.clerk).action_neiqin_looked()
        self.assertEqual(review.looked_by_id, self.clerk)
        moment = review.looked_at
        review.action_neiqin_looked()
        self.assertEqual((review.looked_by_id, review.looked_at), (self.clerk, moment))

    def test_what_to_improve_is_a_task(self):
        review = self.review(self.finished()).with_user(self.clerk)
        with self.assertRaisesRegex(UserError, "Say first"):
            review.with_context(lang="en_US").action_neiqin_improve()
        review.write(
            {
                "improvement": "开票提前一天\n月底不等",
                "improvement_user_id": self.clerk.id,
                "improvement_date": date(2026, 4, 1),
            }
        )
        review.action_neiqin_improve()
        task = review.improvement_activity_id
        self.assertEqual(task.user_id, self.clerk)
        self.assertEqual(task.summary, "开票提前一天")
        self.assertEqual(task.date_deadline, date(2026, 4, 1))
        with self.assertRaisesRegex(UserError, "already"):
            review.with_context(lang="en_US").action_neiqin_improve()
        task.action_done()
        self.assertFalse(review.improvement_is_running)

    def test_a_task_stays_in_the_company(self):
        review = self.review(self.finished()).with_user(self.clerk)
        review.write({"improvement": "更快", "improvement_user_id": self.stranger.id})
        with self.assertRaisesRegex(UserError, "does not work for"):
            review.with_context(lang="en_US").action_neiqin_improve()
