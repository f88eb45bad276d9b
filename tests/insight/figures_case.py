"""Orders set into the database with their dates, for figures over them."""

from odoo.tools import SQL

from ..order.exception_goods import GoodsCase
from ..order.northwind_case import copy_rows

SHANGHAI = "Asia/Shanghai"


class FiguresCase(GoodsCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company = cls.env.company
        cls.set_zone(SHANGHAI)
        cls.pattern = cls.sell(1, day="2026-03-05")
        # it only lends its rows
        cls.pattern.date_order = "1990-01-01 08:00:00"

    @classmethod
    def set_zone(cls, zone):
        """Have the company's clock be in a time zone."""
        cls.company.resource_calendar_id = cls.env["resource.calendar"].create(
            {"name": zone, "tz": zone, "company_id": cls.company.id}
        )

    @classmethod
    def order_at(cls, moment, amount=100.0, **values):
        """Return a confirmed order of one line, placed at a moment in UTC."""
        row = {
            "date_order": moment,
            "create_date": moment,
            "amount_untaxed": amount,
            **values,
        }
        order = copy_rows(cls.pattern, [row])
        line = {"order_id": order.id, "price_subtotal": amount, "price_unit": amount}
        copy_rows(cls.pattern.order_line, [line])
        cls.env.invalidate_all()
        return order

    @classmethod
    def delivered(cls, moments):
        """Say that customers had all of their orders at ``[(order id, UTC moment)]``."""
        cls.env.execute_query(
            SQL(
                """
                INSERT INTO neiqin_progress_fact
                       (order_id, company_id, stage, moment, quantity, key, number)
                SELECT id, %s, 'delivered', moment, 1, 'nw', 1
                  FROM UNNEST(%s::int[], %s::timestamp[]) AS fact (id, moment)
                RETURNING id
                """,
                cls.company.id,
                [order for order, _moment in moments],
                [moment for _order, moment in moments],
            )
        )
        cls.env.invalidate_all()

    def sums(self, model, domain, groupby, *aggregates, user=None):
        """Return ``{group: aggregates}`` as a pivot would ask for them."""
        records = self.env[model].with_user(user or self.env.user)
        rows = records._read_group(domain, groupby, list(aggregates))
        size = len(groupby)
        key = (lambda row: row[0]) if size == 1 else (lambda row: row[:size])
        return {key(row): row[size:] for row in rows}
