"""Every model, role, public method and route of the add-on, against the reviewed list."""

import inspect

from odoo.http import Controller
from odoo.tests import TransactionCase, tagged

from . import reviewed
from .common import ADDON, RoleCase, own_classes, own_methods

OPERATIONS = {"r": "read", "w": "write", "c": "create", "u": "unlink"}
INHERITED = {"supervisor": "clerk", "manager": "supervisor"}


def expected(model, role, access=reviewed.ACCESS):
    """Return the letters reviewed for a role, its junior's where it has none."""
    rights = access[model]
    while role not in rights and role in INHERITED:
        role = INHERITED[role]
    return rights.get(role, "")


class TestAccessMatrix(RoleCase):
    def test_every_model_is_reviewed(self):
        self.assertEqual(self.own_models(), sorted(reviewed.ACCESS))

    def test_rights_are_the_reviewed_ones(self):
        for model in reviewed.ACCESS:
            for role, user in self.users.items():
                records = self.env[model].with_user(user)
                found = [
                    x for x, name in OPERATIONS.items() if records.has_access(name)
                ]
                with self.subTest(model=model, role=role):
                    self.assertEqual("".join(found), expected(model, role))

    def test_every_own_model_with_company_has_a_rule(self):
        for model in reviewed.ACCESS:
            if (
                "company_id" not in self.env[model]._fields
                or self.env[model]._transient
            ):
                continue
            rules = self.env["ir.rule"].search(
                [("model_id.model", "=", model), ("groups", "=", False)]
            )
            with self.subTest(model=model):
                self.assertTrue(
                    any("company_ids" in (rule.domain_force or "") for rule in rules)
                )


@tagged("post_install", "-at_install")
class TestOpenDoors(TransactionCase):
    def test_every_public_method_is_reviewed(self):
        found = {}
        for name, model in self.env.registry.items():
            for method, function in own_methods(model).items():
                private = any(
                    getattr(getattr(cls, method, None), "_api_private", False)
                    for cls in model.__mro__
                )
                if (
                    not method.startswith("_")
                    and not private
                    and inspect.isroutine(function)
                ):
                    found.setdefault(name, set()).add(method)
        extra = {
            name: sorted(
                methods - reviewed.EXTENDED - set(reviewed.PUBLIC_METHODS.get(name, ()))
            )
            for name, methods in found.items()
        }
        self.assertEqual({name: rest for name, rest in extra.items() if rest}, {})
        gone = {
            name: sorted(set(methods) - found.get(name, set()))
            for name, methods in reviewed.PUBLIC_METHODS.items()
        }
        self.assertEqual({name: rest for name, rest in gone.items() if rest}, {})

    def test_every_route_is_reviewed(self):
        found = {}
        for controller in Controller.children_classes.get(ADDON, []):
            for _name, method in inspect.getmembers(controller, callable):
                routing = getattr(method, "original_routing", None)
                module = getattr(method, "__module__", "")
                if routing and module.startswith(f"odoo.addons.{ADDON}."):
                    for path in routing.get("routes") or ():
                        found[path] = (routing.get("auth"), routing.get("type"))
        self.assertEqual(found, reviewed.ROUTES)

    def test_own_names_on_core_models(self):
        """Fields and methods added to Odoo's models carry the add-on's name."""
        wrong = []
        for name, model in self.env.registry.items():
            if name.startswith("neiqin."):
                continue
            own = own_classes(model)
            others = [
                cls
                for cls in model.__mro__
                if cls not in own and "pool" not in vars(cls)
            ]
            wrong += [
                f"{name}.{field_name}"
                for field_name, field in model._fields.items()
                if set(field._modules) == {ADDON}
                and not field_name.startswith("neiqin_")
            ]
            wrong += [
                f"{name}.{method}()"
                for method in own_methods(model)
                if "neiqin_" not in method
                and not any(method in vars(cls) for cls in others)
            ]
        self.assertEqual(wrong, [])

    def test_groups_hang_on_one_privilege(self):
        privilege = self.env.ref(f"{ADDON}.privilege_neiqin")
        groups = [
            self.env.ref(xmlid) for xmlid in reviewed.ROLES.values() if ADDON in xmlid
        ]
        self.assertEqual({group.privilege_id for group in groups}, {privilege})
