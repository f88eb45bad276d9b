"""Turn the main company into a Chinese one, with its chart of accounts."""

from environment import configure, environment

COMPANY = "宁波启明机电贸易有限公司"


def main():
    database, _own = configure()
    with environment(database, "zh_CN") as env:
        china = env.ref("base.cn")
        currency = env.ref("base.CNY")
        currency.active = True
        company = env.ref("base.main_company")
        company.write(
            {"name": COMPANY, "country_id": china.id, "currency_id": currency.id}
        )
        company.partner_id.write({"lang": "zh_CN", "tz": "Asia/Shanghai"})
        env["account.chart.template"].try_loading("cn", company=company)
        users = env["res.users"].with_context(active_test=False).search([])
        users.partner_id.write({"lang": "zh_CN", "tz": "Asia/Shanghai"})
        env["ir.default"].set("res.partner", "lang", "zh_CN")


if __name__ == "__main__":
    main()
