"""Another model becomes approvable in a few lines."""

import inspect

from odoo import fields, models
from odoo.orm.model_classes import add_to_registry

from .approval_case import ApprovalCase


class FakePrice(models.Model):
    _name = "neiqin.fake.price"
    _description = "Fake Price"
    _inherit = ["neiqin.approval.mixin"]
    _module = "neiqin_addon"
    _neiqin_approval_fields = ("name", "amount")

    name = fields.Char()
    amount = fields.Float()
    note = fields.Char()

    def _neiqin_approval_operations(self):
        return {"fake_publish": "Publish a price"}

    def action_publish(self):
        self._neiqin_require_approval("fake_publish")
        self.note = "published"


# only the test below adds it to a registry
models.MetaModel._module_to_models__["neiqin_addon"].remove(FakePrice)


class TestApprovalMixin(ApprovalCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        add_to_registry(cls.registry, FakePrice)
        cls.registry._setup_models__(cls.env.cr, ["neiqin.fake.price"])
        cls.registry.init_models(
            cls.env.cr, ["neiqin.fake.price"], {"module": "neiqin_addon"}
        )
        cls.addClassCleanup(cls.forget_model)
        cls.env["ir.model.access"].create(
            {
                "name": "fake",
                "model_id": cls.env["ir.model"]._get_id("neiqin.fake.price"),
                "group_id": cls.env.ref("neiqin_addon.group_neiqin_clerk").id,
                "perm_read": True,
                "perm_write": True,
                "perm_create": True,
                "perm_unlink": True,
            }
        )
        cls.new_rule("fake_publish")

    @classmethod
    def forget_model(cls):
        del cls.registry.models["neiqin.fake.price"]
        for parent in ("base", "neiqin.approval.mixin"):
            cls.registry[parent]._inherit_children.discard("neiqin.fake.price")
        cls.registry._setup_models__(cls.env.cr, [])

    def setUp(self):
        super().setUp()
        self.price = (
            self.env["neiqin.fake.price"]
            .with_user(self.clerk)
            .create({"name": "6204", "amount": 10.0})
        )

    def test_under_twenty_five_lines(self):
        self.assertLess(len(inspect.getsource(FakePrice).splitlines()), 25)

    def test_two_persons_then_published(self):
        with self.refused():
            self.price.action_publish()
        approval = self.price._neiqin_ask_approval("fake_publish")
        self.approve(approval)
        self.price.action_publish()
        self.assertEqual(self.price.note, "published")

    def test_guarded_value_reopens_the_other_does_not(self):
        approval = self.approve(self.price._neiqin_ask_approval("fake_publish"))
        self.price.note = "x"
        self.assertEqual(approval.state, "approved")
        self.price.amount = 9.0
        self.assertEqual(approval.state, "pending")
        with self.refused():
            self.price.action_publish()

    def test_editor_cannot_approve(self):
        self.price.with_user(self.boss).amount = 8.0
        self.price.note = "y"
        approval = self.price._neiqin_ask_approval("fake_publish")
        with self.refused():
            approval.with_user(self.boss).action_approve()

    def test_last_editor_cannot_be_forged(self):
        with self.refused():
            self.price.write({"neiqin_content_uid": self.clerk.id})

    def test_a_proposed_change_waits_for_the_second_yes(self):
        payload = {"amount": 7.5}
        approval = self.price._neiqin_ask_approval("fake_publish", "降价", payload)
        approval.with_user(self.second_clerk).action_approve()
        self.assertEqual(self.price.amount, 10.0)
        self.assertIn("7.5", approval.values_html)
        approval.with_user(self.boss).action_approve()
        self.assertEqual(self.price.amount, 7.5)
        self.assertEqual(approval.decision_ids[-1].verdict, "applied")

    def test_deleted_record_ends_its_request(self):
        approval = self.price._neiqin_ask_approval("fake_publish")
        self.price.unlink()
        self.assertEqual(approval.state, "lapsed")
