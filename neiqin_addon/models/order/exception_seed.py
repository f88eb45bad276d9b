"""The first plans: which department does what in which kind of case."""

from odoo import api, models
from odoo.fields import Command


class NeiqinExceptionType(models.Model):
    _inherit = "neiqin.exception.type"

    @api.model
    def _neiqin_seed_plans(self):
        """Give each seeded kind its plan, in the language of whoever installs.

        Odoo's plans are not translated. Where there are plans, people have their own.
        """
        plans = self.env["mail.activity.plan"].sudo().with_context(active_test=False)
        if plans.search_count([("res_model", "=", "neiqin.exception")], limit=1):
            return
        lang = self.env.ref("base.user_admin").lang or self.env.lang
        self = self.with_context(lang=lang).sudo()
        for code, tasks in self._neiqin_first_tasks().items():
            kind = self.env.ref(f"neiqin_addon.exception_type_{code}", False)
            if kind and not kind.plan_id:
                kind.plan_id = self._neiqin_seed_plan(kind, tasks)

    @api.model
    def _neiqin_seed_plan(self, kind, tasks):
        todo = self.env.ref("mail.mail_activity_data_todo")
        return self.env["mail.activity.plan"].create(
            {
                "name": kind.name,
                "res_model": "neiqin.exception",
                "company_id": False,
                "template_ids": [
                    Command.create(
                        {
                            "sequence": number,
                            "activity_type_id": todo.id,
                            "summary": summary,
                            "delay_count": 0,
                            "responsible_type": "neiqin_department"
                            if department
                            else "neiqin_owner",
                            "neiqin_department_id": department
                            and self.env.ref(
                                f"neiqin_addon.department_{department}"
                            ).id,
                        }
                    )
                    for number, (summary, department) in enumerate(tasks, 1)
                ],
            }
        )

    @api.model
    def _neiqin_first_tasks(self):
        """Return ``{code: [(task, department or False for the clerk)]}``."""
        tell = (self.env._("Tell the customer and note the answer"), False)
        return {
            "shortage": [
                (self.env._("Say when the missing quantity arrives"), "purchasing"),
                (self.env._("Count the stock again"), "warehouse"),
                tell,
            ],
            "date": [
                (self.env._("Say the earliest date of delivery"), "logistics"),
                tell,
            ],
            "price": [
                (self.env._("Correct the price or have it approved"), False),
            ],
            "discontinued": [
                (self.env._("Name a substitute, or the last stock"), "purchasing"),
                tell,
            ],
            "quantity": [
                (self.env._("Count again and say what left the house"), "warehouse"),
                (self.env._("Ask the carrier"), "logistics"),
                tell,
            ],
            "returned": [
                (self.env._("Inspect what came back"), "warehouse"),
                tell,
            ],
            "change": [
                (self.env._("Send the next revision of the letter"), False),
            ],
            "dispute": [tell],
            "terms": [
                (self.env._("Say which payment terms are possible"), "finance"),
                tell,
            ],
        }
