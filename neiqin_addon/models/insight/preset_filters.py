"""Filters that lists begin with for some people only: a window cannot ask who looks."""

from ast import literal_eval
from contextlib import suppress

from odoo import models

#: Windows that begin with *My Team* for whoever leads one.
OF_TEAMS = {
    "neiqin_addon.sale_order_action",
    "neiqin_addon.neiqin_sales_report_action",
    "neiqin_addon.neiqin_order_report_action",
    "neiqin_addon.neiqin_complaint_report_action",
    "neiqin_addon.neiqin_cohort_report_action",
}
COLLECTION = "neiqin_addon.collection_action"


class IrActionsActWindow(models.Model):
    _inherit = "ir.actions.act_window"

    def _get_action_dict(self):
        action = super()._get_action_dict()
        name = self._neiqin_preset_filter(action["xml_id"])
        if name:
            # a context that somebody made depend on the day or so is left as it is
            with suppress(ValueError, SyntaxError):
                context = literal_eval(action["context"] or "{}")
                action["context"] = repr({**context, f"search_default_{name}": 1})
        return action

    def _neiqin_preset_filter(self, xml_id):
        """Return the filter that a window begins with for this user, None if none."""
        own = [("user_id", "=", self.env.uid)]
        if xml_id in OF_TEAMS and self.env["crm.team"].sudo().search(own, limit=1):
            return "my_team"
        if xml_id == COLLECTION and self._neiqin_collects():
            return "mine"
        return None

    def _neiqin_collects(self):
        """Say whether any customer to be reminded is this user's."""
        mine = [
            "|",
            ("sales_user_id", "=", self.env.uid),
            ("finance_user_id", "=", self.env.uid),
        ]
        return bool(self.env["neiqin.collection"].sudo().search(mine, limit=1))
