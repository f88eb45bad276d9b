"""Contacts with the customer: what stops the first response and starts the waiting."""

from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError, ValidationError

from .bulk import update_rows
from .complaint import CHANNELS

DIRECTIONS = [("in", "From the Customer"), ("out", "To the Customer")]


class NeiqinComplaintContact(models.Model):
    """One contact, as it was noted; kept apart from what it does to the clocks.

    A mail is noted while the mail server is talking: that must never wait for the
    clock's row nor fail with it, or a mail that has left would be sent once more. What
    could not be applied at once is applied by the next sweep.
    """

    _name = "neiqin.complaint.contact"
    _description = "Contact About a Complaint"
    _inherit = ["neiqin.append.only.mixin"]
    _order = "moment desc, id desc"
    _rec_name = "channel"
    _log_access = False
    _neiqin_seal_columns = ("applied_at",)

    complaint_id = fields.Many2one(
        comodel_name="neiqin.complaint",
        required=True,
        index=True,
        ondelete="restrict",
    )
    company_id = fields.Many2one(
        comodel_name="res.company", required=True, ondelete="restrict"
    )
    moment = fields.Datetime(required=True)
    noted_at = fields.Datetime(required=True, default=fields.Datetime.now)
    user_id = fields.Many2one(
        comodel_name="res.users", string="Noted By", required=True, ondelete="restrict"
    )
    channel = fields.Selection(selection=CHANNELS, required=True)
    direction = fields.Selection(selection=DIRECTIONS, required=True)
    reached = fields.Boolean(help="The message left, or somebody answered the call.")
    solution = fields.Boolean(string="Solution Told")
    minutes = fields.Integer()
    summary = fields.Char()
    next_step = fields.Char()
    next_date = fields.Date(string="Next Step On")
    message = fields.Integer(string="Message ID", help="The mail, if it was one.")
    applied_at = fields.Datetime(help="When the clocks were told.")

    _waiting_idx = models.Index("(id) WHERE applied_at IS NULL")

    @api.model
    def _neiqin_waiting(self):
        """Return the contacts the clocks have not heard of yet, oldest first."""
        return self.sudo().search([("applied_at", "=", False)], order="id")

    def _neiqin_apply(self):
        """Let the clocks and marks of the complaints know of these contacts."""
        self = self.sudo()
        by_kind = self.grouped(
            lambda contact: (contact.moment, contact.direction, contact.reached)
        )
        for (moment, direction, reached), contacts in sorted(
            by_kind.items(), key=lambda item: item[0][0]
        ):
            if direction == "in":
                contacts.complaint_id._neiqin_heard(moment)
            elif reached:
                contacts.complaint_id._neiqin_answered(moment)
        told = self.filtered("solution")
        for moment, contacts in told.grouped("moment").items():
            contacts.complaint_id._neiqin_solution_told(moment)
        now = fields.Datetime.now()
        update_rows(self, ("applied_at",), [(contact.id, now) for contact in self])


