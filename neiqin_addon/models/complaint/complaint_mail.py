"""Mails about a complaint: ours count when they have left, the customer's are noted."""

import logging

from psycopg2 import OperationalError

from odoo import api, models
from odoo.tools import email_normalize, email_normalize_all, is_html_empty

from ...tools.complaint_mail import by_machine, wants_no_answer

_logger = logging.getLogger(__name__)

COMPLAINT = "neiqin.complaint"
#: Written by a person. Acknowledgements, out-of-office answers and notifications are
#: other types.
BY_HAND = ("comment", "email_outgoing")


class NeiqinComplaint(models.Model):
    _inherit = "neiqin.complaint"

    def _message_post_after_hook(self, message, msg_values):
        """Note what the customer writes, by mail, on the portal, by whatever door."""
        res = super()._message_post_after_hook(message, msg_values)
        if not msg_values.get("rating_id") and self._neiqin_is_from_customer(message):
            contacts = self._neiqin_note_contacts(
                {
                    "channel": "mail" if message.message_type == "email" else "portal",
                    "direction": "in",
                    "reached": True,
                    "message": message.id,
                }
                | {"moment": message.date.replace(microsecond=0)}
            )
            contacts._neiqin_apply()
        return res

    def _neiqin_is_from_customer(self, message):
        """Say whether a person on the customer's side wrote this message."""
        self.ensure_one()
        message = message.sudo()
        if message.message_type not in ("comment", "email") or self.env.context.get(
            "neiqin_automatic_mail"
        ):
            return False
        author = message.author_id
        if author and not author.partner_share:
            return False
        if author.commercial_partner_id == self.sudo().commercial_partner_id:
            return bool(author) or self._neiqin_knows_address(message.email_from)
        return message.message_type == "email" or self._neiqin_knows_address(
            message.email_from
        )

    def _neiqin_knows_address(self, address):
        return email_normalize(address or "") in self._neiqin_addresses()

    def _neiqin_addresses(self):
        """Return the customer's addresses, none of a colleague's among them."""
        self.ensure_one()
        complaint = self.sudo()
        found = set(email_normalize_all(complaint.contact_email or ""))
        family = complaint.partner_id | complaint.commercial_partner_id
        found.update(filter(None, family.mapped("email_normalized")))
        users = self.env["res.users"].sudo()
        colleagues = users.search(
            [("share", "=", False), ("email_normalized", "in", list(found))]
        )
        return found - set(colleagues.mapped("email_normalized"))

    def _neiqin_is_answer(self, message):
        """Say whether a message of ours, once delivered, is an answer to the customer.

        Not one: internal notes, automatic mails, empty ones, what the customer wrote
        himself or what somebody posted in his name.
        """
        self.ensure_one()
        message = message.sudo()
        author = message.author_id
        return bool(
            message.message_type in BY_HAND
            and not message.is_internal
            and not message.subtype_id.internal
            and author.user_ids.filtered(lambda user: not user.share)
            and (not is_html_empty(message.body) or message.attachment_ids)
        )

    def _neiqin_is_customer(self, partner):
        """Say whether a partner is the customer's: theirs and no colleague of ours."""
        self.ensure_one()
        return bool(
            partner.partner_share
            and partner.commercial_partner_id == self.sudo().commercial_partner_id
        )

    def _neiqin_mail_left(self, message, partners, addresses):
        """The mail server took a mail: note it if it is an answer to the customer.

        :param partners: ``res.partner`` it was accepted for
        :param addresses: addresses it was accepted for
        """
        self.ensure_one()
        if not self._neiqin_is_answer(message):
            return
        known = self._neiqin_addresses() if addresses else ()
        if not (
            any(self._neiqin_is_customer(partner) for partner in partners)
            or any(email_normalize(address) in known for address in addresses)
        ):
            return
        author = message.sudo().author_id.user_ids.filtered(lambda user: not user.share)
        contact = self._neiqin_note_contacts(
            {
                "channel": "mail",
                "direction": "out",
                "reached": True,
                "message": message.id,
                "solution": message == self.sudo().solution_message_id,
                "user_id": author[:1].id or self.env.uid,
            }
            | {"moment": self._neiqin_moment()}
        )
        try:
            with self.env.cr.savepoint():
                contact._neiqin_apply()
        except OperationalError:
            # somebody else is at the clock: the mail has left all the same, and the
            # next sweep finds the contact
            _logger.info("complaint %s: the sweep will stop its clock", self.id)

    def _neiqin_mail_failed(self, message, reason):
        """A mail did not leave: whoever wrote it hears, the clock runs on."""
        self.ensure_one()
        if not self._neiqin_is_answer(message):
            return
        people = message.sudo().author_id.user_ids.filtered(lambda user: not user.share)
        people |= self.sudo().user_id
        self.env["neiqin.complaint.notice"]._neiqin_tell(
            [
                (user, self.company_id, "failure", self.id, None, None, None)
                for user in people
            ],
            at_once=True,
        )
        self.sudo()._message_log(
            body=self.env._("The mail did not leave: %(reason)s", reason=reason or "?")
        )


class MailMail(models.Model):
    _inherit = "mail.mail"

    def _neiqin_once(self):
        """What customers are answered; colleagues may well be told twice."""
        return super()._neiqin_once() | self.filtered(
            lambda mail: mail.model == COMPLAINT
            and mail.message_type in (*BY_HAND, "auto_comment")
        )

    def _postprocess_sent_message(
        self, success_pids, success_emails, failure_reason=False, failure_type=None
    ):
        """Tell complaints what became of their mails, before the mails are gone."""
        for mail in self.sudo().filtered(lambda mail: mail.model == COMPLAINT):
            complaint = self.env[COMPLAINT].sudo().browse(mail.res_id).exists()
            if not complaint:
                continue
            message = mail.mail_message_id
            if success_pids or success_emails:
                partners = self.env["res.partner"].sudo().union(*success_pids)
                complaint._neiqin_mail_left(message, partners, success_emails)
            elif failure_type or mail.state == "exception":
                complaint._neiqin_mail_failed(
                    message, failure_reason or mail.failure_reason
                )
        return super()._postprocess_sent_message(
            success_pids,
            success_emails,
            failure_reason=failure_reason,
            failure_type=failure_type,
        )


class MailThread(models.AbstractModel):
    _inherit = "mail.thread"

    @api.model
    def _message_route_process(self, message, message_dict, routes):
        """Mark mails that no person wrote: they end no waiting and want no answer."""
        if by_machine(message):
            self = self.with_context(neiqin_automatic_mail=True)
        if wants_no_answer(message):
            self = self.with_context(neiqin_unanswered_mail=True)
        return super()._message_route_process(message, message_dict, routes)
