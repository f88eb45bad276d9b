"""A report on its way to a subscriber: one mail each, and never a second one unasked."""

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Command

from ...tools.text_html import text_html


class NeiqinPeriodReportDelivery(models.Model):
    """One row per report and subscriber, written with the report."""

    _name = "neiqin.period.report.delivery"
    _description = "Mail with a Period Report"
    _inherit = [
        "neiqin.claimed.mail.mixin",
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
    mail_state = fields.Selection(string="Status", default="due", index=False)

    _once = models.UniqueIndex(
        "(report_id, user_id)", "A subscriber gets each report once."
    )
    _waiting = models.Index("(mail_state) WHERE mail_state IN ('due', 'sending')")

    @api.model
    def _neiqin_protected_fields(self):
        return super()._neiqin_protected_fields() | self._neiqin_fields_but() | {"id"}

    @api.model_create_multi
    def create(self, vals_list):
        self._neiqin_check_protected({"id"})
        return super().create(vals_list)

    def action_neiqin_again(self):
        """Send once more what did not reach its subscriber, or may not have."""
        self.check_access("read")
        self.report_id.plan_id.check_access("write")
        failed = self.filtered(lambda delivery: delivery.mail_state == "failed")
        failed.sudo()._neiqin_queue()
        return True

    def _neiqin_mail_cron(self):
        return self.env.ref("neiqin_addon.ir_cron_period_report").sudo()

    def _neiqin_compose(self):
        """The mail in the subscriber's language, with the files he may see."""
        self.ensure_one()
        user = self.user_id
        if not user.active or not user.email_normalized:
            raise UserError(
                self.env._("%(user)s has no e-mail address.", user=user.name)
            )
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
        }

    def _neiqin_left(self):
        self.activity_feedback(["mail.mail_activity_data_todo"])

    def _neiqin_not_left(self, reason):
        """Say what went wrong to whoever made the plan."""
        failures = self.env["neiqin.failure"].sudo()
        keeper = failures._neiqin_person(self, self.company_id)
        self.activity_schedule(
            "mail.mail_activity_data_todo",
            user_id=keeper.id,
            summary=self.with_context(lang=keeper.lang).env._(
                "A period report did not reach %(user)s", user=self.user_id.name
            ),
            note=text_html(reason),
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
