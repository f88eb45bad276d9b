"""The workbook of all lines as the add-on writes it, in a process of its own.

`run_bench.py … _lines_ours PATH`, on rows that another process has committed; prints
``{"seconds", "before", "peak", "count"}`` as JSON: what Odoo had before, and at most.
"""

import json

from bench._lines_bare import peak


def domain(env):
    """Return the lines that both write."""
    return [("display_type", "=", False), ("company_id", "=", env.company.id)]


def run(ctx):
    [path] = ctx.arguments
    count = []
    with ctx.env_with_addon() as env:
        lines = env["sale.order.line"].with_user(env.ref("base.user_admin"))
        before = peak()
        took = ctx.once(
            lambda: count.append(lines._neiqin_export_xlsx(domain(env), path))
        )
    found = {"seconds": took, "before": before, "peak": peak(), "count": count[0]}
    ctx.say(json.dumps(found))
