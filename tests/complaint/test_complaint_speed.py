"""What filing and solving cost in queries, for a thousand as for one."""

from .complaint_case import ComplaintCase

CREATE, SOLVE = 4, 2.5  # queries per record, at most


class TestSpeed(ComplaintCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.partners = cls.env["res.partner"].create(
            [{"name": f"Customer {number}"} for number in range(10)]
        )
        cls.file(cls, 3)  # fills what is read once

    def file(self, count):
        """File complaints in one call, every tenth with tasks of departments."""
        complaints = self.env["neiqin.complaint"].with_user(self.clerk)
        complaints = complaints.create(
            [
                {
                    "partner_id": self.partners[number % 10].id,
                    "type_id": self.types["quality"].id,
                    "subject": f"complaint {number}",
                    "amount": 200000 if number % 10 == 0 else 100,
                }
                for number in range(count)
            ]
        )
        self.env.cr.flush()
        return complaints

    def queries(self, work, *arguments):
        self.env.flush_all()
        self.env.invalidate_all()
        before = self.env.cr.sql_log_count
        result = work(*arguments)
        self.env.cr.flush()
        return self.env.cr.sql_log_count - before, result

    def solve(self, complaints):
        complaints._neiqin_solve("<p>New ones leave today</p>", "phone")

    def test_filing_costs_the_same_for_any_number(self):
        few, _complaints = self.queries(self.file, 20)
        many, complaints = self.queries(self.file, 200)
        tasks = complaints.task_ids
        self.assertTrue(tasks)
        self.assertEqual(len(complaints.sudo().clock_ids), 2 * 200 + len(tasks))
        self.assertLessEqual(many / 200, CREATE)
        # the values of many rows go to the database in a few portions more
        self.assertLess(many, few + 20)

    def test_solving_costs_the_same_for_any_number(self):
        some, others = self.file(20), self.file(200)
        few, _done = self.queries(self.solve, some)
        many, _done = self.queries(self.solve, others)
        self.assertEqual(set((some | others).mapped("state")), {"solved"})
        self.assertLessEqual(many / 200, SOLVE)
        self.assertLess(many, few + 20)
