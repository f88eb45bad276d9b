"""Margins and frozen reports attacked from outside, by each role with its own key."""

from unittest.mock import patch

from odoo import Command
from odoo.tests import tagged

from ..control.rpc_case import DENIED, RpcCase
from .period_case import FAKE_PDF, day

REPORT, ROW = "neiqin.period.report", "neiqin.period.report.row"
ADVICE = "neiqin.period.report.advice"
BLIND = ("clerk", "sales", "auditor")
SECRET = ("payload_margin", "margin_pdf", "margin_xlsx", "difference_margin")


@tagged("post_install", "-at_install")
class TestPeriodRpc(RpcCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        model = type(cls.env[REPORT])
        cls.startClassPatcher(patch.object(model, "_neiqin_pdf", lambda *_a: FAKE_PDF))
        readers = [cls.users[role].id for role in ("clerk", "sales", "supervisor")]
        cls.plan = cls.env["neiqin.period.report.plan"].create(
            {"name": "RPC", "kind": "day", "user_ids": [Command.set(readers)]}
        )
        cls.report = cls.plan._neiqin_make_for(day("2024-02-29"))
        cls.ids = cls.report.ids

    def test_no_margin_for_who_may_not_see_it(self):
        hidden = self.report.row_ids.filtered("is_margin").ids
        self.assertTrue(hidden)
        for role in BLIND:
            with self.subTest(role):
                seen = self.call(
                    role, REPORT, "read", self.ids, fields=["payload", "page"]
                )
                self.assertFalse(seen.error, seen.message)
                self.assertNotIn("margin", seen.value[0]["payload"])
                for name in SECRET:
                    read = self.call(role, REPORT, "read", self.ids, fields=[name])
                    self.assertIn(read.error, DENIED, name)
                    export = self.call(
                        role, REPORT, "export_data", self.ids, fields_to_export=[name]
                    )
                    self.assertTrue(export.error, name)
                    domain = [[name, "!=", False]]
                    self.assertTrue(
                        self.call(role, REPORT, "search", domain=domain).error
                    )
                rows = self.call(role, ROW, "search", domain=[["is_margin", "=", True]])
                self.assertEqual(rows.value, [])
                read = self.call(role, ROW, "read", hidden, fields=["value"])
                self.assertIn(read.error, DENIED)
                grouped = self.call(
                    role,
                    ROW,
                    "formatted_read_group",
                    domain=[],
                    groupby=["section"],
                    aggregates=["value:sum"],
                )
                self.assertNotIn("margin", str(grouped.value))
        boss = self.call(
            "supervisor", REPORT, "read", self.ids, fields=["payload_margin"]
        )
        self.assertIn('"margin"', boss.value[0]["payload_margin"])

    def test_nobody_writes(self):
        for role in (*BLIND, "supervisor", "manager"):
            for model, ids in ((REPORT, self.ids), (ROW, self.report.row_ids.ids)):
                with self.subTest(role=role, model=model):
                    for method, values in (
                        ("write", {"vals": {"company_id": 1}}),
                        ("unlink", {}),
                    ):
                        self.assertTrue(
                            self.call(role, model, method, ids, **values).error
                        )
            made = self.call(
                role, REPORT, "create", vals_list=[{"plan_id": self.plan.id}]
            )
            self.assertTrue(made.error)

    def test_strangers_read_nothing(self):
        for role in ("collaborator", "internal", "portal", "public"):
            with self.subTest(role):
                for method in ("verify", "action_neiqin_compare", "action_neiqin_xlsx"):
                    self.assertTrue(self.call(role, REPORT, method, self.ids).error)
                read = self.call(role, REPORT, "read", self.ids, fields=["payload"])
                self.assertTrue(read.error)
