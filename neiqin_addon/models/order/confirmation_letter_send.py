"""Sending: the draft is frozen, printed, kept and mailed."""

import hashlib
import logging

from psycopg2 import OperationalError

from odoo import api, fields, models
from odoo.exceptions import LockError, UserError

from ...tools.digest import canonical, digest
from ...tools.send_outcome import SendOutcome
from .confirmation_letter import HEADER
from .confirmation_letter_draft import plain
from .confirmation_letter_line import SAID
from .sale_order_letter import CLERK

_logger = logging.getLogger(__name__)


class NeiqinConfirmationLetter(models.Model):
    _inherit = "neiqin.confirmation.letter"

    sent_to = fields.Char(readonly=True, help="The address of the last mail.")

    def action_send(self):
        """Send these letters, or send them once more.

        :raise UserError: for a single letter that cannot be sent
        """
        if not self.env.user.has_group(CLERK):
            reason = self.env._("Only clerks of the sales back office send letters.")
            raise self.env["neiqin.trail.entry"]._neiqin_denial(self, reason)
        self.check_access("write")
        outcome = self.sudo()._neiqin_send(single=len(self) == 1, again=True)
        return self._neiqin_notification(outcome)

    @api.model
    def _neiqin_notification(self, outcome):
        title = self.env._(
            "%(count)s confirmation letters sent", count=len(outcome.sent)
        )
        if len(outcome.sent) == 1 and not outcome.held:
            title = self.env._("%(letter)s sent", letter=outcome.sent[0])
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {
                "type": outcome.mood,
                "title": title,
                "message": "\n".join(outcome.lines()),
                "sticky": bool(outcome.held),
                "next": {"type": "ir.actions.client", "tag": "soft_reload"},
            },
        }

    def _neiqin_send(self, single=False, again=False):
        """Send each letter in a savepoint of its own.

        :param bool single: raise what stands against a letter instead of noting it
        :param bool again: send letters once more that the customer has already
        :return: :class:`SendOutcome`
        """
        letters = self.sorted("name").sudo()
        letters._neiqin_refresh_drafts()
        outcome = SendOutcome()
        mails = self.env["mail.mail"].sudo()
        for letter in letters:
            try:
                with self.env.cr.savepoint():
                    mails |= letter._neiqin_send_one(again)
            except LockError:
                reason = letter.order_id._neiqin_in_hands()
            except OperationalError:
                # two at once: Odoo tries the whole request again
                raise
            except Exception as error:
                if not isinstance(error, UserError):
                    _logger.exception("letter %s was not sent", letter.id)
                reason = str(error)
            else:
                outcome = outcome.add(letter.name)
                continue
            if single:
                raise UserError(reason)
            letter._neiqin_hold_back(reason)
            outcome = outcome.add(letter.name, reason)
        letters._neiqin_hand_over(mails)
        return outcome

    def _neiqin_send_one(self, again):
        """Freeze, print and mail one letter; return its ``mail.mail``."""
        self.ensure_one()
        self.lock_for_update(allow_referencing=True)
        self._neiqin_check_sendable(again)
        recipient = self._neiqin_recipient()
        if self.state == "draft":
            self._neiqin_freeze()
        return self._neiqin_mail("neiqin_addon.mail_template_letter", recipient)

    def _neiqin_check_sendable(self, again):
        """Raise what stands against sending the letter, as a sentence."""
        self.ensure_one()
        if self.order_id.state == "cancel":
            raise UserError(
                self.env._("%(order)s is cancelled.", order=self.order_id.name)
            )
        if not self.line_ids:
            raise UserError(
                self.env._(
                    "%(order)s has no lines to confirm.", order=self.order_id.name
                )
            )
        if self.state == "acknowledged":
            raise UserError(
                self.env._("The customer has acknowledged this letter already.")
            )
        if self.state == "superseded":
            raise UserError(
                self.env._("A later revision has taken the place of this letter.")
            )
        if self.state == "disputed":
            raise UserError(
                self.env._(
                    "The customer objects: change the order, or talk to the customer."
                )
            )
        if self.state == "sent" and not again and not self._neiqin_red():
            raise UserError(
                self.env._("Sent already; the customer has not answered yet.")
            )

    def _neiqin_recipient(self):
        """Return the partner the letter is mailed to.

        :raise UserError: if there is no usable address
        """
        self.ensure_one()
        customer = self.partner_id
        for partner in (customer, customer.commercial_partner_id):
            if partner.email_normalized:
                return partner
        if customer.email:
            raise UserError(
                self.env._(
                    "%(email)s, the address of %(customer)s, is not an e-mail address.",
                    email=customer.email,
                    customer=customer.display_name,
                )
            )
        raise UserError(
            self.env._(
                "%(customer)s has no e-mail address.", customer=customer.display_name
            )
        )

    def _neiqin_freeze(self):
        """Put down all the letter says, its digest and its PDF; then it is sent."""
        self.ensure_one()
        self._neiqin_as_server().write(
            {
                "sent_at": fields.Datetime.now(),
                "sent_by_id": self.env.uid,
                "user_id": self.user_id.id or self.env.uid,
            }
        )
        said = self._neiqin_said()
        self._neiqin_as_server().digest = digest(said)
        pdf = self._neiqin_make_pdf()
        attachment = self.env["ir.attachment"].create(
            {
                "name": f"{self.name}.pdf",
                "raw": pdf,
                "mimetype": "application/pdf",
                "res_model": self._name,
                "res_id": self.id,
            }
        )
        self._neiqin_as_server().write(
            {
                "pdf_id": attachment.id,
                "pdf_digest": hashlib.sha256(pdf).hexdigest(),
                "content": canonical(said),
            }
        )
        # sealed before they are frozen, and before the database sees the text
        self._neiqin_seal_now()
        self.line_ids._neiqin_seal_now()
        self._neiqin_as_server().state = "sent"
        self.line_ids._neiqin_as_server().write({"frozen": True})

    def _neiqin_said(self):
        """Return all that the letter says as one tree of plain values."""
        self.ensure_one()
        return {
            "number": self.name,
            "revision": self.revision,
            "company": self.company_id.name,
            "language": self.lang,
            "sent_at": self.sent_at,
            "note": self.note or None,
            "order": self.content_digest,
            **plain(self, HEADER),
            "lines": [
                {**plain(line, SAID), "changes": line.changes or None}
                for line in self.line_ids
            ],
        }

    def _neiqin_pdf(self):
        """Return the PDF that was sent, as bytes; of a draft, how it would look.

        :raise UserError: if the file is not the one that was sent
        """
        self.ensure_one()
        if self.state == "draft" or not self.pdf_digest:
            return self._neiqin_make_pdf()
        pdf = self.sudo().pdf_id.raw or b""
        if hashlib.sha256(pdf).hexdigest() != self.pdf_digest:
            raise UserError(
                self.env._(
                    "The stored file of %(letter)s is not the one that was sent.",
                    letter=self.name,
                )
            )
        return pdf

    def _neiqin_hold_back(self, reason):
        """Note why a letter was not sent, and tell its clerk."""
        self.ensure_one()
        if self.state in ("draft", "sent"):
            self._neiqin_as_server().write(
                {"delivery_state": "failed", "delivery_error": reason}
            )
            self._neiqin_tell("failed", reason)

    def _neiqin_open(self):
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Confirmation Letter"),
            "res_model": self._name,
            "res_id": self.id,
            "view_mode": "form",
        }

    @api.readonly
    def action_pdf(self):
        """Open the PDF: the one that was sent, or a preview of the draft."""
        self.ensure_one()
        self.check_access("read")
        return {
            "type": "ir.actions.act_url",
            "url": f"/report/pdf/neiqin_addon.report_confirmation_letter/{self.id}",
            "target": "new",
        }

    @api.readonly
    def action_order(self):
        """Open the order the letter is about."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "res_model": "sale.order",
            "res_id": self.order_id.id,
            "view_mode": "form",
        }
