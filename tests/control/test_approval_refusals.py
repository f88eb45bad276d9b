"""Requests and rules that lead nowhere are refused in a sentence that says why."""

from odoo.exceptions import UserError, ValidationError
from odoo.tools import mute_logger

from .approval_case import ApprovalCase
from .rpc_case import RpcCase


class TestRefusals(ApprovalCase):
    def sentence(self, call):
        with self.assertRaises(UserError) as caught, self.env.cr.savepoint():
            call()
        return str(caught.exception)

    def group(self, *users):
        return self.env["res.groups"].create(
            {"name": "财务双签", "user_ids": [(6, 0, [user.id for user in users])]}
        )

    # --- nobody who could decide

    def test_a_group_without_anybody(self):
        self.rule.second_group_id = self.group()
        text = self.sentence(lambda: self.ask(self.new_order()))
        self.assertIn("nobody in", text)
        self.assertIn("财务双签", text)

    def test_a_group_of_those_with_a_hand_in_it(self):
        self.rule.second_group_id = self.group(self.clerk)
        text = self.sentence(lambda: self.ask(self.new_order()))
        self.assertIn("has a hand in it", text)
        self.assertIn(self.clerk.name, text)

    def test_one_person_for_both(self):
        small = self.group(self.boss)
        self.rule.write({"first_group_id": small.id, "second_group_id": small.id})
        text = self.sentence(lambda: self.ask(self.new_order()))
        self.assertIn("would have to confirm twice", text)

    def test_nothing_is_left_of_such_a_request(self):
        self.rule.second_group_id = self.group()
        order = self.new_order()
        self.sentence(lambda: self.ask(order))
        self.assertFalse(order.sudo().neiqin_approval_ids)
        self.assertFalse(self.env["mail.activity"].search([("res_id", "=", order.id)]))

    # --- substitutes in a circle

    def away(self, user, substitute, first="2020-01-01", last="2099-01-01"):
        return self.env["neiqin.approval.substitute"].create(
            {
                "user_id": user.id,
                "substitute_id": substitute.id,
                "date_from": first,
                "date_to": last,
            }
        )

    def test_substitutes_in_a_circle(self):
        self.away(self.boss, self.other_boss)
        text = self.sentence(lambda: self.away(self.other_boss, self.boss))
        self.assertIn("in a circle", text)
        self.assertIn(self.boss.name, text)

    def test_a_longer_circle_also_by_writing(self):
        self.away(self.boss, self.other_boss)
        self.away(self.other_boss, self.manager)
        self.assertIn(
            "in a circle", self.sentence(lambda: self.away(self.manager, self.boss))
        )
        row = self.away(self.manager, self.boss, "2010-01-01", "2010-02-01")
        self.assertIn(
            "in a circle", self.sentence(lambda: row.write({"date_to": "2030-01-01"}))
        )

    def test_standing_in_for_oneself(self):
        with mute_logger("odoo.sql_db"), self.assertRaises(Exception) as caught:
            with self.env.cr.savepoint():
                self.away(self.boss, self.boss)
        self.assertIn("not_oneself", str(caught.exception))

    # --- the record is gone

    def test_the_record_was_deleted(self):
        order = self.new_order()
        approval = self.ask(order)
        self.env.flush_all()
        self.env.cr.execute("DELETE FROM sale_order WHERE id = %s", [order.id])
        self.env.invalidate_all()
        for verdict in ("yes", "no"):
            text = self.sentence(
                lambda verdict=verdict: approval.with_user(self.boss)._neiqin_decide(
                    verdict, "无", {}
                )
            )
            self.assertIn("was deleted", text)
        shown = approval.with_user(self.boss)
        self.assertTrue(shown.display_name)
        self.assertTrue(shown.values_html)

    def test_asking_for_a_deleted_record(self):
        order = self.new_order()
        gone = order.ids
        order.sudo().unlink()
        dialog = (
            self.env["neiqin.approval.ask"]
            .with_user(self.clerk)
            .with_context(active_model="sale.order", active_ids=gone)
            .create({})
        )
        self.assertEqual(dialog.action_ask()["tag"], "display_notification")
        self.assertFalse(self.env["neiqin.approval"].search([("res_id", "in", gone)]))

    def test_a_model_that_is_not_there_any_more(self):
        order = self.new_order()
        approval = self.ask(order)
        values = approval.sudo().copy_data()[0]
        values.update(
            res_model="x.gone", res_id=1, state="pending", digest="0", decision_ids=[]
        )
        orphan = approval.sudo()._neiqin_as_server().create(values)
        text = self.sentence(orphan.with_user(self.boss).action_approve)
        self.assertIn("was deleted", text)
        self.assertEqual(orphan.with_user(self.boss).values_html, self.empty(orphan))

    def empty(self, approval):
        return approval._neiqin_table([])

    # --- operations there are not

    def test_an_unknown_operation_needs_nothing_and_is_said_so(self):
        text = self.sentence(
            lambda: self.ask(self.new_order(), operation="no_such_thing")
        )
        self.assertIn("needs no approval", text)

    def test_a_rule_for_an_unknown_operation(self):
        text = self.sentence(lambda: self.new_rule("no_such_thing"))
        self.assertIn("there is no “no_such_thing” to be approved", text)

    def test_a_condition_that_cannot_be_used(self):
        for domain in ("[('no_field', '=', 1)]", "__import__('os')", "[("):
            with self.assertRaises(ValidationError) as caught:
                with self.env.cr.savepoint():
                    self.rule.domain = domain
            self.assertIn("cannot be used", str(caught.exception))


class TestRefusalsOutside(RpcCase):
    @mute_logger("odoo.http", "odoo.sql_db")
    def test_unknown_operations_and_models(self):
        rule = {"name": "x", "operation": "no_such_thing"}
        answer = self.call(
            "manager", "neiqin.approval.rule", "create", vals_list=[rule]
        )
        self.assertEqual(answer.error, "odoo.exceptions.ValidationError")
        self.assertIn("no_such_thing", answer.message)
        for model, ids in (
            ("res.partner", [1]),
            ("x.gone", [1]),
            ("sale.order", "all"),
            ("sale.order", [{"a": 1}]),
            (5, None),
        ):
            context = {"active_model": model, "active_ids": ids}
            answer = self.call(
                "clerk",
                "neiqin.approval.ask",
                "create",
                vals_list=[{}],
                context=context,
            )
            if not answer.error:
                answer = self.call(
                    "clerk", "neiqin.approval.ask", "action_ask", ids=answer.value
                )
            self.assertIn(
                answer.error,
                {"odoo.exceptions.UserError", "odoo.exceptions.ValidationError"},
                (model, ids, answer),
            )

    @mute_logger("odoo.http", "odoo.sql_db")
    def test_a_substitute_for_oneself(self):
        user = self.users["clerk"].id
        vals = {"user_id": user, "substitute_id": user, "date_to": "2099-01-01"}
        answer = self.call(
            "clerk", "neiqin.approval.substitute", "create", vals_list=[vals]
        )
        self.assertEqual(answer.error, "odoo.exceptions.ValidationError")
        self.assertIn("Nobody stands in for himself", answer.message)
