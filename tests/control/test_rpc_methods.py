"""Every reviewed public method, called from outside by every role with forged ids."""

import inspect
import json

from odoo.tools import SQL, mute_logger

from . import reviewed
from .common import own_classes
from .rpc_case import CLEAR, RpcCase
from .samples import SECRET, Samples
from .test_access_matrix import expected

#: What JSON may hold where a record's numbers are expected.
FORGED_IDS = (["x"], [-1], [2**70], [])
NO_IDS = ("x", [[1]], {"a": 1}, [1.5], [True], ["1"])
#: What JSON may hold where a method expects anything else.
JUNK = ("x", -1, None, [1], {"a": []}, 2**70)
#: Tables in which a call may leave something about a record.
BESIDE = {
    "mail_message": "model",
    "mail_activity": "res_model",
    "mail_followers": "res_model",
}


class TestRpcMethods(RpcCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        other = cls.env["res.company"].create({"name": "上海分公司"})
        cls.own = Samples(cls.env, cls.env.company)
        cls.foreign = Samples(cls.env, other)
        with mute_logger("odoo.sql_db"):
            for model in (*reviewed.ACCESS, "res.partner", "res.users", "sale.order"):
                cls.own.of(model)
                cls.foreign.of(model)
        cls.methods = [
            (model, method)
            for model in sorted(reviewed.PUBLIC_METHODS)
            if not cls.env[model]._abstract
            for method in sorted(reviewed.PUBLIC_METHODS[model])
        ]

    def may_read(self, model):
        """Return the roles that read records of a model, the strongest first."""
        roles = ("manager", *(role for role in self.keys if role != "manager"))
        if model in reviewed.ACCESS:
            return [role for role in roles if expected(model, role)]
        return [
            role
            for role in roles
            if role in ("manager", "supervisor", "clerk", "sales")
        ]

    def parameters(self, model, method):
        """Return the names of all parameters of a method, and whether it takes ids."""
        function = getattr(self.env.registry[model], method)
        parameters = list(inspect.signature(function).parameters.values())[1:]
        names = [p.name for p in parameters if p.kind not in (p.VAR_KEYWORD, 2)]
        return names, not getattr(function, "_api_model", False)

    def traces(self, samples):
        """Return what the database holds of these samples and about them."""
        self.env.flush_all()
        found = {}
        for model, records in samples.made.items():
            if not records or not records._auto or records._transient:
                continue
            query = SQL(
                "SELECT md5(t::text) FROM %s t WHERE id = %s",
                SQL.identifier(records._table),
                records.ids[0],
            )
            found[model] = [self.env.execute_query(query)]
            for table, column in BESIDE.items():
                beside = SQL(
                    "SELECT count(*) FROM %s WHERE %s = %s AND res_id = %s",
                    SQL.identifier(table),
                    SQL.identifier(column),
                    model,
                    records.ids[0],
                )
                found[model].append(self.env.execute_query(beside))
        return found

    def assert_untouched(self, samples, before):
        after = self.traces(samples)
        touched = {model for model in before if after[model] != before[model]}
        self.assertEqual(touched, set())

    def is_odoos(self, model, method):
        """Return whether Odoo has the method too: its own answers are not ours."""
        own = own_classes(self.env.registry[model])
        return any(
            method in vars(cls)
            for cls in self.env.registry[model].__mro__
            if cls not in own and "pool" not in vars(cls)
        )

    def check(self, answer, call):
        """A refusal in a sentence, or nothing but a screen to open."""
        if self.is_odoos(*call[1:3]):
            return  # only that it leaves nothing
        self.assertIn(answer.error, {"", *CLEAR}, f"{call}: {answer}")
        self.assertNotIn("Traceback", answer.message, call)
        if not answer.error:
            shown = answer.value in (True, False, None, []) or str(
                answer.value.get("type")
            ).startswith("ir.actions.")
            self.assertTrue(shown, f"{call}: {answer}")

    def test_samples_are_there(self):
        """What this file tests is tested on records, not on nothing.

        A model that needs more than its required fields has a method in ``Samples``.
        """
        missing = {**self.own.failed, **self.foreign.failed}
        self.assertLess(len(missing), len(reviewed.ACCESS) / 10, missing)

    @mute_logger("odoo.http")
    def test_records_of_another_company_and_none(self):
        before = self.traces(self.foreign)
        for model, method in self.methods:
            names, takes_ids = self.parameters(model, method)
            if not takes_ids or model == "res.users":
                continue
            arguments = dict.fromkeys(names, None)
            # a supervisor sees no company that a manager does not
            roles = [role for role in self.may_read(model) if role != "supervisor"]
            calls = [
                (role, model, method, self.foreign.of(model).ids) for role in roles
            ]
            calls.append((roles[0], model, method, [999999999]))
            for call in calls:
                answer = self.call(*call, **arguments)
                self.check(answer, call)
                told = json.dumps(answer.value, ensure_ascii=False) + answer.message
                self.assertNotIn(SECRET, told, call)
        self.assert_untouched(self.foreign, before)

    @mute_logger("odoo.http")
    def test_roles_without_the_model(self):
        before = self.traces(self.own)
        for model, method in self.methods:
            names, takes_ids = self.parameters(model, method)
            arguments = dict.fromkeys(names, None)
            for role in set(self.keys) - set(self.may_read(model)):
                ids = self.own.of(model).ids if takes_ids else None
                call = (role, model, method, ids)
                self.check(self.call(*call, **arguments), call)
        self.assert_untouched(self.own, before)

    @mute_logger("odoo.http")
    def test_nobody_without_a_key(self):
        for model, method in self.methods:
            answer = self.call("public", model, method)
            self.assertTrue(answer.error, (model, method))

    @mute_logger("odoo.http", "odoo.sql_db")
    def test_forged_ids_are_refused_in_a_sentence(self):
        for model, method in self.methods:
            names, takes_ids = self.parameters(model, method)
            if not takes_ids or self.is_odoos(model, method):
                continue
            role = self.may_read(model)[0]
            for ids in FORGED_IDS:
                call = (role, model, method, ids)
                answer = self.call(*call, **dict.fromkeys(names, None))
                self.assertIn(answer.error, {"", *CLEAR}, f"{call}: {answer}")

    @mute_logger("odoo.http", "odoo.sql_db")
    def test_what_is_no_number_names_no_record(self):
        for model, method in (
            ("neiqin.approval", "read"),
            ("neiqin.approval", "action_approve"),
            ("sale.order", "action_neiqin_verify"),
        ):
            arguments = {"fields": ["state"]} if method == "read" else {}
            for ids in NO_IDS:
                call = ("clerk", model, method, ids)
                answer = self.call(*call, **arguments)
                self.assertIn(answer.error, CLEAR, f"{call}: {answer}")

    @mute_logger("odoo.http", "odoo.sql_db")
    def test_forged_arguments_are_refused_in_a_sentence(self):
        for model, method in self.methods:
            names, takes_ids = self.parameters(model, method)
            if not names or self.is_odoos(model, method):
                continue
            role = self.may_read(model)[0]
            for junk in JUNK:
                ids = self.own.of(model).ids if takes_ids else None
                call = (role, model, method, ids)
                answer = self.call(*call, **dict.fromkeys(names, junk))
                self.assertIn(answer.error, {"", *CLEAR}, f"{call} {junk!r}: {answer}")
