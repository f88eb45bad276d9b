"""Scripts: filled from the document, offered where they fit."""

from odoo.exceptions import AccessError
from odoo.fields import Command

from .complaint_case import ComplaintCase


class ScriptCase(ComplaintCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        # what comes with the add-on stays out of the way
        cls.env["neiqin.script"].search([]).action_withdraw()
        cls.partner.lang = "en_US"

    def draft(self, user=None, **values):
        values = {
            "name": "Quality, at once",
            "body": "Dear {contact}, we look at {product} of {order}. {agent}",
            "occasion": "first",
            "complaint_type_ids": [Command.set(self.types["quality"].ids)],
            **values,
        }
        return self.env["neiqin.script"].with_user(user or self.clerk).create(values)

    def script(self, **values):
        """Return a script in use: the clerk wrote it, the supervisor approved it."""
        script = self.draft(**values)
        script.with_user(self.supervisor).action_publish()
        return script

    def offered(self, record, user=None):
        scripts = self.env["neiqin.script"].with_user(user or self.clerk)
        return scripts.neiqin_offer(record._name, record.id)

    def titles(self, record, user=None):
        return [offer["source"] for offer in self.offered(record, user)]


class TestOffer(ScriptCase):
    def test_the_type_decides(self):
        complaint = self.complain(type_id=self.types["quality"].id)
        self.script(name="Price", complaint_type_ids=self.types["price"].ids)
        self.script(name="Everything", complaint_type_ids=False)
        self.script(name="Quality")
        self.assertEqual(self.titles(complaint), ["Quality", "Everything"])

    def test_the_occasion_decides_too(self):
        complaint = self.complain(type_id=self.types["quality"].id)
        self.script(name="A solution", occasion="solution")
        self.script(name="The first answer", occasion="first")
        self.script(name="A letter", occasion="letter")
        self.assertEqual(self.titles(complaint), ["The first answer", "A solution"])
        self.call(complaint)
        self.assertEqual(self.titles(complaint), ["A solution", "The first answer"])
        complaint._neiqin_solve("<p>New ones</p>", "phone")
        self.assertEqual(self.titles(complaint), ["A solution"])

    def test_the_customer_s_language_comes_first(self):
        self.env["res.lang"]._activate_lang("zh_CN")
        self.env["neiqin.script"].search([]).action_withdraw()
        complaint = self.complain(type_id=self.types["quality"].id)
        self.script(name="A english")
        self.script(name="B 中文", lang="zh_CN")
        self.assertEqual(self.titles(complaint), ["A english", "B 中文"])
        self.partner.lang = "zh_CN"
        self.assertEqual(self.titles(complaint), ["B 中文", "A english"])

    def test_an_order_with_an_open_case_is_offered_its_scripts(self):
        order = self.env["sale.order"].create({"partner_id": self.partner.id})
        kind = self.env.ref("neiqin_addon.exception_type_date")
        self.script(
            name="Moved",
            occasion="change",
            complaint_type_ids=False,
            exception_type_ids=kind.ids,
        )
        self.assertEqual(self.titles(order), [])
        case = self.env["neiqin.exception"].create(
            {"order_id": order.id, "type_id": kind.id, "summary": "late"}
        )
        self.assertEqual(self.titles(order), ["Moved"])
        self.assertTrue(case)

    def test_it_is_filled_from_the_complaint(self):
        product = self.env["product.product"].create({"name": "Bearing 6204"})
        order = self.env["sale.order"].create(
            {
                "partner_id": self.partner.id,
                "order_line": [Command.create({"product_id": product.id})],
            }
        )
        complaint = self.complain(
            type_id=self.types["quality"].id,
            order_id=order.id,
            contact_name="Lin",
        )
        self.clerk.name = "Wang Fang"
        self.script(body="{contact}: {product}, {order}, {number}. {agent} {customer}")
        [offer] = self.offered(complaint)
        self.assertEqual(
            offer["substitution"],
            f"Lin: Bearing 6204, {order.name}, {complaint.name}. "
            "Wang Fang Hangzhou Gears",
        )

    def test_the_deadline_is_the_customer_s_local_time(self):
        self.partner.tz = "Asia/Shanghai"
        with self.at("2026-03-09 02:00"):
            complaint = self.complain(type_id=self.types["quality"].id)
            self.script(body="until {deadline}")
            [offer] = self.offered(complaint)
        # received at ten in Shanghai, an hour to answer
        self.assertRegex(offer["substitution"], r"11:00")

    def test_a_deadline_that_has_passed_is_not_promised(self):
        with self.at("2026-03-09 02:00"):
            complaint = self.complain(type_id=self.types["quality"].id)
            self.script(body="until {deadline}")
        with self.at("2026-03-09 03:30"):
            [offer] = self.offered(complaint)
        self.assertEqual(offer["substitution"], "until [deadline?]")

    def test_what_is_not_known_stays_visible(self):
        complaint = self.complain(type_id=self.types["quality"].id)
        self.script(body="Order {order}, promised {promised}")
        [offer] = self.offered(complaint)
        self.assertEqual(
            offer["substitution"], "Order [order?], promised [promised date?]"
        )

    def test_it_is_offered_on_letters(self):
        order = self.env["sale.order"].create({"partner_id": self.partner.id})
        letter = self.env["neiqin.confirmation.letter"]._neiqin_draft_next(order)
        self.script(
            name="Please acknowledge",
            occasion="letter",
            complaint_type_ids=False,
            body="Please look at {number}, order {order}",
        )
        [offer] = self.offered(letter)
        self.assertEqual(
            offer["substitution"],
            f"Please look at {letter.name}, order {order.name}",
        )

    def test_a_document_one_may_not_read_offers_nothing(self):
        complaint = self.complain(type_id=self.types["quality"].id)
        self.script()
        with self.assertRaises(AccessError):
            self.offered(complaint, self.worker)
        scripts = self.env["neiqin.script"].with_user(self.clerk)
        self.assertEqual(scripts.neiqin_offer("res.users", self.clerk.id), [])
        self.assertEqual(scripts.neiqin_offer("no.model", 1), [])
        self.assertEqual(scripts.neiqin_offer(["sale.order"], 1), [])
        self.assertEqual(scripts.neiqin_offer("neiqin.complaint", 10**9), [])

    def test_another_company_s_script_is_not_seen(self):
        other = self.env["res.company"].create({"name": "Elsewhere"})
        complaint = self.complain(type_id=self.types["quality"].id)
        script = self.draft()
        script.sudo().company_id = other
        script.sudo().action_publish()
        self.assertEqual(self.offered(complaint), [])
        canned = self.env["mail.canned.response"].with_user(self.clerk)
        self.assertFalse(
            canned.search([("neiqin_version_id", "=", script.sudo().version_id.id)])
        )
        self.assertFalse(
            self.env["neiqin.script"]
            .with_user(self.clerk)
            .search([("id", "=", script.id)])
        )


class TestStarter(ComplaintCase):
    def test_each_complaint_type_has_scripts_in_both_languages(self):
        self.env["res.lang"]._activate_lang("zh_CN")
        versions = self.env["neiqin.script.version"].search([])
        for kind in self.env["neiqin.complaint.type"].search(
            [("company_id", "=", False)]
        ):
            if not kind.get_external_id()[kind.id].startswith("neiqin_addon."):
                continue
            for lang in ("en_US", "zh_CN"):
                mine = versions.filtered(
                    lambda version, kind=kind, lang=lang: version.lang == lang
                    and kind in version.complaint_type_ids
                )
                self.assertEqual(
                    {"first", "solution"},
                    set(mine.mapped("occasion")),
                    (kind.name, lang),
                )

    def test_each_exception_type_has_scripts(self):
        kinds = (
            self.env["neiqin.exception.type"]
            .search([])
            .filtered(
                lambda kind: kind != self.env.ref("neiqin_addon.exception_type_other")
                and kind.get_external_id()[kind.id].startswith("neiqin_addon.")
            )
        )
        versions = self.env["neiqin.script.version"].search([])
        self.assertGreaterEqual(len(kinds), 9)
        self.assertFalse(kinds - versions.exception_type_ids)

    def test_an_update_brings_back_nothing_that_was_withdrawn(self):
        scripts = self.env["neiqin.script"]
        script = self.env.ref("neiqin_addon.script_quality_first_en_us")
        script.with_user(self.supervisor).action_withdraw()
        before = scripts.search_count([])
        scripts._load_starter()
        self.assertEqual(scripts.search_count([]), before)
        self.assertEqual(script.state, "draft")

    def test_the_office_s_role_reads_them(self):
        self.assertTrue(
            self.env["neiqin.script"]
            .with_user(self.person("auditor"))
            .search([], limit=1)
        )
