"""Products that are made to order, by real manufacturing orders."""

from odoo import Command
from odoo.tests import new_test_user, tagged

from ..order.progress_case import ProgressCase

MAKER = "mrp.group_mrp_user"


@tagged("post_install", "-at_install")
class MrpCase(ProgressCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.make = cls.warehouse.manufacture_pull_id.route_id
        cls.to_order = cls.warehouse.mto_pull_id.route_id
        cls.to_order.active = True
        cls.steel = cls.make_product("钢材", stock=1000)
        cls.gear = cls.made("齿轮", (cls.steel, 2))
        cls.maker = new_test_user(
            cls.env,
            "progress_maker",
            MAKER,
            name="车间老李",
            company_id=cls.company.id,
            company_ids=cls.company.ids,
        )

    @classmethod
    def made(cls, name, *parts, to_order=True, **values):
        """Return a product that is made of ``(product, quantity)``."""
        routes = cls.make | cls.to_order if to_order else cls.make
        product = cls.make_product(
            name, **{"route_ids": [Command.set(routes.ids)], **values}
        )
        cls.recipe(product, *parts)
        return product

    @classmethod
    def recipe(cls, product, *parts, kind="normal", **values):
        return cls.env["mrp.bom"].create(
            {
                "product_tmpl_id": product.product_tmpl_id.id,
                "product_qty": 1,
                "type": kind,
                "bom_line_ids": [
                    Command.create({"product_id": part.id, "product_qty": quantity})
                    for part, quantity in parts
                ],
                **values,
            }
        )

    @classmethod
    def kit(cls, name, *parts):
        product = cls.make_product(name)
        cls.recipe(product, *parts, kind="phantom")
        return product

    def productions(self, product):
        return self.env["mrp.production"].search(
            [("product_id", "=", product.id), ("state", "!=", "cancel")], order="id"
        )

    def begin(self, production, quantity):
        """Note a quantity as being produced, with the rights of the workshop."""
        production.with_user(self.maker).write({"qty_producing": quantity})
        production._set_qty_producing(False)

    def produce(self, production, quantity=None, backorder=True):
        """Produce as the button does; return the backorder.

        With the rights of the workshop, but for backorders: Odoo's own costing of
        manufacturing asks for accounting rights where an order is split.
        """
        whole = not quantity or quantity >= production.product_qty
        self.begin(production, quantity or production.product_qty)
        mine = production.with_user(self.maker) if whole else production
        action = mine.button_mark_done()
        if isinstance(action, dict) and action.get("res_model") == (
            "mrp.production.backorder"
        ):
            wizard = self.env[action["res_model"]].with_context(**action["context"])
            wizard = wizard.create({})
            if backorder:
                wizard.action_backorder()
            else:
                wizard.action_close_mo()
        self.assertEqual(production.state, "done")
        return self.productions(production.product_id).filtered(
            lambda mo: mo.state != "done" and mo.origin == production.origin
        )

    def quantities(self, line):
        return line.neiqin_qty_purchased, line.neiqin_qty_produced

    def facts(self, order, stage):
        """Return ``[(quantity, document), ...]`` of a stage, oldest first."""
        facts = order.neiqin_fact_ids.filtered(lambda fact: fact.stage == stage)
        return [
            (fact.quantity, fact.source_name)
            for fact in facts.sorted(lambda fact: (fact.moment, fact.id))
        ]
