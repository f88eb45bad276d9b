"""Mails and portal messages on orders and customers join the service log."""

from odoo import api, fields, models

from .complaint_mail import BY_HAND


class NeiqinServiceLogMixin(models.AbstractModel):
    """A document of a customer that people write and talk about."""

    _name = "neiqin.service.log.mixin"
    _description = "Has a Service Log"

    neiqin_service_count = fields.Integer(
        string="Conversations", compute="_compute_neiqin_service_count"
    )

    def _neiqin_service_domain(self):
        """Return which contacts belong to these documents."""
        return [("order_id", "in", self.ids)]

    def _neiqin_service_values(self):
        """Return customer, order and company of a contact about this document."""
        self.ensure_one()
        return {
            "partner_id": self.partner_id.id,
            "order_id": self.id,
            "company_id": self.company_id.id,
        }

    @api.depends_context("uid")
    def _compute_neiqin_service_count(self):
        log = self.env["neiqin.service.log"]
        readable = log.has_access("read")
        for record in self:
            record.neiqin_service_count = (
                log.search_count(record._neiqin_service_domain()) if readable else 0
            )

    def action_neiqin_service_log(self):
        """Open the contacts."""
        self.ensure_one()
        self.check_access("read")
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Service Log"),
            "res_model": "neiqin.service.log",
            "view_mode": "list,kanban,pivot",
            "domain": self._neiqin_service_domain(),
        }

    def action_neiqin_log_contact(self):
        """Open the dialog that notes a call or visit."""
        self.ensure_one()
        self.check_access("read")
        values = self._neiqin_service_values()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Log a Call"),
            "res_model": "neiqin.service.call",
            "view_mode": "form",
            "target": "new",
            "context": {
                "default_partner_id": values["partner_id"],
                "default_order_id": values["order_id"],
            },
        }

    def _neiqin_service_heard(self, message):
        """Note what the customer writes."""
        if message.message_type not in ("comment", "email"):
            return  # most are the document's own words about its changes
        author = message.sudo().author_id
        values = self.sudo()._neiqin_service_values()
        customer = self.env["res.partner"].sudo().browse(values["partner_id"])
        if (
            author.partner_share
            and author.commercial_partner_id == customer.commercial_partner_id
            and not self.env.context.get("neiqin_automatic_mail")
        ):
            channel = "mail" if message.message_type == "email" else "portal"
            self._neiqin_note_message(message, channel, "in")

    def _neiqin_note_message(self, message, channel, direction):
        values = self.sudo()._neiqin_service_values()
        self.env["neiqin.service.log"]._neiqin_note(
            [
                {
                    **values,
                    "channel": channel,
                    "direction": direction,
                    "summary": (message.sudo().preview or message.subject or "")[:200],
                    "message": message.id,
                    "user_id": message.sudo().author_id.user_ids[:1].id or self.env.uid,
                }
            ]
        )

    def _neiqin_service_mail_left(self, message, partners):
        """The mail server took a mail of ours: note it if it went to the customer."""
        values = self.sudo()._neiqin_service_values()
        customer = self.env["res.partner"].sudo().browse(values["partner_id"])
        if message.message_type in BY_HAND and any(
            partner.partner_share
            and partner.commercial_partner_id == customer.commercial_partner_id
            for partner in partners
        ):
            self._neiqin_note_message(message, "mail", "out")


class SaleOrder(models.Model):
    _name = "sale.order"
    _inherit = ["sale.order", "neiqin.service.log.mixin"]

    def _message_post_after_hook(self, message, msg_values):
        res = super()._message_post_after_hook(message, msg_values)
        self._neiqin_service_heard(message)
        return res


class ResPartner(models.Model):
    _name = "res.partner"
    _inherit = ["res.partner", "neiqin.service.log.mixin"]

    def _message_post_after_hook(self, message, msg_values):
        res = super()._message_post_after_hook(message, msg_values)
        self._neiqin_service_heard(message)
        return res

    def _neiqin_service_domain(self):
        return [("commercial_partner_id", "in", self.commercial_partner_id.ids)]

    def _neiqin_service_values(self):
        self.ensure_one()
        return {
            "partner_id": self.id,
            "order_id": False,
            "company_id": (self.company_id or self.env.company).id,
        }


class NeiqinComplaint(models.Model):
    _inherit = "neiqin.complaint"

    def _neiqin_note_contacts(self, values):
        contacts = super()._neiqin_note_contacts(values)
        self.env["neiqin.service.log"]._neiqin_note_complaints(contacts)
        return contacts


class MailMail(models.Model):
    _inherit = "mail.mail"

    def _postprocess_sent_message(
        self, success_pids, success_emails, failure_reason=False, failure_type=None
    ):
        """Tell orders and customers of mails that left, before the mails are gone."""
        if success_pids:
            kinds = ("sale.order", "res.partner")
            for mail in self.sudo().filtered(lambda mail: mail.model in kinds):
                record = self.env[mail.model].sudo().browse(mail.res_id).exists()
                partners = self.env["res.partner"].sudo().union(*success_pids)
                if record:
                    record._neiqin_service_mail_left(mail.mail_message_id, partners)
        return super()._postprocess_sent_message(
            success_pids,
            success_emails,
            failure_reason=failure_reason,
            failure_type=failure_type,
        )
