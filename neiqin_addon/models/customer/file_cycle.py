"""How often a customer's file is verified: by grade and turnover."""

from odoo import api, fields, models

from .res_partner_credit_terms import GRADES


class NeiqinFileCycle(models.Model):
    """One line of the list: the first that fits a customer says after how many months.

    A company's own lines go before the shared ones; where companies share a customer
    the shortest time counts.
    """

    _name = "neiqin.file.cycle"
    _description = "Verification Cycle of Customer Files"
    _inherit = ["neiqin.trailed.mixin"]
    _order = "sequence, id"
    _rec_name = "months"

    sequence = fields.Integer(default=100)
    company_id = fields.Many2one(
        comodel_name="res.company",
        index="btree_not_null",
        ondelete="cascade",
        help="Empty: of all companies. A company's own lines go before the shared ones.",
    )
    grade = fields.Selection(
        selection=GRADES, string="Credit Grade", help="Empty: any, and not rated."
    )
    turnover_from = fields.Float(
        digits="Product Price",
        help="Orders of the last twelve months before taxes, in the company's currency.",
    )
    months = fields.Integer(string="Verify Every", required=True, default=12)

    _months_sensible = models.Constraint(
        "CHECK (months BETWEEN 1 AND 120 AND turnover_from >= 0)",
        "From one month to ten years, and no negative turnover.",
    )

    @api.model
    def _neiqin_trailed_fields(self):
        names = ("grade", "turnover_from", "months", "company_id")
        return {**super()._neiqin_trailed_fields(), **dict.fromkeys(names, "")}

    @api.model
    def _neiqin_trail_action(self):
        return "policy"

    @api.model_create_multi
    def create(self, vals_list):
        cycles = super().create(vals_list)
        self.env["neiqin.file.item"]._neiqin_list_changed()
        return cycles

    def write(self, vals):
        res = super().write(vals)
        self.env["neiqin.file.item"]._neiqin_list_changed()
        return res

    def unlink(self):
        res = super().unlink()
        self.env["neiqin.file.item"]._neiqin_list_changed()
        return res
