"""Archiving an employee freezes the account; the archiving itself never fails."""

from odoo.tests import TransactionCase, new_test_user, tagged

CLERK = "neiqin_addon.group_neiqin_clerk"
MANAGER = "neiqin_addon.group_neiqin_manager"
OFFICER = "hr.group_hr_user"


@tagged("post_install", "-at_install")
class TestLeaverEmployee(TransactionCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.clerk = new_test_user(cls.env, "hr_clerk", CLERK, name="小周")
        cls.leader = new_test_user(cls.env, "hr_leader", CLERK, name="组长")
        cls.boss = new_test_user(cls.env, "hr_boss", f"{MANAGER},hr.group_hr_manager")
        cls.officer = new_test_user(cls.env, "hr_officer", OFFICER)
        employees = cls.env["hr.employee"]
        cls.head = employees.create({"name": "组长", "user_id": cls.leader.id})
        cls.employee = employees.create(
            {"name": "小周", "user_id": cls.clerk.id, "parent_id": cls.head.id}
        )
        cls.customer = cls.env["res.partner"].create(
            {"name": "杭州精工", "user_id": cls.clerk.id}
        )

    def archive(self, user, employees=None):
        (employees or self.employee).with_user(user).action_archive()

    def question(self, user=None):
        return self.env["neiqin.leaver"].search(
            [("user_id", "=", (user or self.clerk).id)]
        )

    def asked(self):
        """Return the to-dos about the clerk's account."""
        return self.env["mail.activity"].search(
            [
                ("res_model", "=", "res.partner"),
                ("res_id", "=", self.clerk.partner_id.id),
            ]
        )

    def test_the_leader_takes_over(self):
        self.archive(self.boss)
        self.assertFalse(self.clerk.active)
        self.assertEqual(self.customer.user_id, self.leader)
        question = self.question()
        self.assertEqual((question.state, question.frozen_by_id), ("frozen", self.boss))
        self.assertFalse(self.asked())

    def test_departure_wizard(self):
        wizard = (
            self.env["hr.departure.wizard"]
            .with_user(self.boss)
            .with_context(employee_termination=True)
            .create({"employee_ids": self.employee.ids, "remove_related_user": True})
        )
        wizard.action_register_departure()
        self.assertFalse(self.employee.active)
        self.assertFalse(self.clerk.active)
        self.assertEqual(self.customer.user_id, self.leader)

    def test_without_a_leader_the_team_leader(self):
        self.env["crm.team"].search([]).user_id = False
        teams = self.env["crm.team"].create({"name": "内勤", "user_id": self.leader.id})
        teams.company_id = self.employee.company_id
        self.employee.parent_id = False
        self.archive(self.boss)
        self.assertEqual(self.customer.user_id, self.leader)

    def test_without_anybody_who_archives(self):
        self.env["crm.team"].search([]).user_id = False
        self.employee.parent_id = False
        self.archive(self.boss)
        self.assertEqual(self.customer.user_id, self.boss)

    def test_a_leader_who_left_as_well_takes_nothing_over(self):
        self.env["crm.team"].search([]).user_id = False
        self.leader.active = False
        self.archive(self.boss)
        self.assertEqual(self.customer.user_id, self.boss)

    def test_an_officer_may_not_freeze_so_a_manager_is_asked(self):
        self.archive(self.officer)
        self.assertFalse(self.employee.active)
        self.assertTrue(self.clerk.active)
        self.assertEqual(self.customer.user_id, self.clerk)
        question = self.question()
        self.assertEqual(question.state, "draft")
        self.assertEqual(question.successor_id, self.leader)
        todo = self.asked().ensure_one()
        self.assertTrue(todo.user_id.has_group(MANAGER))
        self.assertIn(f"/odoo/neiqin.leaver/{question.id}", todo.note)
        question.with_user(self.boss).action_freeze()
        self.assertFalse(self.clerk.active)

    def test_sudo_is_nobodys_permission(self):
        self.employee.with_user(self.officer).sudo().active = False
        self.assertTrue(self.clerk.active)
        self.assertTrue(self.asked())

    def test_what_cannot_be_frozen_does_not_stop_the_archiving(self):
        other = self.env["res.company"].create({"name": "二厂"})
        self.clerk.company_ids |= other
        self.archive(self.boss)
        self.assertFalse(self.employee.active)
        self.assertTrue(self.clerk.active)
        self.assertIn("companies you do not", self.asked().note)

    def test_nobody_freezes_himself(self):
        own = self.env["hr.employee"].create({"name": "老板", "user_id": self.boss.id})
        self.archive(self.boss, own)
        self.assertTrue(self.boss.active)
        self.assertEqual(self.question(self.boss).state, "draft")

    def test_an_employee_of_another_company_still_works(self):
        other = self.env["res.company"].create({"name": "二厂"})
        self.clerk.company_ids |= other
        self.env["hr.employee"].create(
            {"name": "小周", "user_id": self.clerk.id, "company_id": other.id}
        )
        self.archive(self.boss)
        self.assertTrue(self.clerk.active)
        self.assertFalse(self.question())

    def test_leader_and_clerk_at_once(self):
        self.env["crm.team"].search([]).user_id = False
        self.archive(self.boss, self.head | self.employee)
        self.assertFalse((self.clerk | self.leader).filtered("active"))
        self.assertEqual(self.customer.user_id, self.boss)

    def test_without_an_account_nothing_happens(self):
        worker = self.env["hr.employee"].create({"name": "仓库小李"})
        self.archive(self.officer, worker)
        self.assertFalse(worker.active)
