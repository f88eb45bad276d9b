"""`./neiqin load`: a short day with a server that is killed, and an audit that bites."""

import shutil
import unittest

from dev import load, load_audit, load_office, load_report, postgres
from dev.load_clerk import Clerk
from dev.load_http import Doors
from dev.load_journal import WRONG, Journal
from dev.load_person import Day

USERS = 3
DAY = ["--users", str(USERS), "--minutes", "0.2", "--think", "0", "--kill", "--cold"]


class TestLoad(unittest.TestCase):
    def test_a_day_with_a_killed_server_and_the_audit(self):
        options = load.parser().parse_args(DAY)
        with postgres.running(), load_office.opened("bare", USERS, workers=1) as office:
            before = [server.process.pid for server in office.servers]
            journal, _watch = load.work(office, options)
            self.assertNotEqual(office.servers[1].process.pid, before[1])
            self.assertEqual(office.servers[0].process.pid, before[0])
            self.work_through(office, journal)
            self.assertEqual(load.judge(office, journal), [])
            self.assertEqual(journal.words[WRONG], {})
            self.assertEqual(load_report.verdict(journal, []), 0)
            self.assertEqual(load_report.verdict(journal, ["order x: lost"]), 1)
            self.lose_and_double_orders(office, journal)
            self.lose_and_double_acts(office, journal)
            self.lose_and_double_mails(office, journal)

    def work_through(self, office, journal):
        """One of each, whatever chance did before."""
        doors = Doors([server.port for server in office.servers])
        clerk = Clerk("load01", doors, journal, 0, Day(1, 60), first=1000)
        clerk.begin()
        for act in ("enter", "verify", "send", "complain", "answer", "tick"):
            getattr(clerk, act)()
            self.assertTrue(journal.of(act), act)

    def lose_and_double_orders(self, office, journal):
        (one, two) = office.rows(
            "SELECT id, client_order_ref FROM sale_order"
            " WHERE client_order_ref ~ '^LOAD-.*-B[0-9]+$' AND state = 'draft' LIMIT 2"
        )
        self.call_it(office, one[0], "LOAD-x-1")
        self.assertEqual(
            load_audit.audit(office, journal), ["order LOAD-x-1: nobody was told of it"]
        )
        (line,) = office.rows(
            "SELECT count(*), sum(product_uom_qty)::int FROM sale_order_line"
            f" WHERE order_id = {one[0]}"
        )
        journal.acknowledge("enter", key="LOAD-x-1", lines=line[0], pieces=line[1])
        self.assertEqual(load_audit.audit(office, journal), [])
        self.call_it(office, two[0], "LOAD-x-1")
        self.assertEqual(load_audit.audit(office, journal), ["order LOAD-x-1: 2 times"])
        self.call_it(office, one[0], one[1])
        self.call_it(office, two[0], two[1])
        self.assertEqual(load_audit.audit(office, journal), ["order LOAD-x-1: lost"])
        del journal.acts[-1]

    def call_it(self, office, number, key):
        office.rows(
            f"UPDATE sale_order SET client_order_ref = '{key}' WHERE id = {number}"
        )

    def lose_and_double_acts(self, office, journal):
        """What one journal says and the database does not, and the other way round."""
        words = {
            "enter": "order",
            "verify": "verification",
            "send": "letter of order",
            "complain": "complaint",
            "answer": "answer",
            "tick": "to-do",
        }
        for act, what in words.items():
            other = Journal()
            other.acts = list(journal.acts)
            other.open = journal.open
            entry = journal.of(act)[0]
            other.acts = [row for row in journal.acts if row is not entry]
            known = [row for row in other.of(act) if self.same(row, entry)]
            (found,) = load_audit.audit(office, other) or [""]
            self.assertTrue(known or found.startswith(what), (act, found))
            lost = {name: f"{value}0" for name, value in entry.items()}
            other.acts = [*journal.acts, {**lost, "act": act}]
            (found,) = load_audit.audit(office, other)
            self.assertTrue(found.startswith(what) and found.endswith("lost"), found)

    def same(self, row, entry):
        return {**row, "by": ""} == {**entry, "by": ""}

    def lose_and_double_mails(self, office, journal):
        letters = office.rows(
            "SELECT m.message_id FROM neiqin_confirmation_letter l"
            " JOIN mail_message m ON m.id = l.mail_message_id ORDER BY l.id DESC LIMIT 2"
        )
        self.assertTrue(letters)
        for (letter,) in letters:
            (path,) = (
                path
                for path in office.mail.glob("*.eml")
                if letter in path.read_text(encoding="utf-8", errors="replace")
            )
            copy = path.with_name(f"copy-{path.name}")
            shutil.copy(path, copy)
            (found,) = load_audit.audit(office, journal)
            self.assertRegex(found, "^mail .*: 2 times$")
            copy.unlink()
            aside = path.with_suffix(".aside")
            path.rename(aside)
            (found,) = load_audit.audit(office, journal)
            self.assertRegex(found, "^mail .*: 0 times$")
            aside.rename(path)
