"""Ready orders, a clerk and a customer for the tests of confirmation letters."""

from unittest.mock import patch

from odoo.fields import Command
from odoo.tests import new_test_user

from odoo.addons.sale.tests.common import SaleCommon

CLERK = "neiqin_addon.group_neiqin_clerk"
#: A picture of one dot: what a browser sends for a drawn signature.
SIGNATURE = (
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGA"
    "WjR9awAAAABJRU5ErkJggg=="
)
FAKE_PDF = b"%PDF-1.4 a letter"


class LetterCase(SaleCommon):
    """Letters without the seconds that printing takes; see ``test_letter_paper``."""

    #: whether letters become real PDF files
    printed = False

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["res.lang"]._activate_lang("en_US")
        cls.env["res.lang"]._activate_lang("zh_CN")
        cls.env.company.email = "sales@example.com"
        cls.partner.write({"email": "buyer@example.org", "lang": "en_US"})
        cls.clerk = new_test_user(
            cls.env, "letter.clerk", CLERK, email="clerk@example.com", lang="en_US"
        )
        cls.salesman = new_test_user(
            cls.env, "letter.salesman", "sales_team.group_sale_salesman"
        )
        cls.letters = cls.env["neiqin.confirmation.letter"]
        if not cls.printed:
            cls.startClassPatcher(
                patch.object(
                    type(cls.letters), "_neiqin_make_pdf", lambda letter: FAKE_PDF
                )
            )

    @classmethod
    def make_order(cls, lines=2, **values):
        """An order of ``lines`` lines: 10 pieces at 5.00, 6.00, ..."""
        return cls.env["sale.order"].create(
            {
                "partner_id": cls.partner.id,
                "commitment_date": "2031-03-01 04:00:00",
                "order_line": [
                    Command.create(
                        {
                            "product_id": cls.product.id,
                            "product_uom_qty": 10,
                            "price_unit": 5.0 + number,
                        }
                    )
                    for number in range(lines)
                ],
                **values,
            }
        )

    def state_requests(self, line, **values):
        """Say what the customer asked for, as an imported order does."""
        line.sudo()._neiqin_as_server().write(
            {f"neiqin_requested_{name}": value for name, value in values.items()}
        )

    def send(self, orders):
        """Send as the clerk; return the live letters."""
        orders.with_user(self.clerk).action_neiqin_send_letter()
        return self.live(orders)

    def live(self, orders):
        return orders.neiqin_letter_ids.filtered(lambda x: x.state != "superseded")

    def acknowledge(self, letter, name="Li Si"):
        letter._neiqin_acknowledge(name, SIGNATURE, "203.0.113.7")

    def activities(self, letter, kind):
        kind = self.env.ref(f"neiqin_addon.mail_activity_letter_{kind}")
        return letter.activity_ids.filtered(lambda x: x.activity_type_id == kind)
