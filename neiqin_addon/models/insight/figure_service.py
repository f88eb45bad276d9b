"""What went wrong in a period: cases, complaints, and whether they were met in time."""

from odoo import api, models

from ...tools.period import share

_CASES = """
    SELECT COUNT(*) FILTER (WHERE opened_at >= %(start_at)s),
           COUNT(*) FILTER (WHERE opened_at < %(start_at)s
               AND opened_at >= %(before_at)s),
           COUNT(*) FILTER (WHERE done >= %(start_at)s AND done < %(end_at)s),
           COUNT(*) FILTER (WHERE done >= %(before_at)s AND done < %(start_at)s),
           COUNT(*) FILTER (WHERE done IS NULL OR done >= %(end_at)s),
           COUNT(*) FILTER (WHERE done IS NULL OR done >= %(start_at)s)
               - COUNT(*) FILTER (WHERE opened_at >= %(start_at)s
                   AND (done IS NULL OR done >= %(start_at)s)),
           COUNT(*) FILTER (WHERE (done IS NULL OR done >= %(end_at)s)
               AND deadline < %(end_at)s)
      FROM (
            SELECT fault.opened_at, fault.deadline,
                   COALESCE(fault.solved_at, fault.closed_at) AS done
              FROM neiqin_exception AS fault
         LEFT JOIN sale_order AS so ON so.id = fault.order_id
             WHERE fault.company_id = %(company)s AND fault.opened_at < %(end_at)s
               AND %(scope)s
           ) AS fault
"""
# a target counts in the period its deadline lies in: until then nobody is late
_COMPLAINTS = """
    SELECT COUNT(*) FILTER (WHERE received_at >= %(start_at)s),
           COUNT(*) FILTER (WHERE received_at < %(start_at)s
               AND received_at >= %(before_at)s),
           COUNT(*) FILTER (WHERE solved_at IS NULL OR solved_at >= %(end_at)s),
           COUNT(*) FILTER (WHERE first_response_deadline >= %(start_at)s
               AND first_response_deadline < %(end_at)s),
           COUNT(*) FILTER (WHERE first_response_deadline >= %(start_at)s
               AND first_response_deadline < %(end_at)s
               AND first_response_at <= first_response_deadline),
           COUNT(*) FILTER (WHERE solution_deadline >= %(start_at)s
               AND solution_deadline < %(end_at)s),
           COUNT(*) FILTER (WHERE solution_deadline >= %(start_at)s
               AND solution_deadline < %(end_at)s AND solved_at <= solution_deadline)
      FROM (
            SELECT said.received_at, said.solved_at, said.first_response_at,
                   said.first_response_deadline, said.solution_deadline
              FROM neiqin_complaint AS said
         LEFT JOIN sale_order AS so ON so.id = said.order_id
             WHERE said.company_id = %(company)s AND said.received_at < %(end_at)s
               AND said.state <> 'void' AND %(scope)s
           ) AS said
"""
_KINDS = """
    SELECT kind, MAX(number), COUNT(*) FROM (
        SELECT 'case' AS kind, fault.type_id AS number
          FROM neiqin_exception AS fault
     LEFT JOIN sale_order AS so ON so.id = fault.order_id
         WHERE fault.company_id = %(company)s AND fault.opened_at >= %(start_at)s
           AND fault.opened_at < %(end_at)s AND %(case_scope)s
         UNION ALL
        SELECT 'complaint', said.type_id
          FROM neiqin_complaint AS said
     LEFT JOIN sale_order AS so ON so.id = said.order_id
         WHERE said.company_id = %(company)s AND said.received_at >= %(start_at)s
           AND said.received_at < %(end_at)s AND said.state <> 'void'
           AND %(complaint_scope)s
    ) AS item
  GROUP BY kind, number ORDER BY COUNT(*) DESC, kind, MAX(number)
"""
#: model of the kinds of each
_TYPES = {"case": "neiqin.exception.type", "complaint": "neiqin.complaint.type"}


def of_troubles(span, name, clerk):
    """Return the condition of a scope over cases or complaints, beside their orders."""
    partner = f"{name}.partner_id IN (SELECT id FROM res_partner WHERE {{}} = %s)"
    return span.where(
        team="so.team_id = %s",
        clerk=f"{name}.{clerk} = %s",
        representative="so.user_id = %s",
        state=partner.format("state_id"),
        country=partner.format("country_id"),
    )


class NeiqinPeriodFigures(models.AbstractModel):
    _inherit = "neiqin.period.figures"

    @api.model
    def _neiqin_figures(self):
        return [
            *super()._neiqin_figures(),
            ("cases", "_neiqin_cases"),
            ("complaints", "_neiqin_complaints"),
            ("troubles", "_neiqin_troubles"),
        ]

    @api.model
    def _neiqin_cases(self, span):
        """Return the cases opened and solved, and those open or late at the end."""
        scope = of_troubles(span, "fault", "owner_id")
        [row] = self._neiqin_rows(_CASES, **span.values(), scope=scope)
        opened, opened_before, solved, solved_before, open_, open_before, late = row
        return {
            "opened": opened,
            "solved": solved,
            "open": open_,
            "late": late,
            "before": {
                "opened": opened_before,
                "solved": solved_before,
                "open": open_before,
            },
        }

    @api.model
    def _neiqin_complaints(self, span):
        """Return the complaints received, and how many targets were met in time."""
        scope = of_troubles(span, "said", "user_id")
        [row] = self._neiqin_rows(_COMPLAINTS, **span.values(), scope=scope)
        received, before, open_, answers, answered, solutions, solved = row
        return {
            "received": received,
            "open": open_,
            "answers": answers,
            "answer_rate": share(answered, answers),
            "solutions": solutions,
            "solution_rate": share(solved, solutions),
            "before": {"received": before},
        }

    @api.model
    def _neiqin_troubles(self, span):
        """Return which kinds of cases and complaints came most often."""
        rows = self._neiqin_rows(
            _KINDS,
            **span.values(),
            case_scope=of_troubles(span, "fault", "owner_id"),
            complaint_scope=of_troubles(span, "said", "user_id"),
        )[:8]
        names = {
            kind: self._neiqin_names(model, [row[1] for row in rows if row[0] == kind])
            for kind, model in _TYPES.items()
        }
        return [
            {"kind": kind, "id": number, "name": names[kind][number], "count": count}
            for kind, number, count in rows
        ]
