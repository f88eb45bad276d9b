"""People who ask for a credit change and who decide, for tests about it."""

from datetime import date, timedelta
from unittest.mock import patch

from .credit_case import CreditCase

NOW = date(2026, 7, 1)
OPERATION = "credit_change"


class ChangeCase(CreditCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.clerk = cls.person("ch_clerk", "clerk")
        cls.boss = cls.person("ch_boss", "supervisor")
        cls.manager = cls.person("ch_manager", "manager")
        cls.new_policy()
        cls.history(late=13)  # an A with 85 points
        cls.changes = cls.env["neiqin.credit.change"]
        cls.clock = NOW

    def setUp(self):
        super().setUp()
        self.startPatcher(
            patch.object(
                type(self.company), "_neiqin_today", lambda company: self.clock
            )
        )
        self.rate(on=NOW)

    def terms(self, partner=None):
        partner = partner or self.customer
        return partner._neiqin_credit_terms(self.company)[partner.id]

    def new_change(self, user=None, **values):
        values = {
            "partner_id": self.customer.id,
            "reason": "大单",
            "valid_until": NOW + timedelta(days=30),
            **values,
        }
        changes = self.changes.with_user(user or self.clerk)
        return changes.with_company(self.company).create(values)

    def decide(self, change, *users):
        for user in users or (self.boss, self.manager):
            approval = change.sudo().neiqin_approval_ids.filtered(
                lambda a: a.state == "pending"
            )
            approval.with_user(user).action_approve()
        self.env.invalidate_all()
        return change

    def carried_out(self, **values):
        change = self.new_change(**values)
        change.action_submit()
        return self.decide(change)

    def lapse(self):
        with self.enter_registry_test_mode():
            self.env.ref("neiqin_addon.credit_change_cron").method_direct_trigger()
        self.env.invalidate_all()
