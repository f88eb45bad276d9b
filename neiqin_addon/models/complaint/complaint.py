"""A complaint: what the customer is unhappy with, and until when we answer and solve."""

from odoo import api, fields, models

STATES = [
    ("new", "Not Started"),
    ("open", "In Progress"),
    ("waiting", "Waiting for the Customer"),
    ("solved", "Solved"),
    ("closed", "Closed"),
    ("void", "Withdrawn"),
]
ENDED = ("solved", "closed", "void")
CHANNELS = [
    ("phone", "Phone"),
    ("mail", "E-mail"),
    ("portal", "Portal"),
    ("wechat", "WeChat"),
    ("visit", "Visit"),
    ("api", "Interface"),
    ("other", "Other"),
]
TARGET_STATES = [
    ("running", "Running"),
    ("waiting", "Paused"),
    ("late", "Overdue"),
    ("met", "In Time"),
    ("missed", "Too Late"),
]
CAUSES = [
    ("people", "People"),
    ("method", "Process"),
    ("material", "Material or Purchased Part"),
    ("machine", "Machine or Tool"),
    ("transport", "Transport"),
    ("information", "Wrong or Missing Information"),
    ("customer", "On the Customer's Side"),
    ("other", "Other"),
]
#: Contact data, money and what it cost: not for collaborators, not for the portal.
OFFICE = "sales_team.group_sale_salesman,neiqin_addon.group_neiqin_auditor"
#: What happens inside the house: not for the portal.
INTERNAL = "base.group_user"
#: Decided when the complaint is filed; only the server changes it later.
FILED = {"received_at", "partner_id", "company_id", "channel"}


