"""A real mail server on the loopback."""

import contextlib
import email
import socket
from email import policy
from unittest.mock import patch

from aiosmtpd.controller import Controller

from odoo.addons.base.models.ir_mail_server import IrMail_Server


class Catcher:
    """Keeps what it is sent; refuses one address the way a mail server does."""

    def __init__(self):
        self.mails = []

    async def handle_RCPT(self, server, session, envelope, address, options):
        if address.startswith("refused@"):
            return "550 5.1.1 no such mailbox"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):
        self.mails.append(
            email.message_from_bytes(envelope.content, policy=policy.default)
        )
        return "250 OK"


class SmtpCase:
    @contextlib.contextmanager
    def smtp(self):
        """Have Odoo send to the loopback for real; gives the list of mails."""
        catcher = Catcher()
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            port = free.getsockname()[1]
        controller = Controller(catcher, hostname="127.0.0.1", port=port)
        controller.start()
        self.env["ir.mail_server"].search([]).active = False
        self.env["ir.mail_server"].create(
            {"name": "loopback", "smtp_host": "127.0.0.1", "smtp_port": port}
        )
        try:
            with patch.object(IrMail_Server, "_disable_send", lambda _self: False):
                yield catcher.mails
        finally:
            controller.stop()
