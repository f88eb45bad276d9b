"""Ready people, departments and orders for the tests of exception cases."""

from odoo.fields import Command
from odoo.tests import new_test_user

from odoo.addons.sale.tests.common import SaleCommon

ROLES = {
    "clerk": "neiqin_addon.group_neiqin_clerk",
    "supervisor": "neiqin_addon.group_neiqin_supervisor",
    "manager": "neiqin_addon.group_neiqin_manager",
    "packer": "neiqin_addon.group_neiqin_collaborator",
    "buyer": "neiqin_addon.group_neiqin_collaborator",
    "auditor": "neiqin_addon.group_neiqin_auditor",
    "salesman": "sales_team.group_sale_salesman",
}


class ExceptionCase(SaleCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.people = {
            name: new_test_user(
                cls.env, f"case.{name}", group, email=f"{name}@example.com"
            )
            for name, group in ROLES.items()
        }
        cls.warehouse = cls.env.ref("neiqin_addon.department_warehouse")
        cls.purchasing = cls.env.ref("neiqin_addon.department_purchasing")
        cls.warehouse.responsible_id = cls.people["packer"]
        cls.purchasing.responsible_id = cls.people["buyer"]
        cls.cases = cls.env["neiqin.exception"]

    @classmethod
    def kind(cls, code):
        return cls.env.ref(f"neiqin_addon.exception_type_{code}")

    @classmethod
    def make_order(cls, lines=2, **values):
        """A quotation of ``lines`` lines, 10 pieces each."""
        return cls.env["sale.order"].create(
            {
                "partner_id": cls.partner.id,
                "commitment_date": "2031-03-03 04:00:00",
                "order_line": [
                    Command.create(
                        {"product_id": cls.product.id, "product_uom_qty": 10}
                    )
                    for _number in range(lines)
                ],
                **values,
            }
        )

    def open_case(self, code="other", person="clerk", order=None, **values):
        return self.cases.with_user(self.people[person]).create(
            {
                "type_id": self.kind(code).id,
                "order_id": (order or self.make_order()).id,
                **values,
            }
        )
