"""The number goes out at once: an automatic mail, which is no first response."""

from odoo import api, fields, models

from .complaint_intake import ONLINE


class NeiqinComplaint(models.Model):
    _inherit = "neiqin.complaint"

    acknowledged_at = fields.Datetime(
        string="Receipt Confirmed",
        readonly=True,
        copy=False,
        help="When the number was mailed to the customer.",
    )

    @api.model
    def _neiqin_protected_fields(self):
        return super()._neiqin_protected_fields() | {"acknowledged_at"}

    def _message_post_after_hook(self, message, msg_values):
        """Confirm the customer's first message."""
        res = super()._message_post_after_hook(message, msg_values)
        if (
            not self.sudo().acknowledged_at
            and self.channel in ONLINE
            and not self.env.context.get("neiqin_unanswered_mail")
            and self._neiqin_is_from_customer(message)
        ):
            self._neiqin_acknowledge(message)
        return res

    def _neiqin_acknowledge(self, message=None):
        """Mail the number to who wrote; the mail's answers come back to the complaint.

        :param message: the customer's message that it answers
        """
        self.ensure_one()
        complaint = self.sudo()
        company, partner = complaint.company_id, complaint.partner_id
        address = complaint._neiqin_normal_address()
        if not address and partner.partner_share:
            address = partner.email_normalized
        if not address or address not in complaint._neiqin_addresses():
            return self.env["mail.mail"]
        template = self.env.ref("neiqin_addon.mail_template_complaint_received").sudo()
        template = template.with_context(
            lang=partner.lang, tz=partner.tz or company._neiqin_tz()
        )
        worded = template._generate_template(complaint.ids, ("subject", "body_html"))
        worded = worded[complaint.id]
        known = message.sudo().message_id if message else False
        mail = (
            self.env["mail.mail"]
            .sudo()
            .create(
                {
                    "model": self._name,
                    "res_id": complaint.id,
                    "message_type": "auto_comment",
                    "author_id": company.partner_id.id,
                    "subject": worded["subject"],
                    "body": worded["body_html"],
                    "body_html": worded["body_html"],
                    "email_from": company.email_formatted
                    or self.env.user.email_formatted,
                    "email_to": address,
                    "references": known,
                    "auto_delete": True,
                    "headers": repr({"Auto-Submitted": "auto-replied"}),
                }
            )
        )
        complaint._neiqin_as_server().write({"acknowledged_at": self._neiqin_moment()})
        mail._neiqin_leave_after_commit()
        return mail
