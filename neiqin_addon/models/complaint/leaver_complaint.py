"""A leaver's complaints and tasks."""

from odoo import api, models
from odoo.fields import Domain


class NeiqinLeaver(models.Model):
    _inherit = "neiqin.leaver"

    @api.model
    def _neiqin_leaver_models(self):
        return [
            *super()._neiqin_leaver_models(),
            (
                "neiqin.complaint",
                "user_id",
                Domain("state", "not in", ("closed", "void")),
            ),
            ("neiqin.complaint", "corrective_user_id", Domain("effect", "=", False)),
            (
                "neiqin.complaint.task",
                "user_id",
                Domain("state", "in", ("todo", "doing")),
            ),
        ]
