"""Backups on a place that the database does not know: after a restore of an older one.

They are put into the list as found. Nobody deletes them until a manager takes them over.
"""

from odoo import api, fields, models
from odoo.exceptions import UserError

from ...tools import backup_store

#: States of copies whose file is on the place and that the plan may remove one day.
KEPT = ("good", "taken")


class NeiqinBackupTarget(models.Model):
    _inherit = "neiqin.backup.target"

    found_count = fields.Integer(
        string="Found There",
        compute="_compute_found_count",
        help="Backups of this database that it does not know, made after the one that "
        "it was restored from. They stay until somebody takes them over.",
    )

    @api.depends("copy_ids.state")
    def _compute_found_count(self):
        for target in self:
            found = target.sudo().copy_ids.filtered(lambda copy: copy.state == "found")
            target.found_count = len(found)

    def _neiqin_note_found(self, sizes):
        """Put the files of this database that it does not know into the list.

        :param dict sizes: ``{name: bytes}`` of all backups there
        """
        self.ensure_one()
        database = self.env.cr.dbname
        known = set(self.copy_ids.backup_id.mapped("name"))
        fresh = {
            name: moment
            for name in sizes
            if name not in known and (moment := backup_store.made_at(name, database))
        }
        backups = self.env["neiqin.backup"].sudo()
        listed = backups.search([("name", "in", list(fresh))])
        listed |= backups._neiqin_as_server().create(
            [
                {
                    "name": name,
                    "database": database,
                    "state": "found",
                    "started_at": fresh[name],
                    "size": sizes[name] / 2**20,
                    "size_bytes": str(sizes[name]),
                }
                for name in sorted(fresh.keys() - set(listed.mapped("name")))
            ]
        )
        self.env["neiqin.backup.copy"].sudo()._neiqin_as_server().create(
            [
                {"backup_id": backup.id, "target_id": self.id, "state": "found"}
                for backup in listed.sorted("name")
            ]
        )
        self._neiqin_tell_found(sizes)

    def _neiqin_tell_found(self, sizes):
        """Tell the place's person once of what was found; what is gone leaves the list."""
        failures = self.env["neiqin.failure"]
        found = self.copy_ids.filtered(lambda copy: copy.state == "found")
        gone = found.filtered(lambda copy: copy.name not in sizes)
        gone._neiqin_as_server().write({"state": "removed"})
        found -= gone
        if not found:
            failures._neiqin_close(self, "found")
        elif not failures._neiqin_open(self._name, "found", self.ids):
            env = self.with_context(lang=self.user_id.lang).env
            words = env._(
                "%(count)s backups lie there that this database does not know: %(names)s."
                " They stay until you take them over; then they are kept, and removed,"
                " as the others are.",
                count=len(found),
                names=", ".join(found[:5].mapped("name")),
            )
            self._neiqin_fail("found", UserError(words))

    def action_neiqin_take_over(self):
        """Have the plan of these places decide about the backups found there, too.

        :raise AccessError: for anybody but managers
        :raise UserError: nothing was found there
        """
        self.env["neiqin.backup"]._neiqin_check_manager()
        self.check_access("write")
        found = self.sudo().copy_ids.filtered(lambda copy: copy.state == "found")
        if not found:
            raise UserError(self.env._("No unknown backups lie there."))
        found._neiqin_as_server().write({"state": "taken"})
        names = {"names": found.mapped("name")}
        for target in self:
            self.env["neiqin.trail.entry"]._neiqin_log("backup", target, names)
            self.env["neiqin.failure"].sudo()._neiqin_close(target.sudo(), "found")
        return True
