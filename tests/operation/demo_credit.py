"""The demo's customers are graded by how they paid in the story."""

from unittest.mock import patch

from odoo.exceptions import UserError


class CreditStory:
    @property
    def ratings(self):
        return self.env["neiqin.credit.rating"].search(self.here)

    def test_there_is_a_history_of_good_and_bad(self):
        current = self.ratings.filtered("is_current")
        self.assertEqual(len(current), len(current.partner_id))
        grades = set(current.mapped("grade"))
        self.assertTrue(grades & {"A", "B"} and grades & {"C", "D"}, grades)
        self.assertIn(False, grades)
        self.assertGreaterEqual(len(set(self.ratings.mapped("date"))), 3)
        for rating in current.filtered("grade"):
            points = sum(rating.factor_ids.mapped("points"))
            self.assertAlmostEqual(points, rating.score, 1)

    def test_somebody_waits_and_somebody_is_held(self):
        changes = self.env["neiqin.credit.change"].search(self.here)
        self.assertEqual(set(changes.mapped("stage")), {"asked", "in_force"})
        held = changes.filtered("holds_grade")
        partner = held.partner_id.with_company(self.company)
        self.assertEqual(partner.neiqin_grade, "B")

    def test_insured_limits_were_imported(self):
        limits = self.env["neiqin.credit.insurance"].search(self.here)
        self.assertEqual(len(limits), 4)
        self.assertEqual(set(limits.mapped("state")), {"running"})

    def test_the_lights_of_three_orders(self):
        orders = {
            key: self.demo._known(f"credit_{key}")
            for key in ("near", "beyond", "granted")
        }
        verdicts = {
            key: order._neiqin_credit_verdicts()[order.id]
            for key, order in orders.items()
        }
        self.assertEqual(
            {key: verdict.light for key, verdict in verdicts.items()},
            {"near": "amber", "beyond": "red", "granted": "red"},
        )
        self.assertIn("near", verdicts["near"].reasons)
        for key in ("beyond", "granted"):
            self.assertEqual(verdicts[key].reasons[0], "limit")
        # the order goes beyond the limit, what is owed already does not
        beyond = verdicts["beyond"]
        self.assertLessEqual(beyond.exposure, beyond.limit)
        customers = {order._neiqin_debtor() for order in orders.values()}
        self.assertEqual(len(customers), 3)

    def test_one_is_held_back_and_one_passed(self):
        self.assertEqual(self.company.neiqin_gate_credit, "enforce")
        beyond, granted = (
            self.demo._known(f"credit_{key}") for key in ("beyond", "granted")
        )
        clerk = self.demo._known("user_clerk")
        self.assertTrue(beyond.neiqin_credit_blocked)
        self.assertFalse(beyond._neiqin_credit_grants())
        with self.assertRaises(UserError):
            beyond.with_user(clerk).action_confirm()
        self.assertEqual(granted.state, "sale")
        self.assertFalse(granted.neiqin_credit_blocked)
        grant = granted.neiqin_credit_block_ids.grant_id
        self.assertEqual((grant.rule, grant.state), ("credit", "used"))
        self.assertNotEqual(grant.granted_by_id, grant.used_by_id)

    def test_the_list_of_blocks(self):
        blocks = self.env["neiqin.credit.block"].search(self.here)
        found = sorted(block.step for block in blocks if not block.closed_at)
        self.assertEqual(found, ["confirm", "delivery"])
        self.assertEqual(blocks.filtered("closed_at").mapped("closed_by"), ["grant"])
        # the hourly run finds nothing to release
        blocks._neiqin_judge()
        self.assertEqual(sum(1 for block in blocks if not block.closed_at), 2)

    def test_what_comes_with_an_update_meets_no_check(self):
        """A later part sells to whom it likes, and the check is back afterwards."""
        seen = []

        def tell(demo):
            seen.append(demo._company().neiqin_gate_credit)

        self.startPatcher(
            patch.object(type(self.demo), "_load_later", tell, create=True)
        )
        self.demo._load_part("later")
        self.assertEqual(seen, ["advise"])
        self.assertEqual(self.company.neiqin_gate_credit, "enforce")
