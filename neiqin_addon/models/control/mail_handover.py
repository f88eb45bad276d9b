"""The moment at which a mail is handed over, as the SMTP session itself tells it."""

from contextlib import contextmanager
from smtplib import SMTP, SMTPDataError

from odoo import api, models

from odoo.addons.base.models.ir_mail_server import MailDeliveryException

ACCEPTED = 250


class Handover:
    """Watches one mail: whether its content was given away, and what was answered.

    Until the content goes out no mail server can have the mail, so a sender that stops
    may be followed by another. From then on only the answer tells.
    """

    def __init__(self, begin):
        """:param begin: called before the first byte; if it raises, none goes out"""
        self._begin = begin
        self._message_id = None
        self._is_watched = False
        #: What was answered to the content for each receiver; None: nothing yet.
        self._codes = []

    @property
    def is_given(self):
        """The content went out, at least once."""
        return bool(self._codes)

    @property
    def is_taken(self):
        """The server said that it took the mail."""
        return self._codes[-1:] == [ACCEPTED]

    @property
    def is_in_doubt(self):
        """The content went out and no answer came back."""
        return self._is_watched and self._codes[-1:] == [None]

    @property
    def may_be_repeated(self):
        """Nobody has the mail, as far as the server said."""
        return not self.is_in_doubt and ACCEPTED not in self._codes

    def is_for(self, message):
        """Say whether a message is the mail: the first one that is asked about.

        What is sent in the same context on the way, as a notice of the mail's failure,
        is another one.
        """
        self._message_id = self._message_id or message["Message-Id"]
        return message["Message-Id"] == self._message_id

    def _give(self):
        self._begin()
        self._codes.append(None)

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
                self._codes[-1], words = send_content(content)
            except SMTPDataError as refusal:  # before the first byte
                self._codes[-1] = refusal.smtp_code
                raise
            return self._codes[-1], words

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
        if not isinstance(handover, Handover) or not handover.is_for(message):
            return super().send_email(message, *args, **kwargs)
        try:
            with handover.watching(kwargs.get("smtp_session")):
                return super().send_email(message, *args, **kwargs)
        except Exception as error:
            if not handover.is_in_doubt:
                raise
            asks = self.env._("It may have arrived: ask before you send it again.")
            raise MailDeliveryException(self._neiqin_doubt(), asks) from error

    @api.model
    def _neiqin_doubt(self):
        """Return what is said of a mail that no answer came for."""
        return self.env._(
            "The mail server broke off before it said whether it took this mail."
        )
