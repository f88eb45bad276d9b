"""A customer's number over the wire: everybody else gets the mask, or a refusal."""

from odoo.tests import tagged

from .sealed_case import MASK, PHONE
from .wire_case import WireCase

TEXTS = ("char", "text", "html", "json")
FORGED = (
    {"neiqin_clear": True},
    {"neiqin_clear": [1]},
    {"neiqin_clear": "<object object at 0x7f0000000000>"},
    {"neiqin_masked": False},
    {"neiqin_masked": 0, "neiqin_clear": 1, "su": True, "sudo": True},
    {"uid": 1},
    {"bin_size": True, "prefetch_fields": False, "active_test": False},
    {"lang": "zh_CN", "tz": "Asia/Shanghai", "allowed_company_ids": [1]},
)


@tagged("post_install", "-at_install")
class TestSealedWire(WireCase):
    def test_the_reader_does_get_it_so_that_the_others_are_a_test(self):
        for call in (self.over_xmlrpc, self.over_json2, self.over_web):
            rows = call(
                self.reader, "res.partner", "read", self.customer.ids, fields=["phone"]
            )
            self.assertEqual(rows[0]["phone"], PHONE)

    def test_read_and_search_read(self):
        ids, fields = (
            self.customer.ids,
            ["phone", "neiqin_wechat", "neiqin_private_mobile"],
        )
        for user in self.people:
            for call in (self.over_xmlrpc, self.over_json2, self.over_web):
                rows = self.ask_by(
                    call, user, "res.partner", "read", ids, fields=fields
                )
                self.assertEqual(rows[0]["phone"], MASK)
                rows = self.ask_by(
                    call,
                    user,
                    "res.partner",
                    "search_read",
                    domain=[["id", "in", ids]],
                    fields=fields,
                )
                self.assertEqual(rows[0]["phone"], MASK)
            model = self.env["res.partner"].with_user(user)
            types = model.fields_get([], ["type"]).items()
            texts = [name for name, about in types if about["type"] in TEXTS]
            self.ask(user, "res.partner", "web_read", ids, dict.fromkeys(texts, {}))
            self.ask_by(
                self.over_xmlrpc,
                user,
                "res.partner",
                "read",
                ids,
                ["phone"],
                "_classic_write",
            )

    def test_forged_context_keys(self):
        for context in FORGED:
            for method, kwargs in (
                ("read", {"fields": ["phone", "neiqin_wechat"]}),
                ("web_read", {"specification": {"phone": {}, "neiqin_wechat": {}}}),
                ("export_data", {"fields_to_export": ["phone", "neiqin_wechat"]}),
                ("copy_data", {}),
            ):
                self.ask(
                    self.clerk,
                    "res.partner",
                    method,
                    self.customer.ids,
                    context=context,
                    **kwargs,
                )
            self.ask_by(
                self.over_json2,
                self.clerk,
                "res.partner",
                "read",
                self.customer.ids,
                fields=["phone"],
                context=context,
            )

    def test_groups_and_aggregates(self):
        domain = [["id", "in", self.customer.ids]]
        for name in (
            "phone",
            "neiqin_wechat",
            "neiqin_private_mobile",
            "phone_sanitized",
        ):
            for aggregate in (
                "__count",
                f"{name}:array_agg",
                f"{name}:max",
                f"{name}:count_distinct",
            ):
                self.ask(
                    self.clerk,
                    "res.partner",
                    "formatted_read_group",
                    domain,
                    [name],
                    [aggregate],
                )
                self.ask(
                    self.clerk,
                    "res.partner",
                    "web_read_group",
                    domain,
                    [name],
                    [aggregate],
                )
            self.ask_by(
                self.over_xmlrpc,
                self.clerk,
                "res.partner",
                "read_group",
                domain,
                [name],
                [name],
            )
        for aggregate in ("price_text:array_agg", "price_text:max"):
            self.ask(
                self.rep,
                "neiqin.price.agreement",
                "formatted_read_group",
                [],
                ["price_text"],
                [aggregate],
            )

    def test_search_by_a_part_of_the_number(self):
        """A pattern finds nobody; only a whole number or four last digits do."""
        for operator in (
            "like",
            "ilike",
            "=like",
            "=ilike",
            "not like",
            "not ilike",
            "<",
            ">",
            ">=",
            "<=",
        ):
            for value in (
                "+86 138%",
                "%0571%",
                "138",
                "+86 13_ 0571 4321",
                "%57143%",
                "1380571",
            ):
                found = self.ask_by(
                    self.over_xmlrpc,
                    self.clerk,
                    "res.partner",
                    "search",
                    [["phone", operator, value], ["id", "=", self.customer.id]],
                )
                other = self.ask_by(
                    self.over_xmlrpc,
                    self.clerk,
                    "res.partner",
                    "search",
                    [["phone", operator, "997%5552"], ["id", "=", self.customer.id]],
                )
                with self.subTest(operator=operator, value=value):
                    self.assertEqual(found, other)  # says nothing about the number

    def test_search_through_other_models(self):
        guesses = [f"1380571{number:04}" for number in range(4300, 4400)]
        for model, path in (
            ("sale.order", "partner_id.phone"),
            ("sale.order", "partner_id.child_ids.phone"),
            ("account.move", "partner_id.phone"),
            ("res.users", "phone"),
            ("res.users", "partner_id.phone"),
            ("res.partner", "parent_id.phone"),
            ("res.partner", "phone_mobile_search"),
            ("calendar.attendee", "phone"),
        ):
            if model not in self.env:
                continue
            with self.subTest(model=model, path=path):
                words = self.refusal(
                    self.clerk, model, "search", [[path, "in", guesses]]
                )
                self.assertIn("one by one", words)

    def test_agreed_prices(self):
        fields = ["price", "price_text", "display_name"]
        rows = self.ask_by(
            self.over_xmlrpc,
            self.rep,
            "neiqin.price.agreement",
            "read",
            self.agreement.ids,
            fields,
        )
        self.assertEqual((rows[0]["price"], rows[0]["price_text"]), (0.0, "••••••••"))
        self.ask_by(
            self.over_xmlrpc,
            self.rep,
            "neiqin.price.agreement",
            "export_data",
            self.agreement.ids,
            fields,
        )
        for domain in (["price_text", "=", "4711.93"], ["price_text", "like", "47"]):
            found = self.ask(
                self.rep, "neiqin.price.agreement", "search_count", [domain]
            )
            self.assertEqual(found, 0, domain)
        model, ids = "neiqin.price.agreement", self.agreement.ids
        self.refusal(self.rep, model, "search", [["price", "=", 4711.93]])
        self.refusal(self.rep, model, "formatted_read_group", [], [], ["price:sum"])
        self.assertIn(
            "not allowed", self.refusal(self.helper, model, "read", ids, fields)
        )

    def test_private_methods_and_tokens(self):
        for model, method, args in (
            ("res.partner", "_neiqin_clear_values", [self.customer.ids, "phone"]),
            ("res.partner", "_neiqin_in_clear", [self.customer.ids]),
            ("res.partner", "_neiqin_opened", [self.customer.ids]),
            ("res.partner", "_read_format", [self.customer.ids, ["phone"]]),
            ("res.partner", "fetch", [self.customer.ids, ["phone"]]),
            ("res.partner", "mapped", [self.customer.ids, "phone"]),
            (
                "res.partner",
                "with_context",
                [self.customer.ids, {"neiqin_clear": True}],
            ),
            ("res.partner", "read", [self.customer.ids, ["neiqin_sealed"]]),
            ("neiqin.sealed.index", "search_read", [[]]),
            ("neiqin.sealing", "_neiqin_permit", [[1]]),
            (
                "neiqin.sealing",
                "read",
                [self.sealing.ids, ["exchange_lock", "exchange_nonce"]],
            ),
        ):
            for user in (self.clerk, self.helper):
                with self.subTest(method=method, user=user.login):
                    words = self.refusal(user, model, method, *args)
                    self.assertNotIn("nq1:", words)
