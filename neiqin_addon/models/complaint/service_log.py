"""Every contact with a customer, whatever it was about: complaint, order, the customer."""

from odoo import api, fields, models
from odoo.tools import SQL

from .bulk import insert_rows
from .complaint import CHANNELS
from .complaint_contact import DIRECTIONS

COLUMNS = (
    "company_id",
    "partner_id",
    "commercial_partner_id",
    "order_id",
    "complaint_id",
    "user_id",
    "moment",
    "channel",
    "direction",
    "reached",
    "minutes",
    "summary",
    "message",
    "next_step",
    "next_date",
)

DO_NOTHING = SQL("DO NOTHING")


class NeiqinServiceLog(models.Model):
    """One contact. Written by the server alone; nobody changes or deletes a row.

    Mails, portal messages and the contacts of complaints join by themselves.
    """

    _name = "neiqin.service.log"
    _description = "Service Log"
    _inherit = ["neiqin.protected.mixin"]
    _order = "moment desc, id desc"
    _rec_name = "summary"
    _log_access = False

    company_id = fields.Many2one(
        comodel_name="res.company", required=True, index=True, ondelete="restrict"
    )
    partner_id = fields.Many2one(
        comodel_name="res.partner",
        string="Customer",
        required=True,
        index=True,
        ondelete="restrict",
    )
    commercial_partner_id = fields.Many2one(
        comodel_name="res.partner", required=True, index=True, ondelete="restrict"
    )
    order_id = fields.Many2one(
        comodel_name="sale.order",
        string="Order",
        index="btree_not_null",
        ondelete="set null",
    )
    complaint_id = fields.Many2one(
        comodel_name="neiqin.complaint",
        string="Complaint",
        index="btree_not_null",
        ondelete="restrict",
    )
    user_id = fields.Many2one(
        comodel_name="res.users", string="Noted By", ondelete="restrict"
    )
    moment = fields.Datetime(required=True)
    channel = fields.Selection(selection=CHANNELS, required=True)
    direction = fields.Selection(selection=DIRECTIONS, required=True)
    reached = fields.Boolean(help="The message left, or somebody answered the call.")
    minutes = fields.Integer()
    summary = fields.Char(string="Content")
    message = fields.Integer(string="Message ID", help="The mail, if it was one.")
    next_step = fields.Char()
    next_date = fields.Date(string="Next Step On")

    # a mail that is taken twice is one contact
    _message_once = models.UniqueIndex(
        "(message, direction) WHERE message IS NOT NULL AND message > 0"
    )

    @api.model
    def _neiqin_protected_fields(self):
        return super()._neiqin_protected_fields() | self._neiqin_fields_but()

    # not @api.ondelete: a context key switches those off
    def unlink(self):  # pylint: disable=method-required-super
        error = self.env["neiqin.append.only.mixin"]._neiqin_append_only_error()
        raise error  # pylint: disable=no-raise-unlink

    @api.model
    def _neiqin_note(self, rows):
        """Write contacts down with one statement.

        :param rows: dicts of ``COLUMNS``; the customer's firm is filled in
        """
        partners = self.env["res.partner"].sudo()
        values = []
        for row in rows:
            head = partners.browse(row["partner_id"]).commercial_partner_id
            row = {
                "moment": fields.Datetime.now(),
                "user_id": self.env.uid,
                "reached": True,
                **row,
                "commercial_partner_id": head.id,
            }
            values.append(tuple(row.get(name) or None for name in COLUMNS))
        if not values:
            return self.browse()
        return insert_rows(self.sudo(), COLUMNS, values, conflict=DO_NOTHING)

    @api.model
    def _neiqin_note_complaints(self, contacts):
        """Let the contacts of complaints join."""
        subjects = self.env["mail.message"].sudo()
        subjects = subjects.browse(filter(None, contacts.mapped("message")))
        preview = {message.id: message.preview for message in subjects.exists()}
        return self._neiqin_note(
            {
                "company_id": contact.company_id.id,
                "partner_id": contact.complaint_id.partner_id.id,
                "order_id": contact.complaint_id.order_id.id,
                "complaint_id": contact.complaint_id.id,
                "user_id": contact.user_id.id,
                "moment": contact.moment,
                "channel": contact.channel,
                "direction": contact.direction,
                "reached": contact.reached,
                "minutes": contact.minutes,
                "summary": (contact.summary or preview.get(contact.message) or "")[
                    :200
                ],
                "message": contact.message,
                "next_step": contact.next_step,
                "next_date": contact.next_date,
            }
            for contact in contacts.sudo()
        )
