"""Where a letter goes, when that address is a new one: visible to whoever looks."""

from datetime import timedelta

from odoo import api, fields, models
from odoo.tools import format_datetime

#: An address is new for so long, and for the first letter that goes there.
NEW = timedelta(days=30)


class NeiqinConfirmationLetter(models.Model):
    """Who changes the address, mails himself the letter and changes it back is seen.

    What is noted at a sending stays: one that goes to the old address again does not
    wipe it out.
    """

    _inherit = "neiqin.confirmation.letter"

    new_address = fields.Char(readonly=True)
    new_address_at = fields.Datetime(string="Address Changed On", readonly=True)
    new_address_by_id = fields.Many2one(
        comodel_name="res.users", string="Address Changed By", readonly=True
    )
    old_address = fields.Char(
        readonly=True, help="Where the letter before this one went."
    )

    address_note = fields.Char(compute="_compute_address_note")

    @api.depends("new_address", "new_address_at", "new_address_by_id", "old_address")
    @api.depends_context("lang", "tz")
    def _compute_address_note(self):
        for letter in self:
            letter.address_note = letter._neiqin_address_note()

    def _neiqin_address_note(self):
        if not self.new_address:
            return False
        told = {
            "email": self.new_address,
            "user": self.new_address_by_id.sudo().name or "–",
            "date": format_datetime(self.env, self.new_address_at, dt_format="short"),
            "old": self.old_address,
        }
        if not self.old_address:
            return self.env._(
                "Sent to %(email)s, an address that %(user)s entered on %(date)s.",
                **told,
            )
        return self.env._(
            "Sent to %(email)s, an address that %(user)s entered on %(date)s. The letter "
            "before went to %(old)s.",
            **told,
        )

    def _neiqin_mail(self, template, recipient):
        noted = self._neiqin_address_news(recipient)
        if noted:
            self._neiqin_as_server().write(noted)
        return super()._neiqin_mail(template, recipient)

    def _neiqin_address_news(self, recipient):
        """Return what is to be noted about the address, nothing for an old one."""
        self.ensure_one()
        address, last = recipient.email_normalized, self._neiqin_last_sent().sent_to
        old = last if last != address else False
        changed_at, changed_by = self._neiqin_address_change(recipient)
        # whoever waits until nobody thinks of it is seen by the letter before
        if not changed_at or not (old or changed_at > fields.Datetime.now() - NEW):
            return {}
        return {
            "new_address": address,
            "new_address_at": changed_at,
            "new_address_by_id": changed_by.id,
            "old_address": old or self.old_address,
        }

    @api.model
    def _neiqin_address_change(self, recipient):
        """Return when the address came, and from whom."""
        recipient = recipient.sudo()
        if recipient.neiqin_email_changed_at:
            return (
                recipient.neiqin_email_changed_at,
                recipient.neiqin_email_changed_by_id,
            )
        if recipient.parent_id:  # a contact added to a customer is a new address, too
            return recipient.create_date, recipient.create_uid
        return False, self.env["res.users"]

    def _neiqin_last_sent(self):
        """Return the letter that went to this customer last."""
        customer = self.partner_id.commercial_partner_id
        return self.sudo().search(
            [
                ("partner_id", "child_of", customer.id),
                ("sent_to", "!=", False),
                ("company_id", "=", self.company_id.id),
            ],
            order="sent_at desc, id desc",
            limit=1,
        )

    def _neiqin_trailed_address(self):
        """Return what the trail says of the address, if this sending used a new one."""
        self.ensure_one()
        if not self.new_address or self.new_address != self.sent_to:
            return {}
        return {
            "address_changed_at": self.new_address_at,
            "address_changed_by": self.new_address_by_id.name,
        }
