"""Looks at a restored database as its users would: by Odoo itself."""

import secrets
from contextlib import contextmanager

from odoo import SUPERUSER_ID, api, sql_db
from odoo.fields import Command
from odoo.modules.neutralize import neutralize_database
from odoo.modules.registry import Registry

#: Rows of the trail sealed at a time.
SLICE = 5000
GROUPS = (
    "base.group_user",
    "neiqin_addon.group_neiqin_clerk",
    "sales_team.group_sale_salesman_all_leads",
)


def neutralize(database):
    """Have a copy send no mail, run no schedule and call nobody."""
    with sql_db.db_connect(database).cursor() as cr:
        neutralize_database(cr)


def look(database):
    """Return ``[(check, good, what)]`` of a database that no user sees.

    What is written there for the checks is not committed.
    """
    neutralize(database)
    with _environment(database) as env:
        return [
            ("trail", *_trail(env)),
            ("login", *_login(env)),
            ("order", *_order(env)),
        ]


@contextmanager
def _environment(database):
    with Registry(database).cursor() as cr:
        try:
            yield api.Environment(cr, SUPERUSER_ID, {"lang": "en_US"})
        finally:
            cr.rollback()


def leave(database):
    """Forget a database, so that it can be dropped."""
    Registry.delete(database)
    sql_db.close_db(database)


def _trail(env):
    """Check every row of every company's trail, after sealing what waited."""
    chains = env["neiqin.trail.chain"]._neiqin_open_chains()
    for chain in chains:
        while chain._neiqin_seal(SLICE) == SLICE:
            pass
    checks = env["neiqin.trail.check"]._neiqin_start(chains)
    for check in checks:
        check._neiqin_run()
    broken = checks.filtered(lambda check: check.state != "intact")
    if broken:
        return False, "; ".join(
            f"{check.company_id.name}: {check.message}" for check in broken
        )
    return True, str(sum(checks.mapped("sequence")))


def _login(env):
    """Have somebody new log in with a password, as a clerk."""
    password = secrets.token_urlsafe(24)
    login = f"restore-drill-{secrets.token_hex(4)}"
    users = env["res.users"].with_context(no_reset_password=True)
    user = users.create(
        {
            "name": "Restore drill",
            "login": login,
            "password": password,
            "company_ids": [Command.set(env["res.company"].search([]).ids)],
            "group_ids": [Command.set([env.ref(group).id for group in GROUPS])],
        }
    )
    credential = {"type": "password", "login": login, "password": password}
    found = env["res.users"].authenticate(credential, {"interactive": False})
    return found["uid"] == user.id, "restore drill"


def _order(env):
    """Open the newest order as that clerk's form does."""
    clerk = env["res.users"].search([("login", "=like", "restore-drill-%")], limit=1)
    order = env["sale.order"].search([], order="id desc", limit=1)
    if not order:
        return True, ""
    companies = {"allowed_company_ids": order.company_id.ids}
    orders = env["sale.order"].with_user(clerk).with_context(**companies)
    arch = orders.get_view(view_type="form")
    names = list(orders.fields_get(list(arch["models"]["sale.order"]), []))
    (values,) = orders.browse(order.id).read(names)
    lines = order.order_line
    return sorted(values["order_line"]) == sorted(lines.ids), order.name
