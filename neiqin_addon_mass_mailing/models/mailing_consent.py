"""Who agreed to get news, when, how and to whom: each word of it is a row that stays."""

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

HOWS = [
    ("contract", "In the Contract"),
    ("form", "On a Signed Form"),
    ("mail", "By E-mail"),
    ("portal", "On the Website"),
    ("phone", "On the Phone"),
    ("visit", "At a Visit or Fair"),
    ("unsubscribed", "By the Link in a Mailing"),
]


class NeiqinMailingConsent(models.Model):
    """One word of one person; the last one counts."""

    _name = "neiqin.mailing.consent"
    _description = "Consent to News"
    _inherit = ["neiqin.protected.mixin"]
    _order = "moment desc, id desc"
    _rec_name = "partner_id"

    partner_id = fields.Many2one(
        comodel_name="res.partner",
        string="Person",
        required=True,
        index=True,
        ondelete="cascade",
    )
    company_id = fields.Many2one(related="partner_id.company_id", store=True)
    given = fields.Boolean(
        string="Agreed",
        default=True,
        help="Not set: takes it back, or never wanted it.",
    )
    how = fields.Selection(selection=HOWS, required=True, default="form")
    note = fields.Char(
        string="Proof", help="Where it is written, as: form of the Canton Fair."
    )
    user_id = fields.Many2one(
        comodel_name="res.users",
        string="Noted By",
        default=lambda self: self.env.user,
        ondelete="restrict",
    )
    moment = fields.Datetime(string="Noted At", default=fields.Datetime.now)

    @api.model
    def _neiqin_protected_fields(self):
        return super()._neiqin_protected_fields() | {"user_id", "moment", "company_id"}

    @api.model_create_multi
    def create(self, vals_list):
        # the link in a mailing is the customer's own word: nobody writes it for him
        server = self._neiqin_is_server()
        if not server and any(v.get("how") == "unsubscribed" for v in vals_list):
            raise UserError(self.env._("That is written by the link in the mailing."))
        rows = super().create(vals_list)
        rows.partner_id.check_access("read")
        return rows

    # not @api.ondelete: a context key switches those off
    def unlink(self):  # pylint: disable=method-required-super
        raise self._neiqin_stays()  # pylint: disable=no-raise-unlink

    def write(self, vals):  # pylint: disable=method-required-super
        raise self._neiqin_stays()

    def _neiqin_stays(self):
        return AccessError(
            self.env._("What was said stays. Write down what is said now.")
        )
