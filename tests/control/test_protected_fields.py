"""Fields that only the server sets, attacked on every way a caller has."""

from odoo.exceptions import AccessError
from odoo.models import MAGIC_COLUMNS
from odoo.tests import TransactionCase, tagged

from odoo.addons.neiqin_addon.models.order.sale_order_figures import (
    LINE_SUMS,
    ORDER_SUMS,
)

from .common import ADDON, RoleCase

VALUES = {
    "boolean": True,
    "char": "forged",
    "date": "2026-01-01",
    "datetime": "2026-01-01 00:00:00",
    "float": 7.0,
    "html": "forged",
    "integer": 7,
    "many2one_reference": 1,
    "json": {"forged": 1},
    "monetary": 7.0,
    "text": "forged",
}
MAGIC = {*MAGIC_COLUMNS, "display_name"}  # nobody writes these anyway
FORGED_PASSES = (True, 1, "server", "<object object at 0x7f0000000000>", {}, [])


def forged_value(model, name):
    """Return a value a caller could send for a field, in the form RPC sends it."""
    field = model._fields[name]
    if field.type == "selection":
        return field.get_values(model.env)[-1]
    if field.type == "binary":
        return "Zm9yZ2Vk"
    if field.relational:
        one = model.env[field.comodel_name].sudo().with_context(active_test=False)
        found = one.search([], limit=1).id
        return found if field.type == "many2one" else [[6, 0, [found]]]
    return VALUES[field.type]


def protected_fields(env):
    """Yield (model name, field name) of every protected field in the registry."""
    for name in sorted(env.registry):
        model = env[name]
        if hasattr(model, "_neiqin_protected_fields") and not model._abstract:
            for field in sorted(model._neiqin_protected_fields().difference(MAGIC)):
                yield name, field


class TestProtectedFields(RoleCase):
    def test_there_are_some(self):
        found = set(protected_fields(self.env))
        self.assertIn(("sale.order", "neiqin_source"), found)
        self.assertIn(("sale.order.line", "neiqin_requested_price"), found)

    def test_they_exist(self):
        for model, field in protected_fields(self.env):
            self.assertIn(field, self.env[model]._fields, model)

    def test_create_write_and_web_save_are_refused(self):
        """Asked as superuser, who passes every access right: only the pass opens."""
        for name, field in protected_fields(self.env):
            for user in [None, *self.users.values()]:
                model = (
                    self.env[name].with_user(user) if user else self.env[name].sudo()
                )
                vals = {field: forged_value(self.env[name], field)}
                with self.subTest(model=name, field=field, user=user and user.login):
                    for attack in (model.create, model.write):
                        with self.assertRaises(AccessError), self.cr.savepoint():
                            attack(vals)
                    with self.assertRaises(AccessError), self.cr.savepoint():
                        model.web_save(vals, {})

    def test_a_forged_pass_opens_nothing(self):
        for name, field in protected_fields(self.env):
            vals = {field: forged_value(self.env[name], field)}
            for forged in FORGED_PASSES:
                model = self.env[name].sudo().with_context(neiqin_server=forged)
                with self.subTest(model=name, field=field, forged=forged):
                    with self.assertRaises(AccessError), self.cr.savepoint():
                        model.write(vals)

    def test_a_pass_opens_its_own_model_only(self):
        stolen = self.env["sale.order"]._neiqin_as_server().env.context["neiqin_server"]
        lines = self.env["sale.order.line"].with_context(neiqin_server=stolen)
        with self.assertRaises(AccessError):
            lines.write({"neiqin_requested_qty": 1})
        self.env["sale.order"].with_context(neiqin_server=stolen).write(
            {"neiqin_source": "file"}
        )

    def test_defaults_from_outside_are_ignored(self):
        for name, field in protected_fields(self.env):
            value = forged_value(self.env[name], field)
            model = self.env[name]
            plain = model.default_get([field])
            with self.subTest(model=name, field=field):
                sent = model.with_context(**{f"default_{field}": value})
                self.assertEqual(sent.default_get([field]), plain)
                if model._fields[field].type in (
                    "selection",
                    "char",
                    "float",
                    "integer",
                ):
                    self.env["ir.default"].set(name, field, value)
                    self.assertEqual(model.default_get([field]), plain)

    def test_import_is_refused(self):
        for name, field in protected_fields(self.env):
            if self.env[name]._fields[field].type not in ("char", "selection", "float"):
                continue
            value = str(forged_value(self.env[name], field))
            with self.subTest(model=name, field=field), self.cr.savepoint() as point:
                result = self.env[name].load([field], [[value]])
                self.assertFalse(result["ids"])
                self.assertTrue(result["messages"])
                point.rollback()


@tagged("post_install", "-at_install")
class TestStoredDefault(TransactionCase):
    """The way round that was found in review: a default every user may store."""

    def test_a_users_own_default_does_not_set_the_source(self):
        self.env["ir.default"].set(
            "sale.order", "neiqin_source", "portal", user_id=True
        )
        partner = self.env["res.partner"].create({"name": "杭州精工"})
        order = self.env["sale.order"].create({"partner_id": partner.id})
        self.assertEqual(order.neiqin_source, "manual")

    def test_a_default_in_the_context_does_not_either(self):
        partner = self.env["res.partner"].create({"name": "杭州精工"})
        orders = self.env["sale.order"].with_context(default_neiqin_source="portal")
        self.assertEqual(
            orders.create({"partner_id": partner.id}).neiqin_source, "manual"
        )

    def test_lines_sent_with_an_order_are_checked_too(self):
        partner = self.env["res.partner"].create({"name": "杭州精工"})
        line = {"display_type": "line_note", "name": "-", "neiqin_requested_qty": 5}
        with self.assertRaises(AccessError):
            self.env["sale.order"].create(
                {"partner_id": partner.id, "order_line": [(0, 0, line)]}
            )

    def test_no_core_field_is_protected_by_mistake(self):
        # a line that calls itself confirmed is delivered; forged sums pass any credit check
        on_purpose = [
            ("sale.order.line", "state"),
            *(("sale.order", name) for name in ORDER_SUMS),
            *(("sale.order.line", name) for name in LINE_SUMS),
        ]
        for name, field in protected_fields(self.env):
            if not name.startswith("neiqin.") and (name, field) not in on_purpose:
                self.assertEqual(self.env[name]._fields[field]._modules[:1], (ADDON,))
