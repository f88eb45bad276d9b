"""Places for backups: every kind against a server that speaks its language."""

import errno
import hashlib
import os
import subprocess
import sys
import tempfile
import threading
import time
import unittest
from contextlib import contextmanager
from pathlib import Path
from unittest.mock import patch

from odoo.addons.neiqin_addon.tools import backup_place, backup_store
from odoo.addons.neiqin_addon.tools.backup_fan import Fan

from dev import places

from . import backup_servers

NAME = "office-20260301T020500Z-1.nqb"
DATA = os.urandom(3 << 20)
DIGEST = hashlib.sha256(DATA).hexdigest()


class TestStores(unittest.TestCase):
    def setUp(self):
        super().setUp()
        self.folder = Path(self.enterContext(tempfile.TemporaryDirectory()))

    def store(self, reference, known):
        place = backup_place.check(reference, "", known)
        return backup_store.connect(place, reference, known)

    def local(self, folder):
        known = {backup_place.FOLDERS: str(folder)}
        place = backup_place.check("", str(folder), known)
        return backup_store.connect(place, "", known)

    def put(self, store, name=NAME):
        with store.writing(name) as file:
            file.write(DATA[: 1 << 20])
            file.write(DATA[1 << 20 :])

    def life(self, store):
        """Write, look, keep, read, sweep and remove."""
        self.put(store)
        self.assertEqual(store.sizes(), {}, "half files are in no list")
        store.keep(NAME, len(DATA), DIGEST)
        self.assertEqual(store.sizes(), {NAME: len(DATA)})
        with store.reading(NAME) as file:
            self.assertEqual(file.read(), DATA)
        self.put(store, "office-20260302T020500Z-2.nqb")
        self.put(store, "another-20260302T020500Z-2.nqb")
        swept = store.sweep("office")
        self.assertEqual(swept, ["office-20260302T020500Z-2.nqb.part"])
        self.put(store)
        with self.assertRaises(backup_store.StoreError):
            store.keep(NAME, len(DATA), DIGEST)  # never over another one
        with self.assertRaises(backup_store.StoreError):
            store.keep(NAME, len(DATA), "0" * 64)
        self.assertTrue(store.remove(NAME))
        self.assertEqual(store.sizes(), {})

    def test_folder(self):
        self.life(self.local(self.folder))

    def test_s3(self):
        with backup_servers.s3("vault") as (_client, known):
            self.life(self.store("CLOUD", known))

    def test_sftp(self):
        (self.folder / "vault").mkdir()
        hosts = self.folder / "known_hosts"
        with backup_servers.sftp(self.folder / "vault", hosts) as (_server, known):
            self.life(self.store("CELLAR", known))

    def test_sftp_of_somebody_else_gets_no_password(self):
        hosts = self.folder / "known_hosts"
        with backup_servers.sftp(self.folder, hosts) as (_server, known):
            hosts.write_text("")
            with self.assertRaisesRegex(Exception, "(?i)host key"):
                self.store("CELLAR", known)

    def test_webdav(self):
        (self.folder / "vault").mkdir()
        with backup_servers.webdav(self.folder / "vault") as known:
            self.life(self.store("DAV", known))

    def test_s3_locked_against_deletion(self):
        options = {"ObjectLockEnabledForBucket": True}
        with backup_servers.s3("locked", **options) as (client, known):
            store = self.store(
                "CLOUD", {**known, "NEIQIN_BACKUP_CLOUD_LOCK_DAYS": "30"}
            )
            self.put(store)
            store.keep(NAME, len(DATA), DIGEST)
            path = f"office/{NAME}"
            held = client.head_object(Bucket="locked", Key=path)
            self.assertEqual(held["ObjectLockMode"], "GOVERNANCE")
            versions = client.list_object_versions(Bucket="locked", Prefix=path)
            (version,) = (v for v in versions["Versions"] if v["Key"] == path)
            with self.assertRaises(client.exceptions.ClientError):
                client.delete_object(
                    Bucket="locked", Key=path, VersionId=version["VersionId"]
                )
            # retention may hide it from the list; its bytes stay
            store.remove(NAME)
            body = client.get_object(
                Bucket="locked", Key=path, VersionId=version["VersionId"]
            )["Body"].read()
            self.assertEqual(hashlib.sha256(body).hexdigest(), DIGEST)

    def test_a_place_that_refuses_to_delete_keeps_its_file(self):
        """Write once, read many: no error, and the file stays in the list."""
        store = self.local(self.folder)
        self.put(store)
        store.keep(NAME, len(DATA), DIGEST)
        for number in (errno.EPERM, errno.EACCES):
            refused = PermissionError(number, "immutable")
            with patch.object(store.fs, "rm_file", side_effect=refused):
                self.assertFalse(store.remove(NAME))
        self.assertEqual(store.sizes(), {NAME: len(DATA)})

    # -- what goes wrong

    def fan(self, **stores):
        fan = Fan({key: lambda s=s: s.writing(NAME) for key, s in stores.items()}, 20)
        for start in range(0, len(DATA), 1 << 18):
            fan.write(DATA[start : start + (1 << 18)])
        return fan.finish()

    def test_b7_disk_full_stops_no_other_place(self):
        with self.small_disk() as small:
            full, good = self.local(small), self.local(self.folder)
            errors = self.fan(full=full, good=good)
            self.assertEqual(list(errors), ["full"])
            self.assertIn(errors["full"].errno, (errno.ENOSPC, errno.EFBIG))
            good.keep(NAME, len(DATA), DIGEST)
            self.assertEqual(full.sizes(), {})
            self.assertEqual(full.sweep("office"), [f"{NAME}.part"])

    @contextmanager
    def small_disk(self):
        """Have a disk of one megabyte; without root a limit on the files' size."""
        small = self.folder / "small"
        small.mkdir()
        mount = ["mount", "-t", "tmpfs", "-o", "size=1m", "tmpfs", str(small)]
        if os.geteuid() == 0 and not subprocess.call(mount, stderr=subprocess.DEVNULL):
            try:
                yield small
            finally:
                subprocess.check_call(["umount", str(small)])
            return
        self.fail("needs root, to mount a small disk")

    def test_place_gone_in_the_middle(self):
        vault = self.folder / "vault"
        vault.mkdir()
        hosts = self.folder / "known_hosts"
        with backup_servers.sftp(vault, hosts) as (server, known):
            gone = self.store("CELLAR", known)
            good = self.local(self.folder / "good")
            fan = Fan(
                {
                    "gone": lambda: gone.writing(NAME),
                    "good": lambda: good.writing(NAME),
                },
                20,
            )
            fan.write(DATA[: 1 << 20])
            server.stop()
            fan.write(DATA[1 << 20 :])
            self.assertEqual(list(fan.finish()), ["gone"])
            good.keep(NAME, len(DATA), DIGEST)
            self.assertEqual(list(vault.rglob("*.nqb")), [])

    def test_a_line_that_is_cut_is_not_waited_for_without_end(self):
        """The server says nothing more, and nobody ends the connection."""
        vault, hosts = self.folder / "vault", self.folder / "known_hosts"
        vault.mkdir()
        with backup_servers.sftp(vault, hosts) as (server, known):
            known["NEIQIN_BACKUP_CELLAR_KEEPALIVE_INTERVAL"] = "1"
            store = self.store("CELLAR", known)
            self.put(store)
            thaw = threading.Event()
            server.loop.call_soon_threadsafe(thaw.wait, 60)
            self.addCleanup(thaw.set)
            begun = time.monotonic()
            with self.assertRaises(Exception) as caught:
                store.keep(NAME, len(DATA), DIGEST)
            thaw.set()
            self.assertLess(time.monotonic() - begun, 30, caught.exception)
            self.assertEqual(list(vault.rglob("*.nqb")), [])

    def test_no_permission(self):
        if os.geteuid() == 0:
            closed = Path("/proc/neiqin")  # not even root makes a folder there
        else:
            closed = self.folder / "closed"
            closed.mkdir(mode=0o500)
        errors = self.fan(closed=self.local(closed), good=self.local(self.folder))
        self.assertEqual(list(errors), ["closed"])
        self.assertIsInstance(errors["closed"], OSError)

    def test_link_leads_out_of_the_folder(self):
        inside = self.folder / "vault"
        inside.mkdir()
        known = {backup_place.FOLDERS: str(inside)}
        (inside / "out").symlink_to("/etc")
        for address in ("/etc", str(inside / "out"), f"{inside}/../x", f"{inside}x"):
            with self.assertRaises(backup_place.PlaceRefused) as caught:
                backup_place.check("", address, known)
            self.assertEqual(caught.exception.code, "outside")

    def test_options_in_a_file_that_others_read(self):
        place = self.folder / "options.json"
        place.write_text('{"secret": "x"}')
        place.chmod(0o644)
        known = {"NEIQIN_BACKUP_CLOUD_FILE": str(place)}
        with self.assertRaisesRegex(ValueError, "0600"):
            backup_place.options("CLOUD", known)
        place.chmod(0o600)
        self.assertEqual(backup_place.options("CLOUD", known)[0], {"secret": "x"})


