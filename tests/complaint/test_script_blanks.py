"""What a script leaves to the writer does not reach a customer unfilled."""

from odoo.exceptions import UserError
from odoo.fields import Command
from odoo.tests import tagged

from odoo.addons.mail.tests.common import MailCase

from .test_script import ScriptCase

QUESTION = "你们写的【原因】是什么？"
BODY = "{contact}您好：{product}的原因是【原因】，【某日】之前补发。"


@tagged("post_install", "-at_install")
class TestScriptBlanks(ScriptCase, MailCase):
    def setUp(self):
        super().setUp()
        self.published = self.script(body=BODY, lang="en_US")
        self.complaint = self.complain(
            type_id=self.types["quality"].id, contact_name="林工"
        )

    def reply(self, body, record=None, **values):
        """Answer the customer as the clerk, from whatever composer."""
        values = {
            "message_type": "comment",
            "subtype_xmlid": "mail.mt_comment",
            "partner_ids": self.partner.ids,
            **values,
        }
        record = (record or self.complaint).with_user(self.clerk)
        with self.mock_mail_gateway():
            return record.message_post(body=body, **values)

    def test_a_blank_of_a_script_is_not_sent(self):
        before = self.complaint.message_ids
        with self.assertRaises(UserError) as refused:
            self.reply("林工您好：原因是【原因】，【某日】之前补发。")
        self.assertIn("【原因】 【某日】", str(refused.exception))
        self.assertFalse(self._new_mails)
        self.env.invalidate_all()
        self.assertEqual(self.complaint.message_ids, before)
        self.assertFalse(self.complaint.first_response_at)
        self.reply("林工您好：原因是包装进水，周五之前补发。")
        self.assertTrue(self.complaint.first_response_at)

    def test_what_was_not_known_is_not_sent(self):
        [offer] = self.offered(self.complaint)
        self.assertIn("[product?]", offer["substitution"])
        text = (
            offer["substitution"]
            .replace("【原因】", "进水")
            .replace("【某日】", "周五")
        )
        with self.assertRaisesRegex(UserError, r"\[product\?\]"):
            self.reply(text)

    def test_brackets_of_the_writer_s_own_are_sent(self):
        self.assertTrue(self.reply("【顺丰】单号 SF100；[see photo] 已附。"))

    def test_a_blank_stays_one_after_the_script_changed(self):
        self.published.with_user(self.clerk).body = "{contact}：查清了。"
        self.published.with_user(self.supervisor).action_publish()
        with self.assertRaisesRegex(UserError, "【原因】"):
            self.reply("原因是【原因】。")

    def test_notes_may_keep_them(self):
        self.assertTrue(self.reply("原因是【原因】？", subtype_xmlid="mail.mt_note"))

    def test_what_the_customer_writes_is_taken(self):
        message = self.complaint.message_post(
            body=QUESTION,
            author_id=self.partner.id,
            message_type="comment",
            subtype_xmlid="mail.mt_comment",
        )
        self.assertIn("【原因】", message.body)

    def test_orders_too(self):
        order = self.env["sale.order"].create(
            {"partner_id": self.partner.id, "user_id": self.clerk.id}
        )
        with self.assertRaisesRegex(UserError, "【原因】"):
            self.reply("延误的原因是【原因】。", order)

    def test_what_is_sent_later_is_refused_now(self):
        composer = (
            self.env["mail.compose.message"]
            .with_user(self.clerk)
            .create(
                {
                    "model": self.complaint._name,
                    "res_ids": str(self.complaint.ids),
                    "body": "<p>原因是【原因】。</p>",
                    "subject": "Re",
                    "partner_ids": [Command.set(self.partner.ids)],
                    "scheduled_date": "2199-01-01 08:00:00",
                }
            )
        )
        with self.assertRaisesRegex(UserError, "【原因】"):
            composer._action_schedule_message()
        composer.body = "<p>原因是进水。</p>"
        scheduled = composer._action_schedule_message()
        with self.assertRaisesRegex(UserError, "【某日】"):
            scheduled.with_user(self.clerk).body = "<p>【某日】补发。</p>"

    def test_a_solution_told_by_any_way(self):
        for told_by in ("mail", "phone"):
            with self.assertRaisesRegex(UserError, "【原因】"):
                self.complaint._neiqin_solve("<p>原因是【原因】。</p>", told_by)
        self.assertEqual(self.complaint.state, "new")
        self.assertFalse(self.complaint.solution)

    def test_the_composer_asks_before_it_sends(self):
        ask = self.env["neiqin.script"].with_user(self.clerk).neiqin_blanks_left
        self.assertEqual(ask("【原因】【顺丰】[order?]"), ["【原因】", "[order?]"])
        self.assertEqual(ask("nothing"), [])
        self.assertEqual(ask(None), [])
        with self.assertQueryCount(0):
            ask("nothing in brackets")
