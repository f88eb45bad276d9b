"""A mailing that went out to a segment stays with it."""

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain


class MailingMailing(models.Model):
    _inherit = "mailing.mailing"

    neiqin_segment_id = fields.Many2one(
        comodel_name="neiqin.mailing.segment",
        string="Segment",
        index="btree_not_null",
        ondelete="restrict",
        help="Customers of this segment get it, of those only who agreed to news.",
    )

    @api.onchange("neiqin_segment_id")
    def _onchange_neiqin_segment_id(self):
        if self.neiqin_segment_id:
            self.mailing_model_id = self.env["ir.model"]._get("res.partner")
            self.mailing_domain = repr(self.neiqin_segment_id._origin._neiqin_domain())

    def _get_recipients_domain(self):
        """Whatever the domain was changed to: nobody outside the segment."""
        domain = super()._get_recipients_domain()
        segment = self.neiqin_segment_id
        if not segment:
            return domain
        if self.mailing_model_real != "res.partner":
            raise UserError(self.env._("A segment is made of customers."))
        return domain & Domain("id", "in", segment.sudo()._neiqin_recipients())
