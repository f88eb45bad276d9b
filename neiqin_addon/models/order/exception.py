"""Exception cases: what went wrong with an order, followed until it is settled."""

from odoo import api, fields, models
from odoo.exceptions import AccessError, ValidationError

from .exception_type import CAUSES

STATES = [
    ("open", "Opened"),
    ("planned", "Planned"),
    ("told", "Customer Told"),
    ("agreed", "Customer Agreed"),
    ("solved", "Solved"),
    ("closed", "Closed"),
]
#: Whoever may know customers and prices. Collaborators see a case without either.
OFFICE = (
    "neiqin_addon.group_neiqin_clerk,sales_team.group_sale_salesman,"
    "neiqin_addon.group_neiqin_auditor"
)
#: What a person may say; all else follows from it or is stamped by the steps.
SAID = (
    "summary",
    "task_note",
    "description",
    "owner_id",
    "root_cause",
    "cost",
)
#: What a case is about: said when it is opened by hand, and never changed.
ABOUT = ("type_id", "order_id", "order_line_id", "partner_id", "product_id")


class NeiqinException(models.Model):
    """One case. Its steps stamp who and when; nobody writes them by hand."""

    _name = "neiqin.exception"
    _description = "Exception Case"
    _inherit = ["neiqin.protected.mixin", "mail.thread", "mail.activity.mixin"]
    _order = "deadline, id"
    _rec_names_search = ["name", "summary", "order_id.name"]
    _check_company_auto = True
    # departments hand in their tasks without being able to write the case
    _mail_post_access = "read"

    name = fields.Char(string="Number", required=True, readonly=True, copy=False)
    type_id = fields.Many2one(
        comodel_name="neiqin.exception.type",
        string="Kind",
        required=True,
        ondelete="restrict",
        index=True,
        tracking=True,
    )
    blocking = fields.Boolean(related="type_id.blocking")
    company_id = fields.Many2one(
        comodel_name="res.company",
        required=True,
        readonly=True,
        default=lambda self: self.env.company,
        index=True,
    )
    state = fields.Selection(
        selection=STATES,
        required=True,
        readonly=True,
        default="open",
        tracking=True,
        copy=False,
        group_expand="_group_expand_state",
    )
    summary = fields.Char(
        string="What Is Wrong",
        help="In a few words, without names and prices: the departments read it.",
    )
    task_note = fields.Text(
        string="For the Departments",
        help="What the departments should know; they see neither customer nor price.",
    )
    description = fields.Text(string="Internal Note", groups=OFFICE)

    order_id = fields.Many2one(
        comodel_name="sale.order",
        string="Order",
        check_company=True,
        ondelete="cascade",
        index="btree_not_null",
        groups=OFFICE,
    )
    order_name = fields.Char(
        string="Order Number", related="order_id.name", store=True, readonly=True
    )
    order_line_id = fields.Many2one(
        comodel_name="sale.order.line",
        string="Order Line",
        domain="[('order_id', '=', order_id)]",
        ondelete="set null",
        index="btree_not_null",
        groups=OFFICE,
    )
    line_key = fields.Integer(
        readonly=True,
        default=0,
        required=True,
        aggregator=None,
        help="Number of the order line; stays when that line is deleted.",
    )
    product_id = fields.Many2one(
        comodel_name="product.product",
        string="Product",
        ondelete="restrict",
        index="btree_not_null",
    )
    partner_id = fields.Many2one(
        comodel_name="res.partner",
        string="Customer",
        ondelete="restrict",
        index="btree_not_null",
        groups=OFFICE,
    )
    salesman_id = fields.Many2one(
        comodel_name="res.users",
        string="Salesperson",
        related="order_id.user_id",
        store=True,
        index="btree_not_null",
        groups=OFFICE,
    )

    owner_id = fields.Many2one(
        comodel_name="res.users",
        string="Clerk",
        domain="[('share', '=', False), ('company_ids', 'in', company_id)]",
        index=True,
        tracking=True,
        help="Sees the case through and is reminded of it.",
    )
    department_id = fields.Many2one(
        comodel_name="neiqin.department",
        string="Department",
        readonly=True,
        ondelete="restrict",
        index=True,
        help="Answers for the solution.",
    )
    department = fields.Char(
        string="Department Code",
        related="department_id.code",
        store=True,
        readonly=True,
    )
    department_ids = fields.Many2many(
        comodel_name="neiqin.department",
        string="Departments Involved",
        readonly=True,
        help="Their members see the case.",
    )

    opened_at = fields.Datetime(
        string="Opened On", readonly=True, default=fields.Datetime.now, copy=False
    )
    deadline = fields.Datetime(readonly=True, index=True, copy=False)
    late = fields.Boolean(compute="_compute_late", search="_search_late")
    age = fields.Integer(
        string="Age (Days)", compute="_compute_age", help="From opening to closing."
    )
    root_cause = fields.Selection(selection=CAUSES, tracking=True)
    currency_id = fields.Many2one(related="company_id.currency_id")
    cost = fields.Monetary(
        tracking=True,
        groups=OFFICE,
        help="What the case cost the company: freight, discounts, refunds.",
    )

    # the sweep asks for the open ones of an order and a line again and again
    _open_unique = models.UniqueIndex(
        "(order_id, type_id, line_key) WHERE state != 'closed'",
        "An order has one open case of each kind and line.",
    )
    _known_idx = models.Index("(order_id, type_id, line_key, id)")

    def _neiqin_protected_fields(self):
        return super()._neiqin_protected_fields() | self._neiqin_fields_but(
            *SAID, *ABOUT
        )

    @api.model
    def _group_expand_state(self, values, domain):
        """Show all steps, and a column of closed cases where closed ones are asked for."""
        return [
            value for value, _label in STATES if value != "closed" or value in values
        ]

    @api.depends("name", "type_id")
    @api.depends_context("lang")
    def _compute_display_name(self):
        for case in self:
            case.display_name = f"{case.name} · {case.type_id.sudo().name}"

    @api.depends("deadline", "state")
    def _compute_late(self):
        now = fields.Datetime.now()
        for case in self:
            running = case.state not in ("solved", "closed")
            case.late = bool(running and case.deadline and case.deadline < now)

    @api.model
    def _search_late(self, operator, value):
        if operator != "in":
            return NotImplemented
        late = fields.Domain("deadline", "<", fields.Datetime.now()) & fields.Domain(
            "state", "not in", ("solved", "closed")
        )
        return late if True in value else ~late

    @api.depends("opened_at", "closed_at")
    def _compute_age(self):
        now = fields.Datetime.now()
        for case in self:
            end = case.closed_at or now
            case.age = (end - (case.opened_at or end)).days

    @api.constrains("order_id", "order_line_id")
    def _check_line(self):
        for case in self.sudo():
            if case.order_line_id and case.order_line_id.order_id != case.order_id:
                raise ValidationError(
                    self.env._(
                        "%(case)s: the line is of another order.", case=case.name
                    )
                )

    @api.model_create_multi
    def create(self, vals_list):
        """Number the cases and settle who answers until when."""
        self._neiqin_check_protected({name for vals in vals_list for name in vals})
        if not self._neiqin_is_server():
            self.browse().check_access("create")
            vals_list = [self._neiqin_by_hand(vals) for vals in vals_list]
        filled = self.sudo()._neiqin_filled(vals_list)
        cases = super(NeiqinException, self._neiqin_as_server()).create(filled)
        cases._neiqin_opened()
        return cases

    def write(self, vals):
        if not self._neiqin_is_server() and set(vals).intersection(ABOUT):
            raise AccessError(
                self.env._(
                    "What a case is about does not change: close it and open another."
                )
            )
        return super().write(vals)

    def _neiqin_by_hand(self, vals):
        """Return the values of a case somebody opens; an order of theirs, if any."""
        if not vals.get("type_id"):
            raise ValidationError(self.env._("Say what kind of case it is."))
        order = self.env["sale.order"].browse(vals.get("order_id") or ())
        line = self.env["sale.order.line"].browse(vals.get("order_line_id") or ())
        partner = self.env["res.partner"].browse(vals.get("partner_id") or ())
        for record in (order, line, partner):
            record.check_access("read")
        if line and not order:
            vals = {**vals, "order_id": line.order_id.id}
        if self.env.user.has_group("neiqin_addon.group_neiqin_clerk"):
            vals = {"owner_id": self.env.uid, **vals}
        return vals

    def copy_data(self, default=None):
        raise AccessError(self.env._("A case is opened, not copied."))

    def _neiqin_opened(self):
        """Hook: these cases were opened just now, or again."""
