"""Everything that must stay provable leaves a row, and no row tells a secret."""

import json
from datetime import timedelta

from odoo import fields
from odoo.tests import tagged

from .approval_case import ApprovalCase
from .sealed_case import PHONE, SealedCase


class TrailReader:
    """Finds the rows of a record, and looks at what the database holds of them."""

    def entry(self, action, record):
        entry = self.env["neiqin.trail.entry"].search(
            [
                ("action", "=", action),
                ("res_model", "=", record._name),
                ("res_id", "=", record.id),
            ]
        )
        return entry.ensure_one()

    def told(self, action, record):
        return json.loads(self.entry(action, record).details)

    def assert_nowhere(self, *secrets):
        self.env.flush_all()
        for secret in secrets:
            self.env.cr.execute(
                "SELECT count(*) FROM neiqin_trail_entry t"
                " WHERE strpos(t::text, %s) > 0",
                [secret],
            )
            self.assertEqual(self.env.cr.fetchone(), (0,), secret)


@tagged("post_install", "-at_install")
class TestTrailOfDecisions(TrailReader, ApprovalCase):
    def test_approval(self):
        approval = self.ask(self.new_order(price=87658765.25))
        self.assertEqual(self.entry("request", approval).user_id, self.clerk)
        self.assertEqual(self.told("request", approval)["digest"], approval.digest)
        approval.with_user(self.second_clerk).action_approve("13812345678 确认")
        entry = self.entry("approve", approval)
        self.assertEqual(entry.user_id, self.second_clerk)
        self.assertEqual(entry.reason, "138****5678 确认")
        approval.with_user(self.boss).action_refuse("价格太低")
        self.assertEqual(self.entry("refuse", approval).user_id, self.boss)
        self.assert_nowhere("87658765", "13812345678")

    def test_lapsed_approval(self):
        approval = self.ask(self.new_order())
        approval.with_user(self.clerk).action_cancel("不需要了")
        self.assertEqual(self.entry("lapse", approval).reason, "不需要了")

    def test_grant_given_and_used(self):
        order = self.new_order()
        request = self.env["neiqin.grant.request"].with_user(self.clerk)
        request = request._neiqin_ask("approval", order.with_user(self.clerk), "停线")
        self.assertEqual(self.entry("request", request).user_id, self.clerk)
        tomorrow = fields.Datetime.now() + timedelta(days=1)
        request.with_user(self.manager).action_give(tomorrow, 43216789.5)
        grant = request.sudo().grant_id
        self.assertEqual(self.told("grant", grant)["amount"], "***")
        self.assertEqual(self.entry("grant", grant).user_id, self.manager)
        self.env["neiqin.grant"].with_user(self.clerk)._neiqin_use_grant(
            "approval", order, 43216789
        )
        self.assertEqual(self.told("grant_use", grant)["amount"], "***")
        self.assert_nowhere("43216789")

    def test_declined_grant(self):
        request = self.env["neiqin.grant.request"].with_user(self.clerk)
        order = self.new_order().with_user(self.clerk)
        request = request._neiqin_ask("approval", order, "停线")
        request.with_user(self.manager).action_decline("客户没有确认")
        self.assertEqual(self.entry("refuse", request).reason, "客户没有确认")

    def test_substitute(self):
        row = self.env["neiqin.approval.substitute"].create(
            {
                "user_id": self.boss.id,
                "substitute_id": self.other_boss.id,
                "date_to": fields.Date.today(),
            }
        )
        self.assertTrue(self.entry("policy", row))
        row.unlink()
        entries = self.env["neiqin.trail.entry"].search(
            [("res_model", "=", row._name), ("res_id", "=", row.id)]
        )
        self.assertEqual(
            entries.mapped("reason"), ["Substitute removed", "Substitute named"]
        )


@tagged("post_install", "-at_install")
class TestTrailOfSecrets(TrailReader, SealedCase):
    def test_switch_reveal_and_export(self):
        self.sealing.with_user(self.manager).action_seal()
        self.assertEqual(self.told("policy", self.sealing)["sealing"], "sealing")
        self.work()
        question = self.env["neiqin.reveal"].with_user(self.clerk)
        question.create(
            {
                "res_model": "res.partner",
                "res_id": self.customer.id,
                "reason": "回拨客户电话",
            }
        ).action_reveal()
        entry = self.entry("reveal", self.customer)
        self.assertEqual((entry.user_id, entry.reason), (self.clerk, "回拨客户电话"))
        self.customer.with_user(self.reader).export_data(["name", "phone"])
        export = self.env["neiqin.trail.entry"].search(
            [("action", "=", "export"), ("user_id", "=", self.reader.id)]
        )
        self.assertEqual(json.loads(export.details)["ids"], self.customer.ids)
        self.assert_nowhere(PHONE)

    def test_freeze(self):
        successor = self.person("successor", "neiqin_addon.group_neiqin_clerk")
        self.env["neiqin.leaver"].with_user(self.manager).create(
            {"user_id": self.clerk.id, "successor_id": successor.id}
        ).action_freeze()
        entry = self.entry("freeze", self.clerk)
        self.assertEqual(entry.user_id, self.manager)
        self.assertEqual(json.loads(entry.details), {"successor": "successor"})
