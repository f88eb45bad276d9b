"""Whether an order may be had on credit, judged by what the customer owes now."""

from odoo import api, models

from ...tools.credit_check import CreditAsk, in_turn, judge


class SaleOrder(models.Model):
    _inherit = "sale.order"

    def _neiqin_credit_verdicts(self, joint=False, rises=None, granted=None):
        """Return ``{order id: Verdict}``, as the customers stand at this moment.

        The number of queries does not grow with the number of orders. Unsaved values
        count: the order on the form is judged as it is typed.

        :param joint: the orders are confirmed together, so that each finds the
            earlier ones of its customer in the exposure
        :param rises: ``{order id: amount}`` by which confirmed orders are to grow
        :param granted: ``{customer id: amount}`` that grants let stand beyond the limit
        """
        verdicts = {}
        earlier = {}  # {customer: [(amount, currency), ...]}
        for company, orders in self.sudo().grouped("company_id").items():
            verdicts.update(
                orders._neiqin_credit_verdicts_in(
                    company or self.env.company,
                    earlier if joint else None,
                    rises or {},
                    granted or {},
                )
            )
        return verdicts

    def _neiqin_credit_verdicts_in(self, company, earlier, rises, granted):
        debtors = {order: order._neiqin_debtor() for order in self}
        customers = self.env["res.partner"].union(*debtors.values())
        exposures = self.env["neiqin.credit.exposure"]._neiqin_exposures(
            customers, company
        )
        terms = customers._neiqin_credit_terms(company)
        rules = company._neiqin_credit_rules()
        digits = company.currency_id.decimal_places

        def verdict(order, paid):
            customer = debtors[order].id
            ask = order._neiqin_credit_ask(rises.get(order.id, 0.0), paid)
            return judge(
                in_turn(exposures[customer], before[order]),
                terms[customer],
                rules,
                ask,
                digits,
                granted.get(customer, 0.0),
            )

        before = self._neiqin_credit_before(debtors, earlier, company)
        judged = self.filtered(lambda order: debtors[order])
        verdicts = {order.id: verdict(order, (0.0, 0.0)) for order in judged}
        # payments are looked up only where they could turn the light
        doubtful = judged.filtered(lambda order: verdicts[order.id].reasons)
        paid = doubtful._neiqin_credit_paid(company)
        for order in doubtful:
            if any(paid.get(order._origin.id, ())):
                verdicts[order.id] = verdict(order, paid[order._origin.id])
        return verdicts

    def _neiqin_credit_before(self, debtors, earlier, company):
        """Return ``{order: amount}`` of what comes before it in the same call."""
        if earlier is None:
            return dict.fromkeys(self, 0.0)
        today = self.env["neiqin.credit.exposure"]._neiqin_today(company)
        before = {}
        for order in self:
            sums = earlier.setdefault(debtors[order].id, [])
            before[order] = sum(
                currency._convert(amount, company.currency_id, company, today)
                for amount, currency in sums
            )
            # an order of a negative total makes no room for others
            growth = max(order._neiqin_credit_growth(), 0.0)
            sums.append((growth, company.currency_id))
        return before

    def _neiqin_credit_growth(self, amount=None):
        """Return by how much the order, as it is here, exceeds what is counted.

        :param amount: what it comes to, if that is known
        """
        if amount is None:
            amount = self._neiqin_credit_amount()
        saved = self._origin
        if saved.state == "sale":
            return amount - saved._neiqin_credit_amount() if saved != self else 0.0
        return amount - saved._neiqin_credit_gone()

    def _neiqin_credit_amount(self):
        """Return the order's total at today's rate, as an exposure counts it.

        The order's own rate is that of the day it is dated.
        """
        company = self.company_id or self.env.company
        if self.currency_id == company.currency_id:
            return self.amount_total  # rounded already, as all amounts of the order
        amount = self.amount_total * self._neiqin_credit_rate(company)
        return company.currency_id.round(amount)

    def _neiqin_credit_rate(self, company):
        """Return what one of the order's currency is worth in the company's, today."""
        if not self.currency_id or self.currency_id == company.currency_id:
            return 1.0
        today = self.env["neiqin.credit.exposure"]._neiqin_today(company)
        return self.currency_id._get_conversion_rate(
            self.currency_id, company.currency_id, company, today
        )

    def _neiqin_credit_ask(self, rise, paid):
        """Return what the order asks for.

        :param paid: (paid for this order, of that not in the books yet)
        """
        own = self._neiqin_credit_amount()
        amount = own + rise
        return CreditAsk(
            growth=self._neiqin_credit_growth(own) + rise,
            unpaid=amount - paid[0],
            unposted=paid[1],
        )

    # --- the gate

    @api.model
    def _neiqin_gate_codes(self):
        return [*super()._neiqin_gate_codes(), "credit"]

    @api.depends(
        "neiqin_debtor_id",
        "amount_total",
        "currency_rate",
        "company_id.neiqin_credit_overdue_days",
        "company_id.neiqin_credit_overdue_amount",
    )
    @api.depends_context("uid")
    def _compute_neiqin_gate_message(self):
        return super()._compute_neiqin_gate_message()

    def _neiqin_gate_credit(self):
        """Return the words for those orders that the customers' credit does not cover."""
        call = self._neiqin_credit_call()
        verdicts = self._neiqin_credit_verdicts(joint=bool(call))
        if call:
            call.note(self, verdicts)
        return {
            order.id: order._neiqin_credit_refusal(verdicts[order.id])
            for order in self
            if order.id in verdicts and verdicts[order.id].stops
        }
