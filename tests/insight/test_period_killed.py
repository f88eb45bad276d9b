"""A real process sends reports through a real mail server, and is killed in the middle."""

import asyncio
import os
import signal
import threading

from ..control.office_case import PATIENCE, OfficeCase
from ..smtp_case import Catcher, receiver, serving

#: Subscribers, in the order in which their mails leave.
PEOPLE = ("named", "unaccepted", "accepted", "plain")
OFFICE = """
from odoo import Command, fields
from odoo.tools.date_utils import start_of
env["ir.mail_server"].create(
    {{"name": "loopback", "smtp_host": "127.0.0.1", "smtp_port": {port}}})
env.company.email = "office@jinggong.example"
users = env["res.users"].with_context(no_reset_password=True).create([
    {{"name": f"{{place}} {{name}}", "login": name, "email": f"{{name}}@jinggong.example",
      "group_ids": [Command.link(env.ref("neiqin_addon.group_neiqin_clerk").id)]}}
    for place, name in enumerate({people})])
plan = env["neiqin.period.report.plan"].create(
    {{"name": "Month", "kind": "month", "user_ids": [Command.set(users.ids)]}})
reports = type(env["neiqin.period.report"])
reports._neiqin_pdf = lambda *_a: b"%PDF-1.4 a report"
month = fields.Date.subtract(start_of(fields.Date.today(), "month"), months=1)
plan._neiqin_make_for(month).sudo()._neiqin_plan_deliveries()
deliveries = env["neiqin.period.report.delivery"]
answer = deliveries.search([], order="id").mapped("user_id.login")
"""
#: What the schedule does. Odoo itself leaves a turn out whose worker died three times.
SEND = """
plans = env["neiqin.period.report.plan"]
plans._cron_make()
"""
AFTERWARDS = (
    SEND
    + """
deliveries = env["neiqin.period.report.delivery"]
answer = {"before": {
    one.user_id.login: [one.mail_state, one.mail_error or "", len(one.activity_ids)]
    for one in deliveries.search([])}}
# somebody has read that there is no trace of it in the mail server's log
deliveries.search([("user_id.login", "=", "unaccepted")]).action_neiqin_again()
env.cr.commit()
plans._cron_make()
answer["after"] = {one.user_id.login: [one.mail_state, len(one.activity_ids)]
                   for one in deliveries.search([])}
"""
)
TABLE = "neiqin_period_report_delivery"


class Killer(Catcher):
    """Stops the sender where the receiver's name says, and lets the test kill it."""

    def __init__(self):
        super().__init__()
        self.victim = self.place = None
        self.reached = threading.Event()
        self.begun = []

    def is_place(self, name):
        return self.victim and self.place == name

    def stop(self):
        os.kill(self.victim.pid, signal.SIGSTOP)
        self.reached.set()

    async def handle_RCPT(self, server, session, envelope, address, options):
        if self.is_place("named") and address.startswith("named@"):
            self.stop()
            while self.victim:  # the answer comes when nobody is there any more
                await asyncio.sleep(0.05)
        return await super().handle_RCPT(server, session, envelope, address, options)

    async def handle_DATA(self, server, session, envelope):
        answer = await super().handle_DATA(server, session, envelope)
        name = receiver(self.mails[-1])
        if self.is_place(name) and name == "unaccepted":
            self.begun.append(self.mails.pop())
            self.stop()
            while self.victim:
                await asyncio.sleep(0.05)
            return "451 4.3.0 not taken"
        if self.is_place(name) and name == "accepted":
            self.stop()  # the answer waits in its socket when it is killed
        return answer


class TestPeriodKilled(OfficeCase):
    def setUp(self):
        super().setUp()
        self.killer = Killer()
        self.smtp_port = self.enterContext(serving(self.killer))

    def kill_at(self, name, is_handed):
        """Send until the mail to a subscriber is where he is killed; look, and kill."""
        self.killer.reached.clear()
        process = self.start("shell", "--no-http", "-d", self.name, stdin=-1)
        self.killer.victim, self.killer.place = process, name
        process.stdin.write(SEND.encode())
        process.stdin.close()
        self.assertTrue(self.killer.reached.wait(PATIENCE), self.words()[-4000:])
        last = f"(SELECT max(id) FROM {TABLE} WHERE mail_state = 'sending')"
        row = f"FROM {TABLE} WHERE id = {last}"
        handed, ref = self.rows(f"SELECT handed_at IS NOT NULL, mail_ref {row}")[0]
        self.assertEqual(handed == "t", is_handed, name)
        self.assertTrue(ref)
        # while it lives, nobody takes its mail for one that a crash left
        self.assertFalse(self.rows(f"SELECT id {row} FOR UPDATE SKIP LOCKED"))
        process.kill()
        process.wait()
        self.killer.victim = None
        # until the last process comes, no claim is old enough for a crash's
        self.rows(f"UPDATE {TABLE} SET claimed_at = claimed_at + interval '1 hour'")
        return ref

    def test_killed_while_sending(self):
        office = OFFICE.format(port=self.smtp_port, people=PEOPLE)
        self.assertEqual(self.run_python(office), list(PEOPLE))
        self.kill_at("named", is_handed=False)
        lost = self.kill_at("unaccepted", is_handed=True)
        taken = self.kill_at("accepted", is_handed=True)
        self.assertEqual(list(map(receiver, self.killer.mails)), ["accepted"])
        states = f"SELECT count(*) FROM {TABLE} WHERE mail_state = 'sending'"
        self.wait_for(states, "3")
        self.rows(f"UPDATE {TABLE} SET claimed_at = claimed_at - interval '9 hours'")

        found = self.run_python(AFTERWARDS)
        for name, ref in (("unaccepted", lost), ("accepted", taken)):
            state, error, activities = found["before"][name]
            self.assertEqual((state, activities), ("failed", 1), name)
            self.assertIn("may have arrived", error)
            self.assertIn(ref, error)
        for name in ("named", "plain"):
            self.assertEqual(found["before"][name], ["sent", "", 0], name)
        # the person sent again what the server's log did not know
        self.assertEqual(found["after"]["unaccepted"], ["sent", 0])
        self.assertEqual(found["after"]["accepted"], ["failed", 1])
        self.assertEqual(self.rows(states), [["0"]])
        self.assertEqual(sorted(map(receiver, self.killer.mails)), sorted(PEOPLE))
        refs = {receiver(mail): mail["Message-Id"] for mail in self.killer.mails}
        self.assertEqual(refs["unaccepted"], self.killer.begun[0]["Message-Id"])
        self.assertEqual((refs["unaccepted"], refs["accepted"]), (lost, taken))
