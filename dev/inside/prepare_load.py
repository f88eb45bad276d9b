"""Give a database what a load works with: clerks, customers, goods, orders, to-dos.

Usage: prepare_load.py (options of Odoo) -- NUMBER_OF_CLERKS
"""

from datetime import timedelta

from environment import configure, environment

from odoo import Command, fields

MARK, PASSWORD = "LOAD", "works-all-day"
CUSTOMERS, GOODS, TODOS, ORDERS = 24, 24, 4, 3  # the last two for each clerk
#: For a load's orders nothing is off: what a strict company asks is asked.
POLICIES = {
    "neiqin_gate_verification": "enforce",
    "neiqin_gate_letter": "enforce",
    "neiqin_gate_credit": "enforce",
    "neiqin_gate_approval": "advise",
    "neiqin_gate_customer_file": "advise",
    "neiqin_gate_exception": "enforce",
}


def main():
    database, (clerks,) = configure()
    with environment(database, "zh_CN") as env:
        company = the_company(env)
        env = env(context={**env.context, "allowed_company_ids": company.ids})
        company = company.with_env(env)
        set_up(company)
        users = people(env, company, int(clerks))
        customers = make_customers(env, company)
        goods = make_goods(env, company)
        orders = make_orders(env, users, customers, goods)
        make_todos(env, users, orders)


def the_company(env):
    """Return the demo's company, else the main one."""
    found = env["neiqin.demo"]._company() if "neiqin.demo" in env else None
    return found or env.ref("base.main_company")


def set_up(company):
    company.write(
        {**POLICIES, "email": company.email or "office@load.example.com"},
    )
    # nothing but the loopback is sent to
    company.env["ir.mail_server"].search([("active", "=", True)]).active = False


def people(env, company, count):
    """Return the clerks; all have the same password."""
    supervisor = make_person(env, company, f"{MARK.lower()}.boss", "supervisor")
    company.write(
        {
            "neiqin_complaint_supervisor_id": supervisor.id,
            "neiqin_complaint_manager_id": supervisor.id,
        }
    )
    users = env["res.users"]
    for number in range(1, count + 1):
        users |= make_person(env, company, f"{MARK.lower()}{number:02d}", "clerk")
    # made once: a good hash takes its time
    known = users._crypt_context().hash(PASSWORD)
    env.cr.execute(
        "UPDATE res_users SET password = %s WHERE id = ANY(%s)", [known, users.ids]
    )
    return users


def make_person(env, company, login, role):
    return (
        env["res.users"]
        .with_context(no_reset_password=True)
        .create(
            {
                "name": f"内勤 {login}",
                "login": login,
                "email": f"{login}@load.example.com",
                "lang": "zh_CN",
                "tz": "Asia/Shanghai",
                "company_id": company.id,
                "company_ids": [Command.set(company.ids)],
                "group_ids": [
                    Command.set(env.ref(f"neiqin_addon.group_neiqin_{role}").ids)
                ],
                "notification_type": "inbox",
            }
        )
    )


def make_customers(env, company):
    terms = env.ref("account.account_payment_term_30days", raise_if_not_found=False)
    return env["res.partner"].create(
        [
            {
                "name": f"负载机械有限公司 {number:02d}",
                "ref": f"{MARK}-C{number:02d}",
                "is_company": True,
                "email": f"buyer{number:02d}@customers.example.com",
                "lang": "zh_CN",
                "country_id": env.ref("base.cn").id,
                "company_id": company.id,
                "property_payment_term_id": terms.id if terms else False,
            }
            for number in range(1, CUSTOMERS + 1)
        ]
    )


def make_goods(env, company):
    """Return products that lie in the warehouse, more of them than a load sells."""
    goods = env["product.product"].create(
        [
            {
                "name": f"深沟球轴承 {number:02d}",
                "default_code": f"{MARK}-P{number:02d}",
                "type": "consu",
                "is_storable": True,
                "list_price": 10.0 + number,
                "standard_price": 5.0 + number / 2,
            }
            for number in range(1, GOODS + 1)
        ]
    )
    warehouse = env["stock.warehouse"].search(
        [("company_id", "=", company.id)], limit=1
    )
    for product in goods:
        env["stock.quant"]._update_available_quantity(
            product, warehouse.lot_stock_id, 1_000_000
        )
    return goods


def make_orders(env, users, customers, goods):
    """Return orders that wait to be verified, entered by all the clerks."""
    orders = env["sale.order"]
    for number, user in enumerate(users):
        orders |= (
            env["sale.order"]
            .with_user(user)
            .create(
                [
                    {
                        "partner_id": customers[
                            (number * ORDERS + turn) % len(customers)
                        ].id,
                        "client_order_ref": f"{MARK}-{user.login}-B{turn}",
                        "commitment_date": fields.Datetime.now() + timedelta(days=9),
                        "order_line": [
                            Command.create(
                                {
                                    "product_id": goods[
                                        (number + turn + line) % len(goods)
                                    ].id,
                                    "product_uom_qty": line + 1,
                                }
                            )
                            for line in range(3)
                        ],
                    }
                    for turn in range(ORDERS)
                ]
            )
            .with_env(env)
        )
    return orders


def make_todos(env, users, orders):
    for number, user in enumerate(users):
        for turn in range(TODOS):
            orders[(number + turn) % len(orders)].activity_schedule(
                "mail.mail_activity_data_todo",
                user_id=user.id,
                summary=f"{MARK}-TODO-{user.login}-{turn}",
            )


if __name__ == "__main__":
    main()
