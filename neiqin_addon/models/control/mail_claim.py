"""Mails of discussions that must not arrive twice: one claim each, whatever happens.

A mail that has left cannot be rolled back. Two things would send it once more: a
colleague's change of the same order, with which the note of the result meets, and a server
that dies between the mail server's yes and that note. So what is noted later is locked
before, and the handing over (:mod:`mail_handover`) is committed in a transaction of its
own, before the first byte of the content. Who finds such a claim that nobody holds does
not send: it tells a person.
"""

import contextlib
import logging
import random
import time
from datetime import timedelta

from psycopg2 import OperationalError

from odoo import SUPERUSER_ID, api, fields, models, modules
from odoo.modules.registry import Registry
from odoo.tools import SQL

from .mail_handover import Handover

_logger = logging.getLogger(__name__)

TRIES = 5
KEPT = timedelta(days=30)
#: A mail that a dying server left waits no longer than this for the queue.
PATIENCE = timedelta(minutes=3)


class NeiqinMailClaim(models.Model):
    """A mail whose content somebody has begun to give to the mail server.

    No relation: a mail that has left is deleted, and a claim must never wait for anybody.
    """

    _name = "neiqin.mail.claim"
    _description = "Mail About to Leave"
    _log_access = False

    mail = fields.Integer(required=True, readonly=True)
    moment = fields.Datetime(required=True, readonly=True)

    _one_per_mail = models.UniqueIndex("(mail)")

    @api.model
    def _neiqin_claim(self, mail_id):
        """Keep for good that a mail server may have this mail from now on."""
        with self._neiqin_apart() as cursor:
            cursor.execute(
                SQL(
                    "INSERT INTO neiqin_mail_claim (mail, moment) VALUES (%s, %s)"
                    " ON CONFLICT (mail) DO NOTHING",
                    mail_id,
                    fields.Datetime.now(),
                )
            )

    @api.model
    def _neiqin_is_claimed(self, mail_id):
        """Say whether a mail server may have a mail, as it is now, not as it was."""
        with self._neiqin_apart() as cursor:
            cursor.execute(
                SQL("SELECT 1 FROM neiqin_mail_claim WHERE mail = %s", mail_id)
            )
            return bool(cursor.fetchone())

    @api.model
    def _neiqin_release(self, mail_id):
        """Give up the claim of a mail that the mail server did not take."""
        with self._neiqin_apart() as cursor:
            cursor.execute(
                SQL("DELETE FROM neiqin_mail_claim WHERE mail = %s", mail_id)
            )

    @contextlib.contextmanager
    def _neiqin_apart(self):
        """Yield a cursor whose work is committed at once; in tests the test's own."""
        if modules.module.current_test:
            yield self.env.cr
            return
        with self.env.registry.cursor() as cursor:
            yield cursor

    @api.autovacuum
    def _gc_claims(self):
        """Forget claims of mails that are long gone."""
        before = fields.Datetime.now() - KEPT
        self.env.cr.execute(
            SQL("DELETE FROM neiqin_mail_claim WHERE moment < %s", before)
        )


class MailMail(models.Model):
    _inherit = "mail.mail"

    def _neiqin_once(self):
        """Return the mails that must not arrive twice; rooms add theirs."""
        return self.browse()

    def _neiqin_noted_in(self):
        """Return the records that the result of these mails is written to."""
        return []

    def _neiqin_leave_after_commit(self):
        """Give mails to the mail server once the transaction is safe.

        What goes wrong then does not fail the request, which is committed: the mails
        wait for the queue, a few minutes at most.
        """
        if not self:
            return
        if modules.module.current_test:
            self.send_after_commit()
            return
        queue = self.env.ref("mail.ir_cron_mail_scheduler_action").sudo()
        queue._trigger(at=fields.Datetime.now() + PATIENCE)
        ids, dbname, context = self.ids, self.env.cr.dbname, self.env.context

        @self.env.cr.postcommit.add
        def leave():
            try:
                with Registry(dbname).cursor() as cursor:
                    env = api.Environment(cursor, SUPERUSER_ID, context)
                    env["mail.mail"].browse(ids).exists().send(auto_commit=True)
            except Exception:
                _logger.exception("mails %s are left to the queue", ids)

    def _send(self, auto_commit=False, **values):
        """Send those that must not arrive twice one by one, each watched."""
        once = self._neiqin_once()
        rest = self - once
        if rest:
            super(MailMail, rest)._send(auto_commit=auto_commit, **values)
        for mail in once:
            if mail._neiqin_hold(auto_commit):
                handover = Handover(mail._neiqin_hand_over)
                watched = mail.with_context(neiqin_handover=handover)
                super(MailMail, watched)._send(auto_commit=auto_commit, **values)
                mail._neiqin_settle(handover)
            elif auto_commit:
                self.env.cr.commit()  # pylint: disable=invalid-commit
        return True

    def _neiqin_hold(self, auto_commit):
        """Lock one mail; return whether it may leave now.

        :param auto_commit: whether the transaction is this mail's own: what meets with
            a colleague's change is then tried anew
        """
        self.ensure_one()
        for left in reversed(range(TRIES)):
            try:
                if not self._neiqin_lock() or self.state != "outgoing":
                    return False
                break
            except OperationalError:
                if not auto_commit or not left:
                    raise
                self.env.cr.rollback()
                time.sleep(random.uniform(0.05, 0.4))
        if self.env["neiqin.mail.claim"]._neiqin_is_claimed(self.id):
            self._neiqin_strand()
            return False
        return True

    def _neiqin_hand_over(self):
        self.env["neiqin.mail.claim"]._neiqin_claim(self.id)

    def _neiqin_lock(self):
        """Lock the mail, and what its result is written to; False if another sends it."""
        if not self.exists() or not self.try_lock_for_update(allow_referencing=True):
            return False
        for records in self._neiqin_noted_in():
            # waits: who changes the order now is done in a moment
            self.env.cr.execute(
                SQL(
                    "SELECT 1 FROM %s WHERE id = ANY(%s) ORDER BY id FOR NO KEY UPDATE",
                    SQL.identifier(records._table),
                    records.ids,
                )
            )
        return True

    def _neiqin_strand(self):
        """A server died while this mail left: say so instead of sending it again."""
        reason = self.env._(
            "The server stopped while this mail was leaving. It may have"
            " arrived: ask the customer before you send it again."
        )
        self.write(
            {"state": "exception", "failure_type": "unknown", "failure_reason": reason}
        )
        self._postprocess_sent_message(
            success_pids=[],
            success_emails=[],
            failure_reason=reason,
            failure_type="unknown",
        )

    def _neiqin_settle(self, handover):
        """A mail that nobody took may be tried again."""
        if self.exists() and self.state != "sent" and handover.may_be_repeated:
            self.env["neiqin.mail.claim"]._neiqin_release(self.id)
