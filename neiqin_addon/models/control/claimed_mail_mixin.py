"""Mails that leave once: claimed, committed, and only then given to the server."""

from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import LockError, UserError

SLICE = 200
#: A claim that is older and whose sender holds no lock was left by a crash: between the
#: claim and the lock lie milliseconds.
STRANDED = timedelta(seconds=10)
#: So often a mail is tried whose sender died before it left; then a person looks.
MOST_CRASHES = 3
#: The turns of a failure: while a mail is claimed, and while it leaves.
SEND, LEAVE = "send", "leave"
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
    committed before the server is spoken to; ``handed_at`` is committed before the first
    byte of the content goes out. So a crash leaves one of two things: a mail that cannot
    have left, which the next run sends by itself, or one that may have, which is never
    sent again by itself and goes to a person. Models compose in
    :meth:`_neiqin_compose`.
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
    mail_ref = fields.Char(
        string="Message-ID",
        readonly=True,
        copy=False,
        help="By it the log of the mail server says whether the mail left. A mail that may"
        " have arrived keeps it when it is sent again: a mailbox can tell that it is the"
        " same.",
    )
    claimed_at = fields.Datetime(readonly=True, copy=False)
    handed_at = fields.Datetime(
        string="Handed Over On",
        readonly=True,
        copy=False,
        help="From then on the mail server may have the mail.",
    )
    crash_count = fields.Integer(
        string="Crashes", readonly=True, copy=False, aggregator=None
    )
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
            "mail_ref",
            "claimed_at",
            "handed_at",
            "crash_count",
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
        """Hook: the mail server took the mail, which is deleted after this."""

    def _neiqin_not_left(self, reason):
        """Hook: it did not, or nobody knows."""

    def _neiqin_mail_cron(self):
        """Return the schedule that calls :meth:`_cron_send`."""
        raise NotImplementedError

    @api.model
    def _neiqin_due_mails(self):
        """Return the domain of the mails whose time has come."""
        return [("mail_state", "=", "due")]

    # ---------------------------------------------------------------- the round

    def _neiqin_queue(self):
        """Have one mail leave for each; the schedule sends them at once."""
        fresh = self.filtered(lambda record: record.mail_state != "failed")
        fresh._neiqin_as_server().write({"mail_ref": False})
        self._neiqin_as_server().write(
            {"mail_state": "due", "mail_error": False, "crash_count": 0}
        )
        self._neiqin_mail_cron()._trigger()

    @api.model
    def _cron_send(self):
        """Send what is due, and settle what a crash left half-way."""
        self._neiqin_settle_stranded()
        failures = self.env["neiqin.failure"]
        resting = [
            number
            for turn in (SEND, LEAVE)
            for number in failures._neiqin_resting(self._name, turn)
        ]
        domain = [*self._neiqin_due_mails(), ("id", "not in", resting)]
        commit = self.env["ir.cron"]._commit_progress
        commit(0, remaining=self.search_count(domain))
        for record in self.search(domain, limit=SLICE, order="id"):
            record._neiqin_in_words()._neiqin_send_once(commit)
            if not commit(1):
                return

    @api.model
    def _neiqin_settle_stranded(self):
        now = fields.Datetime.now()
        claimed = self.search([("mail_state", "=", "sending")])
        old = claimed.filtered(lambda record: record.claimed_at <= now - STRANDED)
        old._neiqin_strand()
        if claimed - old:
            self._neiqin_mail_cron()._trigger(now + 2 * STRANDED)

    def _neiqin_in_words(self):
        """Return the record in the language of whoever hears of it if it goes wrong."""
        lang = self._neiqin_failure_user().lang
        return self.with_context(lang=lang) if lang else self

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
        self.mail_id.sudo().unlink()  # of a round that failed
        mail = self.env["mail.mail"].sudo().create(self._neiqin_mail_values(values))
        self._neiqin_as_server().write(
            {
                "mail_state": "sending",
                "mail_id": mail.id,
                "mail_ref": mail.message_id,
                "mail_error": False,
                "claimed_at": fields.Datetime.now(),
                "handed_at": False,
            }
        )
        return True

    def _neiqin_mail_values(self, values):
        kept = {"message_id": self.mail_ref} if self.mail_ref else {}
        return {
            # deleted here, once the record has its outcome
            "auto_delete": False,
            "headers": repr({"Auto-Submitted": "auto-generated"}),
            **kept,
            **values,
            # not for Odoo's queue: that one would send it a second time
            "state": "cancel",
        }

    # -------------------------------------------------------------- after a crash

    def _neiqin_strand(self):
        """Settle what a dead sender left: again what cannot have left, else a person."""
        # who is alive holds the record's lock
        for record in self.try_lock_for_update():
            record = record._neiqin_in_words()
            if record.mail_state != "sending":
                continue
            crashes = record.crash_count + 1
            record._neiqin_as_server().write({"crash_count": crashes})
            stopped = record.env._("The server stopped while this mail was leaving.")
            if record.handed_at:
                record._neiqin_doubt(stopped)
            elif crashes < MOST_CRASHES:
                record._neiqin_take_back()
            else:
                record._neiqin_fail(stopped)

    def _neiqin_take_back(self):
        """The mail cannot have left: the next run composes and sends it anew."""
        self.ensure_one()
        self.mail_id.sudo().unlink()
        self._neiqin_as_server().write({"mail_state": "due", "handed_at": False})

    def _neiqin_doubt(self, cause):
        """Nobody knows whether the mail left: it is never sent again by itself."""
        ref = self.mail_ref
        words = [
            cause,
            self.env._("It may have arrived: ask before you send it again."),
            self.env._(
                "Its Message-ID, as in the log of the mail server: %(ref)s", ref=ref
            ),
        ]
        self._neiqin_fail("\n".join(words), ref)

    def _neiqin_fail(self, reason, ref=False):
        """Note why it failed, and tell a person.

        :param ref: the Message-ID of a mail that may have arrived
        """
        self.ensure_one()
        self._neiqin_as_server().write(
            {"mail_state": "failed", "mail_error": reason, "mail_ref": ref}
        )
        self._neiqin_not_left(reason)
