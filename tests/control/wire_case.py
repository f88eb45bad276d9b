"""Somebody with a login and a script: XML-RPC, JSON-2 and the web client's own calls."""

import json
from xmlrpc.client import Fault

from odoo.tests import HttpCase, new_test_user

from .sealed_case import PHONE, SealedCase

#: what must be in no answer: the values, and the number without spaces
SECRETS = (
    PHONE,
    "13805714321",
    "0571 4321",
    "05714321",
    "wx_secret_77",
    "13955550003",
    "4711.93",
)


class Refused(Exception):
    """The server's answer to a call was an error."""


class WireCase(SealedCase, HttpCase):
    """A sealed database; calls go over HTTP and come back as a server gives them."""

    @classmethod
    def person(cls, login, groups):
        return new_test_user(cls.env, login, groups, name=login, password=login * 3)

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.customer.write(
            {
                "neiqin_wechat": "wx_secret_77",
                "neiqin_private_mobile": "13955550003",
                "email": "buyer@example.org",
            }
        )
        cls.product = cls.env["product.product"].create(
            {
                "name": "行星减速机",
                "type": "service",
                "list_price": 1,
                "taxes_id": False,
            }
        )
        cls.agreement = cls.env["neiqin.price.agreement"].create(
            {
                "partner_id": cls.customer.id,
                "product_id": cls.product.id,
                "price": 4711.93,
            }
        )
        cls.order = cls.env["sale.order"].create(
            {
                "partner_id": cls.customer.id,
                "order_line": [(0, 0, {"product_id": cls.product.id, "price_unit": 5})],
            }
        )
        cls.customer.with_user(cls.reader).phone = "13900001111"
        cls.env.flush_all()
        cls.env.cr.precommit.run()
        cls.customer.with_user(cls.reader).phone = PHONE  # tracked: the chatter has it
        cls.env.flush_all()
        cls.env.cr.precommit.run()
        cls.seal()
        cls.helper = cls.person("helper", "neiqin_addon.group_neiqin_collaborator")
        cls.people = (cls.clerk, cls.helper, cls.rep)

    def setUp(self):
        super().setUp()
        self.env.flush_all()
        self.env.invalidate_all()

    def over_xmlrpc(self, user, model, method, *args, **kwargs):
        call = self.xmlrpc_object.execute_kw
        names = (self.env.cr.dbname, user.id, user.login * 3)
        try:
            return call(*names, model, method, list(args), kwargs)
        except Fault as fault:
            raise Refused(fault.faultString) from None

    def over_json2(self, user, model, method, ids=(), **kwargs):
        keys = self.env["res.users.apikeys"].with_user(user).sudo()
        key = keys._generate("rpc", "script", self.env.cr.now().replace(year=2099))
        self.opener.cookies.clear()  # a script has no login of the web client
        answer = self.url_open(
            f"/json/2/{model}/{method}",
            json={"ids": list(ids), **kwargs} if ids else kwargs,
            headers={"Authorization": f"bearer {key}"},
            timeout=60,
        )
        if answer.status_code != 200:
            raise Refused(answer.text)
        return answer.json()

    def over_web(self, user, model, method, *args, **kwargs):
        """Call as the web client does, with the cookie of a login."""
        self.authenticate(user.login, user.login * 3)
        answer = self.url_open(
            f"/web/dataset/call_kw/{model}/{method}",
            json={
                "params": {
                    "model": model,
                    "method": method,
                    "args": list(args),
                    "kwargs": kwargs,
                }
            },
            timeout=60,
        ).json()
        if "error" in answer:
            raise Refused(json.dumps(answer["error"], ensure_ascii=False))
        return answer["result"]

    def page(self, user, path, **options):
        """Return the text of a page, as somebody who is logged in."""
        self.authenticate(user.login, user.login * 3)
        return self.url_open(path, timeout=60, **options)

    # -- what nobody may see

    def assertHidden(self, answer, way=""):
        text = json.dumps(answer, ensure_ascii=False, default=str)
        for secret in SECRETS:
            self.assertNotIn(secret, text, way)

    def ask(self, user, model, method, *args, **kwargs):
        """Return the answer to a call of the web client; it holds no sealed value."""
        return self.ask_by(self.over_web, user, model, method, *args, **kwargs)

    def ask_by(self, wire, *args, **kwargs):
        """Return the answer by one of the wires; it holds no sealed value."""
        answer = wire(*args, **kwargs)
        self.assertHidden(answer, (args, kwargs))
        return answer

    def refusal(self, *args, **kwargs):
        """Expect the server to refuse a call over XML-RPC; return its words."""
        with self.assertRaises(Refused) as caught:
            self.over_xmlrpc(*args, **kwargs)
        words = str(caught.exception)
        self.assertNotIn("Access Denied", words)  # a wrong password is no test
        self.assertHidden(words, (args, kwargs))
        return words
