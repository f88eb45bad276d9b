"""Statements of February 2028, printed or not."""

from datetime import date, timedelta
from unittest.mock import patch

from odoo.addons.neiqin_addon.models.insight.statement_answer import statement_url

from ..smtp_case import SmtpCase
from .collection_case import CollectionCase

FEBRUARY = (date(2028, 2, 1), date(2028, 2, 29))


class StatementCase(SmtpCase, CollectionCase):
    #: whether statements become real PDF files
    printed = False

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.statements = cls.env["neiqin.statement"]
        if not cls.printed:
            cls.startClassPatcher(
                patch.object(
                    type(cls.env["neiqin.paper"]),
                    "_neiqin_print",
                    lambda self, html, number="": b"%PDF-1.4 " + str(html).encode(),
                )
            )

    def on(self, day, amount, **values):
        """Post an invoice of that day, due thirty days later."""
        return self.new_invoice(
            amount,
            invoice_date=day,
            invoice_date_due=day + timedelta(days=30),
            **values,
        )

    def make(self, customers=None, period=FEBRUARY, send=False, user=None):
        customers = customers or self.customer
        wizard = (
            self.env["neiqin.statement.make"]
            .with_user(user or self.clerk)
            .create(
                {
                    "partner_ids": [(6, 0, customers.ids)],
                    "date_from": period[0],
                    "date_to": period[1],
                    "send": send,
                }
            )
        )
        action = wizard.action_make()
        return self.statements.search(action["domain"], order="id")

    def token(self, report):
        return statement_url(report).rsplit("/", 1)[-1]

    def part(self, report, currency=None):
        parts = report._neiqin_content()["parts"]
        name = currency or self.company.currency_id.name
        return next(part for part in parts if part["currency"] == name)
