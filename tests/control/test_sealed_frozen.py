"""Approvals and sent letters: sealed in rows that nobody else can change."""

import json

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from odoo.addons.neiqin_addon.hooks import uninstall_hook

from .frozen_case import PRICE, PROPOSED, FrozenCase
from .sealed_case import KEY_1, KEY_2


@tagged("post_install", "-at_install")
class TestSealedFrozen(FrozenCase):
    def everything(self):
        """Return one recordset of each kind, and what it shows."""
        letters = self.two_letters()
        approvals = self.reopened() | self.proposed()
        records = [letters, letters.line_ids, approvals, approvals.decision_ids]
        self.env.flush_all()
        return [(each, self.values(each)) for each in records]

    def test_the_switch_seals_and_puts_back_what_is_frozen(self):
        kinds = self.everything()
        before = [self.rows(records) for records, _values in kinds]
        self.assertIn(str(PROPOSED), before[1])
        self.seal()
        self.assertEqual(self.sealing.state, "on")
        for records, values in kinds:
            with self.subTest(model=records._name):
                self.assertHidden(records)
                self.assertEqual(self.values(records), values)
        self.sealing.action_open()
        self.work()
        self.assertEqual(self.sealing.state, "off")
        self.assertEqual([self.rows(records) for records, _values in kinds], before)

    def test_what_is_made_while_sealed_is_sealed_from_the_start(self):
        clear = self.everything()
        self.seal()
        sealed = self.everything()
        for (_, before), (records, values) in zip(clear, sealed, strict=True):
            with self.subTest(model=records._name):
                self.assertHidden(records)
                for one, other in zip(before, values, strict=True):
                    for name in ("amount_total", "price_unit", "difference_fields"):
                        self.assertEqual(one.get(name), other.get(name))

    def test_a_draft_follows_its_order_in_clear_until_it_is_sent(self):
        self.seal()
        order = self.order()
        draft = self.draft(order)
        self.assertEqual(self.column(draft.line_ids, "price_unit"), PRICE)
        order.order_line.price_unit = PROPOSED
        draft._neiqin_refresh_drafts()
        self.assertEqual(draft.amount_total, 10 * PROPOSED)
        order.action_neiqin_send_letter()
        self.assertIsNone(self.column(draft.line_ids, "price_unit"))
        self.assertEqual(draft.amount_total, 10 * PROPOSED)

    def draft(self, order):
        letters = self.env["neiqin.confirmation.letter"].sudo()
        return letters._neiqin_draft_next(order.sudo())

    def test_roles_read_as_before(self):
        letters, approval = self.two_letters(), self.proposed()
        self.seal()
        for user in (self.clerk, self.supervisor, self.auditor, self.manager):
            with self.subTest(user=user.login):
                seen = self.as_user(user, letters)
                self.assertEqual(seen.mapped("amount_total"), [82317.7, 70135.7])
                self.assertEqual(seen.line_ids.mapped("price_unit"), [PRICE, PROPOSED])
                self.assertIn("8231.77", seen[0].content)
                seen = self.as_user(user, approval)
                self.assertEqual(seen.content["lines"][0]["price_unit"], str(PRICE))
                self.assertIn("7,013.57", seen.values_html)
                self.assertIn(str(PROPOSED), json.dumps(seen.payload))
                self.assertEqual(
                    seen.read(["why", "content"])[0]["content"], seen.content
                )
        collaborator = self.person("depot", "neiqin_addon.group_neiqin_collaborator")
        for records in (letters, letters.line_ids, approval, approval.decision_ids):
            with self.assertRaises(AccessError):
                self.as_user(collaborator, records).read(["display_name"])
        with self.assertRaises(AccessError):
            self.as_user(self.rep, approval).read(["payload"])

    def test_two_persons_still_decide_on_the_very_values(self):
        self.seal()
        approval = self.proposed()
        order = approval._neiqin_record()
        approval.with_user(self.colleague).action_approve()
        self.assertEqual(order.order_line.price_unit, PRICE)
        self.assertFalse(approval._neiqin_moved())
        approval.with_user(self.supervisor).action_approve()
        self.assertEqual(approval.state, "approved")
        self.assertEqual(order.order_line.price_unit, PROPOSED)

    def test_the_wizard_keeps_no_copy_of_what_it_proposed(self):
        self.seal()
        order = self.proposed()._neiqin_record()
        order.neiqin_approval_ids.with_user(self.clerk).filtered(
            lambda approval: approval.state == "pending"
        ).action_cancel("再谈")
        wizard = (
            self.env["neiqin.price.proposal"]
            .with_user(self.clerk)
            .with_context(neiqin_order_id=order.id)
            .create({"reason": "老客户"})
        )
        wizard.line_ids.price_unit = PROPOSED
        wizard.action_propose()
        self.assertFalse(wizard.exists())
        pending = order._neiqin_running()
        self.assertEqual(
            list(pending.payload["lines"].values()), [{"price_unit": PROPOSED}]
        )
        self.assertHidden(pending)

    def test_to_dos_do_not_tell_the_values(self):
        self.proposed()
        self.env.cr.execute("SELECT summary, note FROM mail_activity")
        words = str(self.env.cr.fetchall())
        self.assertIn(self.customer.name, words)
        self.assertNotIn("70,135", words)
        self.assertNotIn("82,317", words)


