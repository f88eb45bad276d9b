"""Prices and terms of a confirmed order change by two confirmations only.

The guard compares before and after every write that may move them, so that no form,
import, wizard or RPC call goes round it, and superusers do not either.
"""

from contextlib import contextmanager

from odoo import api, fields, models
from odoo.exceptions import UserError

from ...tools.price_change import price_change
from .sale_order_content import LINE_TRIGGERS

HEAD = ("payment_term_id", "currency_id")
HEAD_TRIGGERS = {*HEAD, "partner_id", "pricelist_id", "company_id", "order_line"}


class _Pass(frozenset):
    """Ids of the orders whose approved change is being carried out. Made here only;
    nothing that comes over RPC is one."""


class SaleOrder(models.Model):
    _inherit = "sale.order"

    neiqin_agreed = fields.Json(
        string="Prices Agreed",
        copy=False,
        readonly=True,
        groups="base.group_system",
        help="Prices and terms as they were confirmed or approved last.",
    )

    def _neiqin_protected_fields(self):
        return super()._neiqin_protected_fields() | {"neiqin_agreed"}

    def _neiqin_terms(self):
        """Return ``{id: the order's prices and terms}``, as JSON keeps them."""
        return {
            order.id: {
                **{name: order[name].id for name in HEAD},
                "lines": {
                    str(line.id): line._neiqin_line_terms()
                    for line in order.order_line
                    if line._neiqin_has_price()
                },
            }
            for order in self.sudo()
        }

    # --- what is guarded

    def _neiqin_applied(self):
        """Return those of the orders whose approved change is being carried out."""
        passed = self.env.context.get("neiqin_applying")
        if not isinstance(passed, _Pass):
            return self.browse()
        return self.filtered(lambda order: order.id in passed)

    def _neiqin_enforced(self):
        """Return the orders of companies that enforce a rule about changes."""
        orders = self.sudo().filtered(
            lambda order: order.id
            and order.company_id.neiqin_gate_approval == "enforce"
        )
        if not orders:
            return orders
        rules = self.env["neiqin.approval.rule"]._neiqin_in_force(
            orders.company_id, {"order_change"}
        )
        return orders.filtered(lambda order: order.company_id in rules.company_id)

    @contextmanager
    def _neiqin_guarding(self):
        """Refuse what happens inside when it changes confirmed prices or terms."""
        confirmed = (self - self._neiqin_applied()).filtered(
            lambda order: order.state == "sale"
        )
        guarded = confirmed._neiqin_enforced()
        before = guarded._neiqin_terms()
        amounts = {order.id: order._neiqin_company_amount() for order in guarded}
        yield
        after = guarded._neiqin_terms()
        moved = guarded.filtered(lambda order: before[order.id] != after[order.id])
        if moved:
            moved._neiqin_refuse_change(before, after, amounts)

    def _neiqin_refuse_change(self, before, after, amounts):
        measures = {}
        for order in self:
            base = order.neiqin_agreed or before[order.id]
            falls = order._neiqin_new_line_falls(base)
            change = price_change(base, after[order.id], falls)
            if change is not None:
                measures[order.id] = order._neiqin_change_measure(
                    change, amounts[order.id], base.get("amount")
                )
        refused = self._neiqin_fitting_rule(measures)
        if refused:
            raise UserError(
                self.env._(
                    "%(orders)s: confirmed, so price, discount and payment terms change "
                    "with two confirmations only. Open the order and choose Propose "
                    "Change.",
                    orders=", ".join(refused.mapped("display_name")),
                )
            )

    def _neiqin_fitting_rule(self, measures):
        """Return the orders for whose change a rule is in force."""
        rules = self.env["neiqin.approval.rule"]._neiqin_in_force(
            self.company_id, {"order_change"}
        )
        found = self.browse()
        for rule in rules:
            fitting = self.filtered(
                lambda order, rule=rule: order.id in measures
                and order.company_id == rule.company_id
                and rule._neiqin_fits(measures[order.id])
            )
            found |= fitting.filtered_domain(rule._neiqin_domain())
        return found

    def _neiqin_new_line_falls(self, base):
        """Return ``{line id: percent below the pricelist}`` of lines not in ``base``,
        or there for another product."""
        self.ensure_one()
        known = base["lines"]
        lines = self.order_line.filtered(
            lambda line: line._neiqin_has_price()
            and known.get(str(line.id), [None])[:2] != line._neiqin_line_terms()[:2]
        )
        expected = lines._neiqin_pricelist_prices()
        return {str(line.id): line._neiqin_fall(expected[line.id]) for line in lines}

    # --- measuring a change

    def _neiqin_change_measure(self, percent, *amounts):
        """Return the measures of a change. The larger of the totals before and after
        counts: a change is not small because it makes the order small."""
        found = [self._neiqin_company_amount(), *filter(None, amounts)]
        return {"amount": max(found), "percent": percent}

    def _neiqin_change_measures(self, payload=None):
        """Measure a proposed change, or, for a quotation that was confirmed once, what
        changed since."""
        measures = {}
        for order in self:
            terms = order._neiqin_terms()[order.id]
            amount = (order.neiqin_agreed or {}).get("amount")
            if payload:
                amount = order._neiqin_amount_with(payload)
                change = price_change(
                    terms, self._neiqin_with_payload(terms, payload), {}
                )
            elif order.neiqin_agreed:
                falls = order._neiqin_new_line_falls(order.neiqin_agreed)
                change = price_change(order.neiqin_agreed, terms, falls)
            else:
                continue
            if change is not None:
                measures[order.id] = order._neiqin_change_measure(change, amount)
        return measures

    def _neiqin_amount_with(self, payload):
        """Return the total that the order will have with the proposed prices, in the
        company's currency; its taxes are taken to grow with it."""
        more = 0
        for line in self.order_line:
            new = payload.get("lines", {}).get(str(line.id), {})
            price = new.get("price_unit", line.price_unit)
            net = price * (1 - new.get("discount", line.discount) / 100)
            more += (net - line._neiqin_net_price()) * line.product_uom_qty
        untaxed = self.amount_untaxed
        taxed = self.amount_total / untaxed if untaxed else 1
        return (self.amount_total + more * taxed) / (self.currency_rate or 1)

    @api.model
    def _neiqin_with_payload(self, terms, payload):
        lines = {
            key: [
                *line[:2],
                payload.get("lines", {}).get(key, {}).get("price_unit", line[2]),
                payload.get("lines", {}).get(key, {}).get("discount", line[3]),
            ]
            for key, line in terms["lines"].items()
        }
        head = {name: payload.get(name, terms[name]) for name in HEAD}
        return {**head, "lines": lines}

    def _neiqin_remember_agreed(self):
        """Keep what is agreed now, to see a change through cancelling as well."""
        orders = self.sudo()._neiqin_enforced()
        for order_id, terms in orders._neiqin_terms().items():
            order = orders.browse(order_id)
            agreed = {**terms, "amount": order._neiqin_company_amount()}
            order._neiqin_as_server().write({"neiqin_agreed": agreed})

    # --- carrying out

    def _neiqin_approval_apply(self, approval):
        """Write the approved prices and terms, as the work of the one who asked."""
        self.ensure_one()
        payload = approval.sudo().payload
        order = (
            self.with_user(approval.sudo().requester_id)
            .sudo()
            .with_context(neiqin_applying=_Pass(self.ids))
        )
        locked = order.locked
        if locked:
            order.locked = False
        if "payment_term_id" in payload:
            order.payment_term_id = payload["payment_term_id"]
        for line in order.order_line.filtered(
            lambda x: str(x.id) in payload.get("lines", {})
        ):
            line.write(payload["lines"][str(line.id)])
        if locked:
            order.locked = True
        order._neiqin_remember_agreed()

    def write(self, vals):
        if HEAD_TRIGGERS.intersection(vals):
            with self._neiqin_guarding():
                res = super().write(vals)
        else:
            res = super().write(vals)
        if vals.get("state") == "sale":
            self._neiqin_remember_agreed()
        return res


