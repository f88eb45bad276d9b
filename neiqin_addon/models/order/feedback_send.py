"""What a notice says when it leaves, and what follows from it."""

from odoo import api, fields, models
from odoo.exceptions import UserError

from ...tools.text_html import text_html


class NeiqinProgressNotice(models.Model):
    _inherit = "neiqin.progress.notice"

    def _neiqin_mail_cron(self):
        return self.env.ref("neiqin_addon.ir_cron_progress_notice").sudo()

    @api.model
    def _neiqin_due_mails(self):
        return [*super()._neiqin_due_mails(), ("due_at", "<=", fields.Datetime.now())]

    def _neiqin_compose(self):
        """The mail about what is still open, in the customer's language."""
        self.ensure_one()
        partner = self.partner_id
        orders = self.order_ids.filtered(lambda order: order.state == "sale")
        if not orders:
            raise UserError(self.env._("None of the orders is open any more."))
        if not partner.email_normalized:
            raise UserError(
                self.env._("%(customer)s has no e-mail address.", customer=partner.name)
            )
        spoken = self.with_context(lang=partner.lang or self.env.lang)
        spoken.order_ids  # noqa: B018 - read in that language
        return {
            "subject": spoken._neiqin_subject(),
            "body_html": spoken._neiqin_body(),
            "email_from": self.company_id.email_formatted
            or orders[:1].user_id.email_formatted
            or self.env.user.email_formatted,
            "recipient_ids": [fields.Command.link(partner.id)],
            "headers": repr(
                {
                    "Auto-Submitted": "auto-generated",
                    "List-Unsubscribe": f"<{self._neiqin_stop_url()}>",
                    "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
                }
            ),
        }

    def _neiqin_left(self):
        """Note when the customers were told."""
        self.order_ids._neiqin_told(self.sent_at)
        self.activity_feedback(["mail.mail_activity_data_todo"])

    def _neiqin_not_left(self, reason):
        """Say what went wrong to the clerk of the orders."""
        user = self.order_ids.user_id[:1] or self.env["neiqin.failure"]._neiqin_keeper(
            self
        )
        self.activity_schedule(
            "mail.mail_activity_data_todo",
            user_id=user.id,
            summary=self.with_context(lang=user.lang).env._(
                "A customer was not told how the orders stand"
            ),
            note=text_html(reason),
        )

    def _neiqin_failure_user(self):
        return self.order_ids.user_id[:1]
