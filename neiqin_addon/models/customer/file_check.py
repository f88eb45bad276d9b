"""One verification of a customer's file: item by item, by phone, mail, visit or portal."""

from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import UserError

CLERK = "neiqin_addon.group_neiqin_clerk"
STATES = [
    ("open", "File to Verify"),
    ("waiting", "To Accept"),
    ("done", "File Verified"),
    ("unreached", "Not Reached"),
    ("cancelled", "Cancelled"),
]
SOURCES = [
    ("phone", "Phone"),
    ("mail", "E-mail"),
    ("visit", "Visit"),
    ("portal", "Portal"),
]
RUNNING = ("open", "waiting")
#: Days until somebody tries again to reach a customer.
RETRY = 14
#: Days that a clerk has for a file that is due.
TIME = 14


class NeiqinFileCheck(models.Model):
    _name = "neiqin.file.check"
    _description = "Verification of a Customer File"
    _inherit = [
        "mail.thread",
        "mail.activity.mixin",
        "neiqin.protected.mixin",
        "neiqin.schedule.mixin",
    ]
    _order = "deadline, id desc"
    _rec_name = "partner_id"
    _mail_post_access = "read"

    partner_id = fields.Many2one(
        comodel_name="res.partner",
        string="Customer",
        required=True,
        index=True,
        ondelete="cascade",
        domain="[('parent_id', '=', False)]",
    )
    company_id = fields.Many2one(
        comodel_name="res.company",
        required=True,
        index=True,
        default=lambda self: self.env.company,
        ondelete="cascade",
    )
    user_id = fields.Many2one(
        comodel_name="res.users",
        string="File Verified By",
        index=True,
        default=lambda self: self.env.user,
        domain="[('share', '=', False)]",
    )
    state = fields.Selection(
        selection=STATES, string="Status", required=True, default="open", index=True
    )
    source = fields.Selection(selection=SOURCES, string="Asked How", default="phone")
    deadline = fields.Date(
        default=lambda self: self.env.company._neiqin_today() + timedelta(days=TIME)
    )
    line_ids = fields.One2many(
        comodel_name="neiqin.file.check.line", inverse_name="check_id", string="Items"
    )
    note = fields.Char(string="What Was Said")
    done_at = fields.Datetime(readonly=True)
    asked_at = fields.Datetime(
        readonly=True,
        help="When the last mail left for the customer.",
    )
    ask_count = fields.Integer(string="Mails Sent", readonly=True)
    answered_at = fields.Datetime(
        string="Customer Answered At", readonly=True, help="On the portal."
    )
    todo_count = fields.Integer(string="Left", compute="_compute_counts")
    waiting_count = fields.Integer(string="To Accept", compute="_compute_counts")

    # two clerks do not ask the same customer
    _one_running = models.UniqueIndex(
        "(partner_id) WHERE state IN ('open', 'waiting')",
        "This customer's file is being verified already.",
    )

    @api.model
    def _neiqin_protected_fields(self):
        return super()._neiqin_protected_fields() | {
            "state",
            "line_ids",
            "done_at",
            "asked_at",
            "ask_count",
            "answered_at",
        }

    @api.depends("line_ids.verdict", "line_ids.acceptance")
    def _compute_counts(self):
        for check in self:
            lines = check.line_ids
            check.todo_count = len(lines.filtered(lambda line: line.verdict == "todo"))
            check.waiting_count = len(
                lines.filtered(lambda line: line.acceptance == "waiting")
            )

    @api.model_create_multi
    def create(self, vals_list):
        """Begin: the file as it is now is written down, item by item."""
        # one that has just ended makes room for the next
        self.flush_model(["partner_id", "state"])
        checks = super().create(vals_list)
        for check in checks:
            if check.partner_id != check.partner_id.commercial_partner_id:
                raise UserError(
                    self.env._("The file is the company's, not the contact's.")
                )
        checks.partner_id.check_access("read")
        checks.sudo()._neiqin_write_items()
        return checks

    def write(self, vals):
        if {"partner_id", "company_id"} & set(vals) and not self._neiqin_is_server():
            raise UserError(self.env._("A verification stays with its customer."))
        ended = self.filtered(lambda check: check.state not in RUNNING)
        if ended and {"source", "note", "user_id"} & set(vals):
            raise UserError(self.env._("What is done stays as it is."))
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_done(self):
        if any(check.state != "cancelled" for check in self):
            raise UserError(self.env._("Cancel a verification: it is not deleted."))

    # --- the clerk's buttons

    def action_neiqin_confirm_all(self):
        """Confirm what is left: the customer said that all of it is right."""
        self._neiqin_require_running()
        left = self.line_ids.filtered(lambda line: line.verdict == "todo")
        left.write({"verdict": "confirmed"})
        return True

    def action_neiqin_accept_all(self):
        """Take over all that the customer corrected."""
        self._neiqin_require_running()
        waiting = self.line_ids.filtered(lambda line: line.acceptance == "waiting")
        return waiting.action_neiqin_accept()

    def action_neiqin_done(self):
        """Write the changes into the file; the next verification has its day.

        :raise UserError: if items are left, or wait to be accepted
        """
        self._neiqin_require_running()
        for check in self:
            if check.waiting_count:
                raise UserError(
                    self.env._("Accept or decline what the customer changed first.")
                )
            if check.todo_count:
                raise UserError(
                    self.env._(
                        "%(count)s items are left: confirm them, change them, or say "
                        "that nobody was reached.",
                        count=check.todo_count,
                    )
                )
        self.line_ids._neiqin_carry_out()
        self._neiqin_finish()
        return True

    def action_neiqin_unreached(self):
        """Nobody was reached: try again in two weeks."""
        self._neiqin_require_running()
        for check in self:
            if check.waiting_count:
                raise UserError(
                    self.env._("Accept or decline what the customer changed first.")
                )
        left = self.line_ids.filtered(lambda line: line.verdict == "todo")
        left.write({"verdict": "unreached"})
        self.line_ids._neiqin_carry_out()
        self._neiqin_finish()
        return True

    def action_neiqin_cancel(self):
        """Give it up; the file stays as it is."""
        self._neiqin_require_running()
        self._neiqin_as_server().write({"state": "cancelled"})
        self.activity_unlink(["mail.mail_activity_data_todo"])
        return True

    def _neiqin_require_running(self):
        self.check_access("write")
        if any(check.state not in RUNNING for check in self):
            raise UserError(self.env._("This verification has ended."))

    def _neiqin_finish(self):
        """End: verified if anything was, else to be tried again."""
        now = fields.Datetime.now()
        reached = self.filtered(
            lambda check: any(
                line.verdict in ("confirmed", "changed") for line in check.line_ids
            )
        )
        for checks, state in ((reached, "done"), (self - reached, "unreached")):
            checks._neiqin_as_server().write({"state": state, "done_at": now})
        for company, checks in self.grouped("company_id").items():
            today = company._neiqin_today()
            done, retry = checks & reached, today + timedelta(days=RETRY)
            self._neiqin_tell_file(done, {"neiqin_file_verified_on": today})
            self._neiqin_tell_file(checks - done, {"neiqin_file_retry_on": retry})
        self.sudo().activity_unlink(["mail.mail_activity_data_todo"])
        self._neiqin_ended()

    @api.model
    def _neiqin_tell_file(self, checks, vals):
        partners = checks.sudo().partner_id
        if partners:
            values = {"neiqin_file_retry_on": False, **vals}
            partners._neiqin_as_server().write(values)
            partners._neiqin_file_set_due()

    def _neiqin_ended(self):
        """Called with verifications that ended, done or not reached."""

    def _neiqin_failure_user(self):
        return self._neiqin_clerk()
