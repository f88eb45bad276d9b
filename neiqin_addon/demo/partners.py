"""Customers and vendors with their people, addresses, terms and credit."""

from odoo import Command, models


class NeiqinDemo(models.AbstractModel):
    _inherit = "neiqin.demo"

    def _load_partners(self):
        tags = {}
        for key, table in (("customer", "customers"), ("vendor", "vendors")):
            rows = self._rows(table)
            partners = self.env["res.partner"].create(
                [self._partner(row, number, tags) for number, row in enumerate(rows)]
            )
            for row, partner in zip(rows, partners, strict=True):
                self._remember(f"{key}_{row['ref']}", partner)
        self._load_portal_user()

    def _partner(self, row, number, tags):
        domain = f"{row['ref'].lower()}.example.com"
        values = {
            "name": row["name"],
            "ref": row["ref"],
            "is_company": True,
            "lang": "zh_CN",
            "tz": "Asia/Shanghai",
            "phone": f"+86 {571 + number % 8} 5550 {1000 + number * 37:04d}",
            "email": f"office@{domain}",
            "company_id": self._company().id,
            **self._address(row),
            "child_ids": [Command.create(self._contact(row, number, domain))],
        }
        term = self.env.ref(f"account.account_payment_term_{row['term']}")
        if "limit" not in row:
            return {
                **values,
                "property_supplier_payment_term_id": term.id,
                "supplier_rank": 1,
            }
        return {
            **values,
            "customer_rank": 1,
            "property_payment_term_id": term.id,
            "credit_limit": float(row["limit"]),
            "category_id": [Command.link(self._tag(row["tag"], tags))],
            "user_id": self._known(f"user_{row['sales']}").id,
        }

    def _address(self, row):
        return {
            "street": row["street"],
            "city": row["city"],
            "zip": row.get("zip"),
            "state_id": self.env.ref(f"base.state_cn_{row['state']}").id,
            "country_id": self.env.ref("base.cn").id,
        }

    def _contact(self, row, number, domain):
        return {
            "name": row["contact"],
            "function": row.get("job", "销售经理"),
            "phone": f"+86 130 0000 {1200 + number * 53:04d}",
            "email": f"purchase@{domain}",
            "lang": "zh_CN",
        }

    def _tag(self, name, tags):
        if name not in tags:
            color = 2 + 3 * len(tags)
            tag = self.env["res.partner.category"].create(
                {"name": name, "color": color}
            )
            tags[name] = tag.id
        return tags[name]

    def _load_portal_user(self):
        """The buyer of the first customer signs in as ``customer``."""
        contact = self._known("customer_KH001").child_ids[:1]
        company = self._company()
        user = self.env["res.users"].create(
            {
                "partner_id": contact.id,
                "login": "customer",
                "password": "customer",
                "company_id": company.id,
                "company_ids": [Command.set(company.ids)],
                "group_ids": [Command.set([self.env.ref("base.group_portal").id])],
            }
        )
        self._remember("user_customer", user)
