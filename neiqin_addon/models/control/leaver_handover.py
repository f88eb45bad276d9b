"""What a leaver leaves behind, and how it changes hands."""

import secrets
from datetime import timedelta

from odoo import api, fields, models
from odoo.fields import Domain

DAYS_OF_EXPORTS = 30
#: no mail for each of a thousand orders: the successor gets the list
QUIET = {
    "active_test": False,
    "mail_auto_subscribe_no_notify": True,
    "mail_activity_quick_update": True,
}


class NeiqinLeaver(models.Model):
    _inherit = "neiqin.leaver"

    @api.model
    def _neiqin_leaver_models(self):
        """Return ``[(model, field of the owner, domain of what is still open)]``.

        A room adds its own; models that are not installed are left out. Activities
        come first: their records change hands after them.
        """
        to_invoice = Domain("invoice_status", "not in", ("invoiced", False))
        to_deliver = Domain("delivery_status", "in", ("pending", "started", "partial"))
        unpaid = Domain("payment_state", "not in", ("paid", "reversed"))
        return [
            ("mail.activity", "user_id", Domain("active", "=", True)),
            ("res.partner", "user_id", Domain.TRUE),
            (
                "sale.order",
                "user_id",
                Domain("state", "in", ("draft", "sent"))
                | Domain("state", "=", "sale") & (to_invoice | to_deliver),
            ),
            (
                "account.move",
                "invoice_user_id",
                Domain("move_type", "in", ("out_invoice", "out_refund"))
                & (
                    Domain("state", "=", "draft")
                    | Domain("state", "=", "posted") & unpaid
                ),
            ),
            (
                "purchase.order",
                "user_id",
                Domain("state", "in", ("draft", "sent", "to approve", "purchase")),
            ),
            ("stock.picking", "user_id", Domain("state", "not in", ("done", "cancel"))),
            ("crm.team", "user_id", Domain.TRUE),
            ("neiqin.failure", "user_id", Domain("state", "=", "open")),
        ]

    def _neiqin_open_work(self):
        """Return ``[(what, owner's field, records)]`` of one leaver, all companies'."""
        self.ensure_one()
        found = []
        for name, owner, domain in self._neiqin_leaver_models():
            if name not in self.env:
                continue
            model = self.env[name].sudo().with_context(**QUIET)
            records = model.search(Domain(owner, "=", self.user_id.id) & domain)
            found.append((self.env["ir.model"]._get(name).name, owner, records))
        return found

    def _neiqin_hand_over(self):
        """Give all open work to the successor; return the lines that tell of it."""
        lines = []
        for label, owner, records in self._neiqin_open_work():
            if not records:
                continue
            names = {record.id: record.display_name for record in records}
            if hasattr(records, "_neiqin_as_server"):
                records = records._neiqin_as_server()
            records.write({owner: self.successor_id.id})
            lines += [
                {
                    "leaver_id": self.id,
                    "kind": label,
                    "res_model": records._name,
                    "res_id": record_id,
                    "res_name": name,
                }
                for record_id, name in names.items()
            ]
            people = {"old": self.user_id.name, "new": self.successor_id.name}
            self.env["neiqin.trail.entry"]._neiqin_log(
                "hand_over", records, {owner: people}, self.reason
            )
        return lines

    def _neiqin_lock_account(self):
        """End every way in: sessions, keys, second factors, password, mails."""
        user = self.user_id.with_context(active_test=False)
        user.device_ids._revoke()
        # a session that the devices do not know of ends by the changed password
        user.password = secrets.token_urlsafe(32)
        for name, owner in (
            ("res.users.apikeys", "user_id"),
            ("auth_totp.device", "user_id"),
            ("auth.passkey.key", "create_uid"),
        ):
            if name in self.env:
                keys = self.env[name].sudo().search([(owner, "=", user.id)])
                keys.unlink()
        if "totp_secret" in user._fields:
            user.totp_secret = False
        if "signup_type" in user.partner_id._fields:
            user.partner_id.signup_type = False
        # the private mailbox of somebody who left gets no more of the customers' mails
        self.env["mail.followers"].sudo().search(
            [("partner_id", "=", user.partner_id.id), ("res_model", "!=", "res.users")]
        ).unlink()
        if user.active:
            user.action_archive()

    def _neiqin_list_exports(self):
        """Copy the leaver's last exports from the trail."""
        since = fields.Datetime.now() - timedelta(days=DAYS_OF_EXPORTS)
        entries = (
            self.env["neiqin.trail.entry"]
            .sudo()
            .search(
                [
                    ("user_id", "=", self.user_id.id),
                    ("action", "=", "export"),
                    ("date", ">=", since),
                ]
            )
        )
        self.env["neiqin.leaver.export"]._neiqin_as_server().create(
            [
                {
                    "leaver_id": self.id,
                    "date": entry.date,
                    "model_name": self.env["ir.model"]._get(entry.res_model).name
                    or entry.res_model,
                    "details": entry.details,
                }
                for entry in entries
            ]
        )


class ResUsers(models.Model):
    _inherit = "res.users"

    def action_neiqin_freeze(self):
        """Open the question who takes over."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Freeze Leaver"),
            "res_model": "neiqin.leaver",
            "view_mode": "form",
            "target": "current",
            "context": {"default_user_id": self.id},
        }
