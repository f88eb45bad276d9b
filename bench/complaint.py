"""What complaints cost: filed and solved by the hundred, swept by the hundred thousand.

With NEIQIN_HELPDESK_ADDONS, a folder that holds the community's helpdesk_mgmt and
helpdesk_mgmt_sla, the same number of tickets is created and closed in the same run, each
with one SLA. The arguments ``RECORDS OPEN ARTICLES`` shrink it while developing.
"""

import os
import random
import statistics
from datetime import timedelta

from odoo import fields
from odoo.tools import SQL

import odoo.addons

from bench._complaint_rows import multiply

TURNS = 3
CREATE_RATE, CREATE_QUERIES = 5, 4  # times the community's rate; queries per record
SOLVE_RATE, SOLVE_QUERIES = 2.5, 2.5
WORDS = [
    "轴承",
    "生锈",
    "破损",
    "少发",
    "发票",
    "物流",
    "延误",
    "包装",
    "电机",
    "齿轮",
    "客户",
    "退货",
    "检验",
    "价格",
    "合同",
]


class Office:
    """A person with rights and rules, as everybody who files."""

    def __init__(self, env):
        self.env = env(user=env.ref("base.user_admin"), su=False)
        self.partners = self.env["res.partner"].create(
            [{"name": f"Bench {i}", "email": f"b{i}@c.example.com"} for i in range(20)]
        )
        self.forget()

    def forget(self):
        """Leave nothing to be done, nothing in the cache."""
        self.env.cr.flush()
        self.env.invalidate_all()


class Ours(Office):
    """Complaints with two clocks, a tier by rule and, from tier 3, a task."""

    def __init__(self, env):
        groups = env["res.users"].browse(env.ref("base.user_admin").id)
        groups.group_ids += env.ref("neiqin_addon.group_neiqin_manager")
        super().__init__(env)
        self.kind = env.ref("neiqin_addon.complaint_type_quality")

    def file(self, count):
        """File complaints in one call."""
        complaints = self.env["neiqin.complaint"].create(
            [
                {
                    "partner_id": self.partners[i % len(self.partners)].id,
                    "type_id": self.kind.id,
                    "subject": f"bench {i}",
                    # every tenth is large: tier 3 with its department task
                    "amount": 200000 if i % 10 == 0 else 100,
                }
                for i in range(count)
            ]
        )
        self.env.cr.flush()
        return complaints

    def solve(self, complaints):
        """Tell the customers the solution: both clocks stop."""
        complaints._neiqin_solve("<p>New ones leave today</p>", "phone")
        self.env.cr.flush()


class Helpdesk(Office):
    """The community's tickets with one SLA of 24 hours."""

    def __init__(self, env):
        super().__init__(env)
        self.team = env["helpdesk.ticket.team"].create(
            {"name": "Bench", "use_sla": True}
        )
        stages = env["helpdesk.ticket.stage"].search([])
        self.done = stages.filtered("closed")[:1]
        env["helpdesk.sla"].create(
            {
                "name": "24 hours",
                "hours": 24,
                "team_ids": [(6, 0, self.team.ids)],
                "stage_id": self.done.id,
            }
        )

    def file(self, count):
        """Create tickets in one call."""
        tickets = self.env["helpdesk.ticket"].create(
            [
                {
                    "name": f"bench {i}",
                    "description": "<p>rusty</p>",
                    "partner_id": self.partners[i % len(self.partners)].id,
                    "team_id": self.team.id,
                }
                for i in range(count)
            ]
        )
        self.env.cr.flush()
        return tickets

    def solve(self, tickets):
        """Close them: their SLA is reached."""
        tickets.write({"stage_id": self.done.id})
        self.env.cr.flush()


def counted(ctx, office, work, count):
    """Return (records per second, queries per record) of one call."""
    office.forget()
    before = office.env.cr.sql_log_count
    seconds = ctx.once(work)
    return count / seconds, (office.env.cr.sql_log_count - before) / count


def side_by_side(ctx, offices, count):
    """Return ``{(office, step): (rate, queries)}``, medians; the offices take turns."""
    found = {}
    for _turn in range(TURNS + 1):
        for name, office in offices.items():
            made = []
            steps = (
                ("create", lambda o=office, m=made: m.append(o.file(count))),
                ("solve", lambda o=office, m=made: o.solve(m[0])),
            )
            for step, work in steps:
                figures = counted(ctx, office, work, count)
                found.setdefault((name, step), []).append(figures)
    # the first turn fills caches
    return {
        key: tuple(statistics.median(column) for column in zip(*rows[1:], strict=True))
        for key, rows in found.items()
    }


