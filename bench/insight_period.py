"""The monthly report beside its own statements run bare, and a workbook of all lines.

The report is everything: computed, written as rows, printed twice as a workbook, frozen;
the two PDF runs are left out, as they are another program's time. What it is compared with
are the same statements, run one after the other on the same rows without any of it.

Each runs in a process of its own, with a connection of its own: both are cold, and the
memory is theirs alone. The rows are committed for that.
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

from bench import _period_bare, _period_ours

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
    span = plan._neiqin_span(period_of("month", month))
    statements = _statements(env["neiqin.period.figures"], span)
    bare = _bare(env, statements)
    ours = _ours("report", month.isoformat())
    cold, warm = (ours[name] / bare["seconds"] for name in ("seconds", "warm"))
    ctx.say(
        f"monthly report {ours['seconds']:.2f} s, the first of its process, {cold:.2f}"
        f" times its {len(statements)} statements alone; the next one"
        f" {ours['warm']:.2f} s, {warm:.2f} times (limit of both {REPORT_LIMIT})"
    )
    return max(cold, warm) <= REPORT_LIMIT


def _statements(figures, span):
    """Return the statements of all figures of a span, with their values."""
    found, plain = [], type(figures)._neiqin_rows

    def noted(model, query, **values):
        found.append(SQL(query, **values))
        return plain(model, query, **values)

    with patch.object(type(figures), "_neiqin_rows", noted):
        figures._neiqin_compute(span)
    return found


def _lines(ctx, env):
    lines = env["sale.order.line"].with_user(env.ref("base.user_admin"))
    query = lines._neiqin_export_query(_period_ours.domain(env))
    with tempfile.TemporaryDirectory() as folder:
        bare = _bare(env, [query], path=f"{folder}/bare.xlsx")
        ours = _ours("lines", f"{folder}/ours.xlsx")
    times = ours["seconds"] / bare["seconds"]
    ctx.table(
        [
            ["a cursor and xlsxwriter alone", *_shown(bare), ""],
            ["the add-on", *_shown(ours), f"{ours['before']:.0f} MB"],
        ],
        [f"{ours['count']} lines as a workbook", "time", "memory at most", "before"],
    )
    ctx.say(f"{times:.2f} times (limits {XLSX_LIMIT} and {MEMORY_LIMIT:.0f} MB)")
    return times <= XLSX_LIMIT and ours["peak"] <= MEMORY_LIMIT


def _shown(found):
    return f"{found['seconds']:.1f} s", f"{found['peak']:.0f} MB"


def _bare(env, statements, **more):
    texts = [env.cr.mogrify(one.code, one.params).decode() for one in statements]
    env.cr.commit()
    connection = sql_db.connection_info_for(env.cr.dbname)[1]
    asked = {"connection": connection, "statements": texts, **more}
    return _process([_period_bare.__file__], json.dumps(asked))


def _ours(*arguments):
    begin = sys.argv[: sys.argv.index("--") + 2]
    return _process([*begin, "_period_ours", *arguments])


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
