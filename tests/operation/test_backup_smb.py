"""A place on an SMB share: a real Samba on the loopback, where the machine has one."""

import json
import os
import shutil
import subprocess
import tempfile
import unittest
from pathlib import Path

from dev import children, community, odoo_process, places, ports, python_env

from .growth_case import until

USER, PASSWORD = "nobody", "s3cret-of-the-vault"
SAMBA = """
[global]
interfaces = 127.0.0.1
bind interfaces only = yes
smb ports = {port}
server role = standalone server
private dir = {folder}
state directory = {folder}
lock directory = {folder}
cache directory = {folder}
pid directory = {folder}
ncalrpc dir = {folder}
passdb backend = tdbsam
load printers = no
disable spoolss = yes
[VAULT]
path = {folder}/vault
read only = no
"""
#: What a backup does with a place, in a process that has the driver.
WORK = """
import hashlib, json, os
from tools import backup_place, backup_store
store = backup_store.connect(backup_place.check("NAS", "", os.environ), "NAS", os.environ)
data = os.urandom(5_000_000)
name, half = "a-20260101T000000Z-1.nqb", "a-20260102T000000Z-2.nqb"
before = store.sizes()
with store.writing(name) as file:
    for start in range(0, len(data), 1 << 20):
        file.write(data[start : start + (1 << 20)])
store.keep(name, len(data), hashlib.sha256(data).hexdigest())
try:
    with store.writing(half) as file:
        file.write(b"x" * 100)
        raise KeyboardInterrupt
except KeyboardInterrupt:
    pass
with store.reading(name) as file:
    same = file.read() == data
print(json.dumps([before, store.sizes(), same, store.sweep("a"), store.remove(name),
    store.sizes()]))
"""


@unittest.skipUnless(
    shutil.which("smbd") and os.geteuid() == 0, "needs Samba's smbd, and to be root"
)
class TestBackupSmb(unittest.TestCase):
    def test_a_backup_comes_and_goes(self):
        folder = Path(self.enterContext(tempfile.TemporaryDirectory()))
        folder.chmod(0o755)
        (folder / "vault").mkdir()
        (folder / "vault").chmod(0o777)
        port = ports.any_free()
        conf = folder / "smb.conf"
        conf.write_text(SAMBA.format(port=port, folder=folder))
        subprocess.run(
            ["smbpasswd", "-c", conf, "-s", "-a", USER],
            input=f"{PASSWORD}\n{PASSWORD}\n".encode(),
            check=True,
            capture_output=True,
        )
        server = subprocess.Popen(
            ["smbd", "-F", "--no-process-group", "-s", conf, "-l", folder],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,  # when it ends it ends its group
        )
        self.addCleanup(children.end_child, server)
        self.assertFalse(until(lambda: ports.is_free(port), False, 20))
        driver = community.folder(community.SMB)
        done = subprocess.run(
            [python_env.python(), "-c", WORK],
            capture_output=True,
            check=False,
            cwd=places.ROOT,
            env=odoo_process.environment(
                PYTHONPATH=os.pathsep.join(
                    [str(places.ROOT / places.ADDON), str(driver)]
                ),
                NEIQIN_BACKUP_NAS_URL=f"smb://{ports.HOST}:{port}/VAULT/office",
                NEIQIN_BACKUP_NAS_USERNAME=USER,
                NEIQIN_BACKUP_NAS_PASSWORD=PASSWORD,
            ),
        )
        self.assertEqual(done.returncode, 0, done.stderr.decode()[-3000:])
        name = "a-20260101T000000Z-1.nqb"
        half = "a-20260102T000000Z-2.nqb.part"
        self.assertEqual(
            json.loads(done.stdout.splitlines()[-1]),
            [{}, {name: 5_000_000}, True, [half], True, {}],
        )
