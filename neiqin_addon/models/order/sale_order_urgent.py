"""The order's side of its urgency: whether it is, and marking it."""

from odoo import api, fields, models
from odoo.exceptions import UserError

from ...tools.said import says_something
from .urgent_approval import OPERATION

CLERK = "neiqin_addon.group_neiqin_clerk"
#: What goes first, and why, is no matter of the customer.
INSIDE = "base.group_user"
REACHED = ("delivered", "invoiced", "paid")


class SaleOrder(models.Model):
    _inherit = "sale.order"

    neiqin_is_urgent = fields.Boolean(
        string="Urgent",
        copy=False,
        readonly=True,
        help="The order goes first. Set by marking it urgent, by nothing else.",
    )
    neiqin_urgent_ids = fields.One2many(
        comodel_name="neiqin.urgent.response",
        inverse_name="order_id",
        string="Urgencies",
        copy=False,
        readonly=True,
        groups=INSIDE,
    )
    neiqin_urgent_id = fields.Many2one(
        comodel_name="neiqin.urgent.response",
        string="Urgency",
        compute="_compute_neiqin_urgent_id",
        compute_sudo=True,
        groups=INSIDE,
    )
    neiqin_urgent_state = fields.Char(
        string="State of the Urgency",
        compute="_compute_neiqin_urgent_id",
        compute_sudo=True,
        groups=INSIDE,
    )
    neiqin_urgent_text = fields.Char(
        string="Why Urgent",
        compute="_compute_neiqin_urgent_id",
        compute_sudo=True,
        groups=INSIDE,
    )

    _neiqin_urgent_idx = models.Index("(id) WHERE neiqin_is_urgent")

    def _neiqin_protected_fields(self):
        return super()._neiqin_protected_fields() | {
            "neiqin_is_urgent",
            "neiqin_urgent_ids",
        }

    @api.depends("neiqin_urgent_ids.state", "neiqin_urgent_ids.task_ids.state", "state")
    @api.depends_context("lang")
    def _compute_neiqin_urgent_id(self):
        for order in self:
            response = order._origin.neiqin_urgent_ids.filtered(
                lambda row: row.state in ("waiting", "running")
            )[:1]
            order.neiqin_urgent_id = response
            order.neiqin_urgent_state = response.state
            order.neiqin_urgent_text = response and self.env._(
                "%(reason)s · acknowledged by %(done)s departments",
                reason=response.reason,
                done=response.acknowledged,
            )

    def unlink(self):
        """A quotation's urgencies go with it."""
        urgencies = self.sudo().neiqin_urgent_ids
        urgencies.task_ids.unlink()
        urgencies.unlink()
        return super().unlink()

    # ------------------------------------------------------------------ mark

    def action_neiqin_mark_urgent(self):
        """Open the dialog that asks for the reason."""
        self.ensure_one()
        self._neiqin_check_may_urge()
        self.env["neiqin.approval.rule"]._neiqin_seed_urgent(self.company_id)
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Mark as Urgent"),
            "res_model": "neiqin.urgent.start",
            "view_mode": "form",
            "target": "new",
            "context": {"default_order_id": self.id},
        }

    def action_neiqin_end_urgency(self):
        """Open the dialog that asks why the order need not go first any more."""
        self.ensure_one()
        self._neiqin_check_may_urge(ending=True)
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("No Longer Urgent"),
            "res_model": "neiqin.urgent.end",
            "view_mode": "form",
            "target": "new",
            "context": {"default_order_id": self.id},
        }

    @api.readonly
    def action_neiqin_urgency(self):
        """Open what is being done about the order."""
        self.ensure_one()
        self.check_access("read")
        return self.neiqin_urgent_id.with_env(self.env)._get_records_action()

    def _neiqin_may_be_urgent(self):
        """Return whether there is still something to do first."""
        self.ensure_one()
        return self.state in ("draft", "sent", "sale") and not self._neiqin_arrived()

    def _neiqin_arrived(self):
        return self.state == "sale" and (
            self.delivery_status == "full" or self.neiqin_stage in REACHED
        )

    def _neiqin_check_may_urge(self, ending=False):
        """Refuse whoever is no clerk, and orders that cannot go first.

        :raise UserError: with what stands against it
        """
        self.ensure_one()
        if not self.env.user.has_group(CLERK):
            reason = self.env._("Only clerks mark orders urgent.")
            raise self.env["neiqin.trail.entry"]._neiqin_denial(self, reason)
        self.check_access("write")
        if ending:
            return
        if not self._neiqin_may_be_urgent():
            raise UserError(
                self.env._(
                    "%(order)s is cancelled or delivered: nothing can go first.",
                    order=self.name,
                )
            )
        if self.neiqin_urgent_id:
            raise UserError(
                self.env._("%(order)s is marked urgent already.", order=self.name)
            )

    def _neiqin_mark_urgent(self, reason, cost=0.0, notices=False):
        """Mark one order; where a rule wants it, it waits for a supervisor.

        :param notices: draft notices to the customers whose orders slip
        :return: the response
        """
        self.ensure_one()
        self._neiqin_lock_or_say()
        self._neiqin_check_may_urge()
        self.env["neiqin.approval.rule"]._neiqin_seed_urgent(self.company_id)
        if not says_something(reason):
            raise UserError(self.env._("Say why this order has to go first."))
        if cost < 0:
            raise UserError(self.env._("A cost is not negative."))
        responses = self.env["neiqin.urgent.response"]
        response = (
            responses.sudo()
            ._neiqin_as_server()
            .create(
                {
                    "order_id": self.id,
                    "company_id": self.company_id.id,
                    "user_id": self.env.uid,
                    "reason": reason.strip(),
                    "cost": cost,
                    "drafts_notices": notices,
                    "amount": self._neiqin_company_amount(),
                }
            )
            .with_env(self.env)
        )
        if response._neiqin_approval_needed({OPERATION}):
            _approvals, problems = response._neiqin_ask_many({OPERATION})
            if problems:
                raise UserError("\n".join(problems.values()))
        else:
            response._neiqin_start()
        return response

    # ------------------------------------------------------------------- end

    def _neiqin_running_urgency(self):
        """Return the urgencies of these orders that run, as superuser."""
        urgent = self.sudo().filtered("neiqin_is_urgent")
        return urgent.neiqin_urgent_ids.filtered(lambda row: row.state == "running")

    def _neiqin_check_urgency(self):
        """End the urgency of what has arrived."""
        arrived = self.sudo().filtered(
            lambda order: order.neiqin_is_urgent and order._neiqin_arrived()
        )
        arrived.neiqin_urgent_ids._neiqin_end("delivered")

    def write(self, vals):
        res = super().write(vals)
        if vals.get("state") == "cancel":
            self.sudo().neiqin_urgent_ids._neiqin_end("cancelled")
        return res

    def _neiqin_record(self):
        """Services and what a customer took over arrive without a transfer."""
        there = super()._neiqin_record()
        there._neiqin_check_urgency()
        return there