@tagged("post_install", "-at_install")
class TestFrozenKeys(FrozenCase):
    def test_another_key_and_then_the_old_one_may_go(self):
        letters, approval = self.two_letters(), self.proposed()
        kinds = [letters, letters.line_ids, approval, approval.decision_ids]
        before = [self.values(records) for records in kinds]
        self.seal()
        self.use_keys(KEY_2, KEY_1)
        self.sealing.action_rotate()
        self.work()
        self.assertFalse(self.sealing.is_rotating)
        self.use_keys(KEY_2)
        self.assertEqual([self.values(records) for records in kinds], before)
        self.sealing.action_open()
        self.work()
        self.assertEqual(self.sealing.state, "off")
        self.assertFalse(self.sealing.exchange_lock)
        self.assertEqual([self.values(records) for records in kinds], before)

    def test_a_missing_key_stops_reading_and_opening_and_loses_nothing(self):
        letters = self.two_letters()
        self.seal()
        before = self.rows(letters)
        self.use_keys(KEY_2)
        with self.refused(UserError, "does not have"):
            self.as_user(self.clerk, letters).read(["content"])
        with self.refused(UserError, "does not have"):
            self.sealing.action_open()
        with self.refused(UserError, "does not have"):
            uninstall_hook(self.env)
        order = self.order()
        with self.refused(UserError, "does not have"):
            order.action_neiqin_send_letter()
        self.assertEqual(self.rows(letters), before)
        self.use_keys(KEY_1)
        self.assertIn("8231.77", letters[0].content)

    def test_a_crash_in_the_middle_goes_on_where_it_stopped(self):
        orders = [self.order() for _number in range(6)]
        for order in orders:
            order.action_neiqin_send_letter()
        letters = self.env["neiqin.confirmation.letter"].union(
            *(order.sudo().neiqin_letter_ids for order in orders)
        )
        before = self.values(letters)
        self.sealing.action_seal()
        kind = self.env["neiqin.confirmation.letter"]
        kind._neiqin_slice("seal", limit=4)
        self.env.invalidate_all()
        with self.assertRaises(ZeroDivisionError), self.env.cr.savepoint():
            kind._neiqin_slice("seal", limit=1)
            _crash = 1 / 0
        self.env.invalidate_all()
        sealed = [x for x in letters if self.column(x, "neiqin_sealed")]
        self.assertEqual(len(sealed), 4)
        self.assertEqual(self.values(letters), before)
        self.work()
        self.assertEqual(self.sealing.state, "on")
        self.assertFalse([x for x in letters if not self.column(x, "neiqin_sealed")])
        self.assertEqual(self.values(letters), before)

    def test_a_foreign_lock_is_named_before_anything_is_sealed(self):
        self.env.cr.execute(
            "UPDATE neiqin_sealing SET exchange_lock = 'x', exchange_nonce = 'y',"
            " exchange_key = %s",
            [self.env["neiqin.sealing"]._neiqin_ring().current.id],
        )
        self.env.invalidate_all()
        with self.refused(UserError, "not made by this server"):
            self.sealing.action_seal()
        self.sealing.init()
        self.env.invalidate_all()
        self.seal()
        self.assertEqual(self.sealing.state, "on")

    def test_reading_costs_no_query_per_letter(self):
        def cost(number):
            orders = [self.order() for _number in range(number)]
            for order in orders:
                order.action_neiqin_send_letter()
            letters = self.env["neiqin.confirmation.letter"].union(
                *(order.sudo().neiqin_letter_ids for order in orders)
            )
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            letters.with_user(self.clerk).read(["name", "amount_total", "note"])
            letters.with_user(self.clerk).line_ids.read(["price_unit", "discount"])
            return self.env.cr.sql_log_count - before

        self.seal()
        cost(1)
        self.assertEqual(cost(1), cost(20))
