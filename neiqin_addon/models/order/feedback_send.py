"""Notices leave: claimed, committed, and only then given to the mail server."""

from odoo import api, fields, models

SLICE = 100


class NeiqinProgressNotice(models.Model):
    _inherit = "neiqin.progress.notice"

    @api.model
    def _cron_send(self):
        """Send what is due; what a crash left half-way goes to a person."""
        self.search([("state", "=", "sending")])._neiqin_strand()
        domain = [("state", "=", "due"), ("due_at", "<=", fields.Datetime.now())]
        commit = self.env["ir.cron"]._commit_progress
        commit(0, remaining=self.search_count(domain))
        for notice in self.search(domain, limit=SLICE, order="due_at, id"):
            claimed = False
            with notice._neiqin_isolated("send"):
                claimed = notice._neiqin_claim()
            commit()
            # what another process has claimed is for that one to send
            if claimed and notice.state == "sending":
                with notice._neiqin_isolated("send"):
                    notice._neiqin_leave()
            if not commit(1):
                break

    def _neiqin_claim(self):
        """Write the mail and say that it leaves: after this it is not tried again.

        :return: whether this call did so
        """
        self.ensure_one()
        if not self.try_lock_for_update() or self.state != "due":
            return False
        partner = self.partner_id
        orders = self.order_ids.filtered(lambda order: order.state == "sale")
        if not orders or not partner.email_normalized:
            self._neiqin_fail(
                self.env._("%(customer)s has no e-mail address.", customer=partner.name)
                if orders
                else self.env._("None of the orders is open any more.")
            )
            return False
        lang = partner.lang or self.env.lang
        spoken = self.with_context(lang=lang)
        spoken.order_ids  # noqa: B018 - read in that language
        mail = (
            self.env["mail.mail"]
            .sudo()
            .create(
                {
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
                    "auto_delete": True,
                    # not for Odoo's queue: that one would send it a second time
                    "state": "cancel",
                }
            )
        )
        self._neiqin_as_server().write(
            {"state": "sending", "mail_id": mail.id, "error": False}
        )
        return True

    def _neiqin_leave(self):
        """Give the mail to the server and note when the customers were told."""
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
        self.order_ids._neiqin_told(now)

    def _neiqin_strand(self):
        for notice in self:
            notice._neiqin_fail(
                self.env._(
                    "The server stopped while this mail was leaving. It may have"
                    " arrived: ask the customer before you send it again."
                )
            )

    def _neiqin_fail(self, reason):
        """Say what went wrong, to the clerk of the orders too."""
        self.ensure_one()
        self._neiqin_as_server().write({"state": "failed", "error": reason})
        user = self.order_ids.user_id[:1] or self.env["neiqin.failure"]._neiqin_keeper(
            self
        )
        self.activity_schedule(
            "mail.mail_activity_data_todo",
            user_id=user.id,
            summary=self.with_context(lang=user.lang).env._(
                "A customer was not told how the orders stand"
            ),
            note=reason,
        )

    def _neiqin_failure_user(self):
        return self.order_ids.user_id[:1]
