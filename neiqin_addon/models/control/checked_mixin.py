"""What a check of papers that must stay has found: kept with them, and told once."""

from odoo import api, fields, models

AUDITOR = "neiqin_addon.group_neiqin_auditor"
MANAGER = "neiqin_addon.group_neiqin_manager"


class NeiqinCheckedMixin(models.AbstractModel):
    """Papers that are compared, from time to time, with what was kept of them.

    Their model says what stays (``_neiqin_kept_state``), and compares it in
    ``_neiqin_verify``; a schedule of its own calls ``_cron_verify``.
    """

    _name = "neiqin.checked.mixin"
    _inherit = "neiqin.protected.mixin"
    _description = "Papers that are checked"

    #: State of those that never change again.
    _neiqin_kept_state = "frozen"
    #: Days until the schedule looks at one again.
    _neiqin_check_days = 7
    #: What a fault is called in the trail.
    _neiqin_fault_action = "report_fault"

    checked_at = fields.Datetime(string="Checked On", readonly=True, copy=False)
    is_intact = fields.Boolean(string="Intact", readonly=True, copy=False, default=True)
    check_message = fields.Text(string="Found", readonly=True, copy=False)

    @api.model
    def _neiqin_protected_fields(self):
        return super()._neiqin_protected_fields() | {
            "checked_at",
            "is_intact",
            "check_message",
        }

    def _neiqin_note_check(self, message):
        """Keep what was found of one, nothing for all being well; a new fault is told."""
        self.ensure_one()
        is_new = bool(message) and self.check_message != message
        self._neiqin_as_server().write(
            {
                "checked_at": fields.Datetime.now(),
                "is_intact": not message,
                "check_message": message,
            }
        )
        if is_new:
            self._neiqin_fault_found(message)

    def _neiqin_fault_found(self, message):
        """Tell the auditors, by the trail and where the record has room for activities."""
        self.env["neiqin.trail.entry"]._neiqin_log(
            self._neiqin_fault_action, self, reason=message
        )
        if not hasattr(self, "message_subscribe"):
            return  # an activity subscribes whom it is given to
        for user in self._neiqin_auditors():
            self.activity_schedule(
                "mail.mail_activity_data_warning",
                summary=self._neiqin_fault_summary(user.lang),
                note=message,
                user_id=user.id,
            )

    def _neiqin_fault_summary(self, lang):
        """Return what the auditors are told in one line."""
        spoken = self.with_context(lang=lang)
        return spoken.env._(
            "%(report)s is not as it was given out", report=spoken.display_name
        )

    def _neiqin_auditors(self):
        """Return the auditors of the company, its managers where there is none."""
        return self.company_id._neiqin_first_people(AUDITOR, MANAGER)

    @api.model
    def _cron_verify(self):
        """Look at what stays, in slices, whoever reads it or not."""
        self.sudo()._neiqin_work_off("_neiqin_verify", self._neiqin_unchecked())

    @api.model
    def _neiqin_unchecked(self):
        """Return the domain of those that were not looked at lately."""
        now = fields.Datetime.now()
        since = fields.Datetime.subtract(now, days=self._neiqin_check_days)
        return [
            ("state", "=", self._neiqin_kept_state),
            "|",
            ("checked_at", "=", False),
            ("checked_at", "<", since),
        ]

    @api.model
    def _neiqin_say_checked(self, results, title, whole):
        """Return a notification: what is broken, or the sentence that all is well.

        :param results: dicts with ``ok`` and ``message``
        """
        broken = [result["message"] for result in results if not result["ok"]]
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {
                "type": "danger" if broken else "success",
                "title": title,
                "message": "\n".join(broken) or whole,
                "sticky": bool(broken),
                "next": {"type": "ir.actions.client", "tag": "soft_reload"},
            },
        }
