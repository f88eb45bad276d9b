"""The list's first page: what it adds up, and how often it looks into the books."""

from datetime import timedelta

from odoo.fields import Domain

from odoo.addons.web.models.models import Base

from .collection_case import CollectionCase

SHOWN = ("partner_id", "overdue", "total", "b30", "promised", "days_late")
SUMS = ("total", "not_due", "b30", "b60", "disputed", "promised", "credit", "overdue")


class TestCollectionList(CollectionCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        customers = [cls.new_customer(f"客户{number}") for number in range(12)]
        cls.new_invoices({one: 10 * n for n, one in enumerate(customers, 1)})
        cls.new_invoices(dict.fromkeys(customers[:3], 3), days_late=-5)
        cls.customers = cls.env["res.partner"].concat(*customers)
        cls.row(customers[0])
        found = cls.rows.search([("partner_id", "in", cls.customers.ids)])
        cls.all = found.sorted(lambda row: row.partner_id.id)
        cls.all[:8].sales_user_id = cls.clerk

    def pledge(self, customer, amount):
        """A promise that names no invoices: it covers the next ones."""
        return self.env["neiqin.payment.promise"].create(
            {
                "partner_id": customer.id,
                "amount": amount,
                "until": self.today() + timedelta(days=3),
            }
        )

    def by_items(self, row):
        """Add the documents up, as somebody would with a calculator."""
        found = dict.fromkeys(SUMS, 0)
        for item in self.env["neiqin.collection.item"].search(
            [("collection_id", "=", row.id)]
        ):
            found["total"] += item.amount
            if item.status in ("disputed", "promised", "credit"):
                found[item.status] += item.amount
                continue
            found[item.bucket] += item.amount
            found["overdue"] += item.amount if item.days_late > 0 else 0
        return found

    def test_figures_are_those_of_the_documents_whoever_promised_what(self):
        first, second, third, fourth = self.customers[8:]
        self.new_invoice(70, 5, partner_id=first.id)
        self.pledge(first, 100)  # the older one of 90, not the one of 70
        self.pay_on_account(100, second)  # pays its 100
        self.new_invoice(55, 10, partner_id=second.id)
        still = self.pledge(second, 60)
        self.pay_on_account(30, third)
        contact = self.new_customer("财务", parent_id=fourth.id, is_company=False)
        late = self.new_invoice(8, 20, partner_id=contact.id)
        self.env.flush_all()
        self.env.cr.execute(
            "UPDATE account_move SET payment_state = 'in_payment' WHERE id = %s",
            [late.id],
        )
        # its money is older than the promise
        self.env.cr.execute(
            "UPDATE neiqin_payment_promise SET state = 'open' WHERE id = %s",
            [still.id],
        )
        self.env.invalidate_all()
        wanted = {
            first: {"total": 160, "b30": 70, "promised": 90, "overdue": 70},
            second: {"total": 55, "b60": 100, "promised": 55, "credit": -100},
            third: {"total": 80, "b60": 110, "credit": -30, "overdue": 110},
            fourth: {"total": 128, "b60": 120, "promised": 8, "overdue": 120},
        }
        wanted[second]["overdue"] = 100
        for row in self.all[8:]:
            figures = {name: row[name] for name in SUMS}
            self.assertEqual(figures, self.by_items(row))
            self.assertEqual(self.figures(row), wanted[row.partner_id])
        asked = [("id", "in", self.all.ids)]
        sums = [f"{name}:sum" for name in SUMS]
        [found] = self.rows._read_group(asked, [], sums)
        self.assertEqual(list(found), [sum(self.all.mapped(name)) for name in SUMS])

    def test_a_page_is_the_one_that_odoo_would_give(self):
        rows = self.rows.with_user(self.clerk)
        mine = Domain("sales_user_id", "=", self.clerk.id)
        owing = Domain("overdue", ">", 0)
        one, other = Domain("total", ">", 30), Domain("next_step", "=", "check")
        ids = Domain("id", "in", self.all.ids)
        spec = {name: {} for name in SHOWN}
        for domain in (mine & owing, owing & ids, mine, ids & (one | other), one & one):
            for options in (
                {"limit": 3},
                {"limit": 3, "offset": 6},
                {"limit": 3, "count_limit": 4},
                {"limit": 3, "offset": 3, "count_limit": 4},
                {"limit": 8},
                {"limit": 80},
                {"limit": 3, "offset": 300},
                {},
            ):
                for order in ("overdue desc, id", "partner_id"):
                    given = (list(domain), spec)
                    with self.subTest(domain=domain, options=options, order=order):
                        self.assertEqual(
                            rows.web_search_read(*given, order=order, **options),
                            Base.web_search_read(rows, *given, order=order, **options),
                        )
        found = rows.web_search_read(list(mine & owing), spec, limit=3, order="id")
        self.assertEqual((found["length"], len(found["records"])), (8, 3))

    def test_a_page_costs_the_same_for_any_number(self):
        rows = self.rows.with_user(self.clerk)
        spec = {name: {} for name in SHOWN}

        def page(limit):
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            rows.web_search_read(
                [("overdue", ">", 0), ("sales_user_id", "=", self.clerk.id)],
                spec,
                limit=limit,
                order="overdue desc",
                count_limit=10001,
            )
            return self.env.cr.sql_log_count - before

        page(1)
        self.assertEqual(page(8), page(1))

    def test_only_whom_the_rest_lets_through_is_added_up(self):
        query = self.rows._search(
            [("overdue", ">", 0), ("sales_user_id", "=", self.clerk.id)]
        )
        text = self.env.cr.mogrify(*query.select()).decode()
        self.assertEqual(text.count('"sales_user_id" IN'), 3)  # lines, sums, the list
        both = [("overdue", ">", 75), ("sales_user_id", "=", self.clerk.id)]
        self.assertEqual(self.rows.search(both), self.all[7])
        either = self.rows.search(["|", *both])
        self.assertEqual(either & self.all, self.all)
