"""What was done to collect: which invoices, how much then, at which level, what came of it."""

from odoo import api, fields, models
from odoo.exceptions import UserError

from .collection_level import CHANNELS

STATES = [
    ("proposed", "To Be Released"),
    ("released", "Released"),
    ("todo", "To Be Done by Hand"),
    ("done", "Done"),
    ("failed", "Failed"),
    ("empty", "Nothing Left to Remind Of"),
]


class NeiqinCollectionStep(models.Model):
    """One reminder of one customer. A proposal may vanish, what was released stays."""

    _name = "neiqin.collection.step"
    _description = "Reminder"
    _inherit = [
        "mail.thread",
        "mail.activity.mixin",
        "neiqin.claimed.mail.mixin",
        "neiqin.frozen.mixin",
    ]
    _order = "id desc"
    _rec_name = "level_name"

    _neiqin_frozen_when = "old.state <> 'proposed'"
    _neiqin_frozen_columns = (
        "company_id",
        "level_id",
        "level_name",
        "channel",
        "planned_on",
        "released_by_id",
    )
    _neiqin_frozen_once = ("subject", "body", "sent_at", "done_at")
    _neiqin_frozen_forward = {}

    collection_id = fields.Many2one(
        comodel_name="neiqin.collection",
        string="Collection",
        compute="_compute_collection_id",
        search="_search_collection_id",
    )
    partner_id = fields.Many2one(
        comodel_name="res.partner",
        string="Customer",
        required=True,
        index=True,
        ondelete="restrict",
    )
    company_id = fields.Many2one(
        comodel_name="res.company", required=True, index=True, ondelete="restrict"
    )
    currency_id = fields.Many2one(related="company_id.currency_id")
    sales_user_id = fields.Many2one(
        related="partner_id.user_id", string="Salesperson", store=False
    )
    level_id = fields.Many2one(
        comodel_name="neiqin.collection.level",
        string="Reminder Level",
        required=True,
        index=True,
        ondelete="restrict",
    )
    level_name = fields.Char(required=True)
    channel = fields.Selection(selection=CHANNELS, required=True)
    planned_on = fields.Date(required=True)
    state = fields.Selection(
        selection=STATES, string="Status", required=True, default="proposed", index=True
    )
    released_by_id = fields.Many2one(comodel_name="res.users", string="Released By")
    line_ids = fields.One2many(
        comodel_name="neiqin.collection.step.line",
        inverse_name="step_id",
        string="Invoices",
    )
    amount = fields.Monetary(
        compute="_compute_amount", help="In the company's currency, at that time."
    )
    days_late = fields.Integer(string="Days Overdue", compute="_compute_amount")
    subject = fields.Char()
    body = fields.Html(sanitize=True)
    attachment_id = fields.Many2one(
        comodel_name="ir.attachment", string="Reminder Letter", ondelete="restrict"
    )
    outcome = fields.Char(help="What the customer said, or how the letter went.")
    done_at = fields.Datetime(string="Done On")
    done_by_id = fields.Many2one(comodel_name="res.users", string="Done By")

    _one_at_a_time = models.UniqueIndex(
        "(partner_id, company_id) WHERE state IN ('proposed', 'released')",
        "A reminder of this customer is on its way already.",
    )

    @api.model
    def _neiqin_protected_fields(self):
        return super()._neiqin_protected_fields() | self._neiqin_fields_but()

    @api.depends("partner_id", "company_id")
    def _compute_collection_id(self):
        rows = self.env["neiqin.collection"].search(
            [
                ("partner_id", "in", self.partner_id.ids),
                ("company_id", "in", self.company_id.ids),
            ]
        )
        known = {(row.partner_id, row.company_id): row for row in rows}
        for step in self:
            step.collection_id = known.get((step.partner_id, step.company_id), False)

    def _search_collection_id(self, operator, value):
        if operator != "in":
            return NotImplemented
        rows = self.env["neiqin.collection"].browse(value).exists()
        return [
            ("partner_id", "in", rows.partner_id.ids),
            ("company_id", "in", rows.company_id.ids),
        ]

    @api.depends("line_ids.amount", "line_ids.days_late", "line_ids.state")
    def _compute_amount(self):
        for step in self:
            lines = step._neiqin_reminded()
            step.amount = sum(lines.mapped("amount"))
            step.days_late = max(lines.mapped("days_late"), default=0)

    def _neiqin_collections(self):
        return self.sudo().collection_id

    # ------------------------------------------------------------------ buttons

    def action_neiqin_release(self):
        """Have these proposals go out: mails at once, letters and calls to a person."""
        self.check_access("read")
        self.env["neiqin.dispute"]._neiqin_check_hand()
        self.filtered(lambda step: step.state == "proposed").sudo()._neiqin_release(
            self.env.user
        )
        return {"type": "ir.actions.client", "tag": "soft_reload"}

    def _neiqin_release(self, user=None):
        self._neiqin_as_server().write({"released_by_id": user.id if user else False})
        self._neiqin_as_server().write({"state": "released"})
        self._neiqin_queue()

    def action_neiqin_again(self):
        """Try a failed mail once more."""
        self.check_access("read")
        self.env["neiqin.dispute"]._neiqin_check_hand()
        failed = self.filtered(lambda step: step.state == "failed").sudo()
        failed._neiqin_as_server().write({"state": "released"})
        failed._neiqin_queue()
        return True

    def action_neiqin_done(self):
        """The letter is posted, or the customer was called."""
        self.check_access("read")
        self.env["neiqin.dispute"]._neiqin_check_hand()
        waiting = self.filtered(lambda one: one.state == "todo").sudo()
        waiting._neiqin_finish(self.env.user)
        return True

    def _neiqin_finish(self, user=None):
        """What was to be reminded of is reminded of; the rows say how far it came."""
        now = fields.Datetime.now()
        self._neiqin_as_server().write(
            {"state": "done", "done_at": now, "done_by_id": user.id if user else False}
        )
        self.activity_feedback(["mail.mail_activity_data_todo"])
        for company, steps in self.grouped("company_id").items():
            today = company._neiqin_today()
            waiting = steps.line_ids.filtered(lambda line: line.state == "planned")
            waiting._neiqin_as_server().write({"state": "sent", "sent_on": today})
            for level, reached in steps.grouped("level_id").items():
                reached.sudo().collection_id._neiqin_as_server().write(
                    {"level_id": level.id, "contacted_on": today}
                )

    @api.readonly
    def action_neiqin_paper(self):
        """Open the letter that is to be posted."""
        self.ensure_one().check_access("read")
        if not self.attachment_id:
            raise UserError(self.env._("There is no letter."))
        return {
            "type": "ir.actions.act_url",
            "url": f"/neiqin/collection/{self.id}/letter",
            "target": "new",
        }


