"""A database that can be sealed: a key, customers, and people of every kind."""

import base64
import os
from contextlib import contextmanager
from unittest.mock import patch

from odoo.tests import TransactionCase, new_test_user

KEY_1 = base64.b64encode(b"1" * 32).decode()
KEY_2 = base64.b64encode(b"2" * 32).decode()
PHONE = "+86 138 0571 4321"
MASK = "••••••••21"


def server_keys(keys):
    """Return the environment of a server with these keys and no other."""
    return {"NEIQIN_KEYS": ",".join(keys), "NEIQIN_KEY_FILE": ""}


class SealedCase(TransactionCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.keys(KEY_1)
        cls.sealing = cls.env["neiqin.sealing"]._neiqin_the()
        cls.addClassCleanup(cls.env.registry.clear_cache, "stable")
        cls.customer = cls.env["res.partner"].create(
            {"name": "杭州精工减速机有限公司", "is_company": True, "phone": PHONE}
        )
        clerk = (
            "neiqin_addon.group_neiqin_clerk,base.group_partner_manager,"
            "base.group_allow_export,mail.group_mail_template_editor"
        )
        cls.clerk = cls.person("clerk", clerk)
        cls.reader = cls.person(
            "reader", f"{clerk},neiqin_addon.group_neiqin_sensitive"
        )
        cls.rep = cls.person(
            "rep",
            "sales_team.group_sale_salesman_all_leads,base.group_allow_export,"
            "base.group_partner_manager",
        )
        cls.manager = cls.person(
            "manager",
            "neiqin_addon.group_neiqin_manager,base.group_allow_export,"
            "base.group_partner_manager",
        )

    @classmethod
    def person(cls, login, groups):
        return new_test_user(cls.env, login, groups, name=login)

    @classmethod
    def keys(cls, *keys):
        """Give the server these keys until the next call."""
        patcher = patch.dict(os.environ, server_keys(keys))
        patcher.start()
        cls.addClassCleanup(patcher.stop)

    def use_keys(self, *keys):
        patcher = patch.dict(os.environ, server_keys(keys))
        patcher.start()
        self.addCleanup(patcher.stop)

    @classmethod
    def seal(cls):
        cls.sealing.action_seal()
        cls.work()

    @classmethod
    def work(cls):
        """Do what the schedule would do, without its commits."""
        with patch.object(
            type(cls.env["ir.cron"]), "_commit_progress", lambda *a, **k: 60.0
        ):
            cls.env["neiqin.sealing"]._cron_slices()
        cls.env.flush_all()
        cls.env.invalidate_all()

    @contextmanager
    def refused(self, exception, words):
        """Expect the refusal, and that nothing of the attempt stays."""
        with self.assertRaises(exception) as caught:
            yield
        self.assertIn(words, str(caught.exception))
        self.env.invalidate_all()

    def column(self, record, name="phone"):
        """Return what the database itself holds."""
        self.env.flush_all()
        self.env.cr.execute(
            f'SELECT "{name}" FROM "{record._table}" WHERE id = %s', [record.id]
        )
        return self.env.cr.fetchone()[0]

    def as_user(self, user, record):
        """Return the record as another user, nothing of it in memory."""
        self.env.invalidate_all()
        self.env.cr.cache.clear()
        return record.with_user(user)