class TestMemory(unittest.TestCase):
    """What a backup and its restore take of memory does not grow with it."""

    CODE = """
import os, resource, sys, tempfile
from odoo.addons.neiqin_addon.tools import (
    backup_archive, backup_fan, backup_open, backup_seal, cipher)
class Long:
    left = int(sys.argv[1]) << 20
    block = os.urandom(1 << 20)
    def read(self, count):
        size = min(count, self.left)
        self.left -= size
        return (self.block * (size // len(self.block) + 1))[:size]
with tempfile.NamedTemporaryFile() as place:
    fan = backup_fan.Fan({"place": lambda: open(place.name, "wb")})
    with backup_seal.Sealer(fan.write, cipher.Key(bytes(32)), {}) as sealer:
        packer = backup_archive.Packer(sealer)
        packer.add_dump(Long())
        packer.finish({})
    assert not fan.finish()
    with open(place.name, "rb") as file:
        reader = backup_open.Reader(file, [bytes(32)])
        for name, piece in backup_archive.Unpacker(reader).files():
            while piece.read(1 << 20):
                pass
print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)
"""

    def used(self, megabytes):
        """Return the kilobytes that a process took for a dump of that size."""
        script = f"import sys; sys.path.insert(0, {str(places.ROOT)!r})\n{self.CODE}"
        script = script.replace("odoo.addons.neiqin_addon", "neiqin_addon")
        # the package without its models
        bare = (
            "import sys, types\n"
            "package = types.ModuleType('neiqin_addon')\n"
            f"package.__path__ = [{str(places.ROOT / 'neiqin_addon')!r}]\n"
            "sys.modules['neiqin_addon'] = package\n"
        )
        done = subprocess.run(
            [sys.executable, "-c", bare + script, str(megabytes)],
            capture_output=True,
            check=True,
        )
        return int(done.stdout)

    def test_the_size_does_not_matter(self):
        self.assertLess(self.used(512) - self.used(64), 8 << 10)
