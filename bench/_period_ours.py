"""A period report, or a workbook of all lines, as the add-on makes it.

In a process of its own, on rows that another process has committed; prints what it
measured as JSON: `run_bench.py … _period_ours report DAY` or `… lines PATH`.
"""

import datetime
import json
from unittest.mock import patch

from bench._period_bare import peak


def domain(env):
    """Return the lines of the workbook."""
    return [("display_type", "=", False), ("company_id", "=", env.company.id)]


def run(ctx):
    what, argument = ctx.arguments
    with ctx.env_with_addon() as env:
        # what the first record written in a process costs is Odoo's: all its triggers
        env["res.partner"].create({"name": "Bench"})
        env.flush_all()
        found = {"before": peak()}
        found.update((_report if what == "report" else _lines)(ctx, env, argument))
        found["peak"] = peak()
    ctx.say(json.dumps(found))


def _report(ctx, env, argument):
    """Make the month's report, the first of this process, then the month's before."""
    month = datetime.date.fromisoformat(argument)
    earlier = month.replace(day=1) - datetime.timedelta(days=1)
    plan = env["neiqin.period.report.plan"].search([("name", "=", "Bench")], limit=1)
    reports = type(env["neiqin.period.report"])

    def make(day):
        env.invalidate_all()
        return ctx.once(lambda: (plan._neiqin_make_for(day), env.flush_all()))

    with patch.object(reports, "_neiqin_pdf", lambda *_args: b"%PDF-1.4"):
        return {"seconds": make(month), "warm": make(earlier)}


def _lines(ctx, env, path):
    lines, count = env["sale.order.line"].with_user(env.ref("base.user_admin")), []
    took = ctx.once(lambda: count.append(lines._neiqin_export_xlsx(domain(env), path)))
    return {"seconds": took, "count": count[0]}
