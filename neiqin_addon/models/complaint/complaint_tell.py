"""Who hears of a new complaint, and the emergency group of a serious one."""

from markupsafe import Markup

from odoo import models

BOARD = "neiqin_complaint_board"
WATCHERS = (
    "neiqin_addon.group_neiqin_clerk",
    "neiqin_addon.group_neiqin_collaborator",
)


class NeiqinComplaint(models.Model):
    _inherit = "neiqin.complaint"

    def _neiqin_tell_new(self):
        """Tell whom complaints were given to, and call for the most serious."""
        self._neiqin_tell_owner()
        self.filtered("tier_id.emergency")._neiqin_call_emergency()

    def _neiqin_tell_owner(self):
        """Nobody in charge: the head of the department, else the supervisor."""
        rows, roles = [], {}
        for complaint in self:
            company = complaint.company_id
            people = (
                complaint.user_id
                or self._neiqin_head_of(complaint.department_id, company, roles)
                or self._neiqin_role_of(company, "supervisor", roles)
            )
            for user in people - self.env.user:
                rows.append(complaint._neiqin_row(user, "assigned"))
        self.env["neiqin.complaint.notice"]._neiqin_tell(rows)

    def _neiqin_row(self, user, kind):
        """Return one notice about this complaint, as ``_neiqin_tell`` takes it."""
        self.ensure_one()
        return (user, self.company_id, kind, self.id, None, None, None)

    def _neiqin_call_emergency(self):
        """Call the emergency group at once: by mail, day and night, and its channel."""
        rows = [
            complaint._neiqin_row(user, "emergency")
            for complaint in self
            for user in complaint._neiqin_emergency_people()
        ]
        self.env["neiqin.complaint.notice"]._neiqin_tell(rows, at_once=True)
        if rows:
            self.env["neiqin.complaint.digest"]._neiqin_send_due(self._neiqin_moment())
        for channel, complaints in self.grouped(
            lambda complaint: complaint.tier_id.emergency_channel_id
        ).items():
            if channel:
                channel.sudo().message_post(
                    body=complaints._neiqin_emergency_text(),
                    message_type="comment",
                    subtype_xmlid="mail.mt_comment",
                )

    def _neiqin_emergency_text(self):
        lines = [
            Markup('<li><a href="%s">%s</a> %s: %s</li>')
            % (
                f"/odoo/neiqin.complaint/{complaint.id}",
                complaint.name,
                complaint.partner_id.display_name,
                complaint.subject,
            )
            for complaint in self
        ]
        title = self.env._("Serious complaint: act now")
        return Markup("<p>%s</p><ul>%s</ul>") % (title, Markup().join(lines))

    def _neiqin_tell_board(self):
        """Let open boards ask again. The message says nothing about the complaints."""
        asked = self.env.cr.precommit.data.setdefault("neiqin_complaint_board", set())
        companies = set(self.sudo().company_id.ids) - asked
        asked |= companies
        for company_id in companies:
            for xmlid in WATCHERS:
                self.env.ref(xmlid).sudo()._bus_send(BOARD, {"company_id": company_id})
