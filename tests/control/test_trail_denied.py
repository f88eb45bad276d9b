"""Refused attempts leave a row of their own, whatever was attempted."""

from unittest.mock import patch

from odoo.exceptions import AccessError, UserError
from odoo.tests import new_test_user, tagged

from odoo.addons.neiqin_addon.models.control import trail_log
from odoo.addons.neiqin_addon.tools.allowance import Allowance

from .approval_case import ApprovalCase


@tagged("post_install", "-at_install")
class TestDenied(ApprovalCase):
    def setUp(self):
        super().setUp()
        # the process has one allowance: other tests' refusals count in it as well
        self.patch(trail_log, "_REFUSALS", Allowance(30, 60))
        self.apart = []

        def insert(trail, common, rows):
            # in a transaction of its own the users of this test are not there yet
            self.apart.append((trail.env.uid, common["res_model"], rows))

        trail = type(self.env["neiqin.trail.entry"])
        self.startPatcher(patch.object(trail, "_neiqin_insert_apart", insert))

    def refuse(self, error, user, records, function):
        """Check that the user is refused, and that one row names him and the record."""
        self.apart.clear()
        with self.assertRaises(error):
            function()
        self.assertEqual(
            [(uid, model, [row[1] for row in rows]) for uid, model, rows in self.apart],
            [(user.id, records._name, records.ids)],
        )

    def test_deciding_on_ones_own_request(self):
        approval = self.ask(self.new_order())
        mine = approval.with_user(self.clerk)
        self.refuse(UserError, self.clerk, approval, mine.action_approve)
        refuse = lambda: mine.action_refuse("no")  # noqa: E731
        self.refuse(UserError, self.clerk, approval, refuse)

    def test_giving_a_grant_without_the_right(self):
        request = self.env["neiqin.grant.request"].with_user(self.clerk)
        order = self.new_order().with_user(self.clerk)
        request = request._neiqin_ask("approval", order, "停线")
        self.refuse(
            AccessError,
            self.clerk,
            request,
            lambda: request.action_give("2099-01-01 00:00:00"),
        )

    def test_naming_somebody_elses_substitute(self):
        rows = self.env["neiqin.approval.substitute"].with_user(self.clerk)
        self.apart.clear()
        with self.assertRaises(AccessError):
            rows.create(
                {
                    "user_id": self.boss.id,
                    "substitute_id": self.other_boss.id,
                    "date_to": "2099-01-01",
                }
            )
        self.assertEqual([row[0] for row in self.apart], [self.clerk.id])

    def test_sending_letters_without_the_role(self):
        order = self.new_order()
        seller = new_test_user(
            self.env, "denied.seller", "sales_team.group_sale_salesman_all_leads"
        )
        send = order.with_user(seller).action_neiqin_send_letter
        self.refuse(AccessError, seller, order, send)

    def test_freezing_a_leaver(self):
        leaver = self.env["neiqin.leaver"].create(
            {"user_id": self.clerk.id, "successor_id": self.second_clerk.id}
        )
        self.apart.clear()
        with self.assertRaises(AccessError):
            leaver.with_user(self.clerk).action_freeze()
        self.assertIn(self.clerk.id, [row[0] for row in self.apart])

    def test_exporting_without_the_right(self):
        export = self.partner.with_user(self.clerk).export_data
        self.refuse(
            UserError, self.clerk, self.partner, lambda: export(["name", "phone"])
        )
