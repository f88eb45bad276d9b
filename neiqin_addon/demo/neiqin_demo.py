"""A trading company with three months of work behind it, for the demo database.

Each file of this folder tells one part of the story. Parts are remembered one by
one, so that an update of the add-on adds only the parts that are new.
"""

import csv
import pathlib
import random
from datetime import datetime, time

from odoo import api, fields, models
from odoo.tools import SQL

from ..tools.workday import local_to_utc

TZ = "Asia/Shanghai"
MODULE = "__neiqin_demo__"  # its own namespace: uninstalling keeps the records
DATA = pathlib.Path(__file__).parent / "data"
#: Parts after which tables have grown from nothing, and the models of these tables.
WITH_MANY_ROWS = {"purchases", "orders", "deliveries", "invoices", "exceptions"}
LARGE = (
    *("sale.order", "sale.order.line", "stock.move", "stock.move.line"),
    *("stock.picking", "stock.quant", "account.move", "account.move.line"),
    *("account.partial.reconcile", "mail.message", "neiqin.exception", "res.partner"),
)
QUIET = {
    "mail_create_nolog": True,
    "mail_create_nosubscribe": True,
    "mail_activity_quick_update": True,
    "no_reset_password": True,
    "skip_sms": True,
    "tracking_disable": True,
}


class NeiqinDemo(models.AbstractModel):
    _name = "neiqin.demo"
    _description = "Demo Company"

    @api.model
    def _load(self):
        """Load every part of the demo that this database does not have yet."""
        demo = self.sudo().with_context(lang="zh_CN", tz=TZ, **QUIET)
        for part in self._parts():
            if not demo._known(f"part_{part}"):
                demo._in_company()._load_part(part)
                demo._remember(f"part_{part}", demo._company())
                if part in WITH_MANY_ROWS:
                    demo._count_rows()

    def _count_rows(self):
        """Tell PostgreSQL how many rows there are by now.

        All of it is one transaction, into which the server's own counting cannot look: it
        finds the tables empty, and plans for empty tables take minutes with full ones.
        """
        self.env.flush_all()
        tables = (self.env[name]._table for name in LARGE)
        names = SQL(", ").join(SQL.identifier(table) for table in tables)
        self.env.cr.execute(SQL("ANALYZE %s", names))

    def _load_part(self, part):
        getattr(self, f"_load_{part}")()

    @api.model
    def _parts(self):
        """Return the names of the parts in the order they happened."""
        return [
            "company",
            "people",
            "partners",
            "catalogue",
            "purchases",
            "orders",
            "deliveries",
            "invoices",
            "papers",
            "verifications",
            "letters",
            "intakes",
            "approvals",
            "complaints",
        ]

    @api.model
    def _logins(self):
        """Return ``[(role, login, password), ...]`` of everybody in the demo."""
        people = [
            (row["role"], row["login"], row["login"]) for row in self._rows("people")
        ]
        admin = ("Administrator 系统管理员", "admin", "admin")
        return [*people, ("Customer 客户", "customer", "customer"), admin]

    def _in_company(self):
        """Return self working for the demo company, once there is one."""
        company = self._company()
        if not company:
            return self
        return self.with_company(company).with_context(allowed_company_ids=company.ids)

    def _company(self):
        return self._known("company")

    def _rows(self, name):
        """Return the rows of a table in ``demo/data``, as dicts of texts."""
        with (DATA / f"{name}.csv").open(encoding="utf-8", newline="") as file:
            return list(csv.DictReader(file))

    def _chance(self, part):
        """Return random numbers that are the same on every load of a part."""
        return random.Random(f"neiqin {part}")

    def _known(self, key):
        """Return the record remembered under a key, None if there is none."""
        return self.env.ref(f"{MODULE}.{key}", raise_if_not_found=False)

    def _remember(self, key, record):
        values = {"module": MODULE, "name": key, "noupdate": True}
        values.update(model=record._name, res_id=record.id)
        self.env["ir.model.data"].create(values)
        return record

    def _remembered(self, prefix, model):
        """Return all records of a model remembered under keys with a prefix."""
        data = self.env["ir.model.data"].search(
            [
                ("module", "=", MODULE),
                ("model", "=", model),
                ("name", "=like", f"{prefix}%"),
            ],
            order="id",
        )
        return self.env[model].browse(data.mapped("res_id"))

    def _today(self):
        """Return the last day of the story: the day on which it was loaded.

        A part that comes with a later update still belongs to that day.
        """
        begun = self.env["ir.model.data"].search(
            [("module", "=", MODULE), ("name", "=", "company")]
        )
        now = begun.create_date or fields.Datetime.now()
        return fields.Datetime.context_timestamp(self.with_context(tz=TZ), now).date()

    def _moment(self, day, hour=10, minute=0):
        """Return the naive UTC moment of a time of day at the company."""
        return local_to_utc(datetime.combine(day, time(hour, minute)), TZ)
