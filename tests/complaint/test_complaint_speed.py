"""What filing and solving cost in queries, for a thousand as for one."""

from odoo.exceptions import AccessError, UserError

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

    def test_each_is_followed_by_whoever_is_in_charge(self):
        complaints = self.file(3)
        owner = self.clerk.partner_id
        for complaint in complaints:
            self.assertEqual(complaint.message_partner_ids, owner)
            types = complaint.message_follower_ids.subtype_ids
            self.assertIn(self.env.ref("mail.mt_comment"), types)
        complaints.user_id = self.supervisor
        complaints._neiqin_follow()  # once more changes nothing
        both = owner | self.supervisor.partner_id
        self.assertEqual(complaints[0].message_partner_ids, both)

    def test_a_company_check_for_many_is_the_one_for_each(self):
        other = self.env["res.company"].create({"name": "Other"})
        theirs = self.env["res.partner"].create(
            {"name": "Theirs", "company_id": other.id}
        )
        values = {"type_id": self.types["quality"].id, "subject": "x"}
        rows = [{**values, "partner_id": self.partner.id} for _turn in range(3)]
        rows.append({**values, "partner_id": theirs.id})
        with self.assertRaisesRegex(UserError, "Theirs"):
            self.env["neiqin.complaint"].create(rows)

    def test_what_is_computed_is_the_server_s(self):
        complaint = self.complain()
        self.assertEqual(complaint.commercial_partner_id, self.partner)
        for values in (
            {"commercial_partner_id": self.partners[0].id},
            {"rating_last_value": 5},
        ):
            with self.assertRaises(AccessError):
                complaint.write(values)
        head = self.env["res.partner"].create({"name": "Head", "is_company": True})
        self.partner.parent_id = head
        self.env.flush_all()
        self.assertEqual(complaint.commercial_partner_id, head)

    def test_solving_costs_the_same_for_any_number(self):
        some, others = self.file(20), self.file(200)
        few, _done = self.queries(self.solve, some)
        many, _done = self.queries(self.solve, others)
        self.assertEqual(set((some | others).mapped("state")), {"solved"})
        self.assertLessEqual(many / 200, SOLVE)
        self.assertLess(many, few + 20)
