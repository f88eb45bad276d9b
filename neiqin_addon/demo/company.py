"""The company and its people."""

import base64

from odoo import Command, models

from .neiqin_demo import DATA

NAME = "宁波启明机电贸易有限公司"


class NeiqinDemo(models.AbstractModel):
    _inherit = "neiqin.demo"

    def _load_company(self):
        """Use the main company while it is unused, else open one beside it."""
        company = self.env.ref("base.main_company")
        if self.env["account.move.line"].search_count(
            [("company_id", "=", company.id)], limit=1
        ) or not self._is_chinese(company):
            company = self._open_company()
        company.partner_id.write(self._company_address())
        company.neiqin_seal = self._picture("seal.png")
        company.resource_calendar_id.tz = "Asia/Shanghai"
        company.stock_text_confirmation = False  # nobody pays for messages of a demo
        self._remember("company", company)
        self._set_up_bank(company)
        self._name_warehouse(company)
        self._set_up_prices(company)

    def _set_up_prices(self, company):
        """Quote in the company's money and in pieces, as such a company does."""
        self.env["product.pricelist"].create(
            {
                "name": "标准价格表",
                "company_id": company.id,
                "currency_id": company.currency_id.id,
                "sequence": 1,
            }
        )
        self.env.ref("uom.product_uom_unit").name = "件"

    def _name_warehouse(self, company):
        """Name the company's warehouse; a new company may have none yet."""
        warehouse = self.env["stock.warehouse"].search(
            [("company_id", "=", company.id)], limit=1
        )
        if not warehouse:
            warehouse = warehouse.create({"company_id": company.id})
        warehouse.name = "宁波总仓"

    def _is_chinese(self, company):
        return company.country_id.code == "CN" and company.currency_id.name == "CNY"

    def _open_company(self):
        currency = self.env.ref("base.CNY")
        currency.active = True
        company = self.env["res.company"].create(
            {
                "name": NAME,
                "country_id": self.env.ref("base.cn").id,
                "currency_id": currency.id,
            }
        )
        self.env.user.company_ids = [Command.link(company.id)]
        admin = self.env.ref("base.user_admin", raise_if_not_found=False)
        if admin:
            admin.company_ids = [Command.link(company.id)]
        self._open_books(company)
        return company

    def _open_books(self, company):
        installed = self.env["ir.module.module"]._get("l10n_cn").state
        chart = "cn" if installed in ("installed", "to upgrade") else "generic_coa"
        self.env["account.chart.template"].try_loading(
            chart, company=company, install_demo=False
        )

    def _company_address(self):
        return {
            "name": NAME,
            "street": "鄞州区启明路818号",
            "city": "宁波市",
            "zip": "315100",
            "state_id": self.env.ref("base.state_cn_ZJ").id,
            "country_id": self.env.ref("base.cn").id,
            "phone": "+86 574 5550 0100",
            "email": "order@qiming.example.com",
            "website": "https://qiming.example.com",
            "company_registry": "91330212MADEMO0001",
            "lang": "zh_CN",
            "tz": "Asia/Shanghai",
            "image_1920": self._picture("logo.png"),
        }

    def _picture(self, name):
        return base64.b64encode((DATA / name).read_bytes())

    def _set_up_bank(self, company):
        """Book payments on the bank account at once: nobody keeps statements here."""
        journal = self.env["account.journal"].search(
            [("company_id", "=", company.id), ("type", "=", "bank")], limit=1
        )
        lines = journal.inbound_payment_method_line_ids
        lines |= journal.outbound_payment_method_line_ids
        lines.payment_account_id = journal.default_account_id

    def _load_people(self):
        company = self._company()
        rows = self._rows("people")
        users = self.env["res.users"].create(
            [self._person(row, company) for row in rows]
        )
        for row, user in zip(rows, users, strict=True):
            self._remember(f"user_{row['key']}", user)
        self._load_team(company, users)

    def _person(self, row, company):
        groups = [self.env.ref(xmlid).id for xmlid in row["groups"].split()]
        return {
            "name": row["name"],
            "login": row["login"],
            "password": row["login"],
            "email": f"{row['login']}@qiming.example.com",
            "function": row["job"],
            "lang": "zh_CN",
            "tz": "Asia/Shanghai",
            "company_id": company.id,
            "company_ids": [Command.set(company.ids)],
            "group_ids": [Command.set(groups)],
            "notification_type": "inbox",
        }

    def _load_team(self, company, users):
        sellers = users.filtered(lambda user: user.login.startswith("sales"))
        team = self.env["crm.team"].create(
            {
                "name": "华东销售部",
                "company_id": company.id,
                "user_id": self._known("user_manager").id,
                "member_ids": [Command.set(sellers.ids)],
            }
        )
        self._remember("team", team)
