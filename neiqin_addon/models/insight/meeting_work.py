"""What is left to do, for a meeting: cases, complaints and money that is late."""

from odoo import api, fields, models
from odoo.tools import SQL

from ...tools.workday import utc_to_day

#: Cases of a department and customers of the overdue list that are named one by one.
MOST_CASES = 15
MOST_OVERDUE = 50
MOST_COMPLAINTS = 50

# The cases a department is named in are numbered by their deadlines.
_CASES = """
WITH task AS (
    SELECT item.id, item.department_id, item.name, item.summary, item.order_name,
           item.opened_at, item.deadline,
           item.deadline < %(now)s AND item.state <> 'solved' AS late,
           kind.name AS kind, owner_partner.name AS owner,
           ROW_NUMBER() OVER (PARTITION BY item.department_id
                              ORDER BY item.deadline NULLS LAST, item.id) AS number
      FROM neiqin_exception item
      JOIN neiqin_exception_type kind ON kind.id = item.type_id
      LEFT JOIN res_users owner ON owner.id = item.owner_id
      LEFT JOIN res_partner owner_partner ON owner_partner.id = owner.partner_id
     WHERE item.company_id = %(company)s AND item.state <> 'closed'
)
SELECT department_id, COUNT(*), COUNT(*) FILTER (WHERE late), MIN(opened_at),
       JSONB_AGG(JSONB_BUILD_OBJECT(
           'id', id, 'name', name, 'summary', COALESCE(summary, ''),
           'order', COALESCE(order_name, ''), 'kind', kind, 'owner', COALESCE(owner, ''),
           'opened', opened_at, 'deadline', deadline, 'late', COALESCE(late, FALSE))
           ORDER BY number) FILTER (WHERE number <= %(most)s)
  FROM task
 GROUP BY department_id
"""

_OVERDUE = """
WITH late AS (
    SELECT partner.commercial_partner_id AS customer,
           SUM(line.amount_residual)::float8 AS amount,
           MIN(COALESCE(line.date_maturity, line.date)) AS since,
           COUNT(DISTINCT line.move_id) AS moves
      FROM account_move_line line
      JOIN account_account account ON account.id = line.account_id
       AND account.account_type = 'asset_receivable'
      JOIN res_partner partner ON partner.id = line.partner_id
     WHERE line.company_id = %(company)s AND line.parent_state = 'posted'
       AND line.reconciled IS NOT TRUE AND line.amount_residual > 0
       AND line.payment_id IS NULL AND line.statement_line_id IS NULL
       AND COALESCE(line.date_maturity, line.date) < %(today)s
     GROUP BY partner.commercial_partner_id
), promised AS (
    SELECT DISTINCT ON (commercial_partner_id) commercial_partner_id AS customer, until
      FROM neiqin_payment_promise
     WHERE company_id = %(company)s AND state = 'open'
     ORDER BY commercial_partner_id, until
), broken AS (
    SELECT commercial_partner_id AS customer, COUNT(*) AS count
      FROM neiqin_payment_promise
     WHERE company_id = %(company)s AND state = 'broken'
     GROUP BY commercial_partner_id
)
SELECT late.customer, partner.name, late.amount, late.since, late.moves,
       promised.until, COALESCE(broken.count, 0),
       SUM(late.amount) OVER (), COUNT(*) OVER (), {disputed}
  FROM late
  JOIN res_partner partner ON partner.id = late.customer
  LEFT JOIN promised ON promised.customer = late.customer
  LEFT JOIN broken ON broken.customer = late.customer
 ORDER BY late.amount DESC, late.customer
 LIMIT %(most)s
"""
#: Whether a late invoice of the customer is disputed today.
_DISPUTED = """
EXISTS (SELECT FROM neiqin_dispute dispute
         WHERE dispute.partner_id = late.customer
           AND dispute.company_id = %(company)s AND dispute.lifted_at IS NULL
           AND dispute.since <= %(today)s
           AND (dispute.until IS NULL OR dispute.until >= %(today)s))
"""