def sweep(ctx, office, count):
    """Return seconds and queries of sweeps: nothing due, then one in a hundred due."""
    env = office.env(su=True)
    multiply(office.file(min(count, 2000)), count)
    office.forget()
    clocks = env["neiqin.complaint.clock"]
    quiet = fields.Datetime.now()
    env.cr.execute(
        SQL(
            "UPDATE neiqin_complaint_clock SET next_ladder_at = %s"
            " WHERE next_ladder_at <= %s",
            quiet + timedelta(hours=2),
            quiet + timedelta(hours=1),
        )
    )
    env.cr.execute("ANALYZE neiqin_complaint_clock")
    office.forget()
    figures = []
    # without the commit of each slice: the bench leaves nothing behind
    type(clocks)._neiqin_progress = lambda self, done: 1
    for due in (0, count // 100):
        env.cr.execute(
            SQL(
                "UPDATE neiqin_complaint_clock SET next_ladder_at = %s WHERE id IN"
                " (SELECT id FROM neiqin_complaint_clock WHERE state = 'running'"
                " AND kind = 'response' ORDER BY id LIMIT %s)",
                quiet - timedelta(minutes=1),
                due,
            )
        )
        office.forget()
        before = env.cr.sql_log_count
        seconds = ctx.once(clocks._cron_sweep)
        figures.append((due, seconds, env.cr.sql_log_count - before))
    return figures


def knowledge(ctx, env, count):
    """Return the median seconds of a search over so many articles, and its hits."""
    dice = random.Random(7)
    env = env(context={"lang": "zh_CN", "mail_create_nolog": True})
    text = lambda: "，".join(dice.choices(WORDS, k=40))  # noqa: E731
    articles = env["neiqin.article"].create(
        [
            {"name": f"{text()[:30]} {i}", "lang": "zh_CN", "body": f"<p>{text()}</p>"}
            for i in range(count)
        ]
    )
    articles.action_publish()
    env.cr.flush()
    env.cr.execute("ANALYZE neiqin_article")
    asked = [f"{a}{b}" for a in WORDS for b in WORDS][: 3 * len(WORDS)]
    spent = []
    for words in asked:
        env.invalidate_all()
        spent.append(ctx.once(lambda w=words: env["neiqin.article"]._neiqin_best(w)))
    return statistics.median(spent), max(spent)


def install_helpdesk(ctx, folder):
    """Install the community's modules in the stock database; it is thrown away."""
    odoo.addons.__path__.append(folder)
    with ctx.env_stock(commit=True) as env:
        env["ir.module.module"].update_list()
        module = env["ir.module.module"].search([("name", "=", "helpdesk_mgmt_sla")])
        module.button_immediate_install()


def run(ctx):
    """Print the tables; return 1 when a figure misses its limit."""
    sizes = [int(word) for word in ctx.arguments] or [1000, 100_000, 5000]
    count, open_ones, pages = (*sizes, 0, 0)[:3]
    folder = os.environ.get("NEIQIN_HELPDESK_ADDONS")
    if folder:
        install_helpdesk(ctx, folder)
    with ctx.env_with_addon() as env, ctx.env_stock() as stock:
        offices = {"this add-on": Ours(env)}
        if folder:
            offices["helpdesk_mgmt_sla"] = Helpdesk(stock)
        found = side_by_side(ctx, offices, count)
        ctx.table(
            [
                (step, name, f"{rate:.0f}", f"{queries:.2f}")
                for (name, step), (rate, queries) in sorted(found.items())
            ],
            [f"{count} in one call", "", "per second", "queries each"],
        )
        failed = found["this add-on", "create"][1] > CREATE_QUERIES
        failed |= found["this add-on", "solve"][1] > SOLVE_QUERIES
        if folder:
            for step, limit in (("create", CREATE_RATE), ("solve", SOLVE_RATE)):
                times = found["this add-on", step][0]
                times /= found["helpdesk_mgmt_sla", step][0]
                ctx.say(
                    f"{step}: {times:.1f} times the community's rate (at least {limit})"
                )
                failed |= times < limit
        if open_ones:
            rows = sweep(ctx, offices["this add-on"], open_ones)
            ctx.table(
                [(due, f"{spent * 1000:.1f}", asked) for due, spent, asked in rows],
                [f"sweep over {open_ones} open: due", "ms", "queries"],
            )
            failed |= rows[0][2] > 1
        if pages:
            middle, worst = knowledge(ctx, env, pages)
            ctx.say(
                f"search in {pages} articles: {middle * 1000:.0f} ms, "
                f"at worst {worst * 1000:.0f} ms"
            )
    return int(failed)
