"""Attempts to read a number by becoming the one who is responsible for it."""

from odoo.tests import tagged

from .sealed_case import MASK, PHONE
from .wire_case import WireCase


@tagged("post_install", "-at_install")
class TestSealedOwner(WireCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.own = cls.env["res.partner"].create(
            {
                "name": "我的客户",
                "is_company": True,
                "email": "buyer@example.org",
                "user_id": cls.clerk.id,
            }
        )
        cls.contact = cls.env["res.partner"].create(
            {"name": "王工", "parent_id": cls.customer.id, "phone": "0571-88881234"}
        )
        cls.boss = cls.person(
            "boss", "neiqin_addon.group_neiqin_supervisor,base.group_partner_manager"
        )

    def refused(self, method, *args, model="res.partner", user=None):
        words = self.refusal(user or self.clerk, model, method, *args)
        self.assertIn("responsible", words)
        self.env.invalidate_all()

    def test_a_copy_for_oneself(self):
        me = {"user_id": self.clerk.id}
        self.refused("copy", self.customer.ids, me)
        self.refused("copy", self.contact.ids, {"parent_id": self.own.id})
        self.refused("copy", self.contact.ids, {"parent_id": False, **me})
        copies = self.ask(self.clerk, "res.partner", "copy", self.customer.ids)
        rows = self.ask(self.clerk, "res.partner", "read", copies, ["phone"])
        self.assertEqual(rows[0]["phone"], MASK)
        self.refused("write", copies, me)

    def test_a_copy_of_ones_own_customer_is_ones_own(self):
        self.customer.user_id = self.clerk
        self.env.flush_all()
        copies = self.over_web(self.clerk, "res.partner", "copy", self.customer.ids)
        rows = self.over_web(self.clerk, "res.partner", "read", copies, ["phone"])
        self.assertEqual(rows[0]["phone"], PHONE)

    def test_writing_oneself_or_ones_customer(self):
        me, ids = {"user_id": self.clerk.id}, self.customer.ids
        self.refused("write", ids, me)
        self.refused("web_save", ids, me, {"phone": {}})
        self.refused("write", self.contact.ids, {"parent_id": self.own.id})
        self.refused("write", self.own.ids, {"child_ids": [[4, self.contact.id]]})
        self.refused("write", self.own.ids, {"child_ids": [[6, 0, self.contact.ids]]})
        whole = {"name": "x", "is_company": True, **me}
        self.refused("create", {**whole, "child_ids": [[4, self.contact.id]]})
        rows = [[self.xml_id(), str(self.clerk.id)]]
        answer = self.ask(
            self.clerk, "res.partner", "load", ["id", "user_id/.id"], rows
        )
        self.assertFalse(answer["ids"])
        self.assertIn("responsible", answer["messages"][0]["message"])

    def xml_id(self):
        """Return an external id of the customer, as an export makes it."""
        values = {"module": "__export__", "name": "x", "model": "res.partner"}
        self.env["ir.model.data"].create({**values, "res_id": self.customer.id})
        self.env.flush_all()
        return "__export__.x"

    def test_merging_into_ones_own(self):
        wizards = "base.partner.merge.automatic.wizard"
        for merged in (self.customer, self.contact):
            merged.email = self.own.email
            self.env.flush_all()
            values = {
                "partner_ids": [[6, 0, (merged | self.own).ids]],
                "dst_partner_id": self.own.id,
                "state": "selection",
            }
            wizard = self.over_web(self.clerk, wizards, "create", values)
            self.refused("action_merge", [wizard], model=wizards)
            self.assertTrue(merged.exists())

    def test_agreed_prices_moved_to_ones_own(self):
        model, ids = "neiqin.price.agreement", self.agreement.ids
        self.own.user_id = self.boss
        self.env.flush_all()
        there = {"partner_id": self.own.id}
        self.refused("write", ids, there, model=model, user=self.boss)
        self.refused("copy", ids, there, model=model, user=self.boss)
        rows = self.ask(self.boss, model, "read", ids, ["price", "price_text"])
        self.assertEqual(rows[0]["price"], 0.0)

    def test_an_agreed_price_is_copied_unseen(self):
        model, ids = "neiqin.price.agreement", self.agreement.ids
        copies = self.ask(self.boss, model, "copy", ids)
        rows = self.ask(self.boss, model, "read", copies, ["price", "price_text"])
        self.assertEqual(rows[0]["price"], 0.0)
        copy = self.env[model].browse(copies)
        self.assertEqual(copy._neiqin_clear_prices(), {copy.id: 4711.93})
