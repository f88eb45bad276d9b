"""Where a company receives complaints by mail."""

from odoo import api, fields, models


class ResCompany(models.Model):
    _inherit = "res.company"

    neiqin_complaint_alias_id = fields.Many2one(
        comodel_name="mail.alias",
        string="Complaint Mailbox",
        readonly=True,
        copy=False,
    )
    neiqin_complaint_alias_name = fields.Char(
        string="Complaint Mailbox Name",
        compute="_compute_neiqin_complaint_alias_name",
        inverse="_inverse_neiqin_complaint_alias_name",
        help="Mails to this address become complaints.",
    )

    @api.model
    def _neiqin_policy_fields(self):
        return super()._neiqin_policy_fields() | {"neiqin_complaint_alias_name"}

    @api.depends("neiqin_complaint_alias_id.alias_name")
    def _compute_neiqin_complaint_alias_name(self):
        for company in self:
            alias = company.sudo().neiqin_complaint_alias_id
            company.neiqin_complaint_alias_name = alias.alias_name

    def _inverse_neiqin_complaint_alias_name(self):
        for company in self:
            name = company.neiqin_complaint_alias_name
            alias = company.sudo().neiqin_complaint_alias_id
            if alias:
                alias.alias_name = name
            elif name:
                company.neiqin_complaint_alias_id = (
                    company._neiqin_make_complaint_alias(name)
                )

    def _neiqin_make_complaint_alias(self, name):
        """Return a new mailbox whose mails become complaints of this company."""
        self.ensure_one()
        models_known = self.env["ir.model"]
        return (
            self.env["mail.alias"]
            .sudo()
            .create(
                {
                    "alias_name": name,
                    "alias_domain_id": self.alias_domain_id.id,
                    "alias_model_id": models_known._get_id("neiqin.complaint"),
                    "alias_defaults": repr({"company_id": self.id}),
                    "alias_contact": "everyone",
                }
            )
        )
