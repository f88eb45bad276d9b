"""The monthly report beside its own statements run bare, and a workbook of all lines.

The report is everything: computed, written as rows, printed twice as a workbook, frozen;
the two PDF runs are left out, as they are another program's time. What it is compared with
are the same statements, run one after the other on the same rows without any of it.
"""

import datetime
import resource
import tempfile
import threading
from unittest.mock import patch

import xlsxwriter

from odoo.tools import SQL

from odoo.addons.neiqin_addon.tools.period import period_of

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
    lines = env["sale.order.line"].with_user(env.ref("base.user_admin"))
    domain = [("display_type", "=", False), ("company_id", "=", env.company.id)]
    query = lines._neiqin_export_query(domain)
    count, memory = [], Memory()
    with tempfile.TemporaryDirectory() as folder:
        bare = ctx.once(lambda: _bare_xlsx(env, query, f"{folder}/bare.xlsx"))
        with memory:
            ours = ctx.once(
                lambda: count.append(
                    lines._neiqin_export_xlsx(domain, f"{folder}/ours.xlsx")
                )
            )
    ctx.say(
        f"{count[0]} lines as a workbook {ours:.1f} s, by a cursor and xlsxwriter alone"
        f" {bare:.1f} s: {ours / bare:.2f} times (limit {XLSX_LIMIT}),"
        f" {memory.most:.0f} MB more (limit {MEMORY_LIMIT:.0f})"
    )
    return ours <= XLSX_LIMIT * bare and memory.most <= MEMORY_LIMIT


class Memory:
    """Looks ten times a second how much more memory the process has."""

    def __enter__(self):
        self.begin, self.most = self._now(), 0.0
        self.over = threading.Event()
        self.thread = threading.Thread(target=self._watch)
        self.thread.start()

    def __exit__(self, *_error):
        self.over.set()
        self.thread.join()

    def _watch(self):
        while not self.over.wait(0.1):
            self.most = max(self.most, self._now() - self.begin)

    @staticmethod
    def _now():
        with open("/proc/self/statm") as file:
            return int(file.read().split()[1]) * resource.getpagesize() / 1e6


def _bare_xlsx(env, query, path):
    book = xlsxwriter.Workbook(path, {"constant_memory": True})
    sheet = book.add_worksheet()
    day = book.add_format({"num_format": "yyyy-mm-dd"})
    cursor = env.cr._cnx.cursor("bench_lines")
    cursor.itersize = 2000
    cursor.execute(query.code, query.params)
    for number, row in enumerate(cursor, start=1):
        for column, value in enumerate(row):
            if isinstance(value, datetime.date):
                sheet.write_datetime(number, column, value, day)
            else:
                sheet.write(number, column, value)
    cursor.close()
    book.close()
