"""From a figure of the row to the documents behind it."""

from odoo import api, fields, models

from .collection_query import FIGURES

_OWED = ("status", "in", ("open", "covered"))
#: Figure -> which items it is the sum of; the same conditions as in FIGURES.
DOMAINS = {
    "total": [],
    "overdue": [_OWED, ("days_late", ">", 0)],
    **{
        name: [_OWED, ("bucket", "=", name)]
        for name in ("not_due", "b30", "b60", "b90", "more")
    },
    **{name: [("status", "=", name)] for name in ("disputed", "promised", "credit")},
}
assert DOMAINS.keys() == FIGURES.keys()


class NeiqinCollection(models.Model):
    _inherit = "neiqin.collection"

    item_ids = fields.One2many(
        comodel_name="neiqin.collection.item",
        inverse_name="collection_id",
        string="Open Items",
        readonly=True,
    )
    step_ids = fields.One2many(
        comodel_name="neiqin.collection.step",
        compute="_compute_step_ids",
        string="Payment Reminders",
    )
    step_count = fields.Integer(compute="_compute_step_ids")

    @api.depends("partner_id", "company_id")
    def _compute_step_ids(self):
        steps = self.env["neiqin.collection.step"].search(
            [
                ("partner_id", "in", self.partner_id.ids),
                ("company_id", "in", self.company_id.ids),
            ]
        )
        known = steps.grouped(lambda step: (step.partner_id, step.company_id))
        for row in self:
            row.step_ids = known.get((row.partner_id, row.company_id), steps.browse())
            row.step_count = len(row.step_ids)

    @api.model
    def action_neiqin_list(self):
        """Open the list, with a row for everybody who owes something by now."""
        self.check_access("read")
        self._neiqin_ensure(self.env.companies)
        return self.env["ir.actions.act_window"]._for_xml_id(
            "neiqin_addon.collection_action"
        )

    def _neiqin_open_form(self):
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Collection"),
            "res_model": self._name,
            "res_id": self.id,
            "views": [(False, "form")],
        }

    def _neiqin_open_items(self, name):
        self.ensure_one().check_access("read")
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "neiqin_addon.collection_item_action"
        )
        label = self._fields[name]._description_string(self.env)
        title = f"{self.partner_id.display_name}: {label}"
        action.update(name=title, display_name=title)
        action["domain"] = [("collection_id", "=", self.id), *DOMAINS[name]]
        return action

    def action_neiqin_items(self):
        """Open the items of the figure that was clicked, all of them by default."""
        name = self.env.context.get("neiqin_figure")
        return self._neiqin_open_items(name if name in DOMAINS else "total")

    def action_neiqin_promise(self):
        """Write down a promise to pay."""
        self.ensure_one().check_access("read")
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Promise to Pay"),
            "res_model": "neiqin.payment.promise",
            "views": [(False, "form")],
            "target": "new",
            "context": {
                "default_partner_id": self.partner_id.id,
                "default_company_id": self.company_id.id,
                "default_amount": self.overdue,
            },
        }

    def action_neiqin_steps(self):
        """Open the customer's reminders."""
        return self._neiqin_open_mine("neiqin_addon.collection_step_action")

    def _neiqin_open_mine(self, action):
        self.ensure_one().check_access("read")
        action = self.env["ir.actions.act_window"]._for_xml_id(action)
        action["domain"] = [
            ("partner_id", "=", self.partner_id.id),
            ("company_id", "=", self.company_id.id),
        ]
        action["context"] = {}
        return action
