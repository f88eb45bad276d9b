"""The list of what customers owe: by age, apart what is disputed and promised."""

from datetime import timedelta

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import new_test_user

from .collection_case import CollectionCase


class TestCollection(CollectionCase):
    def test_ages_at_and_beside_their_ends(self):
        for days in (-5, 0, 1, 30, 31, 60, 61, 90, 91, 400):
            self.new_invoice(10**2 + days, days)
        row = self.row()
        self.assertEqual(
            self.figures(row),
            {
                "total": sum(100 + d for d in (-5, 0, 1, 30, 31, 60, 61, 90, 91, 400)),
                "not_due": 95 + 100,
                "b30": 101 + 130,
                "b60": 131 + 160,
                "b90": 161 + 190,
                "more": 191 + 500,
                "overdue": 101 + 130 + 131 + 160 + 161 + 190 + 191 + 500,
            },
        )
        self.assertEqual(row.days_late, 400)

    def test_disputed_and_promised_stand_apart_and_stay_in_the_balance(self):
        late, wrong, said = (self.new_invoice(n, 40) for n in (100, 20, 3))
        self.dispute(wrong)
        self.env["neiqin.payment.promise"].create(
            {
                "partner_id": self.customer.id,
                "amount": 3,
                "until": self.today() + timedelta(days=2),
                "move_ids": [(6, 0, said.ids)],
            }
        )
        row = self.row()
        self.assertEqual(
            self.figures(row),
            {"total": 123, "b60": 100, "disputed": 20, "promised": 3, "overdue": 100},
        )
        statuses = {item.move_id: item.status for item in row.item_ids}
        self.assertEqual(statuses, {late: "open", wrong: "disputed", said: "promised"})

    def test_a_dispute_ends_on_its_day_and_when_it_is_lifted(self):
        invoice, other = self.new_invoice(100, 40), self.new_invoice(7, 40)
        over = self.dispute(
            invoice,
            since=self.today() - timedelta(days=3),
            until=self.today() - timedelta(days=1),
        )
        dispute = self.dispute(other)
        row = self.row()
        self.assertEqual(self.figures(row)["disputed"], 7)
        self.assertEqual((over.state, dispute.state), ("over", "open"))
        dispute.with_user(self.clerk).action_neiqin_lift("Credit note sent")
        self.env.invalidate_all()
        self.assertEqual(self.figures(row), {"total": 107, "b60": 107, "overdue": 107})
        self.assertEqual(dispute.lifted_by_id, self.clerk)
        trail = self.env["neiqin.trail.entry"].search(
            [("res_model", "=", "neiqin.dispute"), ("res_id", "=", dispute.id)]
        )
        self.assertIn("change", trail.mapped("action"))

    def test_money_that_is_not_matched_pays_the_oldest(self):
        old, new = self.new_invoice(100, 70), self.new_invoice(50, 10)
        self.pay_on_account(100)
        row = self.row()
        self.assertEqual(
            self.figures(row),
            {"total": 50, "b90": 100, "b30": 50, "credit": -100, "overdue": 150},
        )
        status = {item.move_id: item.status for item in row.item_ids}
        self.assertEqual((status[old], status[new]), ("covered", "open"))

    def test_a_part_paid_and_a_credit_note(self):
        invoice = self.new_invoice(1000, 40)
        self.pay(invoice, 400)
        self.new_invoice(50, 0, move_type="out_refund")
        row = self.row()
        self.assertEqual(
            self.figures(row),
            {"total": 550, "b60": 600, "credit": -50, "overdue": 600},
        )

    def test_two_currencies(self):
        foreign = self.new_currency("QQQ", 0.5)  # two of ours for one of these
        self.new_invoice(1000, 40, currency_id=foreign.id)
        self.new_invoice(10, 40)
        row = self.row()
        self.assertEqual(self.figures(row)["b60"], 2010)
        found = sorted((i.currency_id.name, i.residual, i.amount) for i in row.item_ids)
        ours = self.company.currency_id.name
        self.assertEqual(found, sorted([("QQQ", 1000, 2000), (ours, 10, 10)]))

    def test_the_list_sorts_filters_and_sums_by_the_books(self):
        small, big, none = (self.new_customer(name) for name in ("小", "大", "无"))
        self.new_invoice(10, 40, partner_id=small.id)
        self.new_invoice(99, 40, partner_id=big.id)
        self.new_invoice(5, -3, partner_id=none.id)
        rows = self.row(small) | self.row(big) | self.row(none)
        mine = [("id", "in", rows.ids)]
        found = self.rows.search([*mine, ("overdue", ">", 0)], order="overdue desc")
        self.assertEqual(found.partner_id.mapped("name"), ["大", "小"])
        total = self.rows._read_group(mine, [], ["overdue:sum", "total:sum"])
        self.assertEqual(total, [(109, 114)])
        grouped = self.rows.formatted_read_group(mine, ["next_step"], ["overdue:sum"])
        self.assertEqual(grouped[0]["overdue:sum"], 109)
        fields = self.rows.fields_get(["overdue"])["overdue"]
        self.assertTrue(fields["sortable"])

    def test_a_contact_s_invoices_belong_to_his_company(self):
        contact = self.new_customer(
            "采购", parent_id=self.customer.id, is_company=False
        )
        self.new_invoice(10, 40, partner_id=contact.id)
        self.assertEqual(self.figures(self.row())["total"], 10)

    def test_one_statement_for_any_number(self):
        customers = [self.new_customer(f"客户{n}") for n in range(80)]
        self.new_invoices(
            {customer: number for number, customer in enumerate(customers, 1)}
        )
        self.row(customers[0])
        rows = self.rows.search(
            [("partner_id", "in", [customer.id for customer in customers])]
        )
        self.assertEqual(len(rows), 80)
        for batch in (rows[:1], rows):
            self.env.flush_all()
            self.env.invalidate_all()
            batch.mapped("company_id.currency_id.name")
            batch.company_id.mapped("resource_calendar_id.tz")
            self.company._neiqin_today()
            batch.fetch(["company_id"])
            with self.assertQueryCount(1):
                batch.mapped("overdue")
        self.assertEqual(sum(rows.mapped("overdue")), 80 * 81 / 2)

    def test_a_row_is_made_once(self):
        self.new_invoice(10, 40)
        row = self.row()
        self.assertFalse(self.rows._neiqin_ensure(self.company))
        with self.assertRaises(UserError):
            row.with_user(self.clerk).sudo().unlink()

    def test_no_reminders_need_a_reason(self):
        self.new_invoice(10, 40)
        row = self.row().with_user(self.clerk)
        with self.assertRaises(ValidationError):
            row.no_dunning = True
        row.write({"no_dunning": True, "no_dunning_reason": "Lawyers talk"})
        trail = self.env["neiqin.trail.entry"].search(
            [("res_model", "=", "neiqin.collection"), ("res_id", "=", row.id)]
        )
        self.assertTrue(trail)

    # ------------------------------------------------------------- attackers

    def test_a_salesman_reads_his_own_customers_and_writes_none(self):
        seller = new_test_user(
            self.env, "collect.seller", "sales_team.group_sale_salesman"
        )
        mine = self.new_customer("自己的", user_id=seller.id)
        invoice = self.new_invoice(10, 40, partner_id=mine.id)
        self.new_invoice(20, 40)
        row, foreign = self.row(mine), self.row()
        found = self.rows.with_user(seller).search([("overdue", ">", 0)])
        self.assertEqual(found, row)
        self.assertEqual(found.overdue, 10)
        items = self.env["neiqin.collection.item"].with_user(seller).search([])
        self.assertEqual(items.partner_id, mine)
        with self.assertRaises(AccessError):
            foreign.with_user(seller).read(["overdue"])
        with self.assertRaises(AccessError):
            row.with_user(seller).write({"note": "mine"})
        with self.assertRaises(AccessError):
            self.env["neiqin.dispute"].with_user(seller).create(
                {"move_id": invoice.id, "reason": "price"}
            )

    def test_a_clerk_of_another_company_sees_nothing(self):
        other = self.env["res.company"].create({"name": "别的公司"})
        stranger = new_test_user(
            self.env,
            "collect.stranger",
            "neiqin_addon.group_neiqin_clerk",
            company_id=other.id,
            company_ids=[(6, 0, other.ids)],
        )
        invoice = self.new_invoice(10, 40)
        row, dispute = self.row(), self.dispute(invoice)
        self.assertFalse(self.rows.with_user(stranger).search([]))
        self.assertFalse(
            self.env["neiqin.collection.item"].with_user(stranger).search([])
        )
        for record in (row, dispute):
            with self.assertRaises(AccessError):
                record.with_user(stranger).read(["display_name"])
        with self.assertRaises(AccessError):
            self.dispute(self.new_invoice(1, 1)).with_user(
                stranger
            ).action_neiqin_lift()

    def test_nobody_writes_what_the_server_decides(self):
        invoice = self.new_invoice(10, 40)
        row, dispute = self.row().with_user(self.clerk), self.dispute(invoice)
        for values in ({"level_id": self.levels[0].id}, {"planned_on": "2030-01-01"}):
            with self.assertRaises(AccessError):
                row.write(values)
        for values in ({"since": "2020-01-01"}, {"lifted_at": "2030-01-01 00:00:00"}):
            with self.assertRaises(AccessError):
                dispute.write(values)
        with self.assertRaises(UserError):
            dispute.sudo().unlink()
