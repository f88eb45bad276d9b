"""The policies on Odoo's own settings page, for system administrators."""

from odoo import models


class ResConfigSettings(models.TransientModel):
    _name = "res.config.settings"
    _inherit = ["res.config.settings", "neiqin.policies"]
