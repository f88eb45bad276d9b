"""One order typed a second time, blind, from the customer's paper."""

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools.misc import limited_field_access_token

STATES = [
    ("new", "Nobody Yet"),
    ("open", "To Type"),
    ("differs", "To Settle"),
    ("done", "Settled"),
    ("void", "Void"),
]
#: What the clerk types, besides the lines.
SAID = {
    "said_partner": "partner_id",
    "said_shipping": "partner_shipping_id",
    "said_terms": "payment_term_id",
}


class NeiqinReentry(models.Model):
    """The order's values are kept from who types until it is handed in.

    ``order_id`` and the values themselves are fields that nobody reads but the server;
    the order itself is closed to the clerk by record rules while the task is open.
    """

    _name = "neiqin.reentry"
    _description = "Second Entry"
    _inherit = [
        "neiqin.schedule.mixin",
        "neiqin.frozen.mixin",
        "neiqin.protected.mixin",
        "mail.thread",
        "mail.activity.mixin",
    ]
    _order = "date_due, id"
    _check_company_auto = True

    _neiqin_frozen_when = "OLD.state IN ('done', 'void')"
    _neiqin_frozen_columns = (
        "draw_id",
        "company_id",
        "order_id",
        "snapshot",
        "state",
        "user_id",
        "settler_id",
        "past_user_ids",
        "typed_at",
        "done_at",
        "checked_count",
        "differ_count",
        "wrong_count",
        "void_reason",
        *SAID,
    )

    draw_id = fields.Many2one(
        comodel_name="neiqin.reentry.draw",
        required=True,
        readonly=True,
        index=True,
        ondelete="restrict",
    )
    company_id = fields.Many2one(
        comodel_name="res.company", required=True, readonly=True, index=True
    )
    order_id = fields.Many2one(
        comodel_name="sale.order",
        string="Order",
        required=True,
        readonly=True,
        index=True,
        ondelete="restrict",
        groups=fields.NO_ACCESS,
    )
    snapshot = fields.Json(
        string="Values of the First Entry", readonly=True, groups=fields.NO_ACCESS
    )
    state = fields.Selection(
        selection=STATES,
        string="Status",
        required=True,
        readonly=True,
        default="new",
        index=True,
    )
    user_id = fields.Many2one(
        comodel_name="res.users",
        string="Typed Again By",
        readonly=True,
        index=True,
        ondelete="restrict",
    )
    settler_id = fields.Many2one(
        comodel_name="res.users",
        string="Settled By",
        readonly=True,
        index="btree_not_null",
        ondelete="restrict",
    )
    past_user_ids = fields.Json(
        string="Had It Before",
        readonly=True,
        groups=fields.NO_ACCESS,
        help="Who gave the task back may have looked at the order since.",
    )
    date_due = fields.Date(string="Due On", readonly=True)
    is_overdue = fields.Boolean(compute="_compute_is_overdue")
    reminded_on = fields.Date(readonly=True)
    typed_at = fields.Datetime(string="Handed In At", readonly=True)
    done_at = fields.Datetime(string="Settled At", readonly=True, index=True)
    void_reason = fields.Char(string="Why Void", readonly=True)
    papers = fields.Json(string="The Customer's Papers", compute="_compute_papers")
    said_partner = fields.Char(string="Customer")
    said_shipping = fields.Char(string="Delivery Address")
    said_terms = fields.Char(string="Payment Terms")
    row_ids = fields.One2many(
        comodel_name="neiqin.reentry.row", inverse_name="reentry_id", string="Lines"
    )
    line_ids = fields.One2many(
        comodel_name="neiqin.reentry.line",
        inverse_name="reentry_id",
        string="Values",
        readonly=True,
    )
    checked_count = fields.Integer(string="Values Compared", readonly=True)
    differ_count = fields.Integer(string="Differences", readonly=True)
    wrong_count = fields.Integer(string="Wrong at First", readonly=True)
    is_mine = fields.Boolean(compute="_compute_is_mine")
    is_to_settle = fields.Boolean(compute="_compute_is_mine")
    is_supervisor = fields.Boolean(compute="_compute_is_mine")

    _order_once = models.UniqueIndex(
        "(order_id) WHERE state <> 'void'", "An order is typed again once."
    )

    @api.model
    def _neiqin_protected_fields(self):
        return super()._neiqin_protected_fields() | self._neiqin_fields_but(
            *SAID, "row_ids", "line_ids"
        )

    @api.depends("draw_id.date")
    def _compute_display_name(self):
        for task in self:
            task.display_name = self.env._(
                "Second entry %(day)s-%(number)s",
                day=task.draw_id.sudo().date,
                number=task.id,
            )

    @api.depends("state", "date_due")
    def _compute_is_overdue(self):
        today = fields.Date.context_today(self)
        for task in self:
            waits = task.state in ("new", "open", "differs")
            task.is_overdue = bool(waits and task.date_due and task.date_due < today)

    @api.depends("state", "user_id", "settler_id")
    @api.depends_context("uid")
    def _compute_is_mine(self):
        user = self.env.user
        supervisor = user.has_group("neiqin_addon.group_neiqin_supervisor")
        for task in self:
            task.is_mine = task.state == "open" and task.user_id == user
            task.is_to_settle = task.state == "differs" and task._neiqin_may_settle()
            task.is_supervisor = supervisor

    @api.depends("state")
    def _compute_papers(self):
        for task in self:
            task.papers = task._neiqin_shown_papers()

    def _neiqin_shown_papers(self):
        """Return the papers as dicts for the screen, opened by links of their own.

        The order is closed to who types, so its papers are read here for them.
        """
        self.ensure_one()
        # a screen asks for sizes in place of contents
        order = self.sudo().with_context(bin_size=False).order_id
        papers = order._neiqin_papers()
        for paper in papers:
            if paper.get("url"):
                # signed and for some weeks: a stored token would change the paper,
                # and a verified one stays as it is
                attachment = self.env["ir.attachment"].sudo().browse(paper["id"])
                token = limited_field_access_token(attachment, "raw", scope="binary")
                paper["url"] += f"?access_token={token}"
        return papers

    # --- who writes what

    @api.model_create_multi
    def create(self, vals_list):
        self._neiqin_check_protected({"draw_id"})
        return super().create(vals_list)

    def write(self, vals):
        if not self._neiqin_is_server():
            # decisions come through the form of the task; each line checks its own
            if vals and set(vals) <= {"line_ids"}:
                self._neiqin_check_may_settle()
            else:
                self._neiqin_check_mine()
        return super().write(vals)

    # not @api.ondelete: a context key switches those off
    def unlink(self):  # pylint: disable=method-required-super
        raise UserError(  # pylint: disable=no-raise-unlink
            self.env._("A second entry is never deleted.")
        )

    def _neiqin_check_mine(self):
        """Refuse whoever has not been given these tasks, or has handed them in."""
        for task in self.sudo():
            if task.state != "open" or task.user_id != self.env.user:
                raise UserError(
                    self.env._(
                        "Only the clerk to whom this second entry was given types it, "
                        "until it is handed in."
                    )
                )

    def _neiqin_failure_user(self):
        """Return who hears of a task that cannot be given to anybody."""
        return self._neiqin_supervisors()[:1]
