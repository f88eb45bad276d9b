"""Several cron workers on one database: nothing is done twice, nothing is left."""

import asyncio
import shutil
from collections import Counter

from aiosmtpd.controller import Controller

from dev import odoo_process, ports, postgres

from ..control.office_case import OfficeCase
from .growth_case import Server, until

MAILS, ARTICLES = 50, 110
#: What is due, all of it since yesterday; every other schedule rests.
FILL = """
from odoo.fields import Command, Datetime
env["ir.cron"].search([]).nextcall = "2099-01-01 00:00:00"
env["ir.cron.trigger"].search([]).unlink()
env.company.email = "office@example.com"
env["ir.mail_server"].search([]).active = False
env["ir.mail_server"].create({"name": "x", "smtp_host": HOST, "smtp_port": PORT})
product = env["product.product"].create({"name": "行星减速机", "type": "service"})
customers = env["res.partner"].create([{"name": f"客户{n}", "is_company": True,
    "email": f"customer{n}@example.com"} for n in range(MAILS)])
order = env["sale.order"].create({"partner_id": customers[0].id, "order_line": [
    Command.create({"product_id": product.id, "product_uom_qty": 1})]})
order.action_confirm()
env["neiqin.progress.notice"].search([]).sudo()._neiqin_as_server().unlink()
env["neiqin.progress.notice"]._neiqin_as_server().create([{"partner_id": one.id,
    "company_id": env.company.id, "kind": "digest", "mail_state": "due",
    "due_at": Datetime.now(), "order_ids": [Command.link(order.id)]}
    for one in customers])
articles = env["neiqin.article"].create([{"name": f"文章{n}", "body": "<p>x</p>",
    "owner_id": env.user.id} for n in range(ARTICLES)])
articles.action_publish()
env.flush_all()
env.cr.execute("UPDATE neiqin_article SET review_date = CASE WHEN id = ANY(%s)"
    " THEN current_date - 1 ELSE current_date + 900 END", [articles.ids])
"""
#: Somebody withdraws an article while a schedule has it in its slice.
MEANWHILE = """
due = [("state", "=", "published"), ("id", "in", articles.ids)]
env.cr.commit()
part = env["neiqin.article"].search(due, limit=3)
with env.registry.cursor() as other:
    other.execute("UPDATE neiqin_article SET state = 'withdrawn' WHERE id = %s",
        [part[1].id])
from odoo.fields import Domain
part._neiqin_attempt("_neiqin_mark_due", Domain(due))
told = [len(one.activity_ids) for one in part]
answer = [part.mapped("state"), told]
part.activity_ids.unlink()
part._neiqin_as_server().write({"state": "published"})
"""
#: What is worked on takes its time, so that a process can be ended in the middle.
SLOW = """
CREATE FUNCTION slow() RETURNS trigger LANGUAGE plpgsql AS
    $$ BEGIN PERFORM pg_sleep(0.005); RETURN NEW; END $$;
CREATE TRIGGER slow BEFORE UPDATE ON neiqin_article FOR EACH ROW
    WHEN (NEW.state = 'due') EXECUTE FUNCTION slow();
UPDATE ir_cron SET nextcall = now() at time zone 'UTC' - interval '1 day'
 WHERE id IN (SELECT res_id FROM ir_model_data WHERE module = 'neiqin_addon'
    AND name IN ('ir_cron_progress_notice', 'ir_cron_due_articles'));
"""


class Post:
    """A mail server that takes its time, and remembers who got something."""

    def __init__(self):
        self.got = Counter()

    async def handle_DATA(self, server, session, envelope):
        await asyncio.sleep(0.02)
        self.got.update(envelope.rcpt_tos)
        return "250 OK"


class TestCronWorkers(OfficeCase):
    def setUp(self):
        super().setUp()
        self.addCleanup(shutil.rmtree, self.folder, ignore_errors=True)
        self.post = Post()
        mail = Controller(self.post, hostname=ports.HOST, port=ports.any_free())
        mail.start()
        self.addCleanup(mail.stop)
        self.mail_port = mail.port

    def worker(self, name):
        server = Server(
            self.config,
            self.folder / f"{name}.log",
            "--no-http",
            environ=odoo_process.environment(),
        )
        self.addCleanup(server.kill)
        return server

    def one(self, sql):
        postgres.query(f"NOTIFY cron_trigger, '{self.name}'")  # wake the workers
        return int(postgres.query(sql, self.name)[0][0])

    def waiting(self):
        """Return how much is left to do."""
        return self.one(
            "SELECT (SELECT count(*) FROM neiqin_progress_notice"
            "         WHERE mail_state IN ('due', 'sending'))"
            " + (SELECT count(*) FROM neiqin_article WHERE state = 'published'"
            "     AND review_date < current_date)"
        )

    def test_one_of_two_is_killed_in_the_middle(self):
        about = f"HOST, PORT = {ports.HOST!r}, {self.mail_port}\n"
        about += f"MAILS, ARTICLES = {MAILS}, {ARTICLES}\n"
        states, told = self.run_python(about + FILL + MEANWHILE)
        # what was decided meanwhile stays as it is; the others of the slice are done
        self.assertEqual((states, told), (["due", "withdrawn", "due"], [1, 0, 1]))
        postgres.query(SLOW, self.name)
        workers = [self.worker("one"), self.worker("two")]
        until(lambda: self.waiting() and len(self.post.got) >= 10, True)
        self.assertGreaterEqual(len(self.post.got), 10, workers[0].words()[-3000:])
        sender = next(one for one in workers if "Progress" in one.words())
        sender.kill()
        self.assertGreater(self.waiting(), 0, "too quick to be interrupted")
        self.worker("three")
        self.assertEqual(until(self.waiting, 0), 0)
        self.check_articles()
        self.check_mails()

    def check_articles(self):
        rows = postgres.query(
            "SELECT state, count(*) FROM neiqin_article"
            " WHERE review_date < current_date GROUP BY state",
            self.name,
        )
        self.assertEqual(rows, [["due", str(ARTICLES)]])
        twice = (
            "SELECT count(*), count(DISTINCT res_id) FROM mail_activity"
            " WHERE res_model = 'neiqin.article'"
        )
        number = str(ARTICLES)
        self.assertEqual(postgres.query(twice, self.name), [[number, number]])

    def check_mails(self):
        """Each customer got one; of one that may have left a person is told."""
        self.assertEqual(set(self.post.got.values()), {1})
        rows = postgres.query(
            "SELECT p.email, n.mail_state FROM neiqin_progress_notice n"
            " JOIN res_partner p ON p.id = n.partner_id",
            self.name,
        )
        states = dict(rows)
        self.assertEqual(len(states), MAILS)
        sent = {address for address, state in rows if state == "sent"}
        failed = set(states) - sent
        self.assertLessEqual(len(failed), 1, failed)
        self.assertLessEqual(sent, set(self.post.got))
        self.assertLessEqual(set(self.post.got), sent | failed)
        activities = (
            "SELECT count(*) FROM mail_activity"
            " WHERE res_model = 'neiqin.progress.notice'"
        )
        self.assertEqual(self.one(activities), len(failed))
