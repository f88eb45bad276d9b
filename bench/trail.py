"""The trail's two promises: a fast check, and writers that hardly notice it.

./neiqin bench trail [ROWS]: check ROWS rows (1,000,000) at 50,000 rows/s or better,
server and client on one core; write 1,000 customers at most 1.3 times slower with
the trail on than with it off, in one call and one by one. Stock Odoo beside them shows
the rest of the add-on. Measured is the processor time of Odoo and of its database
process together: what else runs on the machine counts little.
"""

import os
import statistics
import time
from contextlib import suppress
from functools import partial
from pathlib import Path

ROWS, CUSTOMERS, TURNS = 1_000_000, 1000, 5
SPEED, RATIO = 50_000, 1.3
VALUES = '{"phone":{"new":"139****4321","old":"138****5678"}}'


def run(ctx):
    """Measure both; return 1 where a promise is not kept."""
    rows = int(ctx.arguments[0]) if ctx.arguments else ROWS
    kept = [_check(ctx, rows), _write(ctx)]
    return 0 if all(kept) else 1


def _check(ctx, rows):
    with ctx.env_with_addon(commit=True) as env:
        _one_core(env)
        written = _spent(env, lambda: _insert(env, rows))
        env.cr.commit()  # pylint: disable=invalid-commit
        chain = env["neiqin.trail.chain"]._neiqin_open_chains()[:1]
        sealed = _spent(env, lambda: _seal(chain))
        check = env["neiqin.trail.check"]._neiqin_start(chain)
        checked = _spent(env, check._neiqin_run)
        assert (check.state, check.sequence) == ("intact", chain.sequence)
    ctx.table(
        [
            [step, f"{seconds:.1f}", f"{rows / seconds:,.0f}"]
            for step, seconds in (
                ("written by SQL", written),
                ("sealed", sealed),
                ("checked", checked),
            )
        ],
        [f"{rows:,} rows, one core", "seconds", "rows/s"],
    )
    return rows / checked >= SPEED


def _one_core(env):
    """Put this process and its server process on the same core, where allowed."""
    env.cr.execute("SELECT pg_backend_pid()")
    for pid in (0, env.cr.fetchone()[0]):
        with suppress(OSError):
            os.sched_setaffinity(pid, {0})


def _insert(env, rows):
    env.cr.execute(
        """
        INSERT INTO neiqin_trail_entry (company_id, date, user_id, user_name,
               is_superuser, action, res_model, res_id, res_name, details, ip_address)
        SELECT %s, now() at time zone 'utc', %s, '王芳 (wangfang)', false, 'change',
               'res.partner', n, '客户 ' || n, %s, '10.0.0.7'
          FROM generate_series(1, %s) n
        """,
        [env.company.id, env.uid, VALUES, rows],
    )


def _seal(chain):
    """Seal in slices with a commit each, as the schedule does."""
    while chain._neiqin_seal(5000):
        chain.env.cr.commit()  # pylint: disable=invalid-commit


def _write(ctx):
    """Write the same fields of the same number of customers in turns."""
    os.sched_setaffinity(0, range(os.cpu_count()))
    kept = True
    with ctx.env_stock() as stock, ctx.env_with_addon() as addon:
        sides = {"stock": _customers(stock), "off": _customers(addon)}
        sides["on"] = sides["off"]
        for way, write in WAYS.items():
            results = []
            for title, vals in FIELDS.items():
                seconds = _in_turns(sides, write, vals)
                ratios = [seconds["on"] / seconds[side] for side in ("stock", "off")]
                kept = kept and ratios[1] <= RATIO
                milliseconds = [f"{1000 * value:.0f}" for value in seconds.values()]
                results.append([title, *milliseconds, *(f"{x:.2f}" for x in ratios)])
            headers = [way, "stock ms", "off ms", "on ms", "on/stock", "on/off"]
            ctx.table(results, headers)
    return kept


def _customers(env):
    partners = env["res.partner"].with_context(tracking_disable=True)
    values = [{"name": f"客户 {n}", "phone": f"13800{n:06}"} for n in range(CUSTOMERS)]
    return partners.create(values)


def _one_call(partners, vals):
    partners.write(vals)


def _one_by_one(partners, vals):
    for partner in partners:
        partner.write(vals)


def _committed(partners, vals):
    for partner in partners[: CUSTOMERS // 5]:
        partner.write(vals)
        partner.env.cr.commit()  # pylint: disable=invalid-commit


WAYS = {
    f"{CUSTOMERS:,} in one call": _one_call,
    f"{CUSTOMERS:,} one by one": _one_by_one,
    f"{CUSTOMERS // 5:,}, a transaction each": _committed,
}
FIELDS = {
    "tax number": {"vat": "9133"},
    "credit limit": {"credit_limit": 1000},
    "phone": {"phone": "1380000"},
    "name, phone, e-mail": {"name": "N", "phone": "138", "email": "a@b.cn"},
}


def _in_turns(sides, write, vals):
    """Return {side: median seconds}; turns alternate, so that load hits all alike."""
    found = {side: [] for side in sides}
    for turn in range(TURNS):
        for side, partners in sides.items():
            if side != "stock":
                partners.env.company.neiqin_trail_customers = side == "on"
            partners.env.flush_all()
            partners.env.invalidate_all()
            partners.env.company.name  # noqa: B018 a request has read these before
            values = _changed(vals, turn, side)
            work = partial(_flushed, write, partners, values)
            found[side].append(_spent(partners.env, work))
    return {side: statistics.median(times) for side, times in found.items()}


def _flushed(write, partners, values):
    write(partners, values)
    partners.env.flush_all()


def _spent(env, work):
    """Return the seconds that both processes work; of time, where that is not told."""
    env.cr.execute("SELECT pg_backend_pid()")
    server = Path(f"/proc/{env.cr.fetchone()[0]}/schedstat")

    def clock():
        if not server.exists():  # the database is on another machine
            return time.perf_counter()
        return time.process_time() + int(server.read_text().split()[0]) / 1e9

    start = clock()
    work()
    return clock() - start


def _changed(vals, turn, side):
    """Return values that no turn before wrote."""
    mark = f"{turn}{len(side)}"
    return {
        name: f"{value}{mark}" if isinstance(value, str) else value + int(mark)
        for name, value in vals.items()
    }
