"""The pack of a weekly meeting: prepared, beside the statements that it asks.

Goods instead of services, two of a hundred orders not delivered yet, customers who order
by a rhythm, and cases, complaints and late money as the rows have them.
"""

import datetime

from odoo.tools import SQL

from bench._statements import again, noted

LIMIT, MOST = 1.5, 5.0


def measure(ctx, rows):
    """Print the comparison; return whether the limits were kept."""
    env = rows.env
    fill(rows)
    figures = env["neiqin.meeting.figures"].sudo()
    monday = datetime.date.today() - datetime.timedelta(datetime.date.today().weekday())
    prepare(env, monday - datetime.timedelta(7))
    with noted() as statements:
        found = figures._neiqin_figures(env.company, monday, 4)
    bare = ctx.median(lambda: again(env, statements), n=3)
    took = ctx.once(lambda: prepare(env, monday))
    refresh = env["neiqin.meeting"].search([("week_start", "=", monday)])
    anew = ctx.median(lambda: (refresh._neiqin_refresh(), env.flush_all()), n=3)
    shown = len(found["forecast"]["products"])
    ctx.table(
        [
            [f"its {len(statements)} statements alone", f"{bare:.2f} s", ""],
            ["prepared", f"{took:.2f} s", f"{took / bare:.2f}"],
            ["computed anew", f"{anew:.2f} s", f"{anew / bare:.2f}"],
        ],
        [f"meeting pack, {shown} products", "time", "quotient"],
    )
    kept = max(took, anew) <= max(LIMIT * bare, bare + 0.2) and took <= MOST
    if not kept:
        ctx.say(f"a pack takes more than {LIMIT} times its statements, or {MOST} s")
    return kept


def prepare(env, monday):
    """Make the pack of a week, as the evening before does."""
    env.invalidate_all()
    meeting = env["neiqin.meeting"].sudo().create({"week_start": monday})
    env.flush_all()
    return meeting


def fill(rows):
    """Make the orders what a trading company's are."""
    env = rows.env
    execute = env.cr.execute
    for table in ("sale_order", "product_template"):
        rows._triggers(table, "DISABLE")
    execute(
        "UPDATE product_template SET type = 'consu', is_storable = TRUE, sale_ok = TRUE"
        " WHERE id = ANY(%s)",
        [rows.products.product_tmpl_id.ids],
    )
    execute(
        "UPDATE sale_order SET neiqin_debtor_id = partner_id, delivery_status ="
        " CASE WHEN neiqin_stage = 'paid' THEN 'full' ELSE 'pending' END"
    )
    execute(
        """
        INSERT INTO neiqin_customer_record
               (partner_id, company_id, state, next_order_on, usual_days)
        SELECT id, %s, CASE WHEN id %% 3 = 0 THEN 'due' ELSE 'regular' END,
               CURRENT_DATE - 5 + id %% 40, 20 + id %% 30
          FROM res_partner WHERE id = ANY(%s)
        """,
        [env.company.id, rows.partners.ids],
    )
    for table in ("sale_order", "product_template"):
        rows._triggers(table, "ENABLE")
    for table in ("sale_order", "product_template", "neiqin_customer_record"):
        execute(SQL("ANALYZE %s", SQL.identifier(table)))
    env.invalidate_all()
