"""What complaints are about."""

from odoo import fields, models


class NeiqinComplaintType(models.Model):
    _name = "neiqin.complaint.type"
    _description = "Complaint Type"
    _order = "sequence, id"

    name = fields.Char(required=True, translate=True)
    code = fields.Char(required=True, help="For imports and interfaces.")
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)
    company_id = fields.Many2one(
        comodel_name="res.company",
        index=True,
        help="Empty: for all companies.",
    )
    department_id = fields.Many2one(
        comodel_name="neiqin.department",
        string="Handling Department",
        index=True,
        ondelete="restrict",
        check_company=True,
        help="Handles complaints of this type; its working hours count where a tier "
        "goes by them.",
    )
    color = fields.Integer()
    keywords = fields.Char(
        help="A mail with one of these words gets this type. Separate them by commas or "
        "spaces.",
    )

    _code_unique = models.UniqueIndex(
        "(code, coalesce(company_id, 0))",
        "Each type has a code of its own.",
    )
