"""The policies on a page for the managers of the sales back office.

Odoo's settings page is for system administrators, and so is writing on companies.
A manager of this office changes its policies here, and nothing else.
"""

from odoo import api, fields, models
from odoo.exceptions import AccessError


class NeiqinSettings(models.TransientModel):
    _name = "neiqin.settings"
    _inherit = ["neiqin.policies"]
    _description = "Settings of the Sales Back Office"
    _rec_name = "company_id"

    company_id = fields.Many2one(
        comodel_name="res.company",
        string="Company",
        required=True,
        readonly=True,
        default=lambda self: self.env.company,
    )

    @api.model_create_multi
    def create(self, vals_list):
        policies = [self._pop_policies(vals) for vals in vals_list]
        pages = super().create(vals_list)
        for page, values in zip(pages, policies, strict=True):
            page._apply(values)
        return pages

    def write(self, vals):
        vals = dict(vals)
        policies = self._pop_policies(vals)
        res = super().write(vals) if vals else True
        for page in self:
            page._apply(policies)
        return res

    def _pop_policies(self, vals):
        names = self.env["res.company"]._neiqin_policy_fields()
        return {name: vals.pop(name) for name in names.intersection(vals)}

    def _apply(self, values):
        """Write policies on the page's company.

        :raise AccessError: no manager, or a company that is not the user's
        """
        if not self.env.user.has_group("neiqin_addon.group_neiqin_manager"):
            raise AccessError(
                self.env._(
                    "Only managers of the sales back office change its settings."
                )
            )
        if self.company_id not in self.env.user.company_ids:
            raise AccessError(self.env._("This is not one of your companies."))
        if values:
            self.company_id.sudo().write(values)

    @api.model
    def action_open(self):
        """Open the page for the present company."""
        page = self.create({})
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Settings"),
            "res_model": self._name,
            "res_id": page.id,
            "views": [(False, "form")],
            "target": "current",
        }
