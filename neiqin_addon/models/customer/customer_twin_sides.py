"""The two of a pair side by side, for whoever proposes a merge and whoever decides it."""

from odoo import api, fields, models


class NeiqinCustomerTwin(models.Model):
    _inherit = "neiqin.customer.twin"

    one_text = fields.Text(compute="_compute_texts")
    other_text = fields.Text(compute="_compute_texts")

    @api.depends("partner_id", "other_id")
    @api.depends_context("lang", "uid", "neiqin_masked")
    def _compute_texts(self):
        counts = self._neiqin_order_counts()
        for twin in self:
            twin.one_text = twin._neiqin_side(twin.partner_id, counts)
            twin.other_text = twin._neiqin_side(twin.other_id, counts)

    def _neiqin_order_counts(self):
        """Return ``{customer id: orders}`` of both sides, in one query."""
        # how many there are is no secret between two who may be one
        orders = self.env["sale.order"].sudo()
        both = (self.partner_id | self.other_id).ids
        rows = orders._read_group(
            [("neiqin_debtor_id", "in", both)], ["neiqin_debtor_id"], ["__count"]
        )
        return {partner.id: count for partner, count in rows}

    def _neiqin_side(self, partner, counts):
        street = ", ".join(filter(None, (partner.street, partner.street2)))
        since = partner.create_date and fields.Datetime.context_timestamp(
            self, partner.create_date
        )
        rows = (
            (self.env._("Code"), partner.ref),
            (self.env._("Tax number"), partner.vat),
            (self.env._("City"), partner.city),
            (self.env._("Street"), street),
            (self.env._("Phone"), partner.phone),
            (self.env._("E-mail"), partner.email),
            (self.env._("Salesperson"), partner.user_id.name),
            (self.env._("Contacts"), str(len(partner.child_ids))),
            (self.env._("Orders"), str(counts.get(partner.id, 0))),
            (self.env._("On file since"), since and str(since.date())),
        )
        return "\n".join(f"{label}: {text or '–'}" for label, text in rows)
