"""Point-in-time recovery as docs/backup.md describes it, on a cluster of its own."""

import time
import unittest

from dev import ports, postgres

from .own_cluster import OWNER, Clusters


class TestPointInTime(unittest.TestCase):
    """Base copy, archived log, a slip, and back to the second before the slip."""

    def setUp(self):
        super().setUp()
        self.enterContext(postgres.running())  # its programs lie where they may run
        self.clusters = Clusters()
        self.addCleanup(self.clusters.close)
        self.port = ports.any_free()

    def sql(self, statement):
        return self.clusters.sql(self.port, statement)

    def test_back_to_the_second_before_a_slip(self):
        clusters = self.clusters
        wal, back = clusters.subfolder("wal"), clusters.folder / "back"
        data = clusters.make(
            "data",
            port=self.port,
            listen_addresses="",
            wal_level="replica",
            archive_mode="on",
            archive_command=f"test ! -f {wal}/%f && cp %p {wal}/%f",
        )
        clusters.start(data)
        self.sql("CREATE TABLE orders AS SELECT 1 AS id")
        where = ["-U", OWNER, "-h", clusters.folder, "-p", self.port]
        clusters.run("pg_basebackup", *where, "-D", back, "-X", "none", "-c", "fast")
        self.sql("INSERT INTO orders VALUES (2)")
        time.sleep(0.2)
        moment = self.sql("SELECT now()")
        time.sleep(0.2)
        self.sql("DELETE FROM orders")
        self.sql("SELECT pg_switch_wal()")
        last = self.sql("SELECT pg_walfile_name(pg_current_wal_lsn())")
        self.sql("CHECKPOINT")
        clusters.stop(data)
        self.assertTrue(last)
        clusters.configure(
            back,
            restore_command=f"cp {wal}/%f %p",
            recovery_target_time=moment,
            recovery_target_action="promote",
            archive_mode="off",
        )
        (back / "recovery.signal").touch()
        clusters.own(back / "recovery.signal")
        clusters.start(back)
        self.assertEqual(
            self.sql("SELECT string_agg(id::text, ',') FROM orders"), "1,2"
        )
