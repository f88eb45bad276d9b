"""Statements of account: figures against a sum by hand, frozen, sent."""

import io
from datetime import date, timedelta

import openpyxl
import psycopg2

from odoo.exceptions import AccessError, UserError
from odoo.tests import new_test_user
from odoo.tools import mute_logger

from .statement_case import StatementCase


class TestStatement(StatementCase):
    def test_against_a_sum_by_hand_over_a_leap_day(self):
        before = self.on(date(2028, 1, 31), 1000)  # the day before the period
        inside = [self.on(date(2028, 2, day), 10 * day) for day in (1, 15, 29)]
        self.on(date(2028, 3, 1), 7777)  # the day after it
        self.pay(before, 400, payment_date=date(2028, 1, 31))
        self.pay(before, 100, payment_date=date(2028, 2, 29))
        self.pay(inside[0], payment_date=date(2028, 3, 1))  # comes too late to count
        note = self.on(date(2028, 2, 20), 50, move_type="out_refund")
        report = self.make()
        part = self.part(report)
        movements = [10, 150, 290, -50, -100]
        self.assertEqual(part["opening"], "600.00")
        self.assertEqual(part["invoiced"], "450.00")
        self.assertEqual(part["credited"], "-50.00")
        self.assertEqual(part["paid"], "-100.00")
        self.assertEqual(float(part["closing"]), 600 + sum(movements))
        self.assertEqual(report.balance, 900)
        items = {item["number"]: float(item["amount"]) for item in part["items"]}
        self.assertEqual(
            items,
            {
                before.name: 500,
                inside[0].name: 10,
                inside[1].name: 150,
                inside[2].name: 290,
                note.name: -50,
            },
        )
        self.assertTrue(part["is_whole"])
        balances = [float(row["balance"]) for row in part["entries"]]
        self.assertEqual(balances[-1], 900)
        self.assertEqual(
            [row["day"] for row in part["entries"]],
            ["2028-02-01", "2028-02-15", "2028-02-20", "2028-02-29", "2028-02-29"],
        )

    def test_each_currency_for_itself(self):
        foreign = self.new_currency("QQQ", 0.5)
        first = self.on(date(2028, 2, 3), 1000, currency_id=foreign.id)
        self.on(date(2028, 2, 4), 30)
        # the rate moves before half of it is paid: no amount in the own currency
        self.env["res.currency.rate"].create(
            {"currency_id": foreign.id, "rate": 0.4, "name": "2028-02-10"}
        )
        self.pay(first, 500, currency_id=foreign.id, payment_date=date(2028, 2, 12))
        report = self.make()
        theirs, ours = self.part(report, "QQQ"), self.part(report)
        self.assertEqual((theirs["closing"], ours["closing"]), ("500.00", "30.00"))
        self.assertEqual([i["amount"] for i in theirs["items"]], ["500.00"])
        self.assertTrue(theirs["is_whole"] and ours["is_whole"])

    def test_this_customer_s_contacts_and_nobody_else_s(self):
        contact = self.new_customer(
            "财务", parent_id=self.customer.id, is_company=False
        )
        other = self.new_customer("别人")
        self.on(date(2028, 2, 3), 5, partner_id=contact.id)
        self.on(date(2028, 2, 3), 900, partner_id=other.id)
        self.assertEqual(self.part(self.make())["closing"], "5.00")

    def test_one_statement_for_any_number(self):
        customers = self.env["res.partner"].concat(
            *(self.new_customer(f"客户{n}") for n in range(80))
        )
        self.new_invoices(dict.fromkeys(customers, 10))
        args = (self.today() - timedelta(days=90), self.today())
        for batch in (customers[:1], customers):
            self.env.flush_all()
            self.env.invalidate_all()
            self.assertTrue(self.company.currency_id.name)
            with self.assertQueryCount(4):
                found = self.statements._neiqin_parts(self.company, batch.ids, *args)
        self.assertEqual(sum(total for _parts, total in found.values()), 800)

    def test_a_large_batch_is_made_by_the_schedule(self):
        customers = self.env["res.partner"].concat(
            *(self.new_customer(f"户{n}", email=f"a{n}@example.org") for n in range(12))
        )
        reports = self.make(customers, send=True)
        self.assertEqual(set(reports.mapped("state")), {"draft"})
        with self.smtp() as mails:
            self.run_cron("ir_cron_statement_make")
            self.run_cron("ir_cron_statement_send")
        self.assertEqual(set(reports.mapped("state")), {"frozen"})
        self.assertEqual(len(set(reports.mapped("name"))), 12)
        self.assertEqual(len(mails), 12)

    def test_given_out_it_stays(self):
        self.on(date(2028, 2, 3), 100)
        report = self.make()
        self.assertEqual(len(report.digest), 64)
        self.assertTrue(report.verify()[0]["ok"])
        self.on(date(2028, 2, 4), 50)  # booked later
        self.assertEqual(self.part(report)["closing"], "100.00")
        with self.assertRaises(UserError):
            report.sudo()._neiqin_as_server().write({"payload": "{}"})
        with self.assertRaises(UserError):
            report.sudo()._neiqin_as_server().unlink()
        with self.assertRaises(psycopg2.Error), mute_logger("odoo.sql_db"):
            with self.env.cr.savepoint():
                self.env.cr.execute(
                    "UPDATE neiqin_statement SET date_to = date_to + 1 WHERE id = %s",
                    [report.id],
                )

    def test_the_workbook(self):
        self.customer.name = "=cmd()|' /C calc'!A0"
        self.on(date(2028, 2, 3), 100)
        report = self.make()
        book = openpyxl.load_workbook(io.BytesIO(report._neiqin_file("xlsx")))
        sheet = book[self.company.currency_id.name]
        cells = [cell.value for row in sheet.iter_rows() for cell in row]
        self.assertIn(report.name, str(cells[0]))
        self.assertEqual(cells.count(100), 4)  # amount, two balances, open
        formulas = [c for row in sheet.iter_rows() for c in row if c.data_type == "f"]
        self.assertFalse([c for c in formulas if "cmd" in str(c.value)])

    # -------------------------------------------------------- sent, reminded

    def test_sent_reminded_and_at_last_a_person_calls(self):
        self.on(date(2028, 2, 3), 100)
        with self.smtp() as mails:
            report = self.make(send=True)
            self.run_cron("ir_cron_statement_send")
            self.assertEqual((report.mail_state, len(mails)), ("sent", 1))
            self.run_cron("ir_cron_statement_send")
            self.assertEqual(len(mails), 1)
            text = mails[0].get_body().get_content()
            self.assertRegex(text, r'href="[^"]+/statement/[\w-]{40,}"')
            names = [part.get_filename() for part in mails[0].iter_attachments()]
            self.assertEqual(names, [f"{report.name}.pdf"])
            for days in (6, 7, 14, 21, 28):
                self.run_cron("ir_cron_statement_remind", days)
                self.run_cron("ir_cron_statement_send", days)
        self.assertEqual((len(mails), report.reminder_count), (3, 2))
        self.assertEqual(len(report.activity_ids), 1)

    def test_not_sent_when_answered_meanwhile(self):
        report = self.make(send=True)
        report.sudo()._neiqin_confirm("李四", "203.0.113.7")
        with self.smtp() as mails:
            self.run_cron("ir_cron_statement_send")
        self.assertEqual((mails, report.mail_state), ([], "none"))

    # ------------------------------------------------------------- attackers

    def test_roles(self):
        seller = new_test_user(self.env, "soa.seller", "sales_team.group_sale_salesman")
        other = self.env["res.company"].create({"name": "别的公司"})
        stranger = new_test_user(
            self.env,
            "soa.stranger",
            "neiqin_addon.group_neiqin_clerk",
            company_id=other.id,
            company_ids=[(6, 0, other.ids)],
        )
        mine = self.new_customer("自己的", user_id=seller.id)
        foreign, own = self.make(self.customer), self.make(mine)
        self.assertEqual(self.statements.with_user(seller).search([]), own)
        self.assertFalse(self.statements.with_user(stranger).search([]))
        with self.assertRaises(AccessError):
            foreign.with_user(stranger).verify()
        with self.assertRaises(AccessError):
            self.make(mine, user=seller)
        for values in ({"answer": "confirmed"}, {"balance": 0}, {"link_serial": 9}):
            with self.assertRaises(AccessError):
                foreign.with_user(self.clerk).write(values)

    def test_a_schedule_looks_at_what_was_given_out(self):
        """A figure that somebody changed past the database's guard, before anybody asks."""
        for number in (1, 2):
            self.on(
                date(2028, 2, 3), 100, partner_id=self.new_customer(f"客户{number}").id
            )
        names = ("客户1", "客户2")
        customers = self.env["res.partner"].search([("name", "in", names)])
        whole, forged = self.make(customers)
        auditor = new_test_user(
            self.env,
            "soa.auditor",
            "neiqin_addon.group_neiqin_auditor",
            company_id=self.company.id,
            company_ids=self.company.ids,
        )
        self.env.flush_all()
        self.env.cr.execute(
            "ALTER TABLE neiqin_statement DISABLE TRIGGER neiqin_row_guard"
        )
        self.env.cr.execute(
            "UPDATE neiqin_statement SET payload = REPLACE(payload, '100.00', '10.00')"
            " WHERE id = %s",
            [forged.id],
        )
        self.env.invalidate_all()
        self.run_cron("ir_cron_statement_verify")
        self.assertEqual((whole.is_intact, forged.is_intact), (True, False))
        self.assertTrue(whole.checked_at)
        [activity] = forged.activity_ids.filtered(lambda one: one.user_id == auditor)
        self.assertIn(forged.name, activity.note)
