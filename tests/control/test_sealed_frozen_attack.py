"""Sealed rows against somebody who may run SQL, and has no key."""

import json
from unittest.mock import patch

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .frozen_case import PRICE, FrozenCase


@tagged("post_install", "-at_install")
class TestFrozenAttack(FrozenCase):
    """Somebody who may run SQL, and has no key."""

    def test_a_sealed_row_refuses_every_other_change(self):
        letters, approval = self.two_letters(), self.proposed()
        self.seal()
        self.env.flush_all()
        other = letters[1]
        for table, row, change in (
            ("neiqin_confirmation_letter", letters[0], "neiqin_sealed = NULL"),
            ("neiqin_confirmation_letter", letters[0], "content = 'nothing'"),
            ("neiqin_confirmation_letter", letters[0], "amount_total = 1"),
            (
                "neiqin_confirmation_letter",
                letters[0],
                f"neiqin_sealed = (SELECT neiqin_sealed FROM neiqin_confirmation_letter"
                f" WHERE id = {other.id})",
            ),
            ("neiqin_confirmation_letter_line", letters.line_ids[0], "price_unit = 1"),
            (
                "neiqin_confirmation_letter_line",
                letters.line_ids[0],
                "neiqin_sealed = replace(neiqin_sealed, 'A', 'B') || 'x'",
            ),
            ("neiqin_approval", approval, """payload = '{"lines": {}}'"""),
            ("neiqin_approval", approval, "neiqin_sealed = 'why=nq1:x:y'"),
            ("neiqin_approval_decision", approval.decision_ids[0], "digest = 'x'"),
        ):
            with self.subTest(change=change):
                self.refused_by_database(
                    f"UPDATE {table} SET {change} WHERE id = %s", row.id
                )

    def test_values_that_move_on_leave_the_frozen_token_alone(self):
        self.seal()
        approval = self.proposed()
        payload = approval.payload
        approval._neiqin_set({"why": "另一回事"})
        self.env.flush_all()
        self.env.invalidate_all()
        self.assertEqual((approval.why, approval.payload), ("另一回事", payload))

    def test_without_a_permit_nothing_changes_places(self):
        letter = self.two_letters()[0]
        self.env.flush_all()
        exchange = (
            "UPDATE neiqin_confirmation_letter SET content = '••••••••',"
            " neiqin_sealed = 'content=nq1:00000000:AAAA' WHERE id = %s"
        )
        self.refused_by_database(exchange, letter.id)  # off: no lock at all
        self.env.cr.execute("SELECT set_config('neiqin.permit', 'guess', true)")
        self.refused_by_database(exchange, letter.id)
        self.seal()
        self.env.cr.execute("SELECT set_config('neiqin.permit', 'guess', true)")
        self.refused_by_database(exchange, letter.id)
        for lie in ("exchange_lock = 'mine'", "exchange_nonce = NULL"):
            self.refused_by_database(f"UPDATE neiqin_sealing SET {lie}")
        self.refused_by_database("DELETE FROM neiqin_sealing")
        # neither a table of the same name nor functions of one's own stand in for it
        self.env.cr.execute(
            "CREATE TEMP TABLE neiqin_sealing (exchange_lock text) ON COMMIT DROP;"
            "INSERT INTO pg_temp.neiqin_sealing"
            " VALUES (encode(sha256('guess'), 'hex'))"
        )
        self.refused_by_database(exchange, letter.id)
        self.env.cr.execute("DROP TABLE pg_temp.neiqin_sealing")

    def test_a_permit_counts_once(self):
        seen = []
        sealing = type(self.env["neiqin.sealing"])
        original = sealing._neiqin_show_permit

        def show(records, permit):
            seen.append(permit)
            return original(records, permit)

        letter = self.two_letters()[0]
        with patch.object(sealing, "_neiqin_show_permit", show):
            self.seal()
        used = [permit for permit in seen if permit]
        self.assertTrue(used)
        self.env.flush_all()
        for permit in used:
            self.env.cr.execute(
                "SELECT set_config('neiqin.permit', %s, true)", [permit]
            )
            self.refused_by_database(
                "UPDATE neiqin_confirmation_letter SET neiqin_sealed = NULL"
                " WHERE id = %s",
                letter.id,
            )

    def test_a_replaced_cipher_text_is_found_out_when_read(self):
        """As the owner of the table, who switches the trigger off."""
        one, other = self.two_letters()
        self.seal()
        sealed = self.column(one, "neiqin_sealed")
        for token in (self.column(other, "neiqin_sealed"), sealed[:-30], "content=x"):
            self.past_the_trigger(one, token)
            with self.subTest(token=token[:40]), self.refused(UserError, "cannot be"):
                self.as_user(self.clerk, one).read(["content"])
        # even who has the key cannot put another text under the digest that was sent
        ring = self.env["neiqin.sealing"]._neiqin_ring()
        forged = ring.seal("{}", one._neiqin_place("content"))
        self.past_the_trigger(one, f"content={forged}")
        with self.refused(UserError, "digest"):
            self.as_user(self.clerk, one).read(["content"])
        self.past_the_trigger(one, sealed)
        self.assertIn("8231.77", self.as_user(self.clerk, one).content)

    def past_the_trigger(self, record, token):
        table = record._table
        self.env.flush_all()
        self.env.cr.execute(
            f"ALTER TABLE {table} DISABLE TRIGGER neiqin_row_guard;"
            f"UPDATE {table} SET neiqin_sealed = %s WHERE id = %s;"
            f"ALTER TABLE {table} ENABLE ALWAYS TRIGGER neiqin_row_guard",
            [token, record.id],
        )
        self.env.invalidate_all()

    def test_a_replaced_payload_is_asked_anew_and_not_carried_out(self):
        self.seal()
        approval = self.proposed()
        order = approval._neiqin_record()
        approval.with_user(self.colleague).action_approve()
        ring = self.env["neiqin.sealing"]._neiqin_ring()
        change = json.dumps({"lines": {str(order.order_line.id): {"price_unit": 1}}})
        tokens = self.column(approval, "neiqin_sealed").split("\n")
        forged = ring.seal(change, approval._neiqin_place("payload"))
        tokens = [row for row in tokens if not row.startswith("payload=")]
        self.past_the_trigger(approval, "\n".join([*tokens, f"payload={forged}"]))
        notice = approval.with_user(self.supervisor).action_approve()
        self.assertEqual(notice["params"]["type"], "warning")
        self.assertEqual(order.order_line.price_unit, PRICE)

    def test_nobody_reads_or_writes_tokens_and_locks_over_rpc(self):
        letters = self.two_letters()
        self.seal()
        for user in (self.clerk, self.manager, self.env.ref("base.user_admin")):
            seen = self.as_user(user, letters)
            with self.assertRaises(AccessError):
                seen.read(["neiqin_sealed"])
            with self.assertRaises(AccessError):
                seen.write({"neiqin_sealed": False})
            sealing = self.sealing.with_user(user).sudo(False)
            with self.assertRaises(AccessError):
                sealing.read(["exchange_lock"])
            with self.assertRaises(AccessError):
                sealing.write({"exchange_lock": False})
        with self.assertRaises(AccessError):
            letters.sudo().write({"neiqin_sealed": False})

    def test_a_mask_is_no_reveal(self):
        """Whoever may read a letter reads it; there is nothing to reveal."""
        letters = self.two_letters()
        self.seal()
        question = self.env["neiqin.reveal"].with_user(self.clerk)
        question = question.create(
            {
                "res_model": letters._name,
                "res_id": letters[0].id,
                "reason": "客户要求回电",
            }
        )
        with self.refused(UserError, "no hidden values"):
            question.action_reveal()
