"""A script's blanks: no reply goes out in which one of them is still empty.

Scripts leave to the writer what only the case tells: 【原因】, [cause]; and what is not
known of the document stays as [product?]. Brackets of the writer's own are nobody's
business: only those that stand in a script count.
"""

from odoo import api, models
from odoo.exceptions import UserError
from odoo.fields import Domain
from odoo.tools import html2plaintext

from ...tools.script_text import blanks, is_gap
from .complaint_mail import BY_HAND
from .script import KNOWN


class NeiqinScript(models.Model):
    _inherit = "neiqin.script"

    @api.model
    @api.readonly
    def neiqin_blanks_left(self, text):
        """Return the blanks of scripts in a text, for the composer to point at.

        :param str text: plain text
        """
        self.check_access("read")
        return self._neiqin_blanks_left(text if isinstance(text, str) else "")

    @api.model
    def _neiqin_blanks_left(self, text):
        found = blanks(text)
        if not found:
            return []
        gaps = self._neiqin_all_gap_names()
        versions = self.env["neiqin.script.version"].sudo()
        domain = Domain.OR(Domain("body", "like", blank) for blank in found)
        scripts = versions.search(domain).mapped("body")
        return [
            blank
            for blank in found
            if is_gap(blank, gaps) or any(blank in script for script in scripts)
        ]

    @api.model
    def _neiqin_gap_names(self):
        """Return ``{placeholder: what the writer reads where nothing is known}``."""
        return {
            "agent": self.env._("your name"),
            "agent_phone": self.env._("your phone"),
            "company": self.env._("company"),
            "contact": self.env._("contact"),
            "customer": self.env._("customer"),
            "customer_ref": self.env._("customer's reference"),
            "deadline": self.env._("deadline"),
            "number": self.env._("number"),
            "order": self.env._("order"),
            "product": self.env._("product"),
            "promised": self.env._("promised date"),
            "subject": self.env._("subject"),
        }

    @api.model
    def _neiqin_all_gap_names(self):
        """Return what a gap may be called, in whatever language it was left."""
        names = set(KNOWN)
        for code, _name in self.env["res.lang"].get_installed():
            names.update(self.with_context(lang=code)._neiqin_gap_names().values())
        return names

    @api.model
    def _neiqin_check_filled(self, body):
        """Refuse to send what a script left open.

        :param body: HTML the customer would read
        :raise UserError: naming each blank
        """
        left = self._neiqin_blanks_left(html2plaintext(body or ""))
        if left:
            raise UserError(
                self.env._(
                    "Nothing was sent. Fill in what the script left open, or take it "
                    "out: %(blanks)s",
                    blanks=" ".join(left),
                )
            )


class MailThread(models.AbstractModel):
    _inherit = "mail.thread"

    def _message_post_after_hook(self, message, msg_values):
        """Stop what colleagues send to customers, before any mail is made of it."""
        by_hand = message.message_type in BY_HAND
        if by_hand and hasattr(self, "_neiqin_script_values"):
            sent = message.sudo()
            by_us = sent.author_id.user_ids.filtered(lambda user: not user.share)
            inside = sent.is_internal or sent.subtype_id.internal
            if by_us and not inside:
                self.env["neiqin.script"]._neiqin_check_filled(sent.body)
        return super()._message_post_after_hook(message, msg_values)


class MailScheduledMessage(models.Model):
    _inherit = "mail.scheduled.message"

    @api.model_create_multi
    def create(self, vals_list):
        messages = super().create(vals_list)
        messages._neiqin_check_filled()
        return messages

    def write(self, vals):
        res = super().write(vals)
        if {"body", "is_note"}.intersection(vals):
            self._neiqin_check_filled()
        return res

    def _neiqin_check_filled(self):
        """Refuse when it is planned: nobody is there when it is sent."""
        for message in self.sudo():
            model = self.env.get(message.model)
            if not message.is_note and hasattr(model, "_neiqin_script_values"):
                self.env["neiqin.script"]._neiqin_check_filled(message.body)
