"""Clerks keep the customers' files, and get nothing that lies beside them."""

from odoo.exceptions import AccessError
from odoo.tests import TransactionCase, new_test_user, tagged


@tagged("post_install", "-at_install")
class TestClerkKeepsCustomers(TransactionCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.clerk = new_test_user(
            cls.env, "files_clerk", "neiqin_addon.group_neiqin_clerk"
        )
        cls.partners = cls.env["res.partner"].with_user(cls.clerk)

    def test_a_clerk_creates_and_corrects_a_customer_and_its_people(self):
        customer = self.partners.create({"name": "杭州精工", "is_company": True})
        person = self.partners.create({"name": "王敏", "parent_id": customer.id})
        customer.write({"street": "文三路 1 号", "phone": "0571-88123456"})
        person.write({"email": "wang@example.com"})
        self.assertEqual(customer.child_ids, person)

    def test_a_clerk_deletes_and_merges_none(self):
        customer = self.partners.create({"name": "杭州精工"})
        with self.assertRaises(AccessError):
            customer.unlink()
        for model in (
            "base.partner.merge.automatic.wizard",  # moves orders between customers
            "portal.wizard",  # lets strangers in
            "res.partner.bank",  # where money is sent
        ):
            with self.subTest(model):
                self.assertFalse(
                    self.env[model].with_user(self.clerk).has_access("create")
                )
