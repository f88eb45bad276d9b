"""A leaver's verifications of files go to the successor."""

from odoo import api, models
from odoo.fields import Domain


class NeiqinLeaver(models.Model):
    _inherit = "neiqin.leaver"

    @api.model
    def _neiqin_leaver_models(self):
        running = Domain("state", "in", ("open", "waiting"))
        return [
            *super()._neiqin_leaver_models(),
            ("neiqin.file.check", "user_id", running),
        ]
