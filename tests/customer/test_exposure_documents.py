"""From a figure to its documents, whose sum it is."""

from odoo.exceptions import AccessError
from odoo.tests import Form, new_test_user

from .exposure_case import ExposureCase

ROLE = "neiqin_addon.group_neiqin_"
PARTS = (
    "exposure",
    "open_receivable",
    "overdue",
    "draft_invoices",
    "to_invoice",
    "prepaid",
)


class TestExposureDocuments(ExposureCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.boss = new_test_user(cls.env, "expo_boss", f"{ROLE}supervisor")
        cls.clerk = new_test_user(cls.env, "expo_clerk", f"{ROLE}clerk")
        foreign = cls.new_currency("QQQ", 0.7)
        cls.late = cls.new_invoice(333.33, days_late=7, currency_id=foreign.id)
        cls.new_invoice(100)
        cls.new_invoice(40, move_type="out_refund")
        cls.new_invoice(71.5, post=False)
        cls.order = cls.new_order(33.33, 3, taxes=cls.tax)
        cls.new_order(100, 2, currency_id=foreign.id)
        cls.new_order(9.99, confirm=False)
        cls.pay_on_account(25)
        # somebody else's count for nobody here
        other = cls.new_customer("别的客户")
        cls.new_invoice(1000, partner_id=other.id)

    def documents(self, part, user=None):
        partner = self.customer.with_user(user or self.boss)
        action = getattr(partner, f"action_neiqin_{part}")()
        self.assertEqual(action["res_model"], "neiqin.credit.exposure.item")
        items = self.env[action["res_model"]].with_user(user or self.boss)
        return items.search(action["domain"])

    def test_every_figure_is_the_sum_of_its_documents(self):
        partner = self.customer.with_user(self.boss)
        for part in PARTS:
            figure = partner[f"neiqin_{part}"]
            documents = self.documents(part)
            total = sum(documents.mapped("amount"))
            sign = -1 if part == "prepaid" else 1
            self.assertTrue(figure, part)
            self.assertAlmostEqual(figure, sign * total, 2, part)
            # the sum that the list shows
            ((shown,),) = documents._read_group(
                [("id", "in", documents.ids)], [], ["amount:sum"]
            )
            self.assertAlmostEqual(shown, total, 2)

    def test_which_documents(self):
        self.assertEqual(self.documents("overdue").move_id, self.late)
        self.assertEqual(len(self.documents("open_receivable")), 3)
        orders = self.documents("to_invoice")
        self.assertEqual(len(orders), 2)
        self.assertIn(self.order, orders.order_id)
        self.assertEqual(orders.mapped("kind"), ["order", "order"])
        self.assertEqual(len(self.documents("exposure")), 7)

    def test_a_row_opens_its_document(self):
        row = self.documents("overdue")
        self.assertEqual(row.days_late, 7)
        self.assertEqual(row.document, self.late.display_name)
        action = row.action_neiqin_open()
        self.assertEqual(
            (action["res_model"], action["res_id"]), ("account.move", self.late.id)
        )
        self.late.with_user(self.boss).check_access("read")
        rows = self.documents("to_invoice")
        row = rows.filtered(lambda row: row.order_id == self.order)
        action = row.action_neiqin_open()
        self.assertEqual(
            (action["res_model"], action["res_id"]), ("sale.order", self.order.id)
        )

    def test_another_company_is_listed_where_it_is_selected(self):
        other = self.env["res.company"].create(
            {"name": "分公司", "currency_id": self.company.currency_id.id}
        )
        self.new_order(700, company_id=other.id)
        self.assertNotIn(700, self.documents("to_invoice").mapped("amount"))
        self.boss.company_ids |= other
        items = self.env["neiqin.credit.exposure.item"].with_user(self.boss)
        both = items.with_context(allowed_company_ids=(self.company | other).ids)
        found = both.search(self.customer._neiqin_exposure_domain_of("to_invoice"))
        self.assertIn(700, found.mapped("amount"))

    def test_a_clerk_sees_no_amounts(self):
        partner = self.customer.with_user(self.clerk)
        for part in PARTS:
            with self.assertRaises(AccessError):
                getattr(partner, f"action_neiqin_{part}")()
        with self.assertRaises(AccessError):
            self.env["neiqin.credit.exposure.item"].with_user(self.clerk).search([])
        with self.assertRaises(AccessError):
            partner.read(["neiqin_credit_use"])
        self.assertEqual(partner.neiqin_credit_light, "amber")
        self.assertEqual(
            partner.with_context(lang="en_US").neiqin_credit_text,
            "Invoices are overdue, by up to 7 days.",
        )


class TestStanding(ExposureCase):
    def limit(self, amount, customer=None):
        customer = customer or self.customer
        customer.credit_limit = amount
        customer._neiqin_as_server().neiqin_no_credit = amount == 0
        self.env.invalidate_all()

    def test_light_and_use_at_the_thresholds(self):
        self.new_order(1000)
        for limit, light, use, over in (
            (1250, "amber", 80, False),
            (1250.02, "green", 79.9987, False),
            (1000, "amber", 100, False),
            (999.99, "red", 100.001, True),
            (500, "red", 200, True),
            (0, "red", 100, True),
        ):
            self.limit(limit)
            partner = self.customer
            self.assertEqual(partner.neiqin_credit_light, light, limit)
            self.assertAlmostEqual(partner.neiqin_credit_use, use, 2)
            self.assertEqual(partner.neiqin_over_limit, over)
            self.assertEqual(partner.neiqin_limit, limit)
            self.assertTrue(partner.neiqin_has_limit)

    def test_the_light_goes_by_the_company_s_policy(self):
        """The customer and his next order of nothing have one judge."""
        order = self.new_order(1000)
        self.limit(1250)
        for percent, light in ((80.0, "amber"), (80.01, "green"), (95.0, "green")):
            self.env.company.neiqin_credit_amber_percent = percent
            self.env.invalidate_all()
            self.assertEqual(self.customer.neiqin_credit_light, light, percent)
            self.assertEqual(order.neiqin_credit_light, light, percent)

    def test_filters_before_and_after_the_schedule(self):
        over, within, free, late = [
            self.new_customer(name) for name in ("超额", "额度内", "无额度", "逾期")
        ]
        self.limit(500, over)
        self.limit(5000, within)
        for customer in (over, within, free):
            self.new_order(1000, partner_id=customer.id)
        self.new_invoice(10, days_late=1, partner_id=late.id)
        all_four = over | within | free | late
        clerk = new_test_user(self.env, "stand_clerk", f"{ROLE}clerk")
        for _turn in range(2):

            def found(name, value=True):
                here = [("id", "in", all_four.ids), (name, "=", value)]
                return all_four.with_user(clerk).search(here)

            self.assertEqual(found("neiqin_over_limit"), over)
            self.assertEqual(found("neiqin_over_limit", False), all_four - over)
            self.assertEqual(found("neiqin_is_overdue"), late)
            self.assertEqual(found("neiqin_is_overdue", False), all_four - late)
            self.env.flush_all()
            with self.enter_registry_test_mode():
                self.env.ref(
                    "neiqin_addon.ir_cron_credit_exposure"
                ).method_direct_trigger()
            self.env.invalidate_all()
        self.limit(2000, over)
        self.assertFalse(found("neiqin_over_limit"))

    def test_a_new_customer_on_the_form(self):
        for role in ("clerk", "supervisor"):
            user = new_test_user(self.env, f"stand_new_{role}", f"{ROLE}{role}")
            with Form(self.env["res.partner"].with_user(user)) as form:
                form.name = "新客户"
            self.assertEqual(form.record.neiqin_credit_light, "none")
            self.assertFalse(form.record.neiqin_over_limit)

    def test_a_deleted_customer_leaves_no_trouble(self):
        gone = self.new_customer("录错的客户")
        order = self.new_order(100, partner_id=gone.id)
        order._action_cancel()
        order.unlink()
        gone.unlink()
        found = self.customer.search([("neiqin_exposure", ">", 0)])
        self.assertNotIn(gone, found)
        self.env.flush_all()
        with self.enter_registry_test_mode():
            self.env.ref("neiqin_addon.ir_cron_credit_exposure").method_direct_trigger()

    def test_a_list_costs_the_same_for_any_number(self):
        many = self.env["res.partner"].create(
            [{"name": f"客户 {number}"} for number in range(80)]
        )
        self.new_order(1000, partner_id=many[0].id)
        names = ["neiqin_credit_light", "neiqin_exposure", "neiqin_credit_use"]
        self.env.flush_all()

        def read(partners):
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            partners.read(names)
            return self.env.cr.sql_log_count - before

        read(many)
        self.assertEqual(read(many[:1]), read(many))
