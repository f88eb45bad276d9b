"""Whoever takes customers or orders out leaves a row, by whatever way."""

import json

from odoo.http import Request
from odoo.tests import HttpCase, new_test_user, tagged


@tagged("post_install", "-at_install")
class TestTrailExport(HttpCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.taker = new_test_user(
            cls.env,
            "export.taker",
            "neiqin_addon.group_neiqin_clerk,base.group_allow_export",
            password="export.taker",
        )
        cls.customer = cls.env["res.partner"].create(
            {"name": "Exported", "email": "exported@example.com"}
        )
        cls.order = cls.env["sale.order"].create({"partner_id": cls.customer.id})

    def exports(self, model):
        """Return what the trail tells of the exports of a model."""
        entries = self.env["neiqin.trail.entry"].search(
            [
                ("action", "=", "export"),
                ("res_model", "=", model),
                ("user_id", "=", self.taker.id),
            ]
        )
        return [json.loads(entry.details) for entry in entries.sorted("id")]

    def download(self, kind, records, paths, **more):
        """Export as the list's menu does; return the answer."""
        self.authenticate("export.taker", "export.taker")
        asked = {
            "model": records._name,
            "fields": [{"name": path, "label": path, "type": "char"} for path in paths],
            "ids": records.ids,
            "domain": [],
            "import_compat": False,
            **more,
        }
        answer = self.url_open(
            f"/web/export/{kind}",
            data={
                "data": json.dumps(asked),
                "csrf_token": Request.csrf_token(self),
            },
        )
        self.assertEqual(answer.status_code, 200)
        return answer

    def test_files(self):
        for kind in ("csv", "xlsx"):
            with self.subTest(kind):
                before = len(self.exports("res.partner"))
                answer = self.download(kind, self.customer, ["name", "email"])
                self.assertIn("attachment", answer.headers["Content-Disposition"])
                told = self.exports("res.partner")
                self.assertEqual(len(told), before + 1)
                self.assertEqual(told[-1]["ids"], self.customer.ids)
                self.assertEqual(told[-1]["fields"], ["name", "email"])

    def test_grouped_files(self):
        """Grouped lists take another way through the controller."""
        domain = [("id", "in", self.order.ids)]
        self.download(
            "xlsx",
            self.order,
            ["name", "amount_total"],
            ids=False,
            domain=domain,
            groupby=["partner_id"],
        )
        (told,) = self.exports("sale.order")
        self.assertEqual(told["ids"], self.order.ids)

    def test_all_that_a_filter_finds(self):
        domain = [("id", "in", self.order.ids)]
        self.download("csv", self.order, ["name"], ids=False, domain=domain)
        (told,) = self.exports("sale.order")
        self.assertEqual((told["records"], told["ids"]), (1, self.order.ids))

    def test_rpc(self):
        self.authenticate("export.taker", "export.taker")
        found = self.make_jsonrpc_request(
            "/web/dataset/call_kw/sale.order/export_data",
            {
                "model": "sale.order",
                "method": "export_data",
                "args": [self.order.ids, ["name", "partner_id/name"]],
                "kwargs": {},
            },
        )
        self.assertEqual(found["datas"], [[self.order.name, "Exported"]])
        (told,) = self.exports("sale.order")
        self.assertEqual(told["fields"], ["name", "partner_id/name"])

    def test_customers_reached_from_elsewhere(self):
        """No list is a back door: what counts is where the fields lead to."""
        country = self.env.ref("base.cn").with_user(self.taker)
        country.export_data(["name"])
        self.assertEqual(self.exports("res.country"), [])
        activity = self.customer.activity_schedule(
            "mail.mail_activity_data_todo", user_id=self.taker.id
        )
        activity.with_user(self.taker).export_data(["summary"])
        self.assertEqual(self.exports("mail.activity"), [])
        user = self.taker.with_user(self.taker)
        user.export_data(["name", "partner_id/email"])
        self.assertEqual(len(self.exports("res.users")), 1)

    def test_letters_and_agreed_prices_count(self):
        for model in ("neiqin.confirmation.letter", "neiqin.price.agreement"):
            self.env[model].with_user(self.taker).browse().export_data(["id"])
            self.assertEqual(len(self.exports(model)), 1)
