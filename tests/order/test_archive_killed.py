"""A real process archives many orders and is killed in the middle of a slice."""

from ..control.office_case import OfficeCase
from .archive_halves import HALVES

ORDERS, SLICE, HANGS_AT = 32, 25, 28
#: A clerk asks for all of them; nothing charged, nothing carried: only the customer's paper.
FILL = f"""
from odoo.fields import Command
from tests.clone_rows import clone_orders
env.company.neiqin_gate_exception = "off"
wishes = ("wants_contract", "wants_delivery", "wants_invoice", "wants_payment")
env["neiqin.archive.kind"].create(
    {{"name": "K", "sequence": 0, "wants_order": "any", **dict.fromkeys(wishes, "no")}})
product = env["product.product"].create({{"name": "安装", "type": "service"}})
customer = env["res.partner"].create({{"name": "杭州精工"}})
order = env["sale.order"].create({{"partner_id": customer.id, "order_line": [
    Command.create({{"product_id": product.id, "price_unit": 0}})]}})
order.action_confirm()
orders = order | clone_orders(order, {ORDERS} - 1)
files = env["ir.attachment"].create([{{"name": f"{{order.name}}.pdf",
    "raw": b"%PDF-1.4 " + order.name.encode(), "res_model": order._name,
    "res_id": order.id}} for order in orders])
for order, file in zip(orders, files, strict=True):
    order.neiqin_paper_ids = file
clerk = env["res.users"].with_context(no_reset_password=True).create({{
    "name": "王芳", "login": "clerk", "group_ids": [
        Command.link(env.ref("neiqin_addon.group_neiqin_clerk").id)]}})
orders.with_user(clerk).action_neiqin_archive()
answer = len(orders.filtered("neiqin_archive_asked_id"))
"""
#: As the papers of the second slice are closed, the process stands still.
HANG = f"""
CREATE FUNCTION hang() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
    IF (SELECT count(*) FROM neiqin_archive WHERE digest IS NOT NULL) = {HANGS_AT}
    THEN PERFORM pg_sleep(8); END IF; RETURN NEW; END $$;
CREATE TRIGGER zz_hang BEFORE UPDATE OF digest ON neiqin_archive
    FOR EACH ROW EXECUTE FUNCTION hang();
"""
HANGING = """
SELECT count(*) FROM pg_stat_activity
 WHERE datname = current_database() AND wait_event = 'PgSleep'
"""
DONE = (
    "SELECT count(*), count(DISTINCT order_id) FROM neiqin_archive WHERE digest <> ''"
)
ARCHIVE = "env['sale.order']._neiqin_cron_archive()\n"
AFTERWARDS = (
    ARCHIVE
    + """
archives = env["neiqin.archive"].search([])
found = archives._neiqin_verify()
answer = {
    "whole": sum(one["ok"] for one in found),
    "by": archives.archived_by_id.mapped("login"),
    "papers": len(archives.document_ids._neiqin_bytes()),
    "trail": env["neiqin.trail.entry"].search_count(
        [("action", "=", "archive"), ("res_model", "=", "neiqin.archive")]),
    "asked": env["sale.order"].search_count([("neiqin_archive_asked_id", "!=", False)]),
    "failures": env["neiqin.failure"].search_count([("state", "=", "open")]),
}
"""
)


class TestArchiveKilled(OfficeCase):
    def test_killed_in_the_second_slice(self):
        self.assertEqual(self.run_python(FILL), ORDERS)
        self.rows(HANG)
        process = self.start("shell --no-http", "-d", self.name, stdin=-1)
        process.stdin.write(ARCHIVE.encode())
        process.stdin.close()
        self.wait_for(HANGING, "1")
        process.kill()
        process.wait()
        # the database learns of it as it wants to answer
        self.wait_for(HANGING, "0")
        self.rows("DROP TRIGGER zz_hang ON neiqin_archive")
        # the first slice is whole, of the second there is nothing
        self.assertEqual(self.rows(DONE), [[str(SLICE), str(SLICE)]])
        self.assertEqual(self.rows(HALVES), [])
        number = str(ORDERS)
        self.assertEqual(
            self.run_python(AFTERWARDS),
            {
                "whole": ORDERS,
                "by": ["clerk"],
                "papers": ORDERS,
                "trail": ORDERS,
                "asked": 0,
                "failures": 0,
            },
        )
        self.assertEqual(self.rows(DONE), [[number, number]])
        self.assertEqual(self.rows(HALVES), [])
