"""What `odoo-bin neiqin_restore` and `./neiqin restore` do."""

import os
import secrets
import sys
import time
import uuid

from odoo import sql_db

from ...tools import backup_place, backup_store
from ...tools.backup_open import BackupError
from ...tools.backup_postgres import PostgresError, scratch_name
from ...tools.backup_restore import Restore, RestoreRefused
from . import backup_server, drill_scratch

MARK = "by command"
SECOND = 1.0
NAMES = {
    "files": "files, every byte as it was written",
    "modules": "modules, same versions",
    "counts": "key tables: rows, as recorded",
    "chains": "heads of the trail, as recorded",
}
REFUSED = {
    "name": "{about!r} is no name for a database: letters, digits, _ . -",
    "database": "There is a database {about}. Nothing is overwritten: choose another"
    " name, or rename or drop that one first.",
    "filestore": "There is a folder of files {about} already. Move it away first.",
    "unknown": "No NEIQIN_BACKUP_<NAME>_URL is the beginning of {about}: set it, with"
    " what its driver needs (docs/backup.md).",
}


class Counted:
    """A stream that shows how far it was read."""

    def __init__(self, stream, total):
        self._stream, self._total = stream, total
        self._done, self._shown = 0, time.monotonic()

    def read(self, count=-1):  # pylint: disable=method-required-super
        data = self._stream.read(count)
        self._done += len(data)
        if time.monotonic() - self._shown > SECOND:
            self._shown = time.monotonic()
            share = f"{self._done / self._total:.0%} of " if self._total else ""
            say(f"  {share}{(self._total or self._done) / 2**20:.0f} MB")
        return data


def say(text):
    """Write a line to who sits before it."""
    sys.stderr.write(text + "\n")
    sys.stderr.flush()


def main(file, name, live=False):
    """Restore, check, say what was checked; return the exit code."""
    restore = Restore(backup_server.postgres(), backup_server.filestore)
    try:
        restore.refuse(name)
        like = scratch_name(name, "restore", secrets.token_hex(4))
        for left in restore.sweep(f"{MARK} into {name}", like):
            say(f"Dropped {left}: what an interrupted restore left behind")
        return _restore(restore, file, name, live)
    except RestoreRefused as error:
        say(REFUSED[error.code].format(about=error.about))
    except (BackupError, PostgresError, OSError) as error:
        say(f"{file}: {backup_server.without_secrets(str(error))}")
        say(f"Nothing was restored; there is no database {name}.")
    except backup_place.PlaceRefused as error:
        say(f"{file}: {error}")
    return 1


def _restore(restore, file, name, live):
    working = scratch_name(name, "restore", secrets.token_hex(4))
    masters = backup_server.masters()
    begun = time.monotonic()
    stream, size = _open(file)
    say(f"Restoring {file} into {name}")
    with stream:
        counted = Counted(stream, size)
        manifest = restore.run(counted, masters, working, f"{MARK} into {name}")
    try:
        checks = restore.checks(working)
        copy = name != manifest["database"] and not live
        if copy:
            _make_copy(working)
    except BaseException:
        restore.drop(working)
        raise
    good = _report(checks)
    if not good:
        restore.drop(working)
        say(f"Nothing was restored; there is no database {name}.")
        return 1
    restore.finish(working, name)
    _conclude(name, manifest, copy, time.monotonic() - begun)
    return 0


def _open(file):
    """Return the backup, opened, and its size where it is known."""
    if "://" not in file:
        return open(file, "rb"), os.path.getsize(file)
    known = backup_server.places()
    folder, _slash, name = file.rpartition("/")
    for reference in backup_place.names(known):
        try:
            place = backup_place.check(reference, folder, known)
        except backup_place.PlaceRefused:
            continue
        store = backup_store.connect(place, reference, known)
        return store.reading(name), store.sizes().get(name)
    raise RestoreRefused("unknown", file)


def _make_copy(working):
    """Have a copy do nothing by itself, and be known as another database."""
    drill_scratch.neutralize(working)
    with sql_db.db_connect(working).cursor() as cr:
        cr.execute(
            "UPDATE ir_config_parameter SET value = %s WHERE key = 'database.uuid'",
            (str(uuid.uuid1()),),
        )
    sql_db.close_db(working)


def _report(checks):
    for code, good, text in checks:
        say(f"  {'ok    ' if good else 'FAILED'}  {NAMES[code]}: {text}")
    return all(good for _code, good, _text in checks)


def _conclude(name, manifest, copy, seconds):
    say(
        f"Restored {name} in {seconds:.0f} s: as {manifest['database']} was on"
        f" {manifest['created']} UTC, Odoo {manifest['odoo']}."
    )
    if manifest["missing"]:
        say(f"  {manifest['missing']} files were missing already when it was made.")
    for code, count in (manifest.get("elsewhere") or {}).items():
        say(f"  {count} files are not in the backup: they lie in the store {code!r}.")
        say(
            "  What is done to files here is done there: give a copy a store of its own."
        )
    if copy:
        say("  It is a copy: no mail, no schedules, no backups (--live: as it was).")
