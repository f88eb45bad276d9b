"""What sealed fields cost: reading and searching 10,000 customers.

    ./neiqin bench sealed

Three databases' worth of figures in one process: stock Odoo, the add-on with sealing
off, and sealed, each read as the list of contacts reads them. Refuses (exit code 1)
when the sealed read takes more than 1.3 times the stock read.
"""

import base64
import os

NUMBER = 10_000
LIMIT = 1.3
#: the columns of Odoo's list of contacts
LIST = ["complete_name", "phone", "email", "user_id", "city", "country_id", "company_id"]
RIGHTS = "sales_team.group_sale_salesman_all_leads"


def run(ctx):
    os.environ["NEIQIN_KEYS"] = base64.b64encode(b"b" * 32).decode()
    rows, figures = [], {}
    with ctx.env_stock() as env:
        _measure(ctx, env, "stock Odoo", _people(env, {"reader": RIGHTS}), figures)
    with ctx.env_with_addon() as env:
        people = _people(
            env, {"reader": f"{RIGHTS},neiqin_addon.group_neiqin_sensitive", "clerk": RIGHTS}
        )
        _measure(ctx, env, "add-on, off", {"reader": people["reader"]}, figures)
        seconds = ctx.once(lambda: _seal(env))
        _measure(ctx, env, "sealed", people, figures)
        rows.append(("sealing 10,000 customers", "", f"{seconds:.1f} s", ""))
        seconds = ctx.once(lambda: _open(env))
        rows.append(("putting them back", "", f"{seconds:.1f} s", ""))
    stock = figures["stock Odoo", "reader"]
    worst = 0
    for (state, who), found in figures.items():
        for what, seconds in found.items():
            ratio = seconds / stock[what]
            if state == "sealed" and what == "list":
                worst = max(worst, ratio)
            rows.append((f"{what}: {state}", who, f"{seconds * 1000:.0f} ms", f"{ratio:.2f}"))
    ctx.table(rows, ("what", "who", "time", "times stock"))
    print(f"worst sealed read of the list: {worst:.2f} times stock (limit {LIMIT})")
    return int(worst > LIMIT)


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


def _measure(ctx, env, state, people, figures):
    for who, partners in people.items():

        def read(names=LIST, partners=partners):
            env.invalidate_all()
            return partners.web_search_read(
                [("id", "in", partners.ids)], {name: {} for name in names}, limit=NUMBER
            )

        def search(partners=partners):
            env.invalidate_all()
            return partners.search([("phone", "=", "13800005678")])

        assert len(read()["records"]) == NUMBER and len(search()) == 1
        figures[state, who] = {
            "list": ctx.median(read),
            "name and phone": ctx.median(lambda: read(["name", "phone"])),
            "search one": ctx.median(search),
        }


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
