"""Who reads the trail, over RPC as a stranger would try it."""

import json

from odoo.exceptions import AccessError, MissingError
from odoo.tests import HttpCase, new_test_user, tagged
from odoo.tools import mute_logger

from .trail_case import TrailCase

MODELS = ("entry", "chain", "check", "anchor")
READERS = ("manager", "auditor")
OTHERS = ("clerk", "supervisor", "collaborator", "sensitive")


@tagged("post_install", "-at_install")
class TestTrailRules(TrailCase):
    def test_own_companies_only(self):
        other = self.env["res.company"].create({"name": "Other"})
        self.partners[0].company_id = other
        self.log(self.partners[:2])
        seen = self.trail.with_user(self.auditor).search([])
        self.assertEqual(seen.company_id, self.company)
        with self.assertRaises(AccessError):
            foreign = self.trail.search([("company_id", "=", other.id)], limit=1)
            foreign.with_user(self.auditor).read(["action"])

    def test_auditor_opens_the_form_of_what_they_may_not_read(self):
        order = self.env["sale.order"].create(self.order_values())
        entry = self.log(order).with_user(self.auditor)
        self.assertFalse(entry.can_open)
        self.assertEqual(entry.model_name, "Sales Order")
        with self.assertRaises(MissingError):
            entry.action_neiqin_open_record()

    def test_manager_opens_the_record(self):
        order = self.env["sale.order"].create(self.order_values())
        entry = self.log(order).with_user(self.manager)
        action = entry.action_neiqin_open_record()
        self.assertEqual(
            (action["res_model"], action["res_id"]), (order._name, order.id)
        )

    def test_auditor_sees_the_menu(self):
        menus = self.env["ir.ui.menu"].with_user(self.auditor)
        visible = menus._visible_menu_ids()
        for name in ("neiqin_menu_root", "neiqin_menu_control", "trail_entry_menu"):
            self.assertIn(self.env.ref(f"neiqin_addon.{name}").id, visible)
        orders = self.env.ref("neiqin_addon.neiqin_menu_orders").id
        self.assertNotIn(orders, visible)
        clerk = self.env["ir.ui.menu"].with_user(self.clerk)._visible_menu_ids()
        self.assertNotIn(self.env.ref("neiqin_addon.neiqin_menu_control").id, clerk)


@tagged("post_install", "-at_install")
class TestTrailRpc(HttpCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.entry = cls.env["neiqin.trail.entry"]._neiqin_log(
            "override", cls.env.ref("base.main_partner")
        )
        for role in READERS + OTHERS:
            new_test_user(
                cls.env, login=f"rpc_{role}", groups=f"neiqin_addon.group_neiqin_{role}"
            )

    def rpc(self, model, method, *args, **kwargs):
        """Return whether the call is answered, not refused."""
        with mute_logger("odoo.http", "odoo.addons.neiqin_addon"):
            answer = self.url_open(
                f"/web/dataset/call_kw/{model}/{method}",
                data=json.dumps(
                    {
                        "params": {
                            "model": model,
                            "method": method,
                            "args": args,
                            "kwargs": kwargs,
                        }
                    }
                ),
                headers={"Content-Type": "application/json"},
            ).json()
        if "error" in answer:
            self.assertEqual(
                answer["error"]["data"]["name"], "odoo.exceptions.AccessError"
            )
        return "result" in answer

    def test_reading(self):
        for role in READERS + OTHERS:
            self.authenticate(f"rpc_{role}", f"rpc_{role}")
            for name in MODELS:
                with self.subTest(role=role, model=name):
                    answered = self.rpc(
                        f"neiqin.trail.{name}", "search_read", [], ["company_id"]
                    )
                    self.assertEqual(answered, role in READERS)

    def test_nobody_writes(self):
        for user in (*(f"rpc_{role}" for role in READERS + OTHERS), "admin"):
            self.authenticate(user, user)
            for name in MODELS:
                model = f"neiqin.trail.{name}"
                for method, args in (
                    ("create", [{"action": "approve", "state": "intact"}]),
                    ("write", [[self.entry.id], {"digest": "x"}]),
                    ("unlink", [[self.entry.id]]),
                ):
                    with self.subTest(user=user, model=name, method=method):
                        self.assertFalse(self.rpc(model, method, *args))

    def test_private_ways_stay_closed(self):
        self.authenticate("admin", "admin")
        for model, method in (
            ("entry", "_neiqin_log"),
            ("entry", "_neiqin_insert"),
            ("entry", "_neiqin_as_server"),
            ("chain", "_neiqin_seal"),
            ("chain", "_cron_seal"),
            ("check", "_neiqin_note"),
            ("anchor", "_cron_anchor"),
        ):
            with self.subTest(method):
                self.assertFalse(self.rpc(f"neiqin.trail.{model}", method, []))

    def test_context_is_no_pass(self):
        self.authenticate("admin", "admin")
        for context in ({"neiqin_server": True}, {"_force_unlink": True}):
            self.assertFalse(
                self.rpc(
                    "neiqin.trail.entry", "unlink", [self.entry.id], context=context
                )
            )
        self.assertTrue(self.entry.exists())

    def test_verify(self):
        for role in READERS + OTHERS:
            self.authenticate(f"rpc_{role}", f"rpc_{role}")
            with self.subTest(role):
                answered = self.rpc("neiqin.trail.entry", "verify")
                self.assertEqual(answered, role in READERS)
