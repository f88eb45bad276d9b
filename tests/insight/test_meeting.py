"""A meeting is prepared, held, kept; what it decides comes up again until it is done."""

import hashlib
import json
from datetime import date, timedelta
from io import BytesIO

import psycopg2
from freezegun import freeze_time
from openpyxl import load_workbook

from odoo.exceptions import AccessError, UserError
from odoo.tools import mute_logger

from .meeting_case import MONDAY, MeetingCase, noon

NEXT = MONDAY + timedelta(weeks=1)


class TestMeeting(MeetingCase):
    def test_any_day_of_the_week_will_do(self):
        meeting = self.meeting(week=date(2026, 3, 12))
        self.assertEqual(meeting.week_start, MONDAY)
        self.assertEqual(meeting.week, "2026-W11")

    def test_held_it_stays_whatever_happens(self):
        order = self.order((self.goods, 5, 10), commitment_date=noon(3, 11))
        meeting = self.meeting(minutes="<p>先交杭州精工<script>alert(1)</script></p>")
        self.decide(meeting, name="催供应商")
        self.assertNotIn("script", meeting.minutes)
        self.hold(meeting)
        before = (meeting.payload, meeting.digest, meeting.with_user(self.clerk).pack)
        self.assertIn("50", meeting.payload)
        order.order_line.write({"product_uom_qty": 500})
        self.order((self.more, 70, 10), commitment_date=noon(3, 11))
        meeting.decision_ids.with_user(self.boss).date_due = date(2026, 4, 1)
        self.env.invalidate_all()
        after = (meeting.payload, meeting.digest, meeting.with_user(self.clerk).pack)
        self.assertEqual(after, before)
        self.assertEqual(
            hashlib.sha256(meeting.manifest.encode()).hexdigest(), meeting.digest
        )
        self.assertEqual(
            json.loads(meeting.payload)["decisions"]["new"][0]["until"], "2026-03-13"
        )
        self.assertEqual([row["ok"] for row in meeting.verify()], [True])
        with self.assertRaises(UserError):
            meeting.with_user(self.boss).action_neiqin_refresh()

    def test_in_preparation_figures_follow(self):
        meeting = self.meeting()
        self.order((self.goods, 5, 10), commitment_date=noon(3, 11))
        self.assertFalse(meeting._neiqin_content()["figures"]["forecast"]["products"])
        meeting.with_user(self.clerk).action_neiqin_refresh()
        self.assertEqual(
            meeting._neiqin_content()["figures"]["forecast"]["products"][0]["firm"],
            ["0", "5", "0", "0", "0"],
        )

    def test_minutes_are_put_right_by_an_addendum_alone(self):
        meeting = self.meeting(minutes="<p>一切正常</p>")
        addenda = self.env["neiqin.meeting.addendum"].with_user(self.clerk)
        values = {"meeting_id": meeting.id, "text": "漏记：补发三件"}
        with self.assertRaises(UserError):
            addenda.create(values)
        self.hold(meeting)
        with self.assertRaises(UserError):
            meeting.with_user(self.boss).minutes = "<p>别的</p>"
        digest = meeting.digest
        row = addenda.create(values)
        self.assertEqual(row.user_id, self.clerk)
        self.assertEqual(meeting.digest, digest)
        self.assertEqual(meeting.addendum_ids, row)
        with self.assertRaises(UserError):
            row.text = "别的"
        with self.assertRaises(UserError):
            row.sudo().text = "别的"
        with self.assertRaises(UserError):
            row.sudo().unlink()
        with self.assertRaises(AccessError):
            addenda.create({**values, "user_id": self.boss.id})

    def test_the_database_refuses_as_well(self):
        meeting = self.hold(self.meeting())
        for column in ("payload", "minutes", "week_start", "department_payload"):
            value = "2026-01-05" if column == "week_start" else "{}"
            with (
                mute_logger("odoo.sql_db"),
                self.assertRaises(psycopg2.errors.RestrictViolation),
                self.env.cr.savepoint(),
            ):
                self.env.cr.execute(
                    f"UPDATE neiqin_meeting SET {column} = %s WHERE id = %s",
                    (value, meeting.id),
                )
        with self.assertRaises(UserError):
            meeting.sudo().unlink()

    def test_the_second_to_close_it_is_told(self):
        meeting = self.hold(self.meeting(), self.boss)
        with self.assertRaisesRegex(UserError, "has closed this meeting"):
            self.hold(meeting, self.other_boss)
        with self.assertRaises(AccessError):
            self.hold(self.meeting(week=NEXT), self.clerk)

    # -------------------------------------------------------------- decisions

    def test_what_is_not_done_comes_up_again(self):
        first = self.meeting()
        decision = self.decide(first)
        self.hold(first)
        with freeze_time("2026-03-18 04:00:00"):
            second = self.meeting(week=NEXT)
            self.assertEqual(second.carried_ids, decision)
            self.assertIn("carried over 1 ×", self.page(second))
            self.hold(second)
        self.assertEqual(decision.carried_count, 1)
        with freeze_time("2026-03-25 04:00:00"):
            third = self.meeting(week=NEXT + timedelta(weeks=1))
            self.assertIn("carried over 2 ×", self.page(third))
            decision.with_user(self.clerk).action_neiqin_done()
            # told once more, as done, and then no more
            self.assertEqual(third.carried_ids, decision)
            self.hold(third)
        with freeze_time("2026-04-01 04:00:00"):
            fourth = self.meeting(week=NEXT + timedelta(weeks=2))
            self.assertFalse(fourth.carried_ids)
        self.assertEqual(decision.carried_count, 1)
        self.assertIn("carried over 1 ×", self.page(second))

    def page(self, meeting):
        text = str(meeting.with_user(self.boss).pack)
        return " ".join(text.split())

    def test_a_decision_is_a_to_do_of_whoever_carries_it_out(self):
        meeting = self.meeting()
        decision = self.decide(meeting)
        self.assertFalse(decision.activity_ids)
        self.hold(meeting)
        todo = decision.activity_ids
        self.assertEqual(todo.user_id, self.clerk)
        self.assertEqual(todo.date_deadline, date(2026, 3, 13))
        decision.with_user(self.boss).write(
            {"user_id": self.helper.id, "date_due": date(2026, 3, 20)}
        )
        self.assertEqual(decision.activity_ids, todo)
        self.assertEqual(todo.user_id, self.helper)
        self.assertEqual(todo.date_deadline, date(2026, 3, 20))
        todo.with_user(self.helper).action_feedback(feedback="到货了")
        self.assertEqual(decision.state, "done")
        self.assertEqual(decision.done_by_id, self.helper)
        self.assertEqual(decision.result, "到货了")

    def test_done_by_the_button_ends_the_to_do(self):
        meeting = self.meeting()
        decision = self.decide(meeting)
        with self.assertRaises(UserError):
            decision.with_user(self.clerk).action_neiqin_done()
        self.hold(meeting)
        decision.with_user(self.clerk).action_neiqin_done()
        self.assertEqual(decision.state, "done")
        self.assertFalse(decision.activity_ids)
        with self.assertRaises(AccessError):
            decision.with_user(self.clerk).action_neiqin_reopen()
        decision.with_user(self.boss).action_neiqin_reopen()
        self.assertEqual(decision.state, "open")
        self.assertEqual(decision.activity_ids.user_id, self.clerk)

    def test_what_was_decided_stays_as_it_was_said(self):
        meeting = self.meeting()
        decision = self.decide(meeting).with_user(self.boss)
        self.hold(meeting)
        for vals in ({"name": "别的"}, {"meeting_id": self.meeting(week=NEXT).id}):
            with self.assertRaises(UserError):
                decision.write(vals)
        with self.assertRaises(UserError):
            decision.unlink()
        with self.assertRaises(UserError):
            self.decide(meeting, name="后来想到的")
        with self.assertRaises(AccessError):
            decision.with_user(self.clerk).date_due = date(2026, 4, 1)
        for vals in ({"state": "done"}, {"carried_count": 0}):
            with self.assertRaises(AccessError):
                decision.write(vals)

    # ------------------------------------------------------------------ papers

    def test_workbook(self):
        self.order((self.goods, 5, 10), commitment_date=noon(3, 11))
        meeting = self.meeting()
        self.decide(meeting, name="=催供应商")
        self.hold(meeting)
        data = meeting.with_user(self.clerk)._neiqin_workbook()
        book = load_workbook(BytesIO(data))
        self.assertEqual(len(book.sheetnames), 6)
        rows = list(book["Forecast"].iter_rows(values_only=True))
        self.assertEqual(
            [row[4:6] for row in rows[1:6]],
            [
                ("Late", 0),
                ("2026-W11", 5),
                ("2026-W12", 0),
                ("2026-W13", 0),
                ("2026-W14", 0),
            ],
        )
        self.assertEqual(rows[2][8:], (5, "lacks"))
        said = book["Meeting Decisions"].cell(row=2, column=2)
        self.assertEqual(said.data_type, "s")
        self.assertIn("催供应商", said.value)

    def test_paper(self):
        order = self.order((self.goods, 5, 10), commitment_date=noon(3, 11))
        meeting = self.hold(self.meeting(minutes="<p>先交杭州</p>"))
        report = self.env["ir.actions.report"].with_user(self.clerk)
        html, _kind = report._render_qweb_html(
            "neiqin_addon.report_meeting", meeting.ids
        )
        text = html.decode()
        self.assertIn("先交杭州", text)
        self.assertIn(self.goods.name, text)
        self.assertIn(meeting.digest, text)
        self.assertNotIn("data-neiqin-open", text)
        self.assertTrue(order)

    # -------------------------------------------------------- work left to do

    def test_overdue_by_customer(self):
        self.put(self.goods, 10)
        move = self.invoice(self.order((self.goods, 5, 10)))
        self.env.flush_all()
        self.env.cr.execute(
            "UPDATE account_move_line SET date_maturity = '2026-02-10'"
            " WHERE move_id = %s AND date_maturity IS NOT NULL",
            (move.id,),
        )
        self.env.invalidate_all()
        self.env["neiqin.payment.promise"].create(
            {
                "partner_id": self.customer.id,
                "company_id": self.company.id,
                "amount": 50,
                "until": date(2026, 3, 20),
                "user_id": self.clerk.id,
            }
        )
        overdue = self.figures()["overdue"]
        (row,) = overdue["rows"]
        self.assertEqual(overdue["total"], 50)
        self.assertEqual(row["id"], self.customer.id)
        self.assertEqual((row["amount"], row["days"], row["invoices"]), (50, 29, 1))
        self.assertEqual(row["promised"], "2026-03-20")
        self.assertFalse(row["disputed"])
        self.env["neiqin.dispute"].create(
            {"move_id": move.id, "reason": "quality", "since": "2026-03-10"}
        )
        self.assertTrue(self.figures()["overdue"]["rows"][0]["disputed"])
