"""A leaver's credit changes: somebody else hears when they end."""

from odoo import api, models
from odoo.fields import Domain


class NeiqinLeaver(models.Model):
    _inherit = "neiqin.leaver"

    @api.model
    def _neiqin_leaver_models(self):
        return [
            *super()._neiqin_leaver_models(),
            ("neiqin.credit.change", "user_id", Domain("state", "!=", "ended")),
            ("neiqin.terms.change", "user_id", Domain("state", "=", "draft")),
        ]
