"""A leaver's cases go to the successor."""

from odoo import api, models
from odoo.fields import Domain


class NeiqinLeaver(models.Model):
    _inherit = "neiqin.leaver"

    @api.model
    def _neiqin_leaver_models(self):
        return [
            *super()._neiqin_leaver_models(),
            ("neiqin.exception", "owner_id", Domain("state", "!=", "closed")),
        ]
