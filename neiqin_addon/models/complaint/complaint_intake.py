"""Complaints that come in by themselves: whose they are, and files that come along."""

from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.tools import email_normalize

from ...tools.complaint_mail import clean, digest, firm_of, references
from ...tools.complaint_tier import words_of
from .complaint import OFFICE

#: Filed without one of us: these are acknowledged by mail.
ONLINE = ("mail", "portal", "api")
LONGEST_SUBJECT = 200


class NeiqinComplaint(models.Model):
    _inherit = "neiqin.complaint"

    intake_digest = fields.Char(
        readonly=True, copy=False, groups=OFFICE, index="btree_not_null"
    )
    external_ref = fields.Char(
        string="External Reference",
        readonly=True,
        copy=False,
        groups=OFFICE,
        help="The number the other system knows the complaint by.",
    )
    sender_unknown = fields.Boolean(
        string="Customer to Be Checked", readonly=True, copy=False, groups=OFFICE
    )
    hint_order_id = fields.Many2one(
        comodel_name="sale.order",
        string="Order Named",
        readonly=True,
        copy=False,
        groups=OFFICE,
        index="btree_not_null",
        ondelete="set null",
    )

    _external_ref_once = models.UniqueIndex(
        "(company_id, external_ref) WHERE external_ref IS NOT NULL",
        "A complaint with this reference is filed already.",
    )

    @api.model
    def _neiqin_protected_fields(self):
        return super()._neiqin_protected_fields() | {
            "intake_digest",
            "external_ref",
            "sender_unknown",
            "hint_order_id",
        }

    # --- what the words say

    @api.model
    def _neiqin_type_of(self, company, text):
        """Return the type whose words are in the text, else the one for all others."""
        types = self.env["neiqin.complaint.type"].sudo()
        types = types.search([("company_id", "in", (False, company.id))])
        folded = (text or "").casefold()
        for kind in types:
            if any(word.casefold() in folded for word in words_of(kind.keywords)):
                return kind
        found = types.filtered(lambda kind: kind.code == "other")[:1] or types[-1:]
        if not found:
            raise ValidationError(self.env._("There is no complaint type yet."))
        return found

    @api.model
    def _neiqin_order_of(self, company, text):
        """Return the order that a text names, none if it names several customers'."""
        words = references(text)
        if not words:
            return self.env["sale.order"]
        orders = self.env["sale.order"].sudo()
        named = orders.search(
            [("company_id", "=", company.id), ("name", "in", words)], limit=5
        ) or orders.search(
            [("company_id", "=", company.id), ("client_order_ref", "in", words)],
            limit=5,
        )
        if len(named.partner_id.commercial_partner_id) > 1:
            return orders
        return named.sorted("id", reverse=True)[:1]

    @api.model
    def _neiqin_customer_of(self, company, address, name, order):
        """Return ``(customer, order or none, known)`` for who wrote.

        An order's number alone proves nothing: whoever is not known to be with the
        order's customer is a customer of his own until a clerk has looked.
        """
        partners = self.env["res.partner"].sudo()
        allowed = [("company_id", "in", (False, company.id))]
        found = partners
        if address:
            found = partners.search(
                [("email_normalized", "=", address), *allowed], order="id"
            )
        buyer = order.partner_id.commercial_partner_id
        own = found.filtered(lambda row: row.commercial_partner_id == buyer)
        if buyer and own:
            return own[:1], order, True
        if found:
            outside = found.filtered("partner_share")
            return (outside or found)[:1], order.browse(), bool(outside)
        family = partners.search(
            [("commercial_partner_id", "=", buyer.id), ("email", "!=", False)]
        )
        firm = firm_of(address)
        if buyer and firm and firm in map(firm_of, family.mapped("email_normalized")):
            return order.partner_id, order, True
        return self._neiqin_new_customer(company, address, name), order.browse(), False

    @api.model
    def _neiqin_new_customer(self, company, address, name):
        return (
            self.env["res.partner"]
            .sudo()
            .create(
                {
                    "name": clean(name, 100) or address or self.env._("Unknown sender"),
                    "email": address or False,
                    "company_id": company.id,
                    "lang": company.partner_id.lang or self.env.lang,
                }
            )
        )

    # --- filing

    @api.model
    def _neiqin_file_online(self, company, values, files=(), author=None):
        """File what a customer sent on a page, with the files that came along.

        Sent twice is one complaint.

        :param values: values that the page checked; never what a visitor named
        :param files: ``[(name, bytes)]``
        :param author: the customer's ``res.partner`` who wrote
        """
        subject = clean(values.get("subject"), LONGEST_SUBJECT).replace("\n", " ")
        text = clean(values.get("description"))
        complaints = self.sudo().with_company(company)
        who = f"{values['partner_id']} {values.get('order_id')}"
        mark = digest(who, subject, text, [content for _name, content in files])
        known = complaints._neiqin_known_mail(company, mark, "", "")
        if known:
            return known
        complaint = complaints._neiqin_as_server().create(
            {
                **values,
                "subject": subject or text[:60].replace("\n", " "),
                "description": text,
                "company_id": company.id,
                "user_id": False,
                "intake_digest": mark,
            }
        )
        complaint = complaint._neiqin_without_pass()
        if author:
            complaint.message_post(
                body=text,
                author_id=author.id,
                email_from=complaint.contact_email or author.email_formatted,
                message_type="comment",
                subtype_xmlid="mail.mt_comment",
                attachments=list(files),
            )
        else:
            complaint._neiqin_acknowledge()
        return complaint

    # --- a clerk looks

    def _neiqin_may_name_customer(self):
        """Say whether a clerk still says whose complaint it is."""
        return bool(self) and all(self.sudo().mapped("sender_unknown"))

    def action_neiqin_right_customer(self):
        """The customer is right: nothing is left to check."""
        self.check_access("write")
        self.sudo()._neiqin_as_server().write({"sender_unknown": False})
        return True

    def action_neiqin_take_order(self):
        """The order that was named is the one: it and its customer are taken."""
        self.check_access("write")
        for complaint in self:
            order = complaint.sudo().hint_order_id
            if not complaint.sudo().sender_unknown or not order:
                continue
            order.with_env(self.env).check_access("read")
            complaint.write({"partner_id": order.partner_id.id, "order_id": order.id})
            if not complaint.amount:
                complaint.amount = order.currency_id._convert(
                    order.amount_total, complaint.currency_id, complaint.company_id
                )
        return True

    def _neiqin_normal_address(self):
        self.ensure_one()
        return email_normalize(self.sudo().contact_email or "") or ""
