"""Order files that came in: one clean, one with bad rows, one half imported."""

import base64
from datetime import timedelta

from odoo import fields, models

from ..tools.xlsx_write import write_table

HEADS = ("客户", "采购订单号", "货号", "品名", "数量", "单价", "交期")


class NeiqinDemo(models.AbstractModel):
    _inherit = "neiqin.demo"

    def _load_intakes(self):
        due = fields.Date.context_today(self) + timedelta(days=9)
        rows = self._file_rows(due)
        clerk = self._known("user_clerk")
        self._take_file(clerk, "无锡华拓_采购单.xlsx", rows["clean"])
        self._take_file(clerk, "苏州瑞恒_本周订单.xlsx", rows["bad"])
        partly = self._take_file(clerk, "南京宁工_补货.csv", rows["partly"])
        partly.action_import()

    def _take_file(self, clerk, name, rows):
        """Upload a file as a clerk and check it."""
        intake = self.env["neiqin.order.intake"].with_user(clerk)
        content = self._file(name, rows)
        intake = intake.create({"filename": name, "file": base64.b64encode(content)})
        intake.action_check()
        return intake

    def _file(self, name, rows):
        if name.endswith(".xlsx"):
            return write_table("采购单", HEADS, rows)
        texts = [",".join(map(str, row)) for row in [HEADS, *rows]]
        return "\r\n".join(texts).encode("gb18030")

    def _file_rows(self, due):
        """Return the rows of each file; what is wrong with them is for the clerk."""

        def row(customer, ref, code, quantity, factor=1.0):
            product = self._known(f"product_{code}")
            price = product and round(product.list_price * factor, 2)
            name = product.name if product else "——"
            return [customer, ref, code, name, quantity, price or 12, str(due)]

        wuxi, suzhou, nanjing = "KH004", "KH003", "KH012"
        return {
            "clean": [
                row(wuxi, "HT-2207", "6205-2RS", 200),
                row(wuxi, "HT-2207", "6206-ZZ", 150),
                row(wuxi, "HT-2208", "YE3-90L-4", 4),
                row(wuxi, "HT-2208", "LM5-30", 8),
            ],
            "bad": [
                row(suzhou, "RH-0912", "HGR20-1000", 12),
                row(suzhou, "RH-0912", "HGW20CC", 24),
                row(suzhou, "RH-0913", "6204-2RS", "两百"),
                row(suzhou, "RH-0913", "6208-2RS", 40, 0.5),
                row(suzhou, "RH-0914", "6207-2RS", 100),
                row("苏州瑞亨自动化", "RH-0915", "PLF090-10", 1),
            ],
            "partly": [
                row(nanjing, "NG-551", "22212-E", 8),
                row(nanjing, "NG-551", "30208", 40),
                row(nanjing, "NG-552", "GICL3", 0),
            ],
        }
