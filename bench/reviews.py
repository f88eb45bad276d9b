"""What looking back costs: reviews of many archived orders, waiting times of many steps.

2,000 archived orders are copies of 20 that Odoo delivered, invoiced and had paid. Their
reviews are made in the schedule's slices of 200 and closed a last time; beside it stands one
statement that only reads when each step was reached and writes it down: no working hours,
no promise, no margin. Then 100,000 steps are grouped as the screens do it, medians and
90th percentiles, beside the same percentiles by a statement written by hand over the table of
steps. The bench fails above its limits.
"""

import time

from odoo.tools import SQL

from bench.archive import Office
from tests.clone_rows import clone_orders

ORDERS, SEEDS, SLICE, STEPS = 2_000, 20, 200, 100_000
LIMIT, QUOTIENT = 60.0, 3.0
TURNS = 5
#: What people group by -> the same over the table of steps.
GROUPS = {
    "step": "step.step",
    "department_id": "step.department_id",
    "partner_id": "review.partner_id",
    "date:week": "DATE_TRUNC('week', step.\"end\" AT TIME ZONE 'UTC'"
    " AT TIME ZONE 'Asia/Shanghai')",
}
MEASURES = ["hours:avg", "median_hours:avg", "slow_hours:avg", "late:avg", "__count"]
BARE_STEPS = """
    CREATE TEMP TABLE bare_steps AS
    SELECT order_id, stage, "end", EXTRACT(EPOCH FROM "end" - LAG("end")
           OVER (PARTITION BY order_id ORDER BY "end")) / 3600 AS hours
      FROM (SELECT order_id, stage, MAX(moment) AS "end"
              FROM neiqin_progress_fact WHERE order_id = ANY(%s)
          GROUP BY order_id, stage) AS reached
"""
BARE_WAITING = """
    SELECT {group}, AVG(step.hours), COUNT(*),
           PERCENTILE_CONT(0.5) WITHIN GROUP (ORDER BY step.hours),
           PERCENTILE_CONT(0.9) WITHIN GROUP (ORDER BY step.hours),
           AVG(CASE WHEN step.is_late THEN 100.0 ELSE 0.0 END)
      FROM neiqin_order_review_step AS step
      JOIN neiqin_order_review AS review ON review.id = step.review_id
  GROUP BY 1 ORDER BY 1
"""


def _make(env, orders):
    """Make the reviews as the schedule does; return seconds and the dearest slice."""
    start, most = time.perf_counter(), 0
    for first in range(0, len(orders), SLICE):
        before = env.cr.sql_log_count
        orders[first : first + SLICE]._neiqin_review()
        env.cr.flush()
        env.invalidate_all()
        most = max(most, env.cr.sql_log_count - before)
    return time.perf_counter() - start, most


def _close(env, reviews):
    start = time.perf_counter()
    for first in range(0, len(reviews), SLICE):
        reviews[first : first + SLICE]._neiqin_close()
        env.cr.flush()
        env.invalidate_all()
    return time.perf_counter() - start


def _bare(env, orders):
    start = time.perf_counter()
    env.cr.execute(BARE_STEPS, [orders.ids])
    return time.perf_counter() - start


def _multiply(env):
    """Copy the steps until there are 100,000, no two of them alike; return how many."""
    env.cr.execute("SELECT COUNT(*) FROM neiqin_order_review_step")
    (count,) = env.cr.fetchone()
    columns = SQL(
        "review_id, company_id, sequence, step, department_id, start, target, is_late"
    )
    env.cr.execute(
        SQL(
            """
            INSERT INTO neiqin_order_review_step (%(columns)s, "end", hours)
            SELECT %(columns)s, "end" - n * INTERVAL '3 days',
                   hours + (id * 7919 + n * 104729) %% 1000 / 20.0
              FROM neiqin_order_review_step, generate_series(1, %(times)s) AS n
            """,
            columns=columns,
            times=-(-STEPS // count) - 1,
        )
    )
    env.cr.execute("ANALYZE neiqin_order_review_step")
    env.cr.execute("SELECT COUNT(*) FROM neiqin_order_review_step")
    return env.cr.fetchone()[0]


def _waiting(ctx, env):
    """Return rows of the table and the worst quotient to bare SQL."""
    # a person with rules, as everybody who looks
    report = env["neiqin.waiting.report"].with_user(env.ref("base.user_admin"))
    report = report.with_context(tz="Asia/Shanghai")
    rows, worst = [], 0.0
    for group, column in GROUPS.items():
        read = ctx.median(
            lambda group=group: report.formatted_read_group([], [group], MEASURES),
            TURNS,
        )
        bare = ctx.median(
            lambda column=column: env.cr.execute(BARE_WAITING.format(group=column)),
            TURNS,
        )
        worst = max(worst, read / bare)
        rows.append(
            [
                f"waiting times by {group}",
                f"{read * 1000:.0f} ms",
                f"{bare * 1000:.0f} ms",
                f"{read / bare:.2f} (limit {QUOTIENT:.0f})",
            ]
        )
    return rows, worst


def run(ctx):
    """Measure and print; return whether a limit was missed."""
    with ctx.env_with_addon() as env:
        seeds = Office(env).make(SEEDS)
        orders = seeds | clone_orders(seeds, ORDERS // SEEDS - 1)
        env.cr.execute(
            SQL(
                "UPDATE sale_order SET neiqin_archive_state = 'archived'"
                " WHERE id = ANY(%s)",
                orders.ids,
            )
        )
        env.invalidate_all()
        bare = _bare(env, orders)
        made, most = _make(env, orders)
        closed = _close(env, env["neiqin.order.review"].search([]))
        steps = _multiply(env)
        waiting, worst = _waiting(ctx, env)
    ctx.table(
        [
            ["reviews made", f"{made:.1f} s", f"{bare:.2f} s", f"{LIMIT:.0f} s"],
            ["closed a last time", f"{closed:.1f} s", "-", f"{LIMIT:.0f} s"],
            ["queries of a slice of 200", str(most), "1", "-"],
            *waiting,
        ],
        [f"{len(orders):,} orders, {steps:,} steps", "add-on", "bare SQL", "limit"],
    )
    return max(made, closed) > LIMIT or worst > QUOTIENT
