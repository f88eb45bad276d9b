"""A leaver's customers to collect from go to somebody else."""

from odoo import api, models
from odoo.fields import Domain


class NeiqinLeaver(models.Model):
    _inherit = "neiqin.leaver"

    @api.model
    def _neiqin_leaver_models(self):
        return [
            *super()._neiqin_leaver_models(),
            ("neiqin.collection", "sales_user_id", Domain.TRUE),
            ("neiqin.collection", "finance_user_id", Domain.TRUE),
            ("neiqin.dispute", "user_id", Domain("lifted_at", "=", False)),
        ]
