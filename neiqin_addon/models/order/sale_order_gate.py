"""Gates: what an order must have before it is confirmed.

A capability adds its gate by adding a code to ``_neiqin_gate_codes``, a company
field ``neiqin_gate_<code>`` and a method ``_neiqin_gate_<code>`` that returns what
is missing per order. The check hangs on the change of state itself, so that no
button, wizard, import or RPC call goes round it.
"""

from collections import defaultdict

from odoo import api, fields, models
from odoo.exceptions import UserError

from ...tools.gate import Gate
from .sale_order_content import ORDER_TRIGGERS


class SaleOrder(models.Model):
    _inherit = "sale.order"

    neiqin_gate_message = fields.Text(
        string="Blocked By",
        compute="_compute_neiqin_gate_message",
        compute_sudo=True,
        help="What must be done before this order can be confirmed.",
    )
    neiqin_gate_advice = fields.Text(
        string="Missing",
        compute="_compute_neiqin_gate_message",
        compute_sudo=True,
        help="What should be done before this order is confirmed.",
    )

    @api.model
    def _neiqin_gate_codes(self):
        """Return the codes of all gates, in the order they are shown.

        A capability that adds one also extends the dependencies of
        ``_compute_neiqin_gate_message`` with what its gate looks at.
        """
        return []

    def _neiqin_confirmation_gates(self, modes=("enforce", "advise")):
        """Return ``{order id: [Gate, ...]}``, one per gate the order fails.

        Each gate looks at all its orders in one go, as superuser: whoever
        confirms, a sales representative or the portal, meets the same gates.

        :param modes: the modes to look at; advice costs nothing where only what
            blocks is asked for
        """
        self = self.sudo()
        found = defaultdict(list)
        by_company = self.grouped("company_id")
        for code in self._neiqin_gate_codes():
            for mode in modes:
                orders = self.browse().concat(
                    *(
                        orders
                        for company, orders in by_company.items()
                        if company[f"neiqin_gate_{code}"] == mode
                    )
                )
                if not orders:
                    continue
                missing = getattr(orders, f"_neiqin_gate_{code}")()
                for order_id, message in missing.items():
                    found[order_id].append(Gate(code, mode, message))
        return {order.id: found[order.id] for order in self}

    @api.depends(
        lambda self: [
            "state",
            *(f"company_id.neiqin_gate_{code}" for code in self._neiqin_gate_codes()),
        ]
    )
    def _compute_neiqin_gate_message(self):
        # a form that is being edited says what the order lacks as it was saved
        waiting = self._origin.filtered(lambda order: order.state in ("draft", "sent"))
        gates = waiting._neiqin_confirmation_gates()
        for order in self:
            texts = defaultdict(list)
            for gate in gates.get(order._origin.id, []):
                texts[gate.blocks].append(gate.message)
            order.neiqin_gate_message = "\n".join(texts[True])
            order.neiqin_gate_advice = "\n".join(texts[False])

    def _neiqin_blocking_gates(self):
        """Return ``{order id: [sentence, ...]}`` of what blocks each order."""
        gates = self._neiqin_confirmation_gates(modes=("enforce",))
        return {
            order_id: [gate.message for gate in failed]
            for order_id, failed in gates.items()
        }

    def _neiqin_check_gates(self):
        """Refuse to confirm, naming for each order what blocks it.

        :raise UserError: if any order fails an enforced gate
        """
        gates = self._neiqin_blocking_gates()
        blocked = [
            f"{order.display_name}: {' '.join(gates[order.id])}"
            for order in self
            if gates[order.id]
        ]
        if blocked:
            # who may not write the order is told that, and not what it lacks
            self.check_access("write")
            raise UserError(
                self.env._(
                    "Not confirmed yet:\n%(reasons)s", reasons="\n".join(blocked)
                )
            )

    @api.model_create_multi
    def create(self, vals_list):
        orders = super().create(vals_list)
        orders.filtered(lambda order: order.state == "sale")._neiqin_check_gates()
        return orders

    def write(self, vals):
        if vals.get("state") != "sale":
            moved = self._neiqin_confirmed_elsewhere(vals)
            res = super().write(vals)
            moved._neiqin_check_gates()
            return res
        confirmed = self.filtered(lambda order: order.state != "sale")
        # before the write: a caller that swallows the error confirms nothing
        confirmed._neiqin_check_gates()
        res = super().write(vals)
        confirmed._neiqin_note_confirmed()
        if ORDER_TRIGGERS.intersection(vals):
            # and after it: the same call changed what the gates look at
            confirmed._neiqin_check_gates()
        return res

    def _neiqin_note_confirmed(self):
        """Hook: these orders were confirmed just now, nothing of it is stored yet.

        What is noted here goes into the one statement that stores the confirmation.
        """

    def _neiqin_confirmed_elsewhere(self, vals):
        """Return the confirmed orders that ``vals`` moves to a stricter company, maybe."""
        if "company_id" not in vals:
            return self.browse()
        return self.filtered(
            lambda order: order.state == "sale"
            and order.company_id.id != vals["company_id"]
        )


class SaleOrderLine(models.Model):
    _inherit = "sale.order.line"

    def _neiqin_protected_fields(self):
        """A line that calls itself confirmed would be delivered: it follows its order."""
        return super()._neiqin_protected_fields() | {"state"}
