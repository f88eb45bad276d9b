"""What is sealed in the file stays sealed on its way through a verification."""

from odoo.exceptions import AccessError
from odoo.tests import HttpCase, tagged

from ..control.sealed_case import MASK, PHONE, SealedCase


@tagged("post_install", "-at_install")
class TestFileSealed(SealedCase, HttpCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        items = cls.env["neiqin.file.item"]
        items.search([]).active = False
        items.create({"name": "phone", "kind": "phone", "weight": 10})
        cls.customer.customer_rank = 1
        cls.seal()

    def begin(self):
        check = self.env["neiqin.file.check"].with_user(self.clerk)
        return check.create({"partner_id": self.customer.id})

    def raw(self, line):
        self.env.flush_all()
        self.env.cr.execute(
            "SELECT value, new_value FROM neiqin_file_check_line WHERE id = %s",
            [line.id],
        )
        return self.env.cr.fetchone()

    def test_on_file_and_new_are_masked(self):
        line = self.begin().line_ids
        self.assertEqual(self.raw(line), (MASK, None))
        self.assertEqual(line.with_user(self.clerk).shown_value, MASK)
        self.assertEqual(line.with_user(self.reader).shown_value, PHONE)
        check = line.check_id
        check._neiqin_answer({line.id: "139 0000 7788"}, self.customer)
        self.assertEqual(self.raw(line), (MASK, "••••••••88"))
        self.assertEqual(line.with_user(self.clerk).new_value, "••••••••88")

    def test_accepted_unseen(self):
        """A clerk who may not read the number accepts it all the same."""
        line = self.begin().line_ids
        line.check_id._neiqin_answer({line.id: "139 0000 7788"}, self.customer)
        line.with_user(self.clerk).action_neiqin_accept()
        self.env.invalidate_all()
        self.assertEqual(self.column(self.customer), "••••••••88")
        self.assertEqual(
            self.as_user(self.reader, self.customer).phone, "139 0000 7788"
        )
        self.assertNotIn("7788", str(self.as_user(self.clerk, self.customer).phone))

    def test_a_sealed_file_counts_as_filled(self):
        self.customer._neiqin_file_measure()
        self.assertEqual(self.customer.neiqin_file_completeness, 100)
        self.customer.phone = False
        self.assertEqual(self.customer.neiqin_file_completeness, 0)

    def test_the_portal_page_shows_the_mask(self):
        contact = self.env["res.partner"].create(
            {"name": "孙会计", "parent_id": self.customer.id}
        )
        portal = self.person("portal_sun", "base.group_portal")
        portal.partner_id = contact
        self.begin()
        self.authenticate("portal_sun", "portal_sun")
        page = self.url_open("/my/customer-file").text
        self.assertIn(MASK, page)
        self.assertNotIn("4321", page)

    def test_nobody_reaches_the_tokens(self):
        line = self.begin().line_ids
        with self.assertRaises(AccessError):
            line.with_user(self.clerk).read(["neiqin_sealed"])
