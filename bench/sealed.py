"""What sealed fields cost: reading and searching 10,000 customers.

    ./neiqin bench sealed

Stock Odoo, the add-on with sealing off, and sealed, read as Odoo's list of contacts
reads them and, hardest, with nothing but name and number. Each figure is the median of
several turns, taken in turn. Refuses (exit code 1) when a sealed read takes more than
1.3 times the processor time of the stock read.
"""

import base64
import gc
import os
import statistics
import time

from lxml import etree

NUMBER = 10_000
LIMIT = 1.3
RIGHTS = "sales_team.group_sale_salesman_all_leads"
TURNS = 5
LIST, PAIR = "list of contacts", "name and phone only"


def run(ctx):
    os.environ["NEIQIN_KEYS"] = base64.b64encode(b"b" * 32).decode()
    os.environ["NEIQIN_KEY_FILE"] = ""
    with ctx.env_stock() as stock, ctx.env_with_addon() as env:
        people = {"stock Odoo": _people(stock, {"reader": RIGHTS})["reader"]}
        ours = _people(
            env,
            {
                "reader": f"{RIGHTS},neiqin_addon.group_neiqin_sensitive",
                "clerk": RIGHTS,
                "salesperson": RIGHTS,
            },
        )
        ours["salesperson"].sudo().user_id = ours["salesperson"].env.user
        columns = _columns(stock)
        off = _measure(ctx, {**people, "add-on, off": ours["reader"]}, columns)
        sealing = ctx.once(lambda: _seal(env))
        sealed = {f"sealed, {who}": partners for who, partners in ours.items()}
        on = _measure(ctx, {**people, **sealed}, columns)
        opening = ctx.once(lambda: _open(env))
    rows = [*_rows(off), *_rows(on)]
    worst = max(
        figures[what][0] / on["stock Odoo"][what][0]
        for figures in on.values()
        for what in (LIST, PAIR)
    )
    rows += [
        ("sealing them all", "", "", "", f"{sealing:.1f} s", ""),
        ("putting them back", "", "", "", f"{opening:.1f} s", ""),
        ("worst sealed read", "", f"limit {LIMIT}", f"{worst:.2f}", "", ""),
    ]
    ctx.table(
        rows, ("what", "who", "processor", "times stock", "on the wall", "times stock")
    )
    return int(worst > LIMIT)


def _rows(figures):
    return [
        (what, who, *_cells(pair, figures["stock Odoo"][what]))
        for who, found in figures.items()
        for what, pair in found.items()
    ]


def _cells(pair, stock):
    for seconds, unsealed in zip(pair, stock, strict=True):
        yield f"{seconds * 1000:.0f} ms"
        yield f"{seconds / unsealed:.2f}"


def _columns(env):
    """Return what the web client asks for when it shows the list of contacts."""
    model = env["res.partner"]
    names = model.get_views([(False, "list")])["models"]["res.partner"]["fields"]
    arch = etree.fromstring(model.get_view(view_type="list")["arch"])
    wanted = [
        node.get("name") for node in arch.iter("field") if node.get("name") in names
    ]
    return {
        name: {"fields": {"display_name": {}}} if model._fields[name].relational else {}
        for name in wanted
    }


def _people(env, rights):
    values = [
        {
            "name": f"客户 {number}",
            "phone": f"138{number:08}",
            "email": f"kunde{number}@example.com",
            "city": "杭州",
            "country_id": env.ref("base.cn").id,
        }
        for number in range(NUMBER)
    ]
    partners = env["res.partner"].with_context(tracking_disable=True).create(values)
    users = {}
    for login, groups in rights.items():
        group_ids = [env.ref(name).id for name in groups.split(",")]
        user = env["res.users"].create(
            {"name": login, "login": f"bench {login}", "group_ids": [(6, 0, group_ids)]}
        )
        users[login] = partners.with_user(user)
    env.flush_all()
    return users


def _measure(ctx, people, columns):
    """Return ``{who: {what: (processor, wall)}}`` in seconds, medians of all turns."""
    figures = {who: {} for who in people}
    for _turn in range(TURNS):
        for who, partners in people.items():
            for what, action in _actions(partners, columns).items():
                figures[who].setdefault(what, []).append(_seconds(action))
    return {
        who: {
            what: tuple(statistics.median(each) for each in zip(*turns, strict=True))
            for what, turns in found.items()
        }
        for who, found in figures.items()
    }


def _seconds(action):
    """Return the seconds of one action: of Odoo's processor, and on the wall.

    A busy machine stretches the time on the wall, and the database's share is in it.
    """
    gc.collect()
    before = time.process_time(), time.perf_counter()
    action()
    return time.process_time() - before[0], time.perf_counter() - before[1]


def _actions(partners, columns):
    def read(names):
        _forget(partners.env)
        found = partners.web_search_read(
            [("id", "in", partners.ids)], names, limit=NUMBER
        )
        assert len(found["records"]) == NUMBER

    def search():
        _forget(partners.env)
        assert len(partners.search([("phone", "=", "13800005678")])) == 1

    return {
        LIST: lambda: read(columns),
        PAIR: lambda: read({"name": {}, "phone": {}}),
        "search one": search,
    }


def _forget(env):
    env.invalidate_all()
    env.cr.cache.clear()


def _seal(env):
    sealing = env["neiqin.sealing"]._neiqin_the()
    sealing.action_seal()
    _slices(env, "seal")
    sealing._neiqin_set(state="on")


def _open(env):
    sealing = env["neiqin.sealing"]._neiqin_the()
    sealing._neiqin_set(state="opening")
    _slices(env, "open")


def _slices(env, work):
    for model in env["neiqin.sealing"]._neiqin_models():
        while model._neiqin_slice(work):
            pass
