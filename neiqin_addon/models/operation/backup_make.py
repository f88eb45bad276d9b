"""The making of a backup: one consistent moment, to all places at once."""

import logging
import os
import tempfile
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import NamedTuple

from odoo import api, fields, models, release
from odoo.exceptions import UserError
from odoo.fields import Domain

from ...tools import backup_archive, backup_facts, backup_fan, backup_store
from ...tools.backup_gaps import Gaps
from ...tools.backup_seal import Sealer
from . import backup_server

_logger = logging.getLogger(__name__)


class Written(NamedTuple):
    """What came out: figures, and what failed ``{target id: exception}``."""

    size: int
    digest: str
    manifest: dict
    files: int
    errors: dict


class NeiqinBackup(models.Model):
    _inherit = "neiqin.backup"

    def _neiqin_make(self):
        """Make a backup that waits, on all active places; never raises for a place."""
        self.ensure_one()
        now = fields.Datetime.now()
        targets = self.env["neiqin.backup.target"].search(Domain.TRUE)
        name = backup_store.file_name(self.env.cr.dbname, now, self.id)
        key = None
        try:
            key = backup_server.ring(self.env).current
        except UserError as error:
            self._neiqin_begin(now, name, "")
            self._neiqin_note_failure(targets, error)
            return
        self._neiqin_begin(now, name, key.id)
        stores, errors = targets._neiqin_stores()
        self.env.cr.commit()  # pylint: disable=invalid-commit
        try:
            written = self._neiqin_write(key, name, stores)
        except Exception as error:
            _logger.exception("backup %s failed", name)
            errors = {**errors, **getattr(error, "errors", {})}
            self._neiqin_note_failure(targets, error, errors)
            return
        self._neiqin_note_success(targets, written, errors)

    def _neiqin_begin(self, now, name, key_id):
        self._neiqin_as_server().write(
            {"state": "running", "started_at": now, "name": name, "key_id": key_id}
        )
        self.env.cr.commit()  # pylint: disable=invalid-commit

    def _neiqin_write(self, key, name, stores):
        """Write the archive to all stores, read it back, give it its name.

        No transaction but the snapshot's is open meanwhile, and that one reads only.

        :param stores: ``{target id: Store}``
        :return: :class:`Written`
        """
        if not stores:
            raise backup_fan.NobodyLeft
        places = {ident: partial(s.writing, name) for ident, s in stores.items()}
        fan = backup_fan.Fan(places)
        about = {
            "database": self.env.cr.dbname,
            "created": fields.Datetime.to_string(fields.Datetime.now()),
        }
        try:
            with Sealer(fan.write, key, about) as sealer:
                packer = backup_archive.Packer(sealer)
                manifest = self._neiqin_fill(packer, about)
        except BaseException as error:
            failed = fan.abort()
            if isinstance(error, backup_fan.NobodyLeft):
                raise backup_fan.NobodyLeft(failed) from None
            raise
        errors = fan.finish()
        written = Written(fan.size, fan.hexdigest(), manifest, packer.files, errors)
        kept = {i: s for i, s in stores.items() if i not in errors}
        return written._replace(
            errors={**errors, **self._neiqin_keep(kept, name, written)}
        )

    @api.model
    def _neiqin_keep(self, stores, name, written):
        """Read back and rename, on all places at once; return ``{id: exception}``."""
        if not stores:
            return {}
        with ThreadPoolExecutor(len(stores)) as pool:
            turns = {
                ident: pool.submit(store.keep, name, written.size, written.digest)
                for ident, store in stores.items()
            }
        errors = {ident: turn.exception() for ident, turn in turns.items()}
        return {ident: error for ident, error in errors.items() if error}

    def _neiqin_fill(self, packer, about):
        """Put dump, files and manifest into the archive; return the manifest.

        Figures, dump and list of files are of one snapshot: they agree whatever is
        written meanwhile. The dump keeps the snapshot, so that ours ends early.
        """
        server = backup_server.postgres()
        with tempfile.TemporaryFile() as names:
            with self.env.registry.cursor() as cr:
                cr.execute("SELECT pg_export_snapshot()")
                (snapshot,) = cr.fetchone()
                facts = backup_facts.collect(cr)
                backup_facts.spool_files(cr, names)
                extensions = backup_facts.extensions(cr)
                dump = server.dump(cr.dbname, snapshot, extensions)
                dump.process.stdout.peek(1)  # it has begun, with our snapshot
            try:
                dumped = packer.add_dump(dump.process.stdout)
                dump.wait()
            finally:
                dump.end()
            gaps = self._neiqin_add_files(packer, names)
        manifest = {
            **about,
            **facts,
            "odoo": release.version,
            "dump_bytes": dumped,
            **gaps.facts(),
        }
        packer.finish(manifest)
        return manifest

    @api.model
    def _neiqin_add_files(self, packer, names):
        """Add the files of the filestore; return the :class:`Gaps`."""
        folder = backup_server.filestore(self.env.cr.dbname)
        gaps = Gaps()
        for row in names:
            name = row.decode().rstrip("\n")
            inside = f"filestore/{name}"
            # a name from the database leads to no other folder
            if backup_archive.NAMES.fullmatch(inside) and self._neiqin_add_file(
                packer, inside, os.path.join(folder, name)
            ):
                continue
            gaps.note(name)
        return gaps

    @api.model
    def _neiqin_add_file(self, packer, inside, path):
        try:
            file = open(path, "rb")  # noqa: SIM115 missing is no error, reading is
        except (FileNotFoundError, PermissionError):
            # one file of somebody else's must not cost the night's backup: it is told
            return False
        with file:
            packer.add_file(inside, file, os.fstat(file.fileno()).st_size)
        return True

    # -- what is written down

    def _neiqin_note_success(self, targets, written, errors):
        """Write down what lies where; tell of the places that failed."""
        errors = {**errors, **written.errors}
        good = targets.filtered(lambda target: target.id not in errors)
        self._neiqin_note_copies(targets, errors)
        left_out, words = targets._neiqin_left_out(written.manifest)
        state = "partly" if errors and good else "failed" if errors else "done"
        if left_out and state == "done":
            state = "gaps"
        self._neiqin_as_server().write(
            {
                "state": state,
                "finished_at": fields.Datetime.now(),
                "size": written.size / 2**20,
                "size_bytes": str(written.size),
                "digest": written.digest,
                "files": written.files,
                "missing": written.manifest["missing"],
                "elsewhere": sum(written.manifest["elsewhere"].values()),
                "left_out": left_out,
                "error": words,
                "orders": written.manifest["counts"].get("sale_order", 0),
                "facts": self._neiqin_facts(written.manifest),
            }
        )
        self.env["neiqin.failure"]._neiqin_close(good, "backup")
        good._neiqin_tell_left_out(written.manifest)
        self._neiqin_tell(targets, errors)
        self.env.cr.commit()  # pylint: disable=invalid-commit
        good._neiqin_tidy()

    @api.model
    def _neiqin_facts(self, manifest):
        names = ("modules", "counts", "chains", "postgres", "odoo", "database_bytes")
        return {
            name: manifest[name]
            for name in (*names, "missing_names", "elsewhere", "dump_bytes")
        }

    def _neiqin_note_failure(self, targets, error, errors=None):
        """Write down that nothing was made, and tell each place's person."""
        errors = {**dict.fromkeys(targets.ids, error), **(errors or {})}
        self._neiqin_note_copies(targets, errors)
        self._neiqin_as_server().write(
            {
                "state": "failed",
                "finished_at": fields.Datetime.now(),
                "error": targets._neiqin_sentence(error),
            }
        )
        self._neiqin_tell(targets, errors)
        self.env.cr.commit()  # pylint: disable=invalid-commit

    def _neiqin_note_copies(self, targets, errors):
        now = fields.Datetime.now()
        copies = self.env["neiqin.backup.copy"].sudo()._neiqin_as_server()
        copies.create(
            [
                {
                    "backup_id": self.id,
                    "target_id": target.id,
                    "state": "failed" if target.id in errors else "good",
                    "verified_at": False if target.id in errors else now,
                    "error": target.id in errors
                    and target._neiqin_sentence(errors[target.id]),
                }
                for target in targets
            ]
        )

    @api.model
    def _neiqin_tell(self, targets, errors):
        for target in targets:
            if target.id in errors:
                target._neiqin_fail("backup", errors[target.id])
