"""Files that a backup does not hold: said with the backup, told to the place's person."""

from odoo import models
from odoo.exceptions import UserError

from ...tools import backup_gaps
from . import backup_server


class NeiqinBackupTarget(models.Model):
    _inherit = "neiqin.backup.target"

    def _neiqin_left_out(self, facts):
        """Return how many files nobody keeps, and a sentence about them, "" without.

        :param dict facts: a manifest, or what is kept of it
        """
        kept = backup_gaps.kept_otherwise(backup_server.places())
        unkept = backup_gaps.unkept(facts, kept)
        words = []
        if unkept:
            words.append(
                self.env._(
                    "%(count)s files lie in another store (%(stores)s) and are not in "
                    "this backup: back that store up by itself, then name it in "
                    "%(setting)s where Odoo is started.",
                    count=sum(unkept.values()),
                    stores=", ".join(unkept),
                    setting=backup_gaps.SETTING,
                )
            )
        if facts["missing"]:
            words.append(
                self.env._(
                    "%(count)s files that the database names are not in the filestore "
                    "any more: %(names)s. Look for them in an older backup.",
                    count=facts["missing"],
                    names=", ".join(facts["missing_names"][:5]),
                )
            )
        return sum(unkept.values()) + facts["missing"], " ".join(words)

    def _neiqin_tell_left_out(self, facts):
        """Tell each place's person once; withdraw it when all files are kept again."""
        failures = self.env["neiqin.failure"]
        for target in self:
            told = target.with_context(lang=target.user_id.lang)
            left_out, words = told._neiqin_left_out(facts)
            if not left_out:
                failures._neiqin_close(target, "files")
            elif not failures._neiqin_open(self._name, "files", target.ids):
                target._neiqin_fail("files", UserError(words))
