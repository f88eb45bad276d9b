"""Duplicates by tax number, telephone number and name, merged with Odoo's own tool."""

import random

from odoo.exceptions import AccessError, UserError
from odoo.tests import new_test_user, tagged
from odoo.tools import mute_logger

from odoo.addons.neiqin_addon.tools.name_twins import twins

from ..control.sealed_case import SealedCase
from .file_case import ROLE, FileCase


@tagged("post_install", "-at_install")
class TestCustomerTwin(FileCase):
    def pairs(self):
        """Return ``{(name, name): why}`` of the customers made here."""
        found = self.env["neiqin.customer.twin"].with_context(lang="en_US")
        return {
            (twin.partner_id.name, twin.other_id.name): twin.why
            for twin in found.search([("state", "=", "open")])
        }

    def search(self):
        self.env["neiqin.customer.twin"].sudo()._neiqin_search()
        return self.pairs()

    def test_three_reasons(self):
        mine = self.customer.name
        self.customer.vat = "9133-0100 ma2a1234 1x"
        self.customer.phone = "+86 571 8888 1234"
        self.new_customer("杭州精工减速机")
        self.new_customer("Hangzhou Gear", vat="91330100MA2A12341X")
        other = self.new_customer("HZ Reducers")
        self.add_contact(other, phone="0571-88881234")
        self.new_customer("宁波恒达机械有限公司", phone="0571-88881235")
        found = self.search()
        self.assertEqual(found[mine, "杭州精工减速机"], "names alike to 100 %")
        self.assertEqual(found[mine, "Hangzhou Gear"], "same tax number")
        self.assertEqual(found[mine, "HZ Reducers"], "same phone")
        self.assertFalse([pair for pair in found if "宁波恒达机械有限公司" in pair])

    def test_a_number_of_many_is_a_switchboard(self):
        for number in range(6):
            self.new_customer(f"客户{'甲乙丙丁戊己'[number]}", phone="0571 8888 0000")
        self.assertEqual([why for why in self.search().values() if "phone" in why], [])

    def test_different_stays_different(self):
        self.new_customer("杭州精工减速机")
        self.assertEqual(len(self.search()), 1)
        twin = self.env["neiqin.customer.twin"].search([])
        self.rpc(self.clerk, twin, "action_neiqin_different")
        self.assertEqual(self.search(), {})
        self.assertEqual(twin.state, "different")
        # said by mistake
        self.rpc(self.clerk, twin, "action_neiqin_again")
        self.assertEqual(len(self.search()), 1)
        with self.assertRaises(UserError):
            self.rpc(self.clerk, twin, "action_neiqin_again")

    def test_what_is_proposed_is_not_called_different(self):
        """The supervisor's to-do would be about nothing."""
        twin, _other = self.proposed()
        with self.assertRaises(UserError):
            self.rpc(self.clerk, twin, "action_neiqin_different")
        self.assertEqual(twin.state, "proposed")
        self.rpc(self.clerk, twin, "action_neiqin_not_merge")
        self.rpc(self.clerk, twin, "action_neiqin_different")
        self.assertEqual((twin.state, len(twin.activity_ids)), ("different", 0))

    def test_side_by_side_for_any_number(self):
        for number in range(12):
            self.new_customer(f"杭州精工减速机{'甲乙丙丁戊己庚辛壬癸子丑'[number]}厂")
        for partner in self.env["res.partner"].search([("name", "like", "杭州精工")]):
            self.env["sale.order"].create({"partner_id": partner.id})
        self.search()
        twins_ = self.env["neiqin.customer.twin"].search([])
        self.assertGreaterEqual(len(twins_), 10)
        texts = twins_.with_user(self.clerk).mapped("one_text")
        self.assertTrue(all("Orders: 1" in text for text in texts))
        counts = []
        for rows in (twins_[:1], twins_[:1], twins_):  # first what is cached
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            rows.with_user(self.clerk).mapped("other_text")
            counts.append(self.env.cr.sql_log_count - before)
        self.assertEqual(counts[1], counts[2])

    def test_merged_with_odoos_tool(self):
        other = self.new_customer("杭州精工减速机")
        self.search()
        twin = self.env["neiqin.customer.twin"].search([])
        self.clerk.group_ids += self.env.ref("base.group_partner_manager")
        action = self.rpc(self.clerk, twin, "action_neiqin_merge")
        wizard = (
            self.env[action["res_model"]]
            .with_user(self.clerk)
            .with_context(**action["context"])
            .create({})
        )
        self.assertEqual(wizard.partner_ids, self.customer | other)
        with mute_logger("odoo.sql_db"):
            wizard.action_merge()
        self.assertEqual(len((self.customer | other).exists()), 1)
        self.assertFalse(twin.exists())

    def proposed(self, keep=None, reason="同一税号"):
        """Return a pair that the clerk proposed, with the customers it is about."""
        other = self.new_customer("杭州精工减速机", email="other@kh001.example.com")
        self.customer.email = "office@kh001.example.com"
        self.search()
        twin = self.env["neiqin.customer.twin"].search([])
        action = self.rpc(self.clerk, twin, "action_neiqin_ask_merge")
        ask = self.env[action["res_model"]].with_user(self.clerk)
        ask = ask.with_context(**action["context"]).create({"reason": reason})
        ask.keep = "other" if keep else "one"
        ask.action_propose()
        return twin, other

    def test_a_clerk_proposes_and_a_supervisor_merges(self):
        """Neither has Odoo's right to merge contacts; their addresses differ."""
        chief = new_test_user(self.env, "twin_chief", f"{ROLE}supervisor", name="赵强")
        self.env.ref(f"{ROLE}supervisor").sudo().all_user_ids.filtered(
            lambda user: user not in chief | self.clerk
        ).write({"active": False})
        self.assertFalse(chief.has_group("base.group_partner_manager"))
        twin, other = self.proposed()
        orders = self.env["sale.order"].create(
            [{"partner_id": partner.id} for partner in (self.customer, other)]
        )
        self.assertEqual((twin.state, twin.keep_id), ("proposed", self.customer))
        self.assertEqual(twin.activity_ids.user_id, chief)
        self.assertIn("杭州精工减速机", twin.activity_ids.summary)
        # a search leaves it, a clerk does not merge
        self.search()
        self.assertEqual(twin.state, "proposed")
        with self.assertRaises(AccessError):
            self.rpc(self.clerk, twin, "action_neiqin_merge_proposed")
        with mute_logger("odoo.sql_db"):
            action = self.rpc(chief, twin, "action_neiqin_merge_proposed")
        # the pair's own page is gone with it
        self.assertEqual(action["res_model"], twin._name)
        self.assertFalse(other.exists() or twin.exists())
        orders.invalidate_recordset()
        self.assertEqual(orders.partner_id, self.customer)
        self.assertEqual(self.customer.email, "office@kh001.example.com")
        entry = self.env["neiqin.trail.entry"].search(
            [("res_model", "=", "res.partner"), ("res_id", "=", self.customer.id)],
            order="id desc",
        )
        entry = entry.filtered(lambda row: row.action == "approve")
        self.assertEqual(entry.user_id, chief)
        self.assertIn("李娜", entry.reason)

    def test_who_proposed_it_does_not_merge(self):
        twin, other = self.proposed()
        twin._neiqin_as_server().asked_by_id = self.boss
        with self.assertRaisesRegex(AccessError, "another supervisor"):
            self.rpc(self.boss, twin, "action_neiqin_merge_proposed")
        self.assertFalse(twin.with_user(self.boss).can_merge)
        self.rpc(self.boss, twin, "action_neiqin_not_merge")
        self.assertEqual((twin.state, twin.keep_id.id), ("open", False))
        self.assertFalse(twin.activity_ids)
        with self.assertRaises(UserError):
            self.rpc(self.boss, twin, "action_neiqin_merge_proposed")
        self.assertTrue(other.exists())

    def test_nobody_but_the_pair_is_merged(self):
        twin, _other = self.proposed()
        third = self.new_customer("苏州新力电机厂")
        for vals in (
            {"keep_id": third.id},
            {"asked_by_id": self.clerk.id},
            {"state": "proposed"},
        ):
            for user in (self.clerk, self.boss):
                with self.assertRaises(AccessError):
                    self.rpc(user, twin, "write", vals)
        with self.assertRaises(AccessError):
            self.rpc(self.rep, twin, "action_neiqin_merge_proposed")
        twin.with_user(self.clerk).action_neiqin_not_merge()
        with self.assertRaises(UserError):
            twin.with_user(self.clerk)._neiqin_propose(third, "x")

    def test_other_companies(self):
        other = self.env["res.company"].create({"name": "上海分公司"})
        self.customer.company_id = self.company
        theirs = self.new_customer("杭州精工减速机", company_id=other.id)
        self.assertEqual(self.search(), {})
        theirs.company_id = False
        self.assertEqual(len(self.search()), 1)
        self.assertEqual(
            self.env["neiqin.customer.twin"].search([]).company_id, self.company
        )

    def test_attacks(self):
        self.new_customer("杭州精工减速机")
        self.search()
        twin = self.env["neiqin.customer.twin"].search([])
        for vals in ({"state": "different"}, {"other_id": self.company.partner_id.id}):
            with self.assertRaises(AccessError):
                self.rpc(self.clerk, twin, "write", vals)
        for method in ("action_neiqin_different", "action_neiqin_merge"):
            with self.assertRaises(AccessError):
                self.rpc(self.rep, twin, method)
        with self.assertRaises(UserError):
            self.rpc(self.rep, twin, "action_neiqin_search")

    def test_names_of_500_characters(self):
        """How long 20,000 take is measured by ``./neiqin bench files``."""
        draw = random.Random(7)
        signs = [chr(code) for code in range(0x4E00, 0x4E00 + 400)]

        def word(length):
            return "".join(draw.choices(signs, k=length))

        names = {key: f"{word(draw.randint(4, 10))}有限公司" for key in range(2_000)}
        long = word(500)
        for key in range(0, 2_000, 20):
            names[key] = long[: 400 + key % 97] + word(20)
        names[2_000] = names[77].removesuffix("有限公司")
        # as far as names are looked at, these are one
        names[2_001] = word(500)
        names[2_002] = names[2_001] + "的分厂"
        found = twins(names)
        self.assertEqual(found[77, 2_000], 1.0)
        self.assertEqual(found[2_001, 2_002], 1.0)


@tagged("post_install", "-at_install")
class TestSealedTwin(SealedCase):
    def test_sealed_numbers_are_compared_unseen(self):
        partners = self.env["res.partner"].create(
            [
                {"name": name, "customer_rank": 1, "phone": phone}
                for name, phone in (
                    ("甲厂", "+86 138 0571 4321"),
                    ("乙公司", "13805714321"),
                    # the same end, another number
                    ("丙行", "139 9999 4321"),
                )
            ]
        )
        self.seal()
        twins_ = self.env["neiqin.customer.twin"]
        twins_.sudo()._neiqin_search()
        found = twins_.search([("partner_id", "in", partners.ids)])
        self.assertEqual(
            [(twin.partner_id, twin.other_id) for twin in found],
            [(partners[0], partners[1])],
        )
        self.assertTrue(found.same_phone)
        # nor is the number shown to whoever puts them side by side
        clerk = new_test_user(self.env, "twin_clerk", f"{ROLE}clerk")
        ask = self.env["neiqin.customer.merge"].with_user(clerk)
        ask = ask.create({"twin_id": found.id})
        for text in (ask.one_text, ask.other_text, found.with_user(clerk).one_text):
            self.assertIn("•21", text)
            self.assertNotIn("4321", text)
