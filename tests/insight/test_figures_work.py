"""Complaints, credit and workload: small stories with figures counted by hand."""

from odoo.tests import new_test_user, tagged

from ..complaint.complaint_case import ComplaintCase
from ..customer.exposure_case import ExposureCase


@tagged("post_install", "-at_install")
class TestComplaintFigures(ComplaintCase):
    def test_one_answered_in_time_and_one_too_late(self):
        with self.at("2026-03-04 02:00"):
            kept = self.complain(user_id=self.clerk.id)
            missed = self.complain(user_id=self.clerk.id)
        with self.at("2026-03-04 02:10"):
            self.call(kept, user=self.clerk, minutes=6)
        with self.at("2026-03-13 02:00"):
            self.call(missed, user=self.clerk, minutes=9)
        domain = [("complaint_id", "in", (kept + missed).ids)]
        report = self.env["neiqin.complaint.report"].with_user(self.clerk)
        [(count, share)] = report._read_group(
            domain, [], ["number:sum", "response_kept:avg"]
        )
        self.assertEqual((count, share), (2, 50))
        rows = {row.complaint_id: row for row in report.search(domain)}
        self.assertEqual(rows[kept].response_kept, 100)
        self.assertEqual(rows[missed].response_kept, 0)
        # fourteen days later, in the third week; the other one is not solved
        self.env.cr.execute(
            "UPDATE neiqin_complaint SET solved_at = '2026-03-18 15:00' WHERE id = %s",
            [kept.id],
        )
        self.env.invalidate_all()
        weeks = report._read_group(domain, ["weeks"], ["number:sum"])
        self.assertEqual(sorted(weeks), [(0, 1), (3, 1)])

    def test_workload(self):
        with self.at("2026-03-04 02:00"):
            complaint = self.complain(user_id=self.clerk.id)
        with self.at("2026-03-04 02:10"):
            self.call(complaint, user=self.clerk, minutes=6)
            self.call(complaint, user=self.clerk, minutes=9)
        found = self.work(self.clerk)
        self.assertEqual(found["call"], (2, 0.25))
        self.assertEqual(found["answer"][0], 1)
        # a colleague's work is his own business, and the supervisor's
        other = new_test_user(self.env, "w_other", "neiqin_addon.group_neiqin_clerk")
        self.assertEqual(self.work(other), {})
        self.assertEqual(self.work(self.supervisor), found)

    def work(self, user):
        report = self.env["neiqin.workload.report"].with_user(user)
        rows = report._read_group(
            [("user_id", "=", self.clerk.id)], ["kind"], ["number:sum", "hours:sum"]
        )
        return {kind: (number, hours) for kind, number, hours in rows}

    def test_a_row_leads_to_what_was_done(self):
        with self.at("2026-03-04 02:00"):
            complaint = self.complain(user_id=self.clerk.id)
            self.call(complaint, user=self.clerk, minutes=6)
        report = self.env["neiqin.workload.report"].with_user(self.clerk)
        rows = {row.kind: row for row in report.search([])}
        action = rows["answer"].action_neiqin_open()
        self.assertEqual(
            (action["res_model"], action["res_id"]), ("neiqin.complaint", complaint.id)
        )


class TestCreditFigures(ExposureCase):
    def row(self, *names):
        # the superuser sees the rows of other tests' companies too
        row = self.env["neiqin.credit.report"].search(
            [
                ("partner_id", "=", self.customer.id),
                ("company_id", "=", self.company.id),
            ]
        )
        return tuple(row[name] for name in names)

    def test_ages(self):
        """The last day of each age, and the first of the next one."""
        for amount, days in (
            (1, 0),
            (2, 1),
            (4, 30),
            (8, 31),
            (16, 60),
            (32, 61),
            (64, 90),
            (128, 91),
        ):
            self.new_invoice(amount, days)
        self.assertEqual(
            self.row(
                "open",
                "overdue",
                "overdue_30",
                "overdue_60",
                "overdue_90",
                "overdue_old",
            ),
            (255, 254, 6, 24, 96, 128),
        )

    def test_the_same_exposure_as_the_credit_check(self):
        self.new_invoice(700, 40)
        self.new_order(200)
        kept = self.env["neiqin.credit.exposure"]._neiqin_exposures(
            self.customer, self.company
        )[self.customer.id]
        self.assertEqual(self.row("total", "overdue"), (kept.total, kept.overdue))
        self.assertEqual(kept.total, 900)

    def test_days_sales_outstanding_and_the_limit(self):
        self.customer.credit_limit = 1000
        paid = self.new_invoice(3000, 200)
        self.pay(paid)
        self.new_invoice(1000, 10)
        self.new_invoice(500, 400)  # owed still, invoiced more than a year ago
        dso, used = self.row("dso", "used")
        self.assertAlmostEqual(dso, 365 * 1500 / 4000)
        self.assertAlmostEqual(used, 150)
        # a debt counts in each company that asks
        report = self.env["neiqin.credit.report"].with_context(
            allowed_company_ids=self.company.ids
        )
        domain = [("partner_id", "=", self.customer.id)]
        [(found,)] = report._read_group(domain, [], ["dso:avg"])
        self.assertAlmostEqual(found, 365 * 1500 / 4000)
