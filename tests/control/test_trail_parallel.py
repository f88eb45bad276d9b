"""Many write at once: with real transactions, on connections of their own."""

import threading

import psycopg2

from odoo import api, sql_db
from odoo.exceptions import AccessError
from odoo.tests import get_db_name, tagged

from .trail_case import TrailCase


@tagged("post_install", "-at_install")
class TestTrailParallel(TrailCase):
    """What is committed here stays in the test's database, as the trail wants it."""

    def connect(self):
        cr = sql_db.db_connect(get_db_name()).cursor()
        self.addCleanup(cr.close)
        # whoever has to wait for another fails at once
        cr.execute("SET lock_timeout = '1ms'")
        return api.Environment(cr, self.env.ref("base.user_admin").id, {})

    def put(self, env, count=3):
        partner = env.ref("base.main_partner")
        trail = env["neiqin.trail.entry"]
        return trail.union(
            *[trail._neiqin_log("override", partner) for _ in range(count)]
        ).ids

    def seal(self, env):
        chains = env["neiqin.trail.chain"]._neiqin_open_chains()
        (chain,) = chains.filtered(lambda c: c.company_id == env.company)
        return chain, chain._neiqin_seal(10_000)

    def places(self, env, ids):
        env.cr.execute(
            "SELECT id, sequence FROM neiqin_trail_entry WHERE id = ANY(%s)", [ids]
        )
        return dict(env.cr.fetchall())

    def verify(self, env):
        (result,) = [
            result
            for result in env["neiqin.trail.entry"].sudo().verify()
            if result["company_id"] == env.company.id
        ]
        return result

    def start(self):
        """Return two environments; the company's trail is there and sealed."""
        first = self.connect()
        self.put(first, 1)
        first.cr.commit()
        self.seal(first)
        first.cr.commit()
        return first, self.connect()

    def test_writers_do_not_wait_for_each_other(self):
        first, second = self.start()
        one = self.put(first)
        two = self.put(second)
        one += self.put(first)
        second.cr.commit()
        first.cr.commit()
        third = self.connect()
        self.assertEqual(set(self.places(third, one + two)), {*one, *two})

    def test_writers_do_not_wait_for_the_sealer(self):
        first, second = self.start()
        self.put(first)
        first.cr.commit()
        _chain, sealed = self.seal(first)
        self.assertGreaterEqual(sealed, 3)
        ids = self.put(second)
        second.cr.commit()
        first.cr.commit()
        third = self.connect()
        self.assertEqual(set(self.places(third, ids).values()), {None})

    def test_one_sealer_at_a_time(self):
        first, second = self.start()
        self.put(first)
        first.cr.commit()
        second.cr.commit()
        self.assertGreaterEqual(self.seal(first)[1], 3)
        self.assertEqual(self.seal(second)[1], 0)
        first.cr.commit()

    def test_stale_sealer_seals_nothing(self):
        """It began before the other one finished: its picture of the chain is old."""
        first, second = self.start()
        self.put(first)
        first.cr.commit()
        second.cr.rollback()
        second.cr.execute("SELECT 1")
        self.seal(first)
        first.cr.commit()
        with self.assertRaises(psycopg2.errors.SerializationFailure):
            self.seal(second)
        second.cr.rollback()
        self.assertTrue(self.verify(second)["ok"])
        second.cr.rollback()

    def test_late_committer_is_sealed_later(self):
        early, late = self.start()
        late_ids = self.put(late)
        early_ids = self.put(early)
        early.cr.commit()
        self.assertLess(max(late_ids), min(early_ids))
        self.seal(early)
        early.cr.commit()
        self.assertTrue(self.verify(early)["ok"])
        early.cr.rollback()
        late.cr.commit()
        self.seal(early)
        early.cr.commit()
        places = self.places(early, early_ids + late_ids)
        self.assertLess(
            max(places[row] for row in early_ids), min(places[row] for row in late_ids)
        )
        self.assertEqual(
            [row["ok"] for row in early["neiqin.trail.entry"].sudo().verify()],
            [True] * len(early["neiqin.trail.chain"].search([])),
        )
        early.cr.rollback()

    def test_rolled_back_rows_leave_no_gap(self):
        first, second = self.start()
        self.put(first)
        first.cr.rollback()
        self.put(second)
        second.cr.commit()
        self.seal(second)
        second.cr.commit()
        self.assertTrue(self.verify(second)["ok"])
        second.cr.rollback()

    def test_threads(self):
        """Eight threads, forty transactions each, a sealer among them."""
        self.start()
        written, errors = [], []
        uid = self.env.ref("base.user_admin").id

        def work():
            try:
                with sql_db.db_connect(get_db_name()).cursor() as cr:
                    cr.execute("SET lock_timeout = '5s'")
                    env = api.Environment(cr, uid, {})
                    for _ in range(40):
                        written.extend(self.put(env, 1))
                        cr.commit()  # pylint: disable=invalid-commit
            except Exception as error:  # noqa: BLE001 told below, by the test
                errors.append(error)

        threads = [threading.Thread(target=work) for _ in range(8)]
        for thread in threads:
            thread.start()
        sealer = self.connect()
        while any(thread.is_alive() for thread in threads):
            self.seal(sealer)
            sealer.cr.commit()
        for thread in threads:
            thread.join()
        self.assertEqual(errors, [])
        self.seal(sealer)
        sealer.cr.commit()
        places = self.places(sealer, written)
        self.assertEqual((len(places), len(set(places.values()))), (320, 320))
        self.assertNotIn(None, places.values())
        self.assertTrue(self.verify(sealer)["ok"])
        sealer.cr.rollback()

    def test_refusal_outlives_the_rollback(self):
        env = self.connect()
        company = env.ref("base.main_company")
        before = self.denied(env)
        with self.assertRaises(AccessError):
            env["neiqin.trail.entry"]._neiqin_require(
                company, ["neiqin_addon.group_neiqin_collaborator"], "Not yours."
            )
        env.cr.rollback()
        self.assertEqual(self.denied(env), before + 1)

    def test_refusal_does_not_wait_for_its_own_transaction(self):
        """The caller holds a lock on what the row points at."""
        env = self.connect()
        env.cr.execute("SELECT id FROM res_users WHERE id = %s FOR UPDATE", [env.uid])
        with self.assertLogs("odoo.addons.neiqin_addon", "WARNING"):
            with self.assertRaises(AccessError):
                env["neiqin.trail.entry"]._neiqin_require(
                    env.company, ["neiqin_addon.group_neiqin_collaborator"], "No."
                )

    def denied(self, env):
        env.cr.execute(
            "SELECT count(*) FROM neiqin_trail_entry WHERE action = 'denied'"
        )
        return env.cr.fetchone()[0]
