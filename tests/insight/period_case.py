"""Plans and reports over orders whose days are set by hand."""

import datetime
from unittest.mock import patch

from odoo import Command
from odoo.tests import new_test_user

from ..order.progress_case import ProgressCase
from .review_case import SHANGHAI

FAKE_PDF = b"%PDF-1.4 a report"


def day(text):
    return datetime.date.fromisoformat(text)


class PeriodCase(ProgressCase):
    #: Printed for real only where the paper is what is tested.
    printed = False

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company.partner_id.tz = SHANGHAI
        cls.company.resource_calendar_id.tz = SHANGHAI
        cls.company.email = "office@jinggong.example"
        cls.reports = cls.env["neiqin.period.report"]
        cls.plans = cls.env["neiqin.period.report.plan"]
        cls.supervisor = cls.person(
            "period_boss", "neiqin_addon.group_neiqin_supervisor"
        )
        cls.seller = cls.person("period_seller", "sales_team.group_sale_salesman")
        if not cls.printed:
            cls.startClassPatcher(
                patch.object(type(cls.reports), "_neiqin_pdf", lambda *_a: FAKE_PDF)
            )

    @classmethod
    def person(cls, login, groups, **values):
        return new_test_user(
            cls.env,
            login,
            groups,
            **{
                "email": f"{login}@jinggong.example",
                "lang": "zh_CN",
                "company_id": cls.company.id,
                "company_ids": [Command.set(cls.company.ids)],
                **values,
            },
        )

    @classmethod
    def plan(cls, kind="month", **values):
        return cls.plans.create(
            {
                "name": f"Plan {kind}",
                "kind": kind,
                "company_id": cls.company.id,
                "lang": "en_US",
                **values,
            }
        )

    def report(self, first, kind="month", **values):
        """Return the report of the period that a day lies in, made now."""
        return self.plan(kind, **values)._neiqin_make_for(day(first))

    def dated(self, order, moment):
        """Say that an order was made and confirmed at a UTC moment."""
        self.env.flush_all()
        self.env.cr.execute(
            "UPDATE sale_order SET date_order = %s, create_date = %s WHERE id = %s",
            (moment, moment, order.id),
        )
        order.invalidate_recordset()
        return order

    def sold(self, moment, quantity=1, price=100, **values):
        """Return a confirmed order of goods at a UTC moment."""
        return self.dated(self.order((self.goods, quantity, price), **values), moment)

    def counted(self, product, quantity):
        """Count a product in stock; return the move that this makes."""
        quants = self.env["stock.quant"].with_context(inventory_mode=True)
        quants.create(
            {
                "product_id": product.id,
                "location_id": self.warehouse.lot_stock_id.id,
                "inventory_quantity": quantity,
            }
        ).action_apply_inventory()
        return self.env["stock.move"].search([("product_id", "=", product.id)])

    def value(self, report, code):
        """Return a figure of a report, None where it is not known."""
        [row] = report.row_ids.filtered(lambda row: row.code == code)
        return row.value if row.is_known else None

    def before(self, report, code):
        [row] = report.row_ids.filtered(lambda row: row.code == code)
        return row.before if row.was_known else None
