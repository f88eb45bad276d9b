"""The confirmation letter: what is promised, in writing, one revision at a time."""

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain

from ...tools.text_html import text_html
from ..control.sealed_field import SealedJson, SealedMonetary, SealedText

STATES = [
    ("draft", "Draft"),
    ("sent", "Sent"),
    ("disputed", "Disputed"),
    ("acknowledged", "Acknowledged"),
    ("superseded", "Superseded"),
]
DELIVERY_STATES = [
    ("none", "Not sent"),
    ("outgoing", "On its way"),
    ("delivered", "Taken by the mail server"),
    ("failed", "Failed"),
    ("bounced", "Returned"),
]
#: What the letter says about the order as a whole; compared between revisions.
HEADER = (
    "customer_name",
    "invoice_address",
    "delivery_address",
    "payment_term",
    "client_order_ref",
    "promised_date",
    "currency_id",
    "amount_untaxed",
    "amount_tax",
    "amount_total",
)


class NeiqinConfirmationLetter(models.Model):
    """One revision. A draft follows its order; once sent it never changes again."""

    _name = "neiqin.confirmation.letter"
    _description = "Confirmation Letter"
    _inherit = [
        "neiqin.sealed.frozen.mixin",
        "mail.thread",
        "mail.activity.mixin",
        "neiqin.schedule.mixin",
    ]
    _order = "id desc"
    _rec_names_search = ["name", "client_order_ref", "customer_name"]

    _neiqin_seals_new = False  # a draft follows its order, which is not sealed
    _neiqin_frozen_when = "OLD.state <> 'draft'"
    # not partner_id: customers are merged, and the letter says their name in words
    _neiqin_frozen_columns = (
        *HEADER,
        "name",
        "order_id",
        "company_id",
        "revision",
        "previous_id",
        "lang",
        "note",
        "header_difference",
        "content",
        "content_digest",
        "digest",
        "sent_at",
        "sent_by_id",
        "pdf_id",
        "pdf_digest",
    )
    _neiqin_frozen_once = (
        "acknowledged_at",
        "acknowledged_by",
        "acknowledged_from",
        "signature",
        "disputed_at",
        "disputed_by",
        "disputed_from",
        "dispute",
        "superseded_at",
    )
    _neiqin_frozen_forward = {"state": tuple(value for value, _label in STATES)}

    name = fields.Char(string="Number", required=True, readonly=True)
    order_id = fields.Many2one(
        comodel_name="sale.order",
        string="Order",
        required=True,
        readonly=True,
        ondelete="cascade",
        index=True,
    )
    order_name = fields.Char(related="order_id.name", string="Order Number")
    revision = fields.Integer(required=True, readonly=True, aggregator=None)
    previous_id = fields.Many2one(
        comodel_name="neiqin.confirmation.letter",
        string="Previous Revision",
        readonly=True,
        ondelete="restrict",
        index="btree_not_null",
    )
    company_id = fields.Many2one(
        comodel_name="res.company", required=True, readonly=True, index=True
    )
    state = fields.Selection(
        selection=STATES, required=True, readonly=True, default="draft", tracking=True
    )
    user_id = fields.Many2one(
        comodel_name="res.users",
        string="Clerk",
        domain="[('share', '=', False), ('company_ids', 'in', company_id)]",
        index="btree_not_null",
        help="Who is told when the mail fails, the customer objects or is silent.",
    )
    salesman_id = fields.Many2one(related="order_id.user_id", string="Salesperson")
    line_ids = fields.One2many(
        comodel_name="neiqin.confirmation.letter.line",
        inverse_name="letter_id",
        string="Lines",
    )
    note = SealedText(
        string="Words to the Customer",
        help="Printed below the lines. Can be changed until the letter is sent.",
    )

    partner_id = fields.Many2one(
        comodel_name="res.partner",
        string="Customer",
        required=True,
        readonly=True,
        index=True,
    )
    lang = fields.Char(string="Language", readonly=True)
    customer_name = fields.Char(readonly=True)
    invoice_address = fields.Text(readonly=True)
    delivery_address = fields.Text(readonly=True)
    payment_term = fields.Char(string="Payment Terms", readonly=True)
    client_order_ref = fields.Char(string="Customer Reference", readonly=True)
    promised_date = fields.Date(readonly=True)
    currency_id = fields.Many2one(
        comodel_name="res.currency", required=True, readonly=True
    )
    amount_untaxed = SealedMonetary(string="Untaxed Amount", readonly=True)
    amount_tax = SealedMonetary(string="Taxes", readonly=True)
    amount_total = SealedMonetary(string="Total", readonly=True)
    header_difference = SealedJson(readonly=True)

    content = SealedText(
        string="Frozen Content",
        readonly=True,
        neiqin_digest="digest",
        help="All that the letter says, as the canonical text its digest is made of.",
    )
    content_digest = fields.Char(
        string="Digest of the Order's Content", readonly=True, size=64
    )
    digest = fields.Char(
        readonly=True,
        size=64,
        help="SHA-256 over all that the letter says, made when it was sent.",
    )
    sent_at = fields.Datetime(string="Sent On", readonly=True)
    sent_by_id = fields.Many2one(
        comodel_name="res.users", string="Sent By", readonly=True
    )
    pdf_id = fields.Many2one(
        comodel_name="ir.attachment",
        string="PDF",
        readonly=True,
        ondelete="restrict",
        index="btree_not_null",
    )
    pdf_digest = fields.Char(string="Digest of the PDF", readonly=True, size=64)
    superseded_at = fields.Datetime(string="Superseded On", readonly=True)

    _revision_unique = models.UniqueIndex(
        "(order_id, revision)", "An order has each revision of its letter once."
    )
    _live_unique = models.UniqueIndex(
        "(order_id) WHERE state != 'superseded'",
        "An order has one live confirmation letter.",
    )

    def _neiqin_protected_fields(self):
        """A clerk chooses the words and the colleague in charge, nothing else."""
        return super()._neiqin_protected_fields() | self._neiqin_fields_but(
            "note", "user_id"
        )

    def _neiqin_frozen(self):
        return self.filtered(lambda letter: letter.state != "draft")

    @api.model
    def _neiqin_sealable_domain(self):
        return Domain("state", "!=", "draft")

    @api.model_create_multi
    def create(self, vals_list):
        letters = super().create(vals_list)
        letters.order_id._neiqin_refresh_letter_state()
        return letters

    def write(self, vals):
        res = super().write(vals)
        if "state" in vals:
            self.order_id._neiqin_refresh_letter_state()
        return res

    def unlink(self):
        orders = self.order_id
        res = super().unlink()
        orders.exists()._neiqin_refresh_letter_state()
        return res

    def _neiqin_red(self):
        """Whether somebody must act: nobody got the letter, or the customer objects."""
        self.ensure_one()
        return self.state == "disputed" or (
            self.state in ("draft", "sent")
            and self.delivery_state in ("failed", "bounced")
        )

    def _neiqin_live(self):
        """Domain of the letters that hold at present."""
        return Domain("state", "!=", "superseded")

    def _neiqin_supersede(self):
        """A later revision holds; whatever was answered stays on this one."""
        self._neiqin_as_server().write(
            {
                "state": "superseded",
                "superseded_at": fields.Datetime.now(),
                "next_reminder_on": False,
            }
        )
        # the next revision comes before the ORM would write this by itself
        self.flush_recordset(["state"])
        self.activity_unlink(
            [
                "neiqin_addon.mail_activity_letter_failed",
                "neiqin_addon.mail_activity_letter_disputed",
                "neiqin_addon.mail_activity_letter_silent",
            ]
        )

    def _neiqin_tell(self, activity, note, summary=None):
        """Give the clerk of each letter something to do.

        :param activity: end of the activity type's XML id
        :param note: plain text or Markup
        """
        for letter in self:
            letter.activity_schedule(
                f"neiqin_addon.mail_activity_letter_{activity}",
                note=text_html(note),
                summary=summary,
                user_id=letter._neiqin_clerk().id,
            )

    def _neiqin_clerk(self):
        """Return the user who answers for the letter; never nobody."""
        self.ensure_one()
        for user in (self.user_id, self.sent_by_id, self.order_id.user_id):
            if user.active and not user.share:
                return user
        return self.order_id.sudo()._neiqin_person_in_charge()

    def copy_data(self, default=None):
        raise UserError(
            self.env._("A confirmation letter is made from its order, not copied.")
        )
