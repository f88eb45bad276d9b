"""Manufacturing orders of an urgent order go first, down to those of its components."""

from odoo import fields, models
from odoo.fields import Command

from odoo.addons.neiqin_addon.models.order.urgent_priority import FIRST, ORDINARY

ENDED = ("done", "cancel")


class NeiqinUrgentResponse(models.Model):
    _inherit = "neiqin.urgent.response"

    raised_production_ids = fields.Many2many(
        comodel_name="mrp.production",
        string="Manufacturing That Goes First",
        readonly=True,
        groups="mrp.group_mrp_user",
        help="Those that had no priority before; they lose it when the urgency ends.",
    )

    def _neiqin_raise_priority(self):
        """Raise what is not raised yet. What a person lowered since stays low."""
        res = super()._neiqin_raise_priority()
        for response in self.sudo():
            raised = response.raised_production_ids
            new = response.order_id._neiqin_open_productions() - raised
            low = new.filtered(lambda production: production.priority == ORDINARY)
            # the rest of a raised order has its priority by copy, and one that makes
            # for two urgent orders has it from the other
            rest = (new - low) & (
                raised.production_group_id.production_ids
                | response._neiqin_other_urgencies(new).raised_production_ids
            )
            if low or rest:
                response._neiqin_as_server().write(
                    {"raised_production_ids": [*map(Command.link, (low | rest).ids)]}
                )
            low.priority = FIRST
        return res

    def _neiqin_lower_priority(self):
        res = super()._neiqin_lower_priority()
        raised = self.sudo().raised_production_ids
        others = self._neiqin_other_urgencies(raised)
        mine = (raised - others.raised_production_ids).filtered(
            lambda production: (
                production.state not in ENDED and production.priority == FIRST
            )
        )
        mine.priority = ORDINARY
        return res

    def _neiqin_other_urgencies(self, productions):
        """Return what else runs that raised some of these manufacturing orders."""
        return self.sudo().search(
            [
                ("state", "=", "running"),
                ("id", "not in", self.ids),
                ("raised_production_ids", "in", productions.ids),
            ]
        )


class SaleOrder(models.Model):
    _inherit = "sale.order"

    def _neiqin_open_productions(self):
        """Return the manufacturing orders that make the order's goods and their parts."""
        lines = self.sudo().order_line
        found = lines.neiqin_production_ids
        moves = seen = lines.move_ids
        new = found
        while moves or new:
            moves = (moves | new.move_raw_ids).move_orig_ids - seen
            seen |= moves
            new = (
                moves.production_id | new.production_group_id.child_ids.production_ids
            ) - found
            found |= new
        return found.filtered(lambda production: production.state not in ENDED)
