"""Occasions of care: a contract ends, a licence expires, the first order comes round."""

from odoo import api, fields, models
from odoo.fields import Domain

from ..customer.file_item import PAPERS

#: Activity of each kind, and the channel of the contact that it is; a to-do is none.
ACTS = {
    "call": ("mail.mail_activity_data_call", "phone"),
    "visit": ("mail.mail_activity_data_meeting", "visit"),
    "todo": ("mail.mail_activity_data_todo", None),
}
KINDS = [
    ("paper", "A Paper Ends"),
    ("anniversary", "Anniversary of the First Order"),
]


class NeiqinCareOccasion(models.Model):
    """How many days before an occasion somebody calls, visits or prepares something.

    An occasion may have several lines, as a visit two months and a call two weeks before
    a contract ends. A company's own lines, archived ones too, stand for the shared ones
    about the same.
    """

    _name = "neiqin.care.occasion"
    _description = "Occasion of Care"
    _inherit = ["neiqin.trailed.mixin"]
    _order = "sequence, id"

    name = fields.Char(required=True, translate=True)
    sequence = fields.Integer(default=100)
    active = fields.Boolean(default=True)
    company_id = fields.Many2one(
        comodel_name="res.company",
        index="btree_not_null",
        ondelete="cascade",
        help="Empty: of all companies. A company's own lines stand for the shared ones "
        "about the same.",
    )
    kind = fields.Selection(
        selection=KINDS, string="Occasion", required=True, default="paper"
    )
    paper = fields.Selection(
        selection=PAPERS,
        help="Of a contract with a notice period the last day of notice as well.",
    )
    lead_days = fields.Integer(string="Days Before", required=True, default=30)
    act = fields.Selection(
        selection=[("call", "Call"), ("visit", "Visit"), ("todo", "To-Do")],
        string="What Is Done",
        required=True,
        default="call",
    )
    task = fields.Char(
        string="What to Ask", help="Stands in the to-do, as: what of the new prices?"
    )

    _lead_sensible = models.Constraint(
        "CHECK (lead_days BETWEEN 0 AND 366)", "From the day itself to a year before."
    )
    _paper_known = models.Constraint(
        "CHECK (kind <> 'paper' OR paper IS NOT NULL)", "Say which paper it is about."
    )

    @api.model
    def _neiqin_trailed_fields(self):
        names = ("name", "active", "kind", "paper", "lead_days", "act", "company_id")
        return {**super()._neiqin_trailed_fields(), **dict.fromkeys(names, "")}

    @api.model
    def _neiqin_trail_action(self):
        return "policy"

    @api.model
    def _neiqin_of_company(self, company):
        """Return the lines that count in a company, of a sudo environment."""
        lines = self.sudo().with_context(active_test=False)
        lines = lines.search(Domain("company_id", "in", (False, company.id)))
        own = {line._neiqin_subject() for line in lines if line.company_id}
        return lines.filtered(
            lambda line: line.active
            and (line.company_id or line._neiqin_subject() not in own)
        )

    def _neiqin_subject(self):
        return self.kind, self.kind == "paper" and self.paper
