"""A report on its way to a subscriber: claimed, committed, and only then sent."""

from odoo import api, fields, models
from odoo.fields import Command

SLICE = 100


class NeiqinPeriodReportDelivery(models.Model):
    """One row per report and subscriber, written before its mail leaves.

    ``sending`` is committed before the mail server is spoken to. A row that is found in
    it later may have left or not: a person is told, the machine does not try again.
    """

    _name = "neiqin.period.report.delivery"
    _description = "Mail with a Period Report"
    _inherit = [
        "neiqin.protected.mixin",
        "neiqin.schedule.mixin",
        "mail.thread",
        "mail.activity.mixin",
    ]
    _order = "id desc"
    _rec_name = "user_id"

    report_id = fields.Many2one(
        comodel_name="neiqin.period.report",
        string="Report",
        required=True,
        readonly=True,
        index=True,
        ondelete="restrict",
    )
    company_id = fields.Many2one(
        related="report_id.company_id", store=True, index=True, readonly=True
    )
    user_id = fields.Many2one(
        comodel_name="res.users",
        string="Subscriber",
        required=True,
        readonly=True,
        index=True,
        ondelete="cascade",
    )
    state = fields.Selection(
        selection=[
            ("due", "Planned"),
            ("sending", "Leaving"),
            ("sent", "Sent"),
            ("failed", "Not Sent"),
        ],
        string="Status",
        required=True,
        readonly=True,
        default="due",
    )
    sent_at = fields.Datetime(string="Sent On", readonly=True)
    error = fields.Text(string="What Went Wrong", readonly=True)
    mail_id = fields.Many2one(
        comodel_name="mail.mail", readonly=True, ondelete="set null", copy=False
    )

    _once = models.UniqueIndex(
        "(report_id, user_id)", "A subscriber gets each report once."
    )
    _waiting = models.Index("(state) WHERE state IN ('due', 'sending')")

    @api.model
    def _neiqin_protected_fields(self):
        return super()._neiqin_protected_fields() | self._neiqin_fields_but() | {"id"}

    @api.model_create_multi
    def create(self, vals_list):
        self._neiqin_check_protected({"id"})
        return super().create(vals_list)

    @api.model
    def _cron_send(self):
        """Send what is planned; what a crash left half-way goes to a person."""
        self.search([("state", "=", "sending")])._neiqin_strand()
        commit = self.env["ir.cron"]._commit_progress
        domain = [("state", "=", "due")]
        commit(0, remaining=self.search_count(domain))
        for delivery in self.search(domain, limit=SLICE, order="id"):
            claimed = False
            with delivery._neiqin_isolated("send"):
                claimed = delivery._neiqin_claim()
            commit()
            # what another process has claimed is for that one to send
            if claimed and delivery.state == "sending":
                with delivery._neiqin_isolated("send"):
                    delivery._neiqin_leave()
            if not commit(1):
                break

    def _neiqin_claim(self):
        """Write the mail and say that it leaves: after this it is not tried again.

        :return: whether this call did so
        """
        self.ensure_one()
        if not self.try_lock_for_update(allow_referencing=True) or self.state != "due":
            return False
        if not self.user_id.active or not self.user_id.email_normalized:
            self._neiqin_fail(
                self.env._("%(user)s has no e-mail address.", user=self.user_id.name)
            )
            return False
        mail = self.env["mail.mail"].sudo().create(self._neiqin_mail_values())
        self._neiqin_as_server().write(
            {"state": "sending", "mail_id": mail.id, "error": False}
        )
        return True

    def _neiqin_mail_values(self):
        """Return the mail in the subscriber's language, with the files he may see."""
        user = self.user_id
        report = self.report_id.with_user(user).with_context(
            lang=user.lang, allowed_company_ids=self.company_id.ids
        )
        return {
            "subject": report.display_name,
            "body_html": report.env["ir.qweb"]._render(
                "neiqin_addon.period_report_mail",
                {"report": report.sudo(), "rows": report._neiqin_headlines()},
                minimal_qcontext=True,
            ),
            "email_from": self.company_id.email_formatted
            or self.env.user.email_formatted,
            "recipient_ids": [Command.link(user.partner_id.id)],
            "attachment_ids": [Command.set(report._neiqin_files_for_reader().ids)],
            "headers": repr({"Auto-Submitted": "auto-generated"}),
            "auto_delete": True,
            # not for Odoo's queue: that one would send it a second time
            "state": "cancel",
        }

    def _neiqin_leave(self):
        """Give the mail to the server and note that it took it."""
        self.ensure_one()
        mail = self.mail_id.sudo()
        mail.state = "outgoing"
        mail.send()
        if mail.exists() and mail.state != "sent":  # what has left is deleted
            self._neiqin_fail(
                mail.failure_reason or self.env._("The mail server refused the mail.")
            )
            return
        now = fields.Datetime.now()
        self._neiqin_as_server().write({"state": "sent", "sent_at": now})

    def _neiqin_strand(self):
        for delivery in self:
            delivery._neiqin_fail(
                self.env._(
                    "The server stopped while this mail was leaving. It may have"
                    " arrived: the report itself is here."
                )
            )

    def _neiqin_fail(self, reason):
        """Say what went wrong, to whoever made the plan too."""
        self.ensure_one()
        self._neiqin_as_server().write({"state": "failed", "error": reason})
        failures = self.env["neiqin.failure"].sudo()
        keeper = failures._neiqin_person(self, self.company_id)
        self.activity_schedule(
            "mail.mail_activity_data_todo",
            user_id=keeper.id,
            summary=self.with_context(lang=keeper.lang).env._(
                "A period report did not reach %(user)s", user=self.user_id.name
            ),
            note=reason,
        )

    def _neiqin_failure_user(self):
        return self.report_id.plan_id.create_uid


class NeiqinPeriodReport(models.Model):
    _inherit = "neiqin.period.report"

    def _neiqin_plan_deliveries(self):
        """Plan one mail for each subscriber who has none of these reports yet."""
        deliveries = self.env["neiqin.period.report.delivery"].sudo()
        for report in self.sudo():
            users = report.plan_id.user_ids - report.delivery_ids.user_id
            deliveries._neiqin_as_server().create(
                [{"report_id": report.id, "user_id": user.id} for user in users]
            )

    def action_neiqin_send(self):
        """Send these reports to the subscribers who did not get them yet."""
        self.check_access("read")
        self.plan_id.check_access("write")
        self._neiqin_plan_deliveries()
        self.env.ref("neiqin_addon.ir_cron_period_report").sudo()._trigger()
        return True

    def _neiqin_files_for_reader(self):
        """Return the attachments of the report that the current user may have."""
        self.ensure_one()
        margin = self._has_field_access(self._fields["margin_pdf"], "read")
        names = ("margin_pdf", "margin_xlsx") if margin else ("pdf", "xlsx")
        files = self._neiqin_attachments()
        return files.filtered(lambda file: file.res_field in names).sorted("name")
