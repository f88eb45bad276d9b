"""The customer's answer: signed links, acknowledgement, objection."""

import base64
from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import consteq
from odoo.tools.misc import hash_sign

from ...tools.said import LONGEST_NAME, LONGEST_TEXT, said
from ...tools.signature_image import read_signature
from ..control.signed_token import token_values

ANSWER = "neiqin-letter-answer"
CHECK = "neiqin-letter-check"


def answer_url(letter, hours=None):
    """Return the address where the customer reads and answers this revision.

    A function, not a method: whoever may write mail templates could print the
    result of a method and answer in the customer's place.

    :param letter: one sent letter
    :param hours: how long it works; the company's number of days if left out
    """
    letter.ensure_one()
    hours = hours or 24 * letter.company_id.neiqin_letter_link_days
    token = hash_sign(
        letter.sudo().env,
        ANSWER,
        [letter.id, letter.revision],
        expiration=timedelta(hours=hours),
    )
    return f"{letter.get_base_url()}/confirmation/{token}"


class NeiqinConfirmationLetter(models.Model):
    _inherit = "neiqin.confirmation.letter"

    acknowledged_at = fields.Datetime(string="Acknowledged On", readonly=True)
    acknowledged_by = fields.Char(readonly=True)
    acknowledged_from = fields.Char(string="Acknowledged From (IP)", readonly=True)
    signature = fields.Binary(readonly=True, attachment=False)
    disputed_at = fields.Datetime(string="Objected On", readonly=True)
    disputed_by = fields.Char(string="Objected By", readonly=True)
    disputed_from = fields.Char(string="Objected From (IP)", readonly=True)
    dispute = fields.Text(string="Objection", readonly=True)

    # ----------------------------------------------------------------- links

    def _neiqin_check_url(self):
        """Return the address that says whether this revision is genuine and current.

        Paper lasts: it never expires, shows little, and answers nothing.
        """
        self.ensure_one()
        token = hash_sign(self.sudo().env, CHECK, [self.id, self.revision])
        return f"{self.get_base_url()}/confirmation/check/{token}"

    @api.model
    def _neiqin_by_token(self, scope, token):
        """Return the letter a signed token stands for, empty if it stands for none.

        :param scope: ``ANSWER`` or ``CHECK``: the one is worth nothing as the other
        """
        nothing = self.browse()
        values = token_values(self.env, scope, token)
        if not values:
            return nothing
        letter_id, revision = values
        letter = self.browse(letter_id).exists()
        if letter and letter.revision == revision and letter.state != "draft":
            return letter
        return nothing

    # --------------------------------------------------------------- answers

    def _neiqin_check_answerable(self):
        """Raise why this revision cannot be answered any more."""
        self.ensure_one()
        if self.state == "acknowledged":
            raise UserError(self.env._("This letter is acknowledged already."))
        if self.state not in ("sent", "disputed"):
            raise UserError(
                self.env._("This letter is no longer valid: a later one replaces it.")
            )
        if self.order_id.state == "cancel":
            raise UserError(self.env._("This order was cancelled."))
        now = self.order_id._neiqin_content_digest()[self.order_id.id]
        if not consteq(now, self.content_digest or ""):
            raise UserError(
                self.env._("The order has changed since. A new letter will follow.")
            )

    def _neiqin_acknowledge(self, name, signature, address):
        """The customer agrees to this revision, once.

        :param name: who signs
        :param signature: base64 of a PNG picture
        :param address: the IP address it came from
        :raise UserError: if it cannot be answered, or name or signature are missing
        """
        self.ensure_one()
        self.lock_for_update(allow_referencing=True)
        self._neiqin_check_answerable()
        name = self._neiqin_clean_name(name)
        try:
            picture = read_signature(signature)
        except ValueError as error:
            raise UserError(self.env._("Please draw your signature again.")) from error
        self._neiqin_as_server().write(
            {
                "state": "acknowledged",
                "acknowledged_at": fields.Datetime.now(),
                "acknowledged_by": name,
                "acknowledged_from": address,
                "signature": base64.b64encode(picture),
                "next_reminder_on": False,
            }
        )
        self._neiqin_answered(
            self._neiqin_for_clerk().env._(
                "%(name)s acknowledged %(letter)s (digest %(digest)s, from %(address)s).",
                name=name,
                letter=self.name,
                digest=self.digest[:12],
                address=address,
            )
        )

    def _neiqin_dispute(self, name, objections, text, address):
        """The customer objects to this revision, line by line.

        :param objections: ``{line id: (reason, wanted)}``
        :param text: what is wrong with the letter as a whole
        :raise UserError: if it cannot be answered, or nothing is said
        """
        self.ensure_one()
        self.lock_for_update(allow_referencing=True)
        self._neiqin_check_answerable()
        if self.state == "disputed":
            raise UserError(self.env._("Your objection has reached us already."))
        name = self._neiqin_clean_name(name)
        text = said(text, LONGEST_TEXT)
        lines = self._neiqin_dispute_lines(objections)
        if not (text or lines):
            raise UserError(self.env._("Please say what is wrong."))
        self._neiqin_as_server().write(
            {
                "state": "disputed",
                "disputed_at": fields.Datetime.now(),
                "disputed_by": name,
                "disputed_from": address,
                "dispute": text,
                "next_reminder_on": False,
            }
        )
        words = "\n".join([*lines, *filter(None, [text])])
        self._neiqin_answered(
            self._neiqin_for_clerk().env._(
                "%(name)s objects to %(letter)s:\n%(words)s",
                name=name,
                letter=self.name,
                words=words,
            )
        )
        self._neiqin_tell("disputed", words)
        self._neiqin_disputed_hook()

    def _neiqin_dispute_lines(self, objections):
        """Write the objections on their lines; return them as sentences."""
        sentences = []
        for line in self.line_ids:
            reason, wanted = objections.get(line.id, ("", ""))
            reason, wanted = said(reason, LONGEST_TEXT), said(wanted, LONGEST_NAME)
            if reason or wanted:
                line._neiqin_as_server().write(
                    {
                        "disputed": True,
                        "dispute_reason": reason,
                        "dispute_wanted": wanted,
                    }
                )
                words = " / ".join(filter(None, [wanted, reason]))
                sentences.append(f"{line.sequence}. {line._neiqin_title()}: {words}")
        return sentences

    def _neiqin_disputed_hook(self):
        """Hook: the customer has just objected to this revision."""

    def _neiqin_clean_name(self, name):
        name = " ".join(said(name, LONGEST_TEXT).split())[:LONGEST_NAME]
        if not name:
            raise UserError(self.env._("Please write your name."))
        return name

    def _neiqin_for_clerk(self):
        return self.with_context(lang=self._neiqin_clerk().lang)

    def _neiqin_answered(self, words):
        """Note the answer on letter and order and close what waited for it."""
        for record in (self, self.order_id):
            record.message_post(body=words, author_id=self.partner_id.id)
        self.activity_feedback(
            [
                "neiqin_addon.mail_activity_letter_silent",
                "neiqin_addon.mail_activity_letter_failed",
                "neiqin_addon.mail_activity_letter_disputed",
            ]
        )


class NeiqinConfirmationLetterLine(models.Model):
    _inherit = "neiqin.confirmation.letter.line"

    def _neiqin_title(self):
        """Return the first line of what is promised, or of what was asked for."""
        self.ensure_one()
        return (self.name or self.requested_text or "").split("\n")[0]
