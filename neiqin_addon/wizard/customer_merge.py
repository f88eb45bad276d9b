"""Two customers side by side: which of them stays?"""

from odoo import api, fields, models

SIDES = [("one", "The First"), ("other", "The Second")]


class NeiqinCustomerMerge(models.TransientModel):
    _name = "neiqin.customer.merge"
    _description = "Propose a Merge of Customers"

    twin_id = fields.Many2one(
        comodel_name="neiqin.customer.twin", required=True, ondelete="cascade"
    )
    why = fields.Char(related="twin_id.why")
    one_id = fields.Many2one(related="twin_id.partner_id", string="First Customer")
    other_id = fields.Many2one(related="twin_id.other_id", string="Second Customer")
    # as the user reads them: sealed values stay sealed
    one_text = fields.Text(related="twin_id.one_text", related_sudo=False)
    other_text = fields.Text(related="twin_id.other_text", related_sudo=False)
    keep = fields.Selection(
        selection=SIDES,
        string="Stays",
        required=True,
        compute="_compute_keep",
        store=True,
        readonly=False,
        precompute=True,
        help="Orders, invoices, contacts and papers of the other one come to it; empty "
        "fields are filled from the other one.",
    )
    reason = fields.Char(string="Why They Are One")

    @api.depends("twin_id")
    def _compute_keep(self):
        """Propose the one with more orders."""
        for ask in self:
            counts = ask.twin_id._neiqin_order_counts()
            more = counts.get(ask.other_id.id, 0) > counts.get(ask.one_id.id, 0)
            ask.keep = "other" if more else "one"

    def action_propose(self):
        """Propose it to a supervisor."""
        self.ensure_one()
        keep = self.one_id if self.keep == "one" else self.other_id
        self.twin_id._neiqin_propose(keep, self.reason)
        return {"type": "ir.actions.act_window_close"}
