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
    one_id = fields.Many2one(related="twin_id.partner_id", string="First")
    other_id = fields.Many2one(related="twin_id.other_id", string="Second")
    one_text = fields.Text(compute="_compute_texts")
    other_text = fields.Text(compute="_compute_texts")
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
            counts = ask._neiqin_counts()
            more = counts.get(ask.other_id, 0) > counts.get(ask.one_id, 0)
            ask.keep = "other" if more else "one"

    @api.depends("twin_id")
    @api.depends_context("lang")
    def _compute_texts(self):
        for ask in self:
            counts = ask._neiqin_counts()
            ask.one_text = ask._neiqin_text(ask.one_id, counts)
            ask.other_text = ask._neiqin_text(ask.other_id, counts)

    def _neiqin_counts(self):
        """Return ``{customer: orders}`` of the two."""
        # how many there are is no secret between two who may be one
        orders = self.env["sale.order"].sudo()
        both = (self.one_id | self.other_id).ids
        rows = orders._read_group(
            [("neiqin_debtor_id", "in", both)], ["neiqin_debtor_id"], ["__count"]
        )
        partners = self.env["res.partner"]
        return {partners.browse(partner.id): count for partner, count in rows}

    def _neiqin_text(self, partner, counts):
        rows = (
            (self.env._("Code"), partner.ref),
            (self.env._("Tax number"), partner.vat),
            (self.env._("City"), partner.city),
            (self.env._("E-mail"), partner.email),
            (self.env._("Salesperson"), partner.user_id.name),
            (self.env._("Contacts"), len(partner.child_ids)),
            (self.env._("Orders"), counts.get(partner, 0)),
            (self.env._("Since"), partner.create_date.date()),
        )
        return "\n".join(f"{label}: {text or '–'}" for label, text in rows)

    def action_propose(self):
        """Propose it to a supervisor."""
        self.ensure_one()
        keep = self.one_id if self.keep == "one" else self.other_id
        self.twin_id._neiqin_propose(keep, self.reason)
        return {"type": "ir.actions.act_window_close"}
