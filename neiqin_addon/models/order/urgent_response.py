"""One urgency of one order: asked for, running, ended."""

from odoo import api, fields, models
from odoo.exceptions import UserError

OPEN = ("waiting", "running")
ENDS = [
    ("delivered", "Delivered"),
    ("cancelled", "Order cancelled"),
    ("hand", "Ended by hand"),
]


class NeiqinUrgentResponse(models.Model):
    """The answer of the house to an order that has to go first.

    Nobody writes it: the wizard asks for it, documents and buttons end it.
    """

    _name = "neiqin.urgent.response"
    _inherit = ["neiqin.approval.mixin", "neiqin.protected.mixin"]
    _description = "Response to an Urgent Order"
    _order = "id desc"

    _neiqin_approval_fields = ("order_id", "reason", "cost")

    order_id = fields.Many2one(
        comodel_name="sale.order",
        string="Order",
        required=True,
        readonly=True,
        index=True,
        ondelete="cascade",
    )
    partner_id = fields.Many2one(related="order_id.partner_id", string="Customer")
    company_id = fields.Many2one(
        comodel_name="res.company", required=True, readonly=True, index=True
    )
    currency_id = fields.Many2one(related="company_id.currency_id")
    salesman_id = fields.Many2one(
        comodel_name="res.users",
        string="Salesperson",
        related="order_id.user_id",
        store=True,
        index="btree_not_null",
    )
    user_id = fields.Many2one(
        comodel_name="res.users",
        string="Marked By",
        required=True,
        readonly=True,
        index=True,
        ondelete="restrict",
    )
    reason = fields.Char(required=True, readonly=True)
    cost = fields.Monetary(
        string="Extra Cost",
        readonly=True,
        help="What going first costs the company: freight, overtime, small lots.",
    )
    amount = fields.Monetary(
        string="Order Total",
        readonly=True,
        help="In the company's currency, when it was asked for.",
    )
    state = fields.Selection(
        selection=[
            ("waiting", "Waits for a Supervisor"),
            ("running", "Urgent"),
            ("ended", "Ended"),
            ("refused", "Not Approved"),
        ],
        required=True,
        readonly=True,
        default="waiting",
        index=True,
    )
    started_at = fields.Datetime(string="Urgent Since", readonly=True)
    ended_at = fields.Datetime(string="Ended On", readonly=True)
    ended_by = fields.Selection(selection=ENDS, readonly=True)
    end_reason = fields.Char(string="Why It Ended", readonly=True)
    task_ids = fields.One2many(
        comodel_name="neiqin.urgent.task",
        inverse_name="response_id",
        string="Departments",
        readonly=True,
    )
    acknowledged = fields.Char(
        string="Taken On",
        compute="_compute_acknowledged",
        help="How many of the departments asked have acknowledged.",
    )

    _open_unique = models.UniqueIndex(
        "(order_id) WHERE state IN ('waiting', 'running')",
        "This order is marked urgent already.",
    )

    def _neiqin_protected_fields(self):
        return super()._neiqin_protected_fields() | self._neiqin_fields_but()

    @api.depends("order_id")
    def _compute_display_name(self):
        for response in self:
            response.display_name = response.sudo().order_id.name

    @api.depends("task_ids.state")
    def _compute_acknowledged(self):
        for response in self:
            tasks = response.task_ids
            done = tasks.filtered(lambda task: task.state == "acknowledged")
            response.acknowledged = f"{len(done)}/{len(tasks)}"

    def copy_data(self, default=None):
        raise UserError(self.env._("An order is marked urgent, nothing is copied."))

    # ----------------------------------------------------------------- begin

    def _neiqin_start(self):
        """Let it run: departments asked, priority raised, the salesperson told."""
        self.ensure_one()
        response = self.sudo()
        if response.state != "waiting" or not response.order_id._neiqin_may_be_urgent():
            raise UserError(
                self.env._(
                    "%(order)s cannot be marked urgent any more.",
                    order=response.order_id.name,
                )
            )
        response._neiqin_as_server().write(
            {"state": "running", "started_at": fields.Datetime.now()}
        )
        response.order_id._neiqin_as_server().write({"neiqin_is_urgent": True})
        response._neiqin_ask_departments()
        response._neiqin_raise_priority()
        response._neiqin_tell(
            self.env._("Urgent order"),
            self.env._("Marked urgent: %(reason)s", reason=response.reason),
        )

    def _neiqin_raise_priority(self):
        """Let documents go first. Hook: a bridge add-on adds its own."""

    def _neiqin_lower_priority(self):
        """Take back what was raised, and nothing else. Hook as above."""

    # ------------------------------------------------------------------- end

    def _neiqin_end(self, ended_by, reason=None):
        """End these; what nobody acknowledged is dropped.

        :param ended_by: a code of ``ENDS``
        """
        running = self.sudo().filtered(lambda response: response.state in OPEN)
        if not running:
            return
        asked = running.filtered(lambda response: response.state == "waiting")
        running._neiqin_as_server().write(
            {
                "state": "ended",
                "ended_at": fields.Datetime.now(),
                "ended_by": ended_by,
                "end_reason": reason,
            }
        )
        asked._neiqin_withdraw()
        running.order_id._neiqin_as_server().write({"neiqin_is_urgent": False})
        running.task_ids._neiqin_drop()
        labels = dict(self._fields["ended_by"]._description_selection(self.env))
        for response in running - asked:
            response._neiqin_lower_priority()
            why = " · ".join(filter(None, [labels[ended_by], reason]))
            response._neiqin_tell(
                self.env._("No longer urgent"),
                self.env._("No longer urgent: %(why)s", why=why),
            )

    def action_end(self):
        """Open the dialog that asks why the order need not go first any more."""
        self.ensure_one()
        return self.order_id.action_neiqin_end_urgency()

    # ------------------------------------------------------------------ tell

    def _neiqin_tell(self, subject, body):
        """Note it on the order and in the trail, and tell the salesperson."""
        self.ensure_one()
        order = self.sudo().order_id
        order.message_post(body=body, subtype_xmlid="mail.mt_note")
        self.env["neiqin.trail.entry"]._neiqin_log(
            "change", order, {"urgent": body}, reason=self.reason
        )
        person = order.user_id
        if person and person.active and not person.share and person != self.env.user:
            order.message_notify(
                partner_ids=person.partner_id.ids,
                subject=f"{subject}: {order.name}",
                body=body,
            )
