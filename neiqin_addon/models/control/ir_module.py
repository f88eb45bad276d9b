"""Uninstalling asks for the key first, not half-way."""

from odoo import models


class IrModuleModule(models.Model):
    _inherit = "ir.module.module"

    def button_uninstall(self):
        """Refuse while sealed values could not be put back."""
        going = (self | self.downstream_dependencies()).mapped("name")
        sealing = self.env["neiqin.sealing"]
        if "neiqin_addon" in going and sealing._neiqin_state() != "off":
            sealing._neiqin_ring_to_seal()
        return super().button_uninstall()
