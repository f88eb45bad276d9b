"""Mails that leave exactly once: claimed, committed, and only then given to the server."""

from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import LockError, UserError

SLICE = 200
#: A claim that nobody finished for so long is one that a crash left behind.
STRANDED = timedelta(minutes=15)
STATES = [
    ("none", "Nothing to Send"),
    ("due", "About to Leave"),
    ("sending", "Leaving"),
    ("sent", "Sent"),
    ("failed", "Failed"),
]


class NeiqinClaimedMailMixin(models.AbstractModel):
    """One mail per record and round, its outcome that of the mail server.

    A round begins with :meth:`_neiqin_queue`. The claim composes the mail and is
    committed before the mail leaves: a crash in between never sends twice, it leaves a
    record that says so to a person. Models compose in :meth:`_neiqin_compose`.
    """

    _name = "neiqin.claimed.mail.mixin"
    _inherit = ["neiqin.protected.mixin", "neiqin.schedule.mixin"]
    _description = "Mails that leave once"

    mail_state = fields.Selection(
        selection=STATES,
        string="Mail",
        default="none",
        required=True,
        readonly=True,
        index=True,
        copy=False,
    )
    mail_id = fields.Many2one(
        comodel_name="mail.mail",
        string="Mail Itself",
        readonly=True,
        ondelete="set null",
        copy=False,
    )
    mail_error = fields.Text(string="What Went Wrong", readonly=True, copy=False)
    claimed_at = fields.Datetime(readonly=True, copy=False)
    sent_at = fields.Datetime(string="Sent On", readonly=True, copy=False)
    sent_to = fields.Char(
        readonly=True, copy=False, help="The address that the mail server took."
    )

    @api.model
    def _neiqin_protected_fields(self):
        return super()._neiqin_protected_fields() | {
            "mail_state",
            "mail_id",
            "mail_error",
            "claimed_at",
            "sent_at",
            "sent_to",
        }

    # ------------------------------------------------------------- for models

    def _neiqin_compose(self):
        """Check and compose, under lock: values of ``mail.mail``, None for no mail.

        :raise UserError: why nothing can be sent; told to a person
        """
        raise NotImplementedError

    def _neiqin_left(self):
        """Hook: the mail server took the mail."""

    def _neiqin_not_left(self, reason):
        """Hook: it did not, or nobody knows."""

    # ---------------------------------------------------------------- the round

    def _neiqin_queue(self):
        """Have one mail leave for each; the schedule sends them at once."""
        self._neiqin_as_server().write({"mail_state": "due", "mail_error": False})
        self._neiqin_mail_cron()._trigger()

    def _neiqin_mail_cron(self):
        """Return the schedule that calls :meth:`_cron_send`."""
        raise NotImplementedError

    @api.model
    def _cron_send(self):
        """Send what is due; what a crash left half-way goes to a person."""
        before = fields.Datetime.now() - STRANDED
        self.search(
            [("mail_state", "=", "sending"), ("claimed_at", "<=", before)]
        )._neiqin_strand()
        resting = self.env["neiqin.failure"]._neiqin_resting(self._name, "send")
        domain = [("mail_state", "=", "due"), ("id", "not in", resting)]
        commit = self.env["ir.cron"]._commit_progress
        commit(0, remaining=self.search_count(domain))
        for record in self.search(domain, limit=SLICE, order="id"):
            record._neiqin_send_once(commit)
            if not commit(1):
                return

    def _neiqin_send_once(self, commit):
        claimed = False
        with self._neiqin_isolated("send"):
            claimed = self._neiqin_claim()
        commit()
        if claimed and self.mail_state == "sending":
            with self._neiqin_isolated("send"):
                self._neiqin_leave()

    def _neiqin_claim(self):
        """Compose and mark as leaving; return whether this call did so."""
        self.ensure_one()
        if not self.try_lock_for_update() or self.mail_state != "due":
            return False
        try:
            with self.env.cr.savepoint():
                values = self._neiqin_compose()
        except LockError:
            return False  # somebody books a payment right now: the next run
        except UserError as error:
            self._neiqin_fail(str(error))
            return False
        if not values:
            self._neiqin_as_server().write({"mail_state": "none"})
            return False
        mail = self.env["mail.mail"].sudo().create(self._neiqin_mail_values(values))
        self._neiqin_as_server().write(
            {
                "mail_state": "sending",
                "mail_id": mail.id,
                "mail_error": False,
                "claimed_at": fields.Datetime.now(),
            }
        )
        return True

    def _neiqin_mail_values(self, values):
        return {
            "auto_delete": True,
            "headers": repr({"Auto-Submitted": "auto-generated"}),
            **values,
            # not for Odoo's queue: that one would send it a second time
            "state": "cancel",
        }

    def _neiqin_leave(self):
        """Give the mail to the server and keep what it said."""
        self.ensure_one()
        self.lock_for_update()
        mail = self.mail_id.sudo()
        address = ", ".join(mail.recipient_ids.mapped("email_normalized"))
        mail.state = "outgoing"
        mail.send()
        if mail.exists() and mail.state != "sent":  # what has left is deleted
            self._neiqin_fail(
                mail.failure_reason or self.env._("The mail server refused the mail.")
            )
            return
        self._neiqin_as_server().write(
            {
                "mail_state": "sent",
                "sent_at": fields.Datetime.now(),
                "sent_to": address,
            }
        )
        self._neiqin_left()

    def _neiqin_strand(self):
        for record in self.try_lock_for_update():
            record._neiqin_fail(
                self.env._(
                    "The server stopped while this mail was leaving. It may have"
                    " arrived: ask the customer before you send it again."
                )
            )

    def _neiqin_fail(self, reason):
        self.ensure_one()
        self._neiqin_as_server().write({"mail_state": "failed", "mail_error": reason})
        self._neiqin_not_left(reason)
