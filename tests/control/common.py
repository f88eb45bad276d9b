"""Shared by the tests of what is allowed: the roles, the add-on's own classes."""

from odoo.tests import TransactionCase, new_test_user, tagged

from .reviewed import ROLES

ADDON = "neiqin_addon"


def own_classes(model_class, addon=ADDON):
    """Return the classes of a registry model that an add-on defines."""
    return [
        cls
        for cls in model_class.__mro__
        if getattr(cls, "_module", None) == addon and "pool" not in vars(cls)
    ]


def own_methods(model_class):
    """Return ``{name: function}`` of what the add-on's classes define on a model."""
    methods = {}
    for cls in own_classes(model_class):
        for name, value in vars(cls).items():
            if callable(getattr(value, "__func__", value)) and not name.startswith(
                "__"
            ):
                methods.setdefault(name, value)
    return methods


@tagged("post_install", "-at_install")
class RoleCase(TransactionCase):
    """One user per role, named by the role."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.users = {
            role: new_test_user(cls.env, f"matrix_{role}", group, lang="zh_CN")
            for role, group in ROLES.items()
        }

    @classmethod
    def own_models(cls):
        """Return the names of the add-on's own models with a table."""
        return sorted(
            name
            for name, model in cls.env.registry.items()
            if model._original_module == ADDON and not model._abstract
        )
