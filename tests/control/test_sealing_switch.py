"""On, off, another key, a crash in the middle: nothing is lost, nothing half done."""

from unittest.mock import patch

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from odoo.addons.neiqin_addon.hooks import uninstall_hook

from .sealed_case import KEY_1, KEY_2, MASK, PHONE, SealedCase


class Crash(Exception):
    pass


@tagged("post_install", "-at_install")
class TestSealingSwitch(SealedCase):
    def many(self, number=12):
        return self.env["res.partner"].create(
            [{"name": f"客户 {i}", "phone": f"1390000{i:04}"} for i in range(number)]
        )

    def clear_numbers(self, partners):
        self.env.cr.cache.clear()
        return partners.with_env(self.env(user=self.reader)).mapped("phone")

    def small_slices(self, size=5, crash_after=None):
        """Let a slice hold ``size`` records; fail in the middle of a later one."""
        mixin = self.env.registry["neiqin.sealed.mixin"]
        original, seen = mixin._neiqin_slice, []

        def slice_(model, work, limit=size):
            done = original(model, work, limit=size)
            seen.append(done)
            if crash_after is not None and sum(map(bool, seen)) > crash_after:
                raise Crash
            return done

        patcher = patch.object(mixin, "_neiqin_slice", slice_)
        patcher.start()
        self.addCleanup(patcher.stop)
        return patcher

    def test_off_means_stock_odoo(self):
        self.assertEqual(self.column(self.customer), PHONE)
        self.assertEqual(self.as_user(self.clerk, self.customer).phone, PHONE)
        self.assertEqual(self.column(self.customer, "phone_sanitized"), PHONE)
        found = self.customer.search([("phone", "ilike", "138 0571")])
        self.assertEqual(found, self.customer)
        self.customer.phone = "13900001111"
        self.assertFalse(self.column(self.customer, "neiqin_sealed"))

    def test_off_costs_no_query(self):
        def cost(partners):
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            partners.with_user(self.reader).read(["name", "phone"])
            return self.env.cr.sql_log_count - before

        partners = self.many(80)
        cost(partners[:1])
        self.assertEqual(cost(partners[:1]), cost(partners))
        off = cost(partners)
        self.seal()
        cost(partners)
        self.assertLessEqual(cost(partners), off + 1)

    def test_only_a_manager_switches_and_only_with_a_key(self):
        for user in (self.clerk, self.reader, self.rep):
            with self.assertRaises(AccessError):
                self.sealing.with_user(user).sudo(False).action_seal()
        manager = self.sealing.with_user(self.manager).sudo(False)
        with self.assertRaises(AccessError):
            manager.write({"state": "on"})
        self.use_keys("")
        with self.refused(UserError, "missing"):
            manager.action_seal()
        self.use_keys("c2hvcnQ=")
        with self.refused(UserError, "32 bytes"):
            manager.action_seal()
        self.use_keys(KEY_1)
        manager.action_seal()
        self.assertEqual(self.sealing.state, "sealing")

    def test_sealing_and_opening_give_back_every_value(self):
        partners = self.many()
        numbers = partners.mapped("phone")
        archived = partners[0]
        archived.active = False
        self.small_slices()
        self.env.flush_all()
        partners.with_user(self.clerk).sudo(False)[1].city = "杭州"
        changed = [self.column(partners[1], x) for x in ("write_uid", "write_date")]
        self.seal()
        self.assertEqual(self.sealing.state, "on")
        self.assertEqual(
            [self.column(partners[1], x) for x in ("write_uid", "write_date")], changed
        )
        for partner in partners:
            self.assertIn("•", self.column(partner))
            self.assertFalse(self.column(partner, "phone_sanitized"))
        self.assertEqual(self.clear_numbers(partners), numbers)
        self.sealing.action_open()
        self.work()
        self.assertEqual(self.sealing.state, "off")
        self.assertEqual([self.column(partner) for partner in partners], numbers)
        self.assertFalse([p for p in partners if self.column(p, "neiqin_sealed")])
        self.assertEqual(self.column(partners[1], "phone_sanitized"), numbers[1])
        self.env.cr.execute("SELECT count(*) FROM neiqin_sealed_index")
        self.assertEqual(self.env.cr.fetchone()[0], 0)

    def test_old_chatter_is_masked_and_comes_back(self):
        self.customer.with_user(self.clerk).write({"phone": "13900001111"})
        self.env.flush_all()
        self.env.cr.precommit.run()
        tracked = self.customer.message_ids.tracking_value_ids
        self.assertEqual(tracked.mapped("old_value_char"), [PHONE])
        self.seal()
        self.assertNotIn("4321", self.column(tracked, "old_value_char"))
        self.assertIn("•", self.as_user(self.reader, tracked).sudo().old_value_char)
        self.sealing.action_open()
        self.work()
        self.assertEqual(self.column(tracked, "old_value_char"), PHONE)
        self.assertEqual(self.column(tracked, "new_value_char"), "13900001111")

    def test_a_crash_while_sealing_goes_on_where_it_stopped(self):
        partners = self.many()
        numbers = partners.mapped("phone")
        patcher = self.small_slices(crash_after=2)
        self.sealing.action_seal()
        self.assertTrue(self.crashed_at_work())
        patcher.stop()
        self.assertEqual(self.sealing.state, "sealing")
        half = [p for p in partners if self.column(p, "neiqin_sealed")]
        self.assertTrue(0 < len(half) < len(partners))
        # half way everything reads and is found as ever
        self.assertEqual(self.clear_numbers(partners), numbers)
        for number, partner in zip(numbers, partners, strict=True):
            self.assertEqual(partner.search([("phone", "=", number)]), partner)
        self.work()
        self.assertEqual(self.sealing.state, "on")
        self.assertEqual(self.clear_numbers(partners), numbers)

    def test_a_crash_while_changing_the_key_loses_nothing(self):
        partners = self.many()
        numbers = partners.mapped("phone")
        self.seal()
        self.use_keys(KEY_2, KEY_1)
        self.assertTrue(self.sealing.can_rotate)
        patcher = self.small_slices(crash_after=2)
        self.sealing.action_rotate()
        self.assertTrue(self.crashed_at_work())
        patcher.stop()
        new = self.env["neiqin.sealing"]._neiqin_ring().current.id
        rotated = [p for p in partners if f":{new}:" in self.column(p, "neiqin_sealed")]
        self.assertTrue(0 < len(rotated) < len(partners))
        self.assertEqual(self.clear_numbers(partners), numbers)
        for number, partner in zip(numbers, partners, strict=True):
            self.assertEqual(partner.search([("phone", "=", number)]), partner)
        self.work()
        self.assertFalse(self.sealing.is_rotating)
        self.use_keys(KEY_2)  # the old key may go now
        self.env.invalidate_all()
        self.assertEqual(self.clear_numbers(partners), numbers)
        self.assertEqual(partners.search([("phone", "=", numbers[3])]), partners[3])
        self.use_keys(KEY_1)
        with self.refused(UserError, "does not have"):
            self.clear_numbers(partners)

    def crashed_at_work(self):
        """Work as the schedule does: what a slice did stays when the next one fails."""
        with patch.object(
            type(self.env["ir.cron"]), "_commit_progress", self._commit_progress
        ):
            self.savepoint = self.env.cr.savepoint()
            try:
                self.env["neiqin.sealing"]._cron_slices()
            except Crash:
                self.savepoint.close(rollback=True)
                self.env.invalidate_all()
                return True

    def _commit_progress(self, *args, **kwargs):
        self.savepoint.close(rollback=False)
        self.savepoint = self.env.cr.savepoint()
        return 60.0

    def test_uninstalling_puts_everything_back(self):
        partners = self.many()
        numbers = partners.mapped("phone")
        agreement = self.env["neiqin.price.agreement"].create(
            {
                "partner_id": self.customer.id,
                "product_id": self.env["product.product"].create({"name": "轴承"}).id,
                "price": 12.5,
            }
        )
        self.seal()
        self.assertEqual(self.column(agreement, "price_text"), "••••••••")
        module = self.env["ir.module.module"].search([("name", "=", "neiqin_addon")])
        self.use_keys(KEY_2)
        with self.refused(UserError, "does not have"):
            module.button_uninstall()
        with self.refused(UserError, "does not have"):
            uninstall_hook(self.env)
        self.use_keys(KEY_1)
        with patch.object(
            type(self.env["ir.cron"]), "_commit_progress", lambda *a, **k: 60.0
        ):
            uninstall_hook(self.env)
        self.assertEqual([self.column(partner) for partner in partners], numbers)
        self.assertEqual(self.column(self.customer), PHONE)
        self.assertEqual(self.column(agreement, "price_text"), "12.5")

    def test_a_damaged_value_stops_opening_and_stays(self):
        partners = self.many(3)
        self.seal()
        self.env.cr.execute(
            "UPDATE res_partner SET neiqin_sealed = left(neiqin_sealed, 50)"
            " WHERE id = %s",
            [partners[1].id],
        )
        self.sealing.action_open()
        with self.refused(UserError, "cannot be opened"):
            self.work()
        self.assertIn("nq1:", self.column(partners[1], "neiqin_sealed"))
        self.assertEqual(self.column(self.customer), MASK)

    def test_a_locked_customer_is_left_for_later(self):
        partners = self.many(3)
        original = type(partners).try_lock_for_update

        def locked(records, **kwargs):
            return original(records - partners[1], **kwargs)

        with patch.object(type(partners), "try_lock_for_update", locked):
            self.seal()
        self.assertEqual(self.sealing.state, "sealing")
        self.assertFalse(self.column(partners[1], "neiqin_sealed"))
        self.work()
        self.assertEqual(self.sealing.state, "on")
        self.assertTrue(self.column(partners[1], "neiqin_sealed"))
