"""What collecting costs the database for one customer and for eighty: the same."""

from datetime import timedelta

from odoo import api

from .statement_case import StatementCase

MANY = 80


class TestCollectionCost(StatementCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        people = cls.env["res.partner"].create(
            [
                {"name": f"客户{n}", "is_company": True, "email": f"{n}@example.org"}
                for n in range(MANY + 1)
            ]
        )
        cls.invoices = cls.new_invoices(dict.fromkeys(people, 100))
        cls.rows._neiqin_ensure(cls.company)
        cls.people = people
        cls.owing = cls.rows.search([("partner_id", "in", people.ids)])
        cls.env["res.partner"].flush_model()

    def spent(self, work, user=None):
        """Return how many statements some work takes, in a fresh cache."""
        self.env.flush_all()
        self.env.invalidate_all()
        env = api.Environment(self.env.cr, (user or self.clerk).id, {})
        # what every call reads once
        self.assertTrue(env.user.has_group("neiqin_addon.group_neiqin_clerk"))
        before = self.env.cr.sql_log_count
        work(env)
        env.flush_all()
        return self.env.cr.sql_log_count - before

    def assert_same(self, work, of, more=0):
        """Do the same to one of these, then to eighty others."""
        self.assertEqual(len(of), MANY + 1)
        work(self.env(user=self.clerk), of[:0])
        one = self.spent(lambda env: work(env, of[:1]))
        many = self.spent(lambda env: work(env, of[1:]))
        self.assertLessEqual(many, one + more, "for one and for eighty")

    def test_disputes_are_made_and_lifted(self):
        def dispute(env, invoices):
            env["neiqin.dispute"].create(
                [{"move_id": one, "reason": "price"} for one in invoices.ids]
            )

        self.assert_same(dispute, self.invoices, 3)
        made = self.env["neiqin.dispute"].search([("move_id", "in", self.invoices.ids)])
        notes = self.invoices[1].message_ids.filtered(lambda note: "Price" in note.body)
        self.assertEqual(len(notes), 1)

        def lift(env, disputes):
            disputes.with_env(env).action_neiqin_lift("<b>Paid</b>")

        self.assert_same(lift, made, 3)
        [note] = self.invoices[1].message_ids.filtered(lambda one: "Paid" in one.body)
        self.assertIn("&lt;b&gt;Paid&lt;/b&gt;", note.body)
        self.assertEqual(note.author_id, self.clerk.partner_id)

    def test_promises_are_written_down(self):
        until = self.today() + timedelta(days=3)

        def promise(env, invoices):
            env["neiqin.payment.promise"].create(
                [
                    {
                        "partner_id": one.partner_id.id,
                        "amount": 100,
                        "until": until,
                        "move_ids": [(6, 0, one.ids)],
                    }
                    for one in invoices.with_env(env)
                ]
            )

        self.assert_same(promise, self.invoices, 3)

    def test_reminders_are_released_and_done(self):
        self.company.neiqin_dunning = "advise"
        self.levels.channel = "call"
        self.owing._neiqin_plan()
        steps = self.env["neiqin.collection.step"].search(
            [("partner_id", "in", self.people.ids)]
        )

        def release(env, some):
            some.with_env(env).action_neiqin_release()

        self.assert_same(release, steps, 3)
        steps.sudo()._neiqin_as_server().write({"state": "todo"})

        def done(env, some):
            some.with_env(env).action_neiqin_done()

        self.assert_same(done, steps, 3)
        self.assertEqual(set(steps.mapped("state")), {"done"})
        self.assertEqual(set(steps.line_ids.mapped("state")), {"sent"})
        self.assertEqual(set(self.owing.mapped("contacted_on")), {self.today()})
        self.assertEqual(self.owing.level_id, self.levels[0])

    def test_a_reminder_of_many_invoices_is_looked_at_again(self):
        """The last look before it leaves, for one invoice and for forty."""
        self.company.neiqin_dunning = "automatic"
        self.levels.channel = "call"
        one, other = self.owing[:2]
        drafts = self.env["account.move"].create(
            [
                {
                    "move_type": "out_invoice",
                    "partner_id": other.partner_id.id,
                    "invoice_date": self.invoices[0].invoice_date,
                    "invoice_date_due": self.invoices[0].invoice_date_due,
                    "invoice_payment_term_id": False,
                    "invoice_line_ids": [
                        (0, 0, {"name": "货款", "price_unit": 5, "tax_ids": False})
                    ],
                }
                for _number in range(39)
            ]
        )
        drafts.action_post()
        (one | other)._neiqin_plan()
        costs = []
        for row, size in ((one, 1), (other, 40)):
            step = self.env["neiqin.collection.step"].search(
                [("partner_id", "=", row.partner_id.id)]
            )
            self.assertEqual(len(step.line_ids), size)
            work = step.sudo()._neiqin_compose
            costs.append(self.spent(lambda _env, work=work: work()))
            self.assertEqual(step.state, "todo")
        self.assertLessEqual(costs[1], costs[0] + 2)

    def test_rows_and_forms_are_read(self):
        names = ["overdue", "step_count", "level_id", "next_step", "days_late"]

        def read(env, rows):
            rows.with_env(env).read(names)
            env["neiqin.collection.item"].search_read(
                [("collection_id", "in", rows.ids)], ["document", "status", "residual"]
            )

        self.assert_same(read, self.owing)

    def test_statements_are_made(self):
        """Each is a document of its own, with two files: the cost of one is a limit."""
        period = (self.today() - timedelta(days=60), self.today())
        self.make(self.people[:1], period)

        def cost(number, at):
            some = self.people[at : at + number]
            return self.spent(lambda env: self.make(some, period))

        one, nine = cost(1, 1), cost(9, 2)
        self.assertLessEqual((nine - one) / 8, 10)
