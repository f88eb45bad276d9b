"""The clerk's desk and the dashboards: every number within a second, as a clerk asks."""

import json

from odoo.fields import Domain

LIMIT = 1.0  # seconds, each
#: What a dashboard's filter of the period chooses, in words a domain understands.
MONTH = ("today =1d", "today =1d +1m")


def measure(ctx, rows):
    """Print the seconds of each number; return whether all were within the limit."""
    env = rows.env(user=rows.clerks[0], su=False)
    figures = [*desk(ctx, env), *dashboards(ctx, rows)]
    ctx.table(
        [(name, f"{seconds * 1000:.0f} ms") for name, seconds in figures],
        (f"over {rows.orders} orders", "median"),
    )
    slow = [name for name, seconds in figures if seconds > LIMIT]
    if slow:
        ctx.say(f"above {LIMIT} s: {', '.join(slow)}")
    return not slow


def asked(ctx, env, question):
    """Return the median seconds of a question, nothing known from before."""

    def once():
        env.invalidate_all()
        question()

    once()  # rights and rules are known to every worker after its first request
    return ctx.median(once, 3)


def desk(ctx, env):
    """Return (name, seconds) of the whole page and of each of its tiles."""
    page = env["neiqin.desk"]
    yield "desk, the whole page", asked(ctx, env, page.load)
    for tile in page._neiqin_shown():
        ask = lambda tile=tile: page._neiqin_count(tile)  # noqa: E731
        yield f"desk, {tile.key}", asked(ctx, env, ask)


def dashboards(ctx, rows):
    """Return (name, seconds) of each pivot, list and chart of the dashboards."""
    for name, user in (("today", rows.clerks[0]), ("month", rows.chief)):
        env = rows.env(user=user, su=False)
        record = env.ref(f"neiqin_addon.spreadsheet_dashboard_{name}").sudo()
        data = json.loads(record.spreadsheet_data)
        for pivot in data["pivots"].values():
            yield (
                f"{name}: {pivot['name']}",
                asked(ctx, env, lambda e=env, p=pivot: ask(e, p)),
            )
        for listed in data["lists"].values():
            yield (
                f"{name}: {listed['name']}",
                asked(ctx, env, lambda e=env, d=listed: read(e, d)),
            )


def read(env, listed):
    """Read a list as the page does, the rows that fit."""
    order = ", ".join(field["name"] for field in listed["orderBy"])
    model = env[listed["model"]]
    return model.search_read(listed["domain"], listed["columns"], limit=8, order=order)


def ask(env, pivot):
    """Ask for a pivot as the page does, with the month chosen."""
    domain = Domain(pivot["domain"])
    for match in pivot["fieldMatching"].values():
        if match["type"] == "date":
            first, last = MONTH
            domain &= Domain(match["chain"], ">=", first)
            domain &= Domain(match["chain"], "<", last)
    model = env[pivot["model"]]
    measures = [
        name
        if name == "__count"
        else f"{name}:{model._fields[name].aggregator or 'sum'}"
        for name in (measure["fieldName"] for measure in pivot["measures"])
    ]
    groups = [row["fieldName"] for row in pivot["rows"]]
    return model.formatted_read_group(domain, groups, measures)
