"""Customer files half full, papers that end, a verification that waits, calls to make."""

from datetime import timedelta

from odoo import models

#: Per customer: delivery window, packing, carrier, invoices.
WISHES = (
    (
        "周一至周五 8:00-11:00，提前一天电话",
        "木托盘，高度不超过 1.2 米",
        "顺丰",
        "monthly",
    ),
    ("每天 9:00-16:00", "防锈纸加纸箱", "德邦", "with_goods"),
    ("周二、周四上午", "", "", "monthly"),
)
#: Days from the day of the story until a business licence ends.
LICENCES = (400, 21, -9, None)


class NeiqinDemo(models.AbstractModel):
    _inherit = "neiqin.demo"

    def _parts(self):
        return [*super()._parts(), "customer_files"]

    def _load_customer_files(self):
        """Fill some files more than others; one customer has corrected data."""
        company = self._company()
        customers = self.env["res.partner"].search(
            [
                ("company_id", "=", company.id),
                ("parent_id", "=", False),
                ("customer_rank", ">", 0),
            ],
            order="ref, id",
        )
        roles = ("purchasing", "finance", "purchasing", "warehouse")
        for number, customer in enumerate(customers):
            customer.child_ids[:1].neiqin_contact_role = roles[number % len(roles)]
        for customer, wishes in zip(customers, WISHES, strict=False):
            window, packing, carrier, invoicing = wishes
            customer.write(
                {
                    "neiqin_delivery_window": window,
                    "neiqin_packing": packing,
                    "neiqin_carrier": carrier,
                    "neiqin_invoicing": invoicing,
                }
            )
        self._file_papers(customers)
        self._file_care(company)
        customers._neiqin_file_night()
        self._file_checks(customers)

    def _file_papers(self, customers):
        today = self._today()
        self.env["neiqin.customer.paper"].create(
            [
                {
                    "partner_id": customer.id,
                    "kind": "licence",
                    "name": f"9133010{number}MA2A{number:04d}1X",
                    "expires_on": days is not None and today + timedelta(days=days),
                }
                for number, (customer, days) in enumerate(
                    zip(customers, LICENCES, strict=False)
                )
            ]
        )

    def _file_care(self, company):
        self.env["neiqin.care.plan"].create(
            [
                {
                    "name": "重点客户拜访",
                    "company_id": company.id,
                    "sequence": 1,
                    "grade": "A",
                    "kind": "visit",
                    "every_days": 90,
                },
                {
                    "name": "久未下单客户回访",
                    "company_id": company.id,
                    "sequence": 2,
                    "rhythm": "silent",
                    "every_days": 14,
                    "task": "了解没有下单的原因",
                },
                {
                    "name": "常规回访",
                    "company_id": company.id,
                    "sequence": 3,
                    "every_days": 60,
                },
            ]
        )
        self.env["neiqin.care"]._neiqin_set_days(company)

    def _file_checks(self, customers):
        """One verification to be made, one that the customer answered on the portal."""
        clerk = self._known("user_clerk")
        checks = self.env["neiqin.file.check"].with_user(clerk)
        open_, answered = (
            checks.create({"partner_id": customer.id, "company_id": self._company().id})
            for customer in customers[:2]
        )
        self._remember("file_check_open", open_)
        person = customers[1].child_ids[:1] or customers[1]
        answered._neiqin_answer(
            {
                line.id: "滨江区江虹路 1 号 3 幢"
                if line.field_name == "street"
                else None
                for line in answered.line_ids
            },
            person,
        )
        self._remember("file_check_answered", answered)
