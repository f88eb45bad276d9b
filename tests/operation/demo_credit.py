"""The demo's customers are graded by how they paid in the story."""


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

    def test_the_lights_of_three_quotations(self):
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
            self.assertLessEqual(verdicts[key].exposure, verdicts[key].limit)
        customers = {order._neiqin_debtor() for order in orders.values()}
        self.assertEqual(len(customers), 3)
        self.assertEqual(self.company.neiqin_gate_credit, "advise")
        granted = orders["granted"].with_user(self.demo._known("user_clerk"))
        self.assertEqual(list(granted._neiqin_credit_grants()), granted.ids)
        self.assertFalse(orders["beyond"]._neiqin_credit_grants())
