"""A plan of weekly meetings as a series of events, its pack linked from each."""

from datetime import timedelta

from markupsafe import Markup

from odoo import api, fields, models

DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


class NeiqinMeetingPlan(models.Model):
    _inherit = "neiqin.meeting.plan"

    recurrence_id = fields.Many2one(
        comodel_name="calendar.recurrence",
        string="In the Calendar",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="set null",
    )

    @api.model
    def _neiqin_protected_fields(self):
        return super()._neiqin_protected_fields() | {"recurrence_id"}

    def action_neiqin_invite(self):
        """Put the meetings to come into everybody's calendar, in place of earlier ones.

        Odoo sends the invitations. On a button: nobody wants a mail with each change.
        """
        self.check_access("write")
        for plan in self:
            plan._neiqin_take_back()
            event = self.env["calendar.event"].sudo().create(plan._neiqin_event())
            plan._neiqin_as_server().recurrence_id = event.recurrence_id
        return True

    def _neiqin_take_back(self):
        """Delete the meetings to come; those that were are kept."""
        now = fields.Datetime.now()
        events = self.sudo().recurrence_id.calendar_event_ids
        events.filtered(lambda event: event.start > now).unlink()

    def _neiqin_event(self):
        self.ensure_one()
        return {
            "name": self.name,
            "user_id": self.user_id.id,
            "partner_ids": [
                fields.Command.set((self.user_ids | self.user_id).partner_id.ids)
            ],
            "start": self.next_at,
            "stop": self.next_at + timedelta(hours=self.duration),
            "location": self.location,
            "description": self._neiqin_agenda_html(),
            "recurrency": True,
            "rrule_type_ui": "weekly",
            "rrule_type": "weekly",
            "interval": 1,
            "end_type": "forever",
            "event_tz": self.tz,
            DAYS[int(self.weekday)]: True,
        }

    def _neiqin_agenda_html(self):
        lines = (self.agenda or "").splitlines()
        return Markup("<br/>").join(lines) if lines else ""

    def _neiqin_prepare(self):
        """The event of that week leads to its pack from now on."""
        meeting = super()._neiqin_prepare()
        events = self.sudo().recurrence_id.calendar_event_ids
        event = events.filtered(lambda one: one.start == meeting.meets_at)[:1]
        if event:
            # everybody gets the note with the link: no mail for the event as well
            event.with_context(no_mail_to_attendees=True, dont_notify=True).write(
                {
                    "description": self._neiqin_agenda_html()
                    + Markup('<p><a href="/odoo/weekly-meetings/%s">%s</a></p>')
                    % (meeting.id, self.env._("Open the pack")),
                    "recurrence_update": "self_only",
                }
            )
        return meeting

    # not @api.ondelete: a context key switches those off
    def unlink(self):
        self._neiqin_take_back()
        return super().unlink()
