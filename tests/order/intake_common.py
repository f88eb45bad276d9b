"""What the tests of the order intake share: a small shop and files for it."""

import base64
import csv
import datetime
import io

import xlsxwriter

from odoo.tests import TransactionCase, new_test_user, tagged

HEADERS = ("客户编码", "客户订单号", "货号", "数量", "单价", "交期")
#: Far enough ahead that no row of these tests becomes past while they are in use.
DAY = "2031-03-03"


def csv_file(rows, headers=HEADERS, encoding="utf-8", delimiter=","):
    """Return the bytes of a .csv file."""
    out = io.StringIO()
    writer = csv.writer(out, delimiter=delimiter)
    writer.writerows([headers, *rows])
    return out.getvalue().encode(encoding)


def xlsx_file(rows, headers=HEADERS):
    """Return the bytes of an .xlsx file; dates become date cells."""
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True}) as book:
        sheet = book.add_worksheet("订单")
        style = book.add_format({"num_format": "yyyy-mm-dd"})
        for number, row in enumerate([headers, *rows]):
            for column, value in enumerate(row):
                if isinstance(value, datetime.date):
                    sheet.write_datetime(number, column, value, style)
                else:
                    sheet.write(number, column, value)
    return out.getvalue()


@tagged("post_install", "-at_install")
class IntakeCase(TransactionCase):
    """Two customers, three products and one person per role."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env = cls.env["base"].with_context(tracking_disable=True).env
        cls.clerk = cls._user("clerk")
        cls.supervisor = cls._user("supervisor")
        cls.ningbo, cls.suzhou = cls.env["res.partner"].create(
            [
                {"name": "宁波港机有限公司", "ref": "C-NB", "is_company": True},
                {"name": "苏州精密有限公司", "ref": "C-SZ", "is_company": True},
            ]
        )
        cls.bearing, cls.seal, cls.oil = cls.env["product.product"].create(
            [
                {"name": "轴承 6204", "default_code": "B6204", "list_price": 10.0},
                {"name": "油封", "default_code": "SEAL", "list_price": 4.0},
                {"name": "润滑油", "default_code": "OIL", "list_price": 80.0},
            ]
        )

    @classmethod
    def _user(cls, role):
        return new_test_user(
            cls.env, f"intake_{role}", f"neiqin_addon.group_neiqin_{role}"
        )

    def intake(self, data, filename="orders.csv", user=None, **values):
        """Return a new intake of the bytes given, taken in by a clerk."""
        return (
            self.env["neiqin.order.intake"]
            .with_user(user or self.clerk)
            .create({"file": base64.b64encode(data), "filename": filename, **values})
        )

    def checked(self, rows, **values):
        """Return a checked intake of rows in the usual columns."""
        intake = self.intake(csv_file(rows), **values)
        intake.action_check()
        return intake

    def row(self, **cells):
        """Return one good row, changed where told."""
        row = {
            "customer": "C-NB",
            "ref": "PO-1",
            "product": "B6204",
            "qty": "2",
            "price": "10",
            "day": DAY,
        }
        return list({**row, **cells}.values())

    def orders(self, intake):
        """Return the orders of an intake as ``{number: [(code, quantity, price)]}``."""
        return {
            order.client_order_ref: [
                (line.product_id.default_code, line.product_uom_qty, line.price_unit)
                for line in order.order_line
            ]
            for order in intake.order_ids.sorted("id")
        }
