"""What went wrong with a backup, in words for the person who is told."""

import errno

from odoo import api, models
from odoo.exceptions import UserError
from odoo.fields import Command

from ...tools import backup_fan, backup_open, backup_store
from . import backup_server


class NeiqinBackupTarget(models.Model):
    _inherit = "neiqin.backup.target"

    @api.model
    def _neiqin_sentence(self, error):
        """Return an exception as a sentence without secrets, in the env's language."""
        if isinstance(error, UserError):
            return str(error)
        text = backup_server.without_secrets(str(error) or type(error).__name__)
        return self._neiqin_known(error, text) or self.env._(
            "%(kind)s: %(error)s", kind=type(error).__name__, error=text[:1000]
        )

    @api.model
    def _neiqin_known(self, error, text):
        if isinstance(error, backup_open.WrongKey):
            return self.env._(
                "The key is not there: %(error)s. Put the old key back beside the new "
                "one; without it this backup cannot be opened.",
                error=text,
            )
        if isinstance(error, backup_open.BackupError):
            return self.env._("The backup is damaged: %(error)s", error=text)
        if isinstance(error, backup_store.StoreError):
            return self.env._(
                "What was written is not what lies there: %(error)s", error=text
            )
        if isinstance(error, backup_fan.NobodyLeft):
            return self.env._("No place took the backup.")
        return self._neiqin_known_number(error, text)

    @api.model
    def _neiqin_known_number(self, error, text):
        number = getattr(error, "errno", None)
        if number in (errno.ENOSPC, errno.EDQUOT, errno.EFBIG):
            return self.env._("There is no space left: %(error)s", error=text)
        if isinstance(error, PermissionError) or number in (errno.EACCES, errno.EROFS):
            return self.env._("The server may not write there: %(error)s", error=text)
        if isinstance(error, (ConnectionError, TimeoutError)):
            return self.env._("The place does not answer: %(error)s", error=text)
        return ""

    # -- telling

    def _neiqin_fail(self, turn, error):
        """Tell each place's person that something failed: an activity and a mail.

        :param str turn: ``backup``, ``drill`` or ``watch``
        :param error: the exception
        """
        for target in self.sudo():
            person = target._neiqin_person()
            told = target.with_context(lang=person.lang)
            words = told._neiqin_sentence(error)
            # a failure is of one company: of one that its person works in
            failures = self.env["neiqin.failure"].with_company(person.company_id)
            # the mail below says more than the one about a new activity
            failures = failures.with_context(mail_activity_quick_update=True)
            failures._neiqin_note(target, turn, UserError(words))
            told._neiqin_mail(words, person)

    def _neiqin_person(self):
        """Return who hears of it: the responsible one, or a manager once he has left."""
        company = self.user_id.company_id
        return self.env["neiqin.failure"]._neiqin_person(self, company)

    def _neiqin_mail(self, words, user):
        """Mail the person; not by the inbox, which is looked at on working days."""
        self.ensure_one()
        body = self.env["ir.qweb"]._render(
            "neiqin_addon.backup_alarm_mail", {"target": self, "words": words}
        )
        subject = self.env._("Backups to %(place)s need you", place=self.name)
        mail = {
            "subject": subject,
            "body_html": body,
            "recipient_ids": [Command.link(user.partner_id.id)],
            "model": self._name,
            "res_id": self.id,
            "auto_delete": False,
        }
        return self.env["mail.mail"].sudo().create(mail)
