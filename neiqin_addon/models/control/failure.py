"""Work that failed: what, for which record, why, and whose turn it is now."""

import logging
from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

from ...tools.mask import mask_text
from ...tools.text_html import text_html

_logger = logging.getLogger(__name__)

ACTIVITY = "neiqin_addon.mail_activity_type_failure"
#: Days that a failure stays on the list after it was overcome.
KEPT = 90


class NeiqinFailure(models.Model):
    """One thing that a schedule could not do with one record, until it can.

    Written by ``neiqin.schedule.mixin`` and by the schedules themselves, by nobody else.
    """

    _name = "neiqin.failure"
    _description = "Failed Work"
    _inherit = ["mail.thread", "mail.activity.mixin", "neiqin.protected.mixin"]
    _order = "last_at desc, id desc"
    _rec_name = "record_name"

    company_id = fields.Many2one(
        comodel_name="res.company", required=True, index=True, ondelete="cascade"
    )
    user_id = fields.Many2one(
        comodel_name="res.users",
        string="Told To",
        required=True,
        index=True,
        ondelete="restrict",
    )
    work = fields.Char(required=True, help="What was to be done: the schedule.")
    cron_id = fields.Many2one(comodel_name="ir.cron", ondelete="set null")
    turn = fields.Char(required=True)
    res_model = fields.Char(string="Model", required=True)
    res_id = fields.Many2oneReference(
        string="Record ID", model_field="res_model", required=True
    )
    record_name = fields.Char(string="Record", required=True)
    error = fields.Text(string="What Went Wrong", required=True)
    count = fields.Integer(string="Attempts", default=1, aggregator=None)
    first_at = fields.Datetime(string="Since", default=fields.Datetime.now)
    last_at = fields.Datetime(string="Last Attempt", default=fields.Datetime.now)
    retry_at = fields.Datetime(string="Next Attempt")
    solved_at = fields.Datetime(string="Overcome")
    state = fields.Selection(
        selection=[("open", "Unsolved"), ("solved", "Overcome")],
        string="Status",
        required=True,
        default="open",
    )
    activity_id = fields.Many2one(comodel_name="mail.activity", ondelete="set null")

    _one_open = models.UniqueIndex("(res_model, res_id, turn) WHERE state = 'open'")

    def _neiqin_protected_fields(self):
        return super()._neiqin_protected_fields() | self._neiqin_fields_but()

    # --- what schedules say

    @api.model
    def _neiqin_resting(self, model, turn):
        """Return the ids of the records whose next attempt is not due yet."""
        rows = self.sudo()._neiqin_open(model, turn)
        now = fields.Datetime.now()
        return rows.filtered(lambda row: row.retry_at > now).mapped("res_id")

    @api.model
    def _neiqin_open(self, model, turn, ids=None):
        domain = [
            ("state", "=", "open"),
            ("res_model", "=", model),
            ("turn", "=", turn),
        ]
        if ids is not None:
            domain.append(("res_id", "in", ids))
        return self.sudo().search(domain)

    @api.model
    def _neiqin_note(self, record, turn, error):
        """Write down that something failed for a record, and tell its person.

        Never raises: the schedule goes on, and what cannot be written is in the log.
        """
        failed = self.sudo().with_context(
            mail_create_nosubscribe=True, mail_create_nolog=True
        )
        try:
            with self.env.cr.savepoint():
                failed._neiqin_note_now(record.sudo(), turn, error)
        except Exception:
            _logger.exception("%s, %s: failed, and nobody could be told", record, turn)

    @api.model
    def _neiqin_note_now(self, record, turn, error):
        if not record.exists():
            return
        row = self._neiqin_open(record._name, turn, record.ids)
        about = {} if row else self._neiqin_about(record, turn)
        user = row.user_id or self.env["res.users"].browse(about["user_id"])
        count = row.count + 1
        values = {
            **about,
            "error": self._neiqin_words(user, record, turn, error),
            "count": count,
            "last_at": fields.Datetime.now(),
            "retry_at": self._neiqin_retry_at(record, count),
        }
        if row:
            row._neiqin_as_server().write(values)
        else:
            row = self._neiqin_as_server().create(values)
        row._neiqin_tell(record)

    @api.model
    def _neiqin_words(self, user, record, turn, error):
        """Return what the user is told: a refusal as it is, of the rest the kind."""
        if isinstance(error, UserError):
            return mask_text(str(error))
        _logger.error("%s, %s failed", record, turn, exc_info=error)
        return self.with_context(lang=user.lang).env._(
            "The program stopped (%(error)s). Your administrator finds the reason in the "
            "server's log of %(moment)s UTC.",
            error=type(error).__name__,
            moment=fields.Datetime.to_string(fields.Datetime.now()),
        )

    @api.model
    def _neiqin_retry_at(self, record, count):
        minutes = getattr(record, "_neiqin_retry_minutes", (5,))
        wait = minutes[min(count, len(minutes)) - 1]
        return fields.Datetime.now() + timedelta(minutes=wait)

    @api.model
    def _neiqin_about(self, record, turn):
        """Return whose failure it is, and of what."""
        company = self._neiqin_company(record)
        cron = self.env["ir.cron"].browse(self.env.context.get("cron_id"))
        if record._name == "ir.cron":
            cron = record
        user = self._neiqin_person(record, company)
        name = record.with_context(lang=user.lang).display_name
        return {
            "company_id": company.id,
            "user_id": user.id,
            "cron_id": cron.id,
            "work": cron.with_context(lang=user.lang).name or record._description,
            "turn": turn,
            "res_model": record._name,
            "res_id": record.id,
            "record_name": name or f"{record._name} {record.id}",
        }

    @api.model
    def _neiqin_company(self, record):
        if record._name == "res.company":
            return record
        field = record._fields.get("company_id")
        known = field and field.comodel_name == "res.company"
        return (known and record.company_id) or self.env.company

    @api.model
    def _neiqin_person(self, record, company):
        """Return who is told: never nobody, never a customer or the robot."""
        managers = self.env.ref("neiqin_addon.group_neiqin_manager").all_user_ids
        own = getattr(record, "_neiqin_failure_user", None)
        own = own() if own else self._neiqin_keeper(record)
        robot = self.env.ref("base.user_root")
        # the last manager is a person sooner than the administrator who came first
        for user in [*own, *managers.sorted("id", reverse=True)]:
            fit = user.active and not user.share and user != robot
            if fit and company in user.company_ids and self._neiqin_sees(user, record):
                return user
        return self.env.ref("base.user_admin")

    @api.model
    def _neiqin_keeper(self, record):
        """Return the user who looks after a record, as far as it says so."""
        field = record._fields.get("user_id")
        known = field and field.comodel_name == "res.users"
        return record.sudo().user_id if known else self.env["res.users"]

    @api.model
    def _neiqin_sees(self, user, record):
        """Say whether the user may read what the activity will be about."""
        home = record if self._neiqin_takes_activities(record) else self
        return home.with_user(user).has_access("read")

    @api.model
    def _neiqin_takes_activities(self, record):
        """Say whether the activity goes to the record, or else to the failure.

        Schedules are for administrators; who works here would not find them.
        """
        # who gets an activity is subscribed as well
        names = ("activity_schedule", "message_subscribe")
        takes = all(hasattr(record, name) for name in names)
        return takes and record._name != "ir.cron"

    def _neiqin_tell(self, record):
        """Give the failure's person an activity, unless one is still there."""
        self.ensure_one()
        if self.activity_id:
            return
        home = record if self._neiqin_takes_activities(record) else self
        env = self.with_context(lang=self.user_id.lang).env
        self._neiqin_as_server().activity_id = home.activity_schedule(
            ACTIVITY,
            summary=env._("Failed: %(work)s", work=self.work),
            note=text_html(self.error),
            user_id=self.user_id.id,
        )

    @api.model
    def _neiqin_close(self, records, turn):
        """Note that it worked for these records."""
        rows = self._neiqin_open(records._name, turn, records.ids)
        if rows:
            rows.activity_id.unlink()
            rows._neiqin_as_server().write(
                {"state": "solved", "solved_at": fields.Datetime.now()}
            )

    # --- what people do

    def action_neiqin_open_record(self):
        """Open the record that the work failed for."""
        self.ensure_one()
        self.check_access("read")
        return {
            "type": "ir.actions.act_window",
            "res_model": self.res_model,
            "res_id": self.res_id,
            "view_mode": "form",
            "views": [(False, "form")],
        }

    def action_neiqin_retry(self):
        """Try again now, after what was wrong was put right.

        :raise AccessError: for whom the failure was not told, supervisors excepted
        """
        self.check_access("read")
        boss = self.env.user.has_group("neiqin_addon.group_neiqin_supervisor")
        if not boss and any(row.user_id != self.env.user for row in self):
            raise AccessError(
                self.env._("Who was told of it, or a supervisor, tries again.")
            )
        waiting = self.sudo().filtered(lambda row: row.state == "open")
        waiting._neiqin_as_server().write({"retry_at": fields.Datetime.now()})
        for cron in waiting.cron_id:
            cron._trigger()
        return True

    @api.autovacuum
    def _gc_overcome(self):
        """Delete what was overcome long ago."""
        limit = fields.Datetime.now() - timedelta(days=KEPT)
        self.search([("state", "=", "solved"), ("solved_at", "<", limit)]).unlink()
