"""Calls as they come from outside: over HTTP, with each role's own API key.

The JSON-2 API is used, as a script would: it reaches every public method with any ids,
arguments and context that JSON can say.
"""

import json
from typing import NamedTuple
from unittest.mock import patch

from passlib.context import CryptContext

from odoo import fields
from odoo.tests import HttpCase, new_test_user, tagged

from odoo.addons.base.models import res_users

from .reviewed import ROLES

QUICK = CryptContext(["pbkdf2_sha512"], pbkdf2_sha512__rounds=1)
#: Errors that say in a sentence what was wrong.
CLEAR = {
    "odoo.exceptions.AccessError",
    "odoo.exceptions.AccessDenied",
    "odoo.exceptions.MissingError",
    "odoo.exceptions.RedirectWarning",
    "odoo.exceptions.UserError",
    "odoo.exceptions.ValidationError",
    "werkzeug.exceptions.NotFound",
    "werkzeug.exceptions.Unauthorized",
    "werkzeug.exceptions.UnprocessableEntity",
}
DENIED = {
    "odoo.exceptions.AccessError",
    "odoo.exceptions.AccessDenied",
    "werkzeug.exceptions.Unauthorized",
}


class Answer(NamedTuple):
    """What came back: an error's class and sentence, or a value."""

    error: str
    message: str
    value: object
    debug: str = ""


@tagged("post_install", "-at_install")
class RpcCase(HttpCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.users = {
            role: new_test_user(cls.env, f"rpc_{role}", group)
            for role, group in ROLES.items()
            if role != "public"
        }
        # keys as Odoo makes them, hashed fewer times: half of each call's time
        with patch.object(res_users, "KEY_CRYPT_CONTEXT", QUICK):
            cls.keys = {role: cls.new_key(user) for role, user in cls.users.items()}

    @staticmethod
    def new_key(user):
        """Return a new API key of a user, of the kind that scripts use."""
        keys = user.env["res.users.apikeys"].with_user(user).sudo()
        tomorrow = fields.Datetime.add(fields.Datetime.now(), days=1)
        return keys._generate(None, "test", tomorrow)

    def call(self, role, model, method, ids=None, context=None, **kwargs):
        """Call a method as a role, ``public`` without any key."""
        body = dict(kwargs)
        if ids is not None:
            body["ids"] = ids
        if context is not None:
            body["context"] = context
        headers = {"Content-Type": "application/json"}
        if role in self.keys:
            headers["Authorization"] = f"Bearer {self.keys[role]}"
        response = self.url_open(
            f"/json/2/{model}/{method}", data=json.dumps(body), headers=headers
        )
        value = response.json()
        if response.status_code == 200:
            return Answer("", "", value)
        return Answer(
            value.get("name", str(response.status_code)),
            value.get("message", ""),
            None,
            value.get("debug", ""),
        )
