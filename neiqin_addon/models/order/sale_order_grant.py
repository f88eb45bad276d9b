"""A grant waives one gate of one order, once."""

from odoo import api, models


class NeiqinGrant(models.Model):
    _inherit = "neiqin.grant"

    @api.model
    def _neiqin_grant_rules(self):
        orders = self.env["sale.order"]
        company_fields = self.env["res.company"]._fields
        labels = {
            code: company_fields[f"neiqin_gate_{code}"]._description_string(self.env)
            for code in orders._neiqin_gate_codes()
        }
        return {
            **super()._neiqin_grant_rules(),
            **{
                code: (label, orders._neiqin_gate_waiver_group(code))
                for code, label in labels.items()
            },
        }


class SaleOrder(models.Model):
    _inherit = "sale.order"

    @api.model
    def _neiqin_gate_waiver_group(self, code):
        """Return who may waive a gate. What two persons confirm, one clerk's
        supervisor cannot replace: that is the manager's."""
        if code == "approval":
            return "neiqin_addon.group_neiqin_manager"
        return "neiqin_addon.group_neiqin_supervisor"

    def _neiqin_waivers(self, gates):
        """Return ``{(order id, gate code): grant}`` for gates a valid grant waives."""
        failing = self._origin.filtered(lambda order: gates.get(order.id))
        if not failing:
            return {}
        found = {}
        for grant in self.env["neiqin.grant"]._neiqin_valid(failing):
            order = self.browse(grant.res_id).sudo()
            if grant._neiqin_covers(order._neiqin_company_amount()):
                found.setdefault((grant.res_id, grant.rule), grant)
        return found

    def _neiqin_confirmation_gates(self, modes=("enforce", "advise")):
        gates = super()._neiqin_confirmation_gates(modes)
        waived = self._neiqin_waivers(gates)
        if not waived:
            return gates
        return {
            order_id: [gate for gate in found if (order_id, gate.code) not in waived]
            for order_id, found in gates.items()
        }

    def _neiqin_waived_gates(self):
        """Return ``[(order, gate code)]`` that only a grant lets pass."""
        if not self.env["neiqin.grant"]._neiqin_valid(self):
            return []
        failing = super()._neiqin_confirmation_gates(modes=("enforce",))
        waived = self._neiqin_waivers(failing)
        return [
            (self.browse(order_id), gate.code)
            for order_id, gates in failing.items()
            for gate in gates
            if (order_id, gate.code) in waived
        ]

    def write(self, vals):
        """Consume the grants that let these orders be confirmed."""
        if vals.get("state") != "sale":
            return super().write(vals)
        confirmed = self.filtered(lambda order: order.state != "sale")
        waived = confirmed._neiqin_waived_gates()
        res = super().write(vals)
        for order, code in waived:
            amount = order.sudo()._neiqin_company_amount()
            self.env["neiqin.grant"]._neiqin_use_grant(code, order, amount)
        return res

    def action_neiqin_ask_grant(self):
        """Open the dialog that asks to waive what blocks this order."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Ask for a Grant"),
            "res_model": "neiqin.grant.ask",
            "view_mode": "form",
            "target": "new",
            "context": {"neiqin_order_id": self.id},
        }
