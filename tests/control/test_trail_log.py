"""What is written, and how it is masked."""

import json
from unittest.mock import patch

from odoo.exceptions import AccessError, MissingError
from odoo.tests import tagged

from odoo.addons.neiqin_addon.models.control import trail_log
from odoo.addons.neiqin_addon.tools.allowance import Allowance

from .trail_case import TrailCase


@tagged("post_install", "-at_install")
class TestTrailLog(TrailCase):
    def test_one_row_per_record(self):
        trail = self.trail.with_user(self.clerk)
        entries = trail._neiqin_log("override", self.partners, reason="agreed by phone")
        entries = entries.sudo().sorted("id")
        self.assertEqual(entries.mapped("res_id"), self.partners.ids)
        self.assertEqual(entries.mapped("res_name"), self.partners.mapped("name"))
        self.assertEqual(entries.user_id, self.clerk)
        self.assertEqual(entries.company_id, self.company)
        name = f"{self.clerk.name} (trail_clerk)"
        self.assertEqual(set(entries.mapped("user_name")), {name})
        self.assertEqual(set(entries.mapped("is_superuser")), {False})
        self.assertFalse(any(entries.mapped("digest")))

    def test_superuser_rights_are_told(self):
        trail = self.trail.with_user(self.clerk).sudo()
        entry = trail._neiqin_log("override", self.partners[0])
        self.assertEqual((entry.user_id, entry.is_superuser), (self.clerk, True))

    def test_logged_in_user_is_told(self):
        with patch.object(trail_log.threading, "current_thread") as thread:
            thread.return_value.uid = self.manager.id
            trail = self.trail.with_user(self.clerk)
            entry = trail._neiqin_log("override", self.partners[0]).sudo()
        self.assertEqual(entry.user_id, self.clerk)
        self.assertEqual(entry.real_user_id, self.manager)

    def test_values_and_reason_are_masked(self):
        entry = self.log(
            self.partners[0],
            values={
                "phone": {"old": "13812345678", "new": "13987654321"},
                "email": "wang.fang@example.com",
                "price_unit": 1280.5,
                "limit": 50000,
                "note": "account 6222021001111234567",
                "quantity": 12.0,
            },
            reason="客户 13812345678 来电",
            masks={"limit": "price"},
        )
        self.assertEqual(
            json.loads(entry.details),
            {
                "phone": {"old": "138****5678", "new": "139****4321"},
                "email": "w***@example.com",
                "price_unit": "***",
                "limit": "***",
                "note": "account ****4567",
                "quantity": "12",
            },
        )
        self.assertEqual(entry.reason, "客户 138****5678 来电")
        self.env.cr.execute(
            "SELECT count(*) FROM neiqin_trail_entry t"
            " WHERE id = %s"
            " AND t::text ~ '13812345678|13987654321|wang.fang|1280.5|6222021|50000'",
            [entry.id],
        )
        self.assertEqual(self.env.cr.fetchone(), (0,))

    def test_name_that_is_a_phone_is_masked(self):
        partner = self.partners[0]
        partner.name = "王 13812345678"
        self.assertEqual(self.log(partner).res_name, "王 138****5678")

    def test_values_read_as_lines(self):
        entry = self.log(
            self.partners[0],
            values={"ref": {"old": None, "new": "K-7"}, "other": [1, 2]},
        )
        self.assertEqual(entry.values_text, "other: 1, 2\nReference: – → K-7")

    def test_entries_survive_their_record(self):
        partner = self.partners[0]
        entry = self.log(partner)
        self.assertTrue(entry.can_open)
        partner.unlink()
        self.assertTrue(entry.exists())
        self.assertEqual(entry.res_name, "Customer 0")
        self.assertFalse(entry.can_open)
        with self.assertRaises(MissingError):
            entry.action_neiqin_open_record()
        self.seal()
        self.assertTrue(self.check()["ok"])

    def test_unknown_action_is_refused(self):
        with self.assertRaises(ValueError):
            self.log(action="nonsense")

    def test_nothing_for_no_records(self):
        self.assertFalse(self.trail._neiqin_log("override", self.partners.browse()))

    def test_record_of_another_company(self):
        other = self.env["res.company"].create({"name": "Other"})
        self.partners[0].company_id = other
        entries = self.log(self.partners[:2])
        self.assertEqual(entries.mapped("company_id.name"), ["Other", "Trail Test"])

    def test_queries_do_not_grow(self):
        many = self.env["res.partner"].create([{"name": f"M{n}"} for n in range(80)])
        # warm: the sealing is asked for once per transaction
        self.trail._neiqin_log("override", many)
        for count in (1, 80):
            self.env.flush_all()
            many.invalidate_recordset()
            with self.subTest(count), self.assertQueryCount(2):
                self.trail._neiqin_log("override", many[:count])


