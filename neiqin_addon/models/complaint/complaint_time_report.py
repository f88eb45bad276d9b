"""Which department used how much of the time."""

from odoo import api, fields, models
from odoo.tools import SQL

from ...tools import sla_clock
from ..control.calendar_time import WorkTimes
from .clock_values import Move
from .complaint_clock import KINDS

MOST = 5000


class NeiqinComplaintTimeReport(models.Model):
    """The finished stretches of the log, each its holder's."""

    _name = "neiqin.complaint.time.report"
    _description = "Time Used on Complaints"
    _auto = False
    _rec_name = "complaint_id"
    _order = "moment desc"

    company_id = fields.Many2one(comodel_name="res.company", readonly=True)
    complaint_id = fields.Many2one(comodel_name="neiqin.complaint", readonly=True)
    task_id = fields.Many2one(comodel_name="neiqin.complaint.task", readonly=True)
    kind = fields.Selection(selection=KINDS, string="Clock", readonly=True)
    type_id = fields.Many2one(comodel_name="neiqin.complaint.type", readonly=True)
    tier_id = fields.Many2one(comodel_name="neiqin.complaint.tier", readonly=True)
    department_id = fields.Many2one(
        comodel_name="neiqin.department", string="Department", readonly=True
    )
    holder_id = fields.Many2one(
        comodel_name="res.users", string="Person in Charge", readonly=True
    )
    moment = fields.Datetime(string="Until", readonly=True)
    hours = fields.Float(readonly=True)

    @property
    def _table_query(self):
        return SQL(
            """SELECT event.id, event.company_id, event.complaint_id, event.task_id,
                      clock.kind, complaint.type_id, complaint.tier_id,
                      event.department_id, event.holder_id, event.moment,
                      event.seconds / 3600.0 AS hours
                 FROM neiqin_complaint_clock_event AS event
                 JOIN neiqin_complaint_clock AS clock ON clock.id = event.clock_id
                 JOIN neiqin_complaint AS complaint ON complaint.id = event.complaint_id
                WHERE event.seconds > 0"""
        )

    @api.model
    def action_neiqin_open(self):
        """Open the figures, running stretches read up to this moment."""
        self.check_access("read")
        companies = self.env.companies
        clocks = self.env["neiqin.complaint.clock"].sudo()
        clocks.search(
            [("state", "=", "running"), ("company_id", "in", companies.ids)],
            limit=MOST,
        )._neiqin_read()
        return self.env["ir.actions.actions"]._for_xml_id(
            "neiqin_addon.neiqin_complaint_time_report_action"
        )


class NeiqinComplaintClock(models.Model):
    _inherit = "neiqin.complaint.clock"

    def _neiqin_read(self):
        """Write the running stretches down, for figures that sum the log."""
        now, works, moves = fields.Datetime.now(), WorkTimes(), []
        for clock in self._neiqin_locked():
            work = works.of(clock.calendar_id, clock.company_id)
            old = clock._neiqin_value()
            new = sla_clock.settle(old, now, work)
            if new.used - old.used >= 60:
                moves.append(Move(clock, old, new, clock._neiqin_policy(), clock.told))
        return self._neiqin_record("settle", moves, now, works)
