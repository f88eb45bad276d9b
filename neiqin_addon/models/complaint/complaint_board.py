"""The wall board: all clocks that run, the most pressing first."""

from odoo import api, fields, models

from ..control.calendar_time import WorkTimes

MOST = 200


class NeiqinComplaintClock(models.Model):
    _inherit = "neiqin.complaint.clock"

    @api.model
    @api.readonly
    def neiqin_board(self):
        """Return what the board shows of the clocks the user may read.

        :return: ``{"now", "cards": [...], "more": number left out, "totals": {...}}``
        """
        companies = self.env.companies
        domain = [
            ("state", "in", ("running", "paused")),
            ("company_id", "in", companies.ids),
        ]
        clocks = self.search(domain, limit=MOST, order="deadline, id")
        total = self.search_count(domain) if len(clocks) == MOST else len(clocks)
        now, works = fields.Datetime.now(), WorkTimes()
        cards = [clock._neiqin_card(now, works) for clock in clocks.sudo()]
        cards.sort(key=lambda card: (card["paused"], -card["share"]))
        return {"cards": cards, "more": total - len(clocks)}

    def _neiqin_card(self, now, works):
        self.ensure_one()
        work = works.of(self.calendar_id, self.company_id)
        spent = self._neiqin_value().spent(now, work)
        complaint, paused = self.complaint_id, self.state == "paused"
        holder = self.user_id or self.department_id.responsible_id
        return {
            "id": self.id,
            "kind": self.kind,
            "model": self.task_id._name if self.task_id else complaint._name,
            "record": self.task_id.id or complaint.id,
            "number": complaint.name,
            "title": self.task_id.name or complaint.subject,
            "customer": complaint.partner_id.display_name,
            "level": complaint.tier_level,
            "person": holder.name or "",
            "department": self.department_id.name or "",
            "left": round(self.target - spent),
            "share": round(spent * 100 / self.target),
            "deadline": fields.Datetime.to_string(self.deadline) or False,
            "paused": paused,
            "waiting": complaint.waiting_reason or "" if paused else "",
            "unanswered": bool(complaint.unanswered_since),
            # out of hours the clock stands until then
            "stands": not paused and bool(work.stands(now)),
        }
