"""Reasons to call: contracts that end, first orders a year ago, a customer filed twice."""

from datetime import timedelta

from odoo import Command, models

#: Customer, number of its contract, days until it ends, days of its notice period.
CONTRACTS = (
    ("KH001", "KJ-QM-2024-07", 75, 30),
    ("KH004", "KJ-QM-2024-11", 88, 15),
    ("KH006", "KJ-QM-2025-02", 60, 60),
)
#: Customers who ordered for the first time a year ago, less these days.
FIRST_ORDERS = (("KH009", 6), ("KH014", 33))
TWIN = "KH002"


class NeiqinDemo(models.AbstractModel):
    _inherit = "neiqin.demo"

    def _parts(self):
        return [*super()._parts(), "occasions"]

    def _load_occasions(self):
        company, events = self._company(), self.env["neiqin.care.event"]
        company.neiqin_file_care = True
        self._occasion_contracts()
        self._occasion_first_orders()
        events._neiqin_find(company)
        events.search(
            [("company_id", "=", company.id), ("tell_on", "<=", self._today())]
        )._neiqin_tell()
        self._file_twice()

    def _occasion_contracts(self):
        self.env["neiqin.customer.paper"].create(
            [
                {
                    "partner_id": self._known(f"customer_{ref}").id,
                    "kind": "contract",
                    "name": name,
                    "expires_on": self._today() + timedelta(days=days),
                    "period_days": period,
                }
                for ref, name, days, period in CONTRACTS
            ]
        )

    def _occasion_first_orders(self):
        """Two customers began with a job on the spot, long done and paid."""
        job = self.env["product.product"].create(
            {
                "name": "现场安装调试",
                "default_code": "INSTALL",
                "type": "service",
                "list_price": 1800.0,
                "invoice_policy": "order",
                "company_id": self._company().id,
            }
        )
        orders = self.env["sale.order"]
        moments = {}
        for ref, days in FIRST_ORDERS:
            partner = self._known(f"customer_{ref}")
            day = self._today() - timedelta(days=365 - days)
            order = orders.create(
                {
                    "partner_id": partner.id,
                    "user_id": partner.user_id.id,
                    "team_id": self._known("team").id,
                    "company_id": self._company().id,
                    "order_line": [Command.create({"product_id": job.id})],
                }
            )
            moments[order] = self._moment(day)
            orders |= order
        orders.action_confirm()
        orders.order_line.qty_delivered = 1
        self._backdate(moments, "create_date", "date_order", "write_date")
        self._pay_first_orders(moments)
        self.env["neiqin.customer.record"]._neiqin_refresh(orders.partner_id.ids)

    def _pay_first_orders(self, moments):
        days = {}
        for order, moment in moments.items():
            move = order._create_invoices()
            move.invoice_date = moment.date()
            move.action_post()
            days[move] = moment.date() + timedelta(days=20)
        self._pay(days)

    def _file_twice(self):
        """A salesperson entered a customer anew: the same telephone, a longer name."""
        known = self._known(f"customer_{TWIN}")
        anew = known.copy(
            {
                "name": f"{known.name}（北仑工厂）",
                "ref": False,
                "phone": known.phone,
                "company_id": known.company_id.id,
                "customer_rank": 1,
            }
        )
        anew._neiqin_file_night()
        self.env["neiqin.customer.twin"]._neiqin_search()