class NeiqinComplaint(models.Model):
    _name = "neiqin.complaint"
    _description = "Complaint"
    _inherit = [
        "neiqin.satisfaction.mixin",
        "mail.activity.mixin",
        "neiqin.trailed.mixin",
        "neiqin.protected.mixin",
        "neiqin.company.batch.mixin",
    ]
    _order = "solution_deadline, id desc"
    _rec_names_search = ["name", "subject", "partner_id.name"]
    _check_company_auto = True
    _mail_post_access = "write"
    _neiqin_trail_name = "name"

    name = fields.Char(
        string="Number", readonly=True, required=True, copy=False, index="trigram"
    )
    company_id = fields.Many2one(
        comodel_name="res.company",
        required=True,
        index=True,
        default=lambda self: self.env.company,
        ondelete="restrict",
    )
    currency_id = fields.Many2one(related="company_id.currency_id")
    active = fields.Boolean(default=True)

    # --- what it is about
    partner_id = fields.Many2one(
        comodel_name="res.partner",
        string="Customer",
        required=True,
        index=True,
        check_company=True,
        ondelete="restrict",
    )
    # not readonly: then Odoo keeps what create says, and inserts it with the rest
    commercial_partner_id = fields.Many2one(
        comodel_name="res.partner",
        string="Commercial Entity",
        compute="_compute_commercial_partner_id",
        store=True,
        readonly=False,
        index=True,
    )
    contact_name = fields.Char(string="Contact", groups=OFFICE)
    contact_email = fields.Char(string="Contact's E-mail", groups=OFFICE)
    contact_phone = fields.Char(string="Contact's Phone", groups=OFFICE)
    order_id = fields.Many2one(
        comodel_name="sale.order",
        string="Order",
        index="btree_not_null",
        check_company=True,
        ondelete="restrict",
    )
    order_line_id = fields.Many2one(
        comodel_name="sale.order.line",
        string="Order Line",
        index="btree_not_null",
        check_company=True,
        ondelete="set null",
    )
    picking_id = fields.Many2one(
        comodel_name="stock.picking",
        string="Delivery",
        index="btree_not_null",
        check_company=True,
        ondelete="set null",
    )
    product_id = fields.Many2one(related="order_line_id.product_id")
    channel = fields.Selection(
        selection=CHANNELS, string="Received By", required=True, default="phone"
    )
    received_at = fields.Datetime(
        string="Complained On",
        required=True,
        default=fields.Datetime.now,
        copy=False,
        help="When the customer complained; both clocks start then.",
    )
    type_id = fields.Many2one(
        comodel_name="neiqin.complaint.type",
        string="Type",
        required=True,
        index=True,
        check_company=True,
        ondelete="restrict",
    )
    subject = fields.Char(required=True)
    description = fields.Text()
    amount = fields.Monetary(
        string="Amount Concerned",
        groups=OFFICE,
        help="Empty: the order line's or the order's amount.",
    )

    # --- who works on it
    department_id = fields.Many2one(
        comodel_name="neiqin.department",
        string="Department",
        index=True,
        groups=INTERNAL,
        check_company=True,
        ondelete="restrict",
    )
    user_id = fields.Many2one(
        comodel_name="res.users",
        string="In Charge",
        index=True,
        default=lambda self: self._default_user_id(),
        domain="[('share', '=', False), ('company_ids', 'in', company_id)]",
        ondelete="restrict",
    )
    state = fields.Selection(
        selection=STATES,
        string="Status",
        required=True,
        readonly=True,
        default="new",
        copy=False,
        index=True,
        group_expand=True,
    )
    task_ids = fields.One2many(
        comodel_name="neiqin.complaint.task",
        inverse_name="complaint_id",
        string="Tasks",
        groups=INTERNAL,
    )

    # --- tier
    tier_id = fields.Many2one(
        comodel_name="neiqin.complaint.tier",
        string="Tier",
        required=True,
        readonly=True,
        index=True,
        copy=False,
        groups=INTERNAL,
        ondelete="restrict",
    )
    tier_level = fields.Selection(
        related="tier_id.level", string="Tier Level", groups=INTERNAL
    )
    tier_color = fields.Integer(compute="_compute_tier_color", groups=INTERNAL)
    tier_rule_id = fields.Many2one(
        comodel_name="neiqin.complaint.tier.rule",
        string="Rule",
        readonly=True,
        copy=False,
        groups=OFFICE,
        ondelete="set null",
    )
    tier_reason = fields.Char(
        string="Why This Tier", readonly=True, copy=False, groups=OFFICE
    )
    tier_by_hand = fields.Boolean(
        string="Tier Set by a Supervisor", readonly=True, copy=False, groups=INTERNAL
    )

    @api.model
    def _default_user_id(self):
        user = self.env.user
        return user if user.has_group("neiqin_addon.group_neiqin_clerk") else False

    @api.model
    def _neiqin_protected_fields(self):
        return super()._neiqin_protected_fields() | {
            "name",
            "commercial_partner_id",
            "state",
            "tier_id",
            "tier_rule_id",
            "tier_reason",
            "tier_by_hand",
        }

    @api.model
    def _neiqin_trailed_fields(self):
        """Whoever changes where answers go, or what is at stake, is written down."""
        return {
            **super()._neiqin_trailed_fields(),
            "partner_id": "",
            "contact_email": None,
            "amount": "",
        }

    @api.depends("partner_id.commercial_partner_id")
    def _compute_commercial_partner_id(self):
        for complaint in self:
            complaint.commercial_partner_id = complaint.partner_id.commercial_partner_id

    @api.depends("name", "subject")
    def _compute_display_name(self):
        for complaint in self:
            parts = filter(None, (complaint.name, complaint.subject))
            complaint.display_name = " · ".join(parts)

    @api.depends("tier_id.level")
    def _compute_tier_color(self):
        colors = {"4": 1, "3": 2, "2": 4}
        for complaint in self:
            complaint.tier_color = colors.get(complaint.tier_id.level, 0)

    @api.onchange("order_line_id")
    def _onchange_order_line_id(self):
        if self.order_line_id:
            self.order_id = self.order_line_id.order_id

    @api.onchange("order_id", "picking_id")
    def _onchange_order_id(self):
        order = self.order_id or self.picking_id.sale_id
        self.order_id = order
        if order:
            self.partner_id = self.partner_id or order.partner_id

    @api.onchange("type_id")
    def _onchange_type_id(self):
        if self.type_id.department_id:
            self.department_id = self.type_id.department_id

    def _mail_get_operation_for_mail_message_operation(self, message_operation):
        """Mails hold contact data and prices: for those who may see these.

        Collaborators work on their tasks, which have a discussion of their own.
        """
        if message_operation == "read" and not self._neiqin_sees_office():
            message_operation = "write"
        return super()._mail_get_operation_for_mail_message_operation(message_operation)

    @api.model
    def _neiqin_sees_office(self):
        user = self.env.user
        if self.env.su or user.share:
            return True  # portal users see what is not internal, by Odoo's own rules
        return any(user.has_group(group) for group in OFFICE.split(","))
