"""Reminders that are sent by themselves, through a real mail server."""

from datetime import timedelta

from ..smtp_case import SmtpCase
from .collection_case import CollectionCase


class StepCase(SmtpCase, CollectionCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company.neiqin_dunning = "automatic"

    def go(self, days=0):
        self.plan(days)
        self.send(days)

    def promise(self, invoice, days=3, amount=None):
        return self.env["neiqin.payment.promise"].create(
            {
                "partner_id": self.customer.id,
                "amount": amount or invoice.amount_residual,
                "until": self.today() + timedelta(days=days),
                "move_ids": [(6, 0, invoice.ids)],
            }
        )

    def released(self, *invoices):
        """Return a step that was planned and not sent yet."""
        self.plan()
        step = self.steps()
        self.assertEqual(step.state, "released")
        self.assertEqual(
            set(step.line_ids.move_id.ids), {invoice.id for invoice in invoices}
        )
        return step
