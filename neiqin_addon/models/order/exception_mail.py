"""Cases and mail: a mail opens one; who sees no customers reads no mails."""

import re

from odoo import api, models
from odoo.tools import email_split

from .exception import OFFICE

#: What an order's number may look like in a subject; only an existing one counts.
_WORD = re.compile(r"[A-Za-z0-9][A-Za-z0-9/_.-]{2,}")
_WORDS = 20
#: Says that tasks are asked for, not mails. Compared by identity: no caller has it.
_TASKS = object()


class NeiqinException(models.Model):
    _inherit = "neiqin.exception"

    @api.model
    def _neiqin_in_office(self, user):
        return any(user.has_group(group) for group in OFFICE.split(","))

    # --- a mail opens a case

    @api.model
    def message_new(self, msg_dict, custom_values=None):
        """Open a case for the customer's order that the subject names, if it does.

        An address alone proves little: the order must be of the sender's company, so
        that nobody holds up another customer's order by mail.
        """
        values = dict(custom_values or {})
        kinds = self.env["neiqin.exception.type"].sudo()
        kind = kinds.browse(values.get("type_id") or ()).exists()
        kind = kind or kinds._neiqin_of("other")
        subject = (msg_dict.get("subject") or "").strip()
        partner = self._neiqin_sender(msg_dict)
        order = self._neiqin_named_order(subject, partner)
        known = order and self._neiqin_running(order, kind)
        if known:
            return known
        records = self.sudo()._neiqin_as_server()
        return super(NeiqinException, records).message_new(
            msg_dict,
            {
                "type_id": kind.id,
                # the subject may name people and prices: the departments read neither
                "description": subject,
                "partner_id": partner.id,
                "order_id": order.id,
                **({"company_id": order.company_id.id} if order else {}),
            },
        )

    @api.model
    def _neiqin_sender(self, msg_dict):
        partners = self.env["res.partner"].sudo()
        if msg_dict.get("author_id"):
            return partners.browse(msg_dict["author_id"])
        addresses = email_split(msg_dict.get("email_from") or "")
        if not addresses:
            return partners
        return partners.search(
            [("email_normalized", "=", addresses[0].lower())], limit=1
        )

    @api.model
    def _neiqin_named_order(self, subject, partner):
        orders = self.env["sale.order"].sudo()
        words = _WORD.findall(subject)[:_WORDS]
        if not words or not partner:
            return orders
        return orders.search(
            [
                ("partner_id", "child_of", partner.commercial_partner_id.id),
                "|",
                ("name", "in", words),
                ("client_order_ref", "in", words),
            ],
            order="id desc",
            limit=1,
        )

    @api.model
    def _neiqin_running(self, order, kind):
        """Return the open case of an order as a whole, if there is one."""
        return self.sudo().search(
            [
                ("order_id", "=", order.id),
                ("type_id", "=", kind.id),
                ("line_key", "=", 0),
                ("state", "!=", "closed"),
            ],
            limit=1,
        )

    # --- what collaborators do not get

    def _mail_get_operation_for_mail_message_operation(self, message_operation):
        """Customers write here: who sees no customers does not read along."""
        tasks = self.env.context.get("neiqin_tasks") is _TASKS
        mails = message_operation == "read" and not tasks
        if mails and not self._neiqin_in_office(self.env.user):
            return dict.fromkeys(self, "write")
        return super()._mail_get_operation_for_mail_message_operation(message_operation)

    def _mail_get_partner_fields(self, introspect_fields=False):
        """Nobody is suggested to write to who may not know the customer."""
        if not self.env.su and not self._neiqin_in_office(self.env.user):
            return []
        return super()._mail_get_partner_fields(introspect_fields)

    def message_subscribe(self, partner_ids=None, subtype_ids=None):
        """Whoever gets a task follows the task, and not the customer's mails."""
        users = self.env["res.partner"].sudo().browse(partner_ids or ()).user_ids
        outside = users.filtered(
            lambda user: not user.share and not self._neiqin_in_office(user)
        ).partner_id
        allowed = [x for x in partner_ids or () if x not in outside.ids]
        return super().message_subscribe(allowed, subtype_ids)

    def message_post(self, **kwargs):
        """Who may read a case only leaves notes on it: no mails in the firm's name."""
        if not self.env.su and not self._neiqin_in_office(self.env.user):
            for name in ("partner_ids", "email_from", "outgoing_email_to", "author_id"):
                kwargs.pop(name, None)
            kwargs.pop("subtype_id", None)
            kwargs["subtype_xmlid"] = "mail.mt_note"
            kwargs["message_type"] = "comment"
        return super().message_post(**kwargs)


class MailActivity(models.Model):
    _inherit = "mail.activity"

    def _check_access(self, operation):
        """Who sees a case sees its tasks, also where he does not read its mails."""
        records = self.with_context(neiqin_tasks=_TASKS)
        return super(MailActivity, records)._check_access(operation)
