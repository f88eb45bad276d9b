"""Sealing, checking, anchoring: on their schedules, by those who may."""

from datetime import timedelta
from unittest.mock import patch

from odoo import fields
from odoo.exceptions import AccessError
from odoo.tests import tagged

from odoo.addons.neiqin_addon.models.control import trail_check, trail_verify
from odoo.addons.neiqin_addon.tools import hash_chain

from .trail_case import TrailCase

KEY, NEW_KEY = "a key from outside", "another key"


@tagged("post_install", "-at_install")
class TestTrailSealing(TrailCase):
    def run_cron(self, name):
        with self.enter_registry_test_mode():
            self.env.ref(f"neiqin_addon.{name}").method_direct_trigger()
        self.env.invalidate_all()

    def test_schedule_seals_every_company(self):
        other = self.env["res.company"].create({"name": "Other"})
        self.partners[0].company_id = other
        entries = self.log(self.partners[:3])
        chain = self.chain()
        self.assertEqual((chain.sequence, chain.waiting), (0, 2))
        self.assertEqual(chain.waiting_since, entries[1].date)
        self.run_cron("trail_seal_cron")
        self.assertEqual(entries.mapped("sequence"), [1, 1, 2])
        self.assertEqual((chain.sequence, chain.waiting), (2, 0))
        self.assertEqual(chain.digest, entries[2].digest)
        self.assertFalse(chain.waiting_since)

    def test_writing_asks_for_the_sealing_once(self):
        cron = self.env.ref("neiqin_addon.trail_seal_cron")
        triggers = [("cron_id", "=", cron.id)]
        self.env.cr.postcommit.data.pop("neiqin_seal_soon", None)
        before = self.env["ir.cron.trigger"].search_count(triggers)
        self.log()
        self.log()
        self.assertEqual(self.env["ir.cron.trigger"].search_count(triggers), before + 1)

    def test_digests_can_be_computed_elsewhere(self):
        """From the documented recipe alone, without the add-on's code."""
        entry = self.sealed(2)[1]
        payload = hash_chain.payload(
            [
                entry.company_id.id,
                entry.date.isoformat(),
                entry.user_id.id,
                entry.user_name,
                None,
                entry.is_superuser,
                entry.action,
                entry.res_model,
                entry.res_id,
                entry.res_name,
                None,
                None,
                None,
            ]
        )
        message = f"{entry.previous_digest}\n2\n{entry.id}\n{payload}"
        self.assertEqual(entry.digest, hash_chain.plain_signer(message.encode()))

    def test_payload_of_every_kind_of_text(self):
        entry = self.log(
            self.partners[0],
            reason='轴承 "6205" \\ \n\t\x01\x7f\u2028 €',
            values={"note": "a\u0000b".replace("\u0000", "")},
        )
        rows = self.env.execute_query(
            trail_check.SQL(
                "SELECT %s FROM neiqin_trail_entry WHERE id = %s",
                trail_check.PAYLOAD,
                entry.id,
            )
        )
        self.assertEqual(
            rows[0][0],
            hash_chain.payload(
                [
                    entry.company_id.id,
                    entry.date.isoformat(),
                    entry.user_id.id,
                    entry.user_name,
                    None,
                    entry.is_superuser,
                    entry.action,
                    entry.res_model,
                    entry.res_id,
                    entry.res_name,
                    entry.details,
                    entry.reason,
                    None,
                ]
            ),
        )


@tagged("post_install", "-at_install")
class TestTrailCheck(TrailCase):
    def run_cron(self, name):
        with self.enter_registry_test_mode():
            self.env.ref(f"neiqin_addon.{name}").method_direct_trigger()
        self.env.invalidate_all()

    def last_check(self):
        return self.chain().check_ids[:1]

    def test_all_companies(self):
        other = self.env["res.company"].create({"name": "Other"})
        self.partners[0].company_id = other
        self.log(self.partners)
        self.seal()
        self.seal(other)
        results = self.trail.sudo().verify()
        rows = {result["company_id"]: result["rows"] for result in results}
        self.assertEqual((rows[self.company.id], rows[other.id]), (5, 1))
        self.assertTrue(all(result["ok"] for result in results))

    def test_auditor_checks_own_companies_only(self):
        other = self.env["res.company"].create({"name": "Other"})
        self.partners[0].company_id = other
        self.log(self.partners)
        results = self.trail.with_user(self.auditor).verify()
        self.assertEqual([r["company_id"] for r in results], [self.company.id])

    def test_clerk_may_not(self):
        self.patch(type(self.trail), "_neiqin_insert_apart", lambda *args: None)
        for method in ("verify", "action_neiqin_verify"):
            with self.subTest(method), self.assertRaises(AccessError):
                getattr(self.trail.with_user(self.clerk), method)()

    def test_nightly_goes_on_in_slices(self):
        self.sealed(7)
        with (
            patch.object(trail_verify, "SLICE", 3),
            patch.object(trail_check, "FETCH", 2),
        ):
            self.run_cron("trail_verify_cron")
        check = self.last_check()
        self.assertEqual((check.state, check.sequence), ("intact", 7))
        self.assertEqual(check.digest, self.chain().digest)

    def test_slices_find_what_one_go_finds(self):
        entries = self.sealed(7)
        with self.unguarded() as cr:
            cr.execute("DELETE FROM neiqin_trail_entry WHERE id = %s", [entries[3].id])
        check = self.env["neiqin.trail.check"]._neiqin_start(self.chain())
        self.assertEqual([check._neiqin_run(3), check.state], [3, "running"])
        self.assertEqual([check._neiqin_run(3), check.state], [0, "broken"])
        self.assertEqual(
            (check.fault, check.fault_entry_id), ("missing", entries[3].id)
        )

    def test_nightly_leaves_out_what_was_just_checked(self):
        self.sealed(2)
        self.check()
        count = len(self.chain().check_ids)
        self.run_cron("trail_verify_cron")
        self.assertEqual(len(self.chain().check_ids), count)

    def test_button_tells_the_result(self):
        self.sealed(3)
        trail = self.trail.with_user(self.auditor)
        params = trail.action_neiqin_verify()["params"]
        self.assertEqual(params["type"], "success")
        self.assertIn("3 rows", params["message"])
        with self.unguarded() as cr:
            cr.execute("DELETE FROM neiqin_trail_entry WHERE sequence = 2")
        self.assertEqual(trail.action_neiqin_verify()["params"]["type"], "danger")

    def test_button_leaves_a_long_trail_to_the_schedule(self):
        self.sealed(3)
        with patch.object(trail_verify, "AT_ONCE", 2):
            params = self.trail.with_user(self.auditor).action_neiqin_verify()["params"]
        self.assertEqual(params["type"], "info")
        self.assertEqual(self.last_check().state, "running")
        self.assertEqual(self.last_check().user_id, self.auditor)

    def test_stalled_sealing_is_told(self):
        self.sealed(1)
        self.log(self.partners[0])
        self.assertTrue(self.check()["ok"])
        late = fields.Datetime.now() + timedelta(hours=2)
        with patch.object(trail_check.fields.Datetime, "now", return_value=late):
            self.assertEqual(self.check()["fault"], "stalled")


