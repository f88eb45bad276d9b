"""A month's scorecards of fifty clerks, beside the statements that they ask.

Verifications, letters, cases, complaints, invoices and compared fields of three years
belong to fifty clerks in turn. Writing the cards down takes its time beside counting,
so the limit is one in seconds.
"""

import datetime

from odoo.tools import SQL

from odoo.addons.neiqin_addon.models.insight.scorecard_make import Span

from bench._statements import again, noted

CLERKS = 50
MOST = 5.0
#: Whose documents are whose.
_OWNERS = {
    "neiqin_verification": "user_id",
    "neiqin_confirmation_letter": "sent_by_id",
    "neiqin_exception": "owner_id",
    "neiqin_complaint": "user_id",
    "account_move": "invoice_user_id",
}


def measure(ctx, rows):
    """Print the comparison; return whether the limits were kept."""
    env = rows.env
    clerks = fill(rows)
    cards = env["neiqin.scorecard"].sudo()
    today = datetime.date.today()
    month = (today.replace(day=1) - datetime.timedelta(1)).replace(day=1)
    earlier = (month - datetime.timedelta(1)).replace(day=1)
    make(env, earlier)
    with noted() as statements:
        count(env, month)
    bare = ctx.median(lambda: again(env, statements), n=3)
    took = ctx.once(lambda: make(env, month))
    anew = ctx.once(lambda: make(env, month))
    made = cards.search([("month", "=", month), ("user_id", "in", clerks.ids)])
    judged = len(made.line_ids.filtered(lambda line: line.status == "ok"))
    reader = made.with_user(rows.chief)
    shown = ctx.median(lambda: read(reader), n=3)
    ctx.table(
        [
            [f"its {len(statements)} statements alone", f"{bare:.2f} s", ""],
            ["made", f"{took:.2f} s", f"{took / bare:.2f}"],
            ["counted anew", f"{anew:.2f} s", f"{anew / bare:.2f}"],
            ["the cards with their trends read", f"{shown:.3f} s", ""],
        ],
        [f"{len(made)} scorecards, {judged} measures judged", "time", "quotient"],
    )
    kept = max(took, anew) <= MOST and shown <= 0.5 and len(made) == CLERKS
    if not kept:
        ctx.say(f"a month takes more than {MOST} s, or its cards more than half a one")
    return kept


def make(env, month):
    """Make the cards of a month, as the schedule does."""
    env.invalidate_all()
    env["neiqin.scorecard"].sudo()._neiqin_make(env.company, month)
    env.flush_all()


def count(env, month):
    """Count the measures and write nothing."""
    cards = env["neiqin.scorecard"].sudo()
    policy = env["neiqin.scorecard.policy"]._neiqin_active(env.company)
    for measure in policy.measure_ids.filtered("weight"):
        cards._neiqin_counted(Span(env.company, month), measure)


def read(cards):
    """Read what the cards' board shows."""
    cards.env.invalidate_all()
    cards.web_read({"display_name": {}, "score": {}, "trend": {}, "state": {}})


def fill(rows):
    """Give the documents to fifty clerks; return them."""
    execute = rows.env.cr.execute
    group = "neiqin_addon.group_neiqin_clerk"
    clerks = rows.clerks | rows._users("colleague", CLERKS - len(rows.clerks), group)
    for table, column in _OWNERS.items():
        rows._triggers(table, "DISABLE")
        execute(
            SQL(
                "UPDATE %s SET %s = (%s)[1 + id %% %s]",
                SQL.identifier(table),
                SQL.identifier(column),
                clerks.ids,
                CLERKS,
            )
        )
    execute(
        "UPDATE neiqin_complaint SET solution_deadline = received_at + INTERVAL '5 days',"
        " first_response_deadline = received_at + INTERVAL '3 hours'"
    )
    execute(
        """
        INSERT INTO neiqin_verification_line
               (verification_id, order_id, company_id, line_ref, field, verdict,
                entered_by, verified_by, verified_at)
        SELECT id, order_id, company_id, id, 'price_unit',
               CASE WHEN id % 30 = 0 THEN 'mismatch' ELSE 'ok' END, user_id, user_id,
               date_done
          FROM neiqin_verification WHERE state = 'done'
        """
    )
    for table in (*_OWNERS, "neiqin_verification_line"):
        execute(SQL("ANALYZE %s", SQL.identifier(table)))
    for table in _OWNERS:
        rows._triggers(table, "ENABLE")
    rows.env.invalidate_all()
    return clerks
