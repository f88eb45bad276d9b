"""New customers order on credit only with a file that is complete enough."""

from odoo import api, models
from odoo.tools import SQL

from ...tools.paper_term import add_months


class SaleOrder(models.Model):
    _inherit = "sale.order"

    @api.model
    def _neiqin_gate_codes(self):
        return [*super()._neiqin_gate_codes(), "customer_file"]

    @api.depends(
        "neiqin_debtor_id.neiqin_file_completeness",
        "payment_term_id",
        "amount_total",
        "company_id.neiqin_file_minimum",
        "company_id.neiqin_file_new_months",
    )
    def _compute_neiqin_gate_message(self):
        return super()._compute_neiqin_gate_message()

    def _neiqin_gate_customer_file(self):
        """Return ``{order id: what is missing in the file}`` of new customers."""
        found = {}
        for company, orders in self.grouped("company_id").items():
            found.update(orders._neiqin_file_lacks(company or self.env.company))
        return found

    def _neiqin_file_lacks(self, company):
        """Return ``{order id: sentence}``; a number of queries that does not grow."""
        asked = self.filtered(lambda order: order._neiqin_on_credit())
        debtors = asked._neiqin_debtor()
        known = debtors._neiqin_known_customers(company)
        figures = (debtors - known)._neiqin_file_figures(company)
        poor = {
            partner: (percent, missing)
            for partner, (percent, missing) in figures.items()
            if percent < company.neiqin_file_minimum
        }
        asked = asked.filtered(lambda order: order._neiqin_debtor().id in poor)
        paid = asked._neiqin_credit_paid(company) if asked else {}
        return {
            order.id: order._neiqin_file_words(
                company, *poor[order._neiqin_debtor().id]
            )
            for order in asked
            # the same tolerance as anywhere: the smallest coin
            if order.currency_id.compare_amounts(
                order._neiqin_credit_amount(), paid.get(order._origin.id, (0.0,))[0]
            )
            > 0
        }

    def _neiqin_on_credit(self):
        """Return whether goods are paid after they were ordered, by the terms."""
        return any(
            line.nb_days or line.delay_type != "days_after"
            for line in self.payment_term_id.sudo().line_ids
        )

    def _neiqin_file_words(self, company, percent, missing):
        items = self.env["neiqin.file.item"].sudo().browse(missing)
        names = items.sorted(lambda item: (-item.weight, item.sequence, item.id))
        return self.env._(
            "%(customer)s is a new customer, and the file is complete to %(percent)s %% "
            "only: on credit it takes %(minimum)s %%. Missing: %(items)s. Complete the "
            "file, or have the order paid first.",
            customer=self._neiqin_debtor().display_name,
            percent=percent,
            minimum=company.neiqin_file_minimum,
            items=", ".join(names.mapped("name")),
        )


class ResPartner(models.Model):
    _inherit = "res.partner"

    def _neiqin_known_customers(self, company):
        """Return those of these with an invoice so old that they are new no more."""
        if not self.ids:
            return self
        since = add_months(company._neiqin_today(), -company.neiqin_file_new_months)
        self.env["account.move"].flush_model(
            [
                "commercial_partner_id",
                "company_id",
                "state",
                "move_type",
                "invoice_date",
            ]
        )
        rows = self.env.execute_query(
            SQL(
                "SELECT DISTINCT commercial_partner_id FROM account_move"
                " WHERE commercial_partner_id = ANY(%s) AND company_id = %s"
                " AND state = 'posted' AND move_type = 'out_invoice'"
                " AND invoice_date <= %s",
                self.ids,
                company.id,
                since,
            )
        )
        return self.browse(partner for (partner,) in rows)

    def _neiqin_file_measured(self):
        """What waits for a file may be confirmed now."""
        res = super()._neiqin_file_measured()
        orders = self.env["sale.order"].sudo()
        waiting = [
            ("neiqin_debtor_id", "in", self.ids),
            ("neiqin_acceptance", "=", "waiting"),
            ("company_id.neiqin_gate_customer_file", "=", "enforce"),
        ]
        orders.search(waiting)._neiqin_gates_cleared()
        return res
