"""From a checked file to orders: whole orders, once, whatever goes wrong beside them."""

import datetime
from unittest.mock import patch

import psycopg2

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import tagged

from odoo.addons.neiqin_addon.models.order import intake_check, intake_import
from odoo.addons.sale.models.sale_order_line import SaleOrderLine

from .intake_common import HEADERS, IntakeCase, csv_file


@tagged("post_install", "-at_install")
class TestIntakeImport(IntakeCase):
    def imported(self, rows):
        intake = self.checked(rows)
        intake.action_import()
        return intake

    def test_rows_of_one_number_become_one_order(self):
        intake = self.imported(
            [
                self.row(),
                self.row(product="SEAL", qty="5", price="4"),
                self.row(ref="PO-2", product="OIL", qty="1", price="80"),
                self.row(customer="C-SZ", ref="PO-2"),
            ]
        )
        self.assertEqual(intake.state, "imported")
        first, second, other = intake.order_ids.sorted("id")
        self.assertEqual(
            self.orders(intake)["PO-1"], [("B6204", 2.0, 10.0), ("SEAL", 5.0, 4.0)]
        )
        self.assertEqual(first.partner_id, self.ningbo)
        self.assertEqual(
            (second.client_order_ref, second.partner_id), ("PO-2", self.ningbo)
        )
        self.assertEqual(
            (other.client_order_ref, other.partner_id), ("PO-2", self.suzhou)
        )
        self.assertEqual(set(intake.order_ids.mapped("state")), {"draft"})

    def test_what_the_customer_asked_for_stays_on_the_line(self):
        headers = (*HEADERS, "品名", "备注", "下单日期")
        row = [*self.row(price="10.05"), "深沟球", "装木箱", "2031-01-02"]
        intake = self.intake(csv_file([row], headers))
        intake.action_check()
        intake.action_import()
        order = intake.order_ids
        line = order.order_line
        self.assertEqual(line.neiqin_requested_product_id, self.bearing)
        self.assertEqual(line.neiqin_requested_text, "深沟球")
        self.assertEqual(line.neiqin_requested_qty, 2.0)
        self.assertEqual(line.neiqin_requested_price, 10.05)
        self.assertEqual(line.neiqin_requested_date, datetime.date(2031, 3, 3))
        self.assertIn("装木箱", line.name)
        self.assertEqual(line.price_unit, 10.05)
        self.assertEqual(order.neiqin_source, "file")
        self.assertEqual(
            order._neiqin_day(order.commitment_date), datetime.date(2031, 3, 3)
        )
        self.assertEqual(order._neiqin_day(order.date_order), datetime.date(2031, 1, 2))
        self.env.invalidate_all()  # as the database keeps it
        [paper] = order._neiqin_paper_rows()
        self.assertEqual(paper, dict(zip(headers, row, strict=True)))
        self.assertEqual(list(paper), list(headers))
        self.assertEqual(order.neiqin_paper_ids.raw, csv_file([row], headers))
        with self.assertRaises(AccessError):
            line.with_user(self.clerk).write({"neiqin_requested_price": 1.0})

    def test_the_earliest_day_is_the_orders_and_others_stay_on_their_lines(self):
        intake = self.imported(
            [
                self.row(day="2031-03-09"),
                self.row(product="SEAL", price="4", day="2031-03-03"),
            ]
        )
        late, early = intake.order_ids.order_line
        self.assertEqual(late._neiqin_promise(), datetime.date(2031, 3, 9))
        self.assertEqual(early._neiqin_promise(), datetime.date(2031, 3, 3))
        self.assertFalse(early.neiqin_promised_date)

    def test_the_customers_price_takes_no_pricelist_discount(self):
        self.env.user.group_ids |= self.env.ref("product.group_product_pricelist")
        self.env.user.group_ids |= self.env.ref("sale.group_discount_per_so_line")
        self.ningbo.property_product_pricelist = self.env["product.pricelist"].create(
            {
                "name": "Shown",
                "item_ids": [
                    (0, 0, {"compute_price": "percentage", "percent_price": 10.0})
                ],
            }
        )
        intake = self.imported([self.row(price="9")])
        self.assertEqual(intake.order_ids.order_line.price_subtotal, 18.0)

    def test_an_order_with_a_bad_row_waits_whole_and_is_imported_later(self):
        intake = self.imported(
            [
                self.row(),
                self.row(ref="PO-2"),
                self.row(ref="PO-2", product="nothing"),
            ]
        )
        self.assertEqual(intake.state, "partly")
        self.assertEqual(list(self.orders(intake)), ["PO-1"])
        bad = intake.line_ids.filtered(lambda line: line.state == "bad")
        bad.with_user(self.clerk).write({"product": "SEAL", "price": "4"})
        intake.action_import()
        self.assertEqual(intake.state, "imported")
        self.assertEqual(
            self.orders(intake)["PO-2"], [("B6204", 2.0, 10.0), ("SEAL", 2.0, 4.0)]
        )

    def test_one_order_that_fails_stops_no_other(self):
        original = SaleOrderLine.create

        def create(lines, vals_list):
            if any(vals.get("product_uom_qty") == 13 for vals in vals_list):
                raise ValidationError(lines.env._("Thirteen is never sold."))
            return original(lines, vals_list)

        rows = [self.row(ref=f"PO-{n}", qty=str(n)) for n in range(11, 16)]
        intake = self.checked(rows)
        with patch.object(SaleOrderLine, "create", create):
            intake.action_import()
        self.assertEqual(
            list(self.orders(intake)), ["PO-11", "PO-12", "PO-14", "PO-15"]
        )
        failed = intake.line_ids.filtered(lambda line: line.state == "bad")
        self.assertEqual(
            (failed.order_ref, failed.error), ("PO-13", "Thirteen is never sold.")
        )
        intake.action_import()
        self.assertEqual((intake.state, intake.order_count), ("imported", 5))

    def test_importing_twice_creates_nothing_twice(self):
        intake = self.imported([self.row()])
        with self.assertRaisesRegex(UserError, "imported already"):
            intake.action_import()
        self.assertEqual(len(intake.order_ids), 1)

    def test_the_same_file_again_creates_nothing_and_says_so(self):
        first = self.imported([self.row()])
        again = self.intake(csv_file([self.row()]), filename="renamed.csv")
        self.assertEqual(again.twin_id, first)
        for action in (again.action_check, again.action_import):
            with self.assertRaisesRegex(UserError, "taken in on"):
                action()
        self.assertFalse(again.line_ids)
        self.assertFalse(again.order_ids)

    def test_a_cancelled_order_may_be_taken_in_again(self):
        first = self.imported([self.row()])
        first.order_ids.action_cancel()
        again = self.imported([self.row()])
        self.assertFalse(again.twin_id)
        self.assertEqual(list(self.orders(again)), ["PO-1"])

    def test_another_file_with_the_same_number_is_refused_row_by_row(self):
        first = self.imported([self.row()])
        other = self.checked([self.row(qty="3"), self.row(ref="PO-2")])
        self.assertIn(first.order_ids.name, other.line_ids[0].error)
        other.action_import()
        self.assertEqual(list(self.orders(other)), ["PO-2"])

    def test_an_order_taken_in_meanwhile_is_stopped_by_the_database(self):
        intake = self.checked([self.row(), self.row(ref="PO-2")])
        other = self.checked([self.row(qty="3")])
        groups = intake._ready_groups()
        other.action_import()  # as if in another transaction, after our check
        with self.assertLogs("odoo.sql_db", "ERROR"):
            intake._import_groups(groups)
        self.assertEqual(list(self.orders(intake)), ["PO-2"])
        self.assertIn("meanwhile", intake.line_ids[0].error)

    def test_the_key_is_unique_in_the_database(self):
        first = self.imported([self.row()]).order_ids
        second = self.imported([self.row(ref="PO-2")]).order_ids
        self.env.flush_all()
        with (
            self.assertRaises(psycopg2.errors.UniqueViolation),
            self.env.cr.savepoint(),
        ):
            self.env.cr.execute(
                "UPDATE sale_order SET neiqin_intake_key = %s WHERE id = %s",
                (first.neiqin_intake_key, second.id),
            )

    def test_rows_without_a_number_are_one_order_of_the_customer(self):
        headers = ("客户编码", "货号", "数量", "单价")
        rows = [["C-NB", "B6204", "1", "10"], ["C-NB", "SEAL", "1", "4"]]
        intake = self.intake(csv_file(rows, headers))
        intake.action_check()
        intake.action_import()
        self.assertEqual(len(intake.order_ids), 1)
        self.assertEqual(len(intake.order_ids.order_line), 2)

    def test_a_customer_chosen_for_the_file(self):
        headers = ("订单号", "货号", "数量", "单价")
        intake = self.intake(csv_file([["PO-1", "SEAL", "1", "4"]], headers))
        intake.action_check()
        self.assertIn("customer is missing", intake.line_ids.error)
        intake.partner_id = self.suzhou
        intake.action_import()
        self.assertEqual(intake.order_ids.partner_id, self.suzhou)

    def test_an_address_of_the_customer_and_an_unknown_one(self):
        site = self.env["res.partner"].create(
            {"name": "二号仓库", "type": "delivery", "parent_id": self.ningbo.id}
        )
        headers = (*HEADERS, "送货地址")
        rows = [[*self.row(), "二号仓库"], [*self.row(ref="PO-2"), "火星路1号"]]
        intake = self.intake(csv_file(rows, headers))
        intake.action_check()
        intake.action_import()
        known, unknown = intake.order_ids.sorted("id")
        self.assertEqual(known.partner_shipping_id, site)
        note = unknown.order_line.filtered("display_type")
        self.assertIn("火星路1号", note.name)

    def test_a_price_off_is_accepted_by_a_supervisor_for_that_price_only(self):
        intake = self.checked([self.row(price="12")])
        line = intake.line_ids
        with self.assertRaises(AccessError):
            line.with_user(self.clerk).action_accept_price()
        line.with_user(self.supervisor).action_accept_price()
        self.assertEqual(
            (line.state, line.price_taken_by_id), ("good", self.supervisor)
        )
        entry = self.env["neiqin.trail.entry"].search(
            [("res_model", "=", line._name), ("res_id", "=", line.id)]
        )
        self.assertEqual((entry.action, entry.user_id), ("override", self.supervisor))
        line.with_user(self.clerk).write({"price": "13"})
        self.assertEqual(line.state, "bad")

    def test_rows_left_out_and_taken_back(self):
        intake = self.checked([self.row(), self.row(product="nothing")])
        good, bad = intake.line_ids
        bad.with_user(self.clerk).action_skip()
        self.assertEqual((good.state, bad.state), ("good", "skipped"))
        bad.with_user(self.clerk).action_take_back()
        self.assertEqual((good.state, bad.state), ("held", "bad"))

    def test_long_files_go_on_in_the_background_as_their_user(self):
        rows = [self.row(ref=f"PO-{number}") for number in range(7)]
        with (
            patch.object(intake_check, "AT_ONCE", 3),
            patch.object(intake_import, "AT_ONCE", 3),
            patch("odoo.addons.neiqin_addon.models.order.intake_job.SLICE", 2),
        ):
            intake = self.checked(rows)
            self.assertEqual((intake.job, intake.row_count), ("check", 0))
            self.run_cron()
            self.assertEqual((intake.job, intake.good_count), (False, 7))
            intake.action_import()
            self.assertEqual((intake.job, intake.order_count), ("import", 0))
            self.run_cron()
        self.assertEqual((intake.state, intake.progress), ("imported", 100))
        self.assertEqual(intake.order_ids.create_uid, self.clerk)
        self.assertEqual(len(intake.order_ids), 7)

    def run_cron(self):
        cron = self.env.ref("neiqin_addon.ir_cron_order_intake")
        self.env.flush_all()
        with self.enter_registry_test_mode():
            cron.method_direct_trigger()
        self.env.invalidate_all()

    def test_query_count_does_not_grow_with_orders(self):
        def queries(mark, count):
            rows = [self.row(ref=f"{mark}-{number}") for number in range(count)]
            intake = self.checked(rows)
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            intake.action_import()
            self.assertEqual(intake.order_count, count)
            return self.env.cr.sql_log_count - before

        queries("a", 50)
        few, many = queries("b", 2), queries("c", 50)
        # the order's number is drawn from its sequence, one query each
        self.assertLessEqual(many - 50, few - 2 + 5)
