"""The mail: the signed link in it, and what became of it."""

from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import html2plaintext

from .confirmation_letter import DELIVERY_STATES
from .confirmation_letter_answer import answer_url

#: More mails than this are left to the mail queue, as Odoo does for notifications.
SEND_AT_ONCE = 50


class NeiqinConfirmationLetter(models.Model):
    _inherit = "neiqin.confirmation.letter"

    delivery_state = fields.Selection(
        selection=DELIVERY_STATES,
        string="Mail",
        default="none",
        required=True,
        readonly=True,
        tracking=True,
    )
    delivery_error = fields.Text(string="What Went Wrong", readonly=True)
    mail_message_id = fields.Many2one(
        comodel_name="mail.message",
        string="Last Mail",
        readonly=True,
        ondelete="set null",
        index="btree_not_null",
    )

    def _neiqin_mail(self, template, recipient):
        """Make the mail with the PDF and the signed link.

        The link goes into the mail alone. The discussion shows that the letter went
        out, but nobody who reads it there can answer in the customer's place.

        :param template: XML id of the mail template
        :param recipient: ``res.partner`` with an address
        :return: the ``mail.mail``, not sent yet
        """
        self.ensure_one()
        rendered = self._neiqin_render_mail(template)
        message = self.message_post(
            body=self.env._(
                "%(letter)s goes to %(email)s.",
                letter=self.name,
                email=recipient.email_normalized,
            ),
            subject=rendered["subject"],
            email_from=rendered["email_from"],
            message_type="comment",
            subtype_xmlid="mail.mt_note",
            attachment_ids=self.pdf_id.ids,
        )
        mail = (
            self.env["mail.mail"]
            .sudo()
            .create(
                {
                    "mail_message_id": message.id,
                    "subject": rendered["subject"],
                    "body_html": rendered["body_html"],
                    "email_from": rendered["email_from"],
                    "reply_to": message.reply_to or rendered["email_from"],
                    "recipient_ids": [fields.Command.link(recipient.id)],
                    "attachment_ids": [fields.Command.set(self.pdf_id.ids)],
                    "is_notification": True,
                    "auto_delete": True,
                }
            )
        )
        values = mail._get_notification_values()[0]
        self.env["mail.notification"].sudo().create(
            {
                **values,
                "res_partner_id": recipient.id,
                "mail_email_address": recipient.email_normalized,
            }
        )
        self._neiqin_as_server().write(
            {
                "mail_message_id": message.id,
                "sent_to": recipient.email_normalized,
                "delivery_state": "outgoing",
                "delivery_error": False,
                "next_reminder_on": self._neiqin_next_reminder(),
            }
        )
        return mail

    def _neiqin_render_mail(self, template):
        """Return subject, sender and body of a template, in the letter's language."""
        self.ensure_one()
        template = self.env.ref(template).sudo().with_context(lang=self.lang)
        # colleagues read subject and sender: the link is known to the body alone
        rendered = template._generate_template(self.ids, ("subject", "email_from"))
        rendered = rendered[self.id]
        linked = template.with_context(neiqin_answer_url=answer_url(self))
        body = linked._generate_template(self.ids, ("body_html",))[self.id]
        rendered["body_html"] = body["body_html"]
        rendered["email_from"] = (
            rendered.get("email_from")
            or self.company_id.email_formatted
            or self.env.user.email_formatted
        )
        rendered["body_html"] = template._render_encapsulate(
            "mail.mail_notification_light",
            rendered["body_html"],
            add_context={
                "company": self.company_id,
                "model_description": self.env["ir.model"]
                .with_context(lang=self.lang)
                ._get(self._name)
                .display_name,
            },
            context_record=self.with_context(lang=self.lang),
        )
        return rendered

    @api.model
    def _neiqin_hand_over(self, mails):
        """Give mails to the server once the transaction is safe."""
        if not mails:
            return
        if len(mails) <= SEND_AT_ONCE:
            mails._neiqin_leave_after_commit()
        else:
            self.env.ref("mail.ir_cron_mail_scheduler_action")._trigger()

    def _neiqin_delivered(self):
        """The mail server took the mail."""
        self._neiqin_as_server().write(
            {"delivery_state": "delivered", "delivery_error": False}
        )
        self.activity_feedback(["neiqin_addon.mail_activity_letter_failed"])

    def _neiqin_undelivered(self, state, reason):
        """The customer has no letter: turn it red and tell its clerk.

        :param state: ``failed`` or ``bounced``
        """
        for letter in self:
            letter._neiqin_as_server().write(
                {"delivery_state": state, "delivery_error": reason}
            )
            if letter.state not in ("acknowledged", "superseded"):
                letter._neiqin_tell("failed", reason)

    def _message_receive_bounce(self, email, partner):
        """The customer's mail server sent the letter back."""
        res = super()._message_receive_bounce(email, partner)
        said = self.env.context.get("neiqin_bounce_text")
        for letter in self.sudo():
            if letter.sent_to == email or partner & letter.partner_id:
                reason = self.env._("The mail to %(email)s came back.", email=email)
                letter._neiqin_undelivered(
                    "bounced", f"{reason}\n{said}" if said else reason
                )
        return res


class MailMail(models.Model):
    _inherit = "mail.mail"

    def _postprocess_sent_message(
        self, success_pids, success_emails, failure_reason=False, failure_type=None
    ):
        """Take over the result, before the mail is gone with it."""
        letters = self._neiqin_letters()
        if letters and (failure_type or "exception" in self.mapped("state")):
            reason = failure_reason or self[:1].failure_reason
            letters._neiqin_undelivered(
                "failed", reason or self.env._("The mail server refused the mail.")
            )
        elif letters:
            letters._neiqin_delivered()
        return super()._postprocess_sent_message(
            success_pids,
            success_emails,
            failure_reason=failure_reason,
            failure_type=failure_type,
        )

    def _neiqin_once(self):
        """A letter that comes twice makes a customer ask which one holds."""
        return super()._neiqin_once() | self.filtered(
            lambda mail: mail.mail_message_id.model == "neiqin.confirmation.letter"
        )

    def _neiqin_noted_in(self):
        letters = self._neiqin_letters()
        return [*super()._neiqin_noted_in(), letters.order_id, letters]

    def _neiqin_letters(self):
        """Return the letters whose last mail is among these."""
        messages = self.mail_message_id.filtered(
            lambda message: message.model == "neiqin.confirmation.letter"
        )
        letters = self.env["neiqin.confirmation.letter"].sudo()
        if not messages:
            return letters
        return letters.search(Domain("mail_message_id", "in", messages.ids))


class MailThread(models.AbstractModel):
    _inherit = "mail.thread"

    @api.model
    def _routing_handle_bounce(self, email_message, message_dict):
        """Hand the other server's words to the letter that came back."""
        message, thread = message_dict.get("bounced_message"), self
        if message and message.model == "neiqin.confirmation.letter":
            text = html2plaintext(message_dict.get("body") or "").strip()[:1000]
            thread = self.with_context(neiqin_bounce_text=text)
        return super(MailThread, thread)._routing_handle_bounce(
            email_message, message_dict
        )