@tagged("post_install", "-at_install")
class TestTrailKey(TrailCase):
    def with_key(self, key):
        return patch.dict("os.environ", {"NEIQIN_TRAIL_KEY": key})

    def test_keyed_rows_need_the_key(self):
        self.sealed(2)
        with self.with_key(KEY):
            keyed = self.sealed(2)
            self.assertTrue(self.check()["ok"])
        self.assertTrue(keyed[0].digest.startswith("$2:"))
        result = self.check()
        self.assertEqual((result["fault"], result["entry_id"]), ("key", keyed[0].id))

    def test_without_the_key_rows_wait(self):
        with self.with_key(KEY):
            self.sealed(2)
        waiting = self.log(self.partners[0])
        self.seal()
        self.assertFalse(waiting.is_sealed)
        with self.with_key(KEY):
            self.seal()
            self.assertTrue(waiting.is_sealed)
            self.assertTrue(self.check()["ok"])

    def test_key_can_be_changed(self):
        with self.with_key(KEY):
            self.sealed(2)
        with self.with_key(f"{NEW_KEY}, {KEY}"):
            newer = self.sealed(1)
            self.assertTrue(self.check()["ok"])
        with self.with_key(NEW_KEY):
            self.assertEqual(self.check()["fault"], "key")
        self.assertTrue(newer.digest)

    def test_chain_computed_anew_without_the_key(self):
        with self.with_key(KEY):
            entries = self.sealed(3)
            position = hash_chain.Position(1, entries[0].id, entries[0].digest)
            rows = [(entry.id, "[]") for entry in entries[1:]]
            forged = list(hash_chain.extend(position, rows, hash_chain.Signers()))
            with self.unguarded() as cr:
                for link in forged:
                    cr.execute(
                        "UPDATE neiqin_trail_entry SET digest = %s,"
                        " previous_digest = %s WHERE id = %s",
                        [link.digest, link.previous, link.ident],
                    )
            result = self.check()
        self.assertEqual(
            (result["fault"], result["entry_id"]), ("weaker", entries[1].id)
        )


@tagged("post_install", "-at_install")
class TestTrailAnchor(TrailCase):
    def mails(self):
        chain = self.chain()
        return self.env["mail.mail"].search(
            [("model", "=", chain._name), ("res_id", "=", chain.id)], order="id"
        )

    def test_head_is_kept_and_mailed_to_each_auditor(self):
        self.sealed(3)
        self.auditor.lang = "zh_CN"
        anchor = self.chain()._neiqin_anchor()
        head = self.chain().digest
        self.assertEqual((anchor.sequence, anchor.digest), (3, head))
        mail = self.mails()
        self.assertEqual(mail.recipient_ids, self.auditor.partner_id)
        self.assertIn(head, mail.body_html)
        self.assertIn("Trail Test", mail.subject)

    def test_same_head_is_kept_once_and_mailed_again(self):
        self.sealed(3)
        self.chain()._neiqin_anchor()
        self.chain()._neiqin_anchor()
        self.assertEqual(len(self.chain().anchor_ids), 1)
        self.assertEqual(len(self.mails()), 2)

    def test_managers_stand_in_for_a_missing_auditor(self):
        self.auditor.active = False
        self.assertEqual(self.chain_of_new_rows()._neiqin_auditors(), self.manager)

    def chain_of_new_rows(self):
        self.sealed(1)
        return self.chain()

    def test_failed_mail_becomes_an_activity(self):
        self.sealed(3)
        self.chain()._neiqin_anchor()
        self.mails().write({"state": "exception", "failure_reason": "no server"})
        with self.enter_registry_test_mode():
            self.env.ref("neiqin_addon.trail_anchor_cron").method_direct_trigger()
        self.env.invalidate_all()
        self.assertEqual(self.chain().activity_ids.user_id, self.auditor)

    def test_schedule(self):
        self.sealed(3)
        with self.enter_registry_test_mode():
            self.env.ref("neiqin_addon.trail_anchor_cron").method_direct_trigger()
        self.env.invalidate_all()
        self.assertEqual(self.chain().anchor_ids.sequence, 3)
