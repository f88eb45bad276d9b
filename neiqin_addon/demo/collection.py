"""Who is reminded and how far, one dispute, one promise, and statements of last month."""

from datetime import timedelta

from odoo import models

#: How many customers have come to each level, the highest first.
REACHED = {4: 1, 3: 2, 2: 2, 1: 2}
#: What comes next at each level, and in how many days.
NEXT = {4: ("stop", 0), 3: ("visit", 2), 2: ("call", 1), 1: ("mail", 4)}


class NeiqinDemo(models.AbstractModel):
    _inherit = "neiqin.demo"

    def _parts(self):
        return [*super()._parts(), "collection"]

    def _load_collection(self):
        company = self._company()
        finance = self._known("user_finance")
        company.write(
            {
                "neiqin_dunning": "advise",
                "neiqin_dispute_auto": "disputes",
                "neiqin_finance_user_id": finance.id,
            }
        )
        levels = self.env["neiqin.collection.level"]
        if not levels._neiqin_levels(company):
            levels._neiqin_seed(company)
        rows = self.env["neiqin.collection"]
        rows._neiqin_ensure(company)
        rows = rows.search(
            [("company_id", "=", company.id)], order="days_late desc, id"
        )
        rows.write({"finance_user_id": finance.id})
        late = rows.filtered(lambda row: row.overdue > 0)
        self._dispute_and_promise(late[-2:])
        self._reach_levels(late[:-2], levels._neiqin_levels(company))
        late._neiqin_plan()
        self._give_statements(rows)

    def _reach_levels(self, rows, levels):
        """Tell of the reminders of the last weeks: the oldest debts came furthest."""
        rows = list(rows)
        for level, count in REACHED.items():
            for _turn in range(count):
                if rows:
                    self._remind(rows[0], levels[:level])
                    step, days = NEXT[level]
                    on = self._today() + timedelta(days=days)
                    rows.pop(0).write({"next_step": step, "next_on": on})

    def _remind(self, row, levels):
        """Have a customer's oldest overdue invoice climb to the last of these levels."""
        item = row.item_ids.filtered(lambda one: one.status == "open")[:1]
        if not item:
            return
        today = self._today()
        steps = self.env["neiqin.collection.step"]._neiqin_as_server()
        lines = self.env["neiqin.collection.step.line"]._neiqin_as_server()
        for place, level in enumerate(levels):
            day = today - timedelta(days=9 * (len(levels) - place) - 4)
            moment = self._moment(day, 9, 30)
            step = steps.create(
                {
                    "partner_id": row.partner_id.id,
                    "company_id": row.company_id.id,
                    "level_id": level.id,
                    "level_name": level.with_context(lang="zh_CN").name,
                    "channel": level.channel,
                    "planned_on": day,
                }
            )
            lines.create(
                {
                    "step_id": step.id,
                    "move_id": item.move_id.id,
                    "level_id": level.id,
                    "due": item.due,
                    "currency_id": item.currency_id.id,
                    "days_late": max((day - item.due).days, 1),
                    "residual": item.residual,
                    "amount": item.amount,
                    "state": "sent",
                    "sent_on": day,
                }
            )
            sent = {"sent_at": moment, "sent_to": row.partner_id.email}
            step._neiqin_as_server().write(
                {
                    "state": "done",
                    "done_at": moment,
                    **(
                        {"mail_state": "sent", **sent}
                        if level.channel == "mail"
                        else {}
                    ),
                }
            )
            row._neiqin_as_server().write({"level_id": level.id, "contacted_on": day})
            step.flush_recordset()  # one at a time is on its way

    def _dispute_and_promise(self, rows):
        """One of these says that goods are missing, the other when he pays."""
        moves = [
            row.item_ids.filtered(
                lambda one: one.status == "open" and one.days_late > 0
            )
            for row in rows
        ]
        if len(rows) < 2 or not all(moves):
            return
        clerk = self._known("user_clerk")
        self.env["neiqin.dispute"].with_user(clerk).create(
            {
                "move_id": moves[0][0].move_id.id,
                "reason": "quantity",
                "note": "客户称少收两箱，等仓库核对签收单",
            }
        )
        rows[0].write({"next_step": "dispute"})
        item = moves[1][0]
        self.env["neiqin.payment.promise"].create(
            {
                "partner_id": rows[1].partner_id.id,
                "company_id": rows[1].company_id.id,
                "amount": item.residual,
                "until": rows[1].company_id._neiqin_today() + timedelta(days=5),
                "promised_by": "财务 孙会计",
                "move_ids": [(6, 0, item.move_id.ids)],
                "user_id": clerk.id,
            }
        )
        rows[1].write({"next_step": "promise"})

    def _who_gets_a_statement(self, rows):
        """Return three: the last one is who signs in as ``customer`` and may answer."""
        signs_in = rows.filtered(
            lambda row: row.partner_id == self._known("customer_KH001")
        )
        others = rows - signs_in
        return [*others[:2], *(signs_in or others[2:3])]

    def _less(self, statement, amount):
        """Return what is in the customer's books, so much less than in ours."""
        parts = statement._neiqin_content()["parts"]
        return f"{sum(float(part['closing']) for part in parts) - amount:,.2f}"

    def _give_statements(self, rows):
        """Three customers have last month's statement; one agrees, one does not."""
        if not self._may_print():
            return
        last = self._today().replace(day=1) - timedelta(days=1)
        finance = self._known("user_finance")
        statements = (
            self.env["neiqin.statement"]
            ._neiqin_as_server()
            .create(
                [
                    {
                        "partner_id": row.partner_id.id,
                        "company_id": row.company_id.id,
                        "date_from": last.replace(day=1),
                        "date_to": last,
                        "user_id": finance.id,
                        "lang": "zh_CN",
                    }
                    for row in self._who_gets_a_statement(rows)
                ]
            )
        )
        statements = self.env["neiqin.statement"].browse(statements.ids)
        statements._neiqin_make()
        for statement in statements:
            # a demo writes to nobody
            statement._neiqin_as_server().write(
                {
                    "mail_state": "sent",
                    "sent_at": self._moment(last + timedelta(days=1), 9),
                    "sent_to": statement.partner_id.email,
                }
            )
        if len(statements) == 3:
            statements[0]._neiqin_confirm("孙会计", "203.0.113.20")
            statements[1]._neiqin_object(
                "李经理",
                self._less(statements[1], 1280),
                "上月退货的红字发票我方已入账，请核对",
                "203.0.113.31",
            )
