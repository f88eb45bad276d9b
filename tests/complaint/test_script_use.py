"""Which version was used in which reply; and a reply from a script is a reply."""

import json

from odoo.exceptions import AccessError
from odoo.fields import Command
from odoo.tests import Form, HttpCase, tagged

from odoo.addons.mail.tests.common import MailCase

from .test_script import ScriptCase

TEXT = "Dear Lin, we look at the bearings and answer today."


@tagged("post_install", "-at_install")
class TestScriptUse(ScriptCase, MailCase, HttpCase):
    def setUp(self):
        super().setUp()
        self.kind = self.types["quality"]
        self.complaint = self.complain(type_id=self.kind.id, contact_name="Lin")
        self.published = self.script(body=TEXT.replace("Lin", "{contact}"))
        self.canned = self.published.version_id.sudo().canned_ids

    def post(self, body=TEXT, canned=None, record=None, **values):
        """Post as the composer below a document does."""
        record = record or self.complaint
        ids = self.canned.ids if canned is None else canned
        self.authenticate(self.clerk.login, self.clerk.login)
        with self.mock_mail_gateway():
            answer = self.url_open(
                "/mail/message/post",
                json.dumps(
                    {
                        "params": {
                            "thread_model": record._name,
                            "thread_id": record.id,
                            "post_data": {
                                "body": body,
                                "message_type": "comment",
                                "subtype_xmlid": "mail.mt_comment",
                                "partner_ids": self.partner.ids,
                                **values,
                            },
                            "canned_response_ids": ids,
                        }
                    }
                ),
                headers={"Content-Type": "application/json"},
            ).json()
        self.env.invalidate_all()
        return answer["result"]["message_id"]

    def uses(self, message=None):
        domain = [("message", "=", message)] if message else []
        return self.env["neiqin.script.use"].search(domain)

    def test_a_reply_knows_its_version_and_stops_the_first_response(self):
        message = self.post()
        use = self.uses(message)
        self.assertEqual(use.version_id, self.published.version_id)
        self.assertEqual((use.kept, use.user_id), (100, self.clerk))
        self.assertEqual(
            (use.res_model, use.res_id), (self.complaint._name, self.complaint.id)
        )
        # like any other mail that left
        self.assertTrue(self.complaint.first_response_at)
        self.assertEqual(self.clock(self.complaint).state, "stopped")
        [contact] = self.complaint.sudo().contact_ids
        self.assertEqual((contact.message, contact.direction), (message, "out"))
        self.assertEqual(contact.script_used, "Quality, at once · v1")
        self.assertEqual(self.published.use_count, 1)

    def test_also_when_the_text_was_changed(self):
        use = self.uses(self.post(body="Dear Lin, sorry! We answer today. Yours"))
        self.assertEqual(use.version_id, self.published.version_id)
        self.assertGreater(use.kept, 30)
        self.assertLess(use.kept, 70)
        self.assertTrue(self.complaint.first_response_at)

    def test_the_version_is_the_one_that_was_inserted(self):
        """A new version between choosing and sending does not take its place."""
        first = self.published.version_id
        self.published.body = "Entirely new words for the customer"
        self.published.with_user(self.supervisor).action_publish()
        self.assertEqual(self.uses(self.post()).version_id, first)

    def test_an_internal_note_stops_nothing(self):
        use = self.uses(self.post(subtype_xmlid="mail.mt_note"))
        self.assertTrue(use.is_note)
        self.assertFalse(self.complaint.first_response_at)
        self.assertEqual(self.clock(self.complaint).state, "running")

    def test_what_is_no_script_is_not_noted(self):
        own = (
            self.env["mail.canned.response"]
            .with_user(self.clerk)
            .create({"source": "hi", "substitution": "Hello"})
        )
        message = self.post(canned=[own.id, 10**8, "1", None])
        self.assertFalse(self.uses(message))
        self.assertTrue(self.complaint.first_response_at)

    def test_each_version_once_a_message(self):
        message = self.post(canned=self.canned.ids * 2)
        self.assertEqual(len(self.uses(message)), 1)

    def test_orders_too(self):
        order = self.env["sale.order"].create({"partner_id": self.partner.id})
        use = self.uses(self.post(record=order))
        self.assertEqual((use.res_model, use.res_id), ("sale.order", order.id))

    def test_in_the_full_composer(self):
        message = self.compose()._action_send_mail_comment(self.complaint.ids)
        self.assertEqual(self.uses(message.id).version_id, self.published.version_id)
        self.assertIn("Dear Lin, we look at the bearings", message.body)

    def test_a_script_chosen_below_goes_along_into_the_full_composer(self):
        composer = (
            self.env["mail.compose.message"]
            .with_user(self.clerk)
            .with_context(
                default_model=self.complaint._name,
                default_res_ids=self.complaint.ids,
                default_neiqin_canned_ids=self.canned.ids,
                default_body=TEXT,
                default_partner_ids=self.partner.ids,
            )
            .create({})
        )
        with self.mock_mail_gateway():
            _mails, message = composer._action_send_mail()
        self.assertEqual(self.uses(message.id).kept, 100)
        self.env.invalidate_all()
        self.assertTrue(self.complaint.first_response_at)

    def test_a_message_sent_later(self):
        composer = self.compose()
        composer.scheduled_date = "2199-01-01 08:00:00"
        scheduled = composer._action_schedule_message()
        self.assertFalse(self.uses())
        with self.mock_mail_gateway():
            scheduled.with_user(self.clerk).post_message()
        self.assertEqual(self.uses().version_id, self.published.version_id)
        self.assertEqual(self.uses().user_id, self.clerk)

    def compose(self):
        context = {
            "default_model": self.complaint._name,
            "default_res_ids": self.complaint.ids,
            "default_partner_ids": self.partner.ids,
            "clicked_on_full_composer": True,
        }
        composers = self.env["mail.compose.message"].with_user(self.clerk)
        with Form(composers.with_context(**context)) as form:
            self.assertEqual(form.neiqin_offered_ids.ids, self.canned.ids)
            form.neiqin_script_id = self.canned.with_user(self.clerk)
        return form.record

    def test_in_the_solution(self):
        solution = self.script(
            name="Quality, the end",
            occasion="solution",
            body="New ones leave today, {contact}.",
        )
        canned = solution.version_id.sudo().canned_ids
        dialogs = self.env["neiqin.complaint.solve"].with_user(self.clerk)
        dialogs = dialogs.with_context(default_complaint_ids=self.complaint.ids)
        with Form(dialogs) as form:
            form.script_id = canned.with_user(self.clerk)
        with self.mock_mail_gateway():
            form.record.action_solve()
        self.env.invalidate_all()
        self.assertEqual(self.complaint.state, "solved")
        self.assertIn("New ones leave today, Lin.", self.complaint.solution)
        self.assertEqual(self.uses().version_id, solution.version_id)

    def test_nobody_writes_uses_himself(self):
        self.post()
        use = self.uses().with_user(self.manager)
        values = {
            "version_id": self.published.version_id.id,
            "script_id": self.published.id,
            "message": 1,
            "res_model": "sale.order",
            "res_id": 1,
            "user_id": self.clerk.id,
            "company_id": self.company.id,
            "moment": "2026-01-01 00:00:00",
        }
        with self.assertRaises(AccessError):
            use.sudo().create(values)
        with self.assertRaises(AccessError):
            use.sudo().write({"kept": 1})
        with self.assertRaises(AccessError):
            use.sudo().unlink()
        with self.assertRaises(AccessError):
            self.published.with_user(self.manager).write(
                {"version_ids": [Command.create({"number": 9})]}
            )

    def test_how_often_costs_one_question(self):
        more = self.published | self.script(name="Another") | self.script(name="Third")
        self.post()
        more.mapped("use_count")
        self.env.invalidate_all()
        self.env["neiqin.script"].browse(more.ids).fetch(["name"])
        with self.assertQueryCount(1):
            counts = more.mapped("use_count")
        self.assertEqual(counts, [1, 0, 0])
