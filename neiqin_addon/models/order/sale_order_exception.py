"""The order's side of its exception cases: count, banner and gate."""

from collections import defaultdict

from odoo import api, fields, models


class SaleOrder(models.Model):
    _inherit = "sale.order"

    neiqin_exception_ids = fields.One2many(
        comodel_name="neiqin.exception",
        inverse_name="order_id",
        string="Exception Cases",
        copy=False,
        readonly=True,
    )
    neiqin_exception_count = fields.Integer(
        string="Open Cases",
        compute="_compute_neiqin_exception_count",
        compute_sudo=True,
        search="_search_neiqin_exception_count",
    )
    neiqin_exception_text = fields.Char(
        string="Cases",
        compute="_compute_neiqin_exception_count",
        compute_sudo=True,
    )

    @api.depends("neiqin_exception_ids.state")
    @api.depends_context("lang")
    def _compute_neiqin_exception_count(self):
        cases = self._origin.neiqin_exception_ids.filtered(
            lambda case: case.state != "closed"
        )
        by_order = cases.grouped("order_id")
        for order in self:
            mine = by_order.get(order._origin, cases.browse())
            order.neiqin_exception_count = len(mine)
            order.neiqin_exception_text = " · ".join(mine._neiqin_banner())

    @api.model
    def _search_neiqin_exception_count(self, operator, value):
        """Answer whether there are open ones; numbers beyond that nobody asks for."""
        if operator not in (">", "=", "!=", "in", "not in"):
            return NotImplemented
        some = fields.Domain("neiqin_exception_ids", "any", [("state", "!=", "closed")])
        asked = value if operator in ("in", "not in") else [value]
        if list(asked) != [0]:
            return NotImplemented
        return some if operator in (">", "!=", "not in") else ~some

    def _neiqin_protected_fields(self):
        return super()._neiqin_protected_fields() | {"neiqin_exception_ids"}

    def unlink(self):
        """A quotation's cases go with it, and their history as well."""
        self.sudo().neiqin_exception_ids.unlink()
        return super().unlink()

    def _neiqin_holding_cases(self):
        """Return ``{order id: open cases that hold the order}``, for gates."""
        cases = (
            self.env["neiqin.exception"]
            .sudo()
            .search(
                [
                    ("order_id", "in", self._origin.ids),
                    ("state", "!=", "closed"),
                    ("type_id.blocking", "=", True),
                ],
                order="id",
            )
        )
        return {order.id: found for order, found in cases.grouped("order_id").items()}

    # --- the gate

    @api.model
    def _neiqin_gate_codes(self):
        return [*super()._neiqin_gate_codes(), "exception"]

    @api.depends("neiqin_exception_ids.state", "neiqin_exception_ids.type_id.blocking")
    def _compute_neiqin_gate_message(self):
        return super()._compute_neiqin_gate_message()

    def _neiqin_gate_exception(self):
        """Return ``{order id: sentence}`` for orders that an open case holds."""
        found = defaultdict(dict)
        for order_id, cases in self._neiqin_holding_cases().items():
            for case in cases:
                found[order_id].setdefault(case.type_id.name, case.name)
        return {
            order.id: self.env._(
                "Settle first: %(cases)s.",
                cases=", ".join(
                    f"{kind} ({case})" for kind, case in found[order._origin.id].items()
                ),
            )
            for order in self
            if order._origin.id in found
        }

    # --- actions

    def action_neiqin_exceptions(self):
        """Open the order's cases."""
        self.ensure_one()
        self.check_access("read")
        cases = self.neiqin_exception_ids
        running = cases.filtered(lambda case: case.state != "closed")
        if len(running) == 1:
            return running._get_records_action()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "neiqin_addon.neiqin_exception_action"
        )
        return {
            **action,
            "domain": [("order_id", "=", self.id)],
            "context": {"default_order_id": self.id, "search_default_running": 1},
        }

    def action_neiqin_open_exception(self):
        """Open the form of a new case about this order."""
        self.ensure_one()
        self.check_access("read")
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("New Case"),
            "res_model": "neiqin.exception",
            "view_mode": "form",
            "context": {"default_order_id": self.id},
        }


class NeiqinException(models.Model):
    _inherit = "neiqin.exception"

    def _neiqin_banner(self):
        """Return the kinds, how often each, what is due first in front."""
        kinds = self.sorted(lambda case: (case.deadline or case.opened_at, case.id))
        return [
            f"{kind.name} × {len(cases)}" if len(cases) > 1 else kind.name
            for kind, cases in kinds.grouped("type_id").items()
        ]
