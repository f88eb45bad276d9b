"""Systems complain over HTTP with a key; a customer's mark by one click."""

import json
import re
from datetime import datetime, timedelta

from .test_complaint_pages import PageCase as _PageCase


class TestApi(_PageCase):
    PATH = "/neiqin/api/1/complaints"

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.keys = {user: cls.key(user) for user in (cls.clerk, cls.customer)}

    @classmethod
    def key(cls, user):
        keys = cls.env["res.users.apikeys"].with_user(user)
        until = datetime.now() + timedelta(days=1)
        return keys.sudo(False)._generate("rpc", "test", until)

    def ask(self, said=None, key=None, path="", raw=None):
        headers = {"Content-Type": "application/json"}
        if key is not False:
            headers["Authorization"] = f"Bearer {key or self.keys[self.clerk]}"
        data = raw if raw is not None else said is not None and json.dumps(said)
        with self.mock_mail_gateway():
            answer = self.url_open(self.PATH + path, data=data or None, headers=headers)
        self.env.invalidate_all()
        return answer

    def test_a_system_files_and_asks(self):
        said = {
            "reference": "CRM-7",
            "order": self.order.name,
            "type": "quality",
            "description": "37 rusty",
            "contact_email": "store@gears.example.com",
            "received_at": "2026-03-09T10:00:00+08:00",
        }
        answer = self.ask(said)
        self.assertEqual(answer.status_code, 201, answer.text)
        complaint = self.complaints(external_ref="CRM-7")
        self.assertEqual(answer.json()["number"], complaint.name)
        self.assertEqual(answer.json()["received_at"], "2026-03-09T02:00:00Z")
        self.assertEqual(answer.json()["first_response_until"], "2026-03-09T03:00:00Z")
        self.assertEqual(complaint.partner_id, self.partner)
        self.assertEqual(complaint.channel, "api")
        self.assertTrue(complaint.acknowledged_at)
        again = self.ask(said)
        self.assertEqual(again.status_code, 200)
        self.assertEqual(again.json(), answer.json())
        for name in (complaint.name, "CRM-7"):
            self.assertEqual(self.ask(path=f"/{name}").json(), answer.json())

    def test_wrong_keys_and_rights(self):
        said = {"order": self.order.name, "subject": "x"}
        before = len(self.complaints())
        self.assertEqual(self.ask(said, key="0" * 40).status_code, 401)
        self.assertEqual(self.ask(said, key=False).status_code, 401)
        self.assertEqual(self.ask(said, key=self.keys[self.customer]).status_code, 403)
        self.assertEqual(len(self.complaints()), before)
        mine = self.complain()
        for key in (self.keys[self.customer],):
            self.assertEqual(self.ask(key=key, path="/TS209900001").status_code, 404)
            theirs = self.complain(partner_id=self.stranger.id)
            self.assertEqual(self.ask(key=key, path=f"/{theirs.name}").status_code, 404)
        self.assertEqual(self.ask(path=f"/{mine.name}").status_code, 200)

    def test_what_is_wrong_is_said(self):
        good = {"order": self.order.name, "subject": "x"}
        before = len(self.complaints())
        for wrong in (
            {"state": "closed"},
            {"first_response_at": "2020-01-01"},
            {"order": "S00000"},
            {"order": ["id", "!=", 0]},
            {"type": "nothing"},
            {"subject": ""},
            {"amount": "7"},
            {"amount": True},
            {"amount": -1},
            {"received_at": "yesterday"},
            {"received_at": "2026-03-09T10:00:00"},
            {"received_at": "2999-01-01T00:00:00Z"},
            {"customer": "nobody@elsewhere.example.com"},
            {"customer": self.stranger.name},
        ):
            answer = self.ask({**good, **wrong})
            self.assertEqual(answer.status_code, 400, (wrong, answer.text))
            self.assertTrue(answer.json()["error"])
        for raw in ("", "[]", "{", '"x"', "[" * 5000):
            self.assertEqual(self.ask(raw=raw or " ").status_code, 400, raw)
        self.assertEqual(len(self.complaints()), before)


class TestMark(_PageCase):
    def test_one_click_and_a_low_mark_calls_the_supervisor(self):
        complaint = self.complain()
        complaint._neiqin_solve("<p>New ones leave today</p>", "phone")
        complaint.cause_kind = "transport"
        with self.mock_mail_gateway():
            complaint.action_neiqin_close()
        link = re.search(r'href="[^"]*(/rate/[^"]+/1)"', self._new_mails.body_html)[1]
        page = self.url_open(link)
        token = re.search(r'name="csrf_token" value="([^"]+)"', page.text)[1]
        self.url_open(
            link.rpartition("/")[0] + "/submit_feedback",
            data={"rate": "1", "feedback": "still rusty", "csrf_token": token},
        )
        self.env.invalidate_all()
        self.assertEqual(complaint.rating_last_value, 1)
        self.assertEqual(self.notices(kind="rating").user_id, self.supervisor)
        forged = self.url_open("/rate/forged/1")
        self.assertEqual(forged.status_code, 404)
