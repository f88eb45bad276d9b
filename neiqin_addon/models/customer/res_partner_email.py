"""When a customer's mail address was changed, and by whom."""

from odoo import api, fields, models


class ResPartner(models.Model):
    _inherit = "res.partner"

    neiqin_email_changed_at = fields.Datetime(
        string="E-mail Changed On", readonly=True, copy=False
    )
    neiqin_email_changed_by_id = fields.Many2one(
        comodel_name="res.users", string="E-mail Changed By", readonly=True, copy=False
    )

    @api.model
    def _neiqin_protected_fields(self):
        return super()._neiqin_protected_fields() | {
            "neiqin_email_changed_at",
            "neiqin_email_changed_by_id",
        }

    def write(self, vals):
        """Note who changed an address: letters go there, and say so."""
        if "email" not in vals or not all(self._ids):
            return super().write(vals)
        before = self.sudo().mapped("email")
        res = super().write(vals)
        changed = self.browse(
            [
                partner.id
                for partner, email in zip(self.sudo(), before, strict=True)
                if partner.email != email
            ]
        )
        if changed:
            changed.sudo()._neiqin_as_server().write(
                {
                    "neiqin_email_changed_at": fields.Datetime.now(),
                    "neiqin_email_changed_by_id": self.env.uid,
                }
            )
        return res
