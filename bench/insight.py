"""What figures cost over 100,000 orders and 250,000 lines of three years.

The parts share one database filled by `_insight_rows.py`. A part is a module with
`measure(ctx, rows)`: it prints its tables and returns whether all its limits held.
Smaller, for a look: `./neiqin bench insight 5000`; one part: `./neiqin bench insight
100000 insight_tiles`.
"""

import importlib

from bench._insight_rows import ORDERS, Rows

PARTS = (
    "insight_tiles",
    "insight_reports",
    "insight_meeting",
    "insight_scorecards",
    "insight_period",
)


def run(ctx):
    """Fill the database once, run the parts; return 1 when one misses a limit."""
    count, *names = ctx.arguments or [ORDERS]
    parts = [importlib.import_module(f"bench.{name}") for name in names or PARTS]
    with ctx.env_with_addon() as env:
        rows = Rows(env, int(count))
        ctx.say(f"{rows.orders} orders, made in {ctx.once(rows.fill):.0f} s")
        # every part is run, though one before it misses its limit
        kept = [part.measure(ctx, rows) for part in parts]
    return int(not all(kept))
