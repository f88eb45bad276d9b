"""Two who change documents of one customer at the same moment, in two transactions."""

import uuid

from odoo import SUPERUSER_ID, api
from odoo.exceptions import AccessError
from odoo.tests import TransactionCase, new_test_user, tagged

from .exposure_case import ExposureCase


@tagged("post_install", "-at_install")
class TestExposureParallel(TransactionCase):
    """Commits for real, and takes away what it committed."""

    def setUp(self):
        super().setUp()
        with self.registry.cursor() as cr:
            env = api.Environment(cr, SUPERUSER_ID, {})
            partner = env["res.partner"].create({"name": f"并行 {uuid.uuid4().hex}"})
            product = env["product.product"].create(
                {
                    "name": partner.name,
                    "type": "service",
                    "taxes_id": False,
                    "list_price": 100,
                }
            )
            line = (0, 0, {"product_id": product.id, "product_uom_qty": 1})
            orders = env["sale.order"].create(
                [{"partner_id": partner.id, "order_line": [line]}] * 2
            )
            orders.action_confirm()
            self.partner_id, self.order_ids = partner.id, orders.ids
            self.product_id = product.id
        self.addCleanup(self.remove)

    def remove(self):
        with self.registry.cursor() as cr:
            env = api.Environment(cr, SUPERUSER_ID, {})
            orders = env["sale.order"].browse(self.order_ids)
            orders._action_cancel()
            orders.unlink()
            env["res.partner"].browse(self.partner_id).unlink()
            env["product.product"].browse(self.product_id).product_tmpl_id.unlink()
            env.flush_all()
            cr.execute(
                "DELETE FROM neiqin_credit_exposure_mark WHERE customer = %s",
                [self.partner_id],
            )

    def raise_quantity(self, cr, which, quantity):
        env = api.Environment(cr, SUPERUSER_ID, {})
        order = env["sale.order"].browse(self.order_ids[which])
        order.order_line.product_uom_qty = quantity
        env.flush_all()

    def refresh(self):
        with self.registry.cursor() as cr:
            env = api.Environment(cr, SUPERUSER_ID, {})
            exposures = env["neiqin.credit.exposure"]
            marks = exposures._neiqin_take_marks()
            customers = sorted({customer for _mark, customer in marks})
            self.assertTrue(exposures._neiqin_refresh_safely(customers))
            cr.execute(
                "DELETE FROM neiqin_credit_exposure_mark WHERE id = ANY(%s)",
                [[mark for mark, _customer in marks]],
            )

    def look(self):
        """Return (kept total, marks, what the customer shows)."""
        with self.registry.cursor() as cr:
            env = api.Environment(cr, SUPERUSER_ID, {})
            cr.execute(
                "SELECT total FROM neiqin_credit_exposure"
                " WHERE partner_id = %s AND company_id = %s",
                [self.partner_id, env.company.id],
            )
            row = cr.fetchone()
            outdated = env["neiqin.credit.exposure"]._neiqin_outdated([self.partner_id])
            shown = env["res.partner"].browse(self.partner_id).neiqin_exposure
            return row and float(row[0]), len(outdated), shown

    def test_neither_waits_nor_fails(self):
        self.refresh()
        self.assertEqual(self.look(), (200, 0, 200))
        with self.registry.cursor() as one, self.registry.cursor() as two:
            for cr in (one, two):
                cr.execute("SET LOCAL lock_timeout = '500ms'")
                cr.execute("SELECT 1")  # both begin before either writes
            self.raise_quantity(one, 0, 5)
            self.raise_quantity(two, 1, 3)
            one.commit()
            two.commit()
        self.assertEqual(self.look(), (200, 1, 800))
        self.refresh()
        self.assertEqual(self.look(), (800, 0, 800))

    def test_a_change_during_the_refresh_is_not_lost(self):
        with self.registry.cursor() as writer:
            self.raise_quantity(writer, 0, 5)
            self.refresh()  # sees neither the change nor its mark
            writer.commit()
        self.assertEqual(self.look(), (200, 1, 600))
        self.refresh()
        self.assertEqual(self.look(), (600, 0, 600))

    def test_what_is_rolled_back_leaves_no_mark(self):
        self.refresh()
        with self.registry.cursor() as writer:
            self.raise_quantity(writer, 0, 5)
            writer.rollback()
        self.assertEqual(self.look(), (200, 0, 200))

    def test_two_schedules_at_once(self):
        """The second of two who write the same rows leaves them to the first."""
        with self.registry.cursor() as slow:
            env = api.Environment(slow, SUPERUSER_ID, {})
            slow.execute("SELECT 1 FROM res_partner LIMIT 1")  # its snapshot is taken
            self.refresh()
            exposures = env["neiqin.credit.exposure"]
            self.assertFalse(exposures._neiqin_refresh_safely([self.partner_id]))
        self.assertEqual(self.look(), (200, 0, 200))


class TestExposureForgery(ExposureCase):
    """Over RPC a clerk writes the order's sums, not what they are the sums of."""

    def test_stored_sums_cannot_be_written(self):
        order = self.new_order(1000)
        clerk = new_test_user(
            self.env, "forge_clerk", "neiqin_addon.group_neiqin_clerk"
        )
        line = order.order_line.with_user(clerk)
        for values in (
            {"price_total": 0},
            {"price_subtotal": 0},
            {"qty_invoiced": 1},
            {"is_downpayment": True},
        ):
            with self.assertRaises(AccessError):
                line.write(values)
        for values in ({"amount_total": 0}, {"currency_rate": 1000}):
            with self.assertRaises(AccessError):
                order.with_user(clerk).write(values)
        self.assert_owes(to_invoice=1000)

    def test_a_line_entered_as_a_down_payment_counts(self):
        order = self.new_order(1000)
        order.order_line = [
            (
                0,
                0,
                {
                    "product_id": self.service.id,
                    "price_unit": 500,
                    "tax_ids": False,
                    "is_downpayment": True,
                },
            )
        ]
        self.assert_owes(to_invoice=1500)
