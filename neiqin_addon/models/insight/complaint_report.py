"""How complaints went: one row per complaint, its clocks as they stand."""

from odoo import fields, models
from odoo.tools import SQL

from ..complaint.complaint import CHANNELS, STATES, TARGET_STATES
from .report_mixin import reading


class NeiqinComplaintReport(models.Model):
    _name = "neiqin.complaint.report"
    _inherit = "neiqin.report.mixin"
    _description = "Complaint Figures"
    _auto = False
    _rec_name = "complaint_id"
    _order = "date desc, id desc"
    _neiqin_moments = {"date": "moment"}
    _neiqin_document = "complaint_id"
    _depends = {
        "neiqin.complaint": [
            "company_id",
            "commercial_partner_id",
            "order_id",
            "type_id",
            "tier_id",
            "department_id",
            "user_id",
            "channel",
            "state",
            "received_at",
            "solved_at",
            "response_state",
            "response_used",
            "solution_state",
            "solution_used",
            "reopen_count",
            "rating_last_value",
            "active",
        ],
    }

    complaint_id = reading("Complaint", comodel_name="neiqin.complaint")
    company_id = reading("Company", comodel_name="res.company")
    date = reading("Complained On", fields.Date)
    moment = reading("Complained At", fields.Datetime)
    state = reading("Status", fields.Selection, selection=STATES)
    channel = reading("Received By", fields.Selection, selection=CHANNELS)
    partner_id = reading("Customer", comodel_name="res.partner")
    order_id = reading("Order", comodel_name="sale.order")
    type_id = reading("Type", comodel_name="neiqin.complaint.type")
    tier_id = reading("Tier", comodel_name="neiqin.complaint.tier")
    department_id = reading("Department", comodel_name="neiqin.department")
    user_id = reading("In Charge", comodel_name="res.users")
    team_id = reading("Sales Team", comodel_name="crm.team")
    number = reading("Number of Complaints", fields.Integer, aggregator="sum")
    response_state = reading(
        "First Response Target", fields.Selection, selection=TARGET_STATES
    )
    solution_state = reading(
        "Solution Target", fields.Selection, selection=TARGET_STATES
    )
    response_kept = reading(
        "Answered in Time (%)",
        fields.Float,
        aggregator="avg",
        digits=(5, 1),
        help="Of those answered or overdue.",
    )
    solution_kept = reading(
        "Solved in Time (%)",
        fields.Float,
        aggregator="avg",
        digits=(5, 1),
        help="Of those solved or overdue.",
    )
    response_hours = reading(
        "Hours to Answer", fields.Float, aggregator="avg", help="Working hours."
    )
    solution_hours = reading(
        "Hours to Solve", fields.Float, aggregator="avg", help="Working hours."
    )
    weeks = reading(
        "Weeks to Solve",
        fields.Integer,
        aggregator=None,
        help="1: within the first week after the complaint, and so on; 0: not yet. To follow"
        " the complaints of one month from week to week.",
    )
    reopened = reading("Reopened", fields.Integer, aggregator="sum")
    mark = reading(
        "Mark",
        fields.Float,
        aggregator="avg",
        digits=(3, 2),
        help="What customers gave, of 5; who gave none is left out.",
    )

    @property
    def _table_query(self):
        return SQL(
            """
            SELECT complaint.id, complaint.id AS complaint_id, complaint.company_id,
                   %s AS date, complaint.received_at AS moment,
                   complaint.state, complaint.channel,
                   complaint.commercial_partner_id AS partner_id, complaint.order_id,
                   complaint.type_id, complaint.tier_id, complaint.department_id,
                   complaint.user_id, member.sale_team_id AS team_id,
                   1 AS number,
                   complaint.response_state, complaint.solution_state,
                   %s AS response_kept, %s AS solution_kept,
                   CASE WHEN complaint.response_state IN ('met', 'missed')
                        THEN complaint.response_used / 60 END AS response_hours,
                   CASE WHEN complaint.solution_state IN ('met', 'missed')
                        THEN complaint.solution_used / 60 END AS solution_hours,
                   COALESCE((%s - %s) / 7 + 1, 0) AS weeks,
                   complaint.reopen_count AS reopened,
                   NULLIF(complaint.rating_last_value, 0) AS mark
              FROM neiqin_complaint AS complaint
              JOIN %s AS company (company_id, currency_id, tz, today)
                ON company.company_id = complaint.company_id
         LEFT JOIN res_users AS member ON member.id = complaint.user_id
             WHERE complaint.active AND complaint.state != 'void'
            """,
            self._neiqin_day(SQL("complaint.received_at")),
            _kept(SQL("complaint.response_state")),
            _kept(SQL("complaint.solution_state")),
            self._neiqin_day(SQL("complaint.solved_at")),
            self._neiqin_day(SQL("complaint.received_at")),
            self._neiqin_companies(),
        )


def _kept(state):
    """Return SQL of a percentage whose mean is the share in time."""
    return SQL(
        """CASE WHEN %s = 'met' THEN 100.0
                WHEN %s IN ('missed', 'late') THEN 0.0 END""",
        state,
        state,
    )
