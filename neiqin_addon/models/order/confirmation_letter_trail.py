"""What became of the letters, in the trail: one call for a batch, however large."""

from odoo import models

from ..control.trail_call import leave_trail


class NeiqinConfirmationLetter(models.Model):
    _inherit = "neiqin.confirmation.letter"

    _neiqin_trail_name = "name"

    def _neiqin_trail(self, action, reason=None, **names):
        """Write one trail row per letter.

        :param action: a code of the trail's actions
        :param names: ``{what the row calls it: field of the letter}``
        """
        names = {"revision": "revision", "digest": "digest", **names}
        letters = self.sudo()
        values = [
            {label: letter[name] for label, name in names.items()} for letter in letters
        ]
        if action == "letter":
            for letter, told in zip(letters, values, strict=True):
                told.update(letter._neiqin_trailed_address())
        leave_trail(letters, action, values, reason)

    def _neiqin_trail_mails(self, before):
        """Tell which of the letters went out since, and which were held back.

        :param before: ``{letter id: id of its last mail}``
        """
        sent = self.filtered(lambda x: x.mail_message_id.id != before[x.id])
        held = (self - sent).filtered(lambda x: x.delivery_state == "failed")
        sent._neiqin_trail("letter", email="sent_to", reminders="reminder_count")
        held._neiqin_trail("undelivered", problem="delivery_error")

    def _neiqin_last_mails(self):
        return {letter.id: letter.mail_message_id.id for letter in self}

    def _neiqin_send(self, single=False, again=False):
        before = self._neiqin_last_mails()
        outcome = super()._neiqin_send(single=single, again=again)
        self._neiqin_trail_mails(before)
        return outcome

    def _neiqin_remind(self):
        before = self._neiqin_last_mails()
        res = super()._neiqin_remind()
        self._neiqin_trail_mails(before)
        return res

    def _neiqin_undelivered(self, state, reason):
        res = super()._neiqin_undelivered(state, reason)
        self._neiqin_trail(
            "undelivered", delivery="delivery_state", problem="delivery_error"
        )
        return res

    def _neiqin_acknowledge(self, name, signature, address):
        res = super()._neiqin_acknowledge(name, signature, address)
        self._neiqin_trail("acknowledge", by="acknowledged_by", ip="acknowledged_from")
        return res

    def _neiqin_dispute(self, name, objections, text, address):
        res = super()._neiqin_dispute(name, objections, text, address)
        self._neiqin_trail("dispute", by="disputed_by", ip="disputed_from")
        return res

    def _neiqin_supersede(self):
        res = super()._neiqin_supersede()
        self._neiqin_trail("supersede")
        return res
