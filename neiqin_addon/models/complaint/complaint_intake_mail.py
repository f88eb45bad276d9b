"""Complaints by mail: each becomes one complaint, a copy or an answer joins its own."""

import logging
from datetime import timedelta

from odoo import api, fields, models
from odoo.tools import SQL, email_normalize, html2plaintext, parse_contact_from_email

from ...tools.complaint_mail import bare_subject, by_machine, clean, digest, references
from ...tools.forwarded import original_sender
from ...tools.mail_charset import mend

_logger = logging.getLogger(__name__)

COMPLAINT = "neiqin.complaint"
#: How long the same mail once more is a copy, not a new complaint.
COPY_DAYS = 3


class NeiqinComplaint(models.Model):
    _inherit = "neiqin.complaint"

    @api.private
    @api.model
    def message_new(self, msg_dict, custom_values=None):
        """File the complaint a mail brings; a copy joins the one that is there."""
        company = self.env["res.company"].browse(
            (custom_values or {}).get("company_id") or ()
        )
        company = company.exists() or self.env.company
        self = self.sudo().with_company(company)
        name, address, forwarded = self._neiqin_sender(msg_dict)
        subject = clean(msg_dict.get("subject"), 200).replace("\n", " ")
        text = clean(html2plaintext(msg_dict.get("body") or ""))
        mark = digest(address, subject, text, _contents(msg_dict))
        known = self._neiqin_known_mail(company, mark, address, subject)
        if known:
            known._neiqin_joined(forwarded)
            return known
        words = f"{subject}\n{text}"
        named = self._neiqin_order_of(company, words)
        partner, order, is_known = self._neiqin_customer_of(
            company, address, name, named
        )
        complaint = self._neiqin_as_server().create(
            {
                "company_id": company.id,
                "partner_id": partner.id,
                "order_id": order.id,
                "contact_name": name or partner.name,
                "contact_email": address or False,
                "channel": "mail",
                "type_id": self._neiqin_type_of(company, words).id,
                "subject": bare_subject(subject)
                or text[:60]
                or self.env._("No subject"),
                "description": text,
                "intake_digest": mark,
                "sender_unknown": not is_known,
                "hint_order_id": named.id if not order else False,
            }
        )
        return complaint._neiqin_without_pass()

    @api.model
    def _neiqin_sender(self, msg_dict):
        """Return (name, address, whether a colleague forwarded it)."""
        name, address = parse_contact_from_email(msg_dict.get("email_from") or "")
        address = email_normalize(address or "") or ""
        users = self.env["res.users"].sudo()
        colleague = address and users.search_count(
            [("share", "=", False), ("email_normalized", "=", address)], limit=1
        )
        if colleague:
            origin = original_sender(html2plaintext(msg_dict.get("body") or ""))
            if origin:
                return "", email_normalize(origin) or "", True
        return clean(name, 100), address, False

    @api.model
    def _neiqin_known_mail(self, company, mark, address, subject):
        """Return the complaint that a mail belongs to: its copy's, or the one it names.

        Two copies at the same moment wait for each other here.
        """
        self.env.cr.execute(
            SQL("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", mark)
        )
        since = fields.Datetime.now() - timedelta(days=COPY_DAYS)
        own = [("company_id", "=", company.id), ("state", "!=", "void")]
        copy = self.search(
            [*own, ("intake_digest", "=", mark), ("create_date", ">=", since)], limit=1
        )
        if copy or not address:
            return copy
        named = self.search([*own, ("name", "in", references(subject))], limit=5)
        return named.filtered(
            lambda complaint: address in complaint._neiqin_addresses()
            or address in complaint._neiqin_family_addresses()
        )[:1]

    def _neiqin_family_addresses(self):
        """Return the addresses of everybody at the customer's."""
        self.ensure_one()
        family = self.env["res.partner"].sudo()
        family = family.search(
            [
                ("commercial_partner_id", "=", self.sudo().commercial_partner_id.id),
                ("email_normalized", "!=", False),
            ]
        )
        return set(family.mapped("email_normalized"))

    def _neiqin_joined(self, forwarded):
        """A colleague forwarded what the customer wrote: the customer waits for us."""
        if not forwarded:
            return
        self._neiqin_note_contacts(
            {
                "channel": "mail",
                "direction": "in",
                "reached": True,
                "moment": self._neiqin_moment(),
            }
        )._neiqin_apply()

    @api.model
    def _detect_loop_sender_domain(self, email_from_normalized):
        """Many complaints of one address within minutes are a machine's."""
        return [("contact_email", "=ilike", email_from_normalized)]


class MailThread(models.AbstractModel):
    _inherit = "mail.thread"

    @api.model
    def message_parse(self, message, save_original=False):
        """Read also what lies about its letters: Odoo would drop such a mail."""
        return super().message_parse(mend(message), save_original=save_original)

    @api.model
    def _message_route_process(self, message, message_dict, routes):
        """What no person wrote becomes no complaint; on one that is there it is kept."""
        fresh = [
            route for route in routes or () if route[0] == COMPLAINT and not route[1]
        ]
        if fresh and (by_machine(message) or self._neiqin_is_ours(message_dict)):
            _logger.info(
                "mail %s: written by a machine, no complaint",
                message_dict.get("message_id"),
            )
            routes = [route for route in routes if route not in fresh]
            if not routes:
                return False
        return super()._message_route_process(message, message_dict, routes)

    @api.model
    def _neiqin_is_ours(self, message_dict):
        """Say whether a mail comes from one of our own mailboxes: that is a loop."""
        address = email_normalize(message_dict.get("email_from") or "")
        aliases = self.env["mail.alias"].sudo()
        return bool(
            address
            and aliases.search_count([("alias_full_name", "=", address)], limit=1)
        )


def _contents(msg_dict):
    """Return the bytes of the attachments."""
    contents = [attachment[1] for attachment in msg_dict.get("attachments") or ()]
    return [
        content
        if isinstance(content, bytes)
        else str(content).encode("utf-8", "replace")
        for content in contents
    ]
