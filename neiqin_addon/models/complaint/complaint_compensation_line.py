"""One line of the order for which the customer is compensated."""

from odoo import api, fields, models
from odoo.exceptions import UserError


class NeiqinComplaintCompensationLine(models.Model):
    _name = "neiqin.complaint.compensation.line"
    _description = "Compensated Line"
    _inherit = ["neiqin.protected.mixin"]
    _order = "id"
    _rec_name = "order_line_id"

    compensation_id = fields.Many2one(
        comodel_name="neiqin.complaint.compensation",
        required=True,
        index=True,
        ondelete="cascade",
    )
    company_id = fields.Many2one(related="compensation_id.company_id", store=True)
    currency_id = fields.Many2one(related="company_id.currency_id")
    order_id = fields.Many2one(related="compensation_id.order_id")
    order_line_id = fields.Many2one(
        comodel_name="sale.order.line",
        string="Order Line",
        required=True,
        index=True,
        ondelete="restrict",
        domain="[('order_id', '=', order_id), ('display_type', '=', False)]",
    )
    invoice_line_id = fields.Many2one(
        comodel_name="account.move.line",
        string="Invoiced In",
        compute="_compute_invoice_line_id",
        compute_sudo=True,
    )
    quantity = fields.Float(digits="Product Unit", required=True, default=1.0)
    percent = fields.Float(
        string="Part of the Price (%)",
        default=100.0,
        help="100 gives the whole price back, 10 a tenth of it.",
    )
    amount = fields.Monetary(compute="_compute_amount", store=True)

    _numbers_positive = models.Constraint(
        "CHECK (quantity > 0 AND percent > 0 AND percent <= 100)",
        "Quantity and part of the price are above zero, the part at most 100 %.",
    )

    @api.model
    def _neiqin_protected_fields(self):
        return super()._neiqin_protected_fields() | {"amount"}

    @api.depends("order_line_id")
    def _compute_invoice_line_id(self):
        for line in self:
            invoiced = line.order_line_id.invoice_lines.filtered(
                lambda row: row.move_id.move_type == "out_invoice"
                and row.move_id.state == "posted"
            )
            line.invoice_line_id = invoiced.sorted("id")[:1]

    @api.depends("quantity", "percent", "order_line_id", "compensation_id.kind")
    def _compute_amount(self):
        for line in self:
            sold, company = line.order_line_id.sudo(), line.company_id
            price = sold.price_unit * (1 - (sold.discount or 0) / 100)
            part = (
                1 if line.compensation_id.kind == "replacement" else line.percent / 100
            )
            total = price * line.quantity * part
            line.amount = (
                sold.currency_id._convert(
                    total,
                    company.currency_id,
                    company,
                    line.compensation_id.create_date or fields.Date.context_today(line),
                )
                if sold and company
                else 0.0
            )

    @api.model_create_multi
    def create(self, vals_list):
        lines = super().create(vals_list)
        if not self._neiqin_is_server():
            lines.compensation_id._neiqin_check_draft()
        return lines

    def write(self, vals):
        self.compensation_id._neiqin_check_draft()
        res = super().write(vals)
        self.compensation_id._neiqin_check_draft()
        return res

    @api.constrains("order_line_id", "compensation_id")
    def _check_order(self):
        self.compensation_id._check_lines()

    # not @api.ondelete: a context key switches those off
    def unlink(self):
        self.compensation_id._neiqin_check_draft()
        return super().unlink()

    def _neiqin_check_left(self):
        """Nobody gets back more than was sold, over all complaints of the line."""
        done = dict(
            self.sudo()._read_group(
                [
                    ("order_line_id", "in", self.order_line_id.ids),
                    ("compensation_id.state", "=", "done"),
                ],
                ["order_line_id"],
                ["quantity:sum"],
            )
        )
        for sold, lines in self.grouped("order_line_id").items():
            before = done.get(sold, 0.0)
            if before + sum(lines.mapped("quantity")) > sold.product_uom_qty:
                raise UserError(
                    self.env._(
                        "%(line)s: %(sold)g sold, %(before)g compensated already.",
                        line=sold.product_id.display_name,
                        sold=sold.product_uom_qty,
                        before=before,
                    )
                )

    def _neiqin_credit_values(self):
        """Return the values of the credit note's line."""
        self.ensure_one()
        invoiced = self.invoice_line_id
        if not invoiced:
            raise UserError(
                self.env._(
                    "%(line)s is not invoiced yet: send a replacement instead.",
                    line=self.order_line_id.product_id.display_name,
                )
            )
        return {
            "product_id": invoiced.product_id.id,
            "name": invoiced.name,
            "quantity": self.quantity,
            "product_uom_id": invoiced.product_uom_id.id,
            "price_unit": invoiced.price_unit * self.percent / 100,
            "discount": invoiced.discount,
            "tax_ids": [fields.Command.set(invoiced.tax_ids.ids)],
            "account_id": invoiced.account_id.id,
            "sale_line_ids": [fields.Command.link(self.order_line_id.id)],
        }


class NeiqinComplaint(models.Model):
    _inherit = "neiqin.complaint"

    compensation_ids = fields.One2many(
        comodel_name="neiqin.complaint.compensation",
        inverse_name="complaint_id",
        groups="sales_team.group_sale_salesman,neiqin_addon.group_neiqin_auditor",
    )

    def action_neiqin_compensate(self):
        """Begin a compensation with the complained line, or all lines of the order."""
        self.ensure_one()
        if not self.order_id:
            raise UserError(
                self.env._("Choose the order first: what is compensated is on it.")
            )
        lines = self.order_line_id or self.order_id.order_line.filtered(
            lambda line: not line.display_type and line.product_uom_qty > 0
        )
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Compensation"),
            "res_model": "neiqin.complaint.compensation",
            "view_mode": "form",
            "context": {
                "default_complaint_id": self.id,
                "default_reason": self.subject,
                "default_line_ids": [
                    fields.Command.create(
                        {"order_line_id": line.id, "quantity": line.product_uom_qty}
                    )
                    for line in lines
                ],
            },
        }
