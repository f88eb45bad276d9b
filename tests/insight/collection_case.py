"""Customers who owe something, a ladder of four levels, and people who collect."""

from datetime import timedelta

from freezegun import freeze_time

from odoo import fields
from odoo.tests import new_test_user

from ..customer.exposure_case import ExposureCase

ROLE = "neiqin_addon.group_neiqin_"


class CollectionCase(ExposureCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["res.lang"]._activate_lang("zh_CN")
        cls.company.email = "books@example.com"
        cls.clerk = new_test_user(
            cls.env, "collect.clerk", f"{ROLE}clerk", lang="en_US"
        )
        cls.customer.write({"email": "boss@example.org", "lang": "en_US"})
        cls.rows = cls.env["neiqin.collection"]
        cls.env["neiqin.collection.level"].search([]).unlink()
        cls.env["neiqin.collection.level"]._neiqin_seed(cls.company)
        cls.levels = cls.env["neiqin.collection.level"]._neiqin_levels(cls.company)
        cls.company.resource_calendar_id = False

    @classmethod
    def row(cls, customer=None):
        cls.rows._neiqin_ensure(cls.company)
        cls.env.invalidate_all()
        return cls.rows.search(
            [
                ("partner_id", "=", (customer or cls.customer).id),
                ("company_id", "=", cls.company.id),
            ]
        )

    @classmethod
    def new_invoices(cls, amounts, days_late=40):
        """Post one invoice for each of ``{customer: amount}``, all at once."""
        one = cls.new_invoice(1, days_late, post=False)
        drafts = cls.env["account.move"].create(
            [
                {
                    "move_type": "out_invoice",
                    "partner_id": customer.id,
                    "invoice_date": one.invoice_date,
                    "invoice_date_due": one.invoice_date_due,
                    "invoice_payment_term_id": False,
                    "invoice_line_ids": [
                        (0, 0, {"name": "货款", "price_unit": amount, "tax_ids": False})
                    ],
                }
                for customer, amount in amounts.items()
            ]
        )
        one.unlink()
        drafts.action_post()
        return drafts

    def figures(self, row):
        names = "total not_due b30 b60 b90 more disputed promised credit overdue"
        return {name: row[name] for name in names.split() if row[name]}

    def run_cron(self, name, days=0):
        with freeze_time(fields.Datetime.now() + timedelta(days=days)):
            with self.enter_registry_test_mode():
                self.env.ref(f"neiqin_addon.{name}").method_direct_trigger()
        self.env.invalidate_all()

    def plan(self, days=0):
        self.run_cron("ir_cron_collection_plan", days)

    def send(self, days=0):
        self.run_cron("ir_cron_collection_send", days)

    def steps(self, customer=None):
        return self.env["neiqin.collection.step"].search(
            [("partner_id", "=", (customer or self.customer).id)], order="id"
        )

    @classmethod
    def dispute(cls, invoice, **values):
        return (
            cls.env["neiqin.dispute"]
            .with_user(cls.clerk)
            .create({"move_id": invoice.id, "reason": "price", **values})
        )
