"""Another model becomes approvable in a few lines."""

import pathlib
import re

from odoo import models
from odoo.orm.model_classes import add_to_registry

from .approval_case import ApprovalCase

GUIDE = pathlib.Path(__file__).parents[2] / "docs" / "approving-another-model.md"
EXAMPLE = re.search(r"```python\n(.+?)```", GUIDE.read_text("utf-8"), re.S)[1]


def class_of_the_guide():
    """Return the guide's example, made as a module of the add-on would make it."""
    known = models.MetaModel._module_to_models__["neiqin_addon"]
    space = {"__name__": "odoo.addons.neiqin_addon.models.example"}
    exec(EXAMPLE, space)  # our own page
    # only the test below adds it to a registry
    known.remove(space["Price"])
    return space["Price"]


class TestApprovalMixin(ApprovalCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.example = class_of_the_guide()
        add_to_registry(cls.registry, cls.example)
        cls.registry._setup_models__(cls.env.cr, ["x.price"])
        cls.registry.init_models(cls.env.cr, ["x.price"], {"module": "neiqin_addon"})
        cls.addClassCleanup(cls.forget_model)
        cls.env["ir.model.access"].create(
            {
                "name": "fake",
                "model_id": cls.env["ir.model"]._get_id("x.price"),
                "group_id": cls.env.ref("neiqin_addon.group_neiqin_clerk").id,
                "perm_read": True,
                "perm_write": True,
                "perm_create": True,
                "perm_unlink": True,
            }
        )
        cls.new_rule("price_publish")
        cls.new_rule("price_change")

    @classmethod
    def forget_model(cls):
        del cls.registry.models["x.price"]
        for parent in ("base", "neiqin.approval.mixin"):
            cls.registry[parent]._inherit_children.discard("x.price")
        cls.registry._setup_models__(cls.env.cr, [])

    def setUp(self):
        super().setUp()
        self.price = (
            self.env["x.price"]
            .with_user(self.clerk)
            .create({"name": "6204", "amount": 10.0})
        )

    def test_under_twenty_five_lines(self):
        code = [line for line in EXAMPLE.splitlines() if line.strip()]
        self.assertLess(len(code), 25)

    def test_two_persons_then_published(self):
        with self.refused():
            self.price.action_publish()
        approval = self.price._neiqin_ask_approval("price_publish")
        self.approve(approval)
        self.price.action_publish()
        self.assertEqual(self.price.state, "published")

    def test_guarded_value_reopens_the_other_does_not(self):
        approval = self.approve(self.price._neiqin_ask_approval("price_publish"))
        self.price.state = "x"
        self.assertEqual(approval.state, "approved")
        self.price.amount = 9.0
        self.assertEqual(approval.state, "pending")
        with self.refused():
            self.price.action_publish()

    def test_editor_cannot_approve(self):
        self.price.with_user(self.boss).amount = 8.0
        self.price.state = "y"
        approval = self.price._neiqin_ask_approval("price_publish")
        with self.refused():
            approval.with_user(self.boss).action_approve()

    def test_last_editor_cannot_be_forged(self):
        with self.refused():
            self.price.write({"neiqin_content_uid": self.clerk.id})

    def test_a_proposed_change_waits_for_the_second_yes(self):
        approval = self.price.propose(7.5, "降价")
        self.assertEqual(approval.payload, {"amount": 7.5})
        approval.with_user(self.second_clerk).action_approve()
        self.assertEqual(self.price.amount, 10.0)
        self.assertIn("7.5", approval.values_html)
        approval.with_user(self.boss).action_approve()
        self.assertEqual(self.price.amount, 7.5)
        self.assertEqual(approval.decision_ids[-1].verdict, "applied")

    def test_a_proposal_refused_changes_nothing(self):
        approval = self.price.propose(7.5, "降价")
        approval.with_user(self.second_clerk).action_approve()
        approval.with_user(self.boss).action_refuse("太低")
        self.assertEqual(self.price.amount, 10.0)
        self.assertEqual(approval.state, "refused")

    def test_a_proposal_upon_other_values_is_looked_at_again(self):
        approval = self.price.propose(7.5, "降价")
        approval.with_user(self.second_clerk).action_approve()
        self.price.amount = 20.0
        approval.with_user(self.boss).action_approve()
        self.assertEqual((approval.state, self.price.amount), ("pending", 20.0))

    def test_a_proposal_that_cannot_be_written_undoes_the_second_yes(self):
        approval = self.price.propose("dear", "降价")
        approval.with_user(self.second_clerk).action_approve()
        with self.assertRaises(ValueError), self.env.cr.savepoint():
            approval.with_user(self.boss).action_approve()
        self.assertEqual((approval.state, self.price.amount), ("pending", 10.0))

    def test_deleted_record_ends_its_request(self):
        approval = self.price._neiqin_ask_approval("price_publish")
        self.price.unlink()
        self.assertEqual(approval.state, "lapsed")
