"""Scorecards: who sees, comments and closes them; closed ones stay."""

from psycopg2 import errors

from odoo.exceptions import AccessError, UserError
from odoo.tests import new_test_user, tagged
from odoo.tools import mute_logger

from odoo.addons.neiqin_addon.tools.digest import digest

from .scorecard_case import ScorecardCase, at


@tagged("post_install", "-at_install")
class TestScorecardRights(ScorecardCase):
    def setUp(self):
        super().setUp()
        self.case(self.wang, at(5, 2), at(5, 1))
        self.make()

    def test_clerks_see_their_own(self):
        for user in (self.wang, self.li):
            seen = self.rpc(user, self.cards, "search_read", [], ["user_id"])
            self.assertEqual({row["user_id"][0] for row in seen}, {user.id})
        theirs = self.card(self.li)
        for records in (theirs, theirs.line_ids):
            with self.assertRaises(AccessError):
                self.rpc(self.wang, records, "read", ["id"])
        with self.assertRaises(AccessError):
            self.rpc(self.wang, theirs.line_ids[:1], "action_neiqin_open")
        self.assertIn(self.li, self.cards.with_user(self.lead).search([]).user_id)

    def test_nobody_writes_figures(self):
        card = self.card(self.wang)
        for user in (self.wang, self.lead, self.boss):
            for records, vals in (
                (card, {"score": 100}),
                (card, {"state": "closed"}),
                (card, {"comment": "x"}),
                (card.line_ids[0], {"points": 100}),
                (card.line_ids[0], {"status": "few"}),
            ):
                with self.assertRaises(AccessError, msg=vals):
                    self.rpc(user, records, "write", vals)
            for records in (card, card.line_ids):
                with self.assertRaises(UserError):
                    self.rpc(user, records, "unlink")
            with self.assertRaises(AccessError):
                self.rpc(user, self.cards, "create", [{"month": "2026-03-01"}])

    def test_only_the_clerk_comments(self):
        card = self.card(self.wang)
        for user in (self.li, self.lead, self.boss):
            with self.assertRaises(AccessError):
                self.rpc(user, card, "action_neiqin_seen", "不是我写的")
        self.rpc(self.wang, card, "action_neiqin_seen", "两天出差")
        self.assertEqual((card.state, card.comment), ("seen", "两天出差"))

    def test_wizard_lends_no_rights(self):
        card = self.card(self.li)
        words = self.env["neiqin.scorecard.word"].with_user(self.wang)
        for kind in ("seen", "close"):
            wizard = words.create({"card_id": card.id, "kind": kind})
            with self.assertRaises(AccessError):
                self.rpc(self.wang, wizard, "action_do")

    def test_closing_needs_a_supervisor_whom_it_is_not_about(self):
        card = self.card(self.wang)
        with self.assertRaises(UserError):  # not seen yet
            self.rpc(self.lead, card, "action_neiqin_close")
        self.rpc(self.wang, card, "action_neiqin_seen")
        for user in (self.wang, self.li):
            with self.assertRaises(AccessError):
                self.rpc(user, card, "action_neiqin_close")
        own = self.card(self.lead)
        self.rpc(self.lead, own, "action_neiqin_seen")
        with self.assertRaises(AccessError):
            self.rpc(self.lead, own, "action_neiqin_close")
        self.rpc(self.lead2, own, "action_neiqin_close", "好")
        self.assertEqual((own.state, own.closed_by_id), ("closed", self.lead2))

    def test_two_supervisors_close_at_once(self):
        card = self.closed(self.wang)
        with self.assertRaises(UserError):
            self.rpc(self.lead2, card, "action_neiqin_close", "也看过")
        self.assertEqual((card.closed_by_id, card.verdict), (self.lead, "不错"))

    def test_closed_cards_stay(self):
        card = self.closed(self.wang)
        for records, vals in (
            (card, {"score": 1}),
            (card, {"comment": "x"}),
            (card.line_ids[0], {"points": 1}),
        ):
            with self.assertRaises(UserError, msg=vals):
                records._neiqin_as_server().write(vals)
        for records in (card, card.line_ids):
            with self.assertRaises(UserError):
                records._neiqin_as_server().unlink()
        for table, column in (
            ("neiqin_scorecard", "score"),
            ("neiqin_scorecard_line", "points"),
        ):
            key = "id" if table == "neiqin_scorecard" else "card_id"
            with (
                mute_logger("odoo.sql_db"),
                self.assertRaises(errors.RestrictViolation),
                self.env.cr.savepoint(),
            ):
                self.env.cr.execute(
                    f"UPDATE {table} SET {column} = 99 WHERE {key} = %s", [card.id]
                )
        with self.assertRaises(UserError):
            self.rpc(self.wang, card, "action_neiqin_seen", "doch")
        answer = self.rpc(self.lead, card, "action_neiqin_verify")
        self.assertEqual(answer["params"]["type"], "success")

    def test_a_card_that_is_not_closed_is_not_vouched_for(self):
        card = self.card(self.wang)
        answer = self.rpc(self.lead, card, "action_neiqin_verify")
        self.assertEqual(answer["params"]["type"], "danger")

    def test_what_was_changed_past_the_database_s_guard_is_found(self):
        """By the button and by the schedule; a new digest beside it does not help."""
        card = self.closed(self.wang)
        self.env.flush_all()
        for table in ("neiqin_scorecard", "neiqin_scorecard_line"):
            self.env.cr.execute(f"ALTER TABLE {table} DISABLE TRIGGER neiqin_row_guard")
        self.env.cr.execute(
            "UPDATE neiqin_scorecard SET score = 100 WHERE id = %s", [card.id]
        )
        self.env.invalidate_all()
        forged = digest(card._neiqin_content())
        self.env.cr.execute(
            "UPDATE neiqin_scorecard SET digest = %s WHERE id = %s", [forged, card.id]
        )
        self.env.invalidate_all()
        with self.enter_registry_test_mode():
            self.env.ref(
                "neiqin_addon.ir_cron_scorecard_verify"
            ).method_direct_trigger()
        self.env.invalidate_all()
        self.assertFalse(card.is_intact)
        answer = self.rpc(self.lead, card, "action_neiqin_verify")
        self.assertEqual(answer["params"]["type"], "danger")
        self.assertIn(card.display_name, answer["params"]["message"])
        told = [("action", "=", "report_fault"), ("res_model", "=", card._name)]
        entry = self.env["neiqin.trail.entry"].sudo().search(told)
        self.assertEqual(entry.res_id, card.id)  # told once

    def test_counting_again_leaves_closed_cards(self):
        card = self.closed(self.wang)
        before = card.line_ids.mapped("numerator")
        self.case(self.wang, at(6, 2), at(6, 1))
        self.case(self.li, at(6, 2), at(6, 1))
        with self.assertRaises(AccessError):
            self.rpc(self.li, self.card(self.li), "action_neiqin_count_again")
        self.rpc(self.lead, self.card(self.li), "action_neiqin_count_again")
        self.assertEqual(card.line_ids.mapped("numerator"), before)
        self.assertEqual(self.figures(self.card(self.li), "cases")[:2], (1, 1))
        self.assertEqual(len(self.card(self.li)), 1)

    def test_published_policy_stays(self):
        policies = self.env["neiqin.scorecard.policy"]
        standard = policies._neiqin_active(self.company)
        self.assertFalse(standard.company_id)
        draft = policies.with_user(self.boss).create({"name": "本公司"})
        verify = draft.measure_ids.filtered(lambda one: one.code == "verify")
        verify.weight = 50
        with self.assertRaises(AccessError):
            self.rpc(self.lead, draft, "action_publish")
        self.rpc(self.boss, draft, "action_publish")
        self.assertEqual(policies._neiqin_active(self.company), draft.sudo())
        self.assertEqual(standard.state, "active")  # the other companies'
        with self.assertRaises(UserError):
            self.rpc(self.boss, verify, "write", {"weight": 10})
        with self.assertRaises(UserError):
            self.rpc(self.boss, draft, "write", {"name": "x"})
        with self.assertRaises(UserError):
            self.rpc(
                self.boss,
                verify.browse(),
                "create",
                [{"policy_id": draft.id, "code": "verify", "full_at": 1, "weight": 1}],
            )
        second = policies.with_user(self.boss).create({"name": "本公司"})
        self.rpc(self.boss, second, "action_publish")
        self.assertEqual((draft.state, second.version), ("retired", 2))
        self.make()
        self.assertEqual(self.card(self.wang).policy_id, second.sudo())

    def test_lines_open_what_is_behind(self):
        line = self.line(self.card(self.wang), "cases")
        action = self.rpc(self.wang, line, "action_neiqin_open")
        found = self.env[action["res_model"]].search(action["domain"])
        self.assertEqual(found.owner_id, self.wang)
        self.assertEqual(len(found), 1)
        with self.assertRaises(AccessError):
            self.rpc(self.wang, line, "read", ["numbers"])

    def test_outsiders(self):
        other = self.env["res.company"].create({"name": "分公司"})
        outsider = new_test_user(
            self.env,
            "outsider",
            "neiqin_addon.group_neiqin_manager",
            company_id=other.id,
            company_ids=[(6, 0, other.ids)],
        )
        self.assertFalse(self.cards.with_user(outsider).search([]))
        self.rpc(self.wang, self.card(self.wang), "action_neiqin_seen")
        with self.assertRaises(AccessError):
            self.rpc(outsider, self.card(self.wang), "action_neiqin_close")
