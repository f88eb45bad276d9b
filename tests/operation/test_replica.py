"""The read replica: a second PostgreSQL that streams, Odoo over HTTP, who answers what."""

import shutil
import time
import unittest

from odoo.tests.common import get_db_name

from dev import odoo_process, places, ports, postgres

from .growth_case import Server, move_database, until
from .own_cluster import Replicated, Statements
from .web_client import WebClient

ROLE = "office"
RETRIED = "retrying with a read/write cursor"
#: What people look at all day, beside the screens of the menus.
FIGURES = (
    ("neiqin.desk", "load"),
    ("neiqin.complaint.clock", "neiqin_board"),
    ("neiqin.backup.target", "neiqin_alert"),
)


class TestReplica(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.enterClassContext(postgres.running())
        cls.clusters = Replicated(ROLE)
        cls.addClassCleanup(cls.clusters.close)
        move_database(get_db_name(), cls.clusters, "office")
        cls.clusters.add_replica()
        cls.folder = places.private("runs", f"{get_db_name()}-replica")
        cls.addClassCleanup(shutil.rmtree, cls.folder, ignore_errors=True)
        cls.port = ports.any_free()
        config = odoo_process.write_config(
            cls.folder / "odoo.conf",
            db_host=ports.HOST,
            db_port=cls.clusters.port,
            db_user=ROLE,
            db_password=ROLE,
            db_replica_host=ports.HOST,
            db_replica_port=cls.clusters.replica_port,
            db_name="office",
            dbfilter="^office$",
            http_port=cls.port,
            max_cron_threads=0,
            data_dir=cls.folder / "data",
        )
        cls.server = Server(config, cls.folder / "odoo.log")
        cls.addClassCleanup(cls.server.kill)
        cls.server.wait(cls.port)
        cls.fill()
        cls.primary = Statements(cls.clusters.primary)
        cls.replica = Statements(cls.clusters.replica)

    @classmethod
    def fill(cls):
        """Have a manager, a clerk, and something on the screens."""
        admin = WebClient(cls.port, "office", "admin", "admin")
        names = ["group_neiqin_manager", "group_neiqin_clerk", "group_allow_export"]
        found = admin.call(
            "ir.model.data",
            "search_read",
            [("model", "=", "res.groups"), ("name", "in", names)],
            ["name", "res_id"],
        )
        groups = {row["name"]: row["res_id"] for row in found}
        for login in ("manager", "clerk"):
            admin.call(
                "res.users",
                "create",
                {
                    "name": login,
                    "login": f"replica-{login}",
                    "password": "replica",
                    "email": f"{login}@example.com",
                    "group_ids": [
                        (4, groups[f"group_neiqin_{login}"]),
                        (4, groups["group_allow_export"]),
                    ],
                },
            )
        cls.manager = WebClient(cls.port, "office", "replica-manager", "replica")
        cls.clerk = WebClient(cls.port, "office", "replica-clerk", "replica")
        product = admin.call("product.product", "create", {"name": "行星减速机"})
        cls.customer = admin.call(
            "res.partner",
            "create",
            {"name": "杭州精工", "is_company": True, "email": "gz@example.com"},
        )
        line = {"product_id": product, "product_uom_qty": 3, "price_unit": 100}
        order = admin.call(
            "sale.order",
            "create",
            {
                "partner_id": cls.customer,
                "user_id": cls.clerk.uid,
                "order_line": [(0, 0, line)],
            },
        )
        admin.call("sale.order", "action_confirm", [order])
        kind = admin.call("neiqin.complaint.type", "search", [], limit=1)[0]
        cls.manager.call(
            "neiqin.complaint",
            "create",
            {"partner_id": cls.customer, "type_id": kind, "subject": "坏了"},
        )
        cls.caught_up()

    @classmethod
    def caught_up(cls):
        """Wait until the replica has all that the primary has."""
        assert until(cls.clusters.lag, 0, 30) == 0

    def taken(self):
        """Return what each was asked since: (primary, replica)."""
        return self.primary.taken(), self.replica.taken()

    def trail(self, action):
        """Return how many rows of an action the primary's trail has."""
        count = f"SELECT count(*) FROM neiqin_trail_entry WHERE action = '{action}'"
        return int(self.clusters.sql(self.clusters.port, count, "office"))

    def test_1_every_screen_of_the_menus_is_answered_by_the_replica(self):
        self.taken()
        actions = self.manager.actions()
        asked, wrote, quiet = set(), {}, []
        for action_id, name in actions.items():
            shown = self.manager.show(action_id)
            asked.update(model for model, _method in shown)
            primary, replica = self.taken()
            if primary:
                wrote[name] = primary[:3]
            if not replica:
                quiet.append(name)
        self.assertGreater(len(actions), 40)
        for model in ("neiqin.sales.report", "neiqin.order.report", "sale.order"):
            self.assertIn(model, asked)
        self.assertEqual((wrote, quiet), ({}, []))

    def test_2_desk_board_and_figures_are_answered_by_the_replica(self):
        self.taken()
        for model, method in FIGURES:
            self.manager.call(model, method)
            primary, replica = self.taken()
            self.assertEqual(primary, [], method)
            self.assertTrue(replica, method)
        dashboards = self.manager.call("spreadsheet.dashboard", "search", [])
        self.assertTrue(dashboards)
        for number in dashboards:
            self.manager.get(f"/spreadsheet/dashboard/data/{number}")
        primary, replica = self.taken()
        self.assertEqual(primary, [])
        self.assertTrue(replica)
        self.assertNotIn(RETRIED, self.server.words())

    def test_3_a_write_goes_to_the_primary_and_is_seen_on_the_replica(self):
        self.taken()
        self.manager.call(
            "res.partner", "write", [self.customer], {"comment": "<p>new</p>"}
        )
        primary, _replica = self.taken()
        self.assertTrue([row for row in primary if row.startswith("UPDATE")])

        def comment():
            return self.manager.call(
                "res.partner", "read", [self.customer], ["comment"]
            )

        begun = time.monotonic()
        self.assertIn("new", until(lambda: comment()[0]["comment"], "<p>new</p>", 30))
        self.assertLess(time.monotonic() - begun, 10)
        self.assertEqual(self.taken()[0], [])

    def test_4_what_is_looked_at_and_written_down_is_not_lost(self):
        """An export, and an attempt that is refused while only reading."""
        before = self.trail("export")
        self.manager.call("sale.order", "export_data", [], ["name", "partner_id/name"])
        self.assertEqual(self.trail("export"), before + 1)
        denied = self.trail("denied")
        with self.assertRaises(AssertionError):
            self.clerk.call("neiqin.trail.entry", "verify")
        self.assertEqual(self.trail("denied"), denied + 1)

    def test_5_without_the_replica_the_primary_answers(self):
        self.clusters.stop(self.clusters.replica)
        self.primary.taken()
        for model, method in FIGURES:
            self.manager.call(model, method)
            self.assertTrue(self.primary.taken(), method)
        self.assertIn("falling back to read-write cursor", self.server.words())
