"""Two people at the same moment, from two transactions."""

import psycopg2

from odoo.exceptions import UserError
from odoo.tools import mute_logger

from ..parallel_case import ParallelCase

PEOPLE = {
    "par_clerk": "clerk",
    "par_clerk2": "clerk",
    "par_boss": "supervisor",
    "par_boss2": "supervisor",
    "par_manager": "manager",
}


class TestParallel(ParallelCase):
    def setUp(self):
        super().setUp()
        env = self.open_office(PEOPLE, neiqin_gate_approval="enforce")
        env["neiqin.approval.rule"].create(
            {"name": "par", "operation": "order_confirm", "company_id": self.company_id}
        )
        partner = env["res.partner"].create({"name": self.name})
        clerk = self.users["par_clerk"]
        orders = env["sale.order"].with_user(clerk)
        order = orders.create({"partner_id": partner.id, "user_id": clerk})
        self.order_id = order.id
        self.approval_id = order._neiqin_ask_approval("order_confirm").id
        self.settle()

    def wind_up(self, env):
        here = [("company_id", "=", self.company_id)]
        env["neiqin.approval"].search([*here, ("state", "=", "pending")])._neiqin_end(
            "lapsed"
        )
        env["neiqin.approval.rule"].search(here).active = False
        env.company.neiqin_gate_approval = "off"

    def approval(self, cursor, login):
        return self.env_of(cursor, login)["neiqin.approval"].browse(self.approval_id)

    def rows(self):
        self.real.rollback()
        self.real.execute(
            "SELECT user_id, step FROM neiqin_approval_decision"
            " WHERE approval_id = %s AND verdict = 'yes'",
            [self.approval_id],
        )
        return self.real.fetchall()

    @mute_logger("odoo.sql_db")
    def test_two_approvers_press_at_the_same_moment(self):
        with self.registry.cursor() as one, self.registry.cursor() as two:
            first = self.approval(one, "par_boss")
            second = self.approval(two, "par_boss2")
            # both have looked at the request before either decides
            self.assertEqual((first.state, second.state), ("pending", "pending"))
            first.action_approve()
            with self.assertRaises(UserError):
                second.action_approve()
            two.rollback()
            one.commit()
        self.assertEqual(self.rows(), [(self.users["par_boss"], "2")])

    @mute_logger("odoo.sql_db")
    def test_a_snapshot_from_before_the_other_committed_decides_nothing(self):
        with self.registry.cursor() as one, self.registry.cursor() as two:
            second = self.approval(two, "par_boss2")
            self.assertEqual(second.state, "pending")
            self.approval(one, "par_boss").action_refuse("no")
            one.commit()
            # Odoo repeats a request that fails like this, with a fresh snapshot
            with self.assertRaises(psycopg2.errors.SerializationFailure):
                second.action_approve()
            two.rollback()
            with self.assertRaises(UserError):
                self.approval(two, "par_boss2").action_approve()
            two.rollback()
        self.assertEqual(self.rows(), [])

    @mute_logger("odoo.sql_db")
    def test_a_price_change_and_the_last_yes_at_the_same_moment(self):
        with self.registry.cursor() as one:
            self.approval(one, "par_clerk2").action_approve()
            one.commit()
        with self.registry.cursor() as one, self.registry.cursor() as two:
            boss = self.approval(two, "par_boss")
            self.assertEqual(boss.state, "pending")
            clerk = self.env_of(one, "par_clerk")
            order = clerk["sale.order"].browse(self.order_id)
            order.client_order_ref = "changed"
            clerk.flush_all()
            with self.assertRaises(UserError):
                boss.action_approve()
            two.rollback()
            one.commit()
            self.assertEqual(self.approval(two, "par_boss").state, "pending")
            self.assertEqual(self.approval(two, "par_boss").round, 2)
            two.rollback()

    @mute_logger("odoo.sql_db")
    def test_one_grant_used_from_two_transactions(self):
        env = self.env_of(self.real, "par_manager")
        grant = env["neiqin.grant"]._neiqin_give(
            "approval",
            env["sale.order"].browse(self.order_id),
            "par",
            env.cr.now().replace(year=2099),
            env["res.users"].browse(self.users["par_clerk"]),
        )
        self.settle()

        def use(cursor):
            env = self.env_of(cursor, "par_clerk")
            order = env["sale.order"].browse(self.order_id)
            env["neiqin.grant"]._neiqin_use_grant("approval", order)
            env.flush_all()

        with self.registry.cursor() as one, self.registry.cursor() as two:
            seen = self.env_of(two)["neiqin.grant"].browse(grant.id)
            self.assertFalse(seen.used_at)
            use(one)
            with self.assertRaises(UserError):
                use(two)
            one.commit()
            with self.assertRaises(psycopg2.errors.SerializationFailure):
                use(two)
            two.rollback()
            with self.assertRaises(UserError):
                use(two)
            two.rollback()

    @mute_logger("odoo.sql_db")
    def test_two_requests_for_the_same_order(self):
        with self.registry.cursor() as one:
            self.approval(one, "par_clerk").action_cancel()
            one.commit()

        def ask(cursor, login):
            env = self.env_of(cursor, login)
            env["sale.order"].browse(self.order_id)._neiqin_ask_approval(
                "order_confirm"
            )
            env.flush_all()

        with self.registry.cursor() as one, self.registry.cursor() as two:
            two.execute("SELECT 1 FROM neiqin_approval")  # its snapshot begins here
            ask(one, "par_clerk")
            one.commit()
            with self.assertRaises(psycopg2.Error):
                ask(two, "par_clerk2")
            two.rollback()