@tagged("post_install", "-at_install")
class TestTrailSources(TrailCase):
    def entries(self, action, model):
        domain = [("action", "=", action), ("res_model", "=", model)]
        return self.trail.search(domain)

    def test_policy_change(self):
        self.company.with_user(self.env.ref("base.user_admin")).sudo().write(
            {"neiqin_gate_letter": "enforce", "phone": "13812345678"}
        )
        entry = self.entries("policy", "res.company")
        self.assertEqual(
            (entry.res_id, entry.company_id), (self.company.id, self.company)
        )
        self.assertEqual(
            json.loads(entry.details),
            {"neiqin_gate_letter": {"old": "advise", "new": "enforce"}},
        )

    def test_exports(self):
        orders = self.env["sale.order"].create([self.order_values()])
        self.clerk.group_ids += self.env.ref("base.group_allow_export")
        for records, fields in ((self.partners, ["name", "phone"]), (orders, ["name"])):
            with self.subTest(records._name):
                records.with_user(self.clerk).export_data(fields)
                entry = self.entries("export", records._name)
                self.assertEqual(entry.user_id, self.clerk)
                self.assertEqual(
                    json.loads(entry.details),
                    {"fields": fields, "records": len(records), "ids": records.ids},
                )

    def test_customers_only_where_wanted(self):
        partners = self.partners.with_company(self.company)
        partners.write({"phone": "13812345678"})
        self.assertFalse(self.entries("change", "res.partner"))
        self.company.neiqin_trail_customers = True
        partners.write({"phone": "13987654321", "comment": "x"})
        entries = self.entries("change", "res.partner")
        self.assertEqual(len(entries), 6)
        self.assertEqual(
            json.loads(entries[0].details),
            {"phone": {"old": "138****5678", "new": "139****4321"}},
        )

    def test_only_real_changes(self):
        self.company.neiqin_trail_customers = True
        partners = self.partners.with_company(self.company)
        partners[0].email = "a@example.com"
        before = len(self.entries("change", "res.partner"))
        partners.write({"email": "a@example.com"})
        self.assertEqual(len(self.entries("change", "res.partner")), before + 5)

    def test_relations_are_named(self):
        self.company.neiqin_trail_customers = True
        partner = self.partners[0].with_company(self.company)
        partner.user_id = self.clerk
        self.assertEqual(
            json.loads(self.entries("change", "res.partner").details),
            {"user_id": {"old": None, "new": f"{self.clerk.name} ({self.clerk.id})"}},
        )

    def test_deletion(self):
        self.company.neiqin_trail_customers = True
        self.partners[:2].with_company(self.company).unlink()
        entries = self.entries("delete", "res.partner")
        self.assertEqual(set(entries.mapped("res_name")), {"Customer 0", "Customer 1"})

    def test_trailed_write_queries_do_not_grow(self):
        self.company.neiqin_trail_customers = True
        many = self.env["res.partner"].create([{"name": f"M{n}"} for n in range(80)])
        many = many.with_company(self.company).with_context(tracking_disable=True)
        many.write({"credit_limit": 1})
        counts = {}
        for count in (1, 80):
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            many[:count].write({"phone": f"1380000{count:04}"})
            counts[count] = self.env.cr.sql_log_count - before
        self.assertEqual(counts[1], counts[80])


@tagged("post_install", "-at_install")
class TestTrailDenied(TrailCase):
    """Refused attempts are written apart, so they outlive the refused transaction."""

    def setUp(self):
        super().setUp()
        # the process has one allowance: other tests' refusals count in it as well
        self.patch(trail_log, "_REFUSALS", Allowance(30, 60))
        self.apart = self.patch_apart()

    def patch_apart(self):
        """Collect what would be committed apart: the test's users are not there yet."""
        rows = []

        def insert(_trail, common, found):
            rows.extend((common, row) for row in found)

        model = type(self.trail)
        self.patch(model, "_neiqin_insert_apart", insert)
        return rows

    def test_writing_a_protected_field(self):
        order = self.env["sale.order"].create(self.order_values())
        with self.assertRaises(AccessError):
            order.with_user(self.clerk).write({"neiqin_source": "portal"})
        ((common, row),) = self.apart
        self.assertEqual(common["action"], "denied")
        self.assertEqual(common["user_id"], self.clerk.id)
        self.assertEqual(row[1], order.id)

    def test_checking_without_the_role(self):
        with self.assertRaises(AccessError):
            self.check(self.clerk)
        self.assertEqual(self.apart[0][0]["res_model"], "neiqin.trail.entry")

    def test_forged_ids(self):
        ghosts = self.env["res.partner"].browse(range(10**8, 10**8 + 50))
        self.trail._neiqin_log_denied(ghosts, "x")
        ((_common, row),) = self.apart
        self.assertEqual(json.loads(row[3])["ids"], ghosts.ids[:20])

    def test_bounded(self):
        self.patch(trail_log, "_REFUSALS", Allowance(3, 60))
        with self.assertLogs(trail_log.__name__, "WARNING") as logs:
            for _ in range(5):
                self.trail._neiqin_log_denied(self.partners[0], "x")
        self.assertEqual((len(self.apart), len(logs.output)), (3, 2))

    def test_failure_never_hides_the_refusal(self):
        def fail(*_args):
            raise RuntimeError("no connection left")

        self.patch(type(self.trail), "_neiqin_insert_apart", fail)
        with self.assertLogs(trail_log.__name__, "WARNING") as logs:
            with self.assertRaises(AccessError):
                self.check(self.clerk)
        self.assertIn("no connection left", logs.output[0])
