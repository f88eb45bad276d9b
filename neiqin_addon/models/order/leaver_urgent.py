"""A leaver's part in urgent orders goes to the successor."""

from odoo import api, models
from odoo.fields import Domain


class NeiqinLeaver(models.Model):
    _inherit = "neiqin.leaver"

    @api.model
    def _neiqin_leaver_models(self):
        return [
            *super()._neiqin_leaver_models(),
            ("neiqin.urgent.task", "user_id", Domain("state", "=", "todo")),
            (
                "neiqin.urgent.response",
                "user_id",
                Domain("state", "in", ("waiting", "running")),
            ),
        ]
