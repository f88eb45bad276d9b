"""The digest goes out: one mail per person and sweep, one to-do, never a storm."""

from odoo import api, fields, models

from ...tools.quiet_hours import mail_at
from .bulk import update_rows


class NeiqinComplaintDigest(models.Model):
    _inherit = "neiqin.complaint.digest"

    def _neiqin_plan_mail(self, now, at_once):
        rows = []
        for digest in self:
            company, user = digest.company_id, digest.user_id
            tz = user.tz or company._neiqin_tz()
            due = now
            if not at_once:
                begin, end = company.neiqin_quiet_from, company.neiqin_quiet_to
                due = mail_at(now, begin, end, tz)
            if not digest.mail_due_at or due < digest.mail_due_at:
                rows.append((digest.id, due))
        update_rows(self.sudo(), ("mail_due_at",), rows)

    def _neiqin_to_do(self):
        """One to-do per person, whatever it is about and however often."""
        self = self.with_context(mail_activity_quick_update=True)
        busy = self.activity_ids.filtered("active").mapped("res_id")
        for digest in self.filtered(lambda digest: digest.id not in busy):
            digest.activity_schedule(
                "neiqin_addon.mail_activity_complaint",
                user_id=digest.user_id.id,
                summary=digest.with_context(
                    lang=digest.user_id.lang
                )._neiqin_to_do_text(),
            )

    def _neiqin_to_do_text(self):
        return self.env._("Complaints that need you")

    def _neiqin_finish(self):
        """Close the to-dos of digests in which nothing is open any more."""
        self = self.sudo()
        self.invalidate_recordset(["open_notice_ids"])
        done = self.filtered(lambda digest: not digest.open_notice_ids)
        done.activity_unlink(["neiqin_addon.mail_activity_complaint"])

    @api.model
    def _neiqin_send_due(self, now):
        """Mail all digests whose time has come: one mail per person."""
        due = self.sudo().search([("mail_due_at", "<=", now)])
        due = due.try_lock_for_update(allow_referencing=True)
        notices = self.env["neiqin.complaint.notice"].sudo()
        notices = notices.search(
            [("digest_id", "in", due.ids), ("mailed_at", "=", False)]
        )
        update_rows(notices, ("mailed_at",), [(notice.id, now) for notice in notices])
        update_rows(due, ("mail_due_at",), [(digest.id, None) for digest in due])
        mails = self.env["mail.mail"].sudo()
        for digest, lines in notices.grouped("digest_id").items():
            if digest.user_id.email:
                mails |= digest._neiqin_mail(lines)
        if mails:
            self.env.ref("mail.ir_cron_mail_scheduler_action").sudo()._trigger()
        return mails

    def _neiqin_mail(self, notices):
        """Return the mail about these notices, the most pressing first."""
        self.ensure_one()
        user = self.user_id
        self = self.with_context(lang=user.lang, tz=user.tz)
        notices = notices.with_env(self.env).sorted(
            lambda notice: (notice.kind != "emergency", -notice.percent, notice.id)
        )
        subject = self.env._(
            "Complaints: %(count)s to look at", count=len(notices.complaint_id)
        )
        body = self.env["ir.qweb"]._render(
            "neiqin_addon.complaint_digest_mail",
            {"digest": self, "notices": notices, "base_url": self.get_base_url()},
            minimal_qcontext=True,
        )
        return (
            self.env["mail.mail"]
            .sudo()
            .create(
                {
                    "subject": subject,
                    "body_html": body,
                    "email_from": self.company_id.email_formatted
                    or user.email_formatted,
                    "recipient_ids": [fields.Command.link(user.partner_id.id)],
                    "auto_delete": True,
                    "headers": repr({"Auto-Submitted": "auto-generated"}),
                }
            )
        )

    @api.readonly
    def action_complaints(self):
        """Open the complaints this person is to look at."""
        self.ensure_one()
        self.check_access("read")
        complaints = self.sudo().open_notice_ids.complaint_id
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Complaints that need you"),
            "res_model": "neiqin.complaint",
            "views": [(False, "list"), (False, "kanban"), (False, "form")],
            "domain": [("id", "in", complaints.ids)],
        }