class NeiqinCollectionStepLine(models.Model):
    """One invoice in one reminder; of each level it is reminded of once."""

    _name = "neiqin.collection.step.line"
    _description = "Invoice Reminded Of"
    _inherit = ["neiqin.protected.mixin", "neiqin.frozen.mixin"]
    _order = "due, id"
    _rec_name = "move_id"

    _neiqin_frozen_when = "old.state <> 'planned'"
    _neiqin_frozen_columns = (
        "step_id",
        "move_id",
        "due",
        "level_id",
        "residual",
        "currency_id",
        "amount",
        "days_late",
        "state",
        "why",
        "sent_on",
    )
    _neiqin_frozen_forward = {}

    step_id = fields.Many2one(
        comodel_name="neiqin.collection.step",
        required=True,
        index=True,
        ondelete="cascade",
    )
    company_id = fields.Many2one(related="step_id.company_id", store=True, index=True)
    company_currency_id = fields.Many2one(
        related="step_id.company_id.currency_id", string="Company Currency"
    )
    move_id = fields.Many2one(
        comodel_name="account.move",
        string="Invoice",
        required=True,
        index=True,
        ondelete="restrict",
    )
    level_id = fields.Many2one(
        comodel_name="neiqin.collection.level",
        string="Reminder Level",
        required=True,
        index=True,
        ondelete="restrict",
    )
    document = fields.Char(compute="_compute_document", compute_sudo=True)
    due = fields.Date(string="Due Date", required=True)
    days_late = fields.Integer(string="Days Overdue")
    residual = fields.Monetary(string="Open Then", currency_field="currency_id")
    currency_id = fields.Many2one(comodel_name="res.currency", required=True)
    amount = fields.Monetary(
        string="In Company Currency", currency_field="company_currency_id"
    )
    state = fields.Selection(
        selection=[
            ("planned", "Planned"),
            ("sent", "Reminded"),
            ("left_out", "Left Out"),
        ],
        string="Status",
        required=True,
        default="planned",
    )
    why = fields.Char(string="Why Left Out")
    sent_on = fields.Date(string="Reminded On")

    _once_a_level = models.UniqueIndex(
        "(move_id, due, level_id) WHERE state <> 'left_out'",
        "This invoice was reminded of at this level already.",
    )

    @api.model
    def _neiqin_protected_fields(self):
        return super()._neiqin_protected_fields() | self._neiqin_fields_but()

    def _neiqin_frozen(self):
        return self.filtered(lambda line: line.id and line._origin.state != "planned")

    def _compute_document(self):
        for line in self:
            line.document = line.move_id.display_name

    def action_neiqin_open(self):
        """Open the invoice, by its own rights."""
        self.ensure_one().check_access("read")
        return {
            "type": "ir.actions.act_window",
            "res_model": "account.move",
            "res_id": self.move_id.id,
            "views": [(False, "form")],
        }
