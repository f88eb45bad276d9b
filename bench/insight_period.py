"""The monthly report beside its own statements run bare, and a workbook of all lines.

The report is everything: computed, written as rows, printed twice as a workbook, frozen;
the two PDF runs are left out, as they are another program's time. What it is compared with
are the same statements, run one after the other on the same rows without any of it.
"""

import datetime
import json
import subprocess
import sys
import tempfile
from unittest.mock import patch

from odoo import sql_db
from odoo.tools import SQL

from odoo.addons.neiqin_addon.tools.period import period_of

from bench import _lines_bare, _lines_ours

REPORT_LIMIT, XLSX_LIMIT, MEMORY_LIMIT = 1.5, 1.3, 300.0


def measure(ctx, rows):
    """Print both comparisons; return whether the limits were kept."""
    env = rows.env
    return all([_report(ctx, env), _lines(ctx, env)])


def _report(ctx, env):
    env.cr.execute("SELECT MAX(date_order)::date FROM sale_order WHERE state = 'sale'")
    [last] = env.cr.fetchone()
    month = last.replace(day=1) - datetime.timedelta(days=1)
    plan = env["neiqin.period.report.plan"].create({"name": "Bench", "kind": "month"})
    figures, reports = env["neiqin.period.figures"], env["neiqin.period.report"]
    statements = _statements(figures, plan._neiqin_span(period_of("month", month)))
    with patch.object(type(reports), "_neiqin_pdf", lambda *_args: b"%PDF-1.4"):
        # the first report of a process reads views and translations
        plan._neiqin_make_for(month.replace(day=1) - datetime.timedelta(days=1))
        env.flush_all()
        bare = ctx.once(lambda: _bare(env, statements))
        took = ctx.once(lambda: (plan._neiqin_make_for(month), env.flush_all()))
    ctx.say(
        f"monthly report {took:.2f} s, its {len(statements)} statements alone"
        f" {bare:.2f} s: {took / bare:.2f} times (limit {REPORT_LIMIT})"
    )
    return took <= REPORT_LIMIT * bare


def _statements(figures, span):
    """Return the statements of all figures of a span, with their values."""
    found, plain = [], type(figures)._neiqin_rows

    def noted(model, query, **values):
        found.append((query, values))
        return plain(model, query, **values)

    with patch.object(type(figures), "_neiqin_rows", noted):
        figures._neiqin_compute(span)
    return found


def _bare(env, statements):
    for query, values in statements:
        env.execute_query(SQL(query, **values))


def _lines(ctx, env):
    """Both in fresh processes, which is why the rows are committed."""
    lines = env["sale.order.line"].with_user(env.ref("base.user_admin"))
    query = lines._neiqin_export_query(_lines_ours.domain(env))
    text = env.cr.mogrify(query.code, query.params).decode()
    env.cr.commit()
    with tempfile.TemporaryDirectory() as folder:
        asked = {
            "connection": sql_db.connection_info_for(env.cr.dbname)[1],
            "query": text,
            "path": f"{folder}/bare.xlsx",
        }
        bare = _process([_lines_bare.__file__], json.dumps(asked, default=str))
        ours = _process(
            [*sys.argv[: sys.argv.index("--") + 2], "_lines_ours", f"{folder}/x.xlsx"]
        )
    times = ours["seconds"] / bare["seconds"]
    ctx.table(
        [
            ["a cursor and xlsxwriter alone", *_shown(bare), ""],
            ["the add-on", *_shown(ours), f"{ours['before']:.0f} MB"],
        ],
        [f"{ours['count']} lines as a workbook", "time", "memory at most", "before"],
    )
    ctx.say(f"{times:.2f} times (limit {XLSX_LIMIT}; {MEMORY_LIMIT:.0f} MB)")
    return times <= XLSX_LIMIT and ours["peak"] <= MEMORY_LIMIT


def _process(command, text=""):
    """Run a script of Python; return the JSON in its last line."""
    done = subprocess.run(
        [sys.executable, *command],
        input=text,
        stdout=subprocess.PIPE,
        text=True,
        check=True,
    )
    return json.loads(done.stdout.splitlines()[-1])


def _shown(found):
    return f"{found['seconds']:.1f} s", f"{found['peak']:.0f} MB"
