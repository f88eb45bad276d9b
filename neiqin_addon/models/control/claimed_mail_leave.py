"""A claimed mail meets the mail server; what the server said is kept."""

from odoo import fields, models
from odoo.exceptions import LockError

from .claimed_mail_mixin import LEAVE, SEND
from .mail_handover import Handover

#: The outcome is written by then, or the next run takes it for a crash.
TRIES = 3


class NeiqinClaimedMailMixin(models.AbstractModel):
    _inherit = "neiqin.claimed.mail.mixin"

    def _neiqin_send_once(self, commit):
        claimed = False
        with self._neiqin_isolated(SEND):
            claimed = self._neiqin_claim()
        commit()
        if claimed and self.mail_state == "sending":
            self._neiqin_leave(self.mail_id.sudo(), commit)

    def _neiqin_leave(self, mail, commit):
        """Give a mail to the server, and keep what came of it.

        Outside of any savepoint: the handing over is committed in the middle.
        """
        handover = Handover(lambda: self._neiqin_hand_over(mail, commit))
        refusal = None
        try:
            self._neiqin_hold(mail)
            refusal = self._neiqin_speak(mail, handover)
        except Exception:
            self.env.cr.rollback()
            broken = True
            if not handover.is_given:
                with self._neiqin_isolated(LEAVE):
                    raise
        else:
            broken = False
        for _try in range(TRIES):
            with self._neiqin_isolated("settle"):
                self._neiqin_settle(mail, handover, refusal, broken)
            if self.mail_id != mail or self.mail_state != "sending":
                break

    def _neiqin_hold(self, mail):
        """Lock the record, whose mail is still this one.

        :raise LockError: if another sender took the record for its own
        """
        self.lock_for_update()
        if self.mail_id != mail:
            raise LockError(self.env._("Another sender has this mail by now."))

    def _neiqin_speak(self, mail, handover):
        """Have Odoo send; return what the server had against it, if anything."""
        mail.state = "outgoing"
        mail.with_context(neiqin_handover=handover).send()
        if mail.state == "sent":
            return None
        if mail.state == "outgoing":  # put off: not for Odoo's queue either
            mail.state = "cancel"
        return mail.failure_reason or self.env._("The mail server refused the mail.")

    def _neiqin_hand_over(self, mail, commit):
        """Keep for good that the server may have the mail from now on."""
        self._neiqin_as_server().write({"handed_at": fields.Datetime.now()})
        commit()
        self._neiqin_hold(mail)  # a sender who is alive holds the record

    def _neiqin_settle(self, mail, handover, refusal, broken):
        self.ensure_one()
        self.lock_for_update()
        if self.mail_id != mail:
            return
        if broken and not handover.is_given:
            self._neiqin_take_back()
            return
        self.env["neiqin.failure"]._neiqin_close(self, LEAVE)
        if handover.is_taken or not (refusal or broken):
            self._neiqin_note_sent(mail)
        elif broken or handover.is_in_doubt:
            self._neiqin_doubt(self.env["ir.mail_server"]._neiqin_doubt())
        else:
            self._neiqin_fail(refusal)

    def _neiqin_note_sent(self, mail):
        address = ", ".join(mail.recipient_ids.mapped("email_normalized"))
        self._neiqin_as_server().write(
            {
                "mail_state": "sent",
                "mail_error": False,
                "sent_at": fields.Datetime.now(),
                "sent_to": address,
            }
        )
        self._neiqin_left()
        mail.unlink()
