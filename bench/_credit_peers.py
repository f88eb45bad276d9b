"""The community's add-ons for credit risk, to be measured on the same data."""

import os
import subprocess
import sys
from pathlib import Path

from odoo.tools import SQL

import odoo.addons

from bench._credit_books import Books
from dev import places

MODULES = ("account_financial_risk", "sale_financial_risk")
VERSION = "19.0.*"


def find():
    """Return a folder that holds the modules, None where there is none to be had.

    The one that NEIQIN_RISK_ADDONS names; else pip fetches them, once per checkout.
    """
    given = os.environ.get("NEIQIN_RISK_ADDONS")
    if given:
        return given
    target = places.private("bench", "credit_peers")
    folder = target / "odoo" / "addons"
    if not all((folder / name / "__manifest__.py").exists() for name in MODULES):
        _fetch(target)
    return str(folder) if (folder / MODULES[-1]).is_dir() else None


def _fetch(target):
    wanted = [f"odoo-addon-{name}=={VERSION}" for name in MODULES]
    pip = [sys.executable, "-m", "pip", "install", "--quiet", "--no-deps", "--no-input"]
    subprocess.call([*pip, "--target", target, *wanted], stderr=subprocess.DEVNULL)


def versions(folder):
    """Return what is compared with, as ``name version``."""
    found = []
    for name in MODULES:
        manifest = (Path(folder) / name / "__manifest__.py").read_text("utf-8")
        version = manifest.partition('"version": "')[2].partition('"')[0]
        found.append(f"{name} {version}")
    return " and ".join(found)


def install(ctx, folder):
    """Install the modules in the stock database; it is thrown away."""
    odoo.addons.__path__.append(folder)
    with ctx.env_stock(commit=True) as env:
        env["ir.module.module"].update_list()
        module = env["ir.module.module"].search([("name", "=", MODULES[-1])])
        module.button_immediate_install()


def measure(ctx, customers):
    """Return (seconds, [total per customer]) of reading ``risk_total`` of all."""
    with ctx.env_stock() as env:
        books = Books(env, customers)
        books.fill()
        _include_all(books)
        found = []
        seconds = ctx.once(lambda: found.extend(_totals(books)))
    return seconds, found


def _totals(books):
    """Return the totals as the add-on's lists read them."""
    books.env.invalidate_all()
    return [partner.risk_total for partner in books.partners]


def _include_all(books):
    """Switch on all that the add-on can count."""
    names = [
        name
        for name, field in books.partners._fields.items()
        if name.startswith("risk_") and name.endswith("_include") and field.store
    ]
    sets = SQL(", ").join(SQL("%s = TRUE", SQL.identifier(name)) for name in names)
    books.env.cr.execute(SQL("UPDATE res_partner SET %s", sets))
