"""Who did how much: one row per thing done, whatever room it was done in."""

from odoo import fields, models
from odoo.tools import SQL

from .report_mixin import reading

KINDS = [
    ("verification", "Orders Verified"),
    ("letter", "Letters Sent"),
    ("case", "Cases Solved"),
    ("answer", "Complaints Answered"),
    ("call", "Calls"),
    ("contact", "Other Contacts"),
]
#: What was done: id, company, person, when, hours spent, hours until the answer, model.
_SOURCES = (
    """SELECT id, 'verification', company_id, user_id, date_done,
              NULL::float8, NULL::float8, 'neiqin.verification'
         FROM neiqin_verification WHERE state = 'done'""",
    """SELECT id, 'letter', company_id, sent_by_id, sent_at,
              NULL::float8, NULL::float8, 'neiqin.confirmation.letter'
         FROM neiqin_confirmation_letter WHERE sent_at IS NOT NULL""",
    """SELECT id, 'case', company_id, solved_by_id, solved_at,
              NULL::float8, NULL::float8, 'neiqin.exception'
         FROM neiqin_exception WHERE solved_at IS NOT NULL""",
    """SELECT id, 'answer', company_id, user_id, first_response_at,
              NULL::float8, response_used / 60, 'neiqin.complaint'
         FROM neiqin_complaint WHERE first_response_at IS NOT NULL""",
    """SELECT id, CASE channel WHEN 'phone' THEN 'call' ELSE 'contact' END, company_id,
              user_id, moment, NULLIF(minutes, 0) / 60.0::float8, NULL::float8,
              'neiqin.service.log'
         FROM neiqin_service_log WHERE direction = 'out' OR channel = 'phone'""",
)


class NeiqinWorkloadReport(models.Model):
    """What the schedules did by themselves is nobody's work, and left out."""

    _name = "neiqin.workload.report"
    _inherit = "neiqin.report.mixin"
    _description = "Workload"
    _auto = False
    _rec_name = "kind"
    _order = "date desc, id desc"
    _neiqin_moments = {"date": "moment"}
    _depends = {
        "neiqin.verification": ["company_id", "user_id", "date_done", "state"],
        "neiqin.confirmation.letter": ["company_id", "sent_by_id", "sent_at"],
        "neiqin.exception": ["company_id", "solved_by_id", "solved_at"],
        "neiqin.complaint": [
            "company_id",
            "user_id",
            "first_response_at",
            "response_used",
        ],
        "neiqin.service.log": ["company_id", "user_id", "moment", "minutes", "channel"],
        "neiqin.department": ["member_ids", "active"],
        "res.users": ["sale_team_id"],
    }

    company_id = reading("Company", comodel_name="res.company")
    kind = reading("What", fields.Selection, selection=KINDS)
    user_id = reading("Clerk", comodel_name="res.users")
    team_id = reading("Sales Team", comodel_name="crm.team")
    department_id = reading("Department", comodel_name="neiqin.department")
    date = reading("Done On", fields.Date)
    moment = reading("Done At", fields.Datetime)
    number = reading("Count", fields.Integer, aggregator="sum")
    hours = reading(
        "Hours Spent",
        fields.Float,
        aggregator="sum",
        help="As noted in the service log.",
    )
    answer_hours = reading(
        "Hours to Answer",
        fields.Float,
        aggregator="avg",
        help="Working hours until a complaint got its first answer.",
    )
    res_model = reading("Kind of Document", fields.Char)
    res_id = reading("Document's Number", fields.Integer, aggregator=None)

    @property
    def _table_query(self):
        size = len(_SOURCES)
        # a range of ids for each source: a row is the same one in every reading
        work = SQL(" UNION ALL ").join(
            SQL("SELECT %s, * FROM (%s) AS source", number, SQL(text))
            for number, text in enumerate(_SOURCES)
        )
        return SQL(
            """
            SELECT work.res_id * %s + work.source AS id, work.company_id, work.kind,
                   work.user_id, person.sale_team_id AS team_id,
                   (SELECT MIN(department.id) FROM neiqin_department AS department
                      JOIN neiqin_department_res_users_rel AS member
                        ON member.neiqin_department_id = department.id
                     WHERE member.res_users_id = work.user_id AND department.active
                       AND (department.company_id IS NULL
                            OR department.company_id = work.company_id)
                   ) AS department_id,
                   %s AS date, work.moment, 1 AS number, work.hours,
                   work.answer_hours, work.res_model, work.res_id
              FROM (%s) AS work (source, res_id, kind, company_id, user_id, moment,
                                 hours, answer_hours, res_model)
              JOIN %s AS company (company_id, currency_id, tz, today)
                ON company.company_id = work.company_id
         LEFT JOIN res_users AS person ON person.id = work.user_id
             WHERE work.user_id != %s
            """,
            size,
            self._neiqin_day(SQL("work.moment")),
            work,
            self._neiqin_companies(),
            self.env.ref("base.user_root").id,
        )

    def action_neiqin_open(self):
        """Open what was done, with the rights of whoever asks."""
        self.ensure_one()
        self.check_access("read")
        return self.env[self.res_model].browse(self.res_id)._get_records_action()
