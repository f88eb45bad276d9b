"""The moment at which a mail is handed over, as the SMTP session itself tells it."""

from contextlib import contextmanager
from smtplib import SMTP, SMTPDataError

from odoo import api, models

ACCEPTED = 250


class Handover:
    """Watches one mail: whether its content was given away, and what was answered.

    Until the content goes out no mail server can have the mail, so a sender that stops
    may be followed by another. From then on only the answer tells.
    """

    def __init__(self, begin):
        """:param begin: called before the first byte; if it raises, none goes out"""
        self._begin = begin
        self._is_watched = False
        self._code = None
        self.is_given = False

    @property
    def is_taken(self):
        """The server said that it took the mail."""
        return self._code == ACCEPTED

    @property
    def is_in_doubt(self):
        """The content went out and no answer came back."""
        return self.is_given and self._is_watched and self._code is None

    def _give(self):
        self._begin()
        self.is_given, self._code = True, None

    @contextmanager
    def watching(self, session):
        """Watch a session while it sends.

        What is no SMTP session, as that of an add-on which sends through a web service,
        has no such moment: there the mail counts as given from here on.
        """
        if not isinstance(session, SMTP):
            self._give()
            yield
            return
        send_content = session.data

        def watched(content):
            self._is_watched = True
            self._give()
            try:
                self._code, words = send_content(content)
            except SMTPDataError as refusal:  # before the first byte
                self._code = refusal.smtp_code
                raise
            return self._code, words

        # smtplib offers nothing between the recipients and the content
        session.data = watched
        try:
            yield
        finally:
            del session.data


class IrMailServer(models.Model):
    _inherit = "ir.mail_server"

    @api.model
    def send_email(self, message, *args, **kwargs):
        handover = self.env.context.get("neiqin_handover")
        # a caller over RPC sends JSON, which is no such object
        if not isinstance(handover, Handover):
            return super().send_email(message, *args, **kwargs)
        with handover.watching(kwargs.get("smtp_session")):
            return super().send_email(message, *args, **kwargs)
