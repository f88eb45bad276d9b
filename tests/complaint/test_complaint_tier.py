"""Tiers by rule, the reason in words, and who may change them."""

from odoo.exceptions import AccessError, UserError

from .complaint_case import ComplaintCase


class TestTier(ComplaintCase):
    def test_the_first_rule_that_fits_wins(self):
        for values, tier, word in (
            ({}, 0, "lowest"),
            ({"type_id": self.types["quality"].id}, 1, "Product Quality"),
            ({"amount": 120_000.0}, 2, "120,000"),
            ({"amount": 120_000.0, "subject": "起火"}, 3, "起火"),
            ({"description": "生产线 停 线 两小时"}, 2, "停线"),
        ):
            partner = self.env["res.partner"].create({"name": "One time"})
            complaint = self.complain(partner_id=partner.id, **values)
            with self.subTest(values=values):
                self.assertEqual(complaint.sudo().tier_id, self.tiers[tier])
                self.assertIn(word, complaint.tier_reason)

    def test_repetition(self):
        first = [self.complain().sudo().tier_id for _ in range(3)]
        self.assertEqual(first, [self.tiers[0], self.tiers[0], self.tiers[2]])
        branch = self.env["res.partner"].create(
            {"name": "Branch", "parent_id": self.partner.id}
        )
        complaint = self.complain(partner_id=branch.id)
        self.assertEqual(complaint.sudo().tier_id, self.tiers[2])
        self.assertIn("4", complaint.tier_reason)

    def test_repetition_within_one_call(self):
        values = {
            "partner_id": self.partner.id,
            "type_id": self.types["other"].id,
            "subject": "late",
        }
        complaints = self.env["neiqin.complaint"].create([values] * 3)
        self.assertEqual(complaints[2].tier_id, self.tiers[2])
        self.assertEqual(complaints[1].tier_id, self.tiers[0])

    def test_old_and_withdrawn_complaints_do_not_count(self):
        with self.at("2026-01-05 02:00"):
            self.complain()
        with self.at("2026-03-09 02:00"):
            gone = self.complain()
            gone.with_user(self.supervisor)._neiqin_void("twice")
            self.complain()
            self.assertEqual(self.complain().sudo().tier_id, self.tiers[0])

    def test_grade(self):
        self.partner._neiqin_as_server().write({"neiqin_grade": "A"})
        complaint = self.complain()
        self.assertEqual(complaint.sudo().tier_id, self.tiers[1])
        self.assertIn("A", complaint.tier_reason)

    def test_editing_raises_and_never_lowers(self):
        complaint = self.complain(amount=120_000.0)
        complaint.write({"amount": 1.0})
        self.assertEqual(complaint.sudo().tier_id, self.tiers[2])
        complaint.write({"description": "有人触电"})
        self.assertEqual(complaint.sudo().tier_id, self.tiers[3])

    def test_only_a_supervisor_changes_it_and_leaves_a_row(self):
        complaint = self.complain(amount=120_000.0)
        for way in (
            lambda: complaint.write({"tier_id": self.tiers[0].id}),
            lambda: complaint.with_user(self.supervisor).write(
                {"tier_id": self.tiers[0].id}
            ),
            lambda: complaint._neiqin_change_tier(self.tiers[0], "please"),
        ):
            with self.assertRaises(AccessError):
                way()
        with self.assertRaises(UserError):
            complaint.with_user(self.supervisor)._neiqin_change_tier(self.tiers[0], " ")
        complaint.with_user(self.supervisor)._neiqin_change_tier(
            self.tiers[0], "the amount was mistyped"
        )
        self.assertEqual(complaint.sudo().tier_id, self.tiers[0])
        self.assertIn("mistyped", complaint.tier_reason)
        row = self.env["neiqin.trail.entry"].search(
            [("res_model", "=", complaint._name), ("res_id", "=", complaint.id)],
            limit=1,
        )
        self.assertEqual(row.user_id, self.supervisor)
        self.assertIn("mistyped", row.reason)
        # no rule sets it back
        complaint.write({"description": "有人触电"})
        self.assertEqual(complaint.sudo().tier_id, self.tiers[0])

    def test_clerks_change_no_rule(self):
        rule = self.env.ref("neiqin_addon.complaint_rule_big")
        with self.assertRaises(AccessError):
            rule.with_user(self.supervisor).amount_from = 0
        rule.with_user(self.manager).amount_from = 50_000
        row = self.env["neiqin.trail.entry"].search(
            [("res_model", "=", rule._name), ("action", "=", "policy")], limit=1
        )
        self.assertEqual(row.user_id, self.manager)

    def test_a_new_tier_brings_its_tasks_once(self):
        complaint = self.complain()
        self.assertFalse(complaint.task_ids)
        boss = complaint.with_user(self.supervisor)
        boss._neiqin_change_tier(self.tiers[2], "batch")
        self.assertEqual(len(complaint.task_ids), 1)
        boss._neiqin_change_tier(self.tiers[1], "no batch")
        boss._neiqin_change_tier(self.tiers[2], "a batch after all")
        self.assertEqual(len(complaint.task_ids), 1)
