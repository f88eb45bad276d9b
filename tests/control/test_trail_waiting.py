"""A change and its row reach the database together, or neither does."""

import json
from unittest.mock import patch

import psycopg2

from odoo import api, fields, sql_db
from odoo.tests import get_db_name, tagged
from odoo.tools import mute_logger

from .trail_case import TrailCase


class Undo(Exception):
    """Leaves a savepoint so that it is rolled back."""


class WaitingCase(TrailCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company.neiqin_trail_customers = True
        cls.partners = cls.partners.with_user(cls.clerk).with_company(cls.company)
        cls.env.flush_all()

    def rows(self):
        """Return what the database holds, past the ORM."""
        self.env.cr.execute(
            "SELECT res_id FROM neiqin_trail_entry"
            " WHERE action = 'change' AND res_model = 'res.partner' AND res_id = ANY(%s)"
            " ORDER BY id",
            [self.partners.ids],
        )
        return [row[0] for row in self.env.cr.fetchall()]

    def vats(self):
        """Return the changes of tax numbers, in their order, as the ORM reads them."""
        entries = self.trail.search(
            [("action", "=", "change"), ("res_id", "in", self.partners.ids)]
        ).sorted("id")
        return [json.loads(entry.details)["vat"]["new"] for entry in entries]

    def give(self, number, partner=None):
        """Change one field whose last four characters are not masked."""
        (partner or self.partners[0]).vat = f"9133000000000{number:04}"


@tagged("post_install", "-at_install")
class TestTrailWaiting(WaitingCase):
    def test_many_single_writes_are_one_statement(self):
        def cost(partners):
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            for number, partner in enumerate(partners):
                partner.vat = f"9133000000{len(partners):04}{number:04}"
            self.env.flush_all()
            return self.env.cr.sql_log_count - before

        many = self.env["res.partner"].create([{"name": f"M{n}"} for n in range(80)])
        many = many.with_company(self.company).with_context(tracking_disable=True)
        cost(many[:1])
        few, more = cost(many[:2]), cost(many)
        # the moment of the rows may change once while they are written
        self.assertLessEqual(more, few + 1)
        entries = self.trail.search([("res_id", "in", many.ids)])
        self.assertEqual(len(entries), 83)

    def test_nothing_before_the_change_itself(self):
        self.give(1)
        self.assertEqual(self.rows(), [])
        self.env.flush_all()
        self.assertEqual(self.rows(), self.partners[0].ids)

    def test_whoever_reads_the_trail_sees_it(self):
        self.give(1)
        self.assertEqual(self.vats(), ["****0001"])
        self.give(2)
        domain = [("res_id", "=", self.partners[0].id)]
        self.assertEqual(self.trail.search_count(domain), 2)
        self.give(3)
        ((count,),) = self.trail._read_group(domain, [], ["__count"])
        self.assertEqual(count, 3)
        self.give(4)
        self.trail.flush_model()
        self.assertEqual(len(self.rows()), 4)

    def test_each_change_has_its_row_in_order(self):
        for number in (1, 2, 1):
            self.give(number)
        self.assertEqual(self.vats(), ["****0001", "****0002", "****0001"])

    def test_who_and_when_are_those_of_the_change(self):
        with patch.object(fields.Datetime, "now") as now:
            now.return_value = fields.Datetime.to_datetime("2026-05-01 08:00:00")
            self.give(1)
            self.partners[0].with_user(self.manager).vat = "913300000000009999"
            now.return_value = fields.Datetime.to_datetime("2026-05-01 09:00:00")
            self.give(2)
        entries = self.trail.search([("res_id", "=", self.partners[0].id)])
        entries = entries.sorted("id")
        self.assertEqual(
            [(entry.user_id, entry.date.hour) for entry in entries],
            [(self.clerk, 8), (self.manager, 8), (self.clerk, 9)],
        )
        self.assertEqual(set(entries.mapped("is_superuser")), {False})

    def test_a_decision_stands_behind_the_change_before_it(self):
        self.give(1)
        decision = self.log(self.partners[0])
        change = self.trail.search(
            [("action", "=", "change"), ("res_id", "=", self.partners[0].id)]
        )
        self.assertLess(change.id, decision.id)

    def test_the_name_is_that_of_the_moment(self):
        self.partners[0].name = "Before"
        self.give(1)
        self.partners[0].name = "After"
        entries = self.trail.search([("res_id", "=", self.partners[0].id)])
        names = entries.sorted("id").mapped("res_name")
        self.assertEqual(names, ["Before", "Before", "After"])

    def test_a_deleted_record_keeps_its_rows(self):
        partner = self.partners[0].sudo()
        self.give(1, partner)
        partner.unlink()
        entries = self.trail.search([("res_id", "=", partner.id)]).sorted("id")
        self.assertEqual(entries.mapped("action"), ["change", "delete"])

    def test_two_companies_each_in_its_own_chain(self):
        other = self.env["res.company"].create({"name": "Other"})
        self.partners[1].sudo().company_id = other
        before = self.chain().waiting  # switching the trail on is a change as well
        for partner in self.partners[:2].sudo():
            self.give(1, partner)
        self.chain().invalidate_recordset(["waiting"])
        self.assertEqual(self.chain().waiting, before + 1)
        self.assertEqual(self.chain(other).waiting, 1)
        for company in (self.company, other):
            self.seal(company)
        entries = self.trail.search(
            [("action", "=", "change"), ("res_id", "in", self.partners[:2].ids)]
        )
        self.assertEqual(entries.company_id, self.company | other)
        self.assertTrue(all(entries.mapped("digest")))
        self.assertTrue(self.check()["ok"])

    def test_a_form_that_is_filled_in_writes_nothing(self):
        draft = self.env["res.partner"].new(origin=self.partners[0])
        draft.write({"vat": "913300000000000001"})
        self.assertEqual(self.vats(), [])


@tagged("post_install", "-at_install")
class TestTrailSavepoints(WaitingCase):
    def test_a_rolled_back_savepoint_leaves_no_row(self):
        self.give(1)
        with self.assertRaises(Undo), self.env.cr.savepoint():
            self.give(2)
            raise Undo
        self.assertEqual(self.vats(), ["****0001"])
        self.assertEqual(self.partners[0].vat[-4:], "0001")

    def test_not_even_one_that_was_written_already(self):
        with self.assertRaises(Undo), self.env.cr.savepoint():
            self.give(2)
            self.env.flush_all()
            self.assertEqual(len(self.rows()), 1)
            raise Undo
        self.give(3)
        self.assertEqual(self.vats(), ["****0003"])

    def test_nested_ones(self):
        self.give(1)
        with self.assertRaises(Undo), self.env.cr.savepoint():
            self.give(2)
            with self.env.cr.savepoint():
                self.give(3)
            self.assertEqual(len(self.vats()), 3)
            raise Undo
        with self.env.cr.savepoint():
            self.give(4)
            with self.assertRaises(Undo), self.env.cr.savepoint():
                self.give(5)
                raise Undo
            self.give(6)
        self.assertEqual(self.vats(), ["****0001", "****0004", "****0006"])

    def test_an_error_of_the_database_inside(self):
        self.give(1)
        with (
            mute_logger("odoo.sql_db"),
            self.assertRaises(psycopg2.errors.DivisionByZero),
            self.env.cr.savepoint(),
        ):
            self.give(2)
            self.env.cr.execute("SELECT 1 / 0")
        self.give(3)
        self.assertEqual(self.vats(), ["****0001", "****0003"])

    def test_an_error_when_the_change_is_written(self):
        """The row of a change that the database refuses goes with it."""
        self.env.cr.execute(
            "ALTER TABLE res_partner ADD CONSTRAINT no_twos"
            " CHECK (vat NOT LIKE '%0002') NOT VALID"
        )
        with (
            mute_logger("odoo.sql_db"),
            self.assertRaises(psycopg2.errors.CheckViolation),
            self.env.cr.savepoint(),
        ):
            self.give(2)
        self.give(3)
        self.assertEqual(self.vats(), ["****0003"])

    def test_a_bare_savepoint_never_parts_a_change_from_its_row(self):
        """Such a one writes nothing by itself and forgets nothing of the ORM's."""
        self.give(1)
        self.env.flush_all()
        savepoint = self.env.cr.savepoint(flush=False)
        with self.env.cr.savepoint():
            self.give(2, self.partners[1])
        savepoint.close(rollback=True)
        self.env.invalidate_all()
        self.assertEqual(self.rows(), self.partners[0].ids)
        self.assertEqual(self.partners[0].vat[-4:], "0001")
        self.assertFalse(self.partners[1].vat)

    def test_a_dropped_cache_drops_the_row(self):
        self.give(1)
        self.env.transaction.clear()
        self.env.flush_all()
        self.assertFalse(self.partners[0].vat)
        self.assertEqual(self.vats(), [])


@tagged("post_install", "-at_install")
class TestTrailTransactions(WaitingCase):
    """Real transactions; what is committed stays, as the trail wants it."""

    def connect(self):
        cr = sql_db.db_connect(get_db_name()).cursor()
        self.addCleanup(cr.close)
        return api.Environment(cr, self.env.ref("base.user_admin").id, {})

    def count(self, env, partner):
        env.cr.execute(
            "SELECT count(*) FROM neiqin_trail_entry"
            " WHERE res_model = 'res.partner' AND res_id = %s AND action = 'change'",
            [partner.id],
        )
        return env.cr.fetchone()[0]

    def setUp(self):
        super().setUp()
        first, second = self.connect(), self.connect()
        company = first.company
        was = company.neiqin_trail_customers
        company.neiqin_trail_customers = True
        self.partner = first["res.partner"].create({"name": "Waiting"})
        first.cr.commit()
        self.first, self.second = first, second
        self.addCleanup(self.restore, was)

    def restore(self, was):
        for env in (self.first, self.second):
            env.cr.rollback()
        self.first.company.neiqin_trail_customers = was
        self.partner.exists().unlink()
        self.first.cr.commit()

    def test_commit_and_rollback(self):
        self.partner.ref = "x"
        self.partner.vat = "913300000000000001"
        self.first.cr.rollback()
        self.assertEqual(self.count(self.first, self.partner), 0)
        self.partner.vat = "913300000000000002"
        self.first.cr.commit()
        self.assertEqual(self.count(self.second, self.partner), 1)

    def test_two_transactions_know_nothing_of_each_other(self):
        mine = self.second["res.partner"].create({"name": "Other"})
        self.partner.vat = "913300000000000001"
        mine.vat = "913300000000000002"
        self.first.cr.rollback()
        self.second.flush_all()
        self.assertEqual(self.count(self.second, mine), 1)
        self.assertEqual(self.count(self.second, self.partner), 0)
        self.second.cr.rollback()
