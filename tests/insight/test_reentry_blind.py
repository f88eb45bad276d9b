"""The second clerk tries every way to the first entry, over RPC."""

from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import HttpCase, tagged

from odoo.addons.neiqin_addon.models.order.archive_collect import Paper

from .reentry_case import ReentryCase

#: A quantity and a price that stand nowhere else.
QUANTITY, PRICE = 7331, 4242.42


@tagged("post_install", "-at_install")
class TestBlind(ReentryCase, HttpCase):
    def setUp(self):
        super().setUp()
        order = self.paper(self.make_order(lines=1))
        order.order_line.write({"product_uom_qty": QUANTITY, "price_unit": PRICE})
        self.order = order.sudo()
        self.task = self.drawn(order)
        self.clerk = self.task.user_id

    def refused_or_empty(self, model, domain, names):
        """Assert that the clerk finds nothing by a domain, and reads nothing by id."""
        records = self.env[model].sudo().search(domain)
        self.assertTrue(records, f"{model}: nothing to protect")
        found = self.rpc(self.clerk, records.browse(), "search_read", domain, names)
        self.assertEqual(found, [], model)
        groups = self.rpc(
            self.clerk,
            records.browse(),
            "formatted_read_group",
            domain,
            [],
            ["__count"],
        )
        self.assertEqual(groups[0]["__count"], 0, model)
        with self.assertRaises(AccessError, msg=model):
            self.rpc(self.clerk, records, "read", names)

    def test_order_and_lines(self):
        self.refused_or_empty("sale.order", [("id", "=", self.order.id)], ["name"])
        self.refused_or_empty(
            "sale.order.line",
            [("order_id", "=", self.order.id)],
            ["product_uom_qty", "price_unit"],
        )

    def test_writing_and_copying(self):
        for call in (
            ("write", {"note": "x"}),
            ("copy",),
            ("action_confirm",),
            ("web_read", {"amount_total": {}}),
        ):
            with self.assertRaises(AccessError, msg=call[0]):
                self.rpc(self.clerk, self.order, *call)

    def test_verification_letter_delivery_and_report(self):
        self.verify(
            self.order, user=self.lead if self.clerk != self.lead else self.boss
        )
        self.order.action_confirm()
        self.refused_or_empty(
            "neiqin.verification.line", [("order_id", "=", self.order.id)], ["entered"]
        )
        self.refused_or_empty(
            "neiqin.verification", [("order_id", "=", self.order.id)], ["state"]
        )
        self.refused_or_empty(
            "sale.report", [("name", "=", self.order.name)], ["price_total"]
        )
        for figures in ("neiqin.sales.report", "neiqin.order.report"):
            self.refused_or_empty(
                figures, [("order_id", "=", self.order.id)], ["amount"]
            )

    def test_screen_of_verification(self):
        with self.assertRaises(UserError):
            self.rpc(
                self.clerk, self.env["neiqin.verification"], "open_order", self.order.id
            )

    def test_the_task_itself(self):
        for names in (["snapshot"], ["order_id"], ["past_user_ids"]):
            with self.assertRaises(AccessError, msg=names):
                self.rpc(self.clerk, self.task, "read", names)
        readable = self.rpc(self.clerk, self.task, "read", [])
        text = self.as_text(readable)
        self.assertNotIn(str(QUANTITY), text)
        self.assertNotIn(str(PRICE), text)
        # nor by asking which tasks match
        for domain in (
            [("order_id.order_line.product_uom_qty", "=", QUANTITY)],
            [("snapshot", "ilike", str(QUANTITY))],
        ):
            with self.assertRaises(AccessError, msg=domain):
                self.rpc(self.clerk, self.tasks, "search", domain)

    def test_paper_is_there_and_opens(self):
        answer = self.rpc(
            self.clerk,
            self.task,
            "web_read",
            {"papers": {}},
            context={"bin_size": True},
        )
        papers = answer[0]["papers"]
        self.assertIn("6204", papers[0]["text"])
        self.assertEqual([paper["name"] for paper in papers], ["订单.txt"])
        self.assertIn("access_token=", papers[0]["url"])

    def test_paper_of_a_verified_order_opens_over_http(self):
        other = (self.li | self.zhao) - self.clerk
        self.verify(self.order, user=other)
        url = self.task.with_user(self.clerk).papers[0]["url"]
        self.authenticate(self.clerk.login, self.clerk.login)
        self.assertIn("6204", self.url_open(url).text)
        plain = url.partition("?")[0]
        self.assertNotIn("6204", self.url_open(plain).text)

    def test_no_lines_before_handing_in(self):
        lines = self.env["neiqin.reentry.line"]
        self.assertEqual(self.rpc(self.clerk, lines, "search_read", [], ["first"]), [])
        with self.assertRaises(AccessError):
            self.rpc(self.clerk, lines, "create", [{"reentry_id": self.task.id}])

    def test_other_clerks_are_not_hindered(self):
        other = (self.li | self.zhao) - self.clerk
        self.assertEqual(
            self.rpc(other, self.order, "read", ["name"])[0]["name"], self.order.name
        )
        # nor is the task theirs to type
        with self.assertRaises(UserError):
            self.rpc(other, self.task, "write", {"said_partner": "x"})
        with self.assertRaises(UserError):
            self.rpc(other, self.task, "action_neiqin_hand_in")

    def test_server_fields(self):
        for vals in (
            {"state": "done"},
            {"user_id": self.wang.id},
            {"checked_count": 1},
            {"date_due": "2030-01-01"},
        ):
            with self.assertRaises(AccessError, msg=vals):
                self.rpc(self.clerk, self.task, "write", vals)
        with self.assertRaises(AccessError):
            self.rpc(self.boss, self.order, "write", {"neiqin_blind_user_id": False})
        for user in (self.clerk, self.lead, self.boss):
            with self.assertRaises(UserError):
                self.rpc(user, self.task, "unlink")

    def test_rows_of_somebody_else(self):
        row = self.env["neiqin.reentry.row"].with_user(self.clerk)
        row = row.create(
            {"reentry_id": self.task.id, "product": "6204", "quantity": "1"}
        )
        other = (self.li | self.zhao) - self.clerk
        for user in (other, self.lead):
            with self.assertRaises(UserError):
                self.rpc(user, row, "write", {"quantity": "2"})
            with self.assertRaises(UserError):
                self.rpc(
                    user,
                    row.browse(),
                    "create",
                    [{"reentry_id": self.task.id, "product": "x", "quantity": "1"}],
                )

    def test_open_again_after_handing_in(self):
        self.type(self.task, self.rows_of(self.order))
        self.assertTrue(self.rpc(self.clerk, self.order, "read", ["name"]))

    def test_open_again_after_giving_back(self):
        self.rpc(self.clerk, self.task, "action_neiqin_give_back")
        self.assertTrue(self.rpc(self.clerk, self.order, "read", ["name"]))
        with self.assertRaises(AccessError):
            self.rpc(self.clerk, self.task, "read", ["state"])
        taker = self.task.user_id
        with self.assertRaises(AccessError):
            self.rpc(taker, self.order, "read", ["name"])

    def test_intake_rows(self):
        intake = self.env["neiqin.order.intake"].create({"name": "客户订单"})
        line = self.env["neiqin.order.intake.line"].sudo()
        line = line._neiqin_as_server() if hasattr(line, "_neiqin_as_server") else line
        line = line.create(
            {"intake_id": intake.id, "number": 1, "order_id": self.order.id}
        )
        self.refused_or_empty(
            "neiqin.order.intake.line", [("id", "=", line.id)], ["number"]
        )

    def test_goods_and_invoice(self):
        goods = self.env["product.product"].create(
            {"name": "螺栓", "is_storable": True}
        )
        self.order.order_line = [
            Command.create({"product_id": goods.id, "product_uom_qty": QUANTITY})
        ]
        self.order.action_confirm()
        moves = self.order.order_line.move_ids
        self.refused_or_empty(
            "stock.move", [("id", "in", moves.ids)], ["product_uom_qty"]
        )
        self.order.order_line.qty_delivered = 1
        self.order._create_invoices()
        lines = self.order.order_line.invoice_lines
        self.refused_or_empty(
            "account.move.line", [("id", "in", lines.ids)], ["quantity"]
        )

    def test_review_and_archive(self):
        self.order.action_confirm()
        self.order._neiqin_review()
        steps = self.order.neiqin_review_ids.step_ids
        if not steps:
            steps.sudo()._neiqin_as_server().create(
                {
                    "review_id": self.order.neiqin_review_ids.id,
                    "company_id": self.company.id,
                    "step": "confirmed",
                    "hours": 7.0,
                }
            )
        paper = Paper(
            "order", "订单.pdf", "application/pdf", b"%PDF-1.4 6204", "customer", None
        )
        self.env["neiqin.archive"]._neiqin_make({self.order.id: [paper]})
        differs = ("total", {"ordered": PRICE, "invoiced": 1.0})
        self.order._neiqin_keep_gaps({self.order.id: [differs]})
        mine = [("order_id", "=", self.order.id)]
        for model, domain, names in (
            ("neiqin.order.review", mine, ["promise", "categ_id"]),
            (
                "neiqin.order.review.step",
                [("review_id.order_id", "=", self.order.id)],
                ["hours"],
            ),
            ("neiqin.waiting.report", mine, ["hours"]),
            ("neiqin.archive", mine, ["manifest"]),
            (
                "neiqin.archive.document",
                [("archive_id.order_id", "=", self.order.id)],
                ["name"],
            ),
            ("neiqin.archive.gap", mine, ["text"]),
        ):
            self.refused_or_empty(model, domain, names)
        archive = self.order.neiqin_archive_ids
        self.authenticate(self.clerk.login, self.clerk.login)
        answer = self.url_open(f"/neiqin/archive/{archive.id}/zip")
        self.assertNotEqual(answer.content[:2], b"PK")
        with self.assertRaises(AccessError):
            self.rpc(self.clerk, archive, "action_neiqin_download")
