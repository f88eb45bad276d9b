"""The reviewed table of rights, tried from outside: role by model by operation."""

from odoo.tools import mute_logger

from . import reviewed
from .rpc_case import CLEAR, DENIED, RpcCase
from .samples import Samples
from .test_access_matrix import expected

#: What is append-only says so, before it looks who asks.
STAYS = DENIED | {"odoo.exceptions.UserError"}
#: What a caller puts into the context hoping that somebody listens.
HOSTILE = {
    "active_test": False,
    "install_mode": True,
    "import_file": True,
    "tracking_disable": True,
    "mail_notrack": True,
    "no_reset_password": True,
    "neiqin_server": True,
    "neiqin_applying": [1, 2, 3],
    "neiqin_bypass": True,
    "bypass_risk": True,
    "ignore_exception": True,
    "skip_validation": True,
    "uid": 1,
    "su": True,
    "force_delete": True,
    "module": "neiqin_addon",
    "_force_unlink": True,
}
#: Values that no default of ours has.
FORGED = {
    "char": "forged",
    "text": "forged",
    "integer": 424242,
    "float": 424242.5,
    "monetary": 424242.5,
    "date": "2001-02-03",
    "datetime": "2001-02-03 04:05:06",
}


class TestRpcRights(RpcCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.samples = Samples(cls.env, cls.env.company)
        cls.protected = [
            name
            for name, model in cls.env.registry.items()
            if not model._abstract and hasattr(model, "_neiqin_protected_fields")
        ]
        with mute_logger("odoo.sql_db"):
            for model in (*reviewed.ACCESS, *cls.protected):
                cls.samples.of(model)

    def test_samples_are_there(self):
        self.assertLess(len(self.samples.failed), 5, self.samples.failed)

    def id_of(self, model):
        return self.samples.of(model).ids[:1] or [1]

    @mute_logger("odoo.http")
    def test_what_is_not_in_the_table_is_denied(self):
        for model in reviewed.ACCESS:
            calls = {
                "r": ("search_read", {"domain": [], "limit": 1}),
                "w": ("write", {"ids": self.id_of(model), "vals": {"id": 1}}),
                "c": ("create", {"vals_list": [{}]}),
                "u": ("unlink", {"ids": self.id_of(model)}),
            }
            for role in self.keys:
                allowed = expected(model, role)
                # who may not even read is tried with the strongest of the others
                tried = "ru" if not allowed else set(calls) - set(allowed)
                for letter in tried:
                    method, arguments = calls[letter]
                    answer = self.call(role, model, method, **arguments)
                    refusals = STAYS if letter in "wu" else DENIED
                    if not self.samples.of(model):
                        refusals = refusals | {"odoo.exceptions.MissingError"}
                    self.assertIn(
                        answer.error, refusals, f"{role} {model} {method}: {answer}"
                    )

    @mute_logger("odoo.http")
    def test_what_is_in_the_table_is_answered_in_a_sentence(self):
        for model in reviewed.ACCESS:
            for role in self.keys:
                allowed = expected(model, role)
                if "r" in allowed:
                    fields = ["id", "display_name"]
                    answer = self.call(
                        role, model, "search_read", domain=[], fields=fields, limit=1
                    )
                    self.assertIn(
                        answer.error, {"", *CLEAR}, f"{role} {model}: {answer}"
                    )
                if "c" in allowed:
                    answer = self.call(role, model, "create", vals_list=[{}])
                    self.assertIn(
                        answer.error, {"", *CLEAR}, f"{role} {model}: {answer}"
                    )

    @mute_logger("odoo.http")
    def test_nobody_without_a_key(self):
        for model in reviewed.ACCESS:
            answer = self.call("public", model, "search_read", domain=[])
            self.assertIn(answer.error, DENIED, f"{model}: {answer}")

    @mute_logger("odoo.http")
    def test_protected_fields_whatever_the_context_says(self):
        self.assertGreater(len(self.protected), 15)
        for name in self.protected:
            records = self.env[name]
            protected = records._neiqin_protected_fields() & set(records._fields)
            for field in sorted(protected)[:1]:
                for context in ({}, HOSTILE):
                    answer = self.call(
                        "manager",
                        name,
                        "write",
                        ids=self.id_of(name),
                        vals={field: False},
                        context=context,
                    )
                    self.assertIn(answer.error, STAYS, f"{name}.{field}: {answer}")
            self.check_defaults(name, protected)

    def check_defaults(self, name, protected):
        """No ``default_`` key reaches a field that only the server sets."""
        forged = {
            field: FORGED[self.env[name]._fields[field].type]
            for field in protected
            if self.env[name]._fields[field].type in FORGED
        }
        context = {f"default_{field}": value for field, value in forged.items()}
        answer = self.call(
            "manager",
            name,
            "default_get",
            fields=sorted(forged),
            context={**HOSTILE, **context},
        )
        for field, value in (answer.value or {}).items():
            self.assertNotEqual(value, forged[field], f"{name}.{field}")

    @mute_logger("odoo.http")
    def test_another_company_named_in_the_context(self):
        other = self.env["res.company"].create({"name": "上海分公司"})
        for model in ("sale.order", "neiqin.approval", "neiqin.trail.entry"):
            answer = self.call(
                "manager",
                model,
                "search_read",
                domain=[("company_id", "=", other.id)],
                context={"allowed_company_ids": [other.id]},
            )
            self.assertIn(answer.error, {"", *CLEAR}, answer)
            self.assertFalse(answer.value)

    @mute_logger("odoo.http")
    def test_nonsense_in_the_context(self):
        for context in (
            {"lang": "xx_YY"},
            {"tz": "Mars/Phobos"},
            {"allowed_company_ids": "all"},
            {"allowed_company_ids": [10**9]},
            {"active_ids": "x", "active_model": "no.model", "active_id": {}},
        ):
            answer = self.call(
                "clerk",
                "neiqin.approval",
                "search_read",
                domain=[],
                fields=["display_name", "waits_for"],
                context=context,
            )
            self.assertIn(answer.error, {"", *CLEAR}, f"{context}: {answer}")
