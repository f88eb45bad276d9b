"""The tasks a tier plans for its complaints."""

from odoo import models

from ..control.calendar_time import WorkTimes


class NeiqinComplaint(models.Model):
    _inherit = "neiqin.complaint"

    def _neiqin_plan_tasks(self, works=None):
        """Give out what the tier plans and the complaint does not have yet."""
        values, known = [], {}
        for complaint in self:
            plan = complaint.tier_id.plan_ids - complaint.task_ids.planned_id
            values += [
                complaint._neiqin_planned(planned, known)
                for planned in plan
                if not planned.type_ids or complaint.type_id in planned.type_ids
            ]
        tasks = self.env["neiqin.complaint.task"]
        if values:
            tasks = tasks._neiqin_give_out(values, works or WorkTimes())
            self.invalidate_recordset(["task_ids"], flush=False)
        return tasks

    def _neiqin_planned(self, planned, known):
        self.ensure_one()
        department = self.department_id
        if planned.department_id:
            key = (planned.department_id, self.company_id)
            if key not in known:
                known[key] = planned.department_id._neiqin_in(self.company_id)
            department = known[key]
        return {
            "complaint_id": self.id,
            "planned_id": planned.id,
            "name": planned.name,
            "sequence": planned.sequence,
            "department_id": department.id,
            "minutes": planned.minutes,
            "clock_type": planned.clock_type,
        }
