"""One step of an order that is over: waited for so long, against its target."""

from odoo import api, fields, models

from .review_target import STEPS


class NeiqinOrderReviewStep(models.Model):
    _name = "neiqin.order.review.step"
    _description = "Step of an Order Review"
    _inherit = ["neiqin.protected.mixin"]
    _order = "review_id, sequence"
    _rec_name = "step"

    review_id = fields.Many2one(
        comodel_name="neiqin.order.review",
        required=True,
        readonly=True,
        index=True,
        ondelete="cascade",
    )
    company_id = fields.Many2one(
        comodel_name="res.company", required=True, readonly=True, index=True
    )
    sequence = fields.Integer(readonly=True)
    step = fields.Selection(
        selection=STEPS, string="Step of the Order", required=True, readonly=True
    )
    department_id = fields.Many2one(
        comodel_name="neiqin.department", string="Department", readonly=True
    )
    start = fields.Datetime(string="From", readonly=True)
    end = fields.Datetime(string="Reached On", readonly=True)
    hours = fields.Float(string="Working Hours", readonly=True)
    target = fields.Float(readonly=True, help="In working hours. 0: none.")
    is_late = fields.Boolean(string="Above Target", readonly=True)

    @api.model
    def _neiqin_protected_fields(self):
        return super()._neiqin_protected_fields() | self._neiqin_fields_but()
