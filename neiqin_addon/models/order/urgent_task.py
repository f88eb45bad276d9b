"""One department's part in an urgent order: to be acknowledged within its minutes."""

from odoo import api, fields, models
from odoo.exceptions import UserError

ACTIVITY = "neiqin_addon.mail_activity_type_urgent"
SUPERVISOR = "neiqin_addon.group_neiqin_supervisor"
#: Whoever may know customers and prices; the departments see goods and a day.
OFFICE = (
    "neiqin_addon.group_neiqin_clerk,sales_team.group_sale_salesman,"
    "neiqin_addon.group_neiqin_auditor"
)


class NeiqinUrgentTask(models.Model):
    _name = "neiqin.urgent.task"
    _inherit = [
        "neiqin.protected.mixin",
        "neiqin.schedule.mixin",
        "mail.thread",
        "mail.activity.mixin",
    ]
    _description = "Department's Part in an Urgent Order"
    _order = "next_escalation_at, id"
    # departments answer without being able to write the task
    _mail_post_access = "read"

    response_id = fields.Many2one(
        comodel_name="neiqin.urgent.response",
        string="Response",
        required=True,
        readonly=True,
        index=True,
        ondelete="cascade",
        groups=OFFICE,
    )
    order_id = fields.Many2one(
        related="response_id.order_id", store=True, index=True, groups=OFFICE
    )
    order_name = fields.Char(
        string="Order Number", related="response_id.order_id.name", store=True
    )
    salesman_id = fields.Many2one(
        related="response_id.salesman_id",
        store=True,
        index="btree_not_null",
        groups=OFFICE,
    )
    company_id = fields.Many2one(
        comodel_name="res.company", required=True, readonly=True, index=True
    )
    department_id = fields.Many2one(
        comodel_name="neiqin.department",
        string="Department",
        required=True,
        readonly=True,
        index=True,
        ondelete="restrict",
    )
    user_id = fields.Many2one(
        comodel_name="res.users",
        string="Person Asked",
        required=True,
        readonly=True,
        index=True,
        ondelete="restrict",
    )
    reason = fields.Char(string="Why", readonly=True)
    goods = fields.Text(compute="_compute_goods", compute_sudo=True)
    wanted_on = fields.Date(
        string="Promised", compute="_compute_goods", compute_sudo=True
    )
    state = fields.Selection(
        selection=[
            ("todo", "To Take On"),
            ("acknowledged", "Taken On"),
            ("dropped", "Dropped"),
        ],
        required=True,
        readonly=True,
        default="todo",
        index=True,
    )
    minutes = fields.Integer(string="Minutes Allowed", readonly=True, aggregator="avg")
    asked_at = fields.Datetime(string="Asked On", readonly=True)
    acknowledged_at = fields.Datetime(string="Taken On At", readonly=True)
    acknowledged_by = fields.Many2one(
        comodel_name="res.users",
        string="Taken On By",
        readonly=True,
        index="btree_not_null",
        ondelete="restrict",
    )
    late = fields.Boolean(
        string="Too Late",
        compute="_compute_late",
        help="Acknowledged after its minutes, or still open after them.",
    )

    @api.model
    def _neiqin_protected_fields(self):
        return super()._neiqin_protected_fields() | self._neiqin_fields_but()

    @api.depends("order_name", "department_id")
    @api.depends_context("lang")
    def _compute_display_name(self):
        for task in self:
            task.display_name = f"{task.order_name} · {task.department_id.sudo().name}"

    def _compute_goods(self):
        """Goods and day, for people who see neither customer nor price."""
        for task in self:
            order = task.response_id.order_id
            task.wanted_on = order.neiqin_next_promise
            task.goods = "\n".join(
                f"{line.product_id.display_name} × {line.product_uom_qty:g} "
                f"{line.product_uom_id.name}"
                for line in order.neiqin_goods_line_ids
            )

    def copy_data(self, default=None):
        raise UserError(self.env._("A department is asked once, nothing is copied."))

    # ----------------------------------------------------------- acknowledge

    def action_acknowledge(self):
        """Say that the department is at it: whoever belongs to it, or a supervisor."""
        self.check_access("read")
        self._neiqin_check_mine()
        tasks = self.sudo()
        tasks._neiqin_lock_or_say()
        tasks = tasks.filtered(lambda task: task.state == "todo")
        tasks._neiqin_as_server().write(
            {
                "state": "acknowledged",
                "acknowledged_at": fields.Datetime.now(),
                "acknowledged_by": self.env.uid,
                "next_escalation_at": False,
            }
        )
        tasks._neiqin_end_activities()
        return True

    def _neiqin_check_mine(self):
        user = self.env.user
        if self.env.su or user.has_group(SUPERVISOR):
            return
        others = self.sudo().filtered(
            lambda task: user not in task.user_id | task.department_id.member_ids
        )
        if others:
            reason = self.env._(
                "%(task)s: only the department acknowledges, or a supervisor.",
                task=others[0].display_name,
            )
            raise self.env["neiqin.trail.entry"]._neiqin_denial(others, reason)

    def _neiqin_drop(self):
        """The order need not go first any more: nobody has to answer."""
        waiting = self.sudo().filtered(lambda task: task.state == "todo")
        waiting._neiqin_as_server().write(
            {"state": "dropped", "next_escalation_at": False}
        )
        waiting._neiqin_end_activities()

    def _neiqin_end_activities(self):
        kind = self.env.ref(ACTIVITY)
        self.sudo().activity_ids.filtered(
            lambda todo: todo.activity_type_id == kind
        ).unlink()

    def unlink(self):
        self.sudo()._neiqin_end_activities()
        return super().unlink()


class MailActivity(models.Model):
    _inherit = "mail.activity"

    def _action_done(self, feedback=False, attachment_ids=None):
        """Whoever ticks off the to-do has acknowledged."""
        kind = self.env.ref(ACTIVITY, raise_if_not_found=False)
        mine = self.filtered(
            lambda todo: (
                todo.activity_type_id == kind
                and todo.res_model == "neiqin.urgent.task"
                and todo.user_id == self.env.user
            )
        )
        if not mine:
            return super()._action_done(
                feedback=feedback, attachment_ids=attachment_ids
            )
        asked = self.env["neiqin.urgent.task"].browse(mine.mapped("res_id")).exists()
        res = super()._action_done(feedback=feedback, attachment_ids=attachment_ids)
        asked.filtered(
            lambda task: task.sudo().user_id == self.env.user
        ).action_acknowledge()
        return res
