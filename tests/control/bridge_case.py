"""The review of one bridge add-on, which its tests inherit: what the main one's asks."""

import inspect

from odoo.exceptions import AccessError, MissingError, UserError
from odoo.http import Controller
from odoo.service.model import call_kw
from odoo.tools import mute_logger

from .common import own_classes
from .reviewed_bridges import BRIDGES
from .samples import Samples
from .test_access_matrix import OPERATIONS, expected

REFUSED = (AccessError, MissingError, UserError)


class BridgeReview:
    """For a ``RoleCase``: give ``bridge``, the add-on's name."""

    bridge = ""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.reviewed = BRIDGES[cls.bridge]

    def found(self):
        """Yield ``(model name, method name, whether others define it too)``."""
        for name, model in self.env.registry.items():
            own = own_classes(model, self.bridge)
            others = [
                cls
                for cls in model.__mro__
                if cls not in own and "pool" not in vars(cls)
            ]
            for cls in own:
                for method, value in vars(cls).items():
                    if inspect.isfunction(getattr(value, "__func__", value)):
                        yield name, method, any(method in vars(it) for it in others)

    def test_models_and_rights(self):
        models = {
            name: model
            for name, model in self.env.registry.items()
            if model._original_module == self.bridge and not model._abstract
        }
        self.assertEqual(models.keys(), self.reviewed.access.keys())
        for name in models:
            for role, user in self.users.items():
                records = self.env[name].with_user(user)
                rights = [x for x, op in OPERATIONS.items() if records.has_access(op)]
                with self.subTest(model=name, role=role):
                    self.assertEqual(
                        "".join(rights), expected(name, role, self.reviewed.access)
                    )

    def test_companies_are_kept_apart(self):
        for name in self.reviewed.access:
            self.assertIn("company_id", self.env[name]._fields)
            rules = self.env["ir.rule"].search(
                [("model_id.model", "=", name), ("groups", "=", False)]
            )
            self.assertTrue(
                any("company_ids" in (rule.domain_force or "") for rule in rules), name
            )

    def test_public_methods_and_names(self):
        opened, misnamed = {}, []
        for model, method, is_shared in self.found():
            if is_shared or method.startswith("__"):
                continue
            if not method.startswith("_"):
                opened.setdefault(model, set()).add(method)
            known = "neiqin_" in method or method in self.reviewed.hooks
            if not model.startswith("neiqin.") and not known:
                misnamed.append(f"{model}.{method}()")
        self.assertEqual(opened, self.reviewed.methods)
        self.assertEqual(misnamed, [])
        foreign = [
            f"{name}.{field}"
            for name, model in self.env.registry.items()
            for field, value in model._fields.items()
            if set(value._modules) == {self.bridge}
            and not name.startswith("neiqin.")
            and not field.startswith("neiqin_")
        ]
        self.assertEqual(foreign, [])

    def test_routes(self):
        found = {
            path: (method.original_routing.get("auth"))
            for controller in Controller.children_classes.get(self.bridge, [])
            for _name, method in inspect.getmembers(controller, callable)
            if getattr(method, "original_routing", None)
            for path in method.original_routing.get("routes") or ()
        }
        self.assertEqual(found, self.reviewed.routes)

    def test_records_of_another_company(self):
        """Forged numbers: neither read, changed, deleted nor acted upon by any role."""
        other = self.env["res.company"].create({"name": "上海分公司"})
        samples = Samples(self.env, other)
        calls = {name: {"read", "unlink", "write"} for name in self.reviewed.access}
        for name, methods in self.reviewed.methods.items():
            calls.setdefault(name, set()).update(methods)
        for name, methods in calls.items():
            record = samples.of(name)
            self.assertTrue(record, samples.failed)
            for method in sorted(methods):
                for role, user in self.users.items():
                    arguments = {"read": [["id"]], "write": [{}]}.get(method, [])
                    with self.subTest(model=name, method=method, role=role):
                        self.refuse(user, record, method, *arguments)
            self.assertTrue(record.exists())

    def test_roles_without_the_model(self):
        samples = Samples(self.env, self.env.company)
        for name, methods in self.reviewed.methods.items():
            rights = self.reviewed.access.get(name)
            for role, user in self.users.items() if rights else ():
                if expected(name, role, self.reviewed.access):
                    continue
                for method in sorted({*methods, "read", "write", "unlink"}):
                    arguments = {"read": [["id"]], "write": [{}]}.get(method, [])
                    with self.subTest(model=name, method=method, role=role):
                        self.refuse(user, samples.of(name), method, *arguments)

    @mute_logger("odoo.sql_db")
    def refuse(self, user, record, method, *arguments):
        """Fail unless a call from outside is refused in a sentence."""
        model = self.env[record._name].with_user(user).with_context({})
        self.env.flush_all()
        try:
            with self.env.cr.savepoint():
                call_kw(model, method, [record.ids, *arguments], {})
        except REFUSED:
            self.env.invalidate_all(flush=False)
        else:
            self.fail(f"{user.login} may call {method} of {record}")
