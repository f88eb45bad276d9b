"""An order whose letter leaves in real transactions."""

from unittest.mock import patch

from odoo.fields import Command

from ..parallel_case import ParallelCase
from .letter_case import FAKE_PDF

LETTER = "neiqin.confirmation.letter"


class LetterParallelCase(ParallelCase):
    """One order of a customer, its letter about to leave."""

    def setUp(self):
        super().setUp()
        pdf = patch.object(
            type(self.env[LETTER]), "_neiqin_make_pdf", lambda letter: FAKE_PDF
        )
        self.enterContext(pdf)
        env = self.open_office({"wang": "clerk", "li": "clerk"}, email="a@example.com")
        partner = env["res.partner"].create(
            {"name": self.name, "email": "buyer@example.org", "lang": "en_US"}
        )
        product = env["product.product"].create({"name": self.name, "type": "service"})
        line = {"product_id": product.id, "product_uom_qty": 2, "price_unit": 5.0}
        order = env["sale.order"].create(
            {
                "partner_id": partner.id,
                "commitment_date": "2031-03-01 04:00:00",
                "order_line": [Command.create(line)],
            }
        )
        self.order_id = order.id
        self.settle()

    def wind_up(self, env):
        order = env["sale.order"].browse(self.order_id)
        # what has not left by now is not for a later test's queue
        mails = order.neiqin_letter_ids.mail_message_id.mail_ids
        mails.filtered(lambda mail: mail.state == "outgoing").cancel()
        order._action_cancel()

    def order(self, cursor, login=None):
        return self.env_of(cursor, login)["sale.order"].browse(self.order_id)

    def sent(self):
        """Send the letter, its mail not yet; return the ids of letter and mail."""
        with patch.object(
            type(self.env["mail.mail"]),
            "_neiqin_leave_after_commit",
            lambda mails: None,
        ):
            self.order(self.real, "wang").action_neiqin_send_letter()
        self.settle()
        letter = self.order(self.real).neiqin_letter_ids
        mail = self.env_of(self.real)["mail.mail"].search(
            [("mail_message_id", "=", letter.mail_message_id.id)]
        )
        self.assertEqual((mail.state, letter.delivery_state), ("outgoing", "outgoing"))
        ids = letter.id, mail.id
        self.real.commit()
        return ids

    def letter(self):
        self.real.rollback()
        return self.env_of(self.real)[LETTER].search([("order_id", "=", self.order_id)])
