"""Two orders that go first, who slips behind them, and what customers are told."""

from datetime import timedelta

from odoo import fields, models

#: Why, extra cost, department that has answered already.
URGENT = (
    ("客户产线停工待料，明早必须到货", 380, "warehouse"),
    ("整机厂验收提前，客户催货", 0, None),
)
#: Larger orders would wait for a supervisor.
SMALL = 40_000


class NeiqinDemo(models.AbstractModel):
    _inherit = "neiqin.demo"

    def _parts(self):
        return [*super()._parts(), "urgent"]

    def _load_urgent(self):
        """Mark two orders on the day of the story, and draft notices to customers."""
        warehouse = self.env.ref("neiqin_addon.department_warehouse")
        keeper = self._known("user_warehouse")
        own = warehouse.copy(
            {"company_id": self._company().id, "responsible_id": keeper.id}
        )
        orders = self._urgent_orders()
        for order, (reason, cost, answered) in zip(orders, URGENT, strict=False):
            clerk = self._known("user_clerk")
            urgency = order.with_user(clerk)._neiqin_mark_urgent(reason, cost, True)
            tasks = urgency.sudo().task_ids
            if answered:
                tasks.filtered(lambda task: task.department_id == own).with_user(
                    keeper
                ).action_acknowledge()
        self._draft_notices(orders)

    def _urgent_orders(self):
        """Return small confirmed orders of which nothing has left yet."""
        return self.env["sale.order"].search(
            [
                ("company_id", "=", self._company().id),
                ("state", "=", "sale"),
                ("delivery_status", "=", "pending"),
                ("amount_total", "<", SMALL),
            ],
            order="commitment_date desc, id",
            limit=len(URGENT),
        )

    def _draft_notices(self, urgent):
        """One promise that moved, one digest that left yesterday."""
        open_orders = self.env["sale.order"].search(
            [
                ("company_id", "=", self._company().id),
                ("state", "=", "sale"),
                ("neiqin_next_promise", "!=", False),
                ("id", "not in", urgent.ids),
            ],
            order="id",
            limit=2,
        )
        yesterday = self._moment(self._today() - timedelta(days=1), 9)
        kinds = (
            {"kind": "promise", "mail_state": "draft"},
            {
                "kind": "digest",
                "mail_state": "sent",
                "due_at": yesterday,
                "sent_at": yesterday,
            },
        )
        for order, values in zip(open_orders, kinds, strict=False):
            self.env["neiqin.progress.notice"]._neiqin_as_server().create(
                {
                    **values,
                    "partner_id": order.partner_id.id,
                    "company_id": order.company_id.id,
                    "promised_before": values["kind"] == "promise"
                    and order.neiqin_next_promise - timedelta(days=3),
                    "order_ids": [fields.Command.link(order.id)],
                }
            )
            if values["mail_state"] == "sent":
                order._neiqin_told(yesterday)
