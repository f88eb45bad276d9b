"""What the customer sees of an order's progress: steps that mean something outside."""

from odoo import api, models

from ...tools.progress import customer_steps
from .progress_record import ORDER_OF_STAGES

#: Nothing about purchases and the shelf: that is the office's own business.
TOLD = ("received", "confirmed", "shipped", "delivered", "invoiced", "paid")


class SaleOrder(models.Model):
    _inherit = "sale.order"

    @api.model
    def _neiqin_told_stages(self):
        """Hook: return the stages whose facts a customer reads."""
        return TOLD

    def _neiqin_customer_progress(self):
        """Return what the portal page shows, for an order the reader may see.

        Called on a record the controller checked; what is in it is meant for the
        customer.

        :return: ``steps`` (:func:`customer_steps`), ``lines`` (order lines with goods),
            ``facts`` (newest first), ``late``, ``tz`` (name of the office's time zone)
        """
        self.ensure_one()
        order = self.sudo()
        told = self._neiqin_told_stages()
        facts = order.neiqin_fact_ids.filtered(lambda fact: fact.stage in told)
        return {
            "steps": customer_steps(order.neiqin_progress),
            "lines": order.neiqin_goods_line_ids.filtered(
                lambda line: line.product_uom_qty > 0
            ),
            "facts": order._neiqin_customer_facts(facts),
            "late": order.neiqin_is_late,
            "tz": order.company_id._neiqin_tz(),
        }

    def _neiqin_customer_facts(self, facts):
        """Return a dict per event with ``moment``, ``label``, ``goods``, ``note``.

        What one transfer took along is one event to the customer, not one per line.
        """
        labels = dict(facts._fields["stage"]._description_selection(self.env))
        events = {}
        for fact in facts.sorted(lambda fact: (fact.moment, fact.id)):
            key = (fact.stage, fact.source_model, fact.source_id, fact.is_undone)
            event = events.setdefault(
                key,
                {
                    "moment": fact.moment,
                    "label": labels[fact.stage],
                    "place": ORDER_OF_STAGES[fact.stage],
                    "undone": fact.is_undone,
                    "goods": [],
                    "note": False,
                },
            )
            event["note"] = fact.note or event["note"]
            if fact.line_id:
                event["goods"].append(fact)
        # what one transfer did at one moment is told in the order of the steps
        return sorted(
            events.values(),
            key=lambda event: (event["moment"], event["place"]),
            reverse=True,
        )
