"""Point-in-time recovery as docs/backup.md describes it, on a cluster of its own."""

import os
import shutil
import subprocess
import tempfile
import time
import unittest
from pathlib import Path

from dev import ports, postgres

#: Of the cluster, whatever name the environment has for the tests' own server.
OWNER = "postgres"


class TestPointInTime(unittest.TestCase):
    """Base copy, archived log, a slip, and back to the second before the slip."""

    def setUp(self):
        super().setUp()
        self.enterContext(postgres.running())  # its programs lie where they may run
        self.user = postgres._service_user()
        self.folder = Path(tempfile.mkdtemp(prefix="nqpit", dir="/var/tmp"))
        self.addCleanup(shutil.rmtree, self.folder, ignore_errors=True)
        if self.user:
            os.chown(self.folder, self.user["user"], self.user["group"])
        self.port = ports.first_free(25440)
        (self.folder / "wal").mkdir()
        if self.user:
            os.chown(self.folder / "wal", self.user["user"], self.user["group"])

    def run_as_server(self, program, *arguments):
        done = subprocess.run(
            [postgres.programs() / program, *map(str, arguments)],
            capture_output=True,
            check=False,
            stdin=subprocess.DEVNULL,
            cwd=self.folder,
            **self.user,
        )
        self.assertEqual(done.returncode, 0, done.stderr.decode())
        return done.stdout.decode().strip()

    def start(self, data):
        subprocess.run(
            [
                postgres.programs() / "pg_ctl",
                "-w",
                "-D",
                data,
                "-l",
                data / "log",
                "start",
            ],
            check=True,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            cwd=self.folder,
            start_new_session=True,
            **self.user,
        )
        self.addCleanup(self.stop, data)

    def stop(self, data):
        if (data / "postmaster.pid").exists():
            self.run_as_server("pg_ctl", "-w", "-D", data, "-m", "fast", "stop")

    def sql(self, statement):
        where = [
            "-U",
            OWNER,
            "-h",
            self.folder,
            "-p",
            self.port,
            "-d",
            "postgres",
            "-AtqX",
        ]
        return self.run_as_server("psql", *where, "-c", statement)

    def settings(self, data, **values):
        rows = "".join(f"{name} = '{value}'\n" for name, value in values.items())
        with (data / "postgresql.conf").open("a") as conf:
            conf.write(rows)

    def test_back_to_the_second_before_a_slip(self):
        data, back = self.folder / "data", self.folder / "back"
        self.run_as_server(
            "initdb", "-U", OWNER, "-D", data, "--auth=trust", "--no-sync"
        )
        self.settings(
            data,
            port=self.port,
            listen_addresses="",
            unix_socket_directories=self.folder,
            fsync="off",
            wal_level="replica",
            archive_mode="on",
            archive_command=f"test ! -f {self.folder}/wal/%f && cp %p {self.folder}/wal/%f",
        )
        self.start(data)
        self.sql("CREATE TABLE orders AS SELECT 1 AS id")
        where = ["-U", OWNER, "-h", self.folder, "-p", self.port]
        self.run_as_server(
            "pg_basebackup", *where, "-D", back, "-X", "none", "-c", "fast"
        )
        self.sql("INSERT INTO orders VALUES (2)")
        time.sleep(0.2)
        moment = self.sql("SELECT now()")
        time.sleep(0.2)
        self.sql("DELETE FROM orders")
        self.sql("SELECT pg_switch_wal()")
        last = self.sql("SELECT pg_walfile_name(pg_current_wal_lsn())")
        self.sql("CHECKPOINT")
        self.stop(data)
        self.assertTrue(last)
        self.settings(
            back,
            restore_command=f"cp {self.folder}/wal/%f %p",
            recovery_target_time=moment,
            recovery_target_action="promote",
            archive_mode="off",
        )
        (back / "recovery.signal").touch()
        if self.user:
            os.chown(back / "recovery.signal", self.user["user"], self.user["group"])
        self.start(back)
        self.assertEqual(
            self.sql("SELECT string_agg(id::text, ',') FROM orders"), "1,2"
        )
