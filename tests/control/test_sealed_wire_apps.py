"""A customer's number over the wire, by way of what else shows customers."""

import json

from odoo.tests import tagged

from .sealed_case import MASK, PHONE
from .wire_case import WireCase


@tagged("post_install", "-at_install")
class TestSealedWireApps(WireCase):
    def test_orders_and_invoices_show_the_partner_masked(self):
        spec = {
            "partner_id": {
                "fields": {
                    "phone": {},
                    "neiqin_wechat": {},
                    "child_ids": {
                        "fields": {"phone": {}, "parent_id": {"fields": {"phone": {}}}}
                    },
                }
            }
        }
        self.ask(
            self.clerk, "sale.order", "web_read", self.order.ids, specification=spec
        )
        rows = self.ask(
            self.clerk,
            "sale.order",
            "web_search_read",
            [["id", "=", self.order.id]],
            spec,
        )
        self.assertEqual(rows["records"][0]["partner_id"]["phone"], MASK)
        data = self.ask_by(
            self.over_xmlrpc,
            self.clerk,
            "sale.order",
            "export_data",
            self.order.ids,
            [
                "name",
                "partner_id/phone",
                "partner_id/neiqin_wechat",
                "partner_shipping_id/phone",
            ],
        )
        self.assertEqual(data["datas"][0][1], MASK)
        invoice = {
            "partner_id": {"fields": {"phone": {}}},
            "commercial_partner_id": {"fields": {"phone": {}}},
        }
        self.ask(self.clerk, "account.move", "web_search_read", [], invoice)
        users = {"partner_id": {"fields": {"phone": {}}}, "phone": {}}
        self.ask(self.clerk, "res.users", "web_search_read", [], users)

    def test_names_and_onchange(self):
        for text in ("4321", PHONE, "精工", "wx_secret"):
            self.ask_by(
                self.over_xmlrpc, self.clerk, "res.partner", "name_search", "精工"
            )
            self.ask(
                self.clerk,
                "res.partner",
                "web_name_search",
                text,
                {"phone": {}, "display_name": {}},
            )
        show = {
            "show_address": 1,
            "show_email": 1,
            "show_phone": 1,
            "address_inline": 1,
            "formatted_display_name": True,
        }
        self.ask(
            self.clerk,
            "res.partner",
            "read",
            self.customer.ids,
            ["display_name"],
            context=show,
        )
        spec = {
            "phone": {},
            "neiqin_wechat": {},
            "parent_id": {"fields": {"phone": {}}},
            "child_ids": {"fields": {"phone": {}}},
        }
        for values in (
            {"parent_id": self.customer.id},
            {"id": self.customer.id, "phone": MASK},
            {"country_id": self.env.ref("base.cn").id},
            {"user_id": self.clerk.id},
        ):
            self.ask(
                self.clerk,
                "res.partner",
                "onchange",
                self.customer.ids,
                values,
                list(values),
                spec,
            )
            self.ask(
                self.clerk, "res.partner", "onchange", [], values, list(values), spec
            )
        order = {
            "partner_id": {"fields": {"phone": {}}},
            "partner_invoice_id": {"fields": {"phone": {}}},
        }
        self.ask(
            self.clerk,
            "sale.order",
            "onchange",
            [],
            {"partner_id": self.customer.id},
            ["partner_id"],
            order,
        )

    def test_chatter_and_its_tracked_changes(self):
        messages = self.customer.message_ids.ids
        self.assertTrue(self.customer.message_ids.tracking_value_ids)
        tracked = self.customer.message_ids.tracking_value_ids.ids
        for user in self.people:
            fields = ["body", "preview", "subject"]
            self.ask(user, "mail.message", "read", messages, fields)
            self.refusal(user, "mail.message", "read", messages, ["tracking_value_ids"])
            self.refusal(
                user, "mail.tracking.value", "read", tracked, ["old_value_char"]
            )
        for user in (self.clerk, self.rep, self.reader):
            answer = self.page(
                user,
                "/mail/thread/messages",
                json={
                    "params": {
                        "thread_model": "res.partner",
                        "thread_id": self.customer.id,
                    }
                },
            )
            self.assertIn("tracking", answer.text)
            self.assertHidden(answer.json())

    def test_pages_cards_exports_and_papers(self):
        partner, order = self.customer.id, self.order.id
        export = {
            "model": "res.partner",
            "fields": [
                {"name": "phone", "label": "P", "type": "char"},
                {"name": "neiqin_wechat", "label": "W", "type": "char"},
            ],
            "ids": [partner],
            "domain": [],
            "import_compat": False,
            "context": {"neiqin_clear": True},
            "groupby": [],
        }
        for path in (
            f"/web/partner/vcard?partner_ids={partner}",
            f"/web_enterprise/partner/{partner}/vcard",
            f"/json/1/res.partner/{partner}?view_type=form",
            "/json/1/res.partner?view_type=list&fields=phone,neiqin_wechat",
            f"/report/html/sale.report_saleorder/{order}",
            f"/report/text/sale.report_saleorder/{order}",
        ):
            for user in (self.clerk, self.rep):
                with self.subTest(path=path, user=user.login):
                    self.assertHidden(self.page(user, path).text)
        for kind in ("csv", "xlsx"):
            answer = self.page(
                self.rep, f"/web/export/{kind}", data={"data": json.dumps(export)}
            )
            self.assertHidden(answer.content.decode("latin-1"))

    def test_text_messages_and_mails(self):
        if "sms.composer" in self.env:
            wizard = self.ask(
                self.clerk,
                "sms.composer",
                "create",
                [{"res_model": "res.partner", "res_id": self.customer.id, "body": "x"}],
            )
            fields = [
                "recipient_single_number",
                "recipient_single_number_itf",
                "recipient_single_description",
            ]
            self.ask(self.clerk, "sms.composer", "read", wizard, fields)
        values = {
            "name": "x",
            "model_id": self.env["ir.model"]._get_id("res.partner"),
            "subject": "{{ object.phone }}",
            "body_html": "<p t-out='object.phone'/><p t-out='object.neiqin_wechat'/>",
        }
        template = self.ask(self.clerk, "mail.template", "create", [values])
        preview = {
            "mail_template_id": template[0],
            "resource_ref": f"res.partner,{self.customer.id}",
        }
        previews = self.ask(self.clerk, "mail.template.preview", "create", [preview])
        rows = self.ask(
            self.clerk,
            "mail.template.preview",
            "read",
            previews,
            ["body_html", "subject"],
        )
        self.assertIn(MASK, rows[0]["body_html"])
        self.assertIn(MASK, rows[0]["subject"])
        mail = self.ask(
            self.clerk, "mail.template", "send_mail", template, self.customer.id
        )
        self.assertIn(MASK, self.env["mail.mail"].sudo().browse(mail).body_html)
        composer = {
            "model": "res.partner",
            "res_ids": str(self.customer.ids),
            "template_id": template[0],
            "composition_mode": "comment",
        }
        composers = self.ask(self.clerk, "mail.compose.message", "create", [composer])
        self.ask(self.clerk, "mail.compose.message", "action_send_mail", composers)
        sent = self.customer.message_ids.sorted("id")[-1]
        self.assertHidden([sent.body, sent.subject])
