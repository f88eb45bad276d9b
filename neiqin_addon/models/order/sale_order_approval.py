"""Confirming an order, selling below the pricelist: two persons where a rule says so."""

from odoo import api, models
from odoo.tools import format_date
from odoo.tools.misc import formatLang

#: Operations decided before an order is confirmed.
BEFORE = ("order_confirm", "order_price", "order_change")


class SaleOrder(models.Model):
    _name = "sale.order"
    # the protected mixin again: Python wants what others build on last
    _inherit = ["sale.order", "neiqin.approval.mixin", "neiqin.protected.mixin"]

    # --- what the approvals are about

    @api.model
    def _neiqin_approval_operations(self):
        return {
            **super()._neiqin_approval_operations(),
            "order_confirm": self.env._("Confirm an order"),
            "order_price": self.env._("Sell below the pricelist or the floor"),
            "order_change": self.env._("Change price or terms of a confirmed order"),
        }

    def _neiqin_approval_content(self):
        return self._neiqin_content()

    def _neiqin_approval_involved(self):
        users = self.env["res.users"]
        involved = {}
        for order in self:
            people = [order.create_uid, order.user_id, order.neiqin_content_uid]
            for line in order.order_line:
                people += [line.create_uid, line.neiqin_content_uid]
            involved[order.id] = users.browse({user.id for user in people if user})
        return involved

    def _neiqin_approval_name(self):
        return f"{self.name} · {self.partner_id.display_name}"

    def _neiqin_company_amount(self):
        """Return the order's total in its company's currency."""
        self.ensure_one()
        return self.amount_total / (self.currency_rate or 1)

    def _neiqin_approval_measures(self, operation, payload=None):
        if operation == "order_confirm":
            return {
                order.id: {
                    "amount": order._neiqin_company_amount(),
                    "percent": max(
                        order._neiqin_content_lines().mapped("discount"), default=0
                    ),
                }
                for order in self
            }
        if operation == "order_price":
            return self._neiqin_price_measures()
        if operation == "order_change":
            return self._neiqin_change_measures(payload)
        return super()._neiqin_approval_measures(operation, payload)

    @api.model
    def _neiqin_approval_why(self, operation, measures):
        amount = formatLang(
            self.env, measures["amount"], currency_obj=self.env.company.currency_id
        )
        percent = formatLang(self.env, measures.get("percent") or 0, digits=1)
        if operation == "order_confirm":
            return self.env._("Total %(amount)s", amount=amount)
        if operation == "order_price":
            return self.env._(
                "Up to %(percent)s%% below the pricelist, total %(amount)s",
                percent=percent,
                amount=amount,
            )
        return self.env._(
            "Change of up to %(percent)s%%, total %(amount)s",
            percent=percent,
            amount=amount,
        )

    def _neiqin_ask_many(self, operations, reason=None, payload=None):
        """Ask about quotations; what is confirmed changes by a proposal."""
        waiting = self.filtered(lambda order: order.state in ("draft", "sent"))
        if payload:
            return super()._neiqin_ask_many(operations, reason, payload)
        approvals, problems = super(SaleOrder, waiting)._neiqin_ask_many(
            operations, reason
        )
        closed = {
            order.id: self.env._("%(name)s is no quotation.", name=order.display_name)
            for order in self - waiting
        }
        return approvals, {**problems, **closed}

    # --- values as an approver reads them

    @api.model
    def _neiqin_approval_rows(self, content, payload=None):
        content = {**(content or {})}
        lines = content.pop("lines", [])
        changes = (payload or {}).get("lines", {})
        if payload and "payment_term_id" in payload:
            content["payment_term_id"] = payload["payment_term_id"]
        content.pop("company_id", None)
        head = [row for row in super()._neiqin_approval_rows(content) if row[2]]
        return [
            self._neiqin_approval_line(
                {**line, **changes.get(str(line["id"]), {})}, content
            )
            for line in lines
        ] + head

    @api.model
    def _neiqin_approval_line(self, line, content):
        env = self.env
        product = (
            env["product.product"].sudo().browse(line["product_id"] or ()).exists()
        )
        unit = env["uom.uom"].sudo().browse(line["product_uom_id"] or ()).exists()
        currency = env["res.currency"].browse(content.get("currency_id") or ())
        price = formatLang(env, float(line["price_unit"]), currency_obj=currency)
        text = f"{float(line['product_uom_qty']):g} {unit.name or ''} × {price}"
        if float(line["discount"]):
            text += f" −{float(line['discount']):g}%"
        if line.get("promised_date"):
            text += " · " + format_date(env, line["promised_date"])
        return f"line {line['id']}", product.display_name or line["name"], text

    # --- the gate

    @api.model
    def _neiqin_gate_codes(self):
        return [*super()._neiqin_gate_codes(), "approval"]

    @api.depends("neiqin_approval_ids.state", "amount_total", "order_line.discount")
    def _compute_neiqin_gate_message(self):
        return super()._compute_neiqin_gate_message()

    def _neiqin_gate_approval(self):
        """Return what two persons still have to confirm."""
        saved = self._origin
        missing = saved._neiqin_approval_missing(set(BEFORE)) if saved else {}
        return {
            order.id: missing[order._origin.id]
            for order in self
            if order._origin.id in missing
        }

    def _neiqin_content_changed(self):
        res = super()._neiqin_content_changed()
        applied = self._neiqin_applied()
        (self - applied)._neiqin_approval_reopen()
        # what was just carried out with two confirmations is no reason to ask again
        applied._neiqin_approval_reopen(("pending",))
        return res

    def action_neiqin_decide_approvals(self):
        """Open the dialog that decides what waits for the user on these orders."""
        approvals = self._neiqin_running().with_env(self.env).filtered("may_decide")
        return approvals.action_neiqin_decide()
