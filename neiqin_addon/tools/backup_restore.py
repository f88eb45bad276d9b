"""Brings a backup back: into a database of its own, never over another one.

It is restored under a working name that Odoo does not list and gets its own name at the
end, so that a half one never looks like a database.
"""

import os
import re
import shutil
from contextlib import suppress

from . import backup_facts
from .backup_archive import BUFFER_BYTES, Unpacker
from .backup_open import Reader
from .backup_postgres import NAME, PostgresError

#: The comment of databases under a working name, with what they are for.
MARK = "neiqin restore, may be dropped: "


class RestoreRefused(Exception):
    """There is something in the way. ``code`` and ``about`` say what."""

    def __init__(self, code, about):
        super().__init__(f"{code}: {about}")
        self.code, self.about = code, about


class Restore:
    """One restore.

    :param postgres: a :class:`backup_postgres.Postgres`
    :param filestore: function from a database's name to its folder of files
    :param tell: function that takes bytes of content read so far
    """

    def __init__(self, postgres, filestore, tell=None):
        self._postgres, self._filestore = postgres, filestore
        self._tell = tell or (lambda count: None)
        self.manifest = None
        self.count = self.bytes = 0

    def refuse(self, name):
        """Raise :class:`RestoreRefused` if a database of that name cannot be made."""
        if not NAME.fullmatch(name):
            raise RestoreRefused("name", name)
        if self._postgres.exists(name):
            raise RestoreRefused("database", name)
        if os.path.exists(self._filestore(name)):
            raise RestoreRefused("filestore", self._filestore(name))

    def run(self, stream, masters, working, mark):
        """Restore into a new database under a working name.

        :param stream: the backup
        :param masters: the keys at hand
        :param mark: what the database's comment says it is for
        :return: the manifest
        :raise BackupError: damaged, or the wrong key; nothing is left behind
        :raise PostgresError: the database could not be restored; likewise
        """
        reader = Reader(stream, masters)
        self._postgres.create(working, MARK + mark)
        try:
            self._fill(reader, working)
        except BaseException:
            self.drop(working)
            raise
        return self.manifest

    def _fill(self, reader, working):
        program = self._postgres.restore(working)
        unpacker = Unpacker(reader)
        try:
            for name, file in unpacker.files():
                if name.startswith("dump/"):
                    self._copy(file, program.process.stdin)
                else:
                    self._store(file, working, name)
            with suppress(BrokenPipeError):
                program.process.stdin.close()
            program.wait()
        except BrokenPipeError:
            program.wait()  # says why it takes nothing more
            raise PostgresError("pg_restore took not all of the dump") from None
        finally:
            program.end()
        self.manifest, self.count = unpacker.manifest, unpacker.count

    def _store(self, file, working, name):
        path = os.path.join(self._filestore(working), *name.split("/")[1:])
        os.makedirs(os.path.dirname(path), exist_ok=True)
        with open(path, "xb") as out:
            self._copy(file, out)

    def _copy(self, file, out):
        while data := file.read(BUFFER_BYTES):
            out.write(data)
            self.bytes += len(data)
            self._tell(self.bytes)

    def checks(self, working):
        """Return ``[(check, good, what)]`` of the restored database."""
        with (
            self._postgres.connection(working) as connection,
            connection.cursor() as cursor,
        ):
            found = backup_facts.compare(self.manifest, backup_facts.collect(cursor))
        whole = ("files", True, f"{self.manifest['files']}")
        return [whole, *found]

    def finish(self, working, final):
        """Give the restored database and its files their name."""
        self.refuse(final)
        if os.path.exists(self._filestore(working)):
            os.rename(self._filestore(working), self._filestore(final))
        self._postgres.show(working, final)

    def drop(self, working):
        """Remove a database under a working name, and its files."""
        self._postgres.drop(working)
        shutil.rmtree(self._filestore(working), ignore_errors=True)

    def sweep(self, mark, like):
        """Remove what killed restores left behind; return the names.

        :param like: a working name of the same kind, with a token of 8 digits
        """
        names = self._postgres.left_behind(MARK + mark, like[:-8])
        for name in names:
            # the mark can be written by whoever may comment: the name must fit as well
            if re.search(r"_nq[a-z]+_[0-9a-f]+$", name):
                self.drop(name)
        return names
