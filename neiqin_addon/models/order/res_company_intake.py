"""What a company tolerates in order files, and where it receives them."""

from odoo import api, fields, models


class ResCompany(models.Model):
    _inherit = "res.company"

    neiqin_price_tolerance = fields.Float(
        string="Price Tolerance (%)",
        default=1.0,
        help="A price in an order file further off the pricelist is a problem.",
    )
    neiqin_intake_alias_id = fields.Many2one(
        comodel_name="mail.alias",
        string="Order Mailbox",
        readonly=True,
        copy=False,
    )
    neiqin_intake_alias_name = fields.Char(
        string="Order Mailbox Name",
        compute="_compute_neiqin_intake_alias_name",
        inverse="_inverse_neiqin_intake_alias_name",
        help="Mails to this address become order intakes.",
    )

    _neiqin_price_tolerance_range = models.Constraint(
        "CHECK (neiqin_price_tolerance BETWEEN 0 AND 100)",
        "The price tolerance is a percentage between 0 and 100.",
    )

    @api.model
    def _neiqin_policy_fields(self):
        return super()._neiqin_policy_fields() | {
            "neiqin_price_tolerance",
            "neiqin_intake_alias_name",
        }

    @api.depends("neiqin_intake_alias_id.alias_name")
    def _compute_neiqin_intake_alias_name(self):
        for company in self:
            alias = company.sudo().neiqin_intake_alias_id
            company.neiqin_intake_alias_name = alias.alias_name

    def _inverse_neiqin_intake_alias_name(self):
        for company in self:
            name = company.neiqin_intake_alias_name
            alias = company.sudo().neiqin_intake_alias_id
            if alias:
                alias.alias_name = name
            elif name:
                company.neiqin_intake_alias_id = company._neiqin_make_intake_alias(name)

    def _neiqin_make_intake_alias(self, name):
        """Return a new mailbox whose mails become intakes of this company."""
        self.ensure_one()
        return (
            self.env["mail.alias"]
            .sudo()
            .create(
                {
                    "alias_name": name,
                    "alias_domain_id": self.alias_domain_id.id,
                    "alias_model_id": self.env["ir.model"]._get_id(
                        "neiqin.order.intake"
                    ),
                    "alias_defaults": repr({"company_id": self.id}),
                    "alias_contact": "everyone",
                }
            )
        )