class NeiqinComplaint(models.Model):
    _inherit = "neiqin.complaint"

    def _neiqin_log_contact(
        self, channel, direction, reached, minutes=0, moment=None, summary=None, **more
    ):
        """Note a contact with the customer; it stops the first response if it counts.

        For the service log and whatever else talks to customers. Mails are noted by
        themselves.

        :param str channel: a code of ``CHANNELS``
        :param str direction: ``in`` or ``out``
        :param bool reached: whether the customer was really spoken to
        :param moment: naive UTC, now if empty; never in the future nor before the
            complaint. Further back than the company allows only for supervisors
        :param more: ``next_step`` and ``next_date``; with both it becomes a to-do
        :return: the contacts
        """
        self.check_access("write")
        moment = fields.Datetime.to_datetime(moment) or fields.Datetime.now()
        self._neiqin_check_moment(moment)
        values = {
            "channel": channel,
            "direction": direction,
            "reached": bool(reached),
            "minutes": minutes,
            "moment": moment,
            "summary": summary,
            "next_step": more.get("next_step"),
            "next_date": more.get("next_date"),
        }
        contacts = self._neiqin_note_contacts(values)
        contacts._neiqin_apply()
        self._neiqin_plan_step(more.get("next_step"), more.get("next_date"))
        return contacts

    def _neiqin_plan_step(self, step, day):
        """Remind whoever promised it of the next step."""
        for complaint in self if step and day else ():
            complaint.sudo().activity_schedule(
                "mail.mail_activity_data_todo",
                date_deadline=day,
                summary=step,
                user_id=self.env.uid,
            )

    def _neiqin_note_contacts(self, values):
        """Write one contact for each complaint; nothing else happens."""
        contacts = self.env["neiqin.complaint.contact"].sudo()._neiqin_as_server()
        return contacts.create(
            [
                {
                    "user_id": self.env.uid,
                    **values,
                    "complaint_id": complaint.id,
                    "company_id": complaint.company_id.id,
                }
                for complaint in self.sudo()
            ]
        )

    def _neiqin_check_moment(self, moment):
        """Refuse a contact that cannot have been then, or was noted too late.

        :raise ValidationError: in the future or before the complaint
        :raise AccessError: backdated too far, by somebody who is no supervisor
        """
        now = fields.Datetime.now()
        if moment > now:
            raise ValidationError(self.env._("A contact cannot be in the future."))
        if any(moment < received for received in self.mapped("received_at")):
            raise ValidationError(
                self.env._("A contact cannot be before the complaint was received.")
            )
        late = self.filtered(
            lambda complaint: moment
            < now
            - timedelta(minutes=complaint.company_id.neiqin_complaint_backdate_minutes)
        )
        if not late or self.env.su:
            return
        trail = self.env["neiqin.trail.entry"]
        if not self.env.user.has_group("neiqin_addon.group_neiqin_supervisor"):
            reason = self.env._(
                "This contact is noted too late: ask a supervisor to note it."
            )
            trail._neiqin_log_denied(late, reason)
            raise AccessError(reason)
        trail._neiqin_log(
            "override",
            late,
            {"moment": fields.Datetime.to_string(moment)},
            reason=self.env._("Contact noted afterwards"),
        )

    # --- what contacts do

    def _neiqin_answered(self, moment):
        """The customer was told something: the first response is given."""
        clocks = self._neiqin_open_clocks(("response",))
        stopped = clocks._neiqin_turn("stop", moment)
        self.env["neiqin.complaint.notice"]._neiqin_close(stopped)
        rows = []
        for complaint in self.sudo():
            since, told = complaint.unanswered_since, complaint.last_outbound_at
            rows.append(
                (
                    complaint.id,
                    max(told or moment, moment),
                    None if not since or since <= moment else since,
                    "open" if complaint.state == "new" else complaint.state,
                )
            )
        names = ("last_outbound_at", "unanswered_since", "state")
        update_rows(self.sudo(), names, rows)
        self._neiqin_tell_board()

    def _neiqin_heard(self, moment):
        """The customer wrote or called: they wait for us, we no longer for them."""
        rows = []
        for complaint in self.sudo():
            since, told = complaint.unanswered_since, complaint.last_outbound_at
            if not since and not (told and told > moment):
                since = moment
            heard = max(complaint.last_inbound_at or moment, moment)
            rows.append((complaint.id, heard, since or None))
        update_rows(self.sudo(), ("last_inbound_at", "unanswered_since"), rows)
        waited = self.sudo().filtered(
            lambda complaint: complaint.state == "waiting"
            and complaint.waiting_since <= moment
        )
        waited._neiqin_resume(moment, self.env._("The customer answered"))
        self._neiqin_tell_board()

    def action_neiqin_log_call(self):
        """Open the dialog that notes a call."""
        if not self:
            raise UserError(self.env._("Choose a complaint first."))
        return self._neiqin_dialog("neiqin.complaint.call", self.env._("Log a Call"))

    def _neiqin_dialog(self, model, title):
        return {
            "type": "ir.actions.act_window",
            "name": title,
            "res_model": model,
            "view_mode": "form",
            "target": "new",
            "context": {"default_complaint_ids": self.ids},
        }
