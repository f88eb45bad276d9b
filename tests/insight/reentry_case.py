"""Orders that are typed again: a day that is over, papers, a third person."""

import json
from datetime import timedelta

from freezegun import freeze_time

from odoo import fields
from odoo.fields import Command
from odoo.tests import new_test_user

from ..order.verification_common import OfficeCase

SUPERVISOR = "neiqin_addon.group_neiqin_supervisor"


class ReentryCase(OfficeCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.lead = new_test_user(cls.env, "lead", SUPERVISOR, name="孙组长")
        # nobody else of the database takes part
        group = cls.env.ref("neiqin_addon.group_neiqin_clerk")
        cls.ours = cls.wang | cls.li | cls.zhao | cls.lead | cls.boss
        for user in group.all_user_ids - cls.ours - cls.env.ref("base.user_root"):
            user.company_ids = (
                [Command.unlink(cls.company.id)]
                if len(user.company_ids) > 1
                else user.company_ids.ids
            )
        cls.company.write(
            {
                "neiqin_reentry": True,
                "neiqin_reentry_share": 100.0,
                "neiqin_complaint_supervisor_id": False,
            }
        )
        cls.tasks = cls.env["neiqin.reentry"]

    def paper(self, order, text="品名 6204 数量 1"):
        attachment = self.env["ir.attachment"].create(
            {
                "name": "订单.txt",
                "raw": text.encode(),
                "mimetype": "text/plain",
                "res_model": "sale.order",
                "res_id": order.id,
            }
        )
        order.sudo().neiqin_paper_ids = [Command.link(attachment.id)]
        return order

    def cron(self, name="ir_cron_reentry_draw", days=1):
        with freeze_time(fields.Datetime.now() + timedelta(days=days)):
            with self.enter_registry_test_mode():
                self.env.ref(f"neiqin_addon.{name}").method_direct_trigger()
        self.env.invalidate_all()

    def drawn(self, order=None, **values):
        """Return the task of an order (of 王敏) with a paper, after the day is over."""
        order = order or self.paper(self.make_order(**values))
        self.cron()
        return self.tasks.search([("order_id", "=", order.id)])

    def rows_of(self, order, **changes):
        """Return what stands on the paper; ``changes`` as ``quantity_0="7"``."""
        rows = []
        for number, line in enumerate(order.sudo().order_line):
            row = {
                "product": line.product_id.default_code,
                "quantity": f"{line.product_uom_qty:g}",
                "price": f"{line.price_unit:g}",
            }
            for name in list(row):
                row[name] = changes.get(f"{name}_{number}", row[name])
            rows.append(row)
        return rows

    def type(self, task, rows, **values):
        """Type and hand in as the clerk, over RPC."""
        user = task.sudo().user_id
        commands = [[0, 0, row] for row in rows]
        self.rpc(user, task, "web_save", {"row_ids": commands, **values}, {})
        return self.rpc(user, task, "action_neiqin_hand_in")

    def as_text(self, value):
        return json.dumps(value, default=str, ensure_ascii=False)