class NeiqinMeetingFigures(models.AbstractModel):
    _inherit = "neiqin.meeting.figures"

    @api.model
    def _neiqin_figures(self, company, first, weeks):
        return {
            **super()._neiqin_figures(company, first, weeks),
            "cases": self._neiqin_cases(company),
            "complaints": self._neiqin_complaints(company),
            "overdue": self._neiqin_overdue(company),
        }

    # ----------------------------------------------------------------- cases

    @api.model
    def _neiqin_cases(self, company):
        """Return the open cases by department; ``rows`` are the most pressing ones.

        Neither customer nor price is in it: the departments read it.
        """
        self.env["neiqin.exception"].flush_model()
        zone, now = company._neiqin_tz(), fields.Datetime.now()
        today = utc_to_day(now, zone)
        departments = self.env["neiqin.department"].sudo()
        found = []
        for department, count, late, oldest, rows in self.env.execute_query(
            SQL(_CASES, company=company.id, now=now, most=MOST_CASES)
        ):
            found.append(
                {
                    "department": department or 0,
                    "name": departments.browse(department or ()).name or "",
                    "count": count,
                    "late": late,
                    "oldest": (today - utc_to_day(oldest, zone)).days,
                    "rows": [self._neiqin_case(row, zone, today) for row in rows],
                }
            )
        return sorted(found, key=lambda row: (-row["late"], -row["count"], row["name"]))

    @api.model
    def _neiqin_case(self, row, zone, today):
        lang = self.env.lang or "en_US"
        opened = fields.Datetime.to_datetime(row["opened"].replace("T", " ")[:19])
        deadline = row["deadline"] and fields.Datetime.to_datetime(
            row["deadline"].replace("T", " ")[:19]
        )
        kind = row["kind"]
        return {
            "id": row["id"],
            "name": row["name"],
            "kind": kind.get(lang) or kind.get("en_US") or "",
            "summary": row["summary"],
            "order": row["order"],
            "owner": row["owner"],
            "days": (today - utc_to_day(opened, zone)).days,
            "until": utc_to_day(deadline, zone).isoformat() if deadline else "",
            "late": row["late"],
        }

    # ------------------------------------------------------------ complaints

    @api.model
    def _neiqin_complaints(self, company):
        """Return the complaints whose clocks run, the most pressing first."""
        complaints = self.env["neiqin.complaint"].sudo()
        domain = [
            ("company_id", "=", company.id),
            ("state", "in", ("new", "open", "waiting")),
        ]
        rows = complaints.search(
            domain, limit=MOST_COMPLAINTS, order="solution_deadline, id"
        )
        # names of people and tiers come in one query each
        now, zone = fields.Datetime.now(), company._neiqin_tz()
        count = complaints.search_count(domain) if len(rows) == MOST_COMPLAINTS else 0
        return {
            "count": count or len(rows),
            "rows": [self._neiqin_complaint(row, now, zone) for row in rows],
        }

    @api.model
    def _neiqin_complaint(self, complaint, now, zone):
        answered = complaint.first_response_at
        due = (
            complaint.solution_deadline
            if answered
            else complaint.first_response_deadline
        )
        return {
            "id": complaint.id,
            "name": complaint.name,
            "subject": complaint.subject,
            "customer": complaint.partner_id.commercial_partner_id.name or "",
            "tier": complaint.tier_id.name or "",
            "clock": "solution" if answered else "response",
            "waiting": complaint.state == "waiting",
            "until": utc_to_day(due, zone).isoformat() if due else "",
            "late": bool(due and due < now),
            "days": (
                utc_to_day(now, zone) - utc_to_day(complaint.received_at, zone)
            ).days,
        }

    # ------------------------------------------------------------- late money

    @api.model
    def _neiqin_overdue(self, company):
        """Return what customers owe beyond its day, the most first.

        Amounts are the books', in the company's currency.

        :return: dict of ``total``, ``count`` and ``rows``, one per customer
        """
        self.env["account.move.line"].flush_model()
        self.env["neiqin.payment.promise"].flush_model()
        today, found = company._neiqin_today(), []
        rows = self.env.execute_query(
            SQL(
                _OVERDUE.format(disputed=self._neiqin_disputed_sql()),
                company=company.id,
                today=today,
                most=MOST_OVERDUE,
            )
        )
        for (
            customer,
            name,
            amount,
            since,
            moves,
            until,
            broken,
            *_sums,
            dispute,
        ) in rows:
            found.append(
                {
                    "id": customer,
                    "name": name,
                    "amount": round(amount, 2),
                    "days": (today - since).days,
                    "invoices": moves,
                    "promised": until.isoformat() if until else "",
                    "broken": broken,
                    "disputed": dispute,
                }
            )
        return {
            "total": round(rows[0][7], 2) if rows else 0.0,
            "count": rows[0][8] if rows else 0,
            "rows": found,
        }

    @api.model
    def _neiqin_disputed_sql(self):
        """Return SQL over ``late.customer``: whether the customer contests something."""
        self.env["neiqin.dispute"].flush_model()
        return _DISPUTED
