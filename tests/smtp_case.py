"""A real mail server on the loopback."""

import contextlib
import email
import socket
from email import policy
from unittest.mock import patch

from aiosmtpd.controller import Controller

from odoo.addons.base.models.ir_mail_server import IrMail_Server

HOST = "127.0.0.1"


def receiver(mail):
    """Return the part of a mail's address before the @."""
    return mail["To"].addresses[0].username


class Catcher:
    """Keeps what it is sent; behaves to some addresses as mail servers do on bad days."""

    def __init__(self):
        self.mails = []

    async def handle_RCPT(self, server, session, envelope, address, options):
        if address.startswith("refused@"):
            return "550 5.1.1 no such mailbox"
        if address.startswith("hung-up@"):
            server.transport.abort()
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):
        mail = email.message_from_bytes(envelope.content, policy=policy.default)
        self.mails.append(mail)
        if receiver(mail) == "unanswered":
            server.transport.abort()
        return "250 OK"


@contextlib.contextmanager
def serving(catcher):
    """Run a mail server; gives its port."""
    with socket.socket() as free:
        free.bind((HOST, 0))
        port = free.getsockname()[1]
    controller = Controller(catcher, hostname=HOST, port=port)
    controller.start()
    try:
        yield port
    finally:
        controller.stop()


class SmtpCase:
    @contextlib.contextmanager
    def smtp(self):
        """Have Odoo send to the loopback for real; gives the list of mails."""
        catcher, servers = Catcher(), self.env["ir.mail_server"].sudo()
        with serving(catcher) as port:
            servers.search([]).active = False
            servers.create({"name": "loopback", "smtp_host": HOST, "smtp_port": port})
            # tests send nothing by default
            with patch.object(IrMail_Server, "_disable_send", lambda _self: False):
                yield catcher.mails