class SaleOrderLine(models.Model):
    _inherit = "sale.order.line"

    def _neiqin_has_price(self):
        """Sections have none; a down payment's line is a note until it has a quantity."""
        return not self.display_type and not (
            self.is_downpayment and not self.product_uom_qty
        )

    def _neiqin_line_terms(self):
        return [
            self.product_id.id,
            self.product_uom_id.id,
            round(self.price_unit, 6),
            round(self.discount, 6),
        ]

    def _neiqin_not_held(self):
        """Return the lines whose price may follow the pricelist: on a guarded order
        another quantity is no reason for another price."""
        if self.env.context.get("force_price_recomputation"):
            return self
        held = self.filtered(
            lambda line: line.state == "sale"
            and line._origin.id
            and line._origin.product_id == line.product_id
        )
        if not held:
            return self
        guarded = held.order_id._origin._neiqin_enforced()
        return self - held.filtered(lambda line: line.order_id._origin in guarded)

    def _compute_price_unit(self):
        return super(SaleOrderLine, self._neiqin_not_held())._compute_price_unit()

    def _compute_discount(self):
        return super(SaleOrderLine, self._neiqin_not_held())._compute_discount()

    @api.model_create_multi
    def create(self, vals_list):
        default = self.env.context.get("default_order_id")
        ids = {vals.get("order_id", default) for vals in vals_list} - {None, False}
        with self.env["sale.order"].browse(ids)._neiqin_guarding():
            return super().create(vals_list)

    def write(self, vals):
        if not LINE_TRIGGERS.intersection(vals):
            return super().write(vals)
        target = self.env["sale.order"].browse(vals.get("order_id") or ())
        with (self.order_id | target)._neiqin_guarding():
            return super().write(vals)
