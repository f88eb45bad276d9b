"""The analyses' default pivots beside what somebody would write who needs only the sums.

Each with its default filter and over all three years. A report may take 1.5 times the
bare statement, or 20 ms more: what the ORM itself takes for a small answer.
"""

from odoo.tools import SQL

from bench.insight_tiles import asked

LIMIT, FLOOR = 1.5, 0.02

_DAY = "(%s AT TIME ZONE 'UTC' AT TIME ZONE 'Asia/Shanghai')"
_BARE = {
    "sales": """
SELECT sale.team_id, sale.user_id, date_trunc('month', {day}),
       COUNT(DISTINCT line.order_id), SUM(line.price_subtotal / sale.currency_rate)
  FROM sale_order_line AS line JOIN sale_order AS sale ON sale.id = line.order_id
 WHERE line.display_type IS NULL AND line.is_downpayment IS NOT TRUE
   AND sale.state = 'sale' {month}
 GROUP BY 1, 2, 3""",
    "order": """
SELECT team_id, delivery, COUNT(*),
       AVG(CASE WHEN delivery IN ('late', 'overdue') THEN 100.0
                WHEN delivery = 'on_time' THEN 0.0 END)
  FROM (SELECT sale.team_id,
               CASE WHEN promised IS NULL THEN 'none'
                    WHEN delivered.day <= promised THEN 'on_time'
                    WHEN delivered.day > promised THEN 'late'
                    WHEN promised < CURRENT_DATE THEN 'overdue'
                    ELSE 'open' END AS delivery
          FROM sale_order AS sale
          CROSS JOIN LATERAL (SELECT {promised}::date AS promised) AS promise
          LEFT JOIN LATERAL (
               SELECT MAX({moment})::date AS day FROM (
                   SELECT MAX(moment) FILTER (WHERE quantity > 0) AS moment
                     FROM neiqin_progress_fact AS fact
                    WHERE fact.order_id = sale.id AND fact.stage = 'delivered'
                      AND sale.neiqin_stage IN ('delivered', 'invoiced', 'paid')
                 GROUP BY fact.key HAVING SUM(quantity) > 0) AS fact
               ) AS delivered ON TRUE
         WHERE sale.state = 'sale' {month}) AS outcome
 GROUP BY 1, 2""",
    "cohort": """
WITH sold AS (
    SELECT partner.commercial_partner_id AS customer, {day}::date AS day,
           MIN({day}::date) OVER (
               PARTITION BY partner.commercial_partner_id, sale.company_id) AS first
      FROM sale_order AS sale JOIN res_partner AS partner
        ON partner.id = sale.partner_id WHERE sale.state = 'sale')
SELECT date_trunc('month', first),
       (EXTRACT(YEAR FROM day) - EXTRACT(YEAR FROM first)) * 12
       + EXTRACT(MONTH FROM day) - EXTRACT(MONTH FROM first),
       COUNT(DISTINCT customer)
  FROM sold GROUP BY 1, 2""",
    "complaint": """
SELECT tier_id, COUNT(*), AVG(CASE response_state WHEN 'met' THEN 100.0
       WHEN 'missed' THEN 0 WHEN 'late' THEN 0 END),
       AVG(CASE solution_state WHEN 'met' THEN 100.0
       WHEN 'missed' THEN 0 WHEN 'late' THEN 0 END), AVG(NULLIF(rating_last_value, 0))
  FROM neiqin_complaint AS complaint WHERE active AND state != 'void' {received}
 GROUP BY 1""",
    "workload": """
SELECT who, kind, COUNT(*) FROM (
    SELECT user_id AS who, 'verification' AS kind, date_done AS moment
      FROM neiqin_verification WHERE state = 'done'
     UNION ALL SELECT sent_by_id, 'letter', sent_at FROM neiqin_confirmation_letter
     WHERE sent_at IS NOT NULL
     UNION ALL SELECT solved_by_id, 'case', solved_at FROM neiqin_exception
     WHERE solved_at IS NOT NULL
     UNION ALL SELECT user_id, 'answer', first_response_at FROM neiqin_complaint
     WHERE first_response_at IS NOT NULL
     UNION ALL SELECT user_id,
                      CASE channel WHEN 'phone' THEN 'call' ELSE 'contact' END, moment
      FROM neiqin_service_log WHERE direction = 'out' OR channel = 'phone') AS work
 WHERE who IS NOT NULL {done} GROUP BY 1, 2""",
}
#: (report, groups, measures, the day its filter is about)
_PIVOTS = (
    ("sales", ["team_id", "user_id", "date:month"], ["order_count:sum", "amount:sum"]),
    ("order", ["team_id", "delivery"], ["late:avg", "order_count:sum"]),
    ("cohort", ["first_on:month", "months"], ["customers:sum"]),
    (
        "complaint",
        ["tier_id"],
        ["number:sum", "response_kept:avg", "solution_kept:avg", "mark:avg"],
    ),
    ("workload", ["user_id", "kind"], ["number:sum"]),
)


def measure(ctx, rows):
    """Print reports beside bare statements; return whether all kept the limit."""
    env = rows.env(user=rows.chief, su=False)
    lines, kept = [], True
    for report, groups, measures in _PIVOTS:
        for span in ("this month", "three years"):
            if report == "cohort" and span == "this month":
                continue
            ours = asked(
                ctx,
                env,
                lambda r=report, g=groups, m=measures, s=span: (
                    env[f"neiqin.{r}.report"].formatted_read_group(domain(r, s), g, m)
                ),
            )
            bare = asked(
                ctx,
                env,
                lambda r=report, s=span: (rows.env.execute_query(SQL(statement(r, s)))),
            )
            kept &= ours <= max(bare * LIMIT, bare + FLOOR)
            lines.append(
                (f"{report}, {span}", *map(_ms, (ours, bare)), f"{ours / bare:.2f}")
            )
    ours = asked(
        ctx,
        env,
        lambda: env["neiqin.credit.report"].formatted_read_group(
            [], ["grade"], ["total:sum", "overdue:sum", "overdue_old:sum", "dso:avg"]
        ),
    )
    lines.append(("credit, today", _ms(ours), "", ""))
    ctx.table(lines, ("default pivot", "report", "bare SQL", "quotient"))
    if not kept:
        ctx.say(f"a report takes more than {LIMIT} times its bare statement")
    return kept and ours < 1.0


def domain(report, span):
    """Return the domain of the default filters."""
    found = [("state", "=", "sale")] if report in ("sales", "order") else []
    if span == "this month":
        found += [("date", ">=", "today =1d"), ("date", "<", "today =1d +1m")]
    return found


def statement(report, span):
    """Return the bare statement, its moments between the ends of the month."""
    month = span == "this month"
    between = (
        " AND {0} >= date_trunc('month', CURRENT_DATE) - INTERVAL '8 hours'"
        " AND {0} < date_trunc('month', CURRENT_DATE) + INTERVAL '1 month 16 hours'"
    )
    day = _DAY % "sale.date_order"
    return _BARE[report].format(
        day=day,
        promised=_DAY % "sale.commitment_date",
        moment=_DAY % "moment",
        month=between.format("sale.date_order") if month else "",
        received=between.format("complaint.received_at") if month else "",
        done=between.format("work.moment") if month else "",
    )


def _ms(seconds):
    return f"{seconds * 1000:.0f} ms"
