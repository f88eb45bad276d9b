"""All orders of the sample, set into the database at once, beside what its files say.

Two thousand lines confirmed one after the other would take minutes. One order is made as
a clerk makes it; the others are copies of its rows with the sample's values.
"""

import csv
import datetime
import json
import os
import pathlib
from collections import defaultdict

from odoo.tools import SQL

from .exception_goods import GoodsCase

SAMPLE = pathlib.Path(
    os.environ.get("NEIQIN_SAMPLE_DATA")
    or pathlib.Path(__file__).resolve().parents[3] / "shared" / "data"
)
HAVE_SAMPLE = (SAMPLE / "northwind").is_dir()


def read(name):
    with open(
        SAMPLE / "northwind" / f"{name}.csv", encoding="utf-8", newline=""
    ) as file:
        return list(csv.DictReader(file))


def day(text):
    """Return the date of a text of the sample, None where it says NULL."""
    return None if text == "NULL" else datetime.date.fromisoformat(text[:10])


def copy_rows(record, rows):
    """Insert copies of a record's row, each changed by ``{column: value}``.

    :return: the copies, in the order of ``rows``
    """
    env, table = record.env, SQL.identifier(record._table)
    record.flush_recordset()
    sequence = f"{record._table}_id_seq"
    numbers = env.execute_query(
        SQL("SELECT nextval(%s) FROM generate_series(1, %s)", sequence, len(rows))
    )
    ids = [number for (number,) in numbers]
    texts = [
        json.dumps({**row, "id": new}, default=str)
        for new, row in zip(ids, rows, strict=True)
    ]
    env.execute_query(
        SQL(
            """
            INSERT INTO %s
            SELECT (jsonb_populate_record(t, fresh.value)).*
              FROM %s t, UNNEST(%s::jsonb[]) AS fresh (value)
             WHERE t.id = %s
            RETURNING id
            """,
            table,
            table,
            texts,
            record.id,
        )
    )
    return record.browse(ids)


class NorthwindCase(GoodsCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.rows = read("orders")
        cls.sheet = {row["productID"]: row for row in read("products")}
        cls.details = defaultdict(list)
        for row in read("order-details"):
            cls.details[row["orderID"]].append(row)
        products = cls.env["product.product"].create(
            [
                {
                    "name": row["productName"],
                    "type": "consu",
                    "is_storable": True,
                    "neiqin_discontinued": row["discontinued"] == "1",
                }
                for row in cls.sheet.values()
            ]
        )
        cls.products = dict(zip(cls.sheet, products, strict=True))
        cls.copy_orders()

    @classmethod
    def copy_orders(cls):
        """Set all orders in: confirmed, nothing shipped, prices as they are listed."""
        pattern = cls.sell(1, day="1996-07-01")
        line, move = pattern.order_line, pattern.picking_ids.move_ids
        cls.orders = copy_rows(
            pattern,
            [
                {
                    "name": f"NW{row['orderID']}",
                    "client_order_ref": row["orderID"],
                    "date_order": row["orderDate"][:19],
                    "commitment_date": f"{day(row['requiredDate'])} 12:00:00",
                }
                for row in cls.rows
            ],
        )
        lines = [
            (order, row, detail)
            for order, row in zip(cls.orders, cls.rows, strict=True)
            for detail in cls.details[row["orderID"]]
        ]
        cls.lines = copy_rows(
            line,
            [
                {
                    "order_id": order.id,
                    "product_id": cls.products[detail["productID"]].id,
                    "product_uom_qty": float(detail["quantity"]),
                    "neiqin_given_date": day(row["requiredDate"]),
                    "neiqin_price_expected": line.price_unit,
                    "neiqin_price_known": True,
                }
                for order, row, detail in lines
            ],
        )
        copy_rows(
            move,
            [
                {
                    "sale_line_id": mine.id,
                    "product_id": cls.products[detail["productID"]].id,
                    "product_uom_qty": float(detail["quantity"]),
                    "product_qty": float(detail["quantity"]),
                    "picking_id": None,
                }
                for mine, (_order, _row, detail) in zip(cls.lines, lines, strict=True)
            ],
        )
        cls.details_of = {
            mine.id: (row, detail)
            for mine, (_order, row, detail) in zip(cls.lines, lines, strict=True)
        }

    def ship_until(self, last, since=datetime.date.min):
        """Let leave the house what the sample says has left after a day, until a day."""
        gone = [
            (order.id, f"{day(row['shippedDate'])} 09:00:00")
            for order, row in zip(self.orders, self.rows, strict=True)
            if day(row["shippedDate"]) and since < day(row["shippedDate"]) <= last
        ]
        self.env.flush_all()
        self.env.execute_query(
            SQL(
                """
                WITH gone AS (SELECT * FROM UNNEST(%s::int[], %s::timestamp[]) AS g (id, at)),
                     sold AS (UPDATE sale_order SET delivery_status = 'full'
                                FROM gone WHERE gone.id = sale_order.id),
                     line AS (UPDATE sale_order_line SET qty_delivered = product_uom_qty
                                FROM gone WHERE gone.id = order_id
                              RETURNING sale_order_line.id, gone.at)
                UPDATE stock_move
                   SET state = 'done', date = line.at, quantity = product_uom_qty
                  FROM line WHERE line.id = sale_line_id
                RETURNING stock_move.id
                """,
                [order_id for order_id, _at in gone],
                [at for _order_id, at in gone],
            )
        )
        self.env.invalidate_all()

    def only(self, code):
        """Look for one kind of case only, which is quicker a hundred times in a row."""
        [detector] = [x for x in self.cases._neiqin_detectors() if x.code == code]
        cases = type(self.cases)
        self.patch(cases, "_neiqin_detectors", lambda _cases: [detector])

    def found(self, code, order_ids=None):
        """Return the order lines for which the detectors find a kind of case."""
        found = self.cases._neiqin_found(order_ids)
        return {line for kind, _order, line in found if kind == code}

    def lines_where(self, fits):
        """Return the order lines whose rows in the files fit."""
        return {line for line, rows in self.details_of.items() if fits(*rows)}
