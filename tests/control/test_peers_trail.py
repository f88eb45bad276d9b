"""Trails that are deleted, leavers who stay: tried from outside; each fails here.

Named after the table in ``docs/peers.md``.
"""

from odoo.tools import SQL, mute_logger

from .peers_case import BYPASSES, PeersCase
from .rpc_case import DENIED

QUIET = ("odoo.http", "odoo.sql_db")


class TestAuditLog(PeersCase):
    """B6 and C13: logs that an administrator empties."""

    def entry(self):
        trail = self.env["neiqin.trail.entry"]
        trail._neiqin_log("override", self.partner, values={"phone": "13800138000"})
        self.env["neiqin.trail.chain"]._neiqin_open_chains()._neiqin_seal(1000)
        return trail.search([], order="id desc", limit=1)

    @mute_logger(*QUIET)
    def test_b6_nobody_deletes_or_writes_an_entry(self):
        entry = self.entry()
        for role in ("clerk", "manager", "auditor", "admin"):
            for context in ({}, BYPASSES, {"_force_unlink": True}):
                for method, arguments in (
                    ("unlink", {}),
                    ("write", {"vals": {"reason": "nothing"}}),
                ):
                    answer = self.call(
                        role,
                        "neiqin.trail.entry",
                        method,
                        ids=entry.ids,
                        context=context,
                        **arguments,
                    )
                    self.assertIn(answer.error, DENIED, (role, method, context))
        self.env.invalidate_all()
        self.assertTrue(entry.exists())

    @mute_logger(*QUIET)
    def test_b6_sensitive_values_are_masked(self):
        entry = self.entry()
        (read,) = self.done("auditor", "neiqin.trail.entry", "read", ids=entry.ids)
        self.assertNotIn("13800138000", str(read))

    @mute_logger(*QUIET)
    def test_b6_entries_outlive_their_record(self):
        entry = self.entry()
        self.partner.unlink()
        (read,) = self.done(
            "auditor",
            "neiqin.trail.entry",
            "read",
            ids=entry.ids,
            fields=["res_name", "res_id"],
        )
        self.assertEqual(read["res_name"], "杭州精工减速机有限公司")

    @mute_logger(*QUIET)
    def test_c13_an_edited_row_is_named(self):
        entry = self.entry()
        table = SQL.identifier("neiqin_trail_entry")
        self.env.cr.execute(SQL("ALTER TABLE %s DISABLE TRIGGER USER", table))
        self.env.cr.execute(
            SQL("UPDATE %s SET reason = 'x' WHERE id = %s", table, entry.id)
        )
        self.env.cr.execute(SQL("ALTER TABLE %s ENABLE TRIGGER USER", table))
        self.env.invalidate_all()
        for role in ("clerk", "sales", "supervisor"):
            self.refused(role, "neiqin.trail.entry", "verify")
        found = self.done("auditor", "neiqin.trail.entry", "verify")
        broken = [result for result in found if not result["ok"]]
        self.assertEqual([result["entry_id"] for result in broken], entry.ids)

    @mute_logger(*QUIET)
    def test_c13_the_administrator_cannot_remove_it(self):
        entry = self.entry()
        answer = self.call("admin", "neiqin.trail.entry", "unlink", ids=entry.ids)
        self.assertIn(answer.error, DENIED)


class TestLeaverSwitch(PeersCase):
    """C12: leavers whose keys, sessions and work stay behind."""

    @mute_logger(*QUIET)
    def test_c12_everything_is_handed_over_and_the_key_is_dead(self):
        orders = self.new_order("clerk2") | self.new_order("clerk2")
        leaver, successor = self.users["clerk2"], self.users["clerk"]
        self.partner.user_id = leaver
        for record in (*orders, self.partner):
            record.activity_schedule("mail.mail_activity_data_todo", user_id=leaver.id)
        activities = self.env["mail.activity"].sudo()
        before = activities.search_count([])
        own = activities.search_count([("user_id", "=", leaver.id)])
        vals = {"user_id": leaver.id, "successor_id": successor.id}
        for role in ("clerk", "supervisor", "sales", "auditor"):
            self.refused(role, "neiqin.leaver", "create", vals_list=[vals])
        ids = self.done("manager", "neiqin.leaver", "create", vals_list=[vals])
        self.refused("clerk", "neiqin.leaver", "action_freeze", ids=ids)
        self.done("clerk2", "sale.order", "search_count", domain=[])
        self.done("manager", "neiqin.leaver", "action_freeze", ids=ids)
        answer = self.call("clerk2", "sale.order", "search_count", domain=[])
        self.assertIn(answer.error, DENIED)
        self.assertEqual(activities.search_count([]), before)
        self.assertEqual(activities.search_count([("user_id", "=", leaver.id)]), 0)
        self.assertGreaterEqual(
            activities.search_count([("user_id", "=", successor.id)]), own
        )
        self.assertEqual(orders.user_id, successor)
        self.assertEqual(self.partner.user_id, successor)
        self.assertFalse(leaver.active)
